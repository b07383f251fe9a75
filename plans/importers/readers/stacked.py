"""Tables printed a cell to a line: each cell starts a line with a tab, and goes on over lines without one. What some
converters make of Word's tables. No Django."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf

from .printed import Found, Printed, row_of

_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,2})*[.)]?")
_MAX_COLUMNS = 15
# What a reading costs: the rows that cost least in all are taken.
_NO_GAP = 2.0  # a whole row with no blank line after it
_INNER_GAP = 1.0  # a blank line between two cells of one row
_SECTION = 2.5  # a short row of a single filled cell
_SHORT = 6.0  # another short row
_BAD_NUMBER = 3.0  # a row's number that is not in the first column


@dataclass(frozen=True)
class _Cell:
    text: str
    line: Printed
    gap: bool  # a blank line, or the start, stands before it


def find(lines: Sequence[Printed], start: int) -> Found | None:
    """The table that starts here, if at least two rows of as many cells as the head follow each other. The head is the
    cells up to the first blank line. A row may have blank lines in it; a short one is a section."""
    if not _starts_cell(lines[start].text) or (start and _starts_cell(lines[start - 1].text)):
        return None
    cells, end = _cells(lines, start)
    head = next((at for at, cell in enumerate(cells) if at and cell.gap), len(cells))
    if not 2 <= head <= _MAX_COLUMNS or len(cells) < 3 * head:
        return None
    rows = _divided(cells, head)
    whole = sum(len(row) == head for row in rows)
    if whole < 3 or whole * 2 < len(rows):
        return None
    return Found(tuple(row_of([cell.text for cell in row], row[0].line) for row in rows), end)


def _cells(lines: Sequence[Printed], start: int) -> tuple[list[_Cell], int]:
    """The cells from here to the end of the table, and where that is. The last cell ends at a blank line unless what
    follows goes on with its list."""
    stop = next((at for at in range(start, len(lines)) if "\t" in lines[at].text[1:].rstrip()), len(lines))
    starts = [at for at in range(start, stop) if _starts_cell(lines[at].text)]
    last = next((at for at, after in pairwise(starts) if _is_far(lines, at, after)), starts[-1])
    end = _last_cell_end(lines, last)
    starts = [at for at in starts if at <= last]
    cells = []
    for at, after in zip(starts, [*starts[1:], end], strict=True):
        text = "\n".join(line.text for line in lines[at:after])
        gap = at == start or not lines[at - 1].text.strip(" ")
        cells.append(_Cell(text[1:].strip("\n"), lines[at], gap))
    return cells, end


def _starts_cell(text: str) -> bool:
    return text.startswith("\t") and "\t" not in text[1:].rstrip()


def _is_far(lines: Sequence[Printed], at: int, after: int) -> bool:
    """Too much prose between two cells for one cell."""
    return sum(len(line.text) for line in lines[at + 1 : after]) > 6000


def _last_cell_end(lines: Sequence[Printed], last: int) -> int:
    end = last + 1
    while end < len(lines):
        blank = lines[end].is_blank
        goes_on = end + 1 < len(lines) and blank and re.match(r"\s*[•·●○◦▪\-–]\s", lines[end + 1].text)
        if blank and not goes_on:
            break
        end += 1
    return end


def _divided(cells: Sequence[_Cell], width: int) -> list[Sequence[_Cell]]:
    """The cells in rows, by dynamic programming over where a row may end."""
    total = len(cells)
    cost, size = [inf] * total + [0.0], [0] * (total + 1)
    for at in range(total - 1, -1, -1):
        for length in range(1, min(width, total - at) + 1):
            price = _price(cells, at, length, width) + cost[at + length]
            if price < cost[at]:
                cost[at], size[at] = price, length
    rows = []
    at = 0
    while at < total:
        rows.append(cells[at : at + size[at]])
        at += size[at]
    return rows


def _price(cells: Sequence[_Cell], at: int, length: int, width: int) -> float:
    row = cells[at : at + length]
    ends_at_gap = at + length == len(cells) or cells[at + length].gap
    price = _INNER_GAP * sum(cell.gap for cell in row[1:])
    price += _BAD_NUMBER * sum(bool(_NUMBER.fullmatch(cell.text.strip())) for cell in row[1:])
    if length == width:
        return price + (0 if ends_at_gap else _NO_GAP)
    if not (ends_at_gap and row[0].gap):
        return inf
    filled = sum(bool(cell.text.strip()) for cell in row)
    return price + (_SECTION if filled == 1 else _SHORT)
