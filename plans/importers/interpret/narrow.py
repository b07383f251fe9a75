"""A grid brought down to the columns that its head prints.

Where a head's cells span several columns of the grid, as some row below divides them or as the pages of a file are
drawn each in its own way, the columns that people see are those of the head. Every head starts rows of its own.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from ..source import Cell, Table
from .headers import LONGEST, simplified

Row = tuple[Cell, ...]


def narrowed(table: Table, head: int) -> Table:
    """The table with a column for each cell of the row `head` (an index); as it is where that changes nothing."""
    words = _words(table.rows[head])
    heads = [at for at, row in enumerate(table.rows) if _starts_as(row, words[0]) and _words(row) == words]
    if not any(len(_starts(table.rows[at])) < len(table.rows[at]) for at in heads):
        return table
    edges = [0, *heads[1:], len(table.rows)]
    rows: list[Row] = []
    for at, first, last in zip(heads, edges[:-1], edges[1:], strict=True):
        starts = _starts(table.rows[at])
        rows += [_narrow(row, starts) for row in table.rows[first:last]]
    width = max(len(row) for row in rows)
    padded = tuple(
        row + tuple(Cell(replace(row[-1].place, column=at + 1)) for at in range(len(row), width)) for row in rows
    )
    return replace(table, rows=padded)


def _starts_as(row: Row, first: str) -> bool:
    """A cheap look at the first printed cell, before a whole row is compared."""
    text = next((cell.text for cell in row if not cell.is_blank), "")
    return len(text) < LONGEST and simplified(text) == first


def _words(row: Row) -> list[str]:
    return [simplified(cell.text) for cell in row if not cell.is_blank]


def _starts(row: Row) -> list[int]:
    """The positions where a cell of the row starts, merged ones within a row counted once."""
    return [index for index, cell in enumerate(row) if not (cell.anchor and cell.anchor[0] == cell.place.row)]


def _narrow(row: Row, starts: Sequence[int]) -> Row:
    """The row's cells by the columns of the head; those that fall into one column are one cell."""
    groups: list[list[Cell]] = [[] for _ in starts]
    for index, cell in enumerate(row):
        groups[max(bisect_right(starts, index) - 1, 0)].append(cell)
    return tuple(_one(group, index, starts) for index, group in enumerate(groups))


def _one(cells: Sequence[Cell], index: int, starts: Sequence[int]) -> Cell:
    own = [cell for cell in cells if not cell.is_blank or cell.value is not None] or [
        cell for cell in cells if not (cell.anchor and cell.anchor[0] == cell.place.row)
    ]
    first = (own or cells)[0]
    lines = tuple(line for cell in own for line in cell.lines)
    end = first.place.column - 1 + first.columns
    spans = sum(first.place.column - 1 <= start < end for start in starts) if first.columns > 1 else 1
    anchor = first.anchor
    if anchor:
        anchor = (anchor[0], max(bisect_right(starts, anchor[1] - 1), 1))
    return replace(first, lines=lines, columns=max(spans, 1), anchor=anchor)
