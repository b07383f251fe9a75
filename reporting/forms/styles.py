"""A style, the contents of a pack, and a logo, as they are typed; their parts are in parts_editor."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

from django import forms

from prevent_tracker.core.govuk import Look

from ..logos import LARGEST_FILE
from ..services.logos import ALT_LENGTH
from ..styles import Style
from ..styles.own import LIMITS, LONGEST_HEADING
from ..styles.parts import HEADS


class MakeStyleForm(forms.Form):
    label = forms.CharField(label="Name of the style", max_length=LONGEST_HEADING)
    based_on = forms.ChoiceField(label="Begin with", help_text="Its parts and settings are copied; it stays as it is.")

    def __init__(self, *args: Any, styles: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["based_on"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(styles)


class StyleForm(forms.Form):
    """All of a style but its parts."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    label = forms.CharField(label="Name", required=False)
    head = forms.ChoiceField(label="How the first page begins", choices=list(HEADS.items()), widget=forms.RadioSelect)
    landscape = forms.BooleanField(label="Landscape pages throughout", required=False)
    contents = forms.BooleanField(label="List of contents", required=False)
    numbered = forms.BooleanField(label="Numbered headings", required=False)
    page_limit = forms.IntegerField(
        label="Most pages",
        help_text="A pack that comes out longer is drawn again with the tighter numbers below; if it is still longer, "
        "it is not issued. Leave blank for any length.",
        required=False,
        error_messages={"invalid": "Most pages: enter a whole number, such as 4, or nothing for any length."},
    )
    full_report = forms.CharField(
        label="Where the rest is",
        help_text="Printed where a number below cuts a list: “And 3 more actions, in the full report.”",
        required=False,
    )
    mark_optional = False
    looks = {
        "head": Look(label_size="s"),
        "page_limit": Look(classes="govuk-input--width-3"),
        "full_report": Look(classes="govuk-input--width-20"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        narrow = Look(classes="govuk-input--width-4")
        self.looks = dict(self.looks)
        for name, about in LIMITS.items():
            for kind, label in (("limit", "At most"), ("tighter", "If the pack is too long")):
                said = {"invalid": f"{about}: enter a whole number, such as 6, or nothing for no limit."}
                self.fields[f"{kind}_{name}"] = forms.IntegerField(label=label, required=False, error_messages=said)
                self.looks[f"{kind}_{name}"] = narrow

    @staticmethod
    def initial_of(style: Style, version: int | None = None) -> dict[str, Any]:
        whole = dataclasses.asdict(style)
        limits = {f"limit_{name}": value for name, value in whole["limits"].items()}
        tighter = {f"tighter_{name}": value for name, value in (whole["tighter"] or {}).items()}
        return {**whole, **limits, **tighter, "version": version}

    def layout(self) -> dict[str, Any]:
        """What was typed, in the shape of a style, without its parts."""
        given = self.cleaned_data
        names = ("label", "head", "landscape", "contents", "numbered", "page_limit", "full_report")
        tighter = {name: given[f"tighter_{name}"] for name in LIMITS}
        is_tighter = given["page_limit"] is not None and any(value is not None for value in tighter.values())
        return {
            **{name: given[name] for name in names},
            "limits": {name: given[f"limit_{name}"] for name in LIMITS},
            "tighter": tighter if is_tighter else None,
        }

    @property
    def limit_rows(self) -> list[tuple[str, forms.BoundField, forms.BoundField]]:
        return [(label, self[f"limit_{name}"], self[f"tighter_{name}"]) for name, label in LIMITS.items()]


class PackStyleForm(forms.Form):
    """The style of one pack; "" for its board's."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    style = forms.ChoiceField(label="Style of this pack", required=False)
    mark_optional = False

    def __init__(self, *args: Any, styles: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["style"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(styles)


class ContentsForm(forms.Form):
    """The version of the pack whose parts are chosen (parts_editor)."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class LogoForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    logo = forms.FileField(
        label="Picture",
        help_text="PNG or JPEG, at most 2 MB and 2,000 by 2,000 pixels. 600 pixels wide prints well.",
        allow_empty_file=True,  # the service's own sentence about an empty file is kinder
        error_messages={"required": "Choose a picture"},
    )
    alt = forms.CharField(
        label="Words for those who do not see it",
        help_text="What it shows, such as “Northvale Council and Northvale Police”.",
        max_length=ALT_LENGTH,
    )

    def content(self) -> bytes:
        """As much of the file as is looked at."""
        content: bytes = self.cleaned_data["logo"].read(LARGEST_FILE + 1)
        return content
