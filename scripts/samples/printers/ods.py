"""OpenDocument sheets, written as the standard names its parts (OpenDocument 1.3, part 3)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from xml.sax.saxutils import escape, quoteattr

from plans.importers.source import Cell, Source

from .grid import sheets
from .zipped import packed

KIND = "application/vnd.oasis.opendocument.spreadsheet"
NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in (
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("style", "style"),
        ("fo", "xsl-fo-compatible"),
    )
)
MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest manifest:version="1.3" '
    'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{KIND}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)


def print_ods(source: Source) -> bytes:
    """A sheet for each table with a name, one for all the rest."""
    found = sheets(source)
    fills = sorted({cell.fill for rows in found.values() for row in rows for cell in row if cell.fill})
    styles = "".join(
        f'<style:style style:name="{_style(fill)}" style:family="table-cell">'
        f'<style:table-cell-properties fo:background-color="{fill}"/></style:style>'
        for fill in fills
    )
    tables = "".join(
        f"<table:table table:name={quoteattr(name)}>{''.join(map(_row, rows))}</table:table>"
        for name, rows in found.items()
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {NAMES} office:version="1.3">'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    return packed({"mimetype": KIND, "META-INF/manifest.xml": MANIFEST, "content.xml": content})


def _style(fill: str) -> str:
    return f"fill{fill.strip('#')}"


def _row(row: tuple[Cell, ...]) -> str:
    return f"<table:table-row>{''.join(map(_cell, row)) or '<table:table-cell/>'}</table:table-row>"


def _cell(cell: Cell) -> str:
    if cell.anchor:
        return "<table:covered-table-cell/>"
    words = "".join(f"<text:p>{escape(f'{line.bullet} {line.text}'.strip())}</text:p>" for line in cell.lines)
    return f"<table:table-cell{''.join(_attributes(cell))}>{words}</table:table-cell>"


def _attributes(cell: Cell) -> Iterator[str]:
    if cell.columns > 1 or cell.rows > 1:
        yield f' table:number-columns-spanned="{cell.columns}" table:number-rows-spanned="{cell.rows}"'
    if cell.fill:
        yield f' table:style-name="{_style(cell.fill)}"'
    if isinstance(cell.value, date):
        yield f' office:value-type="date" office:date-value="{cell.value.isoformat()}"'
    elif cell.value is not None:
        yield f' office:value-type="float" office:value="{cell.value}"'
    elif cell.lines:
        yield ' office:value-type="string"'
