"""Tables that a PDF page sets without rules: columns are where the words of line after line start. No Django."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ..source import Table
from .aligned import Divided, rows_of
from .grid import Row, table_of
from .pdf_boxes import Fills
from .pdf_tables import fill_of
from .pdf_words import TextLine, Word
from .printed import FILLER, Printed

_EM = 0.3  # the width of one character of a cell's measure, in ems
_APART = 1.45  # line heights from one line to the next above which something stands between them
_END = 4.5  # and above which a table has ended
_LINES = 60  # that one looks at to find the columns
_NEAR = 2.0  # points
_WIDE = 1.2  # ems: a gap in a head that divides columns even where little stands below
_BLANK = 0.5  # ems: more than stands between two words


Heads = dict[str, list[float]]


@dataclass(frozen=True)
class Set:
    """A table found among lines, and the index of the first line after it."""

    table: Table
    end: int


class Layout:
    """The lines of one page between ruled tables. `rules` are the heights of horizontal rules, `heads` the columns of
    the heads met so far, by their words: a head that comes again on another page has the same."""

    def __init__(self, lines: Sequence[TextLine], rules: Sequence[float], heads: Heads) -> None:
        self._lines = lines
        self._rules = rules
        self._heads = heads

    def table_at(self, index: int, page: int, number: int, fills: Fills) -> Set | None:
        """The table whose head, or first row, is this line."""
        head = self._lines[index]
        if head.starts_item and len(head.words) < 3:
            return None
        lines = self._lines[index : self._end(index)]
        starts = self._heads.get(head.text) or list(_starts(head, lines[1:]))
        if not starts:
            return None
        printed, divided, at = self._divided(index, lines, starts)
        found = rows_of(printed, divided)
        if not found:
            return None
        self._heads[head.text] = starts
        rows, used = found
        end = index + sum(1 for each in at if each < used)
        table = table_of([replace(row, page=page, cells=tuple(map(_plain, row.cells))) for row in rows], number)
        return Set(self._filled(table, rows, [head.x0 - _NEAR, *starts], end, fills), end)

    def _end(self, index: int) -> int:
        """The first line after a gap that no table has."""
        end = index + 1
        while end < len(self._lines) and _distance(self._lines[end - 1], self._lines[end]) < _END:
            end += 1
        return end

    def _divided(
        self, index: int, lines: Sequence[TextLine], starts: Sequence[float]
    ) -> tuple[list[Printed], list[Divided], list[int]]:
        """The lines in cells, with what stands between them; and where each line is among these."""
        printed: list[Printed] = []
        divided: list[Divided] = []
        at: list[int] = []
        for number, line in enumerate(lines):
            ruled = number > 0 and self._is_ruled(lines[number - 1], line)
            if ruled or (number and _is_apart(lines[number - 1], line)):
                printed.append(Printed("", index + number + 1))
                divided.append(Divided(("",) * (len(starts) + 1), rule=ruled))
            at.append(len(printed))
            printed.append(Printed(line.text, index + number + 1))
            divided.append(_divide(line, starts))
        return printed, divided, at

    def _is_ruled(self, above: TextLine, below: TextLine) -> bool:
        return any(above.top + 1 < rule < below.bottom - 1 for rule in self._rules)

    def _filled(self, table: Table, rows: Sequence[Row], starts: Sequence[float], end: int, fills: Fills) -> Table:
        """The table with the colours behind its cells."""
        rights = [*starts[1:], max(line.x1 for line in self._lines)]
        tops = [self._lines[row.line - 1].top for row in rows]
        bottoms = [*tops[1:], self._lines[end - 1].bottom]
        if len(table.rows[0]) != len(starts):
            return table
        return replace(
            table,
            rows=tuple(
                tuple(
                    replace(cell, fill=fill_of((left, top, right, bottom), fills))
                    for cell, left, right in zip(cells, starts, rights, strict=True)
                )
                for cells, top, bottom in zip(table.rows, tops, bottoms, strict=True)
            ),
        )


def _starts(head: TextLine, below: Sequence[TextLine]) -> Iterator[float]:
    """Where the columns after the first start: at words of the head under which the words of other lines start, too, or
    that stand well apart; and that few lines run across."""
    below = below[:_LINES]
    firsts = [_firsts(line) for line in below]
    for left, word in pairwise(head.words):
        x = float(word["x0"])
        aligned = sum(any(abs(start - x) <= _NEAR for start in starts) for starts in firsts)
        crossed = sum(any(each["x0"] < x - _NEAR and each["x1"] > x + _NEAR for each in line.words) for line in below)
        gap = x - left["x1"]
        well_apart = gap > _WIDE * head.size and crossed * 8 <= len(below)
        lined_up = gap > 0.25 * head.size and aligned >= max(2, len(below) / 5) and crossed * 4 <= len(below)
        if well_apart or lined_up:
            yield x - _NEAR


def _firsts(line: TextLine) -> list[float]:
    """Where words start that do not just follow the word before them."""
    gaps = ((right["x0"], right["x0"] - left["x1"]) for left, right in pairwise(line.words))
    return [line.x0, *(float(x) for x, gap in gaps if gap > _BLANK * line.size)]


def _divide(line: TextLine, starts: Sequence[float]) -> Divided:
    cells: list[list[Word]] = [[] for _ in range(len(starts) + 1)]
    for word in line.words:
        cells[sum(start <= word["x0"] for start in starts)].append(word)
    ends = [*starts, float("inf")]
    over = any(cell and cell[-1]["x1"] > end + 2 * _NEAR for cell, end in zip(cells, ends, strict=True))
    filled = [cell for cell in cells if cell]
    gaps = [right[0]["x0"] - left[-1]["x1"] for left, right in pairwise(filled)]
    if over or (gaps and max(gaps) < _BLANK * line.size):
        return Divided((_measured(line.words, line.size), *[""] * len(starts)), whole=True)
    return Divided(tuple(_measured(cell, line.size) for cell in cells))


def _measured(words: Sequence[Word], size: float) -> str:
    """The words, each stretched to the room it takes, so that their length is their width."""
    unit = _EM * max(size, 1)
    return " ".join(str(word["text"]).ljust(round((word["x1"] - word["x0"]) / unit), FILLER) for word in words)


def _plain(cell: str) -> str:
    return cell.replace(FILLER, "")


def _distance(above: TextLine, below: TextLine) -> float:
    """In line heights, from top to top."""
    return (below.top - above.top) / max(above.bottom - above.top, 1)


def _is_apart(above: TextLine, below: TextLine) -> bool:
    """By more than lines of one cell are, or as a bold head from what is under it."""
    return _distance(above, below) > _APART or (above.bold and not below.bold)
