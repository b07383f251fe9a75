"""Tables that a PDF page rules, as grids. Lengths are points, from the page's top left. No Django."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from pdfplumber.page import Page

from ..source import Cell, Place, Table
from .pdf_boxes import NEAR, Box, Fills, area, bounds, edges, holds, index_of, overlap
from .pdf_divided import divided
from .pdf_pieces import pieces
from .pdf_words import Word, cell_lines

At = tuple[int, int]  # row and column, from 0
_PADDING = 2.0
_BORDER = 4.0  # the thickest


def ruled_tables(page: Page, words: Sequence[Word], before: Sequence[Sequence[Box]]) -> list[list[Box]]:
    """The cells of each table: of several columns, and words in more than one cell, unless its columns are those with
    which the page `before` ended. A table inside a cell of another is none."""
    last = edges(before[-1], 0) if before else []
    told = pieces(page, words, fills_of(page))
    settings = {
        "explicit_horizontal_lines": [*_open_ends(page), *told.across],
        "explicit_vertical_lines": [*told.uprights],
    }
    touching = [[box for box in table.cells if box] for table in page.find_tables(settings)]
    found = [boxes for each in touching for boxes in divided(each)]
    found = [boxes for boxes in found if _is_table(boxes, words, last)]
    return [boxes for boxes in found if not any(_inside(boxes, other) for other in found if other is not boxes)]


def _open_ends(page: Page) -> list[float]:
    """Heights at which the uprights of a table stop without a line across: a row that goes on over the page."""
    across: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for edge in page.horizontal_edges:
        across[round(edge["top"])].append((edge["x0"] - NEAR, edge["x1"] + NEAR))
    ends: dict[int, set[float]] = defaultdict(set)
    for edge in page.vertical_edges:
        for end in (edge["top"], edge["bottom"]):
            ends[round(end)].add(round(edge["x0"] / NEAR) * NEAR)
    return [float(end) for end, uprights in ends.items() if _loose(end, uprights, across) > 2]


def _loose(end: int, uprights: set[float], across: Mapping[int, Sequence[tuple[float, float]]]) -> int:
    """How many uprights stop there without a line across."""
    spans = [span for y in range(end - int(NEAR), end + int(NEAR) + 1) for span in across.get(y, ())]
    return sum(not any(x0 <= x <= x1 for x0, x1 in spans) for x in uprights)


def _is_table(boxes: Sequence[Box], words: Sequence[Word], last: Sequence[float]) -> bool:
    columns = edges(boxes, 0)
    goes_on = len(columns) == len(last) and all(abs(a - b) < NEAR for a, b in zip(columns, last, strict=True))
    held = sum(any(holds(box, word) for word in words) for box in boxes)
    return len(columns) > 1 and held > (0 if goes_on else 1)


def _inside(boxes: Sequence[Box], others: Sequence[Box]) -> bool:
    whole = bounds(boxes)
    own = area(whole)
    return any(overlap(whole, box) > 0.95 * own and area(box) > 1.1 * own for box in others)


def grid_of(boxes: Sequence[Box], words: Sequence[Word], fills: Fills, page: int, number: int) -> Table:
    """The table, merged cells with their anchors. A position that no cell covers is blank."""
    boxes = _without_empty_rows(boxes, words, fills)
    columns, rows = edges(boxes, 0), edges(boxes, 1)
    starts = {(index_of(rows, box[1]), index_of(columns, box[0])): box for box in boxes}
    spans = {at: (index_of(rows, box[3]) - at[0], index_of(columns, box[2]) - at[1]) for at, box in starts.items()}
    anchors = {
        (at[0] + down, at[1] + right): at
        for at, (tall, wide) in spans.items()
        for down in range(max(tall, 1))
        for right in range(max(wide, 1))
    }
    rights = [_right(column, starts, spans, words) for column in range(len(columns))]

    def cell(r: int, c: int) -> Cell:
        place = Place(page=page, table=number, row=r + 1, column=c + 1)
        at = anchors.get((r, c))
        if at is None or at != (r, c):
            return Cell(place, anchor=at and (at[0] + 1, at[1] + 1))
        box, (tall, wide) = starts[at], spans[at]
        right = rights[c] if wide <= 1 else box[2] - _PADDING
        inside = [word for word in words if holds(box, word)]
        margin = min((float(word["x0"]) - box[0] for word in inside), default=0.0)  # as wide on the other side
        lines = cell_lines(inside, right, box[2] - margin)
        return Cell(place, lines, fill_of(box, fills), columns=max(wide, 1), rows=max(tall, 1))

    return Table(number, tuple(tuple(cell(r, c) for c in range(len(columns))) for r in range(len(rows))))


def _without_empty_rows(boxes: Sequence[Box], words: Sequence[Word], fills: Fills) -> list[Box]:
    """The cells but for those of rows in which no cell that starts there has a word or a colour: such come of a row's
    cells ending at different heights, as at the end of a page."""
    held = {box for box in boxes if fill_of(box, fills) or any(holds(box, word) for word in words)}
    tops = edges(boxes, 1)
    kept = {index_of(tops, box[1]) for box in held} | {0}
    return [box for box in boxes if index_of(tops, box[1]) in kept]


def _right(column: int, starts: dict[At, Box], spans: dict[At, tuple[int, int]], words: Sequence[Word]) -> float:
    """Where the text of a column ends: the furthest any of its lines comes."""
    boxes = [box for at, box in starts.items() if at[1] == column and spans[at][1] <= 1]
    ends = [word["x1"] for box in boxes for word in words if holds(box, word)]
    return float(max(ends, default=0.0))


def fills_of(page: Page) -> Fills:
    """Filled rectangles in the order in which they were drawn, and their colours as "#RRGGBB"."""
    shapes = [
        ((shape["x0"], shape["top"], shape["x1"], shape["bottom"]), _hex(shape["non_stroking_color"]))
        for shape in page.rects
        if shape.get("fill")
    ]
    frames = {at for at, (outer, inner) in enumerate(pairwise(shapes)) if _is_frame(outer, inner)}
    return [shape for at, shape in enumerate(shapes) if at not in frames and at - 1 not in frames]


def _is_frame(one: tuple[Box, str], other: tuple[Box, str]) -> bool:
    """Two rectangles that make a border between them: one just inside the other. (One side may be the page's end.)"""
    (a, colour), (b, same) = sorted((one, other), key=lambda shape: -area(shape[0]))
    inside = overlap(a, b) > 0.999 * area(b)
    return colour == same and a != b and inside and all(abs(x - y) < _BORDER for x, y in zip(a, b, strict=True))


def fill_of(box: Box, fills: Fills) -> str:
    """The colour drawn last that covers most of the cell; "" for none and white."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    for (x0, top, x1, bottom), colour in reversed(fills):
        if x0 <= x <= x1 and top <= y <= bottom and overlap(box, (x0, top, x1, bottom)) > 0.5 * area(box):
            return "" if colour == "#FFFFFF" else colour
    return ""


def _hex(colour: Any) -> str:
    """DeviceGray, DeviceRGB or DeviceCMYK (PDF 32000-1, 8.6.4), each part from 0 to 1; "" for patterns."""
    parts = [colour] if isinstance(colour, int | float) else list(colour or ())
    if not all(isinstance(part, int | float) for part in parts):
        return ""
    if len(parts) == 1:
        parts = parts * 3
    elif len(parts) == 4:
        parts = [(1 - part) * (1 - parts[3]) for part in parts[:3]]
    if len(parts) != 3:
        return ""
    return "#" + "".join(f"{round(255 * min(max(part, 0), 1)):02X}" for part in parts)
