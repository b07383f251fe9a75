"""Writes of packs: drafted, written, issued; an issue is frozen, and corrected only by the next one."""

from __future__ import annotations

import hashlib
import io
import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pikepdf
import weasyprint
from django.db import transaction
from django.db.models import Max
from django_tasks import task

from partners.models import Board, Meeting, Partnership, User, Webhook
from partners.roles import Permission
from partners.tenancy import Access, enter_user
from partners.webhooks import announce
from plans.models import Plan, Round
from plans.services.saving import check_version, same_partnership, save
from prevent_tracker.core import clock
from prevent_tracker.core.errors import Closed, Invalid
from prevent_tracker.core.jobs import report_progress, state_of
from prevent_tracker.core.models import Job
from prevent_tracker.core.rows import get
from prevent_tracker.core.text import clean_cells, clean_text
from prevent_tracker.version import VERSION

from . import document as doc
from .models import Edition, Issue, Pack
from .render.html import render_html
from .render.pdf import render_pdf
from .seal import Sealed, seal
from .snapshot import moment_of, snapshot

Progress = Callable[[str, int, int], None]
_SEALED = (
    "number", "document_sha256", "html_sha256", "pdf_sha256", "as_at", "issued_at", "issued_by", "reason",
    "previous_seal",
)  # fmt: skip
HEADLINE_LENGTH = 500
NARRATIVE_LENGTH = 6000
CONTACT_FIELDS = ("author", "contact", "lead_officer")  # officers whom the board may ask: printed on every paper
COVER_FIELDS = ("decision_maker", "lead_officer", "author", "contact", "classification", "purpose")


@transaction.atomic
def draft_pack(*, by: Access, board: Board, round: Round, meeting: Meeting | None = None) -> Pack:  # noqa: A002  the domain's word
    """The pack of a board about a round; the one that is there already, if any."""
    by.require(Permission.EDIT_PACK)
    same_partnership(by, board=board, round=round, meeting=meeting)
    if round.opened_at is None:
        raise Closed(f"{round.label} has not been opened yet: there is nothing to report.")
    stored = Pack.objects.within(by).filter(board=board, round=round).first()
    if stored is not None:
        return stored
    cover = {
        "decision_maker": board.name,
        "classification": "OFFICIAL",
        "purpose": "For discussion",
        "author": by.actor_name,
    }
    pack = Pack(partnership=by.partnership, board=board, round=round, meeting=meeting, cover=cover)
    return save(pack, "Pack drafted")


@transaction.atomic
def write_pack(
    *,
    by: Access,
    pack: Pack,
    headline: str,
    narrative: str,
    recommendations: Sequence[str],
    marking: str,
    meeting: Meeting | None,
    cover: Mapping[str, Any],
    expected_version: int | None = None,
) -> Pack:
    """The words around the figures: headline, narrative, numbered recommendations, cover report fields."""
    by.require(Permission.EDIT_PACK)
    row = get(Pack.objects.within(by), "pack", lock=True, pk=pack.pk)
    check_version(row, expected_version, ("headline", "narrative"))
    same_partnership(by, meeting=meeting)
    row.headline = clean_text(headline, "headline", label="Headline", max_length=HEADLINE_LENGTH)
    row.narrative = clean_text(narrative, "narrative", label="Narrative", max_length=NARRATIVE_LENGTH)
    row.recommendations = [
        clean_text(text, "recommendations", label="Recommendation", max_length=1000)
        for text in recommendations
        if text.strip()
    ]
    row.marking = clean_text(marking, "marking", label="Marking", max_length=60, required=True)
    row.meeting = meeting
    words = {name: value for name, value in cover.items() if name not in CONTACT_FIELDS}
    row.cover = {**row.cover, **cover, **clean_cells(words)}
    row.version += 1
    return save(row, "Pack written")


def draft_document(access: Access, pack: Pack) -> doc.Document:
    """The pack as it would be issued now, for preview."""
    access.require(Permission.VIEW_PACK)
    return snapshot(access, pack, moment=moment_of(pack.round, clock.now()))


@transaction.atomic
def ask_for_issue(*, by: Access, pack: Pack, reason: str = "") -> Pack:
    """Have the worker make the next issue. A second and later issue says what it corrects."""
    by.require(Permission.EDIT_PACK)
    row = get(Pack.objects.within(by).select_related("round"), "pack", lock=True, pk=pack.pk)
    why = clean_text(reason, "reason", label="Reason", max_length=1000)
    _check_issuable(by, row, why)
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


def _check_issuable(by: Access, pack: Pack, reason: str) -> int:
    """The number of the next issue; raises where there can be none."""
    if pack.round.closed_at is None:
        raise Closed(f"Close {pack.round.label} first: a pack is issued from agreed statuses.")
    if not pack.headline:
        raise Invalid({"headline": "Write the headline before issuing: it is the first thing the board reads."})
    last = Issue.objects.within(by).filter(pack=pack).aggregate(last=Max("number"))["last"] or 0
    if last and not reason:
        raise Invalid({"reason": f"Say what this issue corrects: it supersedes issue {last}."})
    return int(last) + 1


@transaction.atomic
def issue_pack(*, by: Access, pack: Pack, reason: str = "", progress: Progress | None = None) -> Issue:
    """Draw a pack and freeze it: document, HTML, PDF and their hashes. A correction is the next number.

    The pack is not locked while it is drawn, so that its words can be saved meanwhile (they go into the next issue);
    the database refuses a second issue of the same number.
    """
    by.require(Permission.EDIT_PACK)
    row = get(Pack.objects.within(by).select_related("round__plan", "board", "meeting"), "pack", pk=pack.pk)
    number = _check_issuable(by, row, reason)
    tell = progress or (lambda words, done, total: None)
    tell("Reading the quarter", 0, 5)
    document = snapshot(by, row, moment=moment_of(row.round, clock.now()), version=f"Issue {number}")
    pdf = render_pdf(document, lambda words, done, total: tell(words, done + 1, total + 1))
    issue = freeze(
        by,
        document,
        pdf,
        pages=_page_count(pdf),
        plan=row.round.plan,
        pack=row,
        edition=Edition.BOARD,
        number=number,
        reason=reason,
    )
    _announce(by, issue, row)
    return issue


def freeze(
    by: Access,
    document: doc.Document,
    pdf: bytes,
    *,
    pages: int,
    plan: Plan,
    pack: Pack | None,
    edition: str,
    number: int,
    reason: str,
) -> Issue:
    """Store an edition as it was drawn, sealed and chained to the number before: all issues are made here."""
    text, html = doc.to_json(document), render_html(document)
    last = Issue.objects.within(by).filter(plan=plan, pack=pack, edition=edition).order_by("number").last()
    issue = Issue(
        partnership=by.partnership,
        plan=plan,
        pack=pack,
        edition=edition,
        number=number,
        document=text,
        document_sha256=hashlib.sha256(text.encode()).hexdigest(),
        html=html,
        html_sha256=hashlib.sha256(html.encode()).hexdigest(),
        pdf=pdf,
        pdf_sha256=hashlib.sha256(pdf).hexdigest(),
        pages=pages,
        reason=reason,
        as_at=document.as_at,
        issued_at=clock.now(),
        issued_by=by.actor_name,
        made_with=made_with(),
        previous_seal=last.seal_sha256 if last else "",
    )
    issue.seal_sha256 = seal(sealed(issue))
    issue.save(force_insert=True)
    return issue


def sealed(issue: Issue) -> Sealed:
    """What the seal of an issue covers, as it stands in the database."""
    return Sealed(
        partnership=str(issue.partnership_id),
        plan=str(issue.plan_id),
        pack=str(issue.pack_id or ""),
        edition=str(issue.edition),
        **{name: getattr(issue, name) for name in _SEALED},
    )


def made_with() -> str:
    """What draws packs here, with its versions."""
    return f"prevent-tracker {VERSION}, WeasyPrint {weasyprint.__version__}"


def _announce(by: Access, issue: Issue, pack: Pack) -> None:
    """To the partnership's own webhooks: an agency's key reads no packs unless it may."""
    data = {
        "pack": {"id": str(pack.pk), "board": pack.board.slug, "round": pack.round.slug, "plan": pack.round.plan.slug},
        "issue": {"id": str(issue.pk), "number": issue.number, "pdf_sha256": issue.pdf_sha256, "pages": issue.pages},
    }
    announce(by, Webhook.Event.PACK_ISSUED, data, agencies=())


def _page_count(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)
