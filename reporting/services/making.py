"""Issues are made in the background, by the worker, in the name of who asked."""

from __future__ import annotations

import uuid

from django.db import transaction
from django_tasks import task

from partners.models import Partnership, User
from partners.roles import Permission
from partners.tenancy import Access, enter_user
from plans.services.saving import save
from prevent_tracker.core.errors import Closed
from prevent_tracker.core.jobs import report_progress, state_of
from prevent_tracker.core.models import Job
from prevent_tracker.core.rows import get
from prevent_tracker.core.text import clean_text

from ..models import Pack
from .issuing import check_issuable, issue_pack


@transaction.atomic
def ask_for_issue(*, by: Access, pack: Pack, reason: str = "") -> Pack:
    """Have the worker make the next issue. A second and later issue says what it corrects."""
    by.require(Permission.EDIT_PACK)
    row = get(Pack.objects.within(by).select_related("round"), "pack", lock=True, pk=pack.pk)
    why = clean_text(reason, "reason", label="Reason", max_length=1000)
    check_issuable(by, row, why)
    job = Job.objects.filter(pk=row.job_id).first() if row.job_id else None
    if job is not None and state_of(job)[0] in ("waiting", "running"):
        raise Closed("This pack is being made already; wait for it.")
    result = make_issue.enqueue(
        partnership_id=str(by.partnership_id), user_id=str(by.user_id), pack_id=str(row.pk), reason=why
    )
    row.job_id = uuid.UUID(result.id)
    return save(row, "Issue asked for")


@task()
def make_issue(*, partnership_id: str, user_id: str, pack_id: str, reason: str) -> None:
    """Background work: issue a pack in the name of who asked for it, telling how far it is."""
    slug = Partnership.objects.values_list("slug", flat=True).get(pk=partnership_id)
    access = enter_user(User.objects.get(pk=user_id), slug)
    pack = get(Pack.objects.within(access), "pack", pk=pack_id)
    issue_pack(by=access, pack=pack, reason=reason, progress=report_progress)
