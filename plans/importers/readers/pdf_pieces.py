"""The columns of a table that a PDF page sets without uprights: where its rules, or the colours behind its cells, are
drawn piece by piece, each as wide as a column. Lengths are points, from the page's top left. No Django."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

from pdfplumber.page import Page

from .pdf_boxes import NEAR, Fills
from .pdf_words import TextLine, Word, text_lines

Drawn = dict[str, Any]  # a line as pdfplumber has it
_JOINT = 1.5  # pieces that follow each other are no further apart
_FAR = 1.75  # line heights between two lines of a row, at most
_BLANK = 0.5  # ems: more than stands between two words
_LARGER = 0.6  # points
_THIN = 3.0  # a rule; a broader shape is a colour
_MOST = 4000  # edges of a page: more are dots, or a drawing


@dataclass(frozen=True)
class Pieces:
    """What to draw so that every cell has four sides."""

    uprights: tuple[Drawn, ...] = ()
    across: tuple[Drawn, ...] = ()


def pieces(page: Page, words: Sequence[Word], fills: Fills) -> Pieces:
    """`fills` are the colours. Nothing where a table has uprights of its own, or fewer than three columns."""
    joints = _joints(page)
    columns = _near({x for starts in joints.values() for x in starts})
    if len(columns) < 4 or _has_uprights(page, columns, fills):
        return Pieces()
    heights = _near({edge["top"] for edge in page.horizontal_edges})
    uprights: list[Drawn] = []
    across: list[Drawn] = []
    size = median(word["size"] for word in words)
    for top, end in pairwise([0.0, *heights, float(page.height)]):
        xs = joints.get(round(end)) or joints.get(round(top)) or columns
        lines = text_lines(word for word in words if top <= (word["top"] + word["bottom"]) / 2 < end)
        if any(line.size > size + _LARGER for line in lines) and not any(len(_columns(line, xs)) > 1 for line in lines):
            continue  # a heading between two tables
        for y0, y1, inner in _rows(lines, xs, top if top else None, end if end < page.height else None):
            uprights += [_line(x, y0, x, y1) for x in (xs if inner else (xs[0], xs[-1]))]
            across += [_line(xs[0], y, xs[-1], y) for y in (y0, y1)]
    return Pieces(tuple(uprights), tuple(across))


def _joints(page: Page) -> dict[int, list[float]]:
    """By height: where at least three pieces that follow each other start, and where the last one ends."""
    found: dict[int, set[tuple[float, float]]] = defaultdict(set)
    if len(page.horizontal_edges) <= _MOST:
        for edge in page.horizontal_edges:
            found[round(edge["top"])].add((round(edge["x0"], 1), round(edge["x1"], 1)))
    return {
        height: [*(x0 for x0, _ in sorted(spans)), max(x1 for _, x1 in spans)]
        for height, spans in found.items()
        if len(spans) > 2 and all(abs(b[0] - a[1]) < _JOINT for a, b in pairwise(sorted(spans)))
    }


def _has_uprights(page: Page, columns: Sequence[float], fills: Fills) -> bool:
    """Also as the sides of frames: rectangles that are drawn, or filled within each other."""
    if any(rect["stroke"] and not rect["fill"] for rect in page.rects):
        return True
    if sum(bool(rect["fill"]) for rect in page.rects) > len(fills):
        return True
    rules = [edge for edge in page.vertical_edges if edge["object_type"] == "line"]
    rules += [rect for rect in page.rects if rect["width"] < _THIN < rect["height"]]
    return sum(any(abs(rule["x0"] - x) < NEAR for rule in rules) for x in columns) > 1


def _rows(
    lines: Sequence[TextLine], xs: Sequence[float], top: float | None, end: float | None
) -> Iterator[tuple[float, float, bool]]:
    """The rows between two rules: where each starts and ends, and whether it is divided into cells. One rule is None at
    the page's head and foot; there, and where a heading stands between two tables, a row ends where its lines do."""
    if not lines:
        return
    held = [_columns(line, xs) for line in lines]
    close = [
        True,
        *(b.top < a.bottom + (_FAR - 1) * min(a.bottom - a.top, b.bottom - b.top) for a, b in pairwise(lines)),
    ]
    whole = top is not None and end is not None
    if whole and all(held):
        yield top or 0, end or 0, set().union(*held) != {1}
    elif whole and all(close) and all(len(each) < 2 for each in held):
        yield top or 0, end or 0, False
    else:
        yield from _at_rules(lines, held, close, top, end)


def _at_rules(
    lines: Sequence[TextLine], held: Sequence[set[int]], close: Sequence[bool], top: float | None, end: float | None
) -> Iterator[tuple[float, float, bool]]:
    """The rows right below the upper rule and right above the lower one."""
    count = len(lines)
    below = next((at for at in range(count) if not held[at] or not close[at]), count) if top is not None else 0
    if top is not None and any(len(each) > 1 for each in held[:below]):
        yield top, lines[below - 1].bottom + 1, True
    above = next((at + 1 for at in reversed(range(below, count)) if not held[at]), below)
    above = next((at for at in reversed(range(above, count)) if not close[at]), above)
    if end is not None and any(len(each) > 1 for each in held[above:]):
        yield lines[above].top - 1, end, True


def _close(above: TextLine, below: TextLine) -> bool:
    height = min(above.bottom - above.top, below.bottom - below.top)
    return below.top < above.bottom + (_FAR - 1) * height


def _columns(line: TextLine, xs: Sequence[float]) -> set[int]:
    """The columns, from 1, in which the line has words; none where its words run over a column's end."""
    blank = _BLANK * line.size
    gaps = ((a["x1"], b["x0"]) for a, b in pairwise(line.words))
    inside = [(word["x0"], word["x1"]) for word in line.words]
    inside += [(x1 - 2, x0 + 2) for x1, x0 in gaps if x0 - x1 < blank]
    if any(x0 < x - 1 and x1 > x + 1 for x in xs for x0, x1 in inside):
        return set()
    held = {sum(x - 1 <= word["x0"] for x in xs) for word in line.words}
    return set() if held & {0, len(xs)} else held


def _near(values: set[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _THIN:
            found.append(float(value))
    return found


def _line(x0: float, y0: float, x1: float, y1: float) -> Drawn:
    size = {"width": x1 - x0, "height": y1 - y0}
    return {"object_type": "line", "x0": x0, "x1": x1, "top": y0, "bottom": y1, "doctop": y0, **size}
