"""A file on its way to a plan: brought, read, mended, and (committing.py) agreed to, or discarded.

Nothing of a plan is written before the commit. What is kept until then is the file and what was read from it.
"""

from __future__ import annotations

import hashlib
import json
import logging
import time
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django_tasks import task

from partners.models import Partnership, User
from partners.roles import Permission
from partners.tenancy import Access, enter_user
from plans.importers.codec import proposal_to_json, source_to_json
from plans.importers.errors import Unreadable
from plans.importers.interpret import interpret
from plans.importers.interpret.refuse import refusal
from plans.importers.progress import Progress
from plans.importers.proposal import Correction, Proposal
from plans.importers.propose import OWN, Reading, propose
from plans.importers.reading import sniff
from plans.importers.source import Source, Table
from plans.models import ImportBatch, ImportFile, Plan
from prevent_tracker.core import clock
from prevent_tracker.core.errors import Closed, Invalid
from prevent_tracker.core.jobs import report_progress
from prevent_tracker.core.rows import get
from prevent_tracker.core.text import clean_cells, clean_text

from .batches import CLOSED, State, current_proposal, current_source, for_change, options_of, save_batch
from .committing import commit_import
from .parties import check_choices
from .saving import plan_for_change, save

__all__ = [
    "commit_import",
    "discard_import",
    "keep_reading",
    "mend",
    "read_import",
    "set_options",
    "set_parties",
    "start_import",
    "undo_mend",
]

UNFIT = "A correction no longer fits"  # how a proposal's warning begins when a correction was not applied
TYPED = ("value", "texts")  # arguments of a correction that hold somebody's own words
TOGETHER = "together"  # kept with a correction: how many were made by one press, and are taken back by one
_log = logging.getLogger(__name__)
TELL_EVERY = 0.3  # seconds between two words about progress


@transaction.atomic
def start_import(
    *, by: Access, name: str, content: bytes, options: Mapping[str, str] | None = None, into: Plan | None = None
) -> ImportBatch:
    """Keep a file and have the worker read it. `options`: "year_basis" and "period", where the person said them.

    `into`: the plan that this is a newer version of. Raises `Invalid` naming "file" for what can be seen at once to be
    no file that is read here; then nothing is kept.
    """
    kind = _kind(content, name)
    batch = _new_batch(by, name, content, options or {}, kind, into)
    result = read_import.enqueue(partnership_id=str(by.partnership_id), user_id=str(by.user_id), batch_id=str(batch.pk))
    batch.job_id = uuid.UUID(result.id)
    return save(batch, "Reading asked for")


@transaction.atomic
def keep_reading(
    *, by: Access, name: str, content: bytes, options: Mapping[str, str], reading: Reading, into: Plan | None = None
) -> ImportBatch:
    """Keep a file that has been read already, as the command does, with what was read."""
    return _keep(by, _new_batch(by, name, content, options, reading.kind, into), reading)


def _kind(content: bytes, name: str) -> str:
    try:
        return sniff(content, name)
    except Unreadable as error:
        raise Invalid({"file": str(error)}) from error


def _new_batch(
    by: Access, name: str, content: bytes, options: Mapping[str, str], kind: str, into: Plan | None
) -> ImportBatch:
    by.require(Permission.EDIT_PLAN)
    batch = ImportBatch(
        partnership=by.partnership,
        name=clean_text(name, "file", label="File name", max_length=1000)[-255:],
        kind=kind,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        options=clean_cells({field: said for field, said in options.items() if said}),
        started_by=by.actor_name,
        started_at=clock.now(),
        into=plan_for_change(by, into.pk) if into else None,
    )
    save(batch, "File brought")
    ImportFile.objects.within(by).create(partnership=by.partnership, batch=batch, content=content)
    return batch


@task()
def read_import(*, partnership_id: str, user_id: str, batch_id: str) -> None:
    """Background work: read a file in the name of who brought it. A file that cannot be read is news for that person,
    not a failure of the work."""
    slug = Partnership.objects.values_list("slug", flat=True).get(pk=partnership_id)
    by = enter_user(User.objects.get(pk=user_id), slug)
    by.require(Permission.EDIT_PLAN)
    batch = get(ImportBatch.objects.within(by), "import", pk=batch_id)
    if batch.state != State.WAITING:
        return
    content = bytes(ImportFile.objects.within(by).values_list("content", flat=True).get(batch=batch))
    try:
        reading = propose(content, batch.name, options_of(by, batch), progress=_now_and_then(report_progress))
    except Unreadable as error:
        read, said = None, str(error)
    else:
        read, said = reading, ""
    batch = get(ImportBatch.objects.within(by), "import", lock=True, pk=batch_id)
    if batch.state != State.WAITING:  # discarded meanwhile
        return
    if read is None:
        _fail(by, batch, said)
    else:
        _keep(by, batch, read)


def _now_and_then(tell: Progress) -> Progress:
    """Each word about progress is a statement of its own: a few a second are enough."""
    told = 0.0

    def sometimes(doing: str, done: int, total: int) -> None:
        nonlocal told
        if time.monotonic() - told >= TELL_EVERY:
            tell(doing, done, total)
            told = time.monotonic()

    return sometimes


def _keep(by: Access, batch: ImportBatch, reading: Reading) -> ImportBatch:
    """Store what was read. What can be mended into a plan is kept for that; of anything else, only the sentence."""
    error = refusal(reading.proposal, reading.source) or ""
    if error and not _has_table(reading.source):
        return _fail(by, batch, error)
    ImportFile.objects.within(by).filter(batch=batch).update(
        source=_dumped(source_to_json(reading.source)) if reading.source else "",
        proposal=_dumped(proposal_to_json(reading.proposal)),
    )
    batch.state, batch.error, batch.kind = State.READ, error, reading.kind
    return save_batch(batch, f"Read: {len(reading.proposal.actions)} actions")


def _has_table(source: Source | None) -> bool:
    return source is not None and any(isinstance(block, Table) for block in source.blocks)


def _fail(by: Access, batch: ImportBatch, said: str) -> ImportBatch:
    ImportFile.objects.within(by).filter(batch=batch).delete()
    batch.state, batch.error = State.FAILED, said
    return save_batch(batch, "Could not be read")


@transaction.atomic
def mend(
    *, by: Access, batch: ImportBatch, corrections: Sequence[Correction], expected_version: int | None = None
) -> ImportBatch:
    """Mend what was read: the corrections are kept, and the file's reading is interpreted again with all of them.

    Raises `Invalid` for a correction that does not fit the file, `Closed` for the tracker's own export, which is taken
    as it is; then nothing is changed.
    """
    row = for_change(by, batch, expected_version)
    if row.kind == OWN:
        raise Closed("An exported plan is taken in as it is. Import it, then change the plan.")
    for each in corrections:
        clean_cells({name: said for name, said in each.arguments.items() if name in TYPED})
    known = current_proposal(by, row).warnings
    together = {TOGETHER: len(corrections)} if len(corrections) > 1 else {}
    row.corrections = [*row.corrections, *(each.to_json() | together for each in corrections)]
    proposal = _interpret_again(by, row, "Mended: " + ", ".join(each.op for each in corrections))
    unfit = [said for said in proposal.warnings if said not in known and _is_about(said, corrections)]
    if unfit:
        raise Invalid({"": unfit})
    return row


def _is_about(warning: str, corrections: Sequence[Correction]) -> bool:
    """Whether a warning says that one of these corrections does not fit; an earlier one may stop fitting, and is only
    warned of."""
    return warning.startswith(UNFIT) and any(f": {each.op} (" in warning for each in corrections)


@transaction.atomic
def undo_mend(*, by: Access, batch: ImportBatch, expected_version: int | None = None) -> ImportBatch:
    """Take the last mend back, with all that was mended by the same press."""
    row = for_change(by, batch, expected_version)
    if not row.corrections:
        raise Invalid({"": "There is no mend to take back."})
    row.corrections = row.corrections[: -row.corrections[-1].get(TOGETHER, 1)]
    _interpret_again(by, row, "Mend taken back")
    return row


def _interpret_again(by: Access, batch: ImportBatch, reason: str) -> Proposal:
    file = get(ImportFile.objects.within(by).only("mended"), "file", batch=batch)
    corrections = [_correction(each) for each in batch.corrections]
    source = current_source(by, batch)
    try:
        proposal = interpret(source, options_of(by, batch), corrections)
    except Exception as error:  # whatever breaks there, people get a sentence, and what they mended before stands
        _log.exception("Import %s could not be interpreted with its corrections", batch.pk)
        raise Invalid(
            {"": "With this, the file could not be understood any more. Try another way to mend it."}
        ) from error
    file.mended = _dumped(proposal_to_json(proposal)) if corrections else ""
    file.save(update_fields=["mended"])
    batch.error = refusal(proposal, source) or ""
    save_batch(batch, reason)
    return proposal


def _correction(kept: Mapping[str, Any]) -> Correction:
    return Correction.from_json({name: value for name, value in kept.items() if name != TOGETHER})


@transaction.atomic
def set_options(
    *, by: Access, batch: ImportBatch, options: Mapping[str, str], expected_version: int | None = None
) -> ImportBatch:
    """Say the period or the kind of year after all ("period", "year_basis"; "" reads it from the file): dates without a
    year are read by them, so the file is interpreted again, with every mend."""
    row = for_change(by, batch, expected_version)
    if row.kind == OWN:
        raise Closed("An exported plan is taken in as it is. Import it, then change the plan.")
    row.options = {field: said for field, said in {**row.options, **clean_cells(options)}.items() if said}
    unmended = interpret(current_source(by, row), options_of(by, row))
    ImportFile.objects.within(by).filter(batch=row).update(proposal=_dumped(proposal_to_json(unmended)))
    _interpret_again(by, row, "Said the period")
    return row


@transaction.atomic
def set_parties(
    *, by: Access, batch: ImportBatch, choices: Mapping[str, str], expected_version: int | None = None
) -> ImportBatch:
    """Say who names in the file are: words of a lead to a choice (`plans.models.ImportBatch.parties`); "" forgets it.

    Agencies and posts that a choice names anew are made at the commit, not before.
    """
    row = for_change(by, batch, expected_version)
    check_choices(by, choices)
    clean_cells(choices)
    row.parties = {words: choice for words, choice in {**row.parties, **choices}.items() if choice}
    return save_batch(row, "Said who leads are")


@transaction.atomic
def discard_import(*, by: Access, batch: ImportBatch) -> ImportBatch:
    """Give an import up: the file and what was read go, that it was brought stays in the list. Not after the commit."""
    by.require(Permission.EDIT_PLAN)
    row = get(ImportBatch.objects.within(by), "import", lock=True, pk=batch.pk)
    if row.state == State.COMMITTED:
        raise Closed(CLOSED[State.COMMITTED])
    if row.state == State.DISCARDED:
        return row
    ImportFile.objects.within(by).filter(batch=row).delete()
    row.state = State.DISCARDED
    return save_batch(row, "Discarded")


def _dumped(plain: object) -> str:
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
