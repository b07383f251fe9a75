"""What every step of an import shares: its batch, held for one writer, and what was read so far."""

from __future__ import annotations

import json

from partners.roles import Permission
from partners.tenancy import Access
from plans.importers.codec import proposal_from_json, source_from_json
from plans.importers.proposal import Options, Proposal
from plans.importers.source import Source
from plans.models import ColumnLayout, ImportBatch, ImportFile, Plan
from prevent_tracker.core.errors import Closed
from prevent_tracker.core.rows import get

from .saving import check_version, save

State = ImportBatch.State
CLOSED = {
    State.WAITING: "This file is still being read; wait for it.",
    State.FAILED: "This file could not be read. Bring it again, mended.",
    State.COMMITTED: "This import is a plan already; change the plan instead.",
    State.DISCARDED: "This import was discarded. Bring the file again.",
}


def save_batch(batch: ImportBatch, reason: str) -> ImportBatch:
    batch.version += 1
    return save(batch, reason)


def options_of(by: Access, batch: ImportBatch) -> Options:
    """What was said about the file, with the layouts that this partnership remembers."""
    layouts = {tuple(row.headings): tuple(row.fields) for row in ColumnLayout.objects.within(by)}
    return Options(batch.options.get("year_basis", ""), batch.options.get("period", ""), layouts)


def for_change(by: Access, batch: ImportBatch, expected_version: int | None) -> ImportBatch:
    """The batch, held for one writer. Raises `Closed` unless it has been read and not yet decided, `Stale` as ever."""
    by.require(Permission.EDIT_PLAN)
    row = get(ImportBatch.objects.within(by).select_related("into", "plan"), "import", lock=True, pk=batch.pk)
    if row.state != State.READ:
        raise Closed(CLOSED[State(row.state)])
    check_version(row, expected_version, ("corrections", "parties"))
    return row


def current_proposal(by: Access, batch: ImportBatch) -> Proposal:
    """What was read, with every mend made."""
    file = get(ImportFile.objects.within(by).defer("content", "source"), "file", batch=batch)
    return proposal_from_json(json.loads(file.mended or file.proposal))


def current_source(by: Access, batch: ImportBatch) -> Source:
    """What the file says, as it was read."""
    file = get(ImportFile.objects.within(by).only("source", "batch"), "file", batch=batch)
    return source_from_json(json.loads(file.source))


def close(batch: ImportBatch, plan: Plan, reason: str) -> Plan:
    """Say which plan a batch became."""
    batch.state, batch.plan, batch.error = State.COMMITTED, plan, ""
    save_batch(batch, reason)
    return plan
