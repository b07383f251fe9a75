"""What boards decide, recorded by a coordinator or the board's secretary."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Max

from partners.models import Agency, Board, Meeting
from partners.roles import Permission
from partners.tenancy import Access
from plans.models import Action, Decision
from prevent_tracker.core import clock
from prevent_tracker.core.errors import Closed, Invalid
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
    for_board: Board | None = None,
) -> Decision:
    """One decision of a meeting, numbered in order. It shows on its action, in requests and in the next pack.

    `for_board`: another board that it is put to: it stands on that board's next agenda, and in its next pack.
    """
    by.require(Permission.RECORD_DECISION)
    meeting = get(Meeting.objects.within(by), "meeting", lock=True, pk=meeting.pk)  # one number at a time
    if meeting.held_on > clock.today():
        raise Invalid({"meeting": "That meeting has not been held yet."})
    if meeting.minutes_agreed_on is not None:
        raise Closed("The minutes of that meeting were agreed: its decisions no longer change.")
    if due_on is not None and due_on < meeting.held_on:
        raise Invalid({"due_on": f"The day must not be before the meeting, {meeting.held_on:%-d %B %Y}."})
    if for_board is not None and for_board.pk == meeting.board_id:
        raise Invalid({"for_board": "Choose another board, or none: this one decided it."})
    last = Decision.objects.within(by).filter(meeting=meeting).aggregate(last=Max("number"))["last"] or 0
    row = Decision(
        partnership=by.partnership,
        number=last + 1,
        text=clean_text(text, "text", label="Decision", max_length=2000, required=True),
        due_on=due_on,
        **same_partnership(by, meeting=meeting, action=action, owner=owner, for_board=for_board),
    )
    return save(row, "Decision recorded")


@transaction.atomic
def close_decision(*, by: Access, decision: Decision, done_on: dt.date | None) -> Decision:
    """Say when what was decided was done; None: it is open after all."""
    by.require(Permission.RECORD_DECISION)
    row = get(Decision.objects.within(by).select_related("meeting"), "decision", lock=True, pk=decision.pk)
    if done_on is not None and done_on > clock.today():
        raise Invalid({"done_on": "The day must not be in the future."})
    if done_on is not None and done_on < row.meeting.held_on:
        raise Invalid({"done_on": f"The day must not be before it was decided, {row.meeting.held_on:%-d %B %Y}."})
    row.done_on = done_on
    return save(row, "Decision done" if done_on else "Decision open again")
