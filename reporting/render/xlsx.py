"""A document as an Excel workbook: typed tables that filter and sort, one for each kind of fact."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from plans.exporters.package import fixed
from plans.exporters.sheet import FORMULAS
from plans.exporters.wording import FILLS
from reporting.document import Document

from .html import FORBIDDEN
from .wording import wording_of
from .xlsx_sheets import Sheet, Value, sheets

_MOST = 32_767  # characters of a cell (Excel's own limit)
_NARROW, _WIDE = 14, 48  # characters
_HEAD = PatternFill("solid", start_color="1D3557")
_TOP = Alignment(wrap_text=True, vertical="top")
_BELOW = Border(bottom=Side("thin", color="BFC7CE"))


def render_xlsx(document: Document) -> bytes:
    """A .xlsx file; the same document gives the same bytes. Numbers, dates and words are each of their own type; a
    word that looks like a formula is a word (OWASP, CSV injection)."""
    book = Workbook()
    facts = book.properties
    facts.title, facts.creator, facts.language = document.title, document.partnership, document.language
    facts.created = document.as_at.astimezone(dt.UTC).replace(tzinfo=None)
    words = wording_of(document, document.layout.limits)
    fills = {words.label(value): fill for value, fill in FILLS.items()}
    book.remove(book.worksheets[0])
    for sheet in sheets(document):
        page = book.create_sheet(sheet.name)
        _write(page, sheet, fills)
        _print_set_up(page, document)
    target = io.BytesIO()
    book.save(target)
    return fixed(target.getvalue(), modified=f"{document.as_at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}")


def _write(page: Worksheet, sheet: Sheet, fills: dict[str, tuple[str, str]]) -> None:
    for row in (sheet.heads, *sheet.rows):
        page.append([_written(value) for value in row])
    for cells in page.iter_rows():
        for cell in cells:
            if isinstance(cell, Cell):
                _finish(cell, fills)
    for cell in page[1]:
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), _HEAD
    for index in range(len(sheet.heads)):
        longest = max((len(str(row[index] or "")) for row in sheet.rows), default=0)
        page.column_dimensions[get_column_letter(index + 1)].width = min(max(longest + 2, _NARROW), _WIDE)
    page.freeze_panes = "A2"
    page.auto_filter.ref = page.dimensions
    page.print_title_rows = "1:1"


def _written(value: Value) -> Value:
    """What a cell may hold: no control characters, not more than Excel reads."""
    if not isinstance(value, str):
        return value
    text = FORBIDDEN.sub("\ufffd", value)
    return text if len(text) <= _MOST else f"{text[: _MOST - 1]}…"


def _finish(cell: Cell, fills: dict[str, tuple[str, str]]) -> None:
    cell.alignment, cell.border = _TOP, _BELOW
    value = cell.value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(FORMULAS)
        if value in fills:
            fill, ink = fills[value]
            cell.fill, cell.font = PatternFill("solid", start_color=fill), Font(bold=True, color=ink)
    elif isinstance(value, dt.date):
        cell.number_format = "d mmm yyyy"
    elif isinstance(value, Decimal):
        cell.number_format = "General"


def _print_set_up(page: Worksheet, document: Document) -> None:
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", 9  # A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    marking = document.marking.replace("&", "&&")  # a single one begins a code of Excel's
    for part, text in (("oddHeader", marking), ("oddFooter", f"{marking}  |  {document.version}  |  Page &P of &N")):
        getattr(page.HeaderFooter, part).center.text = text
