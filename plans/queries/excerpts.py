"""Pieces of a file as it was read, to stand beside what was made of them. Pure: a `Source` in, rows of words out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from plans.importers.source import Cell, Paragraph, Place, Source, Table


@dataclass(frozen=True)
class ShownCell:
    """A cell as printed, or a paragraph. `is_marked`: it is what the question is about. `is_shared`: it is merged with
    another cell, whose words it shows."""

    heading: str
    lines: tuple[str, ...]
    place: Place
    is_marked: bool = False
    is_shared: bool = False
    fill: str = ""


@dataclass(frozen=True)
class ShownRow:
    """A printed row with the words that say where it stood; a paragraph is a row of one cell without heading."""

    where: str
    cells: tuple[ShownCell, ...]

    @property
    def is_blank(self) -> bool:
        return not any(cell.lines for cell in self.cells)


def where(place: Place) -> str:
    """The row of a place, for people: "table 2, row 5", "sheet Plan, row 7", "line 12"."""
    if place.sheet and place.row:
        return f"sheet {place.sheet}, row {place.row}"
    if place.sheet:
        return f"sheet {place.sheet}"
    return replace(place, column=0, ref="").words()


class Excerpts:
    """Finds the rows of a source by place. `headings` are the columns' headings by number of table."""

    def __init__(self, source: Source, headings: dict[int, tuple[str, ...]]) -> None:
        self.headings = headings
        self._tables = {block.number: block for block in source.blocks if isinstance(block, Table)}
        self._cells = {
            cell.place: (table.number, index)
            for table in self._tables.values()
            for index, row in enumerate(table.rows)
            for cell in row
        }
        self._paragraphs = {
            block.place: block for block in (*source.blocks, *source.asides) if isinstance(block, Paragraph)
        }

    def table(self, number: int) -> Table | None:
        return self._tables.get(number)

    def rows(self, places: Iterable[Place], marked: Collection[Place] = ()) -> tuple[ShownRow, ...]:
        """The rows that hold the places, each once, in printed order; the cells at `marked` are marked."""
        found: dict[tuple[int, int], ShownRow] = {}
        paragraphs: dict[Place, ShownRow] = {}
        for place in places:
            if at := self._cells.get(place) or self._row_of(place):
                found.setdefault(at, self.row(*at, marked=marked))
            elif paragraph := self._paragraphs.get(place):
                paragraphs.setdefault(place, of_paragraph(paragraph, is_marked=place in marked))
        return (*paragraphs.values(), *(found[at] for at in sorted(found)))

    def row(self, number: int, index: int, marked: Collection[Place] = ()) -> ShownRow:
        """One row of a table, by the table's number and the row's index from 0."""
        table = self._tables[number]
        cells = table.rows[index]
        headings = self.headings.get(number, ())
        shown = tuple(
            _cell(table, cell, headings[place] if place < len(headings) else "", marked)
            for place, cell in enumerate(cells)
            if not (cell.anchor and cell.anchor[0] == index + 1)  # covered by its neighbour in this very row
        )
        return ShownRow(where(cells[0].place) if cells else "", shown)

    def above(self, places: Sequence[Place]) -> ShownRow | None:
        """The row above the first that holds one of the places; None for a table's first row and for paragraphs."""
        at = min((at for place in places if (at := self._cells.get(place))), default=None)
        if at is None or at[1] == 0:
            return None
        row = self.row(at[0], at[1] - 1)
        return None if row.is_blank else row

    def _row_of(self, place: Place) -> tuple[int, int] | None:
        """A place that names a row, but no cell that the source holds."""
        table = self._tables.get(place.table)
        return (place.table, place.row - 1) if table and 0 < place.row <= len(table.rows) else None


def _cell(table: Table, cell: Cell, heading: str, marked: Collection[Place]) -> ShownCell:
    lines = cell
    if cell.anchor and cell.is_blank:
        lines = table.rows[cell.anchor[0] - 1][cell.anchor[1] - 1]
    return ShownCell(
        heading, _lines(lines), cell.place, cell.place in marked or lines.place in marked, lines is not cell, cell.fill
    )


def _lines(cell: Cell) -> tuple[str, ...]:
    return tuple(words for line in cell.lines if (words := f"{line.bullet} {line.text}".strip()))


def of_paragraph(paragraph: Paragraph, *, is_marked: bool = False) -> ShownRow:
    words = f"{paragraph.line.bullet} {paragraph.line.text}".strip()
    return ShownRow(where(paragraph.place), (ShownCell("", (words,), paragraph.place, is_marked),))
