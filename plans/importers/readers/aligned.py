"""Tables whose columns are kept apart by blanks alone, as a PDF's text "with layout" has them. No Django."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from .grid import Row
from .lines import split_mark
from .printed import FILLER, Found, Printed, rewrapped, runs_on

_GROUP = re.compile(r"\S+(?:\s\S+)*")  # words up to the next two blanks
_SENTENCES = re.compile(r"[.!?:;]  (?=\S)")  # some people type two blanks after a full stop
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,2})*[.)]?")
_INDENT = 12  # characters; what starts further right heads no table


@dataclass(frozen=True)
class Divided:
    """One line under the cuts: its cells, and whether it runs over them (a section's heading)."""

    cells: tuple[str, ...]
    whole: bool = False
    rule: bool = False

    @property
    def filled(self) -> int:
        return sum(map(bool, self.cells))

    @property
    def goes_on(self) -> bool:
        """Whether it can only be more of the row above: no first cell, or one in the middle of a sentence."""
        return self.filled > 0 and (not self.cells[0] or self.cells[0][0].islower())

    @property
    def number(self) -> bool:
        return bool(_NUMBER.fullmatch(self.cells[0].replace(FILLER, "")))


def find(lines: Sequence[Printed], start: int) -> Found | None:
    """The table whose head is this line: words two blanks apart or more, over lines with the same gaps."""
    text = lines[start].text.expandtabs(8)
    head = [(found.start(), found.end()) for found in _GROUP.finditer(text)]
    if len(head) < 2 or head[0][0] > _INDENT or split_mark(text)[0] or _SENTENCES.search(text):
        return None
    body = _stretch(lines, start)
    cuts = _cuts([line.text.expandtabs(8) for line in body if not line.is_rule], head)
    found = rows_of(body, [_divide(line, cuts) for line in body])
    return Found(found[0], start + found[1]) if found else None


def rows_of(body: Sequence[Printed], lines: Sequence[Divided]) -> tuple[tuple[Row, ...], int] | None:
    """The rows of a table from its lines, head first, and how many of the lines they take; None if they are no table. A
    cell's lines are put together again; a row starts where its first cell starts afresh, or at a rule."""
    lines = lines[: _fitting(lines)]
    if not lines or not _is_table(lines, len(lines[0].cells)):
        return None
    rows = tuple(_rows(body, lines))
    return (rows, len(lines)) if len(rows) > 1 else None


def _stretch(lines: Sequence[Printed], start: int) -> list[Printed]:
    """The lines from here up to two blank ones, or to a row divided by tabs."""
    end = start
    while end < len(lines) and not (lines[end].is_blank and (end + 1 == len(lines) or lines[end + 1].is_blank)):
        if "\t" in lines[end].text.strip():
            break
        end += 1
    return list(lines[start:end])


def _cuts(texts: Sequence[str], head: Sequence[tuple[int, int]]) -> list[int]:
    """Where the columns start, but for the first: the places between two headings that most lines leave blank."""

    def blanks(at: int) -> int:
        return sum(not text[at - 2 : at].strip() for text in texts)

    return [
        max(range(left + 3, right + 1), key=lambda at: (blanks(at), at), default=right)
        for (left, _), (right, _) in pairwise(head)
    ]


def _divide(line: Printed, cuts: Sequence[int]) -> Divided:
    blank = ("",) * len(cuts)
    if line.is_rule or line.is_blank:
        return Divided(("", *blank), rule=line.is_rule)
    text = line.text.expandtabs(8)
    if any(text[cut - 1 : cut].strip() for cut in cuts) or _is_chance(text, cuts):
        return Divided((text.strip(), *blank), whole=True)
    return Divided(tuple(text[a:b].strip() for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)))


def _is_chance(text: str, cuts: Sequence[int]) -> bool:
    """Whether nothing but the blank between two words lets the line fit the cuts."""
    crossed = [cut for cut in cuts if text[:cut].strip() and text[cut:].strip()]
    between = [
        len(text[:cut]) - len(text[:cut].rstrip()) + len(text[cut:]) - len(text[cut:].lstrip()) for cut in crossed
    ]
    return bool(between) and max(between) == 1


def _fitting(lines: Sequence[Divided]) -> int:
    """How many lines belong to the table: up to the last that is divided, and what goes on in its cells below.
    One line may run over the gaps, two in a row end the table."""
    end = 0
    after_whole = False
    for at, line in enumerate(lines):
        if line.whole and after_whole:
            break
        if not line.whole and (line.filled > 1 or (line.filled and (end == at or not line.cells[0]))):
            end = at + 1
        after_whole = line.whole if line.filled else after_whole
    return end


def _is_table(lines: Sequence[Divided], columns: int) -> bool:
    """Prose has gaps by chance: a table has several lines that are divided, and few that run over."""
    filled = sum(line.filled > 0 for line in lines)
    divided = sum(line.filled > 1 for line in lines)
    wholes = sum(line.whole for line in lines)
    if columns == 2:
        return divided > 3 and divided * 2 >= filled
    return divided > 2 and divided * 5 >= filled and wholes * 3 <= filled


def _rows(body: Sequence[Printed], lines: Sequence[Divided]) -> Iterator[Row]:
    widths = [max(map(len, column)) for column in zip(*(line.cells for line in lines if not line.whole), strict=True)]
    starts = _starts(lines, widths)
    for start, end in pairwise([*starts, len(lines)]):
        group = [line.cells for line in lines[start:end]]
        cells = [rewrapped(column, width) for column, width in zip(zip(*group, strict=True), widths, strict=True)]
        if any(cells):
            yield Row(tuple(cells), body[start].number, body[start].page)


def _starts(lines: Sequence[Divided], widths: Sequence[int]) -> list[int]:
    """The lines with which rows start. Where rules divide the rows they decide, else the first column. What follows the
    head after a gap is a row, even if it goes on with one of the page before."""
    afresh = _afresh(lines, widths[0])
    first = next((at for at in range(1, len(lines) - 1) if not lines[at].filled), len(lines))
    if len(afresh) > 1 and first + 1 < afresh[1]:
        afresh.insert(1, first + 1)
    after_rules = [at for at, (above, line) in enumerate(pairwise(lines), 1) if above.rule and not line.rule]
    if len(after_rules) > 2 and 2 * len(after_rules) > len(afresh):
        return sorted({0, *after_rules})
    return afresh


def _afresh(lines: Sequence[Divided], width: int) -> list[int]:
    """The lines whose first cell, `width` characters wide, starts something: all, where no cell of the table goes on
    over lines; those with a number, where rows are numbered; else those that no line above runs on to."""
    numbered = sum(line.number for line in lines) > 0.2 * len(lines)
    full = max((line.filled for line in lines[1:]), default=0)
    wraps = any(line.goes_on for line in lines)
    starts = [0]
    for at, (above, line) in enumerate(pairwise(lines), 1):
        first = line.cells[0]
        if not first:
            continue
        amid = bool(above.cells[0]) and (first[0].islower() or runs_on(above.cells[0], first, width))
        afresh = (line.number or line.filled == 1) if numbered else (not amid or _is_full(line, full))
        if line.whole or above.whole or not wraps or afresh:
            starts.append(at)
    return starts


def _is_full(line: Divided, full: int) -> bool:
    """A line with as many cells as any starts a row: dates and names are short, and stand on a row's first line."""
    return line.filled == full and not line.cells[0][0].islower()
