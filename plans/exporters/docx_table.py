"""Word: tables as Word means them, with a head row that repeats, rows that stay whole and a description. No Django."""

from __future__ import annotations

import math
from collections.abc import Sequence

from docx.document import Document
from docx.shared import Emu
from docx.table import Table, _Cell

from prevent_tracker.core.word import TABLE_STYLE, colour, describe, flag

from . import wording
from .docx_page import WIDTH
from .layout import Column, Layout, Lines, Row
from .record import PlanRecord

_CHARACTERS = 165  # of the table's small type, side by side on the page
_LONGEST = 16  # characters of a word that a column must hold whole; a longer one breaks
_PADDING = 3  # characters' worth of a cell's margins


def add_table(
    document: Document, headings: Sequence[str], shares: Sequence[int], caption: str, about: str = ""
) -> Table:
    """An empty table under its heads, with its widths; `caption` is what it is called, and `about` what it is about,
    where it cannot be seen."""
    table: Table = document.add_table(rows=1, cols=len(headings), style=TABLE_STYLE)
    table.autofit = False
    widths = [Emu(WIDTH * share // sum(shares)) for share in shares]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for cell, heading in zip(table.rows[0].cells, headings, strict=True):
        cell.text = heading
    flag(table.rows[0], "w:tblHeader")
    flag(table.rows[0], "w:cantSplit")
    columns = f"The columns are: {', '.join(filter(None, headings))}."
    describe(table, caption, f"{about.rstrip('.')}. {columns}" if about else columns)
    return table


def add_row(table: Table, cells: Sequence[Lines]) -> list[_Cell]:
    """The cells of a new row, which the end of a page does not cut."""
    row = table.add_row()  # type: ignore[no-untyped-call]  # python-docx leaves it untyped
    flag(row, "w:cantSplit")
    found = [_Cell(cell, table) for cell in row._tr.tc_lst]
    for cell, lines in zip(found, cells, strict=True):
        write(cell, lines)
    return found


def write(cell: _Cell, lines: Lines) -> None:
    """The paragraphs of an empty cell."""
    for index, line in enumerate(lines):
        paragraph = cell.paragraphs[0] if index == 0 else cell.add_paragraph()
        if line.bullet:
            paragraph.style = "List Bullet"
        paragraph.add_run(line.text)


def add_actions(document: Document, record: PlanRecord, layout: Layout, rows: Sequence[Row], about: str) -> None:
    """The plan's table, or the part of it `about` one heading."""
    columns = layout.columns
    shares = _shares(record, layout)
    table = add_table(document, [column.heading for column in columns], shares, "Actions", about)
    above: tuple[Row, list[_Cell]] | None = None
    for row in rows:
        shared = [above is not None and layout.is_shared(column, row, above[0]) for column in columns]
        texts = [() if same else layout.lines(column, row) for column, same in zip(columns, shared, strict=True)]
        cells = add_row(table, texts)
        if above is not None:
            for upper, cell, same in zip(above[1], cells, shared, strict=True):
                if same:
                    _merge(upper, cell)
        for column, cell in zip(columns, cells, strict=True):
            if column.field == "rag" and row.action is not None:
                rate(cell, row.action.status.value, wording.status_words(record, row.action.status))
        above = (row, cells)


def _shares(record: PlanRecord, layout: Layout) -> list[int]:
    """The width of each column in characters, alike in all tables of a plan: enough for its longest word, and of what
    is left the more, the more it prints (by the root: twice the text stands in less than twice the width)."""
    least, roots = [], []
    for column in layout.columns:
        said = [column.heading, *(_said(record, layout, column, row) for row in layout.rows)]
        longest = max(len(word) for text in said for word in (text.split() or [""]))
        least.append(min(longest, _LONGEST) + _PADDING)
        roots.append(math.sqrt(sum(map(len, said))))
    left = max(0, _CHARACTERS - sum(least))
    return [round(chars + left * root / (sum(roots) or 1)) for chars, root in zip(least, roots, strict=True)]


def _said(record: PlanRecord, layout: Layout, column: Column, row: Row) -> str:
    if column.field == "rag":
        return wording.status_words(record, row.action.status) if row.action else ""
    return " ".join(line.text for line in layout.lines(column, row))


def _merge(upper: _Cell, cell: _Cell) -> None:
    """One cell over two rows: an empty one below that continues the one above."""
    properties = upper._tc.get_or_add_tcPr()
    if properties.vMerge_val is None:
        properties.vMerge_val = "restart"
    cell._tc.get_or_add_tcPr().vMerge_val = "continue"


def rate(cell: _Cell, value: str, words: str) -> None:
    """A rating in words upon its colour: never the colour alone (WCAG 2.2, 1.4.1)."""
    run = cell.paragraphs[0].add_run(words)
    if value in wording.FILLS:
        colour(cell, run, *wording.FILLS[value])
