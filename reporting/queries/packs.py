"""Packs, and what can be drafted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from partners.models import Board, Meeting
from partners.roles import Permission
from partners.tenancy import Access
from plans.models import Round
from prevent_tracker.core.rows import get

from ..models import Edition, Issue, Pack
from ..styles import plain
from .deadlines import PapersDue, papers_due_from
from .issues import LIGHT


def packs(access: Access) -> QuerySet[Pack]:
    """Every pack, newest round first, with its issues (without their files). Readers see only issued ones."""
    access.require(Permission.VIEW_PACK)
    issues = Issue.objects.within(access).filter(edition=Edition.BOARD).defer(*LIGHT).order_by("-number")
    rows = Pack.objects.within(access).select_related("board", "round__plan", "meeting__board")
    if not access.may(Permission.EDIT_PACK):
        rows = rows.filter(issues__isnull=False).distinct()
    return rows.prefetch_related(Prefetch("issues", issues)).order_by("-round__starts_on", "board__name")


def pack(access: Access, pk: str) -> Pack:
    return get(packs(access), "pack", pk=pk)


def find(access: Access, *, board: str, period: str, plan: str = "") -> tuple[Board, Round]:
    """A board by its short name or slug and a round by its slug ("2016-Q2"); `NotFound` names what is missing."""
    access.require(Permission.VIEW_PACK)
    boards = Board.objects.within(access)
    found = boards.filter(short_name__iexact=board).first() or get(boards, f"board “{board}”", slug=board.lower())
    rounds = Round.objects.within(access).filter(opened_at__isnull=False).select_related("plan")
    if plan:
        rounds = rounds.filter(plan__slug=plan)
    return found, get(rounds, f"opened round “{period}”", slug=period)


@dataclass(frozen=True)
class Line:
    """A pack in the list, with when its papers are due."""

    pack: Pack
    papers: PapersDue | None


def lines(access: Access, today: dt.date) -> list[Line]:
    return [Line(row, papers_due_from(today, row.meeting)) for row in packs(access)]


@dataclass(frozen=True)
class Choice:
    """A round and a board that have no pack yet."""

    board: Board
    round: Round


def to_draft(access: Access) -> list[Choice]:
    """What can be drafted: each board of the partnership for the two latest opened rounds of each current plan.

    Newest round first; within a round the boards whose packs have a style of their own, then the others by name.
    """
    access.require(Permission.EDIT_PACK)
    boards = sorted(Board.objects.within(access), key=lambda board: (board.style == plain.STYLE.name, board.name))
    taken = set(Pack.objects.within(access).values_list("board_id", "round_id"))
    return [
        Choice(board, row)
        for row in _latest(Round.objects.within(access).filter(opened_at__isnull=False).exclude(plan__stage="closed"))
        for board in boards
        if (board.pk, row.pk) not in taken
    ]


def _latest(rounds: QuerySet[Round]) -> Iterable[Round]:
    seen: dict[object, int] = {}
    for row in rounds.select_related("plan").order_by("-starts_on"):
        seen[row.plan_id] = seen.get(row.plan_id, 0) + 1
        if seen[row.plan_id] <= 2:
            yield row


def next_meeting(access: Access, board: Board, after: Round) -> Meeting | None:
    """The first meeting of a board after the round ends collecting: where its pack goes."""
    rows = Meeting.objects.within(access).filter(board=board, held_on__gte=after.closes_on)
    return rows.order_by("held_on").first()
