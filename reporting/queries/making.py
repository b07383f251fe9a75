"""What is being made of a pack, and how far it is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from django.utils import timezone

from partners.roles import Permission
from partners.tenancy import Access
from prevent_tracker.core.jobs import MAX_ATTEMPTS, state_of
from prevent_tracker.core.models import Job, JobProgress

from ..models import Pack

DRAFT = "reporting.services.making.make_draft"
WAITING = "Waiting for the worker"


@dataclass(frozen=True)
class Step:
    """`state`: "done", "doing" or "waiting"; `words`: how far the one that is being done is ("Exceptions, 3 of 12")."""

    name: str
    state: str
    words: str = ""


@dataclass(frozen=True)
class Making:
    """How far the making of an issue or of a draft is. `state` as of core.jobs.state_of; `again_at`: when it is tried
    once more, of `attempts` so far; `refusal`: a sentence, why it could not be made."""

    state: str
    doing: str = WAITING
    done: int = 0
    total: int = 1
    is_draft: bool = False
    steps: tuple[Step, ...] = ()
    attempts: int = 0
    again_at: dt.datetime | None = None
    refusal: str = ""

    @property
    def is_running(self) -> bool:
        return self.state in ("waiting", "running")

    @property
    def what(self) -> str:
        return "draft" if self.is_draft else "issue"

    @property
    def steps_done(self) -> int:
        return sum(step.state == "done" for step in self.steps)

    @property
    def most_attempts(self) -> int:
        return MAX_ATTEMPTS


def making(access: Access, row: Pack) -> Making | None:
    """The background work of a pack, if any was asked for."""
    access.require(Permission.VIEW_PACK)
    job = Job.objects.filter(pk=row.job_id).first() if row.job_id else None
    if job is None:
        return None
    state, progress = state_of(job)
    is_later = state == "waiting" and job.attempts > 0 and job.run_at > timezone.now()
    found = Making(
        state,
        is_draft=job.task == DRAFT,
        attempts=job.attempts,
        again_at=job.run_at if is_later else None,
        refusal=job.refusal,
    )
    return _at(found, progress) if progress is not None and state == "running" else found


def _at(found: Making, progress: JobProgress) -> Making:
    """With how far it is. Each step is an equal share of the total."""
    place = progress.done * len(progress.steps) // max(progress.total, 1)
    states = ["done" if n < place else "doing" if n == place else "waiting" for n in range(len(progress.steps))]
    steps = tuple(
        Step(name, state, progress.doing if state == "doing" and progress.doing != name else "")
        for name, state in zip(progress.steps, states, strict=True)
    )
    return replace(found, doing=progress.doing, done=progress.done, total=progress.total, steps=steps)
