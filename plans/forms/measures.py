"""Measures and their figures."""

from __future__ import annotations

from typing import Any

from django import forms

from partners.tenancy import Access
from plans.models import Action, Measure, Objective, Plan, Round
from plans.queries.measures import opened_rounds
from plans.services.measures import NAME_LENGTH, NOTE_LENGTH, UNIT_LENGTH
from prevent_tracker.core.govuk import Look


def _figure(label: str, **options: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        max_digits=14,
        decimal_places=3,
        error_messages={"invalid": f"{label} must be a number, like 12 or 12.5"},
        **options,
    )


class MeasureForm(forms.Form):
    """What is counted, and where it should go."""

    name = forms.CharField(
        label="Measure", max_length=NAME_LENGTH, help_text="What is counted, such as “Staff trained”."
    )
    unit = forms.CharField(label="Unit", max_length=UNIT_LENGTH, required=False, help_text="Such as “people” or “%”.")
    better = forms.ChoiceField(label="Which is better?", choices=Measure.Better.choices, widget=forms.RadioSelect)
    baseline = _figure("Baseline", required=False, help_text="Where it stood at the start.")
    target = _figure("Target", required=False, help_text="Where it should be at the end.")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @staticmethod
    def initial_from(measure: Measure) -> dict[str, Any]:
        return {name: getattr(measure, name) for name in ("name", "unit", "better", "baseline", "target", "version")}


class NewMeasureForm(MeasureForm):
    """A measure and what it belongs to: `about` is "", "objective:<id>" or "action:<id>"."""

    about = forms.ChoiceField(label="What does it measure?", required=False)
    field_order = ["name", "unit", "about"]

    def __init__(self, *args: Any, access: Access, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.objectives = {str(row.pk): row for row in Objective.objects.within(access).filter(plan=plan)}
        self.actions = {str(row.pk): row for row in Action.objects.within(access).filter(plan=plan)}
        about = self.fields["about"]
        assert isinstance(about, forms.ChoiceField)
        about.choices = [
            ("", "The plan as a whole"),
            *((f"objective:{pk}", f"Objective {row}"[:90]) for pk, row in self.objectives.items()),
            *((f"action:{pk}", f"Action {row}"[:90]) for pk, row in self.actions.items()),
        ]

    def facts(self) -> dict[str, Any]:
        """The service's arguments."""
        given = {name: value for name, value in self.cleaned_data.items() if name not in ("about", "version")}
        kind, _, pk = self.cleaned_data["about"].partition(":")
        part = {"objective": self.objectives.get(pk)} if kind == "objective" else {"action": self.actions.get(pk)}
        return given | part


class RoundChoice(forms.ModelChoiceField[Round]):
    def label_from_instance(self, obj: Round) -> str:
        return obj.label


class ReadingForm(forms.Form):
    """A figure of one round."""

    round = RoundChoice(queryset=None, label="Quarter", empty_label=None)
    value = _figure("Figure")
    note = forms.CharField(
        label="Note", widget=forms.Textarea, max_length=NOTE_LENGTH, required=False,
        help_text="Where the figure comes from, or why it moved.",
    )  # fmt: skip
    looks = {"note": Look(rows=2)}

    def __init__(self, *args: Any, access: Access, measure: Measure, **kwargs: Any) -> None:
        rounds = opened_rounds(access, measure.plan)
        kwargs.setdefault("initial", {"round": rounds[-1] if rounds else None})
        super().__init__(*args, **kwargs)
        field = self.fields["round"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Round.objects.within(access).filter(pk__in=[row.pk for row in rounds]).order_by("-starts_on")
