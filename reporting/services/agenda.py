"""Writes of an agenda: prepared from the board's standing items and the packs for the meeting, then put in order."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from partners.models import Meeting
from partners.roles import Permission
from partners.tenancy import Access
from plans.services.saving import check_version, same_partnership, save
from prevent_tracker.core.errors import Closed, Invalid
from prevent_tracker.core.rows import get
from prevent_tracker.core.text import clean_text

from ..agenda import Line, closes, lines
from ..models import AgendaItem, Pack, Paper
from ..queries.matters import put_to

TITLE_LENGTH = 200
MOST_ITEMS = 60


def hold_meeting(by: Access, meeting: Meeting) -> Meeting:
    """The meeting, for one writer of its agenda or minutes at a time; raises `Closed` once its minutes were agreed."""
    by.require(Permission.RECORD_DECISION)
    row = get(Meeting.objects.within(by).select_related("board"), "meeting", lock=True, pk=meeting.pk)
    if row.minutes_agreed_on is not None:
        raise Closed(
            f"The minutes of this meeting were agreed on {row.minutes_agreed_on:%-d %B %Y}: it no longer changes."
        )
    return row


@transaction.atomic
def prepare_agenda(*, by: Access, meeting: Meeting) -> list[AgendaItem]:
    """The items of a meeting: the board's standing ones, what other boards put to it, and the packs for the day.

    Asked again it adds the packs, and matters of other boards, that have come since, and leaves the rest alone.
    """
    held = hold_meeting(by, meeting)
    packs = list(
        Pack.objects.within(by)
        .filter(meeting=held)
        .select_related("round__plan")
        .order_by("round__plan__title", "round__starts_on")
    )
    others = list(dict.fromkeys(row.meeting.board.short_name for row in put_to(by, held)))
    wanted = lines(held.board.standing_items, [title_of(pack) for pack in packs], others)
    rows = list(AgendaItem.objects.within(by).filter(meeting=held).order_by("order"))
    if not rows:
        return [_add(by, held, place, line, packs) for place, line in enumerate(wanted)]
    known = {row.pack_id for row in rows if row.pack_id}
    has_matters = any(row.kind == AgendaItem.Kind.MATTERS for row in rows)
    for line in wanted:
        is_new = line.pack is not None and packs[line.pack].pk not in known
        if is_new or (line.kind == AgendaItem.Kind.MATTERS and not has_matters):
            place = _before_the_end(rows)
            _make_room(rows, place)
            rows.insert(place, _add(by, held, place, line, packs))
    return rows


def title_of(pack: Pack) -> str:
    """What an agenda calls a pack: "Prevent delivery plan 2016/17: progress, Q2 2016/17"."""
    return f"{pack.round.plan.title}: progress, {pack.round.label}"[:TITLE_LENGTH]


def _add(by: Access, meeting: Meeting, place: int, line: Line, packs: list[Pack]) -> AgendaItem:
    row = AgendaItem(
        partnership=by.partnership,
        meeting=meeting,
        order=place,
        kind=line.kind,
        title=line.title,
        pack=packs[line.pack] if line.pack is not None else None,
    )
    return save(row, "Agenda prepared")


def _before_the_end(rows: list[AgendaItem]) -> int:
    """Where a late item goes: before what closes the meeting."""
    place = len(rows)
    while place and closes(rows[place - 1].title):
        place -= 1
    return place


def _make_room(rows: list[AgendaItem], place: int) -> None:
    for row in rows[place:]:
        row.order += 1
        save(row, "Moved down by a new item")


@transaction.atomic
def add_item(
    *, by: Access, meeting: Meeting, title: str, presenter: str = "", is_private: bool = False, pack: Pack | None = None
) -> AgendaItem:
    """One more item, before what closes the meeting. `pack`: one of this board's, whose last issue is its paper."""
    held = hold_meeting(by, meeting)
    rows = list(AgendaItem.objects.within(by).filter(meeting=held).order_by("order"))
    if len(rows) >= MOST_ITEMS:
        raise Closed(f"An agenda has at most {MOST_ITEMS} items.")
    row = AgendaItem(
        partnership=by.partnership,
        meeting=held,
        kind=AgendaItem.Kind.PACK if pack else AgendaItem.Kind.ITEM,
        is_private=is_private,
        **_words(title or (title_of(pack) if pack else ""), presenter),
        **same_partnership(by, pack=pack),
    )
    if pack is not None:
        _check_pack(held, rows, pack)
    row.order = _before_the_end(rows)
    _make_room(rows, row.order)
    return save(row, "Item added")


def _check_pack(meeting: Meeting, rows: list[AgendaItem], pack: Pack) -> None:
    if pack.board_id != meeting.board_id:
        raise Invalid({"pack": "Choose a pack of this board."})
    if any(row.pack_id == pack.pk for row in rows):
        raise Invalid({"pack": "This pack is on the agenda already."})


def _words(title: str, presenter: str) -> dict[str, Any]:
    return {
        "title": clean_text(title, "title", label="Title", max_length=TITLE_LENGTH, required=True),
        "presenter": clean_text(presenter, "presenter", label="Presenter", max_length=TITLE_LENGTH),
    }


@transaction.atomic
def change_item(
    *,
    by: Access,
    item: AgendaItem,
    title: str,
    presenter: str,
    is_private: bool,
    expected_version: int | None = None,
) -> AgendaItem:
    """An item's title, the post that presents it, and whether it is taken in Part B, without the public."""
    row = held_item(by, item)
    check_version(row, expected_version, ("title", "presenter", "is_private"))
    for name, value in _words(title, presenter).items():
        setattr(row, name, value)
    row.is_private = is_private
    row.version += 1
    return save(row, "Item changed")


def held_item(by: Access, item: AgendaItem) -> AgendaItem:
    """An item of a meeting that may still change, held until the transaction ends."""
    by.require(Permission.RECORD_DECISION)
    found = get(AgendaItem.objects.within(by).select_related("meeting"), "agenda item", pk=item.pk)
    meeting = hold_meeting(by, found.meeting)
    row = get(AgendaItem.objects.within(by), "agenda item", lock=True, pk=item.pk)
    row.meeting = meeting
    return row


@transaction.atomic
def move_item(*, by: Access, item: AgendaItem, up: bool) -> AgendaItem:
    """One place up or down; the first stays first, the last last."""
    row = held_item(by, item)
    rows = list(AgendaItem.objects.within(by).filter(meeting=row.meeting).order_by("order"))
    at = next(place for place, other in enumerate(rows) if other.pk == row.pk)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(rows):
        return row
    other = rows[to]
    row.order, other.order = other.order, row.order
    save(other, "Changed places with another item")
    return save(row, "Item moved")


@transaction.atomic
def remove_item(*, by: Access, item: AgendaItem) -> None:
    """Take an item off the agenda. One with papers or notes stays: they are taken off first."""
    row = held_item(by, item)
    papers = Paper.objects.within(by).filter(item=row)
    if papers.filter(removed_at=None).exists():
        raise Closed("This item has papers: remove them first.")
    if row.minutes:
        raise Closed("What was said about this item is on record: it stays.")
    for paper in papers:
        paper.delete()  # what was removed before stays in history
    rows = AgendaItem.objects.within(by).filter(meeting=row.meeting, order__gt=row.order).order_by("order")
    row.delete()
    for other in rows:
        other.order -= 1
        save(other, "Moved up by a removed item")
