"""What people and conversions do to a plan or its document, for samples of that."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from plans.importers.source import Block, Cell, Line, Source, Table

from .cells import worded
from .laid_out import paragraph
from .layout import Layout
from .model import Row, SamplePlan, Section
from .tables import Draft, placed


def each_row(plan: SamplePlan, change: Callable[[Row, Section, int], Row]) -> SamplePlan:
    """The plan with every row changed; the change is given the row, its section, and its place there from 0."""

    def changed(section: Section) -> Section:
        rows = tuple(change(row, section, at) for at, row in enumerate(section.rows))
        return replace(section, rows=rows, sections=tuple(map(changed, section.sections)))

    return replace(plan, sections=tuple(map(changed, plan.sections)))


def sharing(plan: SamplePlan) -> SamplePlan:
    """Rows of a section share its first row's leads and timescale."""

    def change(row: Row, section: Section, at: int) -> Row:
        first = section.rows[0]
        return replace(row, leads=first.leads, timescale=first.timescale, due=first.due)

    return each_row(plan, change)


def withheld(plan: SamplePlan) -> SamplePlan:
    """A public version: every second row states neither lead nor date."""
    return each_row(plan, lambda row, _, at: replace(row, leads=(), timescale="", due=None) if at % 2 else row)


PARTNERS = ("Fire and Rescue Service", "Voluntary Action", "Youth Council")
AIMS = ("Fewer people are harmed and those who are get help.", "Neighbours look out for each other.")


def partnered(plan: SamplePlan) -> SamplePlan:
    """Each row names one lead, and partners beside it."""
    return each_row(plan, lambda row, _, at: replace(row, leads=row.leads[:1], partners=PARTNERS[: at % 3 + 1]))


def lettered(plan: SamplePlan) -> SamplePlan:
    """Sections A, B, C; actions A1, A2."""

    def letter(section: Section) -> str:
        return chr(64 + int(section.number))

    rows = each_row(plan, lambda row, section, at: replace(row, number=f"{letter(section)}{at + 1}"))
    return replace(rows, sections=tuple(replace(each, number=letter(each)) for each in rows.sections))


def with_outcomes(plan: SamplePlan) -> SamplePlan:
    """Each section says what it is for."""
    sections = (replace(each, outcomes=(AIMS[at % 2],)) for at, each in enumerate(plan.sections))
    return replace(plan, sections=tuple(sections))


def started(plan: SamplePlan) -> SamplePlan:
    """Each row says when it begins."""
    return each_row(plan, lambda row, _, at: replace(row, starts=f"0{at + 1}/04/{plan.starts_on.year}"))


def told_quarterly(plan: SamplePlan) -> SamplePlan:
    """Each row says what happened in a second quarter."""
    return each_row(plan, lambda row, _, at: replace(row, later="Went on as planned." if at % 2 else ""))


def restarted(plan: SamplePlan) -> SamplePlan:
    """Numbers begin at 1 in each section."""
    return each_row(plan, lambda row, _, at: replace(row, number=str(at + 1)))


def costed(plan: SamplePlan) -> SamplePlan:
    """Each row has a cost and a risk beside it."""
    return each_row(
        plan, lambda row, _, at: replace(row, notes=f"{at + 1},500", later="Staff may leave before it is done.")
    )


def as_bullets(plan: SamplePlan) -> SamplePlan:
    """Each section's actions in one row, as a plan prints that gives every theme one cell."""

    def joined(section: Section) -> Section:
        first = section.rows[0]
        texts = tuple(text for row in section.rows for text in row.actions)
        return replace(section, rows=(replace(first, actions=texts, number=""),))

    return replace(plan, sections=tuple(map(joined, plan.sections)))


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


def _plain_table(rows: tuple[tuple[str, ...], ...], number: int) -> Table:
    columns = tuple((heading, heading) for heading in rows[0])
    return placed([Draft(tuple(map(worded, row))) for row in rows], number, Layout(columns=columns))
