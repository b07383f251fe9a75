"""Writes of what came of a meeting: who came, what was said about each item, and when the minutes were agreed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from partners.models import Agency, Meeting
from partners.roles import Permission
from partners.tenancy import Access
from plans.services.saving import check_version, same_partnership, save
from prevent_tracker.core import clock
from prevent_tracker.core.errors import Closed, Invalid
from prevent_tracker.core.rows import get
from prevent_tracker.core.text import clean_text

from ..models import AgendaItem, Attendance
from .agenda import held_item, hold_meeting

NOTES_LENGTH = 6000
WORDS_LENGTH, NOTE_LENGTH = 300, 200
MOST_LINES = 120


@dataclass(frozen=True)
class Present:
    """One line of who came: a seat or an agency as it is printed. `presence`: a value of Attendance.Presence."""

    words: str
    presence: str
    agency: Agency | None = None
    note: str = ""


@transaction.atomic
def record_attendance(*, by: Access, meeting: Meeting, lines: Sequence[Present]) -> list[Attendance]:
    """Who came, who sent apologies, who was not there, in order, in place of what was recorded before."""
    held = _held(by, meeting)
    if len(lines) > MOST_LINES:
        raise Invalid({"": f"A meeting has at most {MOST_LINES} lines of attendance; these are {len(lines)}."})
    stored = list(Attendance.objects.within(by).filter(meeting=held).order_by("order"))
    rows = [_line(by, held, place, line, stored) for place, line in enumerate(lines)]
    for extra in stored[len(lines) :]:
        extra.delete()
    return rows


def _line(by: Access, meeting: Meeting, place: int, line: Present, stored: Sequence[Attendance]) -> Attendance:
    if line.presence not in Attendance.Presence.values:
        raise Invalid({"presence": "Say of each line whether they were present, sent apologies, or were not there."})
    same_partnership(by, agency=line.agency)
    facts = {
        "order": place,
        "words": clean_text(line.words, "words", label="Who", max_length=WORDS_LENGTH, required=True),
        "agency_id": line.agency.pk if line.agency else None,
        "presence": line.presence,
        "note": clean_text(line.note, "note", label="Note", max_length=NOTE_LENGTH),
    }
    row = stored[place] if place < len(stored) else Attendance(partnership=by.partnership, meeting=meeting)
    if not row._state.adding and all(getattr(row, name) == value for name, value in facts.items()):
        return row
    for name, value in facts.items():
        setattr(row, name, value)
    return save(row, "Attendance recorded")


@transaction.atomic
def write_notes(*, by: Access, item: AgendaItem, text: str, expected_version: int | None = None) -> AgendaItem:
    """What was said about an item, in a few sentences; never about a person who was referred."""
    row = held_item(by, item)
    _check_held(row.meeting)
    check_version(row, expected_version, ("minutes",))
    row.minutes = clean_text(text, "minutes", label="Notes", max_length=NOTES_LENGTH)
    row.version += 1
    return save(row, "Notes written")


@transaction.atomic
def agree_minutes(*, by: Access, meeting: Meeting, agreed_on: dt.date) -> Meeting:
    """The board agreed the minutes, at a later meeting: from then on nothing of this one changes."""
    held = _held(by, meeting)
    if not held.held_on < agreed_on <= clock.today():
        raise Invalid(
            {"agreed_on": f"Enter a day after the meeting ({held.held_on:%-d %B %Y}) that is not in the future."}
        )
    held.minutes_agreed_on = agreed_on
    held.version += 1
    return save(held, "Minutes agreed")


@transaction.atomic
def open_minutes(*, by: Access, meeting: Meeting, reason: str) -> Meeting:
    """Take back that the minutes were agreed, to correct them; the reason stays on the record."""
    by.require(Permission.RECORD_DECISION)
    row = get(Meeting.objects.within(by), "meeting", lock=True, pk=meeting.pk)
    if row.minutes_agreed_on is None:
        raise Closed("The minutes of this meeting are open already.")
    why = clean_text(reason, "reason", label="Reason", max_length=1000, required=True)
    row.minutes_agreed_on = None
    row.version += 1
    return save(row, f"Minutes opened again: {why}")


def _held(by: Access, meeting: Meeting) -> Meeting:
    row = hold_meeting(by, meeting)
    _check_held(row)
    return row


def _check_held(meeting: Meeting) -> None:
    if meeting.held_on > clock.today():
        raise Closed("This meeting has not been held yet: its minutes begin on the day.")
