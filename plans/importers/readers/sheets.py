"""A sheet of cells into blocks: what .xlsx and .ods files have in common. No Django.

Only cells that say something are kept, so a sheet that claims a million rows costs nothing. Hidden cells become asides.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from openpyxl.utils import get_column_letter

from ..errors import Unreadable
from ..source import Block, Cell, Line, Paragraph, Place, Table
from .grid import ROWS
from .lines import lines_of

CELL_LIMIT = 1_000_000
COLUMN_LIMIT = 200
COLUMNS = 16_384  # of the widest sheet there is

Merge = tuple[int, int, int, int]  # first row, first column, last row, last column


@dataclass(frozen=True)
class Held:
    """What one cell shows, and what it holds where that is a date or a number."""

    text: str = ""
    value: date | float | None = None
    fill: str = ""
    bold: bool = False


_NOTHING = Held()


@dataclass
class Sheet:
    """Cells by row and column, from 1. `comments` are (row, column, words)."""

    name: str
    rows: dict[int, dict[int, Held]] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    is_hidden: bool = False
    comments: list[tuple[int, int, str]] = field(default_factory=list)
    apart: list[tuple[str, str]] = field(default_factory=list)  # (part, words): headers, text boxes
    held: int = 0  # cells kept

    def put(self, row: int, cells: dict[int, Held]) -> None:
        """Keep a row that has words in it. Raises `Unreadable` beyond the limits."""
        if not any(held.text.strip() for held in cells.values()):
            return
        self.rows[row] = {column: held for column, held in cells.items() if 0 < column <= COLUMNS}
        self.held += len(cells)
        if len(self.rows) > ROWS or self.held > CELL_LIMIT:
            raise Unreadable(
                f"The sheet {self.name} has more than {ROWS:,} rows, or {CELL_LIMIT:,} cells, with something in "
                "them: keep only the rows of the plan, and try again."
            )


@dataclass
class Workbook:
    """Blocks and asides over all sheets; counts tables, and paragraphs outside them."""

    blocks: list[Block] = field(default_factory=list)
    asides: list[Paragraph] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    tables: int = 0
    lines: int = 0

    def add(self, sheet: Sheet) -> None:
        for part, words in sheet.apart:
            self._aside(words, Place(sheet=sheet.name, part=part))
        for row, column, words in sheet.comments:
            self._aside(words, _place(sheet, row, column, part="comment"))
        shown = self._take_hidden(sheet)
        grid = _Grid.of(sheet, shown)
        for row, column, words in grid.buried():
            self._aside(words, _place(sheet, row, column, part="under a merged cell"))
        if grid.rows:
            self._lay_out(grid)

    def _take_hidden(self, sheet: Sheet) -> dict[int, dict[int, Held]]:
        """The cells in sight; the others go to the asides, with one warning for the sheet."""
        shown: dict[int, dict[int, Held]] = {}
        hidden: set[str] = set()
        for row, cells in sorted(sheet.rows.items()):
            for column, held in sorted(cells.items()):
                part = _hidden_part(sheet, row, column)
                if not part:
                    shown.setdefault(row, {})[column] = held
                elif held.text:
                    self._aside(held.text, _place(sheet, row, column, part=part))
                    hidden.add(_hidden_name(sheet, row, column))
        if hidden:
            self.warnings.append(
                f"Hidden in sheet {sheet.name}, and so not read as part of the plan: {_some(hidden)}. "
                "Unhide them in the file if they belong to it."
            )
        return shown

    def _aside(self, words: str, place: Place) -> None:
        self.asides += [Paragraph(line, place) for line in lines_of(words)]

    def _lay_out(self, grid: _Grid) -> None:
        """Title lines, that is first rows with words in one cell only, as paragraphs; the rest as one table, but for
        such rows at the end that a blank row parts from it."""
        said = [grid.said(row) for row in grid.rows]
        first = next((at for at, columns in enumerate(said) if len(columns) != 1), len(said))
        end = max(first, _end_of_table(grid.rows, said))
        shown = list(zip(grid.rows, said, strict=True))
        grid.rows = grid.rows[first:end]
        self._write(grid, shown[:first])
        if grid.rows:
            grid.columns = _spoken(grid.rows, grid.cells)
            self.tables += 1
            self.blocks.append(grid.table(self.tables))
        self._write(grid, shown[end:])

    def _write(self, grid: _Grid, rows: list[tuple[int, list[int]]]) -> None:
        """Rows of one cell as paragraphs."""
        for row, [column] in rows:
            for line in grid.lines(row, column):
                self.lines += 1
                self.blocks.append(Paragraph(line, _place(grid.sheet, row, column, line=self.lines)))


@dataclass
class _Grid:
    """The rows and columns of a sheet that say something, in order. `merged` knows the merge of each of their cells."""

    sheet: Sheet
    cells: dict[int, dict[int, Held]]
    rows: list[int]
    columns: list[int]
    merged: dict[tuple[int, int], Merge]

    @classmethod
    def of(cls, sheet: Sheet, shown: dict[int, dict[int, Held]]) -> _Grid:
        rows = [row for row, cells in sorted(shown.items()) if any(held.text.strip() for held in cells.values())]
        columns = _spoken(rows, shown)
        if len(columns) > COLUMN_LIMIT:
            raise Unreadable(
                f"The sheet {sheet.name} has words in {len(columns)} columns; the limit is {COLUMN_LIMIT}. "
                "Keep only the columns of the plan, and try again."
            )
        return cls(sheet, shown, rows, columns, _merged(sheet, rows, columns))

    def held(self, row: int, column: int) -> Held:
        return self.cells[row].get(column, _NOTHING)

    def said(self, row: int) -> list[int]:
        """The columns of a row that hold words in sight."""
        return [each for each in self.columns if self.held(row, each).text.strip() and not self._is_covered(row, each)]

    def buried(self) -> Iterator[tuple[int, int, str]]:
        """(row, column, words) that a merged cell covers: shown nowhere, but in the file."""
        for row, column in self.merged:
            if self._is_covered(row, column) and (words := self.held(row, column).text.strip()):
                yield row, column, words

    def lines(self, row: int, column: int) -> tuple[Line, ...]:
        held = self.held(row, column)
        if held.value is not None:
            return (Line(held.text, bold=held.bold),)
        found = lines_of(held.text)
        return tuple(replace(line, bold=True) for line in found) if held.bold else found

    def table(self, number: int) -> Table:
        drawn = tuple(
            tuple(self._cell(row, column, (number, at, along)) for along, column in enumerate(self.columns, start=1))
            for at, row in enumerate(self.rows, start=1)
        )
        return Table(number, drawn, name=self.sheet.name)

    def _is_covered(self, row: int, column: int) -> bool:
        merge = self.merged.get((row, column))
        return merge is not None and merge[:2] != (row, column)

    def _cell(self, row: int, column: int, at: tuple[int, int, int]) -> Cell:
        """`at` is its table, row and column as counted here."""
        place = Place(0, self.sheet.name, *at, ref=_ref(row, column))
        held, merge = self.held(row, column), self.merged.get((row, column))
        if merge is None:
            return Cell(place, self.lines(row, column), held.fill, held.value)
        rows = _within(self.rows, merge[0], merge[2])
        columns = _within(self.columns, merge[1], merge[3])
        if (rows[0], columns[0]) != (row, column):
            anchor = (bisect_left(self.rows, rows[0]) + 1, bisect_left(self.columns, columns[0]) + 1)
            return Cell(place, fill=held.fill, anchor=anchor)
        if self._is_covered(row, column):  # the merge begins in a row or column that is left out for saying nothing
            return Cell(place, (), held.fill, None, len(columns), len(rows))
        return Cell(place, self.lines(row, column), held.fill, held.value, len(columns), len(rows))


def _end_of_table(rows: list[int], said: list[list[int]]) -> int:
    """Where lone cells of the first column begin that a blank row parts from the table: its notes, a glossary. A table
    with no full row below its head has none: its rows are only begun."""
    end = len(rows)
    if sum(len(columns) > 1 for columns in said) < 2:
        return end
    first = min(columns[0] for columns in said if columns)
    for at in range(len(rows) - 1, 0, -1):
        if said[at] != [first]:
            break
        if rows[at] > rows[at - 1] + 1:
            end = at
    return end


def _spoken(rows: list[int], cells: dict[int, dict[int, Held]]) -> list[int]:
    """The columns with words in any of the rows."""
    return sorted({column for row in rows for column, held in cells[row].items() if held.text.strip()})


def _merged(sheet: Sheet, rows: list[int], columns: list[int]) -> dict[tuple[int, int], Merge]:
    merged: dict[tuple[int, int], Merge] = {}
    room = CELL_LIMIT
    for merge in sheet.merges:
        inside = [(row, column) for row in _within(rows, *merge[::2]) for column in _within(columns, *merge[1::2])]
        room -= len(inside) + 1
        if room < 0:
            raise Unreadable(
                f"The merged cells of sheet {sheet.name} lie over one another: unmerge them, and try again."
            )
        merged.update(dict.fromkeys(inside, merge))
    return merged


def _within(ordered: list[int], first: int, last: int) -> list[int]:
    return ordered[bisect_left(ordered, first) : bisect_right(ordered, last)]


def _ref(row: int, column: int) -> str:
    return f"{get_column_letter(column)}{row}"


def _place(sheet: Sheet, row: int, column: int, *, line: int = 0, part: str = "") -> Place:
    return Place(sheet=sheet.name, line=line, ref=_ref(row, column), part=part)


def _hidden_part(sheet: Sheet, row: int, column: int) -> str:
    if sheet.is_hidden:
        return "hidden sheet"
    if row in sheet.hidden_rows:
        return "hidden row"
    return "hidden column" if column in sheet.hidden_columns else ""


def _hidden_name(sheet: Sheet, row: int, column: int) -> str:
    if sheet.is_hidden:
        return "the whole sheet"
    return f"row {row}" if row in sheet.hidden_rows else f"column {get_column_letter(column)}"


def _some(names: set[str]) -> str:
    """The first five, in their own order, and how many more."""
    ordered = sorted(names, key=lambda name: (len(name), name))
    more = f" and {len(ordered) - 5} more" if len(ordered) > 5 else ""
    return ", ".join(ordered[:5]) + more
