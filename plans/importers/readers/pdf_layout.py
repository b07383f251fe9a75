"""Tables that a PDF page sets without rules: its lines drawn with characters, so that `aligned` finds the columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..source import Table
from .aligned import find
from .grid import Row, table_of
from .pdf_tables import Fills, fill_of
from .pdf_words import TextLine
from .printed import FILLER, Printed

_EM = 0.3  # the width of one character of the grid in ems: a little more than the blank between two words
_GAP = 1.45  # line heights from one line to the next above which something stands between them


@dataclass(frozen=True)
class Set:
    """A table found among lines, and the index of the first line after it."""

    table: Table
    end: int


class Layout:
    """The lines of one page, drawn on a grid of characters. `rules` are the heights of horizontal rules."""

    def __init__(self, lines: Sequence[TextLine], rules: Sequence[float]) -> None:
        self._lines = lines
        self._left = min((line.x0 for line in lines), default=0.0)
        sizes = sorted(line.size for line in lines)
        self._unit = _EM * (sizes[len(sizes) // 2] if sizes else 10.0)
        self._printed: list[Printed] = []
        self._at: list[int] = []  # where each line is among the printed ones
        for index, line in enumerate(lines):
            if index:
                self._between(lines[index - 1], line, index, rules)
            self._at.append(len(self._printed))
            self._printed.append(Printed(self._draw(line), index + 1))

    def _between(self, above: TextLine, below: TextLine, index: int, rules: Sequence[float]) -> None:
        if any(above.top + 1 < rule < below.bottom - 1 for rule in rules):
            self._printed.append(Printed("-----", index + 1))
        elif below.top - above.top > _GAP * (above.bottom - above.top):
            self._printed.append(Printed("", index + 1))

    def _draw(self, line: TextLine) -> str:
        drawn = ""
        for word in line.words:
            start = round((word["x0"] - self._left) / self._unit)
            end = round((word["x1"] - self._left) / self._unit)
            gap = max(start - len(drawn), 1) if drawn else start
            drawn += " " * gap + str(word["text"])
            drawn += FILLER * (end - len(drawn))
        return drawn

    def table_at(self, index: int, page: int, number: int, fills: Fills) -> Set | None:
        """The table whose head is this line."""
        found = find(self._printed, self._at[index])
        if not found:
            return None
        end = next((at for at, drawn in enumerate(self._at) if drawn >= found.end), len(self._lines))
        rows = [replace(row, page=page, cells=tuple(map(_undrawn, row.cells))) for row in found.rows]
        table = table_of(rows, number)
        return Set(self._filled(table, found.rows, found.cuts, end, fills), end)

    def _filled(self, table: Table, rows: Sequence[Row], cuts: Sequence[int], end: int, fills: Fills) -> Table:
        """The table with the colours behind its cells."""
        lefts = [self._left + cut * self._unit for cut in (0, *cuts)]
        rights = [*lefts[1:], max(line.x1 for line in self._lines)]
        tops = [self._lines[row.line - 1].top for row in rows]
        bottoms = [*tops[1:], self._lines[end - 1].bottom]
        if len(table.rows[0]) != len(lefts):
            return table
        return replace(
            table,
            rows=tuple(
                tuple(
                    replace(cell, fill=fill_of((left, top, right, bottom), fills))
                    for cell, left, right in zip(cells, lefts, rights, strict=True)
                )
                for cells, top, bottom in zip(table.rows, tops, bottoms, strict=True)
            ),
        )


def _undrawn(cell: str) -> str:
    return re.sub(" +", " ", cell.replace(FILLER, ""))
