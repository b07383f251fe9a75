"""Plain text as conversions leave it: tables with tabs between cells, or a line for each cell."""

from __future__ import annotations

from collections.abc import Iterator

from plans.importers.source import Cell, Paragraph, Source, Table


def print_text(source: Source, *, cells: str = "tabs", between: str = " ", encoding: str = "utf-8") -> bytes:
    """`cells`: "tabs" puts a row on a line, the lines of a cell joined by `between`; "lines" puts each cell on its own
    line after a tab, the cell's further lines without one, and a blank line after the row; "bars" draws the table."""
    lines: list[str] = []
    before: object = None
    for block in source.blocks:
        if before is not None and not (_is_item(before) and _is_item(block)):
            lines.append("")
        if isinstance(block, Paragraph):
            lines.append(f"{block.line.bullet} {block.line.text}".strip())
        else:
            lines.extend(_a_line_each(block) if cells == "lines" else _by_rows(block, between, bars=cells == "bars"))
        before = block
    return ("\n".join(lines) + "\n").encode(encoding)


def _is_item(block: object) -> bool:
    return isinstance(block, Paragraph) and bool(block.line.bullet)


def _by_rows(table: Table, between: str, bars: bool) -> Iterator[str]:
    for at, row in enumerate(table.rows, 1):
        texts = [cell.text.replace("\n", between) for cell in row]
        yield f"| {' | '.join(texts)} |" if bars else "\t".join(texts)
        if bars and at == table.header_rows:
            yield f"|{'---|' * len(row)}"


def _a_line_each(table: Table) -> Iterator[str]:
    for row in table.rows:
        for cell in row:
            yield from _led(cell)
        yield ""


def _led(cell: Cell) -> Iterator[str]:
    if cell.anchor:
        return
    first, *rest = cell.text.split("\n")
    yield f"\t{first}"
    yield from rest
