"""What can be made public, as a reviewer sees it before it goes, and how what is public stands."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from django.db.models import QuerySet

from partners.roles import Permission
from partners.tenancy import Access
from plans.models import Plan
from plans.rules.held_names import HeldNames
from prevent_tracker.core import clock
from prevent_tracker.core.errors import Closed
from prevent_tracker.core.jobs import state_of
from prevent_tracker.core.models import Job, JobProgress
from prevent_tracker.core.rows import get

from .. import document as doc
from ..comparing import compare
from ..editions import NoEdition, edition
from ..models import Edition, Issue, Pack, Publication
from ..public_edition import texts
from ..snapshot import snapshot_plan
from .held_names import held_now

MADE_BY = "reporting.services.publishing.make_public"  # the background work that draws a public edition
STAGES = (Plan.Stage.ENDORSED, Plan.Stage.PUBLISHED)
_LIGHT = ("html", "pdf")
_SIGN = "\x1f"  # stands in no text


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
    def is_withdrawn(self) -> bool:
        return self.publication is not None and self.publication.withdrawn_at is not None

    @property
    def is_being_made(self) -> bool:
        return self.making in ("waiting", "running")


@dataclass(frozen=True)
class Proposed:
    """The public edition that would be released now; `sha256` is the digest of its document. `moment` is that of a
    plan's document, which is drawn for the review; a pack's is drawn from its issue. `held`: names in it that
    readers do not see."""

    document: doc.Document
    number: int
    address: str
    moment: dt.datetime
    last: Issue | None
    held: tuple[str, ...]

    @property
    def sha256(self) -> str:
        return doc.digest(self.document)

    @property
    def title(self) -> str:
        return f"{self.document.title} ({self.document.board})" if self.document.board else self.document.title

    @property
    def changes(self) -> doc.ComparisonFacts | None:
        """What differs from the last public issue; None for a first one."""
        if self.last is None:
            return None
        before = doc.from_json(self.last.document)
        return compare(before, self.document, before_label=before.version, after_label=self.document.version)


def standing(access: Access, plan: Plan, pack: Pack | None) -> Standing:
    access.require(Permission.VIEW_PLAN)
    page = Publication.objects.within(access).filter(plan=plan, pack=pack).first()
    last = _issues(access, plan, pack, Edition.PUBLIC).defer("document", *_LIGHT).first()
    of = {"args__plan_id": str(plan.pk), "args__pack_id": str(pack.pk) if pack else ""}
    job = Job.objects.filter(task=MADE_BY, **of).order_by("-created_at").first()
    making, progress = state_of(job) if job else ("", None)
    return Standing(plan, pack, page, last, making, progress, job.refusal if job else "")


def publication(access: Access, pk: str) -> Publication:
    """A page that is or was public, by its id."""
    access.require(Permission.EDIT_PACK)
    rows = Publication.objects.within(access).select_related("plan", "pack__board", "pack__round__plan")
    return get(rows, "public page", pk=pk)


def proposed(access: Access, plan: Plan, pack: Pack | None, moment: dt.datetime | None = None) -> Proposed:
    """The public edition that would be released now, of a pack or of a plan by itself. `moment`: when a plan was
    reviewed, None for now. Raises `Closed`, with what to do, where there is none."""
    access.require(Permission.EDIT_PACK)
    last = _issues(access, plan, pack, Edition.PUBLIC).first()
    if pack is None:
        return _proposed_plan(access, plan, moment or clock.now(), last)
    return _proposed_pack(access, plan, pack, last)


def _proposed_pack(access: Access, plan: Plan, pack: Pack, last: Issue | None) -> Proposed:
    """From the document that was frozen for the board. Names held back are those held then and not released since, and
    those held now."""
    board = _issues(access, plan, pack, Edition.BOARD).first()
    if board is None:
        raise Closed("Issue the pack first: what becomes public is drawn from what the board was given.")
    if last is not None and last.number >= board.number:
        raise Closed(f"Issue {last.number} is public. There is nothing newer: issue a correction to have it replaced.")
    frozen = doc.from_json(board.document)
    frozen = replace(frozen, held_names=held_now(access, frozen.held_names))
    address = f"{access.partnership.slug}/{plan.slug}/{pack.round.slug}-{pack.board.slug}"
    return Proposed(_public(frozen, last), board.number, address, frozen.as_at, last, _names_in(frozen))


def _proposed_plan(access: Access, plan: Plan, moment: dt.datetime, last: Issue | None) -> Proposed:
    """As the plan stands now, under the moment at which it was reviewed: any change since shows as another digest."""
    if plan.stage not in STAGES:
        raise Closed("Only an endorsed or published plan can be made public by itself. Say first that it is endorsed.")
    number = last.number + 1 if last else 1
    document = snapshot_plan(access, plan, moment=clock.now(), version=f"Issue {number}")
    found = _public(replace(document, as_at=moment), last)
    if last is not None and _same(doc.from_json(last.document), found):
        raise Closed(f"Issue {last.number} is public, and nothing that readers see has changed since.")
    address = f"{access.partnership.slug}/{plan.slug}"
    return Proposed(found, number, address, moment, last, _names_in(document))


def _public(document: doc.Document, last: Issue | None) -> doc.Document:
    try:
        found = edition(document, Edition.PUBLIC)
    except NoEdition as error:
        raise Closed(str(error)) from None
    return replace(found, follows=f"Issue {last.number}, seal {last.seal_sha256[:16]}") if last else found


def _names_in(document: doc.Document) -> tuple[str, ...]:
    """Those of the held names that stand somewhere in a document, each by its latest."""
    seeker = HeldNames(
        (name, f"{_SIGN}{place}{_SIGN}") for place, held in enumerate(document.held_names) for name in held.names
    )
    signed = seeker.replace("\n".join(texts(document)))
    return tuple(held.names[0] for place, held in enumerate(document.held_names) if f"{_SIGN}{place}{_SIGN}" in signed)


def _same(before: doc.Document, after: doc.Document) -> bool:
    """Whether readers would see the same words, but for the number and the moment."""
    return before == replace(after, version=before.version, as_at=before.as_at, follows=before.follows)


def _issues(access: Access, plan: Plan, pack: Pack | None, name: str) -> QuerySet[Issue]:
    """Newest first."""
    return Issue.objects.within(access).filter(plan=plan, pack=pack, edition=name).defer(*_LIGHT).order_by("-number")
