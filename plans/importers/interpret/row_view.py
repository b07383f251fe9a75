"""The rows of one part of a table, and what is asked of them again and again: cells, columns, what a row looks like."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from ..source import Cell
from .banners import is_word_and_number, running_titles
from .content import NUMBER
from .headers import read_heading
from .heads import repeats
from .joins import plain, starts_small
from .parts import Part
from .titles import has_keyword, is_titled
from .verbs import ALL_VERBS

PROSE = 260  # characters; a longer row of one cell is a paragraph


class Rows:
    """The rows of a part, with what is asked of them again and again."""

    def __init__(self, part: Part, is_followed: bool) -> None:
        self.part, self.table, self.number = part, part.table, part.table.number
        self.is_followed = is_followed
        self.columns = part.head.columns
        self.numbers = part.head.position("number")
        self.subjects = part.head.position("subject")
        self.actions = part.head.position("action")
        self.substitutes = part.head.position("steps", "objective", "milestones")
        self.objectives = part.head.position("objective")
        self.keys = part.head.position("leads", "timescale", "partners")

    def cell(self, at: int, index: int) -> Cell:
        return self.table.rows[at][index]

    def text(self, at: int, index: int) -> str:
        return self.table.rows[at][index].text.strip()

    def own(self, at: int) -> list[int]:
        """The columns in which the row itself prints words."""
        return [
            index
            for index, cell in enumerate(self.table.rows[at][: len(self.columns)])
            if not cell.is_blank and self.columns[index].field != "ignore"
        ]

    def value(self, at: int, index: int) -> Cell:
        """The cell, or the merged one above that spans it."""
        cell = self.table.rows[at][index]
        if cell.anchor and cell.anchor[0] - 1 < at and cell.anchor[1] - 1 == index and cell.is_blank:
            return self.table.rows[cell.anchor[0] - 1][index]
        return cell

    def numbers_subjects(self, index: int) -> bool:
        """Whether a column of subjects holds only the numbers of those beside it."""
        return index + 1 in self.subjects and read_heading(self.columns[index].heading).field == "number"

    def merged_down(self, at: int, name: str) -> bool:
        positions = self.actions if name == "action" else self.part.head.position(name)
        return any(
            (anchor := self.cell(at, index).anchor) is not None
            and anchor[0] - 1 < at
            and anchor[0] - 1 >= self.part.first
            for index in positions
        )

    def action_text(self, at: int) -> str:
        return " ".join(text for index in self.actions if (text := self.text(at, index)))

    def heads_below(self, at: int) -> bool:
        """Whether the row right below prints the head again, as under a heading of its own."""
        below = at + 1
        return below < self.part.last and repeats(self.part.head, self.table, self.table.rows[below])

    def has_more(self, at: int) -> bool:
        """Whether a row with more than one filled cell, or another part of the plan, comes below."""
        return at < self._last_full or self.is_followed

    @cached_property
    def _last_full(self) -> int:
        enough = 2 if len(self.columns) > 1 else 1
        full = (at for at in range(self.part.last - 1, self.part.first - 1, -1) if len(self.own(at)) >= enough)
        return next(full, -1)

    @cached_property
    def usual(self) -> float:
        """How many cells a row that has an action fills, in the middle."""
        counts = sorted(len(self.own(at)) for at in range(self.part.first, min(self.part.last, self.part.first + 400)))
        full = [count for count in counts if count > 1] or [1]
        return full[len(full) // 2]

    @cached_property
    def number_counts(self) -> bool:
        """Whether the column of numbers numbers most rows, so that a blank one says something."""
        cells = [self.text(at, index) for index in self.numbers for at in range(self.part.first, self.part.last)]
        return sum(bool(NUMBER.fullmatch(text.split(" ")[0])) for text in cells if text) > 0

    @cached_property
    def blank_objectives_repeat(self) -> bool:
        """Whether objectives are printed once and stand for the rows below, too: fewer cells are filled than blank."""
        actions = [
            at for at in range(self.part.first, min(self.part.last, self.part.first + 400)) if self.action_text(at)
        ]
        filled = sum(any(self.text(at, index) for index in self.objectives) for at in actions)
        return 0 < filled <= 0.75 * len(actions)

    @cached_property
    def running_titles(self) -> frozenset[str]:
        return running_titles(self.part)

    @cached_property
    def bolds(self) -> bool:
        """Whether actions are printed bold, so that bold says nothing."""
        cells = [
            self.cell(at, index)
            for index in self.actions
            for at in range(self.part.first, min(self.part.last, self.part.first + 60))
        ]
        filled = [cell for cell in cells if not cell.is_blank]
        return bool(filled) and sum(is_bold(cell) for cell in filled) > 0.6 * len(filled)

    @cached_property
    def styled(self) -> bool:
        """Whether the table marks anything by bold, colour or merged cells, so that a plain row says something, too."""
        cells = [cell for row in self.table.rows[self.part.first : self.part.first + 200] for cell in row]
        return any(cell.fill or cell.columns > 1 or is_bold(cell) for cell in cells)


def is_bold(cell: Cell) -> bool:
    return bool(cell.lines) and all(line.bold for line in cell.lines if line.text.strip())


def starts_action(text: str) -> bool:
    words = plain(text).split()
    noun = words[1:2] == ["of"]  # "Use of public venues"
    return bool(words) and not noun and (words[0].casefold().strip(".,:") in ALL_VERBS or words[0] == "To")


def is_heading_like(text: str) -> bool:
    return is_titled(text) and not starts_small(text)


def look(rows: Rows, at: int, own: Sequence[int]) -> tuple[object, ...]:
    cell = rows.cell(at, own[0])
    return ("row", bool(cell.fill), is_bold(cell), cell.columns > 1, own[0])


def section_weight(rows: Rows, at: int, own: Sequence[int], broken: bool) -> float:
    """How much speaks for a row being a heading; from 2 it is one."""
    width = len(rows.columns)
    first = rows.cell(at, own[0])
    text = " ".join(rows.text(at, own[0]).split())
    if len(own) == 2 and own[0] in rows.numbers and own[1] in (*rows.actions, *rows.subjects, *rows.substitutes):
        return 2.5 if _heads_numbers(rows, at, text) else 0
    if len(own) == 2 and own[0] not in (*rows.subjects, *rows.objectives) and is_word_and_number(text):
        return 2.5
    if len(own) != 1 or (width == 1 and not (is_titled(text) or is_bold(first) or first.fill)):
        return 0
    spanned = is_spanned(first, rows)
    if not spanned and own[0] not in (0, *rows.actions, *rows.subjects, *rows.numbers, *rows.substitutes):
        return 0
    weight = 2.0 * spanned + 1.5 * (is_bold(first) and not rows.bolds) + 1.0 * bool(first.fill)
    weight += 2.0 * is_titled(text) + 0.5 * has_keyword(text) + 1.0 * (own[0] == 0)
    weight += 0.5 * (len(text) < 120 and not text.endswith((".", ",", ";"))) + 1.0 * (rows.usual >= 3)
    weight += 1.0 * bool(rows.numbers and rows.number_counts and own[0] not in rows.numbers)
    weight += 2.0 * rows.heads_below(at) - 2.0 * starts_small(text) - 1.0 * (len(text) > PROSE)
    if own[0] in rows.actions and starts_action(text) and not is_titled(text):
        weight -= 2.0
    if rows.styled and not (spanned or is_bold(first) or first.fill or is_titled(text)):
        weight -= 1.0
    return weight


def is_spanned(cell: Cell, rows: Rows) -> bool:
    return cell.columns >= max(2, 0.6 * len(rows.columns))


def _heads_numbers(rows: Rows, at: int, text: str) -> bool:
    """Whether a row of a number and a title heads rows: theirs count below it ("1." above "1.1")."""
    number = text.strip().rstrip(".):")
    below = next((rows.text(each, index) for each in range(at + 1, rows.part.last) for index in rows.numbers[:1]), "")
    titled = rows.usual >= 4 and bool(re.fullmatch(r"[A-Z]|[IVX]+|\d{1,2}", number))
    if below.startswith(f"{number}.") or (number.isdigit() and titled and re.fullmatch(r"\(?[ai][.)]?", below)):
        return True
    restarts = bool(re.fullmatch(r"1[.)]?", below)) and titled and number not in ("", "0")
    return restarts and at + 1 < rows.part.last
