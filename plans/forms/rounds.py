"""Boards' decisions."""

from __future__ import annotations

from typing import Any

from django import forms

from partners.models import Agency, Meeting
from partners.tenancy import Access
from plans.models import Action
from prevent_tracker.core import clock
from prevent_tracker.core.date_field import DateField
from prevent_tracker.core.govuk import Look


class _ActionChoice(forms.ModelChoiceField[Action]):
    def label_from_instance(self, obj: Action) -> str:
        return f"{obj.number} {obj.text[:80]}"


class DecisionForm(forms.Form):
    meeting: forms.ModelChoiceField[Meeting] = forms.ModelChoiceField(queryset=None, label="Meeting", empty_label=None)
    text = forms.CharField(label="What was decided", widget=forms.Textarea, max_length=2000)
    action = _ActionChoice(queryset=None, label="About which action", required=False, empty_label="No single action")
    owner: forms.ModelChoiceField[Agency] = forms.ModelChoiceField(
        queryset=None, label="Who does it", required=False, empty_label="Nobody named"
    )
    due_on = DateField(label="By when", required=False)
    looks = {"text": Look(rows=3)}

    def __init__(self, *args: Any, access: Access, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = {
            "meeting": Meeting.objects.within(access)
            .filter(held_on__lte=clock.today())
            .select_related("board")
            .order_by("-held_on"),
            "action": Action.objects.within(access).exclude(plan__stage="closed").order_by("objective__order", "order"),
            "owner": Agency.objects.within(access).order_by("name"),
        }
        for name, queryset in rows.items():
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = queryset
