"""Which blocks of a file are the plan's table, and in what order its parts follow: one table over many pages, a table
under each heading, a sheet for each theme, cards. All other blocks are prose, and go to the plan's front matter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ..proposal import LeftOut
from ..source import Block, Paragraph, Source, Table
from .cards import labels_of, read_cards
from .headers import Column, assign, is_heading, read_heading
from .heads import Head, Remembered, columns_of, heads_below, profiles_of, side_by_side, with_head
from .parts import Part, Steering
from .paths import only_heading, with_paths

_SHEET = re.compile(r"(?:sheet|table|page|tab|tabelle|feuil)\s*\d*|action plan|delivery plan|plan|actions?|data", re.I)
_OTHER = re.compile(
    r"risk|issue|likelihood|mitigat|version|amended|glossary|abbreviation|term|meaning|kpi|indicator", re.I
)


@dataclass(frozen=True)
class Arrangement:
    """The plan's parts in order, and the blocks that are no part of its tables."""

    parts: tuple[Part, ...]
    paragraphs: tuple[Paragraph, ...]
    tables: tuple[Table, ...]
    warnings: tuple[str, ...] = ()
    heading: Paragraph | None = None  # above all of the parts: a section where they print none themselves
    labels: tuple[LeftOut, ...] = ()  # of forms

    def under_heading(self) -> Arrangement:
        """With the heading above all parts as the section of the first actions."""
        assert self.heading
        parts = tuple(replace(part, path=(self.heading,), is_flat=True) for part in self.parts)
        rest = tuple(each for each in self.paragraphs if each is not self.heading)
        return replace(self, parts=parts, paragraphs=rest, heading=None)


def arrange(source: Source, remembered: Remembered, steering: Steering) -> Arrangement:
    if found := _headed(source, remembered, steering):
        return _arranged(source, found, steering)
    labels = labels_of([table for _, table in _tables(source, steering)])
    return replace(_arranged(source, _carded(source, steering), steering), labels=tuple(labels))


def guess(source: Source, steering: Steering) -> Arrangement:
    """The tables that print no head we know, where neither a head nor a list names any action."""
    return _arranged(source, _guessed(source, steering), steering)


def _arranged(source: Source, found: list[Part], steering: Steering) -> Arrangement:
    parts = _with_sheets(with_paths(source.blocks, found, steering))
    used = {part.table.number for part in parts}
    above = {id(each) for part in parts for each in (*part.path, *part.paragraphs)}
    tables = [block for block in source.blocks if isinstance(block, Table) and block.number not in used]
    return Arrangement(
        tuple(parts),
        tuple(block for block in source.blocks if isinstance(block, Paragraph) and id(block) not in above),
        tuple(table for table in tables if steering.tables.get(table.number) != "left_out"),
        tuple(_two_plans(parts)),
        only_heading(source.blocks, parts),
    )


def _tables(source: Source, steering: Steering) -> list[tuple[int, Table]]:
    """The tables that may be the plan's, each with its position among the blocks."""
    tables = [(at, block) for at, block in enumerate(source.blocks) if isinstance(block, Table)]
    return [
        (at, table)
        for at, table in tables
        if table.rows and table.rows[0] and steering.tables.get(table.number, "plan") == "plan"
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
    return [
        Part(table, block, block.rows[-1] + 1, end, block=at)
        for each, end in zip(heads, ends, strict=True)
        for at, block in enumerate(side_by_side(table, each))
    ]


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
    return [Part(cards, Head((0,), _card_columns(cards, steering), 1.0), 1, len(cards.rows)) for cards in turned]


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
