"""Downloading a plan: in which form, for whom, as at when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from plans.models import ImportBatch
from prevent_tracker.core.govuk import Look

from .moments import MomentForm

FORMATS = {
    "docx": ("Word", "The plan under its own headings, landscape, to print or go on writing in."),
    "xlsx": ("Excel", "One row an action, with filters and dates that sort."),
    "csv": ("CSV", "The same rows for any other program."),
    "json": ("JSON", "Everything, to bring into a tracker again without loss."),
}
EDITIONS = {
    "board": ("Board", "Everything."),
    "partner": ("Partner", "Without what is marked restricted."),
    "public": ("Public", "Only what is marked public."),
}

WHAT = {
    "": "What suits the column’s heading",
    "update": "The latest update",
    "rag": "The rating",
    "update_and_rag": "The rating and the latest update",
}


class DownloadForm(MomentForm):
    """Sent as the address of the file, so that a link to it can be kept."""

    format = forms.ChoiceField(
        label="Which kind of file?",
        choices=[(value, label) for value, (label, _) in FORMATS.items()],
        widget=forms.RadioSelect,
    )
    edition = forms.ChoiceField(
        label="Which edition?",
        choices=[(value, label) for value, (label, _) in EDITIONS.items()],
        widget=forms.RadioSelect,
    )
    field_order = ("format", "edition", "on", "time")
    looks = {
        **MomentForm.looks,
        "format": Look(item_hints={value: hint for value, (_, hint) in FORMATS.items()}),
        "edition": Look(item_hints={value: hint for value, (_, hint) in EDITIONS.items()}),
    }


class OwnWordForm(forms.Form):
    """The user's own Word file, and the column that today's words are written to."""

    kept: forms.ModelChoiceField[ImportBatch] = forms.ModelChoiceField(
        queryset=None,
        label="Into the file it was imported from",
        required=False,
        empty_label="Another file, chosen below",
    )
    file = forms.FileField(label="Your Word file", help_text="A .docx file with the plan’s table.", required=False)
    column = forms.CharField(
        label="Heading of the column to write to",
        help_text="As your file prints it. Every other column stays as it is.",
        max_length=200,
    )
    what = forms.ChoiceField(
        label="What to write", choices=list(WHAT.items()), widget=forms.RadioSelect, required=False
    )
    mark_optional = False

    def __init__(self, *args: Any, kept: Any, headings: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if headings:
            printed = ", ".join(f"“{heading}”" for heading in headings)
            self.fields["column"].help_text = f"{self.base_fields['column'].help_text} The plan’s are {printed}."
        field = self.fields["kept"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = kept
        if not kept:
            del self.fields["kept"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("kept") and not given.get("file") and not self.errors:
            self.add_error("file", "Choose your Word file")
        return given
