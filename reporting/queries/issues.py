"""Issues: one with its files, and plain rows for the API."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet

from partners.roles import Permission
from partners.tenancy import Access
from prevent_tracker.core.rows import get

from ..models import Edition, Issue, Pack

LIGHT = ("document", "html", "pdf")  # heavy columns that lists leave in the database
Row = dict[str, Any]
Rows = QuerySet[Any, Any]  # of plain rows: `.values()`


def issue(access: Access, pk: str, edition: str = "") -> Issue:
    """One issue of a pack with its files, in whichever edition unless one is named."""
    access.require(Permission.VIEW_PACK)
    rows = Issue.objects.within(access).filter(pack__isnull=False).select_related("pack__board", "pack__round__plan")
    return get(rows.filter(edition=edition) if edition else rows, "issue", pk=pk)


@dataclass(frozen=True)
class Issued:
    """One number of a pack: the board's edition, and the others under the same number, without their files."""

    board: Issue
    others: tuple[Issue, ...]
    is_current: bool


def issued(access: Access, pack: Pack) -> list[Issued]:
    """Newest first. One query."""
    access.require(Permission.VIEW_PACK)
    rows = Issue.objects.within(access).filter(pack=pack).defer(*LIGHT).order_by("-number", "edition")
    editions: dict[int, dict[str, Issue]] = defaultdict(dict)
    for row in rows:
        editions[row.number][row.edition] = row
    return [
        Issued(found.pop(Edition.BOARD), tuple(found.values()), is_current=number == max(editions))
        for number, found in editions.items()
    ]


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
        "seal_sha256", "as_at", is_current=~Exists(newer),
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
