"""A plan under a layout: the `Source` that a reader should make of any file printed from it."""

from __future__ import annotations

from collections.abc import Iterator

from plans.importers.source import Block, Line, Paragraph, Place, Source, Table

from .cells import cell_of, worded
from .layout import Layout
from .model import SamplePlan, Section
from .tables import Draft, across, action_rows, paged, placed, section_row


def lay_out(plan: SamplePlan, layout: Layout) -> Source:
    """Title and front matter, the plan itself, the glossary."""
    blocks: list[Block] = []
    if layout.title == "paragraph":
        blocks.append(paragraph(plan.title, 1))
    if layout.front:
        for heading, body in plan.front:
            blocks.append(paragraph(heading, 2))
            blocks.extend(map(paragraph, body))
    blocks.extend(_body(plan, layout))
    if layout.glossary:
        blocks.append(paragraph("Glossary", 2))
        blocks.extend(paragraph(f"{term} – {meaning}") for term, meaning in plan.glossary)
    return Source("sample", tuple(_numbered(blocks, layout)), title=plan.title)


def paragraph(text: str, heading: int = 0, mark: str = "") -> Paragraph:
    """A paragraph without a place yet."""
    return Paragraph(Line(text, mark), Place(), heading)


def _numbered(blocks: list[Block], layout: Layout) -> Iterator[Block]:
    """The paragraphs with their lines counted, and without styles where the layout has none."""
    for line, block in enumerate(blocks, 1):
        if isinstance(block, Table):
            yield block
        else:
            yield Paragraph(block.line, Place(line=line), block.heading if layout.headed else 0)


def _body(plan: SamplePlan, layout: Layout) -> Iterator[Block]:
    by_name = {"headings": _headed, "lists": _lists, "cards": _cards, "forms": _forms, "sheets": _sheets}
    if layout.sections in by_name:
        yield from by_name[layout.sections](plan, layout)
        return
    drafts = [draft for section in plan.sections for draft in _rows(section, 1, layout)]
    for number, rows in enumerate(paged(drafts, layout), 1):
        yield placed((_above(plan, layout) if number == 1 else []) + rows, number, layout)


def _above(plan: SamplePlan, layout: Layout) -> list[Draft]:
    """The rows above the heads of the first table."""
    texts = ((plan.title,) if layout.title == "row" else ()) + layout.banner
    return [Draft(tuple(across(text, len(layout.columns)))) for text in texts]


def _rows(section: Section, level: int, layout: Layout) -> Iterator[Draft]:
    if layout.sections in ("rows", "numbered rows"):
        yield section_row(section, level, layout)
    if layout.outcome_rows and section.outcomes:
        yield Draft(tuple(across(f"Outcome: {' '.join(section.outcomes)}", len(layout.columns))))
    for row in section.rows:
        yield from action_rows(row, layout.words_of(section, level), layout)
    for child in section.sections:
        yield from _rows(child, level + 1, layout)


def _own_rows(section: Section, layout: Layout) -> list[Draft]:
    return [draft for row in section.rows for draft in action_rows(row, section.title, layout)]


def _headed(plan: SamplePlan, layout: Layout) -> Iterator[Block]:
    number = 0
    for level, section in plan.walk():
        yield paragraph(layout.words_of(section, level), level + 1)
        yield from map(paragraph, section.requirements)
        if section.rows:
            for rows in paged(_own_rows(section, layout), layout):
                number += 1
                yield placed(rows, number, layout)


def _sheets(plan: SamplePlan, layout: Layout) -> Iterator[Block]:
    for number, section in enumerate(plan.sections, 1):
        [rows] = paged(_own_rows(section, layout), layout)
        yield placed(rows, number, layout, name=section.title)


def _lists(plan: SamplePlan, layout: Layout) -> Iterator[Block]:
    heading = layout.columns[0][1]
    for level, section in plan.walk():
        yield paragraph(layout.words_of(section, level), level + 1)
        if section.requirements:
            yield paragraph("Requirements:")
            yield from map(paragraph, section.requirements)
        yield paragraph(heading)
        for row in section.rows:
            yield from (paragraph(text, mark=layout.mark) for text in row.actions)


def _cards(plan: SamplePlan, layout: Layout) -> Iterator[Block]:
    number = 0
    for level, section in plan.walk():
        yield paragraph(layout.words_of(section, level), level + 1)
        for row in section.rows:
            number += 1
            drafts = [Draft((worded(heading), cell_of(name, row, layout))) for name, heading in layout.columns]
            card = placed(drafts, number, Layout(columns=(("label", ""), ("value", ""))))
            yield card


def _forms(plan: SamplePlan, layout: Layout) -> Iterator[Block]:
    """As business plans are printed: a small form says which objective the table below it is for."""
    labels = Layout(columns=(("label", ""), ("value", "")))
    for number, section in enumerate(plan.sections, 1):
        form = [("Objective:", section.title), ("Priority supported:", "A safer, kinder place")]
        yield placed([Draft((worded(label), worded(value))) for label, value in form], number * 2 - 1, labels)
        [rows] = paged(_own_rows(section, layout), layout)
        yield placed(rows, number * 2, layout)
