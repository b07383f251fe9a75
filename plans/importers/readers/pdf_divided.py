"""Tables that touch each other, so that their rules are one grid, divided where the columns change. No Django."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .pdf_boxes import NEAR, Box, bounds, edges


def divided(boxes: Sequence[Box]) -> list[list[Box]]:
    """The cells of each table, from the top. One ends above a row that has edges between cells which the rows above
    lack, and lacks others, where those never come back; not where a cell is merged over both rows."""
    rows = _rows(boxes)
    starts = [0]
    run = rows[0][1]
    for at, (top, own) in enumerate(rows[1:], 1):
        lost = [edge for edge in run if not _has(own, edge)]
        changed = bool(lost) and not all(_has(run, edge) for edge in own)
        back = any(all(_has(later, edge) for edge in lost) for _, later in rows[at + 1 :])
        merged = any(box[1] < top - NEAR and box[3] > top + NEAR for box in boxes)
        if changed and not back and not merged:
            starts.append(at)
            run = own
        else:
            run = [*run, *(edge for edge in own if not _has(run, edge))]
    ends = [rows[at][0] - NEAR for at in starts[1:]] + [float("inf")]
    tops = [float("-inf"), *ends]
    return [[box for box in boxes if top <= box[1] < end] for top, end in zip(tops, ends, strict=False)]


def _rows(boxes: Sequence[Box]) -> list[tuple[float, list[float]]]:
    """Where each row starts, and the edges between its cells."""
    left = bounds(boxes)[0]
    return [
        (top, [x for x in edges((box for box in boxes if _reaches(box, top)), 0) if x > left + NEAR])
        for top in edges(boxes, 1)
    ]


def _reaches(box: Box, top: float) -> bool:
    return box[1] <= top + NEAR and box[3] > top + NEAR


def _has(found: Iterable[float], edge: float) -> bool:
    return any(abs(each - edge) <= NEAR for each in found)
