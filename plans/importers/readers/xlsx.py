"""An .xlsx into a `Source`, in one pass over each sheet's XML (SpreadsheetML, ECMA-376 part 1, 18). No Django.

Formulas are never worked out: what the program that saved the file made of them is read. openpyxl helps with dates and
forms only, since it keeps an object for every empty cell that somebody once coloured.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from math import isfinite

from lxml import etree
from openpyxl.utils import column_index_from_string, coordinate_to_tuple, range_boundaries
from openpyxl.utils.escape import unescape

from ..errors import Unreadable
from ..source import Source
from .colours import A
from .number_formats import date_words, shown
from .package import Element, Package, whole
from .sheets import COLUMNS, Held, Sheet, Workbook
from .xlsx_rules import colour_by_rules
from .xlsx_styles import Look, Looks, S

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_THREADED = "{http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments}"
_HEADERS = {f"{S}{when}{what}": what.lower() for when in ("odd", "even", "first") for what in ("Header", "Footer")}
_READ = [f"{S}{name}" for name in ("row", "col", "mergeCell", "conditionalFormatting")] + list(_HEADERS)


def read_xlsx(content: bytes) -> Source:
    """Raises `Unreadable` beyond the limits of sheets.py. Give it only what `check_office` has let through."""
    package = Package.open(content)
    main = package.first("", "officeDocument")
    if not main:
        raise Unreadable("The Excel file has no workbook in it: save it again from Excel.")
    root = package.xml(main)
    settings = root.find(f"{S}workbookPr")
    from_1904 = settings is not None and settings.get("date1904") in ("1", "true")
    reader = _Reader(package, _strings(package, main), Looks.read(package, main), from_1904)
    parts = {each.id: each.target for each in package.related(main) if each.kind == "worksheet"}
    book = Workbook()
    for each in root.iter(f"{S}sheet"):
        part = parts.get(each.get(f"{_R}id", ""), "")
        if package.has(part):
            sheet = Sheet(each.get("name", ""), is_hidden=each.get("state", "visible") != "visible")
            book.warnings += reader.read(part, sheet)
            book.add(sheet)
    return Source("xlsx", tuple(book.blocks), tuple(book.asides), tuple(book.warnings), package.title())


def _strings(package: Package, main: str) -> list[str]:
    """The shared texts, by number."""
    part = package.first(main, "sharedStrings")
    if not part:
        return []
    return [_rich(each) for each in _stream(package, part, [f"{S}si"])]


def _rich(element: Element) -> str:
    """The words of a text in several runs, without the readings that East Asian text prints above it."""
    texts = [*element.findall(f"{S}t"), *element.findall(f"{S}r/{S}t")]
    return unescape("".join(each.text or "" for each in texts))


def _stream(package: Package, part: str, tags: list[str]) -> Iterator[Element]:
    """Those elements of a part as they end; each is gone once the next is asked for."""
    with package.stream(part) as stream:
        try:
            for _, element in etree.iterparse(stream, tag=tags, resolve_entities=False, no_network=True):
                yield element
                element.clear(keep_tail=False)
                while element.getprevious() is not None:
                    del element.getparent()[0]
        except etree.XMLSyntaxError as error:
            raise Unreadable(f"The file is damaged in its part {part}: save it again and try that copy.") from error


@dataclass
class _Reader:
    package: Package
    strings: list[str]
    looks: Looks
    from_1904: bool
    unsolved: list[str] = field(default_factory=list)  # cells whose formula holds no result

    def read(self, part: str, sheet: Sheet) -> list[str]:
        """Fills the sheet; returns warnings."""
        self.unsolved = []
        rules: list[Element] = []
        row = 0
        for element in _stream(self.package, part, _READ):
            if element.tag == f"{S}row":
                row = whole(element.get("r"), row + 1)
                self._row(element, row, sheet)
            elif element.tag == f"{S}conditionalFormatting":
                rules.append(etree.fromstring(etree.tostring(element)))  # the stream lets go of its own
            else:
                _note(element, sheet)
        self._hang(part, sheet)
        warnings = colour_by_rules(sheet, rules, self.looks.rules)
        if self.unsolved:
            more = " and others" if len(self.unsolved) > 5 else ""
            warnings.append(
                f"Sheet {sheet.name}: the formulas in {', '.join(self.unsolved[:5])}{more} hold no result, so they "
                "are read as blank. Open the file in Excel and save it, and the results will be in it."
            )
        return warnings

    def _row(self, element: Element, row: int, sheet: Sheet) -> None:
        cells: dict[int, Held] = {}
        column = 0
        for cell in element.iterchildren(f"{S}c"):
            ref = cell.get("r", "")
            column = _column(ref.rstrip("0123456789")) or column + 1
            held = self._held(cell, ref)
            if held.text or held.fill:
                cells[column] = held
        sheet.put(row, cells)
        if element.get("hidden") in ("1", "true"):
            sheet.hidden_rows.add(row)

    def _held(self, cell: Element, ref: str) -> Held:
        look = self.looks.of(cell)
        raw = cell.findtext(f"{S}v")
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            inline = cell.find(f"{S}is")
            return _text(_rich(inline) if inline is not None else "", look)
        if raw is None or raw == "":
            if cell.find(f"{S}f") is not None and kind != "str":
                self.unsolved.append(ref)
            return _text("", look)
        if kind == "s":
            number = whole(raw, -1)
            return _text(self.strings[number] if 0 <= number < len(self.strings) else "", look)
        if kind == "b":
            return _text("TRUE" if raw == "1" else "FALSE", look)
        return self._number(raw, kind, look)

    def _number(self, raw: str, kind: str, look: Look) -> Held:
        """A number or a date; anything else as the text that it is."""
        try:
            if kind == "d":
                moment = datetime.fromisoformat(raw)
                return Held(date_words(moment, with_time=True), moment.date(), look.fill, look.bold)
            if kind == "n" and isfinite(float(raw)):
                text, value = shown(float(raw), look.form, from_1904=self.from_1904)
                return Held(text, value, look.fill, look.bold)
        except ValueError:
            return _text(raw, look)
        return _text(unescape(raw), look)

    def _hang(self, part: str, sheet: Sheet) -> None:
        """Comments and text boxes. A threaded comment has an old one beside it that says to get a newer Excel."""
        related = [each for each in self.package.related(part) if self.package.has(each.target)]
        for each in related:
            if each.kind == "threadedComment":
                for said in self.package.xml(each.target).iter(f"{_THREADED}threadedComment"):
                    _comment(sheet, said.get("ref", ""), said.findtext(f"{_THREADED}text") or "")
            elif each.kind == "comments":
                for said in self.package.xml(each.target).iter(f"{S}comment"):
                    words = "".join(text.text or "" for text in said.iter(f"{S}t"))
                    if not words.startswith("[Threaded comment]"):
                        _comment(sheet, said.get("ref", ""), words)
            elif each.kind == "drawing":
                for paragraph in self.package.xml(each.target).iter(f"{A}p"):
                    sheet.apart.append(("text box", "".join(text.text or "" for text in paragraph.iter(f"{A}t"))))


@cache
def _column(letters: str) -> int:
    """Of the letters of a reference, 0 where they are none."""
    return column_index_from_string(letters) if re.fullmatch("[A-Za-z]{1,3}", letters) else 0


def _text(text: str, look: Look) -> Held:
    return Held(text, None, look.fill, look.bold)


def _comment(sheet: Sheet, ref: str, words: str) -> None:
    row, column = coordinate_to_tuple(ref)
    sheet.comments.append((row, column, words))


def _note(element: Element, sheet: Sheet) -> None:
    """What a sheet says of itself besides its rows."""
    if element.tag == f"{S}mergeCell":
        left, top, right, bottom = range_boundaries(element.get("ref", ""))
        if left and top and right and bottom:
            sheet.merges.append((top, left, bottom, right))
    elif element.tag == f"{S}col":
        if element.get("hidden") in ("1", "true"):
            sheet.hidden_columns.update(
                range(whole(element.get("min"), 1), min(whole(element.get("max"), 1), COLUMNS) + 1)
            )
    elif element.text:
        # &L &C &R begin a part; &P, &"Arial,Bold" and &12 are fields and fonts (18.3.1.46).
        words = re.sub(r'&"[^"]*"|&\d+|&K[0-9A-Fa-f]{6}|&[A-Za-z]', " ", element.text).replace("&&", "&")
        sheet.apart.append((_HEADERS[str(element.tag)], " ".join(words.split())))
