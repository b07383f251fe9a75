"""Sources as plain values, so that tests can say what they expect in a few lines."""

from __future__ import annotations

from plans.importers.source import Paragraph, Source, Table


def tables(source: Source) -> list[list[list[str]]]:
    """The words of each cell, a list a row, a list a table."""
    return [[[cell.text for cell in row] for row in table.rows] for table in grids(source)]


def grids(source: Source) -> list[Table]:
    return [block for block in source.blocks if isinstance(block, Table)]


def prose(source: Source) -> list[str]:
    """Paragraphs outside tables: "# " for each level of heading, the mark of a list, the words."""
    return [shown(block) for block in source.blocks if isinstance(block, Paragraph)]


def shown(paragraph: Paragraph) -> str:
    hashes = "#" * paragraph.heading
    return " ".join(filter(None, (hashes, paragraph.line.bullet, paragraph.line.text)))


def letters(source: Source) -> str:
    """Every character that is not blank, in order."""
    return "".join("".join(text.split()) for _, text in source.pieces())
