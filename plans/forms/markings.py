"""Who may read what, and which names the public reads."""

from __future__ import annotations

from typing import Any

from django import forms

from partners.tenancy import Access
from plans.models import Marking, Objective, Plan
from plans.rules.exemptions import EXEMPTIONS
from prevent_tracker.core.date_field import DateField
from prevent_tracker.core.govuk import FilterForm, Look

_INHERIT = "inherit"
_HINTS = {
    "public": "Anybody, once an edition for the public is released.",
    "partnership": "Agencies of the partnership and its boards; not the public.",
    "restricted": "The boards, and the agencies that lead on it. No mail and no webhook carries its words.",
}


class MarkingForm(forms.Form):
    """`inherits`: what it would be without a marking of its own; None where it must have one."""

    marking = forms.ChoiceField(label="Who may read this", widget=forms.RadioSelect)
    reason = forms.ChoiceField(
        label="Why it is left out",
        choices=[("", "No reason given"), *EXEMPTIONS.items()],
        required=False,
        help_text="Printed where an edition leaves it out, without a word of it. For “Partnership” or “Restricted”.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    looks = {"marking": Look(item_hints=_HINTS)}

    def __init__(self, *args: Any, inherits: str | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["marking"]
        assert isinstance(field, forms.ChoiceField)
        own = [] if inherits is None else [(_INHERIT, f"As what it belongs to: {Marking(inherits).label}")]
        field.choices = [*own, *Marking.choices]
        self.initial["marking"] = self.initial.get("marking") or _INHERIT

    def clean_marking(self) -> str:
        marking: str = self.cleaned_data["marking"]
        return "" if marking == _INHERIT else marking


class SectionForm(MarkingForm):
    """A heading with everything below it."""

    objective: forms.ModelChoiceField[Objective] = forms.ModelChoiceField(
        queryset=None, label="Which section", empty_label=None
    )
    field_order = ["objective", "marking", "reason"]

    def __init__(self, *args: Any, access: Access, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, inherits=plan.marking, **kwargs)
        field = self.fields["objective"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Objective.objects.within(access).filter(plan=plan).order_by("order")


class MarkingFilterForm(FilterForm):
    readers = forms.ChoiceField(label="Who may read it", choices=[("", "Anybody"), *Marking.choices], required=False)
    own = forms.BooleanField(label="Only what has a marking of its own", required=False)
    looks = {"own": Look(classes="govuk-checkboxes--small")}


class ReleaseForm(forms.Form):
    on = DateField(label="Named from", help_text="The day it was agreed, today or earlier.")
    reason = forms.CharField(
        label="What was agreed, and with whom",
        help_text="For the record: “Agreed with the trustees by e-mail”. Name no person.",
        max_length=300,
    )


class HoldForm(forms.Form):
    reason = forms.CharField(label="Why its name is held back again", max_length=300)
