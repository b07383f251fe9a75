"""Excel: merged cells, fills (own colours or the theme's), real dates, hidden rows, notes on a sheet of their own."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as Square
from openpyxl.cell.cell import MergedCell
from openpyxl.styles import Alignment, PatternFill
from openpyxl.styles.colors import Color
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from plans.importers.source import Cell, Source

from .grid import sheets
from .zipped import settled

# The accents of the theme that openpyxl writes, Office's of 2007: red 2, green 3, orange 6, blue 1.
THEME = {"#FF0000": 5, "#FFC000": 9, "#00B050": 6, "#0070C0": 4}
WIDTH = 28


def print_xlsx(
    source: Source,
    *,
    theme: bool = False,
    hidden: Sequence[str] = (),
    notes: Sequence[str] = (),
    formulas: bool = False,
    origin: tuple[int, int] = (1, 1),
) -> bytes:
    """`hidden` words stand in hidden rows below, `notes` on a second sheet; `formulas` adds a count with one; `origin`
    is the row and column of each sheet's first cell."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets(source).items():
        sheet = book.create_sheet(name)
        _fill(sheet, rows, theme, origin)
        for text in hidden:
            sheet.append([text])
            sheet.row_dimensions[sheet.max_row].hidden = True
        if formulas:
            sheet.append([f"=COUNTA(A1:A{sheet.max_row})"])
    if notes:
        aside = book.create_sheet("Notes")
        for text in notes:
            aside.append([text])
    out = io.BytesIO()
    book.save(out)
    return settled(out.getvalue())


def _fill(sheet: Worksheet, rows: list[tuple[Cell, ...]], theme: bool, origin: tuple[int, int]) -> None:
    for row, cells in enumerate(rows, origin[0]):
        for column, cell in enumerate(cells, origin[1]):
            if cell.anchor is None:
                _write(sheet.cell(row, column), cell, theme)
                if cell.columns > 1 or cell.rows > 1:
                    last_row, last_column = row + cell.rows - 1, column + cell.columns - 1
                    sheet.merge_cells(start_row=row, start_column=column, end_row=last_row, end_column=last_column)
    for column in range(origin[1], origin[1] + max(map(len, rows), default=0)):
        sheet.column_dimensions[get_column_letter(column)].width = WIDTH


def _write(square: Square | MergedCell, cell: Cell, theme: bool) -> None:
    square.alignment = Alignment(wrap_text=True, vertical="top")
    square.value = cell.value if cell.value is not None else cell.text or None
    if isinstance(cell.value, date):
        square.number_format = "dd/mm/yyyy"
    if cell.fill:
        colour = (
            Color(theme=THEME[cell.fill]) if theme and cell.fill in THEME else Color(rgb=f"FF{cell.fill.strip('#')}")
        )
        square.fill = PatternFill("solid", fgColor=colour)
