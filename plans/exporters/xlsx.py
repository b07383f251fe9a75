"""A plan as an Excel workbook: a typed table that filters, and what stands around it. No Django."""

from __future__ import annotations

import datetime as dt
import io
import math
from collections.abc import Sequence
from typing import Literal

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from . import wording
from .package import fixed
from .record import PlanRecord
from .sheet import FORMULAS, Sheet, Value, sheet
from .xlsx_about import Lists, write_about

_WIDTHS = {
    "number": 8,
    "row": 8,
    "due": 12,
    "rag": 14,
    "state": 14,
    "rated_in": 14,
    "last": 20,
    "marking": 18,
    "timescale": 20,
}
_WIDTH = 38
_LINE, _TALLEST = 15.0, 409.0  # points of a line, and of the tallest row there can be
_FILLED = 0.92  # of a line's characters, as words are not divided
_HEAD = PatternFill("solid", start_color="1D3557")
_TOP = Alignment(wrap_text=True, vertical="top")
_BELOW = Border(bottom=Side("thin", color="BFC7CE"))


def export_xlsx(record: PlanRecord) -> bytes:
    """A .xlsx file; the same record gives the same bytes."""
    record = wording.printable(record)
    book = Workbook()
    _properties(book, record)
    page, about = book.worksheets[0], book.create_sheet("About")
    page.title = "Plan"
    table = sheet(record)
    lists = write_about(about, record, list(zip(table.headings, table.fields, table.added, strict=True)))
    _write(page, table)
    _guide(page, table, record, lists)
    _print_set_up(page, record, "landscape")
    _print_set_up(about, record, "portrait")
    page.print_title_rows = "1:1"
    page.print_area = f"A1:{get_column_letter(table.fields.index('rag') + 1)}{len(table.rows) + 1}"  # the plan itself
    page.page_setup.paperSize = 8  # A3
    target = io.BytesIO()
    book.save(target)
    return fixed(target.getvalue(), modified=f"{record.as_at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}")


def _properties(book: Workbook, record: PlanRecord) -> None:
    facts = book.properties
    facts.title, facts.creator, facts.subject = record.title, record.partnership, record.period_label
    facts.language = "en-GB"
    facts.created = record.as_at.astimezone(dt.UTC).replace(tzinfo=None)


def _write(page: Worksheet, table: Sheet) -> None:
    for row in (table.headings, *table.rows):
        page.append([_typed(value) for value in row])
    for cells in page.iter_rows():
        for cell in cells:
            if isinstance(cell, Cell):
                _finish(cell)
    for cell in page[1]:
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), _HEAD
    for index, field in enumerate(table.fields, start=1):
        page.column_dimensions[get_column_letter(index)].width = _WIDTHS.get(field, _WIDTH)
    for index, row in enumerate((table.headings, *table.rows), start=1):
        page.row_dimensions[index].height = _height(table.fields, row)
    page.freeze_panes = "A2"
    page.auto_filter.ref = page.dimensions


def _height(fields: Sequence[str], row: Sequence[Value]) -> float:
    """Points for the tallest cell of a row, as spreadsheets do not measure wrapped text that they did not write."""
    lines = 1
    for field, value in zip(fields, row, strict=True):
        wide = _WIDTHS.get(field, _WIDTH) * _FILLED
        texts = value.split("\n") if isinstance(value, str) else ()
        lines = max(lines, sum(max(1, math.ceil(len(text) / wide)) for text in texts))
    return min(_LINE * lines, _TALLEST)


def _typed(value: Value) -> str | int | dt.date | None:
    """Whole numbers as numbers, so that they sort; "1.10" stays text."""
    if (
        isinstance(value, str)
        and value.isascii()
        and value.isdecimal()
        and value == str(int(value))
        and len(value) < 10
    ):
        return int(value)
    return value or None


def _finish(cell: Cell) -> None:
    """Text is text, whatever it starts with; dates are dates."""
    cell.alignment, cell.border = _TOP, _BELOW
    if isinstance(cell.value, str):
        cell.data_type = "s"
        cell.quotePrefix = cell.value.startswith(FORMULAS)
    elif isinstance(cell.value, dt.date):
        cell.number_format = "d mmm yyyy"


def _guide(page: Worksheet, table: Sheet, record: PlanRecord, lists: Lists) -> None:
    """Choices for ratings and states, and the ratings' colours beside their words."""
    last = max(len(table.rows) + 1, 2)
    for field, choices in lists.items():
        letter = get_column_letter(table.fields.index(field) + 1)
        validation = DataValidation("list", formula1=choices, allow_blank=True, showErrorMessage=True)
        validation.error, validation.errorTitle = "Choose one of the list.", "Not one of the choices"
        validation.add(f"{letter}2:{letter}{last}")
        page.add_data_validation(validation)
    letter = get_column_letter(table.fields.index("rag") + 1)
    for value, (fill, ink) in wording.FILLS.items():
        label = wording.status_label(record, value).replace('"', '""')
        look = DifferentialStyle(font=Font(color=ink, bold=True), fill=PatternFill(bgColor=fill))
        rule = Rule("expression", dxf=look, formula=[f'${letter}2="{label}"'])
        page.conditional_formatting.add(f"{letter}2:{letter}{last}", rule)


def _print_set_up(page: Worksheet, record: PlanRecord, orientation: Literal["landscape", "portrait"]) -> None:
    page.page_setup.orientation, page.page_setup.paperSize = orientation, 9  # A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    marking = wording.marking(record)
    for part, text in (("oddHeader", marking), ("oddFooter", f"{marking}  |  Page &P of &N")):
        getattr(page.HeaderFooter, part).center.text = text
