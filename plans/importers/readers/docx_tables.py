"""A Word table into a `Table`: merged cells, repeated heads, colours. No Django.

Only colours given to a cell itself count: the bands of a table style decorate, and must never look like a rating.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import takewhile

from ..source import Cell, Line, Place, Table
from .colours import Theme, hex_colour
from .docx_grid import Placed, place
from .docx_text import Said
from .package import Element
from .words_xml import child, flag, value, w

Lines = Callable[[Element, Place], tuple[list[Line], list[Said]]]
_SHORT = 20  # characters: a rating is a word or a mark; colour behind more words is somebody's marker pen


@dataclass
class _Draft:
    place: Place
    lines: list[Line] = field(default_factory=list)
    fill: str = ""
    columns: int = 1
    rows: int = 1
    anchor: tuple[int, int] | None = None

    def cell(self) -> Cell:
        return Cell(self.place, tuple(self.lines), self.fill, None, self.columns, self.rows, self.anchor)


def read_table(table: Element, number: int, theme: Theme, lines: Lines) -> Table:
    """`lines` reads what stands in a cell."""
    rows, width = place(table)
    drafts: list[list[_Draft]] = []
    for row_number, (_, cells) in enumerate(rows, start=1):
        drafts.append([_Draft(Place(table=number, row=row_number, column=column)) for column in range(1, width + 1)])
        for placed in cells:
            _fill_in(drafts, placed, theme, lines)
    heads = sum(1 for _ in takewhile(lambda row: flag(row[0], "trPr", "tblHeader"), rows))
    return Table(
        number, tuple(tuple(each.cell() for each in row) for row in drafts), heads, value(table, "tblPr", "tblCaption")
    )


def _fill_in(drafts: list[list[_Draft]], placed: Placed, theme: Theme, lines: Lines) -> None:
    row = drafts[-1]
    cell = row[placed.column]
    found, heard = lines(placed.element, cell.place)
    target = _above(drafts, placed) or _left(row, placed)
    for covered in row[placed.column + (target is None) : placed.column + placed.span]:
        anchor = (target or cell).place
        covered.anchor = (anchor.row, anchor.column)
    if target is None:
        cell.lines, cell.columns = found, placed.span
        cell.fill = _colour(placed.element, theme, heard)
        return
    target.rows = max(target.rows, cell.place.row - target.place.row + 1)
    target.columns = max(target.columns, placed.column + placed.span + 1 - target.place.column)
    # Word keeps words in a cell that a merge covers; they are shown nowhere, but they are the author's.
    target.lines += [line for line in found if line.text]


def _above(drafts: list[list[_Draft]], placed: Placed) -> _Draft | None:
    """The cell that a vertical merge goes on with; None for a cell of its own."""
    merge = child(placed.element, "tcPr", "vMerge")
    if merge is None or merge.get(w("val"), "continue") != "continue" or len(drafts) < 2:
        return None
    return _anchor(drafts, drafts[-2][placed.column])


def _anchor(drafts: list[list[_Draft]], draft: _Draft) -> _Draft:
    if draft.anchor is None:
        return draft
    row, column = draft.anchor
    return drafts[row - 1][column - 1]


def _left(row: list[_Draft], placed: Placed) -> _Draft | None:
    """The cell to the left that an old horizontal merge goes on with."""
    if value(placed.element, "tcPr", "hMerge") != "continue" or not placed.column:
        return None
    left = row[placed.column - 1]
    return left if left.anchor is None else next(each for each in row if each.place.column == left.anchor[1])


def _colour(element: Element, theme: Theme, heard: list[Said]) -> str:
    """The cell's own shading; else that of all its paragraphs; else of a short text, a mark or a drawn shape."""
    own = _shading(child(element, "tcPr", "shd"), theme)
    if own:
        return own
    paragraphs = element.findall(w("p"))
    behind = {_shading(child(each, "pPr", "shd"), theme) for each in paragraphs}
    if len(behind) == 1 and any(behind):
        return behind.pop()
    runs = [run for said in heard for run in said.runs if run.text.strip()] or [
        run for said in heard for run in said.runs
    ]
    text = "".join(run.text for run in runs).strip()
    inks = {run.ink for run in runs} if len(text) <= _SHORT else set()
    if not text and not any(inks):
        inks = {shape for said in heard for shape in said.shapes}
    return inks.pop() if len(inks) == 1 else ""


def _shading(shading: Element | None, theme: Theme) -> str:
    if shading is None or shading.get(w("val")) == "nil":
        return ""
    if shading.get(w("val")) == "solid":  # then the pattern's own colour covers the fill
        return hex_colour(shading.get(w("color"), "")) or theme.named(shading.get(w("themeColor"), ""))
    return hex_colour(shading.get(w("fill"), "")) or theme.named(shading.get(w("themeFill"), ""))
