"""Geometry of a small line picture: figures in, places out. No HTML and no Django (see core/charts.py).

The drawing is templates/components/line.svg: horizontal places are per cent, vertical ones pixels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

HEIGHT = 72
MARGIN = 8  # pixels above the highest and below the lowest place
EDGE = 3.0  # per cent left and right, so that no point is cut


@dataclass(frozen=True)
class Point:
    name: str
    value: float
    x: float  # per cent
    y: float  # pixels from the top


@dataclass(frozen=True)
class Step:
    """The stroke between two neighbouring points."""

    start: Point
    end: Point


@dataclass(frozen=True)
class Line:
    """Points in order of time; `target_y` is where the target runs, if there is one."""

    points: tuple[Point, ...]
    target_y: float | None
    in_words: str
    height: int = HEIGHT

    @property
    def steps(self) -> tuple[Step, ...]:
        return tuple(Step(*pair) for pair in zip(self.points, self.points[1:], strict=False))


def line(figures: Sequence[tuple[str, float]], *, target: float | None = None) -> Line | None:
    """The picture of (name, value) in order, or None for fewer than two: one point shows no course."""
    if len(figures) < 2:
        return None
    values = [value for _, value in figures] + ([] if target is None else [target])
    low, high = min(values), max(values)
    unit = (HEIGHT - 2 * MARGIN) / (high - low) if high > low else 0.0

    def y(value: float) -> float:
        return round(HEIGHT - MARGIN - (value - low) * unit, 1) if unit else HEIGHT / 2

    width = (100 - 2 * EDGE) / (len(figures) - 1)
    points = tuple(
        Point(name, value, round(EDGE + width * place, 2), y(value)) for place, (name, value) in enumerate(figures)
    )
    said = "; ".join(f"{name}: {value:,g}" for name, value in figures)
    return Line(points, None if target is None else y(target), said)
