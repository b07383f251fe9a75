"""How what is public stands, or could stand, for those who decide about it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from partners.roles import Permission
from partners.tenancy import Access
from plans.models import Plan
from prevent_tracker.core.jobs import state_of
from prevent_tracker.core.models import Job, JobProgress
from prevent_tracker.core.rows import get

from ..models import Edition, Issue, Pack, Publication

MADE_BY = "reporting.services.publishing.make_public"  # the background work that draws a public edition
_FILES = ("html", "pdf")


@dataclass(frozen=True)
class Standing:
    """What of a plan by itself (`pack` None) or of a pack is public: its page, if there ever was one, and the last
    public issue. `making` is how the work on the next one stands (core.jobs.state_of), "" where none was asked for,
    `progress` how far it is, `refusal` why it was not done."""

    plan: Plan
    pack: Pack | None
    publication: Publication | None
    last: Issue | None
    making: str = ""
    progress: JobProgress | None = None
    refusal: str = ""

    @property
    def is_public(self) -> bool:
        return self.publication is not None and self.publication.withdrawn_at is None

    @property
    def is_being_made(self) -> bool:
        return self.making in ("waiting", "running")


def standing(access: Access, plan: Plan, pack: Pack | None) -> Standing:
    access.require(Permission.VIEW_PLAN)
    page = page_of(access, plan, pack)
    last = issues_of(access, plan, pack, Edition.PUBLIC).defer("document", *_FILES).first()
    of = {"args__plan_id": str(plan.pk), "args__pack_id": str(pack.pk) if pack else ""}
    job = Job.objects.filter(task=MADE_BY, **of).order_by("-created_at").first()
    making, progress = state_of(job) if job else ("", None)
    return Standing(plan, pack, page, last, making, progress, job.refusal if job else "")


def page_of(access: Access, plan: Plan, pack: Pack | None) -> Publication | None:
    """The page of a pack or of a plan by itself, withdrawn or not; None where there never was one."""
    access.require(Permission.VIEW_PLAN)
    return Publication.objects.within(access).filter(plan=plan, pack=pack).first()


def publication(access: Access, pk: str) -> Publication:
    """A page that is or was public, by its id."""
    access.require(Permission.EDIT_PACK)
    rows = Publication.objects.within(access).select_related("plan", "pack__board", "pack__round__plan")
    return get(rows, "public page", pk=pk)


def issues_of(access: Access, plan: Plan, pack: Pack | None, edition: str) -> QuerySet[Issue]:
    """Newest first, without the files."""
    return Issue.objects.within(access).filter(plan=plan, pack=pack, edition=edition).defer(*_FILES).order_by("-number")
