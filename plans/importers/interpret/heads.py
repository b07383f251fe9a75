"""Which rows of a table are its heads: found by score, as titles and banners may stand above them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ..source import Cell, Table
from .content import Profile, profile
from .headers import LONGEST, Column, assign, is_heading, read_heading, simplified
from .narrow import narrowed

SEARCHED = 15  # first rows of a table among which its head stands
SAMPLED = 400  # rows by which a column is judged
_HEADLIKE = re.compile(
    r"action|activit|lead|owner|respons|who|when|date|time|due|deadline|outcome|objective|task|progress|update|what|rag|aim"
    r"|status|milestone|description|deliver|priorit|theme|goal|target",
    re.I,
)
Row = tuple[Cell, ...]
Remembered = Mapping[tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True)
class Head:
    """The head of a table: its rows, as indices, and its columns. `strength` is higher the surer it is one."""

    rows: tuple[int, ...]
    columns: tuple[Column, ...]
    strength: float = 0.0

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(column.field for column in self.columns)

    def position(self, *fields: str) -> list[int]:
        return [index for index, column in enumerate(self.columns) if column.field in fields]


def collapsed(text: str) -> str:
    """As `Options.layouts` are keyed: casefolded, blanks collapsed."""
    return " ".join(text.casefold().split())


def headings_of(rows: Sequence[Row]) -> list[str]:
    """The headings that one or two rows print together: a group's heading stands before those below it."""
    texts: list[list[str]] = [[] for _ in rows[0]]
    for row in rows:
        group = ""
        for index, cell in enumerate(row):
            text = " ".join(cell.text.split())
            spans = cell.columns > 1 and len(rows) > 1
            if cell.anchor and cell.anchor[0] == cell.place.row:
                text = group
            elif spans or text or cell.anchor:
                group = text if spans else ""
            if text and text not in texts[index]:
                texts[index].append(text)
    return [" ".join(each) for each in texts]


def _strength(headings: Sequence[str], width: int) -> float:
    """How surely these are the headings of a plan's columns; 0 where they are not."""
    filled = [text for text in headings if text.strip()]
    columns = [read_heading(text) for text in filled]
    known = [
        column for column in columns if is_heading(column) or (column.field == "number" and len(column.heading) < 12)
    ]
    fields = {column.field for column in known}
    if any(len(text) > 2 * LONGEST for text in filled) or len(known) < 0.5 * len(filled):
        return 0.0
    sure = sum(column.confidence * (1 if column.heading.count(" ") < 6 else 0.7) for column in known)
    if width == 1:
        return sure if fields == {"action"} and len(filled[0]) < 60 and not filled[0].endswith(".") else 0.0
    plain = [column for column in known if not column.heading.rstrip().endswith(".")]
    if len(fields) < 2 or len(plain) < 2:
        return 0.0
    if "action" in fields:
        return sure
    stands_in = fields & {"objective", "milestones", "subject", "steps"}
    return sure - 0.5 if stands_in and fields & {"leads", "partners", "timescale"} and len(fields) > 2 else 0.0


def _is_second(above: Row, below: Row) -> bool:
    """Whether a row completes the head above it: it names the columns of a merged group, or those left blank."""
    texts = [(index, cell.text.strip()) for index, cell in enumerate(below) if not cell.is_blank]
    if not texts or any(len(text) > 40 or read_heading(text).confidence < 0.75 for _, text in texts):
        return False
    grouped = any(cell.columns > 1 for cell in above) or any(cell.rows > 1 for cell in above)
    gaps = all(above[index].is_blank or above[index].columns > 1 or _next_blank(above, index) for index, _ in texts)
    return gaps and (grouped or len(texts) < len(below))


def _next_blank(row: Row, index: int) -> bool:
    return index + 1 < len(row) and row[index + 1].is_blank


def with_head(table: Table, remembered: Remembered, given: Mapping[int, str]) -> tuple[Table, Head | None]:
    """The table, brought down to the columns of its head, and the head among its first rows, or None.

    `given`: fields by the column's index that a person has set."""
    found = _strongest(table, remembered)
    if found and len(found[1]) == 1:
        table = narrowed(table, found[1][0])
        found = _strongest(table, remembered)
    if not found:
        return table, None
    strength, rows, headings = found
    return table, Head(rows, columns_of(table, rows[-1] + 1, headings, remembered, given), strength)


def _strongest(table: Table, remembered: Remembered) -> tuple[float, tuple[int, ...], list[str]] | None:
    """The rows that are most surely the head, with their headings."""
    best: tuple[float, tuple[int, ...], list[str]] | None = None
    rows: tuple[int, ...]
    for at, row in enumerate(table.rows):
        if at >= SEARCHED and (best or not may_be_head(row)):
            continue
        below = table.rows[at + 1] if at + 1 < len(table.rows) else None
        rows = (at, at + 1) if below and not _blank(row) and _is_second(row, below) else (at,)
        headings = headings_of([table.rows[each] for each in rows])
        strength = _strength(headings, len(row))
        if tuple(map(collapsed, headings)) in remembered:
            strength += 10
        if strength and at < table.header_rows:
            strength += 0.5
        if strength > (best[0] if best else 0):
            best = strength, rows, headings
    return best


def columns_of(
    table: Table, first: int, headings: Sequence[str], remembered: Remembered, given: Mapping[int, str]
) -> tuple[Column, ...]:
    """The columns under these headings, judged by the rows from `first`, too."""
    fields = remembered.get(tuple(map(collapsed, headings)), ())
    settled = dict(enumerate(fields)) | dict(given)
    return assign(headings, profiles_of(table, first, len(headings)), settled, _has_section_rows(table, first))


def _has_section_rows(table: Table, first: int) -> bool:
    """Whether rows of one cell, in the first column, stand above rows of several."""
    rows = table.rows[first : first + SAMPLED]
    filled = [[index for index, cell in enumerate(row) if not cell.is_blank] for row in rows]
    return any(now == [0] and len(below) > 1 for now, below in pairwise(filled))


def profiles_of(table: Table, first: int, width: int) -> list[Profile]:
    """The profiles of the columns. Rows of one filled cell, which head sections, are left out."""
    sample = [row for row in table.rows[first : first + SAMPLED] if sum(not cell.is_blank for cell in row) > 1]
    sample = sample or list(table.rows[first : first + SAMPLED])
    return [profile([row[index] for row in sample]) for index in range(width)]


def repeats(head: Head, table: Table, row: Row) -> bool:
    """Whether the row prints the head again, as after a page break."""
    if any(len(cell.text) > 2 * LONGEST for cell in row):
        return False
    first = next((simplified(cell.text) for cell in row if not cell.is_blank), "")
    if not first or all(simplified(cell.text) != first for at in head.rows for cell in table.rows[at]):
        return False
    printed = [simplified(cell.text) for cell in row]
    for at in head.rows:
        before = [simplified(cell.text) for cell in table.rows[at]]
        same = sum(text == other for text, other in zip(printed, before, strict=False) if text)
        if same >= max(1, 0.8 * sum(bool(text) for text in printed)) and (
            same > 1 or len(printed) == 1 or _one(before)
        ):
            return True
    return False


def _one(texts: Sequence[str]) -> bool:
    return sum(bool(text) for text in texts) == 1


def _blank(row: Row) -> bool:
    return all(cell.is_blank for cell in row)


def may_be_head(row: Row) -> bool:
    """A cheap look before `_strength`: short cells only, several of them with words that headings have."""
    filled = [cell.text for cell in row if not cell.is_blank]
    if len(filled) < max(2, 0.5 * len(row)) or any(len(text) > 60 for text in filled):
        return False
    return sum(bool(_HEADLIKE.search(text)) for text in filled) >= 0.6 * len(filled)


def heads_below(table: Table, head: Head, remembered: Remembered) -> list[Head]:
    """Other heads further down the same table: where a sheet holds several tables one below the other."""
    found = []
    for at in range(head.rows[-1] + 1, len(table.rows)):
        row = table.rows[at]
        if not may_be_head(row) or repeats(head, table, row):
            continue
        headings = headings_of([row])
        strength = _strength(headings, len(row))
        if strength >= max(2.0, 0.7 * sum(bool(text) for text in headings)):
            found.append(Head((at,), columns_of(table, at + 1, headings, remembered, {}), strength))
    return found


def side_by_side(table: Table, head: Head) -> list[Head]:
    """The heads of tables that stand side by side in one grid, each with the columns of the others left aside: the
    same headings come again, once for each. The head itself where there is but one table."""
    headings = [column.heading for column in head.columns]
    names = [simplified(heading) for heading in headings]
    width = next((at for at in range(2, len(names) // 2 + 1) if names == names[:at] * (len(names) // at)), 0)
    first = head.rows[-1] + 1 if head.rows else 0
    if not width or not all(names) or not head.rows or _has_section_rows(table, first):
        return [head]
    profiles = profiles_of(table, first, len(names))
    blocks = []
    for start in range(0, len(names), width):
        here = slice(start, start + width)
        aside = [replace(column, field="ignore") for column in head.columns]
        aside[here] = assign(headings[here], profiles[here], {})
        blocks.append(replace(head, columns=tuple(aside)))
    return blocks if all(block.position("action") for block in blocks) else [head]
