"""A plan's requirement sets, what serves a requirement, and how it is rated."""

from __future__ import annotations

from typing import Any

from django import forms

from partners.tenancy import Access
from plans.models import Action, Plan, Round
from plans.queries.measures import opened_rounds
from plans.queries.requirements import rating
from plans.rules.requirements import SETS, RequirementSet
from plans.services.requirements import NOTE_LENGTH
from prevent_tracker.core.govuk import Look

from .measures import RoundChoice


class SetsForm(forms.Form):
    sets = forms.MultipleChoiceField(
        label="What is this plan held against?",
        choices=[(slug, found.title) for slug, found in SETS.items()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    looks = {"sets": Look(item_hints={slug: f"{found.source}." for slug, found in SETS.items()})}
    mark_optional = False


class _ActionChoice(forms.ModelMultipleChoiceField[Action]):
    def label_from_instance(self, obj: Action) -> str:
        return f"{obj.number} {obj.text}"[:160]


class ServingForm(forms.Form):
    """Which actions serve one requirement."""

    actions = _ActionChoice(
        queryset=None, label="Which actions serve it?", widget=forms.CheckboxSelectMultiple, required=False
    )
    mark_optional = False

    def __init__(self, *args: Any, access: Access, plan: Plan, code: str, **kwargs: Any) -> None:
        rows = Action.objects.within(access).filter(plan=plan).order_by("objective__order", "order")
        kwargs["initial"] = {"actions": [row.pk for row in rows if code in row.requirement_codes]}
        super().__init__(*args, **kwargs)
        field = self.fields["actions"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = rows


class RatingForm(forms.Form):
    """How well a requirement is met, on its set's scale."""

    round = RoundChoice(queryset=None, label="Quarter", empty_label=None)
    value = forms.ChoiceField(label="Rating", widget=forms.RadioSelect, error_messages={"required": "Choose a rating"})
    note = forms.CharField(
        label="Note", widget=forms.Textarea, max_length=NOTE_LENGTH, required=False,
        help_text="What the rating rests on.",
    )  # fmt: skip
    looks = {"note": Look(rows=3)}

    def __init__(
        self, *args: Any, access: Access, plan: Plan, held_against: RequirementSet, code: str, **kwargs: Any
    ) -> None:
        rounds = opened_rounds(access, plan)
        last = rounds[-1] if rounds else None
        stored = rating(access, last, code) if last else None
        kwargs["initial"] = {"round": last} | ({"value": stored.value, "note": stored.note} if stored else {})
        super().__init__(*args, **kwargs)
        quarter, value = self.fields["round"], self.fields["value"]
        assert isinstance(quarter, forms.ModelChoiceField)
        assert isinstance(value, forms.ChoiceField)
        quarter.queryset = Round.objects.within(access).filter(pk__in=[row.pk for row in rounds]).order_by("-starts_on")
        value.choices = [(each, each) for each in held_against.scale]
