"""An HTML table as a grid: spans, colours, and what spreadsheets leave beside the words. No Django."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from lxml.html import HtmlElement

from ..errors import Unreadable
from ..source import Cell, Line, Place, Table
from .css import Styles, fill, is_hidden
from .html_flow import Flow
from .html_shape import cells_of, rows_of

_WIDEST = 200  # columns that one cell may span
_MOST_CELLS = 1_000_000
_EPOCH = date(1899, 12, 30)  # day 0 of Excel and LibreOffice
_SERIAL = re.compile(r"\d{4,5}(?:\.\d+)?")
_SHOWS_DAY = re.compile(r"y{2}|d{1,2}\W+m", re.IGNORECASE)
Position = tuple[int, int]  # row and column, from 0


@dataclass(frozen=True)
class _Owner:
    """The cell that covers a position, and where it starts."""

    element: HtmlElement
    start: Position


def table_of_html(table: HtmlElement, number: int, styles: Styles) -> tuple[Table | None, list[Line]]:
    """The grid, None if it has no words; and the lines of its hidden rows and cells."""
    rows = rows_of(table)
    owners = _owners(rows)
    filled = {row for row, _ in owners}
    shown = [at for at, row in enumerate(rows) if at in filled and not _is_hidden(row, styles)]
    wide = 1 + max((c for (r, c), owner in owners.items() if owner.start == (r, c)), default=-1)
    reader = _Reader(number, owners, {at: r for r, at in enumerate(shown, 1)}, styles)
    grid = tuple(tuple(reader.cell((at, column), wide) for column in range(wide)) for at in shown)
    for at in sorted(filled.difference(shown)):
        reader.hidden += Flow(styles, flat=True).take(rows[at]).lines
    found = Table(number, grid, _header_rows([rows[at] for at in shown]), _caption(table))
    has_words = any(not cell.is_blank for row in grid for cell in row)
    return (found if has_words else None), reader.hidden


@dataclass
class _Reader:
    """Reads the cells of one table; `rows` are the numbers, from 1, of the rows that are shown."""

    number: int
    owners: dict[Position, _Owner]
    rows: dict[int, int]
    styles: Styles

    def __post_init__(self) -> None:
        self.hidden: list[Line] = []

    def cell(self, at: Position, wide: int) -> Cell:
        row, column = at
        place = Place(table=self.number, row=self.rows[row], column=column + 1)
        owner = self.owners.get(at)
        if not owner or owner.start[0] not in self.rows:
            return Cell(place)
        if owner.start != at:
            return Cell(place, anchor=(self.rows[owner.start[0]], owner.start[1] + 1))
        flow = Flow(self.styles, flat=True).take(owner.element)
        self.hidden += flow.hidden
        down, across = _spans(owner.element, len(self.rows) + row)
        covered = sum(self.owners.get((r, column)) == owner for r in range(row, row + down) if r in self.rows)
        return Cell(
            place,
            flow.lines,
            fill=self._fill(owner.element),
            value=_value(owner.element, self.styles),
            columns=min(across, wide - column),
            rows=max(covered, 1),
        )

    def _fill(self, element: HtmlElement) -> str:
        own = fill(self.styles.of(element), element.get("bgcolor") or "")
        row = element.getparent()
        if own or row is None:
            return own
        return fill(self.styles.of(row), row.get("bgcolor") or "")


def _owners(rows: list[HtmlElement]) -> dict[Position, _Owner]:
    """Which cell covers each position, as HTML's table model has it (HTML standard, 4.9.12)."""
    owners: dict[Position, _Owner] = {}
    for at, row in enumerate(rows):
        column = 0
        for element in cells_of(row):
            while (at, column) in owners:
                column += 1
            down, across = _spans(element, len(rows) - at)
            owner = _Owner(element, (at, column))
            for position in _covered(at, column, down, across):
                owners.setdefault(position, owner)
            column += across
            if len(owners) > _MOST_CELLS:
                raise Unreadable("This page has a table of more than a million cells, which is more than a plan has.")
    return owners


def _covered(row: int, column: int, down: int, across: int) -> Iterator[Position]:
    return ((r, c) for r in range(row, row + down) for c in range(column, column + across))


def _spans(element: HtmlElement, left: int) -> tuple[int, int]:
    """(rows, columns) that a cell covers; 0 rows means all that are left."""
    down, across = (_number(element.get(name)) for name in ("rowspan", "colspan"))
    return min(down or left, left) or 1, min(max(across, 1), _WIDEST)


def _number(text: str | None) -> int:
    return int(text) if text and re.fullmatch(r"\d{1,5}", text.strip()) else 1


def _is_hidden(row: HtmlElement, styles: Styles) -> bool:
    parent = row.getparent()
    return any(each is not None and is_hidden(styles.of(each), each) for each in (row, parent))


def _header_rows(rows: list[HtmlElement]) -> int:
    """Rows of the thead; without one, the first rows made of th alone."""
    count = 0
    for row in rows:
        cells = cells_of(row)
        in_head = any(each.tag == "thead" for each in row.iterancestors("thead", "table"))
        if not in_head and not (len(cells) > 1 and all(cell.tag == "th" for cell in cells)):
            break
        count += 1
    return count if count < len(rows) else 0


def _caption(table: HtmlElement) -> str:
    caption = table.find("caption")
    return "" if caption is None else " ".join(caption.text_content().split())


def _value(element: HtmlElement, styles: Styles) -> date | float | None:
    """What the spreadsheet holds: LibreOffice writes sdval and sdnum, Excel x:num and a number format in its style."""
    serial = element.get("sdval") or element.get("x:num") or ""
    if not _SERIAL.fullmatch(serial):
        return None
    shown = element.get("sdnum") or styles.of(element).get("mso-number-format", "")
    if _SHOWS_DAY.search(shown) or "date" in shown.lower():
        return _EPOCH + timedelta(days=int(float(serial)))
    return float(serial)
