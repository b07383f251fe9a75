"""Writes about boards and their meetings: settings, who sits on them, when and where they meet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from partners.models import Agency, Board, BoardSeat, Meeting
from partners.roles import Permission
from partners.tenancy import Access
from plans.services.saving import check_version, same_partnership, save
from prevent_tracker.core import clock
from prevent_tracker.core.errors import Closed, Invalid
from prevent_tracker.core.rows import get
from prevent_tracker.core.text import clean_text

from ..layouts import choices
from ..models import AgendaItem, Attendance, Pack

NAME_LENGTH, SHORT_LENGTH, SEAT_LENGTH, TITLE_LENGTH = 200, 60, 300, 200
TERMS_LENGTH = 4000
MOST_CLEAR_DAYS = 20
MOST_DRAFT_DAYS = 60
MOST_ITEMS = 40
MOST_SEATS = 100


@dataclass(frozen=True)
class Seat:
    """One line of a board's membership."""

    words: str
    agency: Agency | None = None


@transaction.atomic
def change_board(
    *,
    by: Access,
    board: Board,
    name: str,
    short_name: str,
    style: str,
    reports_to: Board | None,
    meets: str,
    terms: str,
    papers_clear_days: int,
    drafts_days_before: int | None,
    standing_items: Sequence[str],
) -> Board:
    """A board's name, style and how it works. `papers_clear_days`: clear working days between papers and meeting (five
    in England, three in Wales); `drafts_days_before`: working days before papers are due that a draft is made, None for
    never; `standing_items`: of each agenda, in order. Raises `Invalid` by field."""
    _require_boards(by)
    same_partnership(by, reports_to=reports_to)
    row = get(Board.objects.within(by), "board", lock=True, pk=board.pk)
    row.name = clean_text(name, "name", label="Name", max_length=NAME_LENGTH, required=True)
    row.short_name = clean_text(short_name, "short_name", label="Short name", max_length=SHORT_LENGTH, required=True)
    row.meets = clean_text(meets, "meets", label="When it meets", max_length=TERMS_LENGTH)
    row.terms = clean_text(terms, "terms", label="Terms of reference", max_length=TERMS_LENGTH)
    row.style = _style(by, style, row)
    row.reports_to = _above(by, row, reports_to)
    row.papers_clear_days = _days(papers_clear_days, "papers_clear_days", 0, MOST_CLEAR_DAYS)
    row.drafts_days_before = (
        None if drafts_days_before is None else _days(drafts_days_before, "drafts_days_before", 1, MOST_DRAFT_DAYS)
    )
    row.standing_items = _items(standing_items)
    return save(row, "Board changed")


def _style(by: Access, style: str, row: Board) -> str:
    if style != row.style and style not in dict(choices(by)):
        raise Invalid({"style": "Choose one of the styles."})
    return style


def _above(by: Access, row: Board, above: Board | None) -> Board | None:
    """The board that this one reports to; never itself, nor one that reports to it."""
    parents = dict(Board.objects.within(by).values_list("pk", "reports_to_id"))
    at = above.pk if above else None
    while at is not None:
        if at == row.pk:
            raise Invalid({"reports_to": "A board cannot report to itself, nor to one that reports to it."})
        at = parents.get(at)
    return above


def _days(value: int, field: str, least: int, most: int) -> int:
    if not least <= value <= most:
        raise Invalid({field: f"Enter a number of days from {least} to {most}."})
    return value


def _items(titles: Sequence[str]) -> list[str]:
    kept = [
        clean_text(title, "standing_items", label="Standing item", max_length=TITLE_LENGTH)
        for title in titles
        if title.strip()
    ]
    if len(kept) > MOST_ITEMS:
        raise Invalid({"standing_items": f"Give at most {MOST_ITEMS} standing items; these are {len(kept)}."})
    return kept


@transaction.atomic
def set_seats(*, by: Access, board: Board, seats: Sequence[Seat]) -> list[BoardSeat]:
    """Who sits on a board, in order, in place of what was there. Lines that stay the same are left alone."""
    _require_boards(by)
    held = get(Board.objects.within(by), "board", lock=True, pk=board.pk)
    if len(seats) > MOST_SEATS:
        raise Invalid({"": f"A board has at most {MOST_SEATS} lines of membership; these are {len(seats)}."})
    stored = list(BoardSeat.objects.within(by).filter(board=held).order_by("order"))
    rows = [_seat(by, held, place, seat, stored) for place, seat in enumerate(seats)]
    for extra in stored[len(seats) :]:
        extra.delete()
    return rows


def _seat(by: Access, board: Board, place: int, seat: Seat, stored: Sequence[BoardSeat]) -> BoardSeat:
    words = clean_text(seat.words, "words", label="Seat", max_length=SEAT_LENGTH, required=True)
    same_partnership(by, agency=seat.agency)
    row = stored[place] if place < len(stored) else BoardSeat(partnership=by.partnership, board=board)
    agency_id = seat.agency.pk if seat.agency else None
    if row.order == place and (row.words, row.agency_id) == (words, agency_id):
        return row
    row.order, row.words, row.agency_id = place, words, agency_id
    return save(row, "Membership changed")


@transaction.atomic
def change_meeting(
    *,
    by: Access,
    meeting: Meeting,
    held_on: dt.date,
    label: str,
    starts_at: dt.time | None = None,
    place: str = "",
    expected_version: int | None = None,
) -> Meeting:
    """When and where a meeting is. One that decided something stays in the past; agreed minutes fix it for good."""
    _require_boards(by)
    row = get(Meeting.objects.within(by).select_related("board"), "meeting", lock=True, pk=meeting.pk)
    check_version(row, expected_version, ("held_on", "label", "place"))
    if row.minutes_agreed_on is not None:
        raise Closed("The minutes of this meeting were agreed: it no longer changes.")
    if held_on != row.held_on:
        _check_day(by, row, held_on)
    row.held_on, row.starts_at = held_on, starts_at
    row.label = clean_text(label, "label", label="Name", max_length=100) or f"{held_on:%B %Y}"
    row.place = clean_text(place, "place", label="Place", max_length=200)
    row.version += 1
    return save(row, "Meeting changed")


def _check_day(by: Access, row: Meeting, day: dt.date) -> None:
    others = Meeting.objects.within(by).filter(board=row.board, held_on=day).exclude(pk=row.pk)
    if others.exists():
        raise Invalid({"held_on": f"{row.board.short_name} meets on {day:%-d %B %Y} already."})
    if day > clock.today() and row.decisions.exists():
        raise Invalid({"held_on": "This meeting decided something: its day cannot be in the future."})


@transaction.atomic
def remove_meeting(*, by: Access, meeting: Meeting) -> None:
    """Take away a meeting that was put in by mistake: nothing may hang on it."""
    _require_boards(by)
    row = get(Meeting.objects.within(by), "meeting", lock=True, pk=meeting.pk)
    hanging: dict[str, Any] = {
        "an agenda": AgendaItem, "a pack": Pack, "attendance": Attendance,
    }  # fmt: skip
    found = [words for words, model in hanging.items() if model.objects.within(by).filter(meeting=row).exists()]
    if row.decisions.exists():
        found.append("decisions")
    if found:
        raise Closed(f"This meeting has {' and '.join(found)}: it stays. Give it another day if it moved.")
    row.delete()


def _require_boards(by: Access) -> None:
    """Coordinators, who draft the packs, and administrators look after boards."""
    if not by.may(Permission.EDIT_PACK):
        by.require(Permission.MANAGE_MEMBERS)
