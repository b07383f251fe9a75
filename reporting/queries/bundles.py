"""The one file of a meeting's papers: whether there is one, whether it is of today, how far a new one is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Max

from partners.models import Meeting
from partners.roles import Permission
from partners.tenancy import Access
from prevent_tracker.core.jobs import state_of
from prevent_tracker.core.models import Job
from prevent_tracker.core.rows import get

from ..models import AgendaItem, Bundle, Edition, Issue, Paper
from .making import Making
from .meetings import AgendaLine


@dataclass(frozen=True)
class PartOfPapers:
    """One part of a meeting's papers ("A" or "B") and its one file, as far as there is one."""

    is_private: bool
    lines: tuple[AgendaLine, ...]
    bundle: Bundle | None
    making: Making | None
    is_outdated: bool

    @property
    def letter(self) -> str:
        return "B" if self.is_private else "A"

    @property
    def has_papers(self) -> bool:
        return any(line.papers for line in self.lines)

    @property
    def lacking(self) -> list[str]:
        return [line.lacks for line in self.lines if line.lacks]


def parts(access: Access, found: Meeting, lines: list[AgendaLine]) -> list[PartOfPapers]:
    """Part A, and Part B where anything is in it."""
    access.require(Permission.VIEW_PACK)
    rows = {row.is_private: row for row in Bundle.objects.within(access).filter(meeting=found).defer("pdf")}
    changed = _last_change(access, found)
    return [_part(rows.get(private), private, lines, changed) for private in (False, True) if _has(lines, private)]


def _has(lines: list[AgendaLine], is_private: bool) -> bool:
    return not is_private or any(line.item.is_private for line in lines)


def _part(row: Bundle | None, is_private: bool, lines: list[AgendaLine], changed: dt.datetime | None) -> PartOfPapers:
    own = tuple(line for line in lines if line.item.is_private == is_private)
    made = row.made_at if row else None
    is_outdated = made is not None and changed is not None and changed > made
    return PartOfPapers(is_private, own, row if made else None, _making(row), is_outdated)


def _making(row: Bundle | None) -> Making | None:
    job = Job.objects.filter(pk=row.job_id).first() if row and row.job_id else None
    if job is None:
        return None
    state, progress = state_of(job)
    if progress is None:
        return Making(state, "Waiting for the worker")
    return Making(state, progress.doing, progress.done, progress.total)


def _last_change(access: Access, found: Meeting) -> dt.datetime | None:
    """When anything of the papers last changed: the agenda's own history, its files, and issues of its packs."""
    own = {"partnership_id": access.partnership_id}
    agenda = AgendaItem.history.model.objects.filter(**own, meeting_id=found.pk)
    files = Paper.objects.within(access).filter(item__meeting=found)
    packs = AgendaItem.objects.within(access).filter(meeting=found, pack__isnull=False).values("pack")
    issues = Issue.objects.within(access).filter(pack__in=packs, edition=Edition.BOARD)
    moments = [
        agenda.aggregate(at=Max("history_date"))["at"],
        *files.aggregate(added=Max("added_at"), removed=Max("removed_at")).values(),
        issues.aggregate(at=Max("issued_at"))["at"],
    ]
    return max((moment for moment in moments if moment is not None), default=None)


def bundle(access: Access, found: Meeting, *, is_private: bool) -> Bundle:
    """The one file of a part, with its bytes."""
    access.require(Permission.VIEW_PACK)
    rows = Bundle.objects.within(access).filter(made_at__isnull=False, meeting=found)
    return get(rows, "file of papers", is_private=is_private)
