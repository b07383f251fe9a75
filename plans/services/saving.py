"""What all verbs share: saving with a reason, and refusing to overwrite what the writer has not seen."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from django.db import connection

from partners.tenancy import Access
from plans.models import Plan
from prevent_tracker.core.errors import Closed, NotFound, Stale
from prevent_tracker.core.models import TenantModel
from prevent_tracker.core.rows import get
from prevent_tracker.core.sets import insert_rows, update_rows

T = TypeVar("T", bound=TenantModel)
BATCH = 500  # rows of one statement


def save(row: T, reason: str) -> T:
    """Save one row; `reason` stands in its history."""
    row._change_reason = reason  # type: ignore[attr-defined]  # simple-history's own name for it
    row.save()
    return row


def insert(rows: Sequence[T], reason: str) -> None:
    """Insert new rows of one model in few statements; each has the history that `save` would write."""
    for first in range(0, len(rows), BATCH):
        insert_rows(rows[first : first + BATCH], reason)


def change(rows: Sequence[T], fields: Sequence[str], reason: str) -> None:
    """Write fields of changed rows of one model in few statements; each has the history that `save` would write."""
    for first in range(0, len(rows), BATCH):
        update_rows(rows[first : first + BATCH], fields, reason)


def hold_open(round_id: uuid.UUID) -> None:
    """Keep a round from closing until this transaction ends, or wait while it closes; then read the round afresh.

    Taken before any row's lock: whoever closes the round takes it first too, so neither waits for the other's rows.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(hashtextextended('round:' || %s, 0))", [str(round_id)])


def hold_plan(by: Access, plan_id: uuid.UUID) -> Plan:
    """The plan, for one writer at a time until the transaction ends.

    Whoever edits a plan, opens or closes its round takes this before any action's lock: numbers and orders are counted
    once, nobody waits in a circle, and a round never asks for what is cancelled at that moment.
    """
    return get(Plan.objects.within(by), "plan", lock=True, pk=plan_id)


def plan_for_change(by: Access, plan_id: uuid.UUID) -> Plan:
    """The held plan of an edit; raises `Closed` when it takes none."""
    plan = hold_plan(by, plan_id)
    if plan.stage == Plan.Stage.CLOSED:
        raise Closed("This plan is closed; it no longer changes.")
    return plan


def check_version(row: Any, expected: int | None, fields: Iterable[str]) -> None:
    """Raise `Stale`, with what is stored now, when somebody saved after the writer looked."""
    if expected is not None and row.version != expected:
        raise Stale(
            "Somebody else saved a change while you were writing. Nothing of yours is lost: compare, then save again.",
            {field: getattr(row, field) for field in fields} | {"version": row.version},
        )


def same_partnership(by: Access, **rows: TenantModel | None) -> dict[str, uuid.UUID | None]:
    """Ids of given rows, for columns; rows of another partnership are not found."""
    for name, row in rows.items():
        if row is not None and row.partnership_id != by.partnership_id:
            raise NotFound(f"There is no such {name.replace('_', ' ')}.")
    return {f"{name}_id": row.pk if row else None for name, row in rows.items()}
