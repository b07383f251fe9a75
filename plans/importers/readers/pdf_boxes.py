"""Boxes on a page of a PDF, such as a table's cells, and their edges. Lengths are points, from the page's top left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .pdf_words import Word

Box = tuple[float, float, float, float]  # x0, top, x1, bottom
Fills = list[tuple[Box, str]]
NEAR = 4.0  # edges nearer than this are one


def bounds(boxes: Sequence[Box]) -> Box:
    left, tops, right, bottoms = zip(*boxes, strict=True)
    return min(left), min(tops), max(right), max(bottoms)


def holds(box: Box, word: Word) -> bool:
    """Whether the middle of the word is in the box."""
    x, y = (word["x0"] + word["x1"]) / 2, (word["top"] + word["bottom"]) / 2
    return bool(box[0] <= x < box[2] and box[1] <= y < box[3])


def area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def overlap(a: Box, b: Box) -> float:
    """The area that both cover."""
    return max(min(a[2], b[2]) - max(a[0], b[0]), 0) * max(min(a[3], b[3]) - max(a[1], b[1]), 0)


def edges(boxes: Iterable[Box], side: int) -> list[float]:
    """Where columns (side 0) or rows (side 1) start."""
    found: list[float] = []
    for edge in sorted(box[side] for box in boxes):
        if not found or edge - found[-1] > NEAR:
            found.append(edge)
    return found


def index_of(starts: Sequence[float], at: float) -> int:
    """The column or row that starts here; for the end of a cell, the one after its last."""
    return sum(start < at - NEAR for start in starts)
