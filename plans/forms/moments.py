"""A day, and a time of it: things as they stood then."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from prevent_tracker.core.date_field import DateField
from prevent_tracker.core.govuk import Look


class MomentForm(forms.Form):
    """Sent as part of an address, so that a link to it can be kept."""

    on = DateField(label="As it stood on", help_text="Leave it blank for how things stand now.", required=False)
    time = forms.TimeField(
        label="At",
        help_text="Such as 14:30. Without it, the end of that day.",
        required=False,
        input_formats=["%H:%M", "%H.%M", "%H:%M:%S"],
        error_messages={"invalid": "Enter a time such as 14:30"},
    )
    mark_optional = False
    looks: ClassVar[dict[str, Look]] = {"time": Look(classes="govuk-input--width-5")}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("time") and not given.get("on") and "on" not in self.errors:
            self.add_error("on", "Enter the day of this time")
        return given

    def moment(self) -> dt.datetime | None:
        """The moment in local time; None for now."""
        day: dt.date | None = self.cleaned_data["on"]
        if day is None:
            return None
        return timezone.make_aware(dt.datetime.combine(day, self.cleaned_data["time"] or dt.time.max))
