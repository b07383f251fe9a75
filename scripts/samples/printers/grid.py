"""What the formats of one long sheet share: paragraphs and tables as rows below each other."""

from __future__ import annotations

from collections.abc import Iterator

from plans.importers.source import Cell, Paragraph, Place, Source, Table


def sheets(source: Source, name: str = "Plan") -> dict[str, list[tuple[Cell, ...]]]:
    """The rows of each sheet. A table with a name has a sheet of its own; a blank row stands before any other."""
    found: dict[str, list[tuple[Cell, ...]]] = {}
    before: object = None
    for block in source.blocks:
        own = block.name if isinstance(block, Table) and block.name else name
        rows = found.setdefault(own, [])
        if isinstance(block, Table) and isinstance(before, Table | Paragraph) and rows:
            rows.append(())
        rows.extend(_rows(block))
        before = block
    return found


def _rows(block: Paragraph | Table) -> Iterator[tuple[Cell, ...]]:
    if isinstance(block, Table):
        yield from block.rows
    else:
        yield (Cell(Place(), (block.line,)),)
