"""How far the making of an issue is."""

from __future__ import annotations

from dataclasses import dataclass

from partners.roles import Permission
from partners.tenancy import Access
from prevent_tracker.core.jobs import state_of
from prevent_tracker.core.models import Job

from ..models import Pack


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
