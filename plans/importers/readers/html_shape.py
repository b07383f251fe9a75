"""What an HTML table is for: to hold rows, or only to place things on a page. No Django."""

from __future__ import annotations

from lxml.html import HtmlElement


def rows_of(table: HtmlElement) -> list[HtmlElement]:
    """Its own rows, in printed order; not those of tables inside its cells."""
    return [row for row in table.iter("tr") if next(row.iterancestors("table"), None) is table]


def cells_of(row: HtmlElement) -> list[HtmlElement]:
    return [cell for cell in row if cell.tag in ("td", "th")]


def size(table: HtmlElement) -> tuple[int, int]:
    """(rows, cells) that are its own."""
    rows = rows_of(table)
    return len(rows), sum(len(cells_of(row)) for row in rows)


def is_layout(table: HtmlElement) -> bool:
    """True for a table of one cell, and for one that holds a larger table of several rows and columns."""
    _, cells = size(table)
    if cells <= 1:
        return True
    inner = (size(each) for each in table.iter("table") if each is not table)
    return any(count > cells and 1 < rows < count for rows, count in inner)
