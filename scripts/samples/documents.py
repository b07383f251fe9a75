"""What conversions do to a document, and what else stands around a plan in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from plans.importers.source import Block, Cell, Line, Source, Table

from .cells import FILLS, worded
from .laid_out import paragraph
from .layout import Layout
from .tables import Draft, across, placed

BARE = Layout(columns=())


def each_line(source: Source, change: Callable[[Cell, Line], Line]) -> Source:
    """The source with every line of its tables' cells changed."""

    def cell(given: Cell) -> Cell:
        return replace(given, lines=tuple(change(given, line) for line in given.lines))

    def table(given: Table) -> Table:
        return replace(given, rows=tuple(tuple(map(cell, row)) for row in given.rows))

    return replace(source, blocks=tuple(table(each) if isinstance(each, Table) else each for each in source.blocks))


def converted(source: Source) -> Source:
    """Debris of conversion: an agenda pack's page number beside a number, words broken by narrow columns, entities."""

    def change(cell: Cell, line: Line) -> Line:
        if line.text == "1.1":
            return replace(line, text="1.1 Page 49")
        text = line.text.replace("patrol pattern", "patr ol pattern")
        return replace(line, text=text.replace("&", "&amp;"))

    return each_line(source, change)


def tagged(source: Source) -> Source:
    """Outcome lists as one kind of conversion leaves them: an open tag, marks within the line, an empty bullet."""

    def cell(given: Cell) -> Cell:
        if len(given.lines) < 2 or not all(line.bullet for line in given.lines):
            return given
        marked = " ".join(f"{line.bullet} {line.text}" for line in given.lines)
        return replace(given, lines=(Line(f'<ul style="list-style-type: none"> {marked} • </ul>'),))

    def table(given: Table) -> Table:
        return replace(given, rows=tuple(tuple(map(cell, row)) for row in given.rows))

    return replace(source, blocks=tuple(table(each) if isinstance(each, Table) else each for each in source.blocks))


VERSIONS = (
    ("Version", "Date", "Author"),
    ("0.1", "3 February 2025", "Partnership analyst"),
    ("1.0", "1 April 2025", "Board"),
)
MEMBERS = (
    ("Agency", "Representative's role"),
    ("Mereshire Police", "Superintendent"),
    ("Probation Service", "Head of area"),
)


def in_a_report(source: Source) -> Source:
    """The plan as the middle of a longer document: contents and versions before it, members of the board after."""
    titles = [block.line.text for block in source.blocks if not isinstance(block, Table) and block.heading == 2]
    contents: list[Block] = [paragraph(f"{title} {'.' * 40} {page}") for page, title in enumerate(titles, 2)]
    before: list[Block] = [
        source.blocks[0],
        _plain_table(VERSIONS, 1),
        paragraph("Contents", 2),
        *contents,
    ]
    after: list[Block] = [
        paragraph("Members of the board", 2),
        _plain_table(MEMBERS, 9),
        paragraph("Signed for the board by its chair."),
    ]
    return replace(source, blocks=(*before, *source.blocks[1:], *after))


LISTS = (("Ratings", "Leads"), ("Red", "Highways Service"), ("Amber", "Victim Support"), ("Green", "Licensing Team"))
LOG = (
    ("Date", "Change", "Changed by"),
    ("03/02/2025", "First version", "Analyst"),
    ("01/04/2025", "Dates agreed", "Clerk"),
)


def in_a_workbook(source: Source) -> Source:
    """The plan on one sheet of several: a cover before it, lists for its menus and a log of changes after."""
    cover = replace(
        _plain_table(((source.title,), ("Owner: Partnership Board",), ("Marking: OFFICIAL",)), 1), name="Cover"
    )
    plan = [replace(block, name="Action plan") for block in source.blocks if isinstance(block, Table)]
    lists, log = replace(_plain_table(LISTS, 8), name="Lists"), replace(_plain_table(LOG, 9), name="Change log")
    return replace(source, blocks=(cover, *plan, lists, log))


KEY = (("Rating", "What it means"), ("Red", "Off track"), ("Amber", "At risk"), ("Green", "On track"))


def with_key(source: Source) -> Source:
    """A coloured key stands above the plan: its colours rate nothing."""
    table = _plain_table(KEY, 1)
    rows = (table.rows[0], *((replace(row[0], fill=FILLS[row[0].text.lower()]), row[1]) for row in table.rows[1:]))
    first, *rest = source.blocks
    return replace(source, blocks=(first, replace(table, rows=rows), *rest))


def with_blank_rows(source: Source) -> Source:
    """Rows at the table's end that wait for actions: a number and nothing else, or nothing at all."""
    *blocks, table = source.blocks
    assert isinstance(table, Table)
    blank = tuple(replace(cell, lines=(), columns=1, rows=1, anchor=None) for cell in table.rows[-1])
    numbered = tuple((replace(blank[0], lines=(Line(number),)), *blank[1:]) for number in ("3.3", "3.4"))
    return replace(source, blocks=(*blocks, replace(table, rows=(*table.rows, *numbered, blank, blank))))


def with_note(source: Source) -> Source:
    """A row across the table's end that explains something."""
    *blocks, table = source.blocks
    assert isinstance(table, Table)
    width = len(table.rows[0])
    [note] = placed(
        [Draft(tuple(across("Note: dates may move when the county's strategy is agreed.", width)))], 1, BARE
    ).rows
    moved = tuple(replace(cell, anchor=(len(table.rows) + 1, 1)) if cell.anchor else cell for cell in note)
    return replace(source, blocks=(*blocks, replace(table, rows=(*table.rows, moved))))


def _plain_table(rows: tuple[tuple[str, ...], ...], number: int) -> Table:
    columns = tuple((heading, heading) for heading in rows[0])
    return placed([Draft(tuple(map(worded, row))) for row in rows], number, Layout(columns=columns))
