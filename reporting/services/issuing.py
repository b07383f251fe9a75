"""A pack is drawn and frozen; an issue is corrected only by the next one."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
from django.db import transaction
from django.db.models import Max

from partners.models import Webhook
from partners.roles import Permission
from partners.tenancy import Access
from partners.webhooks import announce
from prevent_tracker.core import clock
from prevent_tracker.core.errors import Closed, Invalid
from prevent_tracker.core.rows import get

from ..models import Edition, Issue, Pack
from ..render.pdf import render_pdf
from ..snapshot import snapshot
from .freezing import freeze

Progress = Callable[[str, int, int], None]


def check_issuable(by: Access, pack: Pack, reason: str) -> int:
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
    number = check_issuable(by, row, reason)
    tell = progress or (lambda words, done, total: None)
    tell("Reading the quarter", 0, 5)
    document = snapshot(by, row, moment=clock.now(), version=f"Issue {number}")
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
