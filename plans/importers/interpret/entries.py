"""A row of the plan as a reader understands it: its cells by column, joined where a page break cut them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from ..source import Cell, Line, Place
from .headers import Column


@dataclass(frozen=True)
class Bit:
    """Words of one cell within an entry: most cells are one bit, a spilt one is two."""

    cell: Cell
    lines: tuple[Line, ...]
    is_fresh: bool = False  # stands for itself, below the bit before it, as in rows beside a merged cell

    @property
    def place(self) -> Place:
        return self.cell.place

    @cached_property
    def text(self) -> str:
        return "\n".join(f"{line.bullet} {line.text}".strip() for line in self.lines)


@dataclass
class Entry:
    """An action's row, or several joined. `cells` are bits by the column's index, in printed order."""

    table: int
    rows: list[int]
    columns: tuple[Column, ...]
    cells: dict[int, list[Bit]]
    section: int | None
    number: str = ""  # where it is printed in the cell of the action
    part: int = 0  # which of the row's numbered actions this is, from 1; 0 where the row is not divided
    paired: frozenset[int] = frozenset()  # columns whose cells were divided by those numbers, too
    block: int = 0  # of tables side by side
    confidence: float = 1.0
    notes: list[str] = field(default_factory=list)

    def bits(self, *fields: str) -> list[Bit]:
        return [bit for index in self.positions(*fields) for bit in self.cells.get(index, [])]

    def positions(self, *fields: str) -> list[int]:
        return [index for index, column in enumerate(self.columns) if column.field in fields]

    def heading(self, index: int) -> str:
        """A column's heading, casefolded."""
        return self.columns[index].heading.casefold()

    def last(self, index: int) -> str:
        bits = self.cells.get(index)
        return bits[-1].text if bits else ""
