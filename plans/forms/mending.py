"""Mending what was read from a file: each form says its mends as corrections."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import Truncator

from partners.models import YearBasis
from plans.importers.proposal import Correction, ProposedAction, ProposedLead, ProposedSection
from plans.queries.mends import COLUMNS, PARAGRAPH_ROLES, PLAN_FACTS, ROLES, TABLE_ROLES
from plans.queries.shown import PrintedRow, ShownTable
from plans.services.adding import TEXT_LENGTH
from prevent_tracker.core.govuk import Look

from .editing import VersionedForm

RATINGS = {"": "None printed", "red": "Red", "amber": "Amber", "green": "Green", "complete": "Complete"}


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


_LISTS = ("milestones", "outcomes", "steps", "objectives")
_PREFIXES = {"partner": "Partner: ", "resource": "Resource: "}


class ActionForm(VersionedForm):
    """The words of one action; what differs from what was read becomes a mend."""

    number = forms.CharField(label="Number", required=False, max_length=20)
    text = forms.CharField(label="Action", widget=forms.Textarea, max_length=TEXT_LENGTH)
    leads = forms.CharField(
        label="Leads",
        help_text="One name a line. Begin a line with “Partner:” or “Resource:” for those who help.",
        widget=forms.Textarea,
        required=False,
    )
    timescale = forms.CharField(
        label="Timescale",
        help_text="In the plan’s own words: “by June 2017”, “Q2”, “ongoing”.",
        widget=forms.Textarea,
        required=False,
    )
    milestones = forms.CharField(label="Milestones", help_text="One a line.", widget=forms.Textarea, required=False)
    outcomes = forms.CharField(label="Outcomes", help_text="One a line.", widget=forms.Textarea, required=False)
    steps = forms.CharField(label="Steps", help_text="One a line.", widget=forms.Textarea, required=False)
    objectives = forms.CharField(label="Objectives", help_text="One a line.", widget=forms.Textarea, required=False)
    progress = forms.CharField(label="Progress so far", widget=forms.Textarea, required=False)
    rag = forms.ChoiceField(
        label="RAG",
        required=False,
        choices=[
            ("", "None printed"),
            ("red", "Red"),
            ("amber", "Amber"),
            ("green", "Green"),
            ("complete", "Complete"),
        ],
    )
    notes = forms.CharField(label="Notes", widget=forms.Textarea, required=False)
    section = forms.ChoiceField(label="Section", required=False)
    looks = {
        "number": Look(classes="govuk-input--width-5"),
        "text": Look(rows=4),
        **{name: Look(rows=3) for name in ("leads", "milestones", "outcomes", "steps", "objectives", "progress")},
        **{name: Look(rows=2) for name in ("timescale", "notes")},
    }
    mark_optional = False

    def __init__(self, *args: Any, action: ProposedAction, sections: Sequence[ProposedSection], **kwargs: Any) -> None:
        section = "" if action.section is None else sections[action.section].key
        self.action, self.read = action, {**self.words(action), "section": section}
        kwargs["initial"] = self.read | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        field = self.fields["section"]
        assert isinstance(field, forms.ChoiceField)
        titles = [(each.key, Truncator(f"{each.number} {each.title}".strip()).chars(80)) for each in sections]
        field.choices = [("", "None"), *titles]
        for name in ("steps", "objectives"):
            if not self.read[name]:
                del self.fields[name]

    @staticmethod
    def words(action: ProposedAction) -> dict[str, str]:
        """What was read, as the boxes show it."""
        found = {name: "\n".join(getattr(action, name)) for name in _LISTS}
        leads = "\n".join(_PREFIXES.get(lead.kind, "") + lead.text for lead in action.leads)
        return found | {
            "number": "" if action.number_is_generated else action.number,
            "text": action.text,
            "leads": leads,
            "timescale": action.timescale.text,
            "progress": action.progress,
            "rag": action.rag or "",
            "notes": action.notes,
        }

    def corrections(self) -> list[Correction]:
        """A mend for each field that was changed."""
        return [
            Correction("set", {"key": self.action.key, "field": name, "value": self._value(name)})
            for name, before in self.read.items()
            if name in self.fields and _lines(self.cleaned_data[name]) != _lines(before)
        ]

    def _value(self, name: str) -> Any:
        given: str = self.cleaned_data[name]
        if name in _LISTS:
            return _lines(given)
        if name == "leads":
            return [_lead(line, self.action.leads) for line in _lines(given)]
        return given or (None if name in ("rag", "section") else "")


def _lead(line: str, read: Sequence[ProposedLead]) -> dict[str, str]:
    kind = next((kind for kind, prefix in _PREFIXES.items() if line.casefold().startswith(prefix.casefold())), "lead")
    text = line[len(_PREFIXES.get(kind, "")) :].strip()
    nature = next((lead.nature for lead in read if lead.text == text), "agency")
    return {"text": text, "kind": kind, "nature": nature}


class SectionForm(VersionedForm):
    """The words of one section."""

    number = forms.CharField(label="Number", required=False, max_length=20)
    title = forms.CharField(label="Title", widget=forms.Textarea, max_length=TEXT_LENGTH)
    looks = {"number": Look(classes="govuk-input--width-5"), "title": Look(rows=2)}
    mark_optional = False

    def __init__(self, *args: Any, section: ProposedSection, **kwargs: Any) -> None:
        self.section = section
        self.read = {"number": "" if section.number_is_generated else section.number, "title": section.title}
        kwargs["initial"] = self.read | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)

    def corrections(self) -> list[Correction]:
        return [
            Correction("set", {"key": self.section.key, "field": name, "value": self.cleaned_data[name]})
            for name, before in self.read.items()
            if self.cleaned_data[name] != before
        ]


class SplitForm(VersionedForm):
    texts = forms.CharField(
        label="The parts, one a line",
        help_text="Each line becomes an action; leads, timescale and outcomes stay with all of them.",
        widget=forms.Textarea,
    )
    looks = {"texts": Look(rows=5)}

    def corrections(self, key: str) -> list[Correction]:
        return [Correction("split", {"key": key, "texts": self.cleaned_data["texts"]})]

    @staticmethod
    def parts(text: str) -> str:
        """A first division to start from: at line ends and sentence ends."""
        return "\n".join(_lines(re.sub(r"(?<=[.;])\s+(?=[A-Z])", "\n", text)))

    def clean_texts(self) -> list[str]:
        texts = _lines(self.cleaned_data["texts"])
        if len(texts) < 2:
            raise forms.ValidationError("Put each part on a line of its own: there is only one line")
        return texts


class ColumnsForm(VersionedForm):
    """What each column of one table is, or of several that are alike."""

    mark_optional = False

    def __init__(self, *args: Any, table: ShownTable, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.table = table
        for column in table.columns:
            name = column.heading or f"Column {column.number}"
            field = forms.ChoiceField(label=f"“{name}” is", choices=list(COLUMNS.items()), initial=column.field)
            self.fields[f"column_{column.number}"] = field
        self.looks = {name: Look(classes="app-column__choice") for name in self.fields}

    def corrections(self) -> list[Correction]:
        return [
            Correction("column", {"table": number, "column": column.number, "field": chosen})
            for number in self.table.numbers
            for column in self.table.columns
            if (chosen := self.cleaned_data[f"column_{column.number}"]) != column.field
        ]


class RowForm(VersionedForm):
    """What one row, table or paragraph of the source is."""

    table = forms.IntegerField(widget=forms.HiddenInput, required=False)
    row = forms.IntegerField(widget=forms.HiddenInput, required=False)
    line = forms.IntegerField(widget=forms.HiddenInput, required=False)
    role = forms.ChoiceField(label="This is", choices=list({**PARAGRAPH_ROLES, **ROLES, **TABLE_ROLES}.items()))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role = self.fields["role"]
        assert isinstance(role, forms.ChoiceField)
        if self.initial.get("table") and not self.initial.get("row"):
            role.choices = list(TABLE_ROLES.items())
        elif self.initial.get("row"):
            role.choices = list(ROLES.items())
        elif self.initial.get("line"):
            role.choices = list(PARAGRAPH_ROLES.items())

    @classmethod
    def of_table(cls, table: int, version: int, *, is_plan: bool) -> RowForm:
        initial = {"table": table, "role": "plan" if is_plan else "prose", "version": version}
        return cls(initial=initial, auto_id=f"table-{table}-%s")

    @classmethod
    def of(cls, printed: PrintedRow, number: int, version: int) -> RowForm | None:
        """The form beside a printed row; None for what is no part of the plan's body. `number` makes its ids unique."""
        if not printed.table and not printed.line:
            return None
        place = {"table": printed.table, "row": printed.row} if printed.table else {"line": printed.line}
        return cls(initial=place | {"role": printed.role, "version": version}, auto_id=f"row-{number}-%s")

    def correction(self) -> Correction | None:
        """The mend, or None where no place was given."""
        given = self.cleaned_data
        if given["table"] and given["row"]:
            return Correction("row", {"table": given["table"], "row": given["row"], "role": given["role"]})
        if given["table"]:
            return Correction("table", {"table": given["table"], "role": given["role"]})
        if given["line"]:
            return Correction("paragraph", {"line": given["line"], "role": given["role"]})
        return None


class FactsForm(VersionedForm):
    """What the plan says of itself. Its period and kind of year are what its dates are read by."""

    title = forms.CharField(label=PLAN_FACTS["title"], max_length=300)
    reference = forms.CharField(label=PLAN_FACTS["reference"], max_length=100, required=False)
    subtitle = forms.CharField(label=PLAN_FACTS["subtitle"], max_length=300, required=False)
    responsible = forms.CharField(label=PLAN_FACTS["responsible"], max_length=200, required=False)
    edition_words = forms.CharField(label=PLAN_FACTS["edition_words"], max_length=100, required=False)
    table_title = forms.CharField(label=PLAN_FACTS["table_title"], max_length=300, required=False)
    period = forms.CharField(
        label=PLAN_FACTS["period"],
        help_text="Such as “2016/17”. Dates without a year are read by it.",
        max_length=40,
        required=False,
    )
    year_basis = forms.ChoiceField(
        label=PLAN_FACTS["year_basis"], choices=[("", "Read it from the plan"), *YearBasis.choices], required=False
    )
    looks = {"period": Look(classes="govuk-input--width-20")}

    def options(self) -> dict[str, str]:
        """What the file is to be read by, where that was changed."""
        said = {name: self.cleaned_data[name] for name in ("period", "year_basis")}
        return said if any(said[name] != (self.initial.get(name) or "") for name in said) else {}

    def corrections(self) -> list[Correction]:
        names = [name for name in self.fields if name not in ("version", "period", "year_basis")]
        return [
            Correction("set_plan", {"field": name, "value": self.cleaned_data[name]})
            for name in names
            if self.cleaned_data[name] != (self.initial.get(name) or "")
        ]
