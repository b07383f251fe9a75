"""Which blocks of a file are the plan's table, and in what order its parts follow: one table over many pages, a table
under each heading, a sheet for each theme, cards. All other blocks are prose, and go to the plan's front matter."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from ..source import Block, Paragraph, Source, Table
from .cards import read_cards
from .debris import split_page_mark
from .headers import Column, assign, is_heading, read_heading
from .heads import Head, Remembered, columns_of, heads_below, profiles_of, with_head
from .titles import has_keyword, is_titled, split_title

_SHEET = re.compile(r"(?:sheet|table|page|tab|tabelle|feuil)\s*\d*|action plan|delivery plan|plan|actions?|data", re.I)
_PLAN = re.compile(r"\b(?:plan|strategy|programme)\b|\bactions?\b", re.I)
_GENERIC = re.compile(
    r"\b(?:plan|strategy|programme|appendix|annex|report|official|draft|version|20\d\d)\b"
    r"|^(?:introduction|summary|overview|background|context|purpose|monitoring|governance|key|delivery|next steps)$",
    re.I,
)
_CAPTION = re.compile(r"(?:table|figure|appendix|annex) (?:\d|[A-Z]\b)", re.I)
_OTHER = re.compile(
    r"risk|issue|likelihood|mitigat|version|amended|glossary|abbreviation|term|meaning|kpi|indicator", re.I
)


@dataclass(frozen=True)
class Part:
    """Rows of one table that are read under one head: `first` to `last` (not included), as indices.

    `path`: the headings above it, outermost first. `goes_on`: it continues the part before it, in another table.
    """

    table: Table
    head: Head
    first: int
    last: int
    path: tuple[Paragraph, ...] = ()
    sheet: str = ""
    goes_on: bool = False
    is_flat: bool = False  # its heading is one of the rows' own level
    paragraphs: tuple[Paragraph, ...] = ()  # between the last heading and the table


@dataclass(frozen=True)
class Steering:
    """What a person has said about the reading: by table number and column or row index, and by a paragraph's line."""

    columns: Mapping[int, Mapping[int, str]] = field(default_factory=dict)
    rows: Mapping[int, Mapping[int, str]] = field(default_factory=dict)
    tables: Mapping[int, str] = field(default_factory=dict)
    paragraphs: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Arrangement:
    """The plan's parts in order, and the blocks that are no part of its tables."""

    parts: tuple[Part, ...]
    paragraphs: tuple[Paragraph, ...]
    tables: tuple[Table, ...]
    warnings: tuple[str, ...] = ()
    heading: Paragraph | None = None  # above all of the parts: a section where they print none themselves

    def under_heading(self) -> Arrangement:
        """With the heading above all parts as the section of the first actions."""
        assert self.heading
        parts = tuple(replace(part, path=(self.heading,), is_flat=True) for part in self.parts)
        rest = tuple(each for each in self.paragraphs if each is not self.heading)
        return replace(self, parts=parts, paragraphs=rest, heading=None)


def arrange(source: Source, remembered: Remembered, steering: Steering) -> Arrangement:
    found = _headed(source, remembered, steering) or _carded(source, steering)
    return _arranged(source, found, steering)


def guess(source: Source, steering: Steering) -> Arrangement:
    """The tables that print no head we know, where neither a head nor a list names any action."""
    return _arranged(source, _guessed(source, steering), steering)


def _arranged(source: Source, found: list[Part], steering: Steering) -> Arrangement:
    parts = _with_sheets(_with_paths(source.blocks, found, steering))
    used = {part.table.number for part in parts}
    above = {id(each) for part in parts for each in (*part.path, *part.paragraphs)}
    tables = [block for block in source.blocks if isinstance(block, Table) and block.number not in used]
    return Arrangement(
        tuple(parts),
        tuple(block for block in source.blocks if isinstance(block, Paragraph) and id(block) not in above),
        tuple(table for table in tables if steering.tables.get(table.number) != "left_out"),
        tuple(_two_plans(parts)),
        _only_heading(source.blocks, parts),
    )


def _only_heading(blocks: Sequence[Block], parts: Sequence[Part]) -> Paragraph | None:
    """The line right above the plan's first table, where it can head a section: the file's title stands above it, and
    it names something else than the plan or a part of a report."""
    if not parts or any(part.path for part in parts):
        return None
    first = next(
        at for at, block in enumerate(blocks) if isinstance(block, Table) and block.number == parts[0].table.number
    )
    above = [block for block in blocks[:first] if isinstance(block, Paragraph)]
    if len(above) < 2 or not isinstance(blocks[first - 1], Paragraph) or not _looks_like_heading(above[-1]):
        return None
    text = above[-1].line.text
    return above[-1] if not _PLAN.search(text) and not _GENERIC.search(text) else None


def _tables(source: Source, steering: Steering) -> list[tuple[int, Table]]:
    """The tables that may be the plan's, each with its position among the blocks."""
    return [
        (at, block)
        for at, block in enumerate(source.blocks)
        if isinstance(block, Table) and block.rows and steering.tables.get(block.number, "plan") == "plan"
    ]


def _headed(source: Source, remembered: Remembered, steering: Steering) -> list[Part]:
    """The parts of tables that have heads, and of those that go on without."""
    tables, heads = [], {}
    for at, table in _tables(source, steering):
        narrow, head = with_head(table, remembered, steering.columns.get(table.number, {}))
        tables.append((at, narrow))
        if head:
            heads[table.number] = head
    heads = _plans_only(heads, steering)
    parts: list[Part] = []
    end = -1  # position of the last block that is the plan's
    for at, table in tables:
        if head := heads.get(table.number):
            parts += _divided(table, head, remembered)
        elif parts and _goes_on(parts[-1], table, source.blocks[end + 1 : at]):
            parts.append(_continuing(parts[-1], table, steering))
        else:
            continue
        end = at
    return [replace(part, goes_on=_same(before, part)) for before, part in zip([None, *parts], parts, strict=False)]


def _plans_only(heads: dict[int, Head], steering: Steering) -> dict[int, Head]:
    """Without tables of risks, indicators or versions where the plan's own table is better headed."""
    if not heads:
        return heads
    best = max(head.strength for head in heads.values())

    says = {number for number, head in heads.items() if _says_action(head)}

    def is_other(number: int, head: Head) -> bool:
        words = " ".join(column.heading for column in head.columns)
        weak = head.strength < 0.45 * best or (says and number not in says)
        return weak or len(_OTHER.findall(words)) > 1

    kept = {number: head for number, head in heads.items() if number in steering.tables or not is_other(number, head)}
    return kept or heads


def _says_action(head: Head) -> bool:
    return any(column.field == "action" and read_heading(column.heading).field == "action" for column in head.columns)


def _divided(table: Table, head: Head, remembered: Remembered) -> list[Part]:
    """A part for each head of a table."""
    heads = [head, *heads_below(table, head, remembered)]
    ends = [each.rows[0] for each in heads[1:]] + [len(table.rows)]
    return [Part(table, each, each.rows[-1] + 1, end) for each, end in zip(heads, ends, strict=True)]


def _goes_on(before: Part, table: Table, between: Sequence[Block]) -> bool:
    """Whether a table without a head continues the one before: as many columns, and no words to speak of between."""
    same_width = len(table.rows[0]) == len(before.head.columns) and not _has_other_head(table)
    words = [block.line.text for block in between if isinstance(block, Paragraph)]
    narrow = len(before.head.columns) < 3
    if not same_width or (narrow and words) or table.name != before.table.name:
        return False
    return sum(len(text) > 150 for text in words) == 0 and not any(isinstance(block, Table) for block in between)


def _has_other_head(table: Table) -> bool:
    """Whether the table prints a head of its own, though no plan's: one of risks, indicators or versions."""
    texts = [cell.text.strip() for cell in table.rows[0] if not cell.is_blank]
    if len(texts) < 2 or any(len(text) > 40 for text in texts):
        return False
    return table.header_rows > 0 or sum(is_heading(read_heading(text)) for text in texts) >= 0.5 * len(texts)


def _continuing(before: Part, table: Table, steering: Steering) -> Part:
    columns = list(before.head.columns)
    for index, name in steering.columns.get(table.number, {}).items():
        if index < len(columns):
            columns[index] = replace(columns[index], field=name, confidence=1.0)
    return Part(table, Head((), tuple(columns), before.head.strength), 0, len(table.rows))


def _same(before: Part | None, part: Part) -> bool:
    return before is not None and before.head.fields == part.head.fields


def _carded(source: Source, steering: Steering) -> list[Part]:
    """Tables that print an action as a form: a label, and beside it what it says."""
    turned = read_cards([table for _, table in _tables(source, steering)])
    return [Part(cards, Head((), _card_columns(cards, steering), 1.0), 1, len(cards.rows)) for cards in turned]


def _card_columns(cards: Table, steering: Steering) -> tuple[Column, ...]:
    headings = [" ".join(cell.text.split()) for cell in cards.rows[0]]
    return assign(headings, profiles_of(cards, 1, len(headings)), steering.columns.get(cards.number, {}))


def _guessed(source: Source, steering: Steering) -> list[Part]:
    """Tables that print no head we know: read by what their columns hold, and doubtful."""
    parts = []
    for _, table in _tables(source, steering):
        forced = table.number in steering.tables or table.number in steering.columns
        width = len(table.rows[0])
        columns = columns_of(table, 0, [""] * width, {}, steering.columns.get(table.number, {}))
        fields = {column.field for column in columns}
        enough = width >= 3 and len(table.rows) >= 2 and fields & {"timescale", "leads"} and "action" in fields
        if enough or (forced and "action" in fields):
            parts.append(Part(table, Head((), columns, 0.5), 0, len(table.rows)))
    return parts


# The headings above each part.


def _with_paths(blocks: Sequence[Block], parts: list[Part], steering: Steering) -> list[Part]:
    """Each part with the headings above it that are not above all of the parts."""
    if not parts:
        return parts
    numbers = {part.table.number for part in parts}
    running = _running(blocks)
    stack: list[Paragraph] = []
    gap: list[Paragraph] = []
    stacks: dict[int, tuple[Paragraph, ...]] = {}
    prose: dict[int, tuple[Paragraph, ...]] = {}
    first = True
    for block in blocks:
        if isinstance(block, Paragraph):
            gap.append(block)
        elif block.number in numbers:
            titled = first and gap and gap[0] is blocks[0] and bool(_PLAN.search(gap[0].line.text))
            headings, below = _headings(gap[1:] if titled else gap, running, first, steering)
            stack = _stacked(stack, headings)
            stacks[block.number], prose[block.number] = tuple(stack), tuple(below)
            gap, first = [], False
        else:
            gap = [each for each in [_form_heading(block)] if each]
    shared = _shared([stacks[part.table.number] for part in parts], steering)
    seen: set[int] = set()
    placed: list[Part] = []
    for part in parts:
        path = stacks[part.table.number][shared:]
        fresh = part.table.number not in seen and path and (not placed or placed[-1].path != path)
        seen.add(part.table.number)
        placed.append(replace(part, path=path, paragraphs=prose[part.table.number] if fresh else ()))
    return placed


def _form_heading(table: Table) -> Paragraph | None:
    """What a small form above a table says the table is about: "Objective: Safe homes"."""
    for row in table.rows[:4] if len(table.rows) < 12 else ():
        cells = [cell for cell in row if not cell.is_blank]
        label = cells[0].text.strip().rstrip(":") if len(cells) == 2 else ""
        if label and len(label) < 40 and read_heading(label).field in ("objective", "subject"):
            value = cells[1]
            return Paragraph(
                replace(value.lines[0], text=" ".join(value.text.split()), bullet="", bold=True), value.place
            )
    return None


def _running(blocks: Sequence[Block]) -> frozenset[str]:
    """Words that stand above several tables: the heads of pages."""
    counted = Counter(" ".join(block.line.text.split()) for block in blocks if isinstance(block, Paragraph))
    return frozenset(text for text, count in counted.items() if count > 1)


def _headings(
    gap: Sequence[Paragraph], running: frozenset[str], first: bool, steering: Steering
) -> tuple[list[Paragraph], list[Paragraph]]:
    """The headings in what stands above a table, and the paragraphs below the last of them.

    Before the first table stands the front matter, too: there, where the file marks no headings, only the last line
    can be a heading of the table."""
    fresh = [each for each in gap if " ".join(each.line.text.split()) not in running]
    said = [each for each in fresh if steering.paragraphs.get(each.place.line) == "section"]
    styled = [each for each in fresh if each.heading]
    plain = _last_lines(fresh) if first else [each for each in fresh if _looks_like_heading(each)]
    if styled:
        below = fresh[max(index for index, each in enumerate(fresh) if each is styled[-1]) + 1 :]
        plain = [each for each in below if _is_numbered_below(styled[-1], each)] or _last_lines(below, marked=True)
    headings = said or [*styled, *plain]
    headings = [each for each in headings if steering.paragraphs.get(each.place.line, "section") == "section"]
    if not headings:
        return [], []
    last = max(index for index, each in enumerate(fresh) if each is headings[-1])
    below = fresh[last + 1 :]
    return headings, below


def _last_lines(paragraphs: Sequence[Paragraph], marked: bool = False) -> list[Paragraph]:
    """The lines right above the first table that can be its headings: the last, and numbered ones before it.

    `marked`: only a line that is bold or numbered, as the file styles its other headings."""
    found: list[Paragraph] = []
    for each in reversed(paragraphs):
        if marked and not (each.line.bold or is_titled(_marked(each))):
            break
        if not _looks_like_heading(each) or (found and not has_keyword(_marked(each))):
            break
        found.insert(0, each)
    return found


def _is_numbered_below(heading: Paragraph, paragraph: Paragraph) -> bool:
    """Whether a plain line is a heading by its number: "1.2 Alarms" below "Objective 1"."""
    number = split_title(_marked(paragraph))[0]
    above = split_title(_marked(heading))[0]
    return "." in number and number.startswith(f"{above}.") and _looks_like_heading(paragraph)


def _marked(paragraph: Paragraph) -> str:
    return f"{paragraph.line.bullet} {paragraph.line.text}".strip()


def _looks_like_heading(paragraph: Paragraph) -> bool:
    text, bullet = paragraph.line.text.strip(), paragraph.line.bullet
    if (
        not text
        or _CAPTION.match(text)
        or split_page_mark(text)[1]
        or len(text) > 120
        or (text.endswith((".", ",", ";")) and not is_titled(text))
    ):
        return False
    if bullet and not bullet[0].isdigit():
        return False
    return paragraph.line.bold or is_titled(_marked(paragraph)) or len(text.split()) <= 9


def _stacked(stack: Sequence[Paragraph], headings: Sequence[Paragraph]) -> list[Paragraph]:
    """The headings in force once these are read: a heading ends those of its level and below."""
    current = list(stack)
    for heading in headings:
        while current and _level(current[-1]) >= _level(heading):
            current.pop()
        current.append(heading)
    return current


def _level(heading: Paragraph) -> float:
    """As the file styles it; else by its number ("1.1" below "1"), what has a keyword ("Theme 2") above the rest."""
    if heading.heading:
        return heading.heading
    dots = split_title(_marked(heading))[0].count(".")
    return 10 + dots if not has_keyword(_marked(heading)) else 9.5 + dots


def _shared(stacks: Sequence[tuple[Paragraph, ...]], steering: Steering) -> int:
    """How many of the outermost headings are no sections: those above every table. Above a single table, none is one
    unless it says so ("Priority 2: Training")."""
    shared = 0
    for level in zip(*stacks, strict=False):
        heading = level[0]
        alone = any(other is not heading for other in level)
        first = split_title(_marked(heading))[0] in ("1", "A", "I") and not _PLAN.search(heading.line.text)
        if (
            alone
            or has_keyword(heading.line.text)
            or (first and heading is stacks[0][-1])
            or steering.paragraphs.get(heading.place.line) == "section"
        ):
            break
        shared += 1
    return shared


def _with_sheets(parts: list[Part]) -> list[Part]:
    """The names of sheets are sections where several sheets hold tables of the same columns."""
    names = {part.table.name: part.head.fields for part in parts if part.table.name}
    telling = [name for name in names if not _SHEET.fullmatch(name.strip())]
    alike = len({frozenset(fields) for fields in names.values()}) == 1
    if len(names) < 2 or len(telling) < len(names) or not alike:
        return parts
    return [replace(part, sheet=part.table.name) for part in parts]


def _two_plans(parts: Sequence[Part]) -> list[str]:
    """A warning where one file holds two plans: tables of differing heads that lie apart and both count from 1."""
    starts = [part for part in parts if part.head.rows and part.head.position("number") and _counts_from_one(part)]
    for before, part in pairwise(starts):
        headings = [[column.heading.casefold() for column in each.head.columns] for each in (before, part)]
        if headings[0] != headings[1] and before.head.fields != part.head.fields:
            places = [each.table.rows[each.head.rows[0]][0].place.words() for each in (before, part)]
            return [
                f"Two plans may be in this file: one table starts at {places[0]}, another with other columns at"
                f" {places[1]}. Import one plan at a time: leave one of the tables out."
            ]
    return []


def _counts_from_one(part: Part) -> bool:
    column = part.head.position("number")[0]
    rows = part.table.rows[part.first : part.last]
    first = next((row[column].text.strip() for row in rows if not row[column].is_blank), "")
    return bool(re.fullmatch(r"1(?:\.[01])?[.)]?", first))
