"""A partnership's own styles, and what all its packs carry."""

from __future__ import annotations

from django.db.models import QuerySet

from partners.models import Board
from partners.roles import Permission
from partners.tenancy import Access
from prevent_tracker.core.rows import get

from ..models import Pack, PackSettings, PackStyle

RECENT = 20  # packs to try a style on


def own_styles(access: Access) -> QuerySet[PackStyle]:
    """Every style of the partnership's own, those in use first."""
    access.require(Permission.EDIT_PACK)
    return PackStyle.objects.within(access).order_by("archived_at", "label")


def own_style(access: Access, slug: str) -> PackStyle:
    return get(own_styles(access), "style", slug=slug)


def boards_by_style(access: Access) -> dict[str, list[Board]]:
    """The boards that have each style, by its name."""
    access.require(Permission.EDIT_PACK)
    found: dict[str, list[Board]] = {}
    for board in Board.objects.within(access).order_by("name"):
        found.setdefault(board.style, []).append(board)
    return found


def to_try_on(access: Access) -> QuerySet[Pack]:
    """The packs of the latest rounds, newest first, for a look at a style before it is saved."""
    access.require(Permission.EDIT_PACK)
    rows = Pack.objects.within(access).select_related("board", "round__plan", "meeting")
    return rows.order_by("-round__starts_on", "board__name")[:RECENT]


def pack_settings(access: Access) -> PackSettings:
    """What packs carry. Where nothing was set: blank, not saved, with version 0."""
    access.require(Permission.VIEW_PACK)
    stored = PackSettings.objects.within(access).first()
    return stored or PackSettings(partnership=access.partnership, version=0)
