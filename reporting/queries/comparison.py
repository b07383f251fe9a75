"""What a pack can be compared with."""

from __future__ import annotations

from django.db.models import QuerySet

from partners.roles import Permission
from partners.tenancy import Access

from ..models import Edition, Issue, Pack
from .issues import LIGHT


def comparable(access: Access, pack: Pack) -> QuerySet[Issue]:
    """The boards' issues about the plan of a pack, without their files, newest first."""
    access.require(Permission.EDIT_PACK)
    rows = Issue.objects.within(access).filter(edition=Edition.BOARD, plan=pack.round.plan, pack__isnull=False)
    rows = rows.select_related("pack__board", "pack__round").defer(*LIGHT)
    return rows.order_by("-pack__round__starts_on", "pack__board__name", "-number")
