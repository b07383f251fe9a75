"""The tables of a pack in Word: heads that repeat, rows that stay whole unless they are long, cells over columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Emu, Mm
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph
from lxml.html import HtmlElement

from prevent_tracker.core.word import TABLE_STYLE, describe, flag

if TYPE_CHECKING:
    from .docx_writer import Container, Writer

_WIDTH = {True: Mm(263), False: Mm(176)}  # of the text, on a page on its side and upright
_SHARE = re.compile(r"pack-w(\d+)")
_LONG = 1200  # characters: about half a page of a cell; a longer row may be cut by a page's end


def add_table(writer: Writer, source: HtmlElement, into: Container, about: str) -> None:
    """A table of the pack; `about` is the heading that it stands below. Columns that hold drawings alone are left out:
    their figures stand beside them."""
    rows = source.xpath(".//tr")
    drawn = _drawings(rows)
    count = max((_reach(row) for row in rows), default=0) - len(drawn)
    if count <= 0:
        return
    table = _empty(into, count)
    table.autofit = False
    _set_widths(table, _shares(source, drawn, count), writer.is_wide)
    for row in rows:
        _add_row(writer, table, row, drawn)
    heads = [" ".join(cell.text_content().split()) for cell in source.xpath(".//thead//th")]
    describe(table, about, f"The columns are: {', '.join(filter(None, heads))}." if heads else about)
    into.add_paragraph()


def _empty(into: Container, columns: int) -> Table:
    if isinstance(into, _Cell):
        return into.add_table(0, columns)
    return cast(Table, into.add_table(rows=0, cols=columns, style=TABLE_STYLE))  # type: ignore[attr-defined]  # a document


def _reach(row: HtmlElement) -> int:
    return sum(int(cell.get("colspan", "1")) for cell in row)


def _drawings(rows: Sequence[HtmlElement]) -> set[int]:
    """The places of columns whose body cells hold a drawing and no words."""
    found: dict[int, list[bool]] = {}
    for row in rows:
        place = 0
        for cell in row:
            if row.getparent().tag != "thead":
                has_words = bool("".join(cell.xpath(".//text()[not(ancestor::svg)]")).strip())
                found.setdefault(place, []).append(cell.find(".//svg") is not None and not has_words)
            place += int(cell.get("colspan", "1"))
    return {place for place, drawn in found.items() if all(drawn)}


def _shares(source: HtmlElement, drawn: set[int], count: int) -> list[int]:
    columns = source.xpath("./colgroup/col")
    shares = [_SHARE.search(column.get("class", "")) for column in columns]
    kept = [share for place, share in enumerate(shares) if place not in drawn]
    if len(kept) == count and all(kept):
        return [int(share[1]) for share in kept if share]
    return [40, *[60 // max(count - 1, 1)] * (count - 1)] if count > 2 else [1] * count


def _set_widths(table: Table, shares: Sequence[int], wide: bool) -> None:
    for column, share in zip(table.columns, shares, strict=True):
        column.width = Emu(int(_WIDTH[wide]) * share // sum(shares))


def _add_row(writer: Writer, table: Table, source: HtmlElement, drawn: set[int]) -> None:
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]  # python-docx leaves it untyped
    is_head = source.getparent().tag == "thead"
    if is_head:
        flag(row, "w:tblHeader")
    if is_head or len(source.text_content()) < _LONG:
        flag(row, "w:cantSplit")
    cells, place, at = row.cells, 0, 0
    for cell in source:
        span = int(cell.get("colspan", "1"))
        kept = span - len(drawn & set(range(place, place + span)))
        place += span
        if kept:
            target = cells[at] if kept == 1 else cells[at].merge(cells[at + kept - 1])
            _fill(writer, target, cell)
            at += kept


def _fill(writer: Writer, target: _Cell, source: HtmlElement) -> None:
    writer.blocks(source, target, first=target.paragraphs[0])
    is_number = "pack-number" in source.get("class", "")
    for paragraph in target.paragraphs:
        if is_number:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        if source.tag == "th":
            _bold(paragraph)


def _bold(paragraph: Paragraph) -> None:
    for run in paragraph.runs:
        run.bold = True
