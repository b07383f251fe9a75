"""What was reviewed becomes public: drawn by the worker, frozen, shown on a page of its own, or taken away again."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django_tasks import task

from partners.models import Partnership, User
from partners.roles import Permission
from partners.tenancy import Access, enter_user
from plans.models import Plan
from plans.services.saving import check_version, hold_plan, same_partnership, save
from prevent_tracker.core import clock
from prevent_tracker.core.errors import Closed, DomainError, Invalid
from prevent_tracker.core.jobs import Refused, report_progress
from prevent_tracker.core.rows import get
from prevent_tracker.core.screening import screened
from prevent_tracker.core.text import clean_text

from ..models import Edition, Issue, Pack, Publication
from ..queries.publishing import standing
from ..render.pdf import RenderError, render_pdf
from .freezing import freeze, page_count
from .proposing import Proposed, proposed
from .watching import NOBODY, Steps, Watcher

DRAWING = "Drawing the public edition"
CHANGED = "What you looked at has changed: look again, then release what you see."


@dataclass(frozen=True)
class Reviewed:
    """What somebody looked at and decided: the digest of the document that they saw, and the moment of a plan's; why it
    supersedes the issue before; whether search engines may list the page (None: as it is)."""

    sha256: str
    moment: dt.datetime | None = None
    reason: str = ""
    is_indexable: bool | None = None


@transaction.atomic
def ask_for_release(*, by: Access, plan: Plan, pack: Pack | None, reviewed: Reviewed) -> None:
    """Have the worker make public what was reviewed of a pack, or of a plan by itself; refused at once where it could
    not be."""
    by.require(Permission.EDIT_PACK)
    same_partnership(by, plan=plan, pack=pack)
    row = hold_plan(by, plan.pk)
    reason = _checked(proposed(by, row, pack, reviewed.moment), reviewed)
    if standing(by, row, pack).is_being_made:
        raise Closed("This is being made public already; wait for it.")
    make_public.enqueue(
        partnership_id=str(by.partnership_id),
        user_id=str(by.user_id),
        plan_id=str(row.pk),
        pack_id=str(pack.pk) if pack else "",
        moment=reviewed.moment.isoformat() if reviewed.moment else "",
        sha256=reviewed.sha256,
        reason=reason,
        is_indexable=reviewed.is_indexable,
    )


@task()
def make_public(
    *,
    partnership_id: str,
    user_id: str,
    plan_id: str,
    pack_id: str,
    moment: str,
    sha256: str,
    reason: str,
    is_indexable: bool | None,
) -> None:
    """Background work: release what was reviewed, in the name of who asked. Refused where it is not what was
    reviewed any more: the page says so, and shows what it is now."""
    slug = Partnership.objects.values_list("slug", flat=True).get(pk=partnership_id)
    by = enter_user(User.objects.get(pk=user_id), slug)
    plan = get(Plan.objects.within(by), "plan", pk=plan_id)
    pack = get(Pack.objects.within(by), "pack", pk=pack_id) if pack_id else None
    seen = Reviewed(sha256, dt.datetime.fromisoformat(moment) if moment else None, reason, is_indexable)
    try:
        with screened(by):  # what was confirmed as it was asked for is known here
            _release(by, plan, pack, seen, Watcher(report_progress, processes=settings.PACK_PROCESSES))
    except (DomainError, RenderError) as error:
        raise Refused(str(error)) from error


def release(
    *, by: Access, pack: Pack, reviewed_sha256: str, reason: str = "", is_indexable: bool | None = None
) -> Issue:
    """Make the public edition of a pack's latest issue public, as it was reviewed. Raises `Closed` where there is
    nothing to release, or where it is no longer what was reviewed; `RenderError` where it cannot be drawn."""
    return _release(by, pack.round.plan, pack, Reviewed(reviewed_sha256, None, reason, is_indexable))


def publish_plan(
    *,
    by: Access,
    plan: Plan,
    moment: dt.datetime,
    reviewed_sha256: str,
    reason: str = "",
    is_indexable: bool | None = None,
) -> Issue:
    """Make a plan by itself public, as it was reviewed as at `moment`. Raises as `release` does."""
    return _release(by, plan, None, Reviewed(reviewed_sha256, moment, reason, is_indexable))


@transaction.atomic
def _release(by: Access, plan: Plan, pack: Pack | None, reviewed: Reviewed, watcher: Watcher = NOBODY) -> Issue:
    """Nothing is locked while the PDF is drawn; what was drawn is compared once more before it is frozen."""
    by.require(Permission.EDIT_PACK)
    same_partnership(by, plan=plan, pack=pack)
    steps = Steps((DRAWING,), watcher)
    steps.begin(DRAWING)
    seen = proposed(by, get(Plan.objects.within(by), "plan", pk=plan.pk), pack, reviewed.moment)
    reason = _checked(seen, reviewed)
    pdf = render_pdf(seen.document, steps.within, processes=watcher.processes)
    now = proposed(by, hold_plan(by, plan.pk), pack, reviewed.moment)
    _checked(now, reviewed)
    issue = freeze(
        by, now.document, pdf, pages=page_count(pdf), plan=plan, pack=pack, edition=Edition.PUBLIC,
        number=now.number, reason=reason,
    )  # fmt: skip
    _show(by, plan, pack, now, issue, reviewed.is_indexable)
    return issue


def _checked(found: Proposed, reviewed: Reviewed) -> str:
    """The reason as it is printed; raises where what would be released is not what was reviewed."""
    if found.sha256 != reviewed.sha256:
        raise Closed(CHANGED)
    reason = clean_text(reviewed.reason, "reason", label="Reason", max_length=1000)
    if found.last is not None and not reason:
        raise Invalid({"reason": f"Say why this supersedes issue {found.last.number}: public readers see the reason."})
    return reason or ("" if found.number == 1 else "First public edition")


def _show(
    by: Access, plan: Plan, pack: Pack | None, shown: Proposed, issue: Issue, is_indexable: bool | None
) -> Publication:
    """The page of an issue: made with the first; one that was withdrawn shows what was issued from now on."""
    rows = Publication.objects.within(by).filter(plan=plan, pack=pack)
    row = rows.select_for_update(of=("self",), no_key=True).first()
    if row is None:
        row = Publication(
            partnership=by.partnership, plan=plan, pack=pack, address=shown.address, published_at=issue.issued_at,
            version=0,
        )  # fmt: skip
    if row.withdrawn_at is not None:
        row.published_at, row.withdrawn_at, row.withdrawn_reason = issue.issued_at, None, ""
    row.partnership_name, row.title = shown.document.partnership, shown.title
    row.is_indexable = row.is_indexable if is_indexable is None else is_indexable
    row.version += 1
    return save(row, f"Issue {issue.number} made public")


@transaction.atomic
def withdraw(*, by: Access, publication: Publication, reason: str) -> Publication:
    """Take a page away from the public, at once, with all its issues. Whoever asks for it then finds nothing."""
    row = _held(by, publication)
    if row.withdrawn_at is not None:
        raise Closed("This page is withdrawn already.")
    row.withdrawn_reason = clean_text(reason, "reason", label="Reason", max_length=1000, required=True)
    row.withdrawn_at = clock.now()
    row.version += 1
    return save(row, "Withdrawn from the public")


@transaction.atomic
def republish(*, by: Access, publication: Publication) -> Publication:
    """Put a page back as it was when it was withdrawn."""
    row = _held(by, publication)
    if row.withdrawn_at is None:
        raise Closed("This page is public: there is nothing to put back.")
    row.withdrawn_at, row.withdrawn_reason = None, ""
    row.version += 1
    return save(row, "Put back as it was")


@transaction.atomic
def set_indexable(
    *, by: Access, publication: Publication, is_indexable: bool, expected_version: int | None = None
) -> Publication:
    """Say whether search engines may list a page."""
    row = _held(by, publication)
    check_version(row, expected_version, ("is_indexable",))
    row.is_indexable = is_indexable
    row.version += 1
    return save(row, "Search engines may list it" if is_indexable else "Search engines may not list it")


def _held(by: Access, publication: Publication) -> Publication:
    by.require(Permission.EDIT_PACK)
    same_partnership(by, publication=publication)
    return get(Publication.objects.within(by), "publication", lock=True, pk=publication.pk)
