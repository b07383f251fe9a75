"""A table as the clipboard holds it: plain HTML, or with what Word and Excel add."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from plans.importers.source import Cell, Line, Paragraph, Source, Table

WORD = 'xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word"'
EXCEL = 'xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel"'
MARKED = {
    "plain": "{words}",
    "word": "<!--[if !supportLists]--><span style='mso-list:Ignore'>{mark}<span>&nbsp;&nbsp; </span></span>"
    "<!--[endif]-->{words}<o:p></o:p>",
    "excel": "{mark} {words}",
}


def print_html(source: Source, *, style: str = "plain", css: str = "") -> bytes:
    """The whole source. `style`: "plain", "word" (list marks in conditional comments) or "excel" (fills, no lists)."""
    named = {"word": f" {WORD}", "excel": f" {EXCEL}"}.get(style, "")
    head = f"<head><meta charset='utf-8'><title>{escape(source.title)}</title><style>{css}</style></head>"
    body = "\n".join(part for block in source.blocks for part in _block(block, style))
    wrapped = f"<!--StartFragment-->{body}<!--EndFragment-->" if named else body
    return f"<!DOCTYPE html>\n<html lang='en'{named}>{head}<body>{wrapped}</body></html>\n".encode()


def _block(block: Paragraph | Table, style: str) -> Iterator[str]:
    if isinstance(block, Table):
        yield from _table(block, style)
    elif block.heading:
        yield f"<h{block.heading}>{escape(block.line.text)}</h{block.heading}>"
    else:
        yield _line(block.line, style)


def _table(table: Table, style: str) -> Iterator[str]:
    attributes = " class=MsoTableGrid border=1" if style == "word" else ""
    yield f"<table{attributes}>"
    heads, body = table.rows[: table.header_rows], table.rows[table.header_rows :]
    if heads:
        yield "<thead>"
        yield from (_row(row, "th" if style == "plain" else "td", style) for row in heads)
        yield "</thead>"
    yield "<tbody>"
    yield from (_row(row, "td", style) for row in body)
    yield "</tbody></table>"


def _row(row: tuple[Cell, ...], tag: str, style: str) -> str:
    return "<tr>" + "".join(_cell(cell, tag, style) for cell in row if cell.anchor is None) + "</tr>"


def _cell(cell: Cell, tag: str, style: str) -> str:
    spans = (f' colspan="{cell.columns}"' if cell.columns > 1 else "") + (
        f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
    )
    fill = f' style="background-color:{cell.fill}"' if cell.fill else ""
    return f"<{tag}{spans}{fill}>{_lines(cell, style)}</{tag}>"


def _lines(cell: Cell, style: str) -> str:
    if style == "excel":
        return "<br>".join(escape(f"{line.bullet} {line.text}".strip()) for line in cell.lines)
    if style == "plain" and cell.lines and all(line.bullet for line in cell.lines):
        return "<ul>" + "".join(f"<li>{escape(line.text)}</li>" for line in cell.lines) + "</ul>"
    return "".join(_line(line, style) for line in cell.lines)


def _line(line: Line, style: str) -> str:
    if not line.bullet:
        return (
            f"<p class=MsoNormal>{escape(line.text)}<o:p></o:p></p>"
            if style == "word"
            else f"<p>{escape(line.text)}</p>"
        )
    words = MARKED[style].format(mark=escape(line.bullet), words=escape(line.text))
    named = " class=MsoListParagraph" if style == "word" else ""
    return f"<p{named}>{words}</p>" if style != "plain" else f"<p>{escape(line.bullet)} {words}</p>"
