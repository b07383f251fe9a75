"""A pack is drawn and frozen, its editions under one number; an issue is corrected only by the next one."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.db import transaction
from django.db.models import Max

from partners.models import Webhook
from partners.roles import Permission
from partners.tenancy import Access
from partners.webhooks import announce
from plans.models import Action
from prevent_tracker.core import clock
from prevent_tracker.core.errors import Closed, Invalid
from prevent_tracker.core.jobs import Cancelled
from prevent_tracker.core.rows import get

from ..document import Document
from ..editions import NoEdition, edition
from ..models import Edition, Issue, Pack
from ..render.pdf import RenderCancelled, render_pdf
from ..snapshot import snapshot
from .freezing import follows, freeze, page_count
from .section_cache import StoredSections
from .watching import NOBODY, Steps, Watcher

READING, FREEZING = "Reading the quarter", "Freezing the issue"
DRAWING = {Edition.BOARD: "Drawing the board’s edition", Edition.PARTNER: "Drawing the partners’ edition"}


@dataclass(frozen=True)
class _Drawn:
    edition: str
    document: Document
    pdf: bytes


def check_makeable(by: Access, pack: Pack) -> None:
    """Raises `Closed` where there is nothing to make a pack of."""
    if not Action.objects.within(by).filter(plan=pack.round.plan_id).exists():
        raise Closed("This plan has no actions yet: add some, or bring a plan in from a file. Then make the pack.")


def check_issuable(by: Access, pack: Pack, reason: str) -> int:
    """The number of the next issue; raises where there can be none."""
    if pack.round.closed_at is None:
        raise Closed(f"Close {pack.round.label} first: a pack is issued from agreed statuses.")
    check_makeable(by, pack)
    if not pack.headline:
        raise Invalid({"headline": "Write the headline before issuing: it is the first thing the board reads."})
    last = last_number(by, pack)
    if last and not reason:
        raise Invalid({"reason": f"Say what this issue corrects: it supersedes issue {last}."})
    return last + 1


def last_number(by: Access, pack: Pack) -> int:
    """0 before the first issue."""
    issued = Issue.objects.within(by).filter(pack=pack, edition=Edition.BOARD)
    return int(issued.aggregate(last=Max("number"))["last"] or 0)


@transaction.atomic
def issue_pack(*, by: Access, pack: Pack, reason: str = "", watcher: Watcher = NOBODY) -> Issue:
    """Draw a pack and freeze the board's and the partners' editions under the next number; the board's is returned.

    The pack is not locked while it is drawn, so that its words can be saved meanwhile (they go into the next issue).
    Raises `Closed` where somebody else issued it meanwhile, `jobs.Cancelled`, and `RenderError`.
    """
    by.require(Permission.EDIT_PACK)
    row = get(Pack.objects.within(by).select_related("round__plan", "board", "meeting"), "pack", pk=pack.pk)
    number = check_issuable(by, row, reason)
    steps, sections = Steps((READING, *DRAWING.values(), FREEZING), watcher), StoredSections(by, row)
    steps.begin(READING)
    board = snapshot(by, row, moment=clock.now(), version=f"Issue {number}")
    drawn = [_drawn(by, row, board, Edition.BOARD, sections, steps)]
    drawn += [_drawn(by, row, partner, Edition.PARTNER, sections, steps) for partner in _for_partners(board)]
    steps.begin(FREEZING)
    get(Pack.objects.within(by), "pack", lock=True, pk=row.pk)
    if last_number(by, row) != number - 1:
        raise Closed(f"Issue {number} was made meanwhile: look at it before you issue another.")
    issues = [_frozen(by, row, each, number, reason) for each in drawn]
    sections.keep()
    _announce(by, issues[0], row)
    steps.go_on()
    steps.end()
    return issues[0]


def _for_partners(board: Document) -> list[Document]:
    """The partners' edition; none where the plan is restricted as a whole."""
    try:
        return [edition(board, Edition.PARTNER)]
    except NoEdition:
        return []


def _drawn(by: Access, pack: Pack, document: Document, name: Edition, sections: StoredSections, steps: Steps) -> _Drawn:
    steps.begin(DRAWING[name])
    chained = replace(document, follows=follows(by, plan=pack.round.plan, pack=pack, edition=name))
    return _Drawn(name, chained, draw(chained, sections, steps))


def draw(document: Document, sections: StoredSections, steps: Steps) -> bytes:
    """The PDF of a document, telling each section. Raises `jobs.Cancelled` and `RenderError`."""
    watcher = steps.watcher
    try:
        return render_pdf(
            document, steps.within, cache=sections, cancelled=watcher.is_cancelled, processes=watcher.processes
        )
    except RenderCancelled as error:
        raise Cancelled from error


def _frozen(by: Access, pack: Pack, drawn: _Drawn, number: int, reason: str) -> Issue:
    return freeze(
        by, drawn.document, drawn.pdf, pages=page_count(drawn.pdf), plan=pack.round.plan, pack=pack,
        edition=drawn.edition, number=number, reason=reason,
    )  # fmt: skip


def _announce(by: Access, issue: Issue, pack: Pack) -> None:
    """To the partnership's own webhooks: an agency's key reads no packs unless it may."""
    data = {
        "pack": {"id": str(pack.pk), "board": pack.board.slug, "round": pack.round.slug, "plan": pack.round.plan.slug},
        "issue": {"id": str(issue.pk), "number": issue.number, "pdf_sha256": issue.pdf_sha256, "pages": issue.pages},
    }
    announce(by, Webhook.Event.PACK_ISSUED, data, agencies=())
