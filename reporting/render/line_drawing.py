"""Geometry of a measure's line, in per cent of its width and pixels of its height. Figures in, places out."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

LINE_HEIGHT = 118
_TOP, _BOTTOM = (
    24.0,
    84.0,
)  # pixels: the highest figure and the lowest; above is room for its number, below for quarters
_FIRST, _LAST = 26.0, 95.0  # per cent: left of the first reading stand the words of baseline and target
_APART = 13.0  # pixels between two words on the left


def in_figures(value: str) -> str:
    """A decimal number as people read it: "12500.5" as "12,500.5"."""
    return f"{Decimal(value):,f}"


@dataclass(frozen=True)
class Level:
    """A level line over the whole width: the baseline or the target. `text_y` is where its words stand."""

    kind: str
    words: str
    y: float
    text_y: float


@dataclass(frozen=True)
class Point:
    """One reading: its number stands above it, its quarter at the foot."""

    quarter: str
    value: str
    x: float
    y: float

    @property
    def text_y(self) -> float:
        return round(self.y - 8, 1)

    @property
    def words(self) -> str:
        return f"{self.quarter}: {in_figures(self.value)}"

    @property
    def number(self) -> str:
        return in_figures(self.value)

    @property
    def quarter_words(self) -> tuple[str, str]:
        """ "Q2 2016/17" in two lines."""
        first, _, rest = self.quarter.partition(" ")
        return first, rest


@dataclass(frozen=True)
class Stroke:
    """From one reading to the next."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True)
class Line:
    points: tuple[Point, ...]
    levels: tuple[Level, ...]
    height: int = LINE_HEIGHT

    @property
    def strokes(self) -> tuple[Stroke, ...]:
        return tuple(Stroke(first.x, first.y, then.x, then.y) for first, then in itertools.pairwise(self.points))


def line(readings: Sequence[tuple[str, str]], baseline: str = "", target: str = "") -> Line:
    """The line of (quarter, value) readings, oldest first, with its baseline and target where they are not "".

    All on one scale, from the lowest to the highest of them; a line that never moves lies in the middle.
    """
    levels = [(kind, value) for kind, value in (("Target", target), ("Baseline", baseline)) if value]
    figures = [Decimal(value) for _, value in (*readings, *levels)]
    low, high = min(figures, default=Decimal(0)), max(figures, default=Decimal(0))

    def height(value: str) -> float:
        share = float((Decimal(value) - low) / (high - low)) if high > low else 0.5
        return round(_BOTTOM - share * (_BOTTOM - _TOP), 1)

    step = (_LAST - _FIRST) / max(len(readings) - 1, 1)
    points = (
        Point(quarter, value, round(_FIRST + index * step, 2), height(value))
        for index, (quarter, value) in enumerate(readings)
    )
    return Line(tuple(points), _apart([(kind, f"{kind} {in_figures(value)}", height(value)) for kind, value in levels]))


def _apart(levels: list[tuple[str, str, float]]) -> tuple[Level, ...]:
    """The words of two lines that lie close are pushed apart, the upper up and the lower down."""
    levels = sorted(levels, key=lambda level: level[2])
    if len(levels) == 2:
        push = max(0.0, (_APART - (levels[1][2] - levels[0][2])) / 2)
        shifts: tuple[float, ...] = (-push, push)
    else:
        shifts = (0.0,) * len(levels)
    return tuple(
        Level(kind, words, y, round(y + 3.5 + shift, 1)) for (kind, words, y), shift in zip(levels, shifts, strict=True)
    )
