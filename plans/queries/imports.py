"""Imports as pages show them: the list, how far a reading is, and who the names of a plan are."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from partners.models import Agency, Post
from partners.roles import Permission
from partners.tenancy import Access
from plans.importers.codec import proposal_from_json, source_from_json
from plans.importers.proposal import Correction, ProposedLead
from plans.importers.source import Source
from plans.models import ImportBatch, ImportFile, Plan
from plans.rules.agency_kind import agency_kind
from plans.rules.matching import Match, Party, match
from prevent_tracker.core.errors import NotFound
from prevent_tracker.core.jobs import state_of
from prevent_tracker.core.models import Job
from prevent_tracker.core.rows import get

from . import mends
from .preview import Preview


@dataclass(frozen=True)
class Reading:
    """How far the reading of a file is: "waiting", "running", "done" or "failed"."""

    state: str
    doing: str = "Waiting for the worker"
    done: int = 0
    total: int = 1

    @property
    def is_running(self) -> bool:
        return self.state in ("waiting", "running")


@dataclass(frozen=True)
class AskedLead:
    """A name that the plan prints, with who it may be. `choice` is what was decided ("agency:police", "words" and so
    on), `suggestion` what a matching name or its nature suggests."""

    lead: ProposedLead
    count: int
    exact: Party | None
    near: tuple[Party, ...]
    choice: str
    suggestion: str

    @property
    def is_unknown(self) -> bool:
        """Nobody of that name is known, and nobody has said who it is."""
        return self.exact is None and not self.choice


def imports(access: Access) -> QuerySet[ImportBatch]:
    """Every import, newest first, with the plan it became."""
    access.require(Permission.EDIT_PLAN)
    return ImportBatch.objects.within(access).select_related("plan", "into").order_by("-started_at")


def batch(access: Access, import_id: str) -> ImportBatch:
    access.require(Permission.EDIT_PLAN)
    return get(ImportBatch.objects.within(access).select_related("plan", "into"), "import", pk=import_id)


def reading(batch: ImportBatch) -> Reading:
    """The background work that reads the file; a batch that no job reads is done."""
    if batch.state != ImportBatch.State.WAITING or batch.job_id is None:
        return Reading("done")
    job = Job.objects.filter(pk=batch.job_id).first()
    if job is None:
        return Reading("failed")
    state, progress = state_of(job)
    return Reading(state, progress.doing, progress.done, progress.total) if progress else Reading(state)


def preview(access: Access, batch: ImportBatch, *, beside_source: bool = True) -> Preview:
    """What was read, with every mend made. Without its source, which is large, for pages that show nothing of it.

    Raises `NotFound` for an import that has not been read.
    """
    without = ["content"] if beside_source else ["content", "source"]
    stored = ImportFile.objects.within(access).defer(*without).filter(batch=batch).first()
    if stored is None or not (stored.mended or stored.proposal):
        raise NotFound("There is nothing to preview: this file has not been read.")
    has_source = beside_source and stored.source
    source = source_from_json(json.loads(stored.source)) if has_source else Source(batch.kind, ())
    agreed = {each["key"] for each in batch.corrections if each["op"] == "agree"}
    return Preview(source, proposal_from_json(json.loads(stored.mended or stored.proposal)), agreed)


def content(access: Access, batch: ImportBatch) -> bytes:
    """The file as it came, before and after it became a plan."""
    access.require(Permission.EDIT_PLAN)
    found = get(ImportFile.objects.within(access), "file", batch=batch)
    return bytes(found.content)


def kept_word_files(access: Access, plan: Plan) -> QuerySet[ImportBatch]:
    """Word files that became this plan, or were taken over into it; the newest first."""
    access.require(Permission.VIEW_PLAN)
    rows = ImportBatch.objects.within(access).filter(
        plan=plan, kind="docx", state=ImportBatch.State.COMMITTED, file__isnull=False
    )
    return rows.order_by("-started_at")


def is_kept(access: Access, batch: ImportBatch) -> bool:
    """Whether the file is still there: it is not after a discard, nor where it looks as if about a person."""
    return ImportFile.objects.within(access).filter(batch=batch).exists()


def kept_file(access: Access, batch: ImportBatch) -> bytes:
    """The file of an import that became a plan: who may see the plan may see it."""
    access.require(Permission.VIEW_PLAN)
    rows = ImportFile.objects.within(access).filter(batch__state=ImportBatch.State.COMMITTED)
    return bytes(get(rows, "file", batch=batch).content)


def same_file(access: Access, batch: ImportBatch) -> list[ImportBatch]:
    """Earlier imports of the very same bytes that became a plan or still may, newest first."""
    states = (ImportBatch.State.COMMITTED, ImportBatch.State.READ)
    rows = imports(access).filter(sha256=batch.sha256, state__in=states, started_at__lt=batch.started_at)
    return list(rows[:5])


def same_title(access: Access, batch: ImportBatch, title: str) -> Plan | None:
    """An open plan of the same title: what was brought as a new plan may be a newer version of it."""
    if batch.into_id or not title:
        return None
    return plans_to_renew(access).filter(title__iexact=title).first()


def last_mend(batch: ImportBatch) -> str:
    """The last mend in words; blank where there is none."""
    if not batch.corrections:
        return ""
    others = batch.corrections[-1].get("together", 1) - 1
    return mends.words(Correction.from_json(batch.corrections[-1])) + (f", and {others} more like it" if others else "")


def plans_to_renew(access: Access) -> QuerySet[Plan]:
    """Plans that a newer version can be compared with."""
    access.require(Permission.EDIT_PLAN)
    return Plan.objects.within(access).exclude(stage=Plan.Stage.CLOSED).order_by("-starts_on", "title")


def parties(access: Access) -> list[Party]:
    """Every agency and post that a name may mean."""
    found = [
        Party(f"agency:{row.slug}", row.name, row.short_name, tuple(row.aliases), False)
        for row in Agency.objects.within(access).order_by("name")
    ]
    posts = Post.objects.within(access).order_by("name")
    return found + [Party(f"post:{row.slug}", row.name, "", tuple(row.aliases), True) for row in posts]


def asked_leads(batch: ImportBatch, found: Preview, known: Sequence[Party]) -> list[AskedLead]:
    """Every distinct name of the plan with who it may be: the near and the new before those that are known, in an
    order that no decision changes."""
    rows = [_asked(batch, lead, count, match(lead.text, known)) for lead, count in found.leads()]
    return sorted(rows, key=lambda row: (row.exact is not None, not row.near))


def _asked(batch: ImportBatch, lead: ProposedLead, count: int, found: Match) -> AskedLead:
    choice = batch.parties.get(lead.text, "")
    return AskedLead(lead, count, found.exact, found.near, choice, choice or _suggestion(lead, found))


def _suggestion(lead: ProposedLead, found: Match) -> str:
    """A known name is itself, and an agency that nobody knows is new. What is near is asked: no suggestion."""
    if found.exact:
        return found.exact.slug
    if found.near:
        return ""
    return new_agency(agency_kind(lead.text), lead.text) if lead.nature == "agency" else "words"


def new_agency(kind: str, name: str) -> str:
    """The choice that makes a name an agency of its own."""
    return f"new_agency:{kind}:{name}"
