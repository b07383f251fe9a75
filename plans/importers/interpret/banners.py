"""What stands above a table's heads within the table itself: forms, titles, a section's heading, lines of each page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..source import Cell, Table
from .debris import split_page_mark
from .forms import labelled_table
from .heads import repeats
from .parts import Part
from .titles import KEYWORDS, has_keyword, is_titled, split_title

_WORD_AND_NUMBER = re.compile(rf"(?:{KEYWORDS})\s+(?:\d{{1,2}}|[A-Z])\s*[:.)–-]?", re.I)
_PLAN = re.compile(r"\b(?:plan|strategy|programme|appendix|annex|report)\b", re.I)
OUTCOME = re.compile(r"(?:(?:desired|expected|intended|key|strategic) )?(?:outcomes?|impact)s?\s*[:–-]\s*", re.I)
ABOUT = re.compile(
    rf"(?:{OUTCOME.pattern}|(?:why|context|background|lead(?: \w+)?|owner|sponsor|rationale|success measures?"
    r"|measures?|kpis?|what success looks like|note)\s*[:–-]\s*\S)",
    re.I,
)
_LONGEST = 120  # characters of a section's heading
Row = tuple[Cell, ...]


def alone(row: Row) -> str:
    """The text of a row that prints one cell only, or a title beside its number; "" for any other."""
    filled = [cell for cell in row if not cell.is_blank]
    if len(filled) == 1 or (len(filled) == 2 and is_word_and_number(filled[0].text)):
        return " ".join(" ".join(cell.text for cell in filled).split())
    return ""


def is_word_and_number(text: str) -> bool:
    """Whether the text is "Priority 1" or the like, without a title."""
    return bool(_WORD_AND_NUMBER.fullmatch(text.strip()))


def is_page_mark(row: Row) -> bool:
    """Whether a row says nothing but which page it stands on."""
    words, mark = split_page_mark(alone(row))
    return bool(mark) and not words


def running_titles(part: Part) -> frozenset[str]:
    """The title that a table prints above its heads again and again, as each page does. Headings of sections that a
    page repeats say so by their number; and several of them are sections, too."""
    counted = Counter(text for at in _head_rows(part) if at and (text := alone(part.table.rows[at - 1])))
    again = [text for text, count in counted.items() if count > 1 and not is_titled(text)]
    return frozenset(again) if len(again) == 1 else frozenset()


def _head_rows(part: Part) -> Iterator[int]:
    yield from part.head.rows[:1]
    for at in range(part.first, part.last):
        if repeats(part.head, part.table, part.table.rows[at]):
            yield at


def section_above(part: Part) -> int | None:
    """The row above the head that is the heading of the rows below it: right above, or above what is said about it."""
    at = part.head.rows[0] - 1 if part.head.rows else -1
    while at > 0 and ABOUT.match(alone(part.table.rows[at])):
        at -= 1
    return at if at >= 0 and _heads_section(part, at) else None


def _heads_section(part: Part, at: int) -> bool:
    """Whether a row says by its number that it is a heading, or other headings stand above the heads that follow."""
    text = alone(part.table.rows[at])
    if not text or len(text) > _LONGEST or text in running_titles(part) or is_page_mark(part.table.rows[at]):
        return False
    if _PLAN.search(split_title(text)[1]) and not has_keyword(text):
        return False
    others = {alone(part.table.rows[each - 1]) for each in _head_rows(part) if each > part.head.rows[0]} - {"", text}
    return bool(split_title(text)[0]) or (bool(others) and not _PLAN.search(text))


def forms(rows: Sequence[Row]) -> Iterator[Table | Row]:
    """The rows above a head, those of labels and values as a table of their own."""
    at = 0
    while at < len(rows):
        end = at
        while end < len(rows) and sum(not cell.is_blank for cell in rows[end]) > 1:
            end += 1
        form = Table(rows[at][0].place.table, tuple(map(_placed, rows[at:end]))) if end > at else None
        if form and labelled_table(form):
            yield form
            at = end
        else:
            yield rows[at]
            at += 1


def _placed(row: Row) -> Row:
    """Without what merged cells cover: a form is read by what it prints."""
    return tuple(replace(cell, anchor=None) for cell in row)
