"""Packs as an agency's contributor reads them: the partners' edition, and on the screen what is its own besides."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from partners.models import Agency
from partners.roles import Permission
from partners.tenancy import Access
from prevent_tracker.core.rows import get

from ..document import Document, from_json
from ..editions import edition
from ..models import Edition, Issue
from .issues import LIGHT


def partner_issues(access: Access) -> QuerySet[Issue]:
    """Partners' editions without their files, the newest round first, and within a pack the newest issue; with
    `is_current`."""
    access.require(Permission.VIEW_PARTNER_PACK)
    rows = Issue.objects.within(access).filter(edition=Edition.PARTNER, pack__isnull=False)
    newer = rows.filter(pack=OuterRef("pack"), number__gt=OuterRef("number"))
    rows = rows.defer(*LIGHT).annotate(is_current=~Exists(newer)).select_related("pack__board", "pack__round__plan")
    return rows.order_by("-pack__round__starts_on", "pack__board__name", "-number")


def partner_issue(access: Access, pk: str) -> Issue:
    """One of them, with its files; an issue in another edition is not found."""
    access.require(Permission.VIEW_PARTNER_PACK)
    rows = Issue.objects.within(access).filter(edition=Edition.PARTNER, pack__isnull=False)
    return get(rows.select_related("pack__board", "pack__round__plan"), "issue", pk=pk)


def own_document(access: Access, issue: Issue) -> Document:
    """The partners' edition with what is restricted but the reader's agency's own, drawn from what was frozen for the
    board under the same number."""
    access.require(Permission.VIEW_PARTNER_PACK)
    frozen = from_json(issue.document)
    board = Issue.objects.within(access).filter(pack=issue.pack_id, number=issue.number, edition=Edition.BOARD).first()
    if board is None or access.agency_id is None:
        return frozen
    agency = get(Agency.objects.within(access), "agency", pk=access.agency_id)
    own = edition(from_json(board.document), Edition.PARTNER, agency=agency.name, agency_key=str(agency.pk))
    return frozen if own.objectives == frozen.objectives else own
