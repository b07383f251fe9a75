"""What boards decide, recorded by a coordinator or the board's secretary."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Max

from partners.models import Agency, Meeting
from partners.roles import Permission
from partners.tenancy import Access
from plans.models import Action, Decision
from prevent_tracker.core import clock
from prevent_tracker.core.errors import Invalid
from prevent_tracker.core.rows import get
from prevent_tracker.core.text import clean_text

from .saving import same_partnership, save


@transaction.atomic
def record_decision(
    *,
    by: Access,
    meeting: Meeting,
    text: str,
    action: Action | None = None,
    owner: Agency | None = None,
    due_on: dt.date | None = None,
) -> Decision:
    """One decision of a meeting, numbered in order. It shows on its action, in requests and in the next pack."""
    by.require(Permission.RECORD_DECISION)
    meeting = get(Meeting.objects.within(by), "meeting", lock=True, pk=meeting.pk)  # one number at a time
    if meeting.held_on > clock.today():
        raise Invalid({"meeting": "That meeting has not been held yet."})
    last = Decision.objects.within(by).filter(meeting=meeting).aggregate(last=Max("number"))["last"] or 0
    row = Decision(
        partnership=by.partnership,
        number=last + 1,
        text=clean_text(text, "text", label="Decision", max_length=2000, required=True),
        due_on=due_on,
        **same_partnership(by, meeting=meeting, action=action, owner=owner),
    )
    return save(row, "Decision recorded")


@transaction.atomic
def close_decision(*, by: Access, decision: Decision, done_on: dt.date) -> Decision:
    """Say when what was decided was done."""
    by.require(Permission.RECORD_DECISION)
    row = get(Decision.objects.within(by), "decision", lock=True, pk=decision.pk)
    if done_on > clock.today():
        raise Invalid({"done_on": "The day must not be in the future."})
    row.done_on = done_on
    return save(row, "Decision done")
