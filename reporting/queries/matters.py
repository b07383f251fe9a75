"""Matters that one board decided and puts to another: the way up and down between boards."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from partners.models import Board, Meeting
from partners.roles import Permission
from partners.tenancy import Access
from plans.models import Decision

_RELATED = ("meeting__board", "action__plan", "owner", "for_board")


def put_to(access: Access, meeting: Meeting) -> QuerySet[Decision]:
    """What other boards decided for this meeting’s board before its day and was not done by then, oldest first."""
    access.require(Permission.VIEW_PLAN)
    open_then = Q(done_on=None) | Q(done_on__gte=meeting.held_on)
    rows = Decision.objects.within(access).filter(
        open_then, for_board=meeting.board_id, meeting__held_on__lt=meeting.held_on
    )
    return rows.select_related(*_RELATED).order_by("meeting__held_on", "number")


def put_to_board(access: Access, board: Board) -> QuerySet[Decision]:
    """Everything that other boards put to a board: what is not done first, then the newest."""
    access.require(Permission.VIEW_PACK)
    rows = Decision.objects.within(access).filter(for_board=board).select_related(*_RELATED)
    return rows.order_by("-done_on", "-meeting__held_on", "number")  # NULLs first: open ones lead


def decided_by(access: Access, board: Board) -> QuerySet[Decision]:
    """A board's own decisions: what is not done first, then the newest."""
    access.require(Permission.VIEW_PACK)
    rows = Decision.objects.within(access).filter(meeting__board=board).select_related(*_RELATED)
    return rows.order_by("-done_on", "-meeting__held_on", "number")
