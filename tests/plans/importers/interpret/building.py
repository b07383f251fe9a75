"""Small sources made by hand: tables as lists of rows, cells as text with lines, marks and signs for how they look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from plans.importers.interpret import interpret
from plans.importers.proposal import Correction, Options, Proposal
from plans.importers.readers.lines import lines_of
from plans.importers.source import Block, Cell, Line, Paragraph, Place, Source, Table

FILLS = {"red": "#FF0000", "amber": "#FFC000", "green": "#00B050", "blue": "#0070C0", "grey": "#D9D9D9"}
Value = str | date | tuple[str, str]  # (text, fill)


def cell(value: Value, table: int, row: int, column: int, sheet: str = "") -> Cell:
    """Bold between stars; (text, "red") has a fill; a date is a spreadsheet's; line ends divide lines."""
    text, fill = value if isinstance(value, tuple) else (value, "")
    place = Place(sheet=sheet, table=table, row=row, column=column, ref=f"{chr(64 + column)}{row}" if sheet else "")
    if isinstance(text, date):
        return Cell(place, lines_of(f"{text:%d/%m/%Y}"), value=text)
    bold = text.startswith("**") and text.endswith("**") and len(text) > 4
    lines = tuple(replace(line, bold=bold) for line in lines_of(text.strip("*") if bold else text))
    return Cell(place, lines, fill=FILLS.get(fill, fill))


def table(rows: Sequence[Sequence[Value]], number: int = 1, *, name: str = "") -> Table:
    """A row shorter than the widest one is merged over the columns that it leaves out; "^" is merged with the cell
    above, "" is blank."""
    width = max(len(row) for row in rows)
    grid: list[list[Cell]] = []
    for at, row in enumerate(rows, 1):
        line = [cell("" if value == "^" else value, number, at, column, name) for column, value in enumerate(row, 1)]
        if len(row) < width:
            first = line[-1]
            line[-1] = replace(first, columns=width - len(row) + 1)
            line += [
                Cell(Place(sheet=name, table=number, row=at, column=column), anchor=(at, len(row)))
                for column in range(len(row) + 1, width + 1)
            ]
        grid.append(line)
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            if value == "^":
                _merge_up(grid, at, column)
    return Table(number, tuple(map(tuple, grid)), name=name)


def _merge_up(grid: list[list[Cell]], at: int, column: int) -> None:
    top = at - 1
    while (anchor := grid[top][column].anchor) is not None:
        top = anchor[0] - 1
    grid[at][column] = replace(grid[at][column], anchor=(top + 1, column + 1))
    grid[top][column] = replace(grid[top][column], rows=at - top + 1)


def source(*blocks: str | Table, kind: str = "docx") -> Source:
    """Paragraphs and tables; "# Heading" is one of level 1, "**Bold**" is bold, "- item" has a mark."""
    made: list[Block] = []
    for at, block in enumerate(blocks, 1):
        if isinstance(block, Table):
            made.append(block)
            continue
        heading = len(block) - len(block.lstrip("#"))
        bold = block.startswith("**")
        (line,) = lines_of(block.lstrip("# ").strip("*"))
        made.append(Paragraph(replace(line, bold=bold), Place(line=at), heading))
    return Source(kind, tuple(made))


def read(
    *blocks: str | Table, kind: str = "docx", corrections: Sequence[Correction] = (), period: str = ""
) -> Proposal:
    return interpret(source(*blocks, kind=kind), Options(period=period), corrections)


def outline(proposal: Proposal) -> list[str]:
    """The plan in lines: "1 Title" for sections, indented by level; "  1.1 Text, leads, timescale" for actions."""
    lines = []
    for index, section in enumerate(proposal.sections):
        lines.append(f"{'  ' * (section.level - 1)}{section.number} {section.title}")
        lines += [_action(proposal, at, "  " * section.level) for at in _of(proposal, index)]
    return [*(_action(proposal, at, "") for at in _of(proposal, None)), *lines]


def _of(proposal: Proposal, section: int | None) -> list[int]:
    return [at for at, action in enumerate(proposal.actions) if action.section == section]


def _action(proposal: Proposal, at: int, indent: str) -> str:
    action = proposal.actions[at]
    said = " | ".join(filter(None, (action.text, action.leads_text, action.timescale.text)))
    return f"{indent}{action.number} {said}"


def line(text: str) -> Line:
    return lines_of(text)[0]
