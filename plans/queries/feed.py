"""The feed of changes: what was written, in an order in which nothing can appear behind a reader's back.

`core_change.seq` is given out before commit, so a slow writer's row would turn up behind a cursor that stands on a
quicker one's. Lines are therefore read in the order (epoch, txid, seq), and only those of transactions older than the
oldest one still running: everything before that point is decided, and no later line can sort before it.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, Exists, F, Func, OuterRef, Q, QuerySet
from django.db.models.fields.tuple_lookups import TupleGreaterThan

from partners.roles import Permission
from partners.tenancy import Access
from plans.models import AgreedStatus, Decision, Extension, Lead, Milestone, Reading, UpdateRequest
from prevent_tracker.core.models import Change

MADE, CHANGED, DELETED = "made", "changed", "deleted"
_WORDS = {"+": MADE, "~": CHANGED, "-": DELETED}
# What has no address of its own is read with something else: the kind of that, and the column that names it.
_PART_OF: dict[str, tuple[Any, str, str]] = {
    "lead": (Lead, "action", "action_id"),
    "milestone": (Milestone, "action", "action_id"),
    "status": (AgreedStatus, "action", "action_id"),
    "request": (UpdateRequest, "action", "action_id"),
    "reading": (Reading, "measure", "measure_id"),
    "extension": (Extension, "round", "round_id"),
}


class _OldestRunning(Func):
    """The id of the oldest transaction that was running as this statement began."""

    template = "pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
    output_field = BigIntegerField()


@dataclass(frozen=True)
class Position:
    """After one line of the feed, as known in a `life` of the database; 0: the beginning, known in none.

    `epoch` is the life that the line was written in. `manage.py restored` begins another life.
    """

    life: int = 0
    epoch: int = 0
    txid: int = 0
    seq: int = 0


@dataclass(frozen=True)
class Line:
    """One change. `read_at`: the kind and id of what shows it now."""

    kind: str
    id: uuid.UUID
    change: str
    at: Any
    read_at: tuple[str, uuid.UUID]


@dataclass(frozen=True)
class Page:
    """Some lines, and where to go on: always somewhere, also when there is nothing yet."""

    lines: tuple[Line, ...]
    next: Position
    has_more: bool
    restored: bool


def changes(access: Access, after: Position, size: int) -> Page:
    """At most `size` lines after a position, in a constant number of queries.

    A position known in another life of the database goes on in this one, and the page says so once (`restored`): what
    its reader has seen may have been lost with that life.
    """
    access.require(Permission.VIEW_PLAN)
    life = _life()
    start = after if after.epoch <= life else Position(life, life)
    found = list(_visible(access, life).filter(_after(start))[: size + 1])
    lines = found[:size]
    last = (lines[-1]["epoch"], lines[-1]["txid"], lines[-1]["seq"]) if lines else (start.epoch, start.txid, start.seq)
    return Page(
        lines=tuple(_shown(access, lines)),
        next=Position(life, *last),
        has_more=len(found) > size,
        restored=after.life not in (0, life),
    )


def tip(access: Access) -> Position:
    """The position after everything that is decided at this moment."""
    access.require(Permission.VIEW_PLAN)
    life = _life()
    last = _visible(access, life).order_by("-epoch", "-txid", "-seq").values_list("epoch", "txid", "seq").first()
    return Position(life, *(last or (life, 0, 0)))


def _life() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_value FROM app.epoch")
        return int(cursor.fetchone()[0])


def _after(position: Position) -> Any:
    row = (F("epoch"), F("txid"), F("seq"))
    return TupleGreaterThan(row, (position.epoch, position.txid, position.seq))


def _visible(access: Access, life: int) -> QuerySet[Any, Any]:
    """Decided lines that the actor may know of: everybody's, and those of the own agency (of all, for who has none).

    Issues, and decisions that are neither about an action nor for the actor's agency, are for readers of packs
    (`api_reads.decisions`).
    """
    rows = Change.objects.filter(partnership_id=access.partnership_id)
    rows = rows.filter(Q(epoch__lt=life) | Q(txid__lt=_OldestRunning()))
    if access.agency_id is not None:
        rows = rows.filter(Q(agency_id=None) | Q(agency_id=access.agency_id))
    if not access.may(Permission.VIEW_PACK):
        general = Decision.objects.within(access).filter(pk=OuterRef("row_id"), action=None)
        if access.agency_id is not None:
            general = general.exclude(owner__isnull=False, owner=access.agency_id)
        rows = rows.exclude(Q(kind="issue") | Q(kind="decision") & Exists(general))
    return rows.order_by("epoch", "txid", "seq").values("epoch", "txid", "seq", "kind", "row_id", "change", "at")


def _shown(access: Access, rows: Sequence[dict[str, Any]]) -> list[Line]:
    owners = _owners(access, rows)
    return [
        Line(
            kind=row["kind"],
            id=row["row_id"],
            change=_WORDS[row["change"]],
            at=row["at"],
            read_at=owners.get((row["kind"], row["row_id"]), (row["kind"], row["row_id"])),
        )
        for row in rows
    ]


def _owners(access: Access, rows: Sequence[dict[str, Any]]) -> dict[tuple[str, uuid.UUID], tuple[str, uuid.UUID]]:
    """What the parts among the rows belong to; read from history, which knows deleted ones too."""
    wanted: dict[str, set[uuid.UUID]] = defaultdict(set)
    for row in rows:
        wanted[row["kind"]].add(row["row_id"])
    found = {}
    for kind, (model, owner, column) in _PART_OF.items():
        if wanted[kind]:
            history = model.history.model.objects.filter(partnership_id=access.partnership_id, id__in=wanted[kind])
            for pk, owner_id in history.order_by("history_id").values_list("id", column):
                found[kind, pk] = (owner, owner_id)
    return found
