"""What a pack is compared with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone

from plans.forms.moments import MomentForm

from ..models import Issue, Pack
from ..services.moments import issue_name

NOTHING, MOMENT = "", "moment"


class ComparisonForm(MomentForm):
    """Nothing, an issue, or a day."""

    what = forms.ChoiceField(label="Compared with", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    field_order = ("what", "on", "time")

    def __init__(self, *args: Any, issues: Sequence[Issue], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["what"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (NOTHING, "Nothing"),
            (MOMENT, "The plan as it stood on the day below"),
            *((str(issue.pk), issue_name(issue)) for issue in issues),
        ]
        self.fields["on"].help_text = "For the plan as it stood on a day."

    @staticmethod
    def initial_from(pack: Pack) -> dict[str, Any]:
        moment = timezone.localtime(pack.compare_moment) if pack.compare_moment else None
        what = str(pack.compare_to_id or (MOMENT if moment else NOTHING))
        return {"what": what, "on": moment, "time": moment, "version": pack.version}

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("what") == MOMENT and not given.get("on") and "on" not in self.errors:
            self.add_error("on", "Enter the day")
        return given
