"""Rows of strings into a `Table`. Shared by the readers of formats that hold nothing but words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..errors import Unreadable
from ..source import Cell, Place, Table
from .lines import lines_of
from .markup import break_lines

ROWS = 10_000  # of a table; the longest plans have a few hundred
LINES = 20_000  # of plain text: a row may have many


def refuse_long(count: int, what: str) -> None:
    """Raises `Unreadable` when there are more of them than a plan can have; `what`: "rows", "lines"."""
    most = LINES if what == "lines" else ROWS
    if count > most:
        raise Unreadable(
            f"This file has more than {most:,} {what}, which is more than a plan has. Save the plan's own part as a"
            " file of its own, and import that."
        )


@dataclass(frozen=True)
class Row:
    """One row as found: its cells, and the line (from 1) and page (0: the file has none) on which it starts."""

    cells: tuple[str, ...]
    line: int = 0
    page: int = 0

    @property
    def is_blank(self) -> bool:
        return not any(cell.strip() for cell in self.cells)


def table_of(rows: Sequence[Row], number: int, *, name: str = "", header_rows: int = 0) -> Table:
    """A grid as wide as its widest row; columns without a single word are left away. Raises
    `Unreadable` for more rows than a plan can have."""
    refuse_long(len(rows), "rows")
    wide = max(len(row.cells) for row in rows)
    padded = [(*row.cells, *[""] * (wide - len(row.cells))) for row in rows]
    kept = [at for at in range(wide) if any(cells[at].strip() for cells in padded)]
    return Table(
        number,
        tuple(
            tuple(_cell(cells[at], row, number, r, column) for column, at in enumerate(kept, 1))
            for r, (row, cells) in enumerate(zip(rows, padded, strict=True), 1)
        ),
        header_rows=header_rows,
        name=name,
    )


def _cell(text: str, row: Row, table: int, r: int, column: int) -> Cell:
    place = Place(page=row.page, table=table, row=r, column=column, line=row.line)
    return Cell(place, lines_of(break_lines(text)))
