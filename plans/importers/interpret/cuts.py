"""Rows that the end of a page cuts so that some cells stand above it and others below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..source import Cell
from .entries import Entry
from .heads import repeats
from .joins import is_open, starts_small
from .parts import Part
from .row_view import Rows

Row = tuple[Cell, ...]


def starts_row(rows: Rows, at: int, parts: Sequence[Part], before: Entry | None) -> bool:
    """Whether a row without an action, the last above a page's end, is the start of the row below it: that one has
    the action, and no column has words in both."""
    own = set(rows.own(at))
    if rows.action_text(at) or not own or not rows.actions:
        return False
    below = _first_below(rows, at, parts)
    if below is None or len(below) != len(rows.columns):
        return False
    filled = {index for index, cell in enumerate(below) if not cell.is_blank}
    goes_on = before is not None and any(
        is_open(before.last(index)) or starts_small(rows.text(at, index)) for index in own
    )
    return bool(filled & set(rows.actions)) and not filled & own and not goes_on


def _first_below(rows: Rows, at: int, parts: Sequence[Part]) -> Row | None:
    """The first row of the next page: below the head printed again, or in the table that goes on with this one."""
    below = at + 1
    if below < rows.part.last:
        heads = repeats(rows.part.head, rows.table, rows.table.rows[below])
        return rows.table.rows[below + 1] if heads and below + 1 < rows.part.last else None
    following = next(iter(_after(rows.part, parts)), None)
    if following is None or not following.goes_on or following.first >= following.last:
        return None
    return following.table.rows[following.first]


def _after(part: Part, parts: Sequence[Part]) -> Iterator[Part]:
    here = next(at for at, each in enumerate(parts) if each is part)
    yield from parts[here + 1 : here + 2]
