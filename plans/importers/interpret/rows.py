"""Rows of the plan's tables into entries: which heads a section, which is an action, which goes on with the one above.

An entry is a row as a reader understands it: rows cut by page breaks joined again cell by cell, merged cells filled in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..source import Cell, Line, Paragraph, Place, Source, Table
from .banners import ABOUT, OUTCOME, alone, forms, is_page_mark, section_above
from .cuts import Signs, goes_on, starts_row
from .entries import Bit, Entry
from .headers import Column
from .heads import repeats
from .joins import continues, head_sentence, is_closed, plain, starts_small
from .layout import Arrangement
from .parts import Part, Steering
from .row_view import PROSE, Rows, look, section_weight
from .sections import CONTINUED, Node, Tree
from .titles import NUMBER_ALONE, is_titled, split_title

BROKEN = frozenset({"text", "pdf"})  # formats that know nothing of rows: a page break cuts them
_FOOT = re.compile(r"(?:(?:rag|brag|colour) )?(?:key|legend|totals?|last updated|printed)\b", re.I)
_TOTAL = re.compile(r"(?:grand |sub[ -]?)?totals?(?: (?:costs?|budget|spend))?\s*:?", re.I)
_SAYS = ("action", "steps", "objective", "milestones")  # one of these an entry needs, to say what is to be done
_SPILLS = frozenset({"outcomes", "objective"})


@dataclass
class Reading:
    """What the rows came to. `roles` are each table's, by row; `loose` are words of rows outside the plan, and `forms`
    rows of labels and values among them."""

    entries: list[Entry]
    nodes: list[Node]
    roles: dict[int, list[str]]
    loose: list[Paragraph]
    forms: list[Table]


def read_rows(source: Source, arrangement: Arrangement, steering: Steering) -> Reading:
    walk = _Walk(source.kind in BROKEN, steering, arrangement.parts)
    for part in arrangement.parts:
        walk.part(part)
    entries = [entry for entry in walk.entries if any(bit.text.strip() for bit in entry.bits(*_SAYS))]
    return Reading(entries, walk.tree.nodes, walk.roles, walk.loose, walk.forms)


class _Walk:
    """The state of reading rows in order."""

    def __init__(self, broken: bool, steering: Steering, parts: Sequence[Part]) -> None:
        self.entries: list[Entry] = []
        self.tree = Tree()
        self.roles: dict[int, list[str]] = {}
        self.loose: list[Paragraph] = []
        self.forms: list[Table] = []
        self._broken = broken
        self._steering = steering
        self._parts = parts
        self._path: tuple[str, ...] = ()
        self._base = 1  # the first level that rows of the part may take
        self._entry: Entry | None = None  # the last one, while a row may go on with it

    def part(self, part: Part) -> None:
        self._enter_path(part)
        table, roles = part.table, self.roles.setdefault(part.table.number, [])
        if part.block:  # its rows have their roles from the block beside it
            roles = roles[: part.first]
        self._above(part, roles)
        given = self._steering.rows.get(table.number, {})
        rows = Rows(part, is_followed=part is not self._parts[-1])
        breaks = part.goes_on
        for at in range(part.first, part.last):
            role = given.get(at) or self._role(rows, at, breaks)
            roles.append(role)
            if role == "heading" or is_page_mark(rows.table.rows[at]):
                breaks = True
            elif role != "left_out":
                self._take(rows, at, role, breaks)
                breaks = breaks and role == "section" and self._entry is not None

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
        if part.first == len(roles):
            return
        above = part.head.rows[0] if part.head.rows else part.first
        section = section_above(part)
        for each in forms(part.table.rows[len(roles) : above if section is None else section]):
            if isinstance(each, Table):
                self.forms.append(each)
            else:
                self._loosen(each)
        roles += ["prose"] * (above - len(roles))
        if section is not None:
            rows = Rows(part, is_followed=True)
            roles[section] = "section"
            self._section(rows, section, rows.own(section))
            for at in range(section + 1, above):
                self._prose(rows, at, rows.own(at))
        roles += ["heading"] * (part.first - len(roles))

    def _loosen(self, row: Iterable[Cell]) -> None:
        """Keeps a row's words for the front matter; a key or a total below the table is left out."""
        for cell in row:
            if _FOOT.match(cell.text):
                return
            self.loose += [Paragraph(line, cell.place) for line in cell.lines]

    def _role(self, rows: Rows, at: int, breaks: bool) -> str:
        own = rows.own(at)
        if not own:
            return "left_out"
        row = rows.table.rows[at]
        if repeats(rows.part.head, rows.part.table, row) or alone(row) in rows.running_titles:
            return "heading"
        if is_page_mark(row) or _TOTAL.fullmatch(rows.text(at, own[0])):
            return "left_out"
        if starts_row(rows, at, self._parts, self._entry):
            return "action"
        if self._entry and goes_on(self._entry, rows, at, own, self._signs(breaks)):
            return "join"
        weight = section_weight(rows, at, own, self._broken)
        if weight >= 2:
            if not rows.has_more(at):
                return "prose"
            about = self._is_about(rows.text(at, own[0]))
            return "section" if len(rows.text(at, own[0])) <= PROSE and not about else "prose"
        says = rows.action_text(at) or any(rows.text(at, index) for index in (*rows.substitutes, *rows.numbers))
        if not says and not self._names_section(rows, at):
            return "join" if self._entry else "prose"
        return "action"

    def _signs(self, breaks: bool) -> Signs:
        headed = any(node.key.startswith("t") and "c" not in node.key for node in self.tree.nodes)
        return Signs(breaks, self._broken, headed)

    def _names_section(self, rows: Rows, at: int) -> bool:
        """Whether a row without an action names a section of its own, as of a standard that is met already."""
        texts = [rows.text(at, index) for index in rows.subjects if not rows.numbers_subjects(index)]
        return any(is_titled(text) or (text and not self._broken and not starts_small(text)) for text in texts)

    def _is_about(self, text: str) -> bool:
        """Whether a row says something about the section above it, which has no actions yet: its outcome, its lead."""
        node = self.tree.current
        return node is not None and not node.actions and bool(ABOUT.match(text))

    # Taking rows in.

    def _take(self, rows: Rows, at: int, role: str, breaks: bool) -> None:
        own = rows.own(at)
        if role == "section" and own:
            self._section(rows, at, own)
        elif role == "join" and self._entry:
            self._join(rows, at, own, breaks)
        elif role == "prose":
            self._prose(rows, at, own)
        elif own:
            self._action(rows, at, own, breaks)

    def _section(self, rows: Rows, at: int, own: list[int]) -> None:
        first = rows.cell(at, own[0])
        text = " ".join(" ".join(rows.text(at, index).split()) for index in own)
        if NUMBER_ALONE.fullmatch(rows.text(at, own[0]).strip()) and len(own) > 1:
            text = f"{rows.text(at, own[0]).strip().rstrip('.')}. {' '.join(rows.text(at, own[1]).split())}"
        level = self.tree.level_of(text, look(rows, at, own), self._base)
        certain = 0.95 if is_titled(text) or first.columns > 1 else 0.85
        node = self.tree.enter(f"t{rows.number}r{at + 1}", text, first.place, level, confidence=certain)
        node.places += [rows.cell(at, index).place for index in own[1:]]
        if not (CONTINUED.search(text) and self._entry and self._entry.section == self.tree.index):
            self._entry = None

    def _prose(self, rows: Rows, at: int, own: list[int]) -> None:
        node = self.tree.current
        text = rows.text(at, own[0]) if own else ""
        if node and OUTCOME.match(text) and self._is_about(text):
            node.outcomes.append((OUTCOME.sub("", " ".join(text.split())), rows.cell(at, own[0]).place))
        elif node and not node.actions and rows.has_more(at):
            node.paragraphs += [(" ".join(rows.text(at, index).split()), rows.cell(at, index).place) for index in own]
        else:
            self._loosen(rows.table.rows[at])

    def _join(self, rows: Rows, at: int, own: list[int], breaks: bool) -> None:
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

    def _spill_title(self, rows: Rows, at: int, index: int) -> None:
        """A section's title that goes on in a cell below."""
        node = self.tree.current
        if node:
            node.words.append(rows.text(at, index))
            node.places.append(rows.cell(at, index).place)

    def _action(self, rows: Rows, at: int, own: list[int], breaks: bool) -> None:
        before = self._entry
        self._subjects(rows, at, breaks)
        entry = Entry(rows.number, [at], rows.columns, {}, self.tree.index, block=rows.part.block)
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
        node = self.tree.current
        if node and not entry.bits(*_SAYS):
            said = [index for index in own if index not in rows.subjects]
            texts = [f"{rows.columns[index].heading}: {rows.text(at, index)}" for index in said]
            node.paragraphs += [(text, rows.cell(at, index).place) for text, index in zip(texts, said, strict=True)]
        elif node:
            node.actions += 1

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

    def _subjects(self, rows: Rows, at: int, breaks: bool) -> None:
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
            if open_node and self._title_goes_on(open_node, text):
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

    def _title_goes_on(self, node: Node, text: str) -> bool:
        """Whether a cell of sections goes on with the title above: where rows may be cut, what fits; else only what
        starts in mid-sentence below a title that has a number, as this has none."""
        if is_titled(text):
            return False
        if self._broken:
            return continues(node.text, text) >= 0.5
        return bool(node.number) and starts_small(text) and not is_closed(node.text)

    def _banner_level(self, rows: Rows) -> int:
        """The level of the heading row above the subjects of a column; 0 where none stands there."""
        node = self.tree.current
        while node and "c" in node.key and node.parent is not None:
            node = self.tree.nodes[node.parent]
        in_rows = node and node.key.startswith("t") and "c" not in node.key
        return node.level if node and in_rows and node.places[0].column - 1 not in rows.subjects else 0

    def _lost(self, rows: Rows, at: int, node: Node, breaks: bool) -> bool:
        """Whether the words are the rest of a section whose start is lost at a page break: the numbers printed before
        and after leave one out."""
        following = next(filter(None, self._numbers_below(rows, at)), "")
        return breaks and node.number.isdigit() and following.isdigit() and int(following) == int(node.number) + 2

    def _numbers_below(self, rows: Rows, at: int) -> Iterator[str]:
        """The numbers printed in the subjects of the rows below, over the next tables, too."""
        here = self._parts.index(rows.part)
        for part in self._parts[here : here + 3]:
            first = at + 1 if part is rows.part else part.first
            for row in part.table.rows[first : min(part.last, first + 12)]:
                for index in part.head.position("subject"):
                    yield split_title(plain(row[index].text))[0]
