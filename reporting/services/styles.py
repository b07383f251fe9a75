"""Styles of a partnership's own, which style a pack is put together in, and its own contents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection, transaction
from django.utils.text import slugify

from partners.models import Board
from partners.roles import Permission
from partners.tenancy import Access
from plans.services.saving import check_version, save
from prevent_tracker.core import clock, codec
from prevent_tracker.core.errors import Closed, Invalid
from prevent_tracker.core.rows import get
from prevent_tracker.core.text import clean_text

from ..layouts import choices, layout_named
from ..models import Pack, PackStyle
from ..styles import STYLES, Style, UnknownStyle
from ..styles.own import LONGEST_HEADING, NAME, checked, checked_contents

_SLUG_LENGTH = 30


@transaction.atomic
def make_style(*, by: Access, label: str, based_on: str) -> PackStyle:
    """A style of the partnership's own that begins as another one is, built in or own."""
    by.require(Permission.EDIT_PACK)
    _hold(by)
    name = clean_text(label, "label", label="Name", max_length=LONGEST_HEADING, required=True)
    _check_label(by, name)
    try:
        begins = layout_named(by, based_on)
    except UnknownStyle as error:
        raise Invalid({"based_on": f"There is no style “{based_on}” to begin with."}) from error
    slug = _free_slug(by, name)
    layout = codec.to_plain(begins) | {"name": NAME, "label": name}
    return save(PackStyle(partnership=by.partnership, slug=slug, label=name, layout=layout), "Style made")


@transaction.atomic
def change_style(
    *, by: Access, style: PackStyle, layout: Mapping[str, Any], expected_version: int | None = None
) -> PackStyle:
    """Put a style together anew: `layout` in the shape of `codec.to_plain(style)`, its label included.

    Drafts follow at once; what was issued keeps the layout it was drawn in. Raises `Invalid` with every field that is
    not right (as `styles.own.checked`), or `Stale`.
    """
    by.require(Permission.EDIT_PACK)
    _hold(by)
    row = get(PackStyle.objects.within(by), "style", lock=True, pk=style.pk)
    check_version(row, expected_version, ("label", "layout"))
    made = style_from(layout)
    _check_label(by, made.label, but=row)
    row.label, row.layout = made.label, codec.to_plain(made)
    row.version += 1
    return save(row, "Style changed")


@transaction.atomic
def archive_style(*, by: Access, style: PackStyle) -> PackStyle:
    """Take a style out of the choices. Packs that have it keep it; a board that has it chooses another one first."""
    by.require(Permission.EDIT_PACK)
    row = get(PackStyle.objects.within(by), "style", lock=True, pk=style.pk)
    boards = Board.objects.within(by).filter(style=row.slug).values_list("name", flat=True)
    if boards:
        raise Closed(f"{' and '.join(boards)} still use this style. Choose another one there first.")
    if row.archived_at is None:
        row.archived_at = clock.now()
        row.version += 1
        save(row, "Style archived")
    return row


@transaction.atomic
def set_contents(
    *, by: Access, pack: Pack, contents: Sequence[Mapping[str, Any]] | None, expected_version: int | None = None
) -> Pack:
    """The parts of this pack alone, [{"key", "heading"}] in order; None: as its style has them."""
    by.require(Permission.EDIT_PACK)
    row = get(Pack.objects.within(by), "pack", lock=True, pk=pack.pk)
    check_version(row, expected_version, ("contents",))
    row.contents = None if contents is None else contents_from(contents)
    row.version += 1
    return save(row, "Contents as the style has them" if contents is None else "Contents of this pack changed")


@transaction.atomic
def set_pack_style(*, by: Access, pack: Pack, name: str, expected_version: int | None = None) -> Pack:
    """The style of this pack alone; "" for its board's."""
    by.require(Permission.EDIT_PACK)
    row = get(Pack.objects.within(by), "pack", lock=True, pk=pack.pk)
    check_version(row, expected_version, ("style",))
    if name not in {"", row.style, *(known for known, _ in choices(by))}:
        raise Invalid({"style": "Choose one of the styles."})
    row.style = name
    row.version += 1
    return save(row, "Style chosen for this pack" if name else "Style as the board’s")


def style_from(plain: Mapping[str, Any]) -> Style:
    """A style as somebody put it together, its words cleaned: what may be stored, and shown before it is.

    Raises `Invalid` as `styles.own.checked` does, `CaseData` for a heading that looks like case data.
    """
    made = checked({**plain, "name": NAME})
    parts = [{**part, **_clean_part(part)} for part in codec.to_plain(made.parts)]
    words = {
        "label": clean_text(made.label, "label", label="Name", max_length=LONGEST_HEADING, required=True),
        "full_report": clean_text(made.full_report, "full_report", label="The rest", max_length=LONGEST_HEADING),
    }
    return checked({**codec.to_plain(made), **words, "parts": parts})


def contents_from(contents: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """The contents of one pack, their headings cleaned. Raises as `style_from` does."""
    return [{"key": part["key"], **_clean_part(part)} for part in checked_contents(contents)]


def _clean_part(part: Mapping[str, Any]) -> dict[str, str]:
    return {
        name: clean_text(part[name], f"{name}_{part['key']}", label=label, max_length=LONGEST_HEADING)
        for name, label in (("heading", "Heading"), ("group", "Heading above"))
        if name in part
    }


def _check_label(by: Access, label: str, but: PackStyle | None = None) -> None:
    own = PackStyle.objects.within(by).filter(archived_at=None)
    if but is not None:
        own = own.exclude(pk=but.pk)
    taken = {
        *(style.label.casefold() for style in STYLES.values()),
        *map(str.casefold, own.values_list("label", flat=True)),
    }
    if label.casefold() in taken:
        raise Invalid({"label": f"There is a style “{label}” already. Give this one another name."})


def _free_slug(by: Access, label: str) -> str:
    taken = {*STYLES, *PackStyle.objects.within(by).values_list("slug", flat=True)}
    base = slugify(label)[:_SLUG_LENGTH] or "style"
    tries = (base, *(f"{base[: _SLUG_LENGTH - 5]}-{number}" for number in range(2, 1000)))
    return next(slug for slug in tries if slug not in taken)


def _hold(by: Access) -> None:
    """One writer of a partnership's styles at a time: names are told apart once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('pack styles:' || %s, 0))", [by.partnership_id])
