"""Packs and their issues, for those who may read them."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, QuerySet

from partners.models import Board, Meeting
from partners.roles import Permission
from partners.tenancy import Access
from plans.models import Round
from prevent_tracker.core.jobs import state_of
from prevent_tracker.core.models import Job
from prevent_tracker.core.rows import get

from .models import Edition, Issue, Pack
from .styles import plain

Row = dict[str, Any]
Rows = QuerySet[Any, Any]  # of plain rows: `.values()`
_LIGHT = ("document", "html", "pdf")  # heavy columns that lists leave in the database


def packs(access: Access) -> QuerySet[Pack]:
    """Every pack, newest round first, with its issues (without their files). Readers see only issued ones."""
    access.require(Permission.VIEW_PACK)
    issues = Issue.objects.within(access).filter(edition=Edition.BOARD).defer(*_LIGHT).order_by("-number")
    rows = Pack.objects.within(access).select_related("board", "round__plan", "meeting")
    if not access.may(Permission.EDIT_PACK):
        rows = rows.filter(issues__isnull=False).distinct()
    return rows.prefetch_related(Prefetch("issues", issues)).order_by("-round__starts_on", "board__name")


def pack(access: Access, pk: str) -> Pack:
    return get(packs(access), "pack", pk=pk)


def issue(access: Access, pk: str) -> Issue:
    """One issue with its files."""
    access.require(Permission.VIEW_PACK)
    rows = Issue.objects.within(access).filter(edition=Edition.BOARD).select_related("pack__board", "pack__round__plan")
    return get(rows, "issue", pk=pk)


def pack_rows(access: Access) -> Rows:
    """Packs that were issued, as plain rows for the API; `with_issues` completes a page of them."""
    access.require(Permission.VIEW_PACK)
    issued = Issue.objects.within(access).filter(pack=OuterRef("pk"), edition=Edition.BOARD)
    return Pack.objects.within(access).filter(Exists(issued)).values(
        "id", "board_id", "round_id", "meeting_id", "meeting__held_on", "meeting__label", board_name=F("board__name"),
        round_slug=F("round__slug"), round_label=F("round__label"), plan=F("round__plan"),
    )  # fmt: skip


def issue_rows(access: Access) -> Rows:
    """Issues as plain rows, without their files."""
    access.require(Permission.VIEW_PACK)
    same = {"pack": OuterRef("pack"), "edition": Edition.BOARD}
    newer = Issue.objects.within(access).filter(**same, number__gt=OuterRef("number"))
    return Issue.objects.within(access).filter(edition=Edition.BOARD).values(
        "id", "pack", "number", "issued_at", "issued_by", "reason", "pages", "document_sha256", "pdf_sha256",
        is_current=~Exists(newer),
    )  # fmt: skip


def with_issues(access: Access, rows: Sequence[Row]) -> list[Row]:
    """Packs with board, round and meeting as members of their own, and their issues, newest first."""
    issues: dict[uuid.UUID, list[Row]] = defaultdict(list)
    for row in issue_rows(access).filter(pack__in=[row["id"] for row in rows]).order_by("-number"):
        issues[row["pack"]].append(row)
    return [
        {
            "id": row["id"],
            "plan": row["plan"],
            "board": {"id": row["board_id"], "name": row["board_name"]},
            "round": {"id": row["round_id"], "slug": row["round_slug"], "label": row["round_label"]},
            "meeting": {"id": row["meeting_id"], "held_on": row["meeting__held_on"], "label": row["meeting__label"]}
            if row["meeting_id"]
            else None,
            "issues": issues[row["id"]],
        }
        for row in rows
    ]


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


@dataclass(frozen=True)
class Making:
    """How far the making of an issue is: "waiting", "running", "done" or "failed"."""

    state: str
    doing: str = ""
    done: int = 0
    total: int = 1

    @property
    def is_running(self) -> bool:
        return self.state in ("waiting", "running")


def making(access: Access, row: Pack) -> Making | None:
    """The background work of a pack, if any was asked for."""
    access.require(Permission.VIEW_PACK)
    job = Job.objects.filter(pk=row.job_id).first() if row.job_id else None
    if job is None:
        return None
    state, progress = state_of(job)
    if progress is None:
        return Making(state, "Waiting for the worker")
    return Making(state, progress.doing, progress.done, progress.total)
