"""Bringing a plan in: what to read, who its names are, and the plan it becomes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from partners.models import Agency, YearBasis
from plans.importers.gate import FILE_LIMIT, MEBIBYTE
from plans.models import Plan
from plans.queries.imports import AskedLead, new_agency
from plans.rules.agency_kind import agency_kind
from plans.rules.matching import Party
from prevent_tracker.core.date_field import DateField
from prevent_tracker.core.govuk import Look

from .editing import VersionedForm

PASTED_LENGTH = 1_000_000  # characters; a larger plan comes as a file


class StartForm(forms.Form):
    """A file, or what was copied from one. `pasted_html` is what a script took from the clipboard besides its text."""

    file = forms.FileField(
        label="The file with your plan",
        help_text=f"Word (.docx), Excel (.xlsx), OpenDocument (.ods), CSV, PDF with text, plain text, web page, or a"
        f" plan downloaded from here as JSON. Up to {FILE_LIMIT // MEBIBYTE} MB.",
        required=False,
        allow_empty_file=True,  # the reader's own sentence about an empty file is kinder
    )
    pasted = forms.CharField(
        label="Or paste your plan",
        help_text="Copy the table in Word or Excel and paste it here. Its rows and columns are kept.",
        widget=forms.Textarea,
        required=False,
        strip=False,
    )
    pasted_html = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)
    year_basis = forms.ChoiceField(
        label="Kind of year",
        help_text="Dates without a year are read by it.",
        choices=[("", "Read it from the plan"), *YearBasis.choices],
        required=False,
    )
    period = forms.CharField(
        label="Period",
        help_text="Such as “2016/17”. Leave it blank to read it from the plan.",
        max_length=40,
        required=False,
    )
    into: forms.ModelChoiceField[Plan] = forms.ModelChoiceField(
        queryset=None,
        label="A newer version of",
        help_text="You then choose which of its changes to take over.",
        required=False,
        empty_label="No: this is a plan of its own",
        to_field_name="slug",
    )
    mark_optional = False
    looks = {"pasted": Look(rows=5), "period": Look(classes="govuk-input--width-10")}

    def __init__(self, *args: Any, plans: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["into"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = plans

    def clean_file(self) -> UploadedFile[Any] | None:
        found: UploadedFile[Any] | None = self.cleaned_data["file"]
        if found is not None and (found.size or 0) > FILE_LIMIT:
            size = (found.size or 0) / MEBIBYTE
            raise forms.ValidationError(
                f"The file is {size:.0f} MB; at most {FILE_LIMIT // MEBIBYTE} MB can be read. Take pictures out of it,"
                " or save the plan's pages alone."
            )
        return found

    def clean_pasted(self) -> str:
        pasted: str = self.cleaned_data["pasted"]
        if len(pasted) > PASTED_LENGTH:
            raise forms.ValidationError("This is too long to paste: save it as a file and choose that.")
        return pasted

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if self.errors:
            return given
        has_file, has_text = given.get("file") is not None, bool(given.get("pasted", "").strip())
        if not has_file and not has_text:
            self.add_error("file", "Choose a file, or paste your plan below")
        if has_file and has_text:
            self.add_error("file", "Choose a file or paste a plan, not both")
        return given

    def upload(self) -> tuple[str, bytes]:
        """The name and the bytes of what is to be read."""
        given = self.cleaned_data
        if given["file"] is not None:
            return given["file"].name or "", given["file"].read()
        if given["pasted_html"].strip():
            return "pasted.html", given["pasted_html"].encode()
        return "pasted.txt", given["pasted"].encode()


class LeadsForm(VersionedForm):
    """Who each name is: a near one is asked with radios, others by a select."""

    mark_optional = False

    def __init__(self, *args: Any, leads: Sequence[AskedLead], parties: Iterable[Party], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.leads = leads
        known = [(party.slug, party.name) for party in parties]
        for asked in leads:
            self.fields[lead_field(asked.lead.text)] = _near_field(asked) if asked.near else _any_field(asked, known)
        self.looks = {name: Look(classes="govuk-radios--small") for name in self.fields}

    def rows(self) -> list[tuple[AskedLead, forms.BoundField]]:
        """Each name with the field that asks about it."""
        return [(asked, self[lead_field(asked.lead.text)]) for asked in self.leads]

    def choices(self) -> dict[str, str]:
        """Words of each lead to who that is; names that nobody decided about are not in it."""
        return {
            asked.lead.text: given for asked in self.leads if (given := self.cleaned_data[lead_field(asked.lead.text)])
        }


def lead_field(name: str) -> str:
    """The field that asks about a name, whatever stands before it in the list meanwhile."""
    return f"lead_{hashlib.sha256(name.encode()).hexdigest()[:12]}"


def _near_field(asked: AskedLead) -> forms.ChoiceField:
    name = asked.lead.text
    choices = [(party.slug, f"The same as {party.name}") for party in asked.near]
    choices += [(new_agency(agency_kind(name), name), "An agency of its own"), ("words", "No agency: keep the words")]
    return forms.ChoiceField(
        label=name, choices=choices, initial=asked.suggestion, widget=forms.RadioSelect, required=False
    )


def _any_field(asked: AskedLead, known: list[tuple[str, str]]) -> forms.ChoiceField:
    name = asked.lead.text
    new = [(new_agency(value, name), f"New: {label.lower()}") for value, label in Agency.Kind.choices]
    if asked.lead.nature == "post":
        agencies = [(slug.removeprefix("agency:"), label) for slug, label in known if slug.startswith("agency:")]
        new = [(f"new_post:{slug}:{name}", f"New post: {label}") for slug, label in agencies] + new
    choices = [("words", "No agency: keep the words"), ("One of ours", known), ("A new one", new)]
    return forms.ChoiceField(label=name, choices=choices, initial=asked.suggestion, required=False)


class CommitForm(VersionedForm):
    """The name and the period of the plan that is made."""

    title = forms.CharField(label="Title", max_length=300)
    slug = forms.SlugField(
        label="Short name in addresses", help_text="Small letters, numbers and hyphens.", max_length=50
    )
    starts_on = DateField(label="First day")
    ends_on = DateField(label="Last day")
    year_basis = forms.ChoiceField(label="Kind of year", choices=YearBasis.choices)
    looks = {"slug": Look(classes="govuk-input--width-20")}
