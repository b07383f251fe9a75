"""The rows of an exported plan: its objectives by headings or columns, its actions by the fields of their columns."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from plans.exporters.layout import LEVELS, OUTCOMES, REQUIREMENTS
from plans.exporters.wording import FILLS, STATES
from plans.rules.leads import read_leads
from plans.rules.timescale import Timescale
from plans.rules.timescale_reader import Context, read

from .proposal import Origin, ProposedAction, ProposedLead, ProposedSection
from .source import Cell, Line, Paragraph, Place, Source, Table

_NUMBER = r"[A-Za-z]{0,2}\d[\w.()-]{0,17}|[A-Za-z]{1,2}|[IVXLC]{1,6}"
_TITLE = re.compile(rf"(?:\[(?P<made>[^\]]{{1,20}})\]|(?P<number>{_NUMBER})\.) (?P<title>.+)", re.S)
_MADE = re.compile(r"\[([^\]]{1,20})\]")
_TIME = re.compile(
    r"(?P<text>.+) \((?:due (?P<due>.+?))?(?:(?:; |(?<=\())done \d{1,2} [A-Z][a-z]+ \d{4})?\)(?<! \(\))", re.S
)
_MERGED = ("leads", "timescale", "progress")
_COMPLETE, _COMPLETED = STATES["complete"], f"#{FILLS['complete'][0]}"
_LISTS = ("steps", "outcomes")
_LATEST = re.compile(r"no[t]? later than|latest", re.I)
Cells = Mapping[str, Cell]  # of a row, by the field of their column


@dataclass(frozen=True)
class Heading:
    """A column as the export wrote it. `is_added`: the plan itself prints none."""

    text: str
    field: str
    is_added: bool


@dataclass
class _Node:
    """An objective while its rows are read. `lines` stand below its title."""

    title: str
    level: int
    parent: int | None
    places: list[Place]
    lines: list[Line] = field(default_factory=list)
    outcomes: tuple[str, ...] = ()

    @property
    def number(self) -> str:
        found = _TITLE.fullmatch(self.title)
        return (found["made"] or found["number"]) if found else ""


class Rows:
    """Reads the tables of an export in order."""

    def __init__(self, headings: Sequence[Heading], context: Context, glossary: Mapping[str, str], kind: str) -> None:
        """`kind` is that of the names in the column of leads: lead or partner."""
        self.headings = headings
        self.actions: list[ProposedAction] = []
        fields = [heading.field for heading in headings]
        self._outcomes_above = "outcomes" in fields and fields.index("outcomes") < fields.index("action")
        self._context, self._glossary, self._kind = context, glossary, kind
        self._nodes: list[_Node] = []
        self._known: dict[tuple[int | None, str], int] = {}
        self._path: list[int] = []  # of the headings in force
        self._current: int | None = None
        self._rows: dict[Place, str] = {}
        self._counted: Counter[int | None] = Counter()

    def read(self, source: Source) -> None:
        texts = [heading.text for heading in self.headings]
        for block in source.blocks:
            if isinstance(block, Paragraph):
                self._paragraph(block)
            elif [cell.text for cell in block.rows[0]] == texts:
                for at in range(1, len(block.rows)):
                    self._row(block, at)

    def _paragraph(self, paragraph: Paragraph) -> None:
        if paragraph.heading > 1:
            del self._path[paragraph.heading - 2 :]
            above = self._path[-1] if self._path else None
            self._path.append(self._enter(above, paragraph.line, paragraph.place))
            self._current = self._path[-1]
        elif paragraph.heading:
            self._path = []
        elif self._path:
            self._nodes[self._path[-1]].lines.append(paragraph.line)
            self._nodes[self._path[-1]].places.append(paragraph.place)

    def _enter(self, parent: int | None, title: Line, place: Place) -> int:
        """The objective of that title below that parent, a new one where there is none yet."""
        text = f"{title.bullet} {title.text}".strip()
        if (parent, text) not in self._known:
            level = self._nodes[parent].level + 1 if parent is not None else 1
            self._known[parent, text] = len(self._nodes)
            self._nodes.append(_Node(text, level, parent, []))
        found = self._known[parent, text]
        self._nodes[found].places.append(place)
        return found

    def _row(self, table: Table, at: int) -> None:
        cells: dict[str, Cell] = {}
        levels: list[Cell] = []
        for heading, cell in zip(self.headings, table.rows[at], strict=True):
            row, column = cell.anchor or (at + 1, cell.place.column)
            whole = table.rows[row - 1][column - 1]
            if heading.field in LEVELS:
                levels.append(whole)
            else:
                cells[heading.field] = whole
        self._sections(levels, cells.get("section_text"))
        if not cells["action"].is_blank or not cells["number"].is_blank:
            self._action(cells, table.rows[at][0].place)

    def _sections(self, levels: Sequence[Cell], texts: Cell | None) -> None:
        """Open the objectives that the row names; one that names none stands below those of the row above."""
        node = self._path[-1] if self._path else None
        for cell in levels:
            if cell.lines:
                is_new = len(self._nodes)
                node = self._enter(node, cell.lines[0], cell.place)
                if node == is_new:
                    self._nodes[node].lines += cell.lines[1:]
        self._current = self._current if node is None else node
        self._texts_of(self._current, texts)

    def _texts_of(self, node: int | None, texts: Cell | None) -> None:
        """What a sheet prints of the objectives above an action, each under its title."""
        above = {}
        while node is not None:
            above[self._nodes[node].title] = self._nodes[node]
            node = self._nodes[node].parent
        written = None
        for line in texts.lines if texts else ():
            if (whole := f"{line.bullet} {line.text}".strip()) in above:
                written = above[whole]
                written.places.append(texts.place)  # type: ignore[union-attr]  # there are lines, so there is a cell
            elif written is not None:
                written.lines.append(line)

    def _action(self, cells: Cells, first: Place) -> None:
        number, is_made = _number(cells["number"])
        text = {name: cell.text for name, cell in cells.items()}
        self.actions.append(
            ProposedAction(
                key=f"t{first.table}r{first.row}",
                text=text["action"],
                section=self._current,
                number=number,
                number_is_generated=is_made,
                row=self._shared(cells),
                leads_text=text.get("leads", ""),
                leads=self._leads(cells.get("leads")),
                timescale=self._timescale(cells.get("timescale")),
                progress=text.get("progress", ""),
                notes=text.get("note", ""),
                rag="complete" if _is_complete(cells) else None,
                origins={name: Origin((cell.place,)) for name, cell in cells.items() if not cell.is_blank},
                milestones=tuple(map(_milestone, _items(cells["milestones"].lines if "milestones" in cells else ()))),
                **{name: _items(cells[name].lines) for name in _LISTS if name in cells},
            )
        )

    def _shared(self, cells: Cells) -> str:
        """The name of the printed row: as a sheet says it, else one for actions that share a merged cell."""
        if "row" in cells:
            return cells["row"].text
        merged = next((cells[name].place for name in _MERGED if name in cells and cells[name].rows > 1), None)
        if merged is None:
            return ""
        if merged not in self._rows:
            number = self._nodes[self._current].number[:16] if self._current is not None else ""
            count = self._counted[self._current]
            self._rows[merged] = f"{number}{letters(count) if number else letters(count + 1)}"
            self._counted[self._current] += 1
        return self._rows[merged]

    def _leads(self, cell: Cell | None) -> tuple[ProposedLead, ...]:
        if cell is None or cell.is_blank:
            return ()
        found = read_leads([line.text for line in cell.lines], glossary=self._glossary, kind=self._kind)
        return tuple(ProposedLead(lead.words, lead.kind, lead.nature) for lead in found)

    def _timescale(self, cell: Cell | None) -> Timescale:
        heading = next((heading.text for heading in self.headings if heading.field == "timescale"), "")
        return read(cell.text if cell else "", replace(self._context, latest=bool(_LATEST.search(heading))))

    def sections(self) -> tuple[ProposedSection, ...]:
        """The objectives, once all rows are read."""
        if self._outcomes_above:
            self._raise_outcomes()
        return tuple(_section(at, node) for at, node in enumerate(self._nodes))

    def _raise_outcomes(self) -> None:
        """A column of outcomes before that of the actions holds the objectives': what all its actions have."""
        below: dict[int | None, list[int]] = defaultdict(list)
        for at, action in enumerate(self.actions):
            below[action.section].append(at)
        for section, places in below.items():
            if section is None:
                continue
            shared = _beginning([self.actions[at].outcomes for at in places])
            self._nodes[section].outcomes = shared
            for at in places:
                self.actions[at] = replace(self.actions[at], outcomes=self.actions[at].outcomes[len(shared) :])


def _beginning(lists: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """What all the lists begin with."""
    same = takewhile(lambda texts: len(set(texts)) == 1, zip(*lists, strict=False))
    return tuple(texts[0] for texts in same)


def _milestone(text: str) -> str:
    """A milestone as every file prints it, its due words in brackets: when it was done is a report, not the plan."""
    found = _TIME.fullmatch(text)
    if found is None:
        return text
    return f"{found['text']} ({found['due']})" if found["due"] else found["text"]


def _is_complete(cells: Cells) -> bool:
    """A sheet says it in words, Word by the colour behind the partnership's own."""
    if "state" in cells:
        return cells["state"].text == _COMPLETE
    return "rag" in cells and cells["rag"].fill == _COMPLETED


def _number(cell: Cell) -> tuple[str, bool]:
    """(number, whether it is generated)."""
    text = cell.text
    made = _MADE.fullmatch(text)
    return (made[1], True) if made else (text, not text)


def _items(lines: Iterable[Line]) -> tuple[str, ...]:
    """The items of a list. A line without a bullet goes on with the item above; where none has one, each is an item."""
    found: list[str] = []
    bulleted = False
    for line in lines:
        if found and bulleted and not line.bullet:
            found[-1] = f"{found[-1]}\n{line.text}"
        else:
            found.append(line.text)
        bulleted = bulleted or bool(line.bullet)
    return tuple(found)


def _section(at: int, node: _Node) -> ProposedSection:
    found = _TITLE.fullmatch(node.title)
    parts: dict[str, list[Line]] = {"": [], REQUIREMENTS: [], OUTCOMES: []}
    part = ""
    for line in node.lines:
        if line.text in parts and not line.bullet:
            part = line.text
        else:
            parts[part].append(line)
    return ProposedSection(
        key=f"section {at + 1}",
        title=found["title"] if found else node.title,
        number=node.number,
        number_is_generated=not found or bool(found["made"]),
        level=node.level,
        parent=node.parent,
        paragraphs=tuple(f"{line.bullet} {line.text}".strip() for line in parts[""]),
        outcomes=node.outcomes or _items(parts[OUTCOMES]),
        requirements=_items(parts[REQUIREMENTS]),
        origins=dict.fromkeys(
            ("title", "paragraphs", "outcomes", "requirements"), Origin(tuple(dict.fromkeys(node.places)))
        ),
    )


def letters(count: int) -> str:
    """1 is a, 26 is z, 27 is aa: as columns of a spreadsheet are named."""
    found = ""
    while count:
        count, rest = divmod(count - 1, 26)
        found = chr(ord("a") + rest) + found
    return found
