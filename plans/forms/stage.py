"""How far a plan is."""

from __future__ import annotations

from django import forms

from plans.models import Plan
from prevent_tracker.core.date_field import DateField
from prevent_tracker.core.govuk import Look


class StageForm(forms.Form):
    stage = forms.ChoiceField(label="Stage", choices=Plan.Stage.choices, widget=forms.RadioSelect)
    on = DateField(label="Since", help_text="The day of the board’s meeting, for an endorsed plan.")

    looks = {
        "stage": Look(
            item_hints={
                "draft": "Being written",
                "endorsed": "Agreed by its board; it can be made public",
                "published": "Published by the partnership, here or elsewhere",
                "closed": "Over: it takes no changes",
            }
        )
    }
