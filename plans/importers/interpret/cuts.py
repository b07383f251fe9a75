"""Which rows go on with the one above: cut by the end of a page, or by a file that knows nothing of rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..source import Cell
from .entries import Entry
from .heads import repeats
from .joins import continues, is_closed, is_open, starts_small
from .parts import Part
from .row_view import Rows, is_heading_like, is_spanned, section_weight, starts_action

_MERGED = frozenset({"subject", "outcomes"})  # often one cell beside many rows, so that its words say less of a row
_OF_ITS_OWN = frozenset({"number", "subject", "objective", "action", "leads", "timescale", "partners"})
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


@dataclass(frozen=True)
class Signs:
    """What stands around a row: `breaks`, a page's end right above it; `broken`, a format that cuts rows; `headed`,
    other rows of the plan that head sections."""

    breaks: bool
    broken: bool
    headed: bool


def goes_on(entry: Entry, rows: Rows, at: int, own: list[int], signs: Signs) -> bool:
    """Whether a row goes on with the entry above it, cell by cell."""
    breaks = signs.breaks
    if len(entry.columns) != len(rows.columns):
        return False
    if any(rows.text(at, index) for index in rows.numbers) and rows.number_counts:
        return False
    if rows.merged_down(at, "action") and not any(rows.cell(at, index).text for index in rows.actions):
        return True
    numbered = rows.number_counts and any(bit.text.strip() for bit in entry.bits("number"))
    if (numbered or breaks) and rows.action_text(at) and not any(bit.text.strip() for bit in entry.bits("action")):
        return True  # the page break fell between the words of the row that stand higher and those that stand lower
    if breaks and _in_mid_sentence(entry, rows, at, numbered):
        return True
    if not {rows.columns[index].field for index in own} & _OF_ITS_OWN:
        heads = own == [0] and _heads_again(entry, rows, at, own, signs)
        return not heads and not is_spanned(rows.cell(at, own[0]), rows)
    if not (signs.broken or breaks) and not _small_throughout(entry, rows, at, own):
        return False
    score = sum(
        continues(entry.last(index), rows.text(at, index)) * (0.5 if rows.columns[index].field in _MERGED else 1)
        for index in own
    )
    if not any(rows.text(at, index) for index in rows.keys):
        score += 0.75 if breaks else 0.3
    text = rows.action_text(at)
    if text and not breaks and starts_action(text) and not starts_small(text):
        score -= 1
    if (
        breaks
        and len(own) == 1
        and (is_heading_like(rows.text(at, own[0])) or _heads_again(entry, rows, at, own, signs))
    ):
        score -= 2
    return score >= (0.5 if breaks else 1.0) if rows.action_text(at) else score >= 0.25


def _in_mid_sentence(entry: Entry, rows: Rows, at: int, numbered: bool) -> bool:
    """Whether the first row of a page goes on with the action above, whatever else stands beside it. Where rows
    have no numbers, a lead and a date of its own make a row an action for all its small letters."""
    above = "".join(entry.last(index) for index in rows.actions)
    if not above or is_closed(above) or not starts_small(rows.action_text(at)):
        return False
    return numbered or not all(rows.text(at, index) for index in rows.keys)


def _heads_again(entry: Entry, rows: Rows, at: int, own: list[int], signs: Signs) -> bool:
    """Whether a row of one cell looks like the headings among the rows above, and goes on with nothing."""
    if continues(entry.last(own[0]), rows.text(at, own[0])) > 0:
        return False
    if rows.heads_below(at):
        return True
    return signs.headed and section_weight(rows, at, own, signs.broken) >= 2


def _small_throughout(entry: Entry, rows: Rows, at: int, own: Sequence[int]) -> bool:
    """Within a page of a file that knows its rows, only what plainly goes on in every cell is joined."""
    return all(
        starts_small(rows.text(at, index)) and not is_closed(entry.last(index)) and entry.last(index) for index in own
    ) or (len(own) == 1 and is_open(entry.last(own[0])) and own[0] in rows.actions)
