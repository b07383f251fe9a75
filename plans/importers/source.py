"""What a reader makes of a file: paragraphs and tables in printed order, each knowing where it stood. No Django."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

OWN = "json"  # the kind of the tracker's own export: it says outright what it proposes, and has no `Source`


@dataclass(frozen=True, order=True)
class Place:
    """Where something stood in the file, counted from 1; 0 and "" where the format has no such thing.

    `line` is a line of a text file, or the paragraph of a document outside its tables. `sheet` and `ref` are a
    spreadsheet's. `part` names what is not the body: "header", "footer", "footnote", "comment", "text box".
    """

    page: int = 0
    sheet: str = ""
    table: int = 0
    row: int = 0
    column: int = 0
    line: int = 0
    ref: str = ""
    part: str = ""

    def words(self) -> str:
        """The place for people: "page 3, table 2, row 5, column 3", "sheet Plan, cell C5", "line 12"."""
        if self.sheet and self.ref:
            return f"sheet {self.sheet}, cell {self.ref}"
        named = [
            (self.part, ""),
            (self.page, "page"),
            (self.table, "table"),
            (self.row, "row"),
            (self.column, "column"),
        ]
        if not self.table:
            named.append((self.line, "line"))
        return ", ".join(f"{word} {value}".strip() for value, word in named if value) or "the file"


@dataclass(frozen=True)
class Line:
    """One paragraph, or one line of a cell, as printed. `bullet` is its mark ("•", "-", "1.", "(a)"; also what Word
    counts by itself), which is not in `text`. `level` is the depth of a list, from 0."""

    text: str
    bullet: str = ""
    level: int = 0
    bold: bool = False


@dataclass(frozen=True)
class Cell:
    """A cell of a table. `lines` are empty for a blank one. `fill` is its colour ("#FF0000", "" for none or white).

    `value` is what a spreadsheet holds where that is no text: a date, or a number. `anchor` is the (row, column) of the
    merged cell that covers this one, both from 1; its own lines are then empty. `columns` and `rows` are its span.
    """

    place: Place
    lines: tuple[Line, ...] = ()
    fill: str = ""
    value: date | float | None = None
    columns: int = 1
    rows: int = 1
    anchor: tuple[int, int] | None = None

    @cached_property
    def text(self) -> str:
        """The words of the cell, its marks included, lines joined by newlines."""
        return "\n".join(f"{line.bullet} {line.text}".strip() for line in self.lines)

    @cached_property
    def is_blank(self) -> bool:
        return not any(line.text.strip() or line.bullet.strip() for line in self.lines)


@dataclass(frozen=True)
class Table:
    """A grid: every row has as many cells as the widest one, merged positions included. `number` counts from 1.

    `header_rows` is how many first rows the file itself marks as repeating heads (0: it does not say).
    """

    number: int
    rows: tuple[tuple[Cell, ...], ...]
    header_rows: int = 0
    name: str = ""  # of the sheet, or a caption


@dataclass(frozen=True)
class Paragraph:
    """Words outside tables. `heading` is 1 to 9 where the file's own style says that it is a heading, else 0."""

    line: Line
    place: Place
    heading: int = 0


Block = Paragraph | Table


@dataclass(frozen=True)
class Source:
    """A whole file. `kind` is docx, xlsx, ods, csv, pdf, text or html. `warnings` are sentences.

    `asides` are words that are no part of the plan's body (headers, footers, comments, hidden rows): kept so that
    nothing is lost silently."""

    kind: str
    blocks: tuple[Block, ...]
    asides: tuple[Paragraph, ...] = ()
    warnings: tuple[str, ...] = ()
    title: str = ""  # of the file's properties
    names: dict[str, str] = field(default_factory=dict)  # other properties worth keeping, such as "encoding"

    def pieces(self) -> Iterator[tuple[Place, str]]:
        """Every printed piece with its place, in order: what the accounting counts."""
        for block in (*self.blocks, *self.asides):
            if isinstance(block, Paragraph):
                yield block.place, f"{block.line.bullet} {block.line.text}".strip()
            else:
                for row in block.rows:
                    for cell in row:
                        if not cell.is_blank:
                            yield cell.place, cell.text
