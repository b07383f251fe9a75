"""Issues and drafts are made in the background, by the worker, in the name of who asked; who asked can call it off."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import transaction
from django_tasks import task

from partners.models import Partnership, User
from partners.roles import Permission
from partners.tenancy import Access, enter_user, the_installation
from plans.services.saving import save
from prevent_tracker.core import jobs
from prevent_tracker.core.errors import Closed, DomainError
from prevent_tracker.core.models import Job
from prevent_tracker.core.rows import get
from prevent_tracker.core.text import clean_text

from ..models import Edition, Issue, Pack
from ..render.pdf import RenderError
from .drafts import draw_draft
from .issuing import check_issuable, check_makeable, issue_pack
from .watching import Watcher

UNFINISHED = ("waiting", "running")


@transaction.atomic
def ask_for_issue(*, by: Access, pack: Pack, reason: str = "", expected: int | None = None) -> Pack:
    """Have the worker make the next issue. A second and later issue says what it corrects.

    `expected`: the number that whoever asks has in mind. Where that one was made meanwhile, nothing is asked for.
    """
    by.require(Permission.EDIT_PACK)
    row = _held(by, pack)
    if expected is not None and _is_made(by, row, expected):
        raise Closed(f"Issue {expected} has been made. Look at it first; a correction would be the next number.")
    why = clean_text(reason, "reason", label="Reason", max_length=1000)
    number = check_issuable(by, row, why)
    return _enqueue(by, row, make_issue, "Issue asked for", reason=why, number=number)


@transaction.atomic
def ask_for_draft(*, by: Access, pack: Pack) -> Pack:
    """Have the worker draw the pack as it stands."""
    by.require(Permission.EDIT_PACK)
    row = _held(by, pack)
    check_makeable(by, row)
    return _enqueue(by, row, make_draft, "Draft asked for")


def _held(by: Access, pack: Pack) -> Pack:
    """The pack, which is not being made."""
    row = get(Pack.objects.within(by).select_related("round"), "pack", lock=True, pk=pack.pk)
    job = _job(row)
    if job is not None and jobs.state_of(job)[0] in UNFINISHED:
        raise Closed("This pack is being made already: wait for it, or cancel it.")
    return row


def _is_made(by: Access, row: Pack, number: int) -> bool:
    return Issue.objects.within(by).filter(pack=row, number=number, edition=Edition.BOARD).exists()


def _job(row: Pack) -> Job | None:
    return Job.objects.filter(pk=row.job_id).first() if row.job_id else None


def _enqueue(by: Access, row: Pack, work: Any, words: str, **arguments: Any) -> Pack:
    who = str(by.user_id) if by.user_id else None
    result = work.enqueue(partnership_id=str(by.partnership_id), user_id=who, pack_id=str(row.pk), **arguments)
    row.job_id = uuid.UUID(result.id)
    return save(row, words)


@transaction.atomic
def cancel_making(*, by: Access, pack: Pack) -> Pack:
    """Call off what is being made of a pack, waiting or half drawn: nothing of it is kept. Raises `Closed` where
    nothing is, or it was quicker."""
    by.require(Permission.EDIT_PACK)
    row = get(Pack.objects.within(by), "pack", lock=True, pk=pack.pk)
    job = _job(row)
    if job is None or not jobs.cancel(job):
        raise Closed("Nothing is being made of this pack any more, so there is nothing to cancel.")
    return save(row, "Making cancelled")


@task()
def make_issue(*, partnership_id: str, user_id: str, pack_id: str, reason: str, number: int) -> None:
    """Background work: issue a pack, once. Where the issue is there already, made from the command line meanwhile, this
    is done."""
    by = _actor(partnership_id, user_id)
    pack = get(Pack.objects.within(by), "pack", pk=pack_id)
    if _is_made(by, pack, number):
        return
    try:
        issue_pack(by=by, pack=pack, reason=reason, watcher=_worker())
    except (DomainError, RenderError) as error:
        raise jobs.Refused(str(error)) from error


@task()
def make_draft(*, partnership_id: str, user_id: str | None, pack_id: str) -> None:
    """Background work: draw a pack as it stands."""
    by = _actor(partnership_id, user_id)
    try:
        draw_draft(by=by, pack=get(Pack.objects.within(by), "pack", pk=pack_id), watcher=_worker())
    except (DomainError, RenderError) as error:
        raise jobs.Refused(str(error)) from error


def _actor(partnership_id: str, user_id: str | None) -> Access:
    """Who asked, with their rights of this moment; the installation where nobody did."""
    if user_id is None:
        return the_installation(uuid.UUID(partnership_id))
    slug = Partnership.objects.values_list("slug", flat=True).get(pk=partnership_id)
    return enter_user(User.objects.get(pk=user_id), slug)


def _worker() -> Watcher:
    return Watcher(jobs.report_progress, jobs.is_cancelled, processes=settings.PACK_PROCESSES)
