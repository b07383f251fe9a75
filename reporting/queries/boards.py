"""Boards with when they meet next and when their papers are due, for those who read packs."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce

from partners.models import Agency, Board, BoardSeat, Meeting
from partners.roles import Permission
from partners.tenancy import Access
from plans.models import Decision
from plans.rules.bank_holidays import is_holiday
from plans.rules.working_days import clear_days_before
from prevent_tracker.core.rows import get


@dataclass(frozen=True)
class BoardLine:
    """A board, its next meeting, and the last day for sending that meeting's papers."""

    board: Board
    next_meeting: Meeting | None
    papers_due: dt.date | None
    seats: int
    waiting: int  # decisions that other boards put to it, and nobody has done


def papers_due(meeting: Meeting) -> dt.date:
    """The last day on which the papers of a meeting may go out (its board's clear working days)."""
    return clear_days_before(meeting.held_on, meeting.board.papers_clear_days, is_holiday)


def boards(access: Access, today: dt.date) -> list[BoardLine]:
    """Every board by name. Two queries."""
    access.require(Permission.VIEW_PACK)
    coming = Meeting.objects.within(access).filter(held_on__gte=today).select_related("board").order_by("held_on")
    rows = Board.objects.within(access).select_related("reports_to").order_by("name")
    rows = rows.annotate(seat_count=Count("seats"), waiting=Coalesce(Subquery(_waiting(access)), 0))
    return [_line(row) for row in rows.prefetch_related(Prefetch("meetings", coming, to_attr="coming"))]


def _waiting(access: Access) -> QuerySet[Any, Any]:
    """How many decisions of other boards wait at the board of the query around this one."""
    rows = Decision.objects.within(access).filter(for_board=OuterRef("pk"), done_on=None).order_by()
    return rows.values("for_board").annotate(count=Count("pk")).values("count")


def _line(row: Board) -> BoardLine:
    coming: list[Meeting] = row.coming  # type: ignore[attr-defined]  # prefetched above
    following = coming[0] if coming else None
    seats, waiting = row.seat_count, row.waiting  # type: ignore[attr-defined]  # annotated above
    return BoardLine(row, following, papers_due(following) if following else None, seats, waiting)


def board(access: Access, slug: str) -> Board:
    access.require(Permission.VIEW_PACK)
    return get(Board.objects.within(access).select_related("reports_to"), "board", slug=slug)


def seats(access: Access, found: Board) -> QuerySet[BoardSeat]:
    """Who sits on a board, in order."""
    access.require(Permission.VIEW_PACK)
    return BoardSeat.objects.within(access).filter(board=found).select_related("agency").order_by("order")


def others(access: Access, found: Board | None) -> QuerySet[Board]:
    """The partnership's other boards."""
    access.require(Permission.VIEW_PACK)
    rows = Board.objects.within(access).order_by("name")
    return rows.exclude(pk=found.pk) if found else rows


def agencies(access: Access) -> QuerySet[Agency]:
    """Every agency, for choosing who sits on a board or owns a decision."""
    access.require(Permission.VIEW_PACK)
    return Agency.objects.within(access).order_by("name")
