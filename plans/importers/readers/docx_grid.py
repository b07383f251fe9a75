"""Where the cells of a Word table stand: rows whose cells have widths of their own, brought onto one grid. No Django.

Word keeps each row's borders apart, so a border dragged a little in one row makes a sliver of a column in all.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from itertools import accumulate, pairwise

from ..errors import Unreadable
from .package import Element, whole
from .words_xml import child, content, value, w

SLIVER = 250  # twips (0.44 cm): borders nearer than this are one, unless a cell of its own stands between
COLUMN_LIMIT = 200  # Word itself allows 63
_UNIT = 1_000  # a column's width where the file tells none


@dataclass(frozen=True)
class Placed:
    """A cell with its column and span, from 0."""

    element: Element
    column: int
    span: int


@dataclass
class _Row:
    cells: list[Element]
    spans: list[int]
    before: int
    after: int
    edges: list[int]

    @property
    def total(self) -> int:
        return self.before + sum(self.spans) + self.after


def place(table: Element) -> tuple[list[tuple[Element, list[Placed]]], int]:
    """([(row, its cells)], number of columns). Rows that tracked changes deleted are left out."""
    elements = [row for row in content(table) if row.tag == w("tr") and child(row, "trPr", "del") is None]
    rows = [_row(each) for each in elements]
    _measure(rows, _grid(table))
    _straighten(rows)
    borders = _borders(rows)
    starts = sorted({borders[row.edges[index]] for row in rows for index in range(len(row.cells))})
    if len(starts) > COLUMN_LIMIT:
        raise Unreadable(f"A table has {len(starts)} columns, far more than a plan: keep only the plan, and try again.")
    placed = []
    for element, row in zip(elements, rows, strict=True):
        columns = [bisect_left(starts, borders[edge]) for edge in row.edges]
        cells = [
            Placed(cell, at, max(end - at, 1)) for cell, (at, end) in zip(row.cells, pairwise(columns), strict=True)
        ]
        placed.append((element, cells))
    return placed, max(len(starts), 1)


def _row(element: Element) -> _Row:
    cells = [cell for cell in content(element) if cell.tag == w("tc") and child(cell, "tcPr", "cellDel") is None]
    spans = [min(max(_number(value(cell, "tcPr", "gridSpan")), 1), COLUMN_LIMIT) for cell in cells]
    before, after = (min(_number(value(element, "trPr", name)), COLUMN_LIMIT) for name in ("gridBefore", "gridAfter"))
    return _Row(cells, spans, before, after, [])


def _number(text: str) -> int:
    """Widths and counts, within what a page could hold."""
    return min(max(whole(text), 0), 100_000)


def _grid(table: Element) -> list[int]:
    grid = child(table, "tblGrid")
    return [_number(each.get(w("w"), "")) for each in grid.findall(w("gridCol"))] if grid is not None else []


def _widths(row: _Row) -> list[int]:
    """The widths of the cells themselves in twips; [] where one is missing or relative."""
    widths = []
    for cell in row.cells:
        width = child(cell, "tcPr", "tcW")
        if width is None or width.get(w("type")) != "dxa" or not _number(width.get(w("w"), "")):
            return []
        widths.append(_number(width.get(w("w"), "")))
    return widths


def _measure(rows: list[_Row], grid: list[int]) -> None:
    """Each row's borders in twips: by the table's grid where the rows fit it, else by the cells' own widths."""
    widest = max((row.total for row in rows), default=0)
    fits = len(grid) >= widest and all(grid)
    own = [_widths(row) for row in rows]
    if not fits and not all(own):
        grid, fits = [_UNIT] * widest, True
    for row, widths in zip(rows, own, strict=True):
        sums = [0, *accumulate(grid)]
        if fits and (row.total == len(grid) or not widths):
            counts = list(accumulate(row.spans, initial=row.before))
            row.edges = [sums[at] for at in counts]
        else:
            start = sums[row.before] if row.before < len(sums) else 0
            row.edges = list(accumulate(widths, initial=start))


def _straighten(rows: list[_Row]) -> None:
    """Rows with as many cells as the commonest kind take its borders where each cell mostly covers its fellow."""
    kinds = Counter(tuple(row.edges) for row in rows if len(row.cells) > 1)
    for kind, _ in kinds.most_common():
        for row in rows:
            if len(row.edges) == len(kind) and kinds[tuple(row.edges)] < kinds[kind] and _covers(row.edges, kind):
                row.edges = list(kind)


def _covers(edges: list[int], kind: tuple[int, ...]) -> bool:
    for (left, right), (start, end) in zip(pairwise(edges), pairwise(kind), strict=True):
        if 2 * (min(right, end) - max(left, start)) <= min(right - left, end - start):
            return False
    return True


def _borders(rows: list[_Row]) -> dict[int, int]:
    """Each border to the one it stands for: near ones are one, unless a cell stands between."""
    cells = {pair for row in rows for pair in pairwise(row.edges)}
    borders: dict[int, int] = {}
    group: list[int] = []
    for edge in sorted({edge for row in rows for edge in row.edges}):
        if group and (edge - group[0] > SLIVER or any((each, edge) in cells for each in group)):
            group = []
        group.append(edge)
        borders[edge] = group[0]
    return borders
