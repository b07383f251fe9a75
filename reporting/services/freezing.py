"""An edition is stored as it was drawn, under its seal. All issues are made here."""

from __future__ import annotations

import hashlib
import io

import pikepdf
import weasyprint

from partners.tenancy import Access
from plans.models import Plan
from prevent_tracker.core import clock
from prevent_tracker.version import VERSION

from .. import document as doc
from ..models import Issue, Pack
from ..render.html import render_html
from ..seal import seal


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
    issue.seal_sha256 = seal(issue.sealed)
    issue.save(force_insert=True)
    return issue


def follows(by: Access, *, plan: Plan, pack: Pack | None, edition: str) -> str:
    """The issue that the next one of an edition follows, and the first digits of its seal; "" for a first one."""
    last = (
        Issue.objects.within(by)
        .filter(plan=plan, pack=pack, edition=edition)
        .order_by("number")
        .only("number", "seal_sha256")
        .last()
    )
    return f"Issue {last.number}, seal {last.seal_sha256[:16]}" if last else ""


def page_count(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)


def made_with() -> str:
    """What draws packs here, with its versions."""
    return f"prevent-tracker {VERSION}, WeasyPrint {weasyprint.__version__}"
