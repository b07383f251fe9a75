"""Which style a pack is put together in: built in or the partnership's own, as the board has it or the pack itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from partners.roles import Permission
from partners.tenancy import Access

from .models import Pack, PackStyle
from .styles import STYLES, Style, style_named
from .styles.about import SENTENCES
from .styles.own import read_style, with_contents

Contents = Sequence[Mapping[str, str]]


def layout_of(access: Access, pack: Pack) -> Style:
    """The style of a pack as it stands, with the pack's own contents. One query, for a style that is not built in."""
    name = pack.style or pack.board.style
    style = layout_named(access, name)
    return with_contents(style, pack.contents) if pack.contents else style


def layout_named(access: Access, name: str) -> Style:
    """The style of that name, archived ones included. Raises `UnknownStyle`."""
    if name in STYLES:
        return STYLES[name]
    own = PackStyle.objects.within(access).filter(slug=name)
    return layout_from(name, None, {row.slug: row for row in own})


def layout_from(name: str, contents: Contents | None, own: Mapping[str, PackStyle]) -> Style:
    """The style of that name, built in or among `own` by slug, with `contents` where they are given.

    For rows that were read already, such as those of a moment in the past. Raises `UnknownStyle`.
    """
    row = own.get(name) if name not in STYLES else None
    style = read_style(row.layout) if row is not None else style_named(name)
    return with_contents(style, contents) if contents else style


def choices(access: Access) -> list[tuple[str, str]]:
    """(name, label) of every style that a board or a pack may have, for a select: built-in ones first."""
    access.require(Permission.VIEW_PACK)
    own = PackStyle.objects.within(access).filter(archived_at=None).values_list("slug", "label")
    return [*((name, STYLES[name].label) for name in SENTENCES), *own]
