"""What the formats of one long sheet share: paragraphs and tables as rows below each other."""

from __future__ import annotations

from collections.abc import Iterator

from plans.importers.source import Cell, Paragraph, Place, Source, Table


def sheets(source: Source, name: str = "Plan") -> dict[str, list[tuple[Cell, ...]]]:
    """The rows of each sheet, all as wide as its widest. A table with a name has a sheet of its own; a blank row stands
    after each table."""
    found: dict[str, list[tuple[Cell, ...]]] = {}
    before: object = None
    for block in source.blocks:
        own = block.name if isinstance(block, Table) and block.name else name
        rows = found.setdefault(own, [])
        if isinstance(before, Table) and rows:
            rows.append(())
        rows.extend(_rows(block))
        before = block
    return {own: list(_widened(rows)) for own, rows in found.items()}


def _widened(rows: list[tuple[Cell, ...]]) -> Iterator[tuple[Cell, ...]]:
    width = max(map(len, rows), default=0)
    for row in rows:
        yield row + (Cell(Place()),) * (width - len(row))


def _rows(block: Paragraph | Table) -> Iterator[tuple[Cell, ...]]:
    if isinstance(block, Table):
        yield from block.rows
    else:
        yield (Cell(Place(), (block.line,)),)
