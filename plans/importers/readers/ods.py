"""An .ods into a `Source`, in read off content.xml (OpenDocument 1.3 part 3, chapter 9). No Django.

What a cell shows stands in it as text, so forms need not be worked out; formulas never are. Repeated rows and columns
count once unless they hold words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from math import isfinite

from ..source import Source
from .colours import hex_colour
from .number_formats import date_words, general
from .package import Element, Package, whole
from .sheets import Held, Sheet, Workbook

_NAMES = "{urn:oasis:names:tc:opendocument:xmlns:"
_TABLE, _TEXT, _OFFICE = f"{_NAMES}table:1.0}}", f"{_NAMES}text:1.0}}", f"{_NAMES}office:1.0}}"
_STYLE, _DRAW = f"{_NAMES}style:1.0}}", f"{_NAMES}drawing:1.0}}"
_FO = f"{_NAMES}xsl-fo-compatible:1.0}}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_CONDITIONAL = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}conditional-format"
_PARAGRAPH = f"{_TEXT}p"
_ROW_GROUPS = {f"{_TABLE}{name}" for name in ("table-rows", "table-header-rows", "table-row-group")}
_COLUMN_GROUPS = {f"{_TABLE}{name}" for name in ("table-columns", "table-header-columns", "table-column-group")}
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_HIDDEN = ("collapse", "filter")
_FAR = 1_000  # repeats beyond this only fill the sheet to its edge


def read_ods(content: bytes) -> Source:
    """Raises `Unreadable` beyond the limits of sheets.py. Give it only what `check_office` has let through."""
    package = Package.open(content)
    root = package.xml("content.xml")
    styles = _Styles()
    if package.has("styles.xml"):
        styles.add(package.xml("styles.xml"))
    styles.add(root)
    book = Workbook()
    for table in root.iterfind(f"{_OFFICE}body/{_OFFICE}spreadsheet/{_TABLE}table"):
        book.add(_sheet(table, styles))
    if next(root.iter(_CONDITIONAL), None) is not None:
        book.warnings.append("Colours that the sheet draws by rule (conditional formatting) are not read.")
    title = package.xml("meta.xml").findtext(f".//{_DC}title") if package.has("meta.xml") else ""
    return Source("ods", tuple(book.blocks), tuple(book.asides), tuple(book.warnings), (title or "").strip())


class _Styles:
    """Colour, weight and visibility by the name of a style, through what it is based on."""

    def __init__(self) -> None:
        self.by_name: dict[tuple[str, str], Element] = {}
        self.looks: dict[str, tuple[str, bool]] = {}

    def add(self, root: Element) -> None:
        for each in root.iter(f"{_STYLE}style"):
            self.by_name[each.get(f"{_STYLE}family", ""), each.get(f"{_STYLE}name", "")] = each

    def says(self, family: str, name: str, properties: str, attribute: str) -> str:
        for _ in range(len(self.by_name)):  # a chain is no longer than this, unless it runs in a ring
            style = self.by_name.get((family, name))
            if style is None:
                return ""
            found = style.find(f"{_STYLE}{properties}")
            if found is not None and (value := found.get(attribute)):
                return value
            name = style.get(f"{_STYLE}parent-style-name", "")
        return ""

    def look(self, name: str) -> tuple[str, bool]:
        """(fill, bold) of a cell."""
        if name not in self.looks:
            self.looks[name] = self._look(name)
        return self.looks[name]

    def _look(self, name: str) -> tuple[str, bool]:
        weight = self.says("table-cell", name, "text-properties", f"{_FO}font-weight")
        fill = self.says("table-cell", name, "table-cell-properties", f"{_FO}background-color")
        return hex_colour(fill), weight in ("bold", "600", "700", "800", "900")


def _sheet(table: Element, styles: _Styles) -> Sheet:
    name = table.get(f"{_TABLE}style-name", "")
    is_hidden = styles.says("table", name, "table-properties", f"{_TABLE}display") == "false"
    sheet = Sheet(table.get(f"{_TABLE}name", ""), is_hidden=is_hidden)
    usual = _columns(table, sheet)
    at = 1
    for row in _inside(table, f"{_TABLE}table-row", _ROW_GROUPS):
        times = _times(row, "rows")
        cells = _cells(row, at, sheet, usual, styles)
        for each in range(at, at + times) if any(held.text.strip() for held in cells.values()) else ():
            sheet.put(each, cells)
            if row.get(f"{_TABLE}visibility") in _HIDDEN:
                sheet.hidden_rows.add(each)
        at += times
    shapes = table.find(f"{_TABLE}shapes")
    sheet.apart += [("text box", _words(each)) for each in (shapes.iter(_PARAGRAPH) if shapes is not None else ())]
    return sheet


def _columns(table: Element, sheet: Sheet) -> dict[int, str]:
    """The style of cells by column, for cells that name none; marks the hidden columns."""
    usual: dict[int, str] = {}
    at = 1
    for column in _inside(table, f"{_TABLE}table-column", _COLUMN_GROUPS):
        reach = range(at, at + min(_times(column, "columns"), _FAR))
        usual |= dict.fromkeys(reach, column.get(f"{_TABLE}default-cell-style-name", ""))
        if column.get(f"{_TABLE}visibility") in _HIDDEN:
            sheet.hidden_columns.update(reach)
        at += _times(column, "columns")
    return usual


def _inside(parent: Element, tag: str, groups: set[str]) -> Iterator[Element]:
    for each in parent:
        if each.tag == tag:
            yield each
        elif each.tag in groups:
            yield from _inside(each, tag, groups)


def _times(element: Element, what: str) -> int:
    return whole(element.get(f"{_TABLE}number-{what}-repeated"), 1)


def _cells(row: Element, at: int, sheet: Sheet, usual: dict[int, str], styles: _Styles) -> dict[int, Held]:
    cells: dict[int, Held] = {}
    column = 1
    for cell in row.iterchildren(*_CELLS):
        times = _times(cell, "columns")
        style = cell.get(f"{_TABLE}style-name") or row.get(f"{_TABLE}default-cell-style-name") or usual.get(column, "")
        fill, bold = styles.look(style)
        held = replace(_held(cell), fill=fill, bold=bold)
        if held.text or (fill and times < _FAR):
            cells |= dict.fromkeys(range(column, column + min(times, _FAR)), held)
        _hang(cell, at, column, sheet)
        column += times
    return cells


def _hang(cell: Element, row: int, column: int, sheet: Sheet) -> None:
    """What a cell spans, and what is pinned to it."""
    wide, high = (whole(cell.get(f"{_TABLE}number-{what}-spanned"), 1) for what in ("columns", "rows"))
    if (wide, high) != (1, 1):
        sheet.merges.append((row, column, row + high - 1, column + wide - 1))
    for note in cell.iterchildren(f"{_OFFICE}annotation"):
        sheet.comments.append((row, column, "\n".join(_words(each) for each in note.iter(_PARAGRAPH))))
    for drawing in cell.iterchildren(f"{_DRAW}*"):
        sheet.apart += [("text box", _words(each)) for each in drawing.iter(_PARAGRAPH)]


def _held(cell: Element) -> Held:
    text = "\n".join(_words(each) for each in cell.iterchildren(_PARAGRAPH))
    kind = cell.get(f"{_OFFICE}value-type", "string")
    if kind == "date":
        return _dated(cell.get(f"{_OFFICE}date-value", ""), text)
    if kind in ("float", "percentage", "currency"):
        return _numbered(cell.get(f"{_OFFICE}value", ""), text)
    return Held(text or cell.get(f"{_OFFICE}string-value", ""))


def _numbered(raw: str, text: str) -> Held:
    try:
        number = float(raw)
    except ValueError:
        return Held(text)
    return Held(text or general(number), number) if isfinite(number) else Held(text)


def _dated(raw: str, text: str) -> Held:
    """A date in full; the month alone where the day is not shown ("Mar 17" holds the first of March)."""
    try:
        moment = datetime.fromisoformat(raw)
    except ValueError:
        return Held(text)
    if text and moment.day not in map(int, re.findall(r"\d+", text)):
        return Held(f"{moment:%B %Y}" if moment.day == 1 else text)
    return Held(date_words(moment, with_time=":" in text), moment.date())


def _words(element: Element) -> str:
    """The words of a paragraph: blanks in a row, tabs and breaks are elements of their own (6.1.2)."""
    parts = [element.text or ""]
    for each in element:
        if each.tag == f"{_TEXT}s":
            parts.append(" " * min(whole(each.get(f"{_TEXT}c"), 1), _FAR))
        elif each.tag == f"{_TEXT}tab":
            parts.append("\t")
        elif each.tag == f"{_TEXT}line-break":
            parts.append("\n")
        elif each.tag != f"{_OFFICE}annotation":
            parts.append(_words(each))
        parts.append(each.tail or "")
    return "".join(parts)
