"""Rows of the plan's tables into entries: which heads a section, which is an action, which goes on with the one above.

An entry is a row as a reader understands it: rows cut by page breaks joined again cell by cell, merged cells filled in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ..source import Cell, Line, Paragraph, Place, Source
from .content import NUMBER
from .headers import Column, read_heading
from .heads import repeats
from .joins import continues, head_sentence, is_closed, is_open, plain, starts_small
from .layout import Arrangement, Part, Steering
from .sections import Node, Tree
from .titles import NUMBER_ALONE, has_keyword, is_titled, split_title
from .verbs import ALL_VERBS

BROKEN = frozenset({"text", "pdf"})  # formats that know nothing of rows: a page break cuts them
_OUTCOME = re.compile(r"(?:(?:desired|expected|intended|key|strategic) )?(?:outcomes?|impact)s?\s*[:–-]\s*", re.I)
_ABOUT = re.compile(
    rf"(?:{_OUTCOME.pattern}|(?:why|context|background|lead(?: \w+)?|owner|sponsor|rationale|success measures?"
    r"|measures?|kpis?|what success looks like|note)\s*[:–-]\s*\S)",
    re.I,
)
_FOOT = re.compile(r"(?:(?:rag|brag|colour) )?(?:key|legend|totals?|last updated|printed)\b", re.I)
PROSE = 260  # characters; a longer row of one cell is a paragraph
_MERGED = frozenset({"subject", "outcomes"})  # often one cell beside many rows, so that its words say less of a row
_OF_ITS_OWN = frozenset({"number", "subject", "objective", "action", "leads", "timescale", "partners"})
_SAYS = ("action", "steps", "objective", "milestones")  # one of these an entry needs, to say what is to be done
_SPILLS = frozenset({"outcomes", "objective"})


@dataclass(frozen=True)
class Bit:
    """Words of one cell within an entry: most cells are one bit, a spilt one is two."""

    cell: Cell
    lines: tuple[Line, ...]
    is_fresh: bool = False  # stands for itself, below the bit before it, as in rows beside a merged cell

    @property
    def place(self) -> Place:
        return self.cell.place

    @cached_property
    def text(self) -> str:
        return "\n".join(f"{line.bullet} {line.text}".strip() for line in self.lines)


@dataclass
class Entry:
    """An action's row, or several joined. `cells` are bits by the column's index, in printed order."""

    table: int
    rows: list[int]
    columns: tuple[Column, ...]
    cells: dict[int, list[Bit]]
    section: int | None
    number: str = ""  # where it is printed in the cell of the action
    confidence: float = 1.0
    notes: list[str] = field(default_factory=list)

    def bits(self, *fields: str) -> list[Bit]:
        return [bit for index in self.positions(*fields) for bit in self.cells.get(index, [])]

    def positions(self, *fields: str) -> list[int]:
        return [index for index, column in enumerate(self.columns) if column.field in fields]

    def last(self, index: int) -> str:
        bits = self.cells.get(index)
        return bits[-1].text if bits else ""


@dataclass
class Reading:
    """What the rows came to. `roles` are each table's, by row; `loose` are words of rows outside the plan."""

    entries: list[Entry]
    nodes: list[Node]
    roles: dict[int, list[str]]
    loose: list[Paragraph]


def read_rows(source: Source, arrangement: Arrangement, steering: Steering) -> Reading:
    walk = _Walk(source.kind in BROKEN, steering, arrangement.parts)
    for part in arrangement.parts:
        walk.part(part)
    entries = [entry for entry in walk.entries if any(bit.text.strip() for bit in entry.bits(*_SAYS))]
    return Reading(entries, walk.tree.nodes, walk.roles, walk.loose)


class _Walk:
    """The state of reading rows in order."""

    def __init__(self, broken: bool, steering: Steering, parts: Sequence[Part]) -> None:
        self.entries: list[Entry] = []
        self.tree = Tree()
        self.roles: dict[int, list[str]] = {}
        self.loose: list[Paragraph] = []
        self._broken = broken
        self._steering = steering
        self._parts = parts
        self._path: tuple[str, ...] = ()
        self._base = 1  # the first level that rows of the part may take
        self._entry: Entry | None = None  # the last one, while a row may go on with it

    def part(self, part: Part) -> None:
        self._enter_path(part)
        table, roles = part.table, self.roles.setdefault(part.table.number, [])
        self._above(part, roles)
        given = self._steering.rows.get(table.number, {})
        rows = _Rows(part, is_followed=part is not self._parts[-1])
        breaks = part.goes_on
        for at in range(part.first, part.last):
            role = given.get(at) or self._role(rows, at, breaks)
            roles.append(role)
            if role == "heading":
                breaks = True
            elif role != "left_out":
                self._take(rows, at, role, breaks)
                breaks = False

    def _enter_path(self, part: Part) -> None:
        """Open the sections of the headings and of the sheet that stand above the part."""
        path = tuple(str(each.place) for each in part.path) + ((part.sheet,) if part.sheet else ())
        if path != self._path:
            for level, heading in enumerate(part.path, 1):
                text = f"{heading.line.bullet} {heading.line.text}".strip()
                node = self.tree.enter(f"l{heading.place.line or level}", text, heading.place, level, confidence=0.9)
            if part.sheet:
                place = Place(sheet=part.sheet)
                note = "The name of the sheet."
                self.tree.enter(
                    f"s{part.table.number}", part.sheet, place, len(part.path) + 1, confidence=0.9, note=note
                )
            if part.path and part.paragraphs:
                node.paragraphs += [(each.line.text, each.place) for each in part.paragraphs]
            self._entry = None
        elif not part.goes_on:
            self._entry = None
        self._path, self._base = path, 1 if part.is_flat else len(path) + 1

    def _above(self, part: Part, roles: list[str]) -> None:
        """The rows above the part's first: titles, which the front matter takes in, and the head itself."""
        for at in range(len(roles), part.first):
            head = at in part.head.rows
            roles.append("heading" if head else "prose")
            if not head:
                self._loosen(part.table.rows[at])

    def _loosen(self, row: Iterable[Cell]) -> None:
        """Keeps a row's words for the front matter; a key or a total below the table is left out."""
        for cell in row:
            if _FOOT.match(cell.text):
                return
            self.loose += [Paragraph(line, cell.place) for line in cell.lines]

    def _role(self, rows: _Rows, at: int, breaks: bool) -> str:
        own = rows.own(at)
        if not own:
            return "left_out"
        if repeats(rows.part.head, rows.part.table, rows.table.rows[at]):
            return "heading"
        if self._is_join(rows, at, own, breaks):
            return "join"
        weight = _section_weight(rows, at, own, self._broken)
        if weight >= 2:
            if not rows.has_more(at):
                return "prose"
            about = self._is_about(rows.text(at, own[0]))
            return "section" if len(rows.text(at, own[0])) <= PROSE and not about else "prose"
        if not rows.action_text(at) and not any(rows.text(at, index) for index in (*rows.substitutes, *rows.numbers)):
            return "join" if self._entry else "prose"
        return "action"

    def _is_about(self, text: str) -> bool:
        """Whether a row says something about the section above it, which has no actions yet: its outcome, its lead."""
        node = self.tree.current
        return node is not None and not node.actions and bool(_ABOUT.match(text))

    # Joining.

    def _is_join(self, rows: _Rows, at: int, own: list[int], breaks: bool) -> bool:
        entry = self._entry
        if entry is None or len(entry.columns) != len(rows.columns):
            return False
        if any(rows.text(at, index) for index in rows.numbers) and rows.number_counts:
            return False
        if rows.merged_down(at, "action") and not any(rows.cell(at, index).text for index in rows.actions):
            return True
        numbered = rows.number_counts and any(bit.text.strip() for bit in entry.bits("number"))
        if (numbered or breaks) and rows.action_text(at) and not any(bit.text.strip() for bit in entry.bits("action")):
            return True  # the page break fell between the words of the row that stand higher and those that stand lower
        if not {rows.columns[index].field for index in own} & _OF_ITS_OWN:
            heads = own == [0] and self._heads_again(rows, at, own)
            return not heads and not _is_spanned(rows.cell(at, own[0]), rows)
        if not (self._broken or breaks) and not _small_throughout(entry, rows, at, own):
            return False
        score = sum(
            continues(entry.last(index), rows.text(at, index)) * (0.5 if rows.columns[index].field in _MERGED else 1)
            for index in own
        )
        if not any(rows.text(at, index) for index in rows.keys):
            score += 0.75 if breaks else 0.3
        text = rows.action_text(at)
        if text and not breaks and _starts_action(text) and not starts_small(text):
            score -= 1
        if breaks and len(own) == 1 and (_is_heading_like(rows.text(at, own[0])) or self._heads_again(rows, at, own)):
            score -= 2
        return score >= (0.5 if breaks else 1.0) if rows.action_text(at) else score >= 0.25

    def _heads_again(self, rows: _Rows, at: int, own: list[int]) -> bool:
        """Whether a row of one cell looks like the headings among the rows above, and goes on with nothing."""
        assert self._entry
        if continues(self._entry.last(own[0]), rows.text(at, own[0])) > 0:
            return False
        if rows.heads_below(at):
            return True
        headed = any(node.key.startswith("t") and "c" not in node.key for node in self.tree.nodes)
        return headed and _section_weight(rows, at, own, self._broken) >= 2

    # Taking rows in.

    def _take(self, rows: _Rows, at: int, role: str, breaks: bool) -> None:
        own = rows.own(at)
        if role == "section" and own:
            self._section(rows, at, own)
        elif role == "join" and self._entry:
            self._join(rows, at, own, breaks)
        elif role == "prose":
            self._prose(rows, at, own)
        elif own:
            self._action(rows, at, own, breaks)

    def _section(self, rows: _Rows, at: int, own: list[int]) -> None:
        first = rows.cell(at, own[0])
        text = " ".join(" ".join(rows.text(at, index).split()) for index in own)
        if NUMBER_ALONE.fullmatch(rows.text(at, own[0]).strip()) and len(own) > 1:
            text = f"{rows.text(at, own[0]).strip().rstrip('.')}. {' '.join(rows.text(at, own[1]).split())}"
        level = self.tree.level_of(text, _look(rows, at, own), self._base)
        certain = 0.95 if is_titled(text) or first.columns > 1 else 0.85
        node = self.tree.enter(f"t{rows.number}r{at + 1}", text, first.place, level, confidence=certain)
        node.places += [rows.cell(at, index).place for index in own[1:]]
        self._entry = None

    def _prose(self, rows: _Rows, at: int, own: list[int]) -> None:
        node = self.tree.current
        text = rows.text(at, own[0]) if own else ""
        if node and _OUTCOME.match(text) and self._is_about(text):
            node.outcomes.append((_OUTCOME.sub("", " ".join(text.split())), rows.cell(at, own[0]).place))
        elif node and not node.actions and rows.has_more(at):
            node.paragraphs += [(" ".join(rows.text(at, index).split()), rows.cell(at, index).place) for index in own]
        else:
            self._loosen(rows.table.rows[at])

    def _join(self, rows: _Rows, at: int, own: list[int], breaks: bool) -> None:
        assert self._entry is not None
        entry = self._entry
        entry.rows.append(at)
        fresh = rows.merged_down(at, "action")
        for index in own:
            if rows.columns[index].field == "subject":
                self._spill_title(rows, at, index)
            cell = rows.cell(at, index)
            entry.cells.setdefault(index, []).append(Bit(cell, cell.lines, fresh))
        if not fresh:
            entry.confidence = min(entry.confidence, 0.9 if breaks else 0.8)
            entry.notes.append(f"Row {at + 1} of table {rows.number} goes on with the row above: joined.")

    def _spill_title(self, rows: _Rows, at: int, index: int) -> None:
        """A section's title that goes on in a cell below."""
        node = self.tree.current
        if node:
            node.words.append(rows.text(at, index))
            node.places.append(rows.cell(at, index).place)

    def _action(self, rows: _Rows, at: int, own: list[int], breaks: bool) -> None:
        before = self._entry
        self._subjects(rows, at, breaks)
        entry = Entry(rows.number, [at], rows.columns, {}, self.tree.index)
        for index in range(len(rows.columns)):
            cell = rows.value(at, index)
            if cell.is_blank and cell.value is None and not cell.fill:
                continue
            lines = cell.lines
            if self._broken and before and index in own and len(before.columns) == len(rows.columns):
                lines = self._spilt(before, rows.columns[index], index, cell, breaks)
            entry.cells[index] = [Bit(cell, lines)]
        if before and before.section == entry.section and rows.blank_objectives_repeat:
            for index in rows.objectives:
                if index not in entry.cells and index in before.cells:
                    entry.cells[index] = before.cells[index]
        self.entries.append(entry)
        self._entry = entry
        if self.tree.current:
            self.tree.current.actions += 1

    def _spilt(self, before: Entry, column: Column, index: int, cell: Cell, breaks: bool) -> tuple[Line, ...]:
        """The cell's lines without what still belongs to the entry above; that is given to it."""
        last = before.last(index)
        spills = column.field in _SPILLS or (breaks and column.field in ("action", "steps"))
        if not spills or not last or not cell.lines or is_closed(last) or not starts_small(cell.lines[0].text):
            return cell.lines
        first = cell.lines[0]
        above, rest = head_sentence(first.text)
        if not rest and column.field in ("action", "steps"):
            return cell.lines
        before.cells[index].append(Bit(cell, (Line(above, first.bullet, first.level, first.bold),)))
        before.confidence = min(before.confidence, 0.7)
        before.notes.append(f"Words of row {cell.place.row} seem to belong here.")
        return (Line(rest), *cell.lines[1:]) if rest else cell.lines[1:]

    # Sections in a column of their own.

    def _subjects(self, rows: _Rows, at: int, breaks: bool) -> None:
        positions = rows.subjects
        base = max(self._base, self._banner_level(rows) + 1) if positions else self._base
        depth, number = -1, ""
        for index in positions:
            cell = rows.cell(at, index)
            text = " ".join(cell.text.split())
            if rows.numbers_subjects(index):
                number = text.rstrip(".):")
                continue
            depth += 1
            if not text or NUMBER_ALONE.fullmatch(text):
                continue
            text = f"{number}. {text}" if number and not is_titled(text) else text
            level = base + depth
            open_node, inferred = self.tree.at_level(level), ""
            if open_node and self._broken and continues(open_node.text, text) >= 0.5 and not is_titled(text):
                if not self._lost(rows, at, open_node, breaks):
                    self._spill_title(rows, at, index)
                    continue
                inferred = str(int(open_node.number) + 1)
            if depth == 0:
                level = self.tree.level_of(text, "subject", base)
            key, sure = f"t{rows.number}r{at + 1}c{index + 1}", 0.6 if inferred else 0.95
            node = self.tree.enter(key, text, cell.place, level, confidence=sure)
            node.places += [rows.cell(at, index - 1).place] if number else []
            if inferred:
                node.number = node.inferred = inferred

    def _banner_level(self, rows: _Rows) -> int:
        """The level of the heading row above the subjects of a column; 0 where none stands there."""
        node = self.tree.current
        while node and "c" in node.key and node.parent is not None:
            node = self.tree.nodes[node.parent]
        in_rows = node and node.key.startswith("t") and "c" not in node.key
        return node.level if node and in_rows and node.places[0].column - 1 not in rows.subjects else 0

    def _lost(self, rows: _Rows, at: int, node: Node, breaks: bool) -> bool:
        """Whether the words are the rest of a section whose start is lost at a page break: the numbers printed before
        and after leave one out."""
        following = next(filter(None, self._numbers_below(rows, at)), "")
        return breaks and node.number.isdigit() and following.isdigit() and int(following) == int(node.number) + 2

    def _numbers_below(self, rows: _Rows, at: int) -> Iterator[str]:
        """The numbers printed in the subjects of the rows below, over the next tables, too."""
        here = self._parts.index(rows.part)
        for part in self._parts[here : here + 3]:
            first = at + 1 if part is rows.part else part.first
            for row in part.table.rows[first : min(part.last, first + 12)]:
                for index in part.head.position("subject"):
                    yield split_title(plain(row[index].text))[0]


class _Rows:
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


def _starts_action(text: str) -> bool:
    words = plain(text).split()
    noun = words[1:2] == ["of"]  # "Use of public venues"
    return bool(words) and not noun and (words[0].casefold().strip(".,:") in ALL_VERBS or words[0] == "To")


def _is_heading_like(text: str) -> bool:
    return is_titled(text) and not starts_small(text)


def _small_throughout(entry: Entry, rows: _Rows, at: int, own: Sequence[int]) -> bool:
    """Within a page of a file that knows its rows, only what plainly goes on in every cell is joined."""
    return all(
        starts_small(rows.text(at, index)) and not is_closed(entry.last(index)) and entry.last(index) for index in own
    ) or (len(own) == 1 and is_open(entry.last(own[0])) and own[0] in rows.actions)


def _look(rows: _Rows, at: int, own: Sequence[int]) -> tuple[object, ...]:
    cell = rows.cell(at, own[0])
    return ("row", bool(cell.fill), is_bold(cell), cell.columns > 1, own[0])


def _section_weight(rows: _Rows, at: int, own: Sequence[int], broken: bool) -> float:
    """How much speaks for a row being a heading; from 2 it is one."""
    width = len(rows.columns)
    first = rows.cell(at, own[0])
    text = " ".join(rows.text(at, own[0]).split())
    if len(own) == 2 and own[0] in rows.numbers and own[1] in (*rows.actions, *rows.subjects, *rows.substitutes):
        return 2.5 if _heads_numbers(rows, at, text) else 0
    if len(own) != 1 or (width == 1 and not (is_titled(text) or is_bold(first) or first.fill)):
        return 0
    spanned = _is_spanned(first, rows)
    if not spanned and own[0] not in (0, *rows.actions, *rows.subjects, *rows.numbers, *rows.substitutes):
        return 0
    weight = 2.0 * spanned + 1.5 * (is_bold(first) and not rows.bolds) + 1.0 * bool(first.fill)
    weight += 2.0 * is_titled(text) + 0.5 * has_keyword(text) + 1.0 * (own[0] == 0)
    weight += 0.5 * (len(text) < 120 and not text.endswith((".", ",", ";"))) + 1.0 * (rows.usual >= 3)
    weight += 1.0 * bool(rows.numbers and rows.number_counts and own[0] not in rows.numbers)
    weight += 2.0 * rows.heads_below(at) - 2.0 * starts_small(text) - 1.0 * (len(text) > PROSE)
    if own[0] in rows.actions and _starts_action(text) and not is_titled(text):
        weight -= 2.0
    if rows.styled and not (spanned or is_bold(first) or first.fill or is_titled(text)):
        weight -= 1.0
    return weight


def _is_spanned(cell: Cell, rows: _Rows) -> bool:
    return cell.columns >= max(2, 0.6 * len(rows.columns))


def _heads_numbers(rows: _Rows, at: int, text: str) -> bool:
    """Whether a row of a number and a title heads rows: theirs count below it ("1." above "1.1")."""
    number = text.strip().rstrip(".):")
    below = next((rows.text(each, index) for each in range(at + 1, rows.part.last) for index in rows.numbers[:1]), "")
    titled = rows.usual >= 4 and bool(re.fullmatch(r"[A-Z]|[IVX]+|\d{1,2}", number))
    if below.startswith(f"{number}."):
        return True
    restarts = bool(re.fullmatch(r"1[.)]?", below)) and titled and number not in ("", "0")
    return restarts and at + 1 < rows.part.last
