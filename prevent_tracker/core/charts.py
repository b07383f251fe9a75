"""Geometry of the charts: counts in, places out. No HTML and no Django, so that pages and packs draw the same picture.

The drawings are templates/components/bar.svg (one for each bar, its name beside it as text that can wrap) and
trend.svg. Horizontal places are per cent, vertical ones pixels, and there is no viewBox: words keep their size on a
phone, on a desktop and in a PDF.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# The order in which parts are stacked and the key is read: done first, silence and rest last.
VALUES = (
    "complete",
    "green",
    "amber",
    "red",
    "not_reported",
    "in_progress",
    "not_started",
    "paused",
    "cancelled",
    "superseded",
)
LABELS: Mapping[str, str] = {
    "complete": "Complete",
    "green": "Green",
    "amber": "Amber",
    "red": "Red",
    "not_reported": "Not reported",
    "in_progress": "In progress",
    "not_started": "Not started",
    "paused": "Paused",
    "cancelled": "Cancelled",
    "superseded": "Superseded",
}
# How far the requests of a round are, in the same way: taken first, never looked at last.
STANDS = ("accepted", "sent", "returned", "draft", "opened", "not_opened")
STAND_LABELS: Mapping[str, str] = {
    "accepted": "Accepted",
    "sent": "Sent",
    "returned": "Returned",
    "draft": "Draft",
    "opened": "Opened",
    "not_opened": "Not opened",
}
# The others are drawn as patterns (templates/components/chart_pattern.svg): colour alone tells nothing apart.
SOLID: Mapping[str, str] = {
    "complete": "#1d4a8f",
    "green": "#0f6e4a",
    "not_started": "#eef0f1",
    "superseded": "#d5d9dc",
    "accepted": "#1d4a8f",
    "opened": "#fff",
}
BAR_HEIGHT = 30
TREND_HEIGHT = 160
TREND_FOOT = 44
LEAST_FOR_NUMBER = 16  # pixels: a lower part of a trend column has no room for its number


@dataclass(frozen=True)
class Part:
    """One value's share of a bar: `x`, `width` and `middle` in per cent of the drawing, `y` and `height` in pixels."""

    value: str
    label: str
    count: int
    x: float
    width: float
    y: float
    height: float
    has_room: bool = True

    @property
    def is_dark(self) -> bool:
        """Its number is white."""
        return self.value in ("complete", "green", "accepted")

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 2)

    @property
    def text_y(self) -> float:
        return round(self.y + self.height / 2 + 5.5, 1)


@dataclass(frozen=True)
class Bar:
    """One bar of a stacked chart, or one column of a trend around `x`; `counts` follows the chart's `key`."""

    name: str
    parts: tuple[Part, ...]
    counts: tuple[int, ...]
    x: float = 0
    foot: tuple[tuple[str, int], ...] = ()  # the lines under a column, with their y

    @property
    def total(self) -> int:
        return sum(self.counts)

    @property
    def in_words(self) -> str:
        said = ", ".join(f"{part.count} {part.label.lower()}" for part in self.parts)
        return f"{self.name}: {said or 'none'}" if self.name else said or "none"


@dataclass(frozen=True)
class Chart:
    """Bars `height` pixels high; `key` holds (value, label) of the values that occur."""

    bars: tuple[Bar, ...]
    key: tuple[tuple[str, str], ...]
    height: int

    @property
    def in_words(self) -> str:
        return ". ".join(bar.in_words for bar in self.bars) + "."


Rows = Sequence[tuple[str, Mapping[str, int]]]


def stacked(rows: Rows, labels: Mapping[str, str] | None = None, values: Sequence[str] = VALUES) -> Chart:
    """Horizontal bars, one for each (name, counts by value), each filling its drawing: shares within a row.

    `labels` overrides the words of the values, `values` gives their order. Any other value raises `ValueError`.
    """
    key = _key(rows, labels or {}, values)
    bars = tuple(Bar(name, _across(counts, key), _counts(counts, key)) for name, counts in rows)
    return Chart(bars, key, BAR_HEIGHT)


def trend(rows: Rows, labels: Mapping[str, str] | None = None) -> Chart:
    """Columns, one for each (period, counts by value), on one scale, so that a change in the total shows too.

    A period is "Q1 2016/17"; its year is written under the first of its columns only, to fit a phone.
    """
    key = _key(rows, labels or {}, VALUES)
    most = max((sum(counts.values()) for _, counts in rows), default=0) or 1
    slot = 100 / max(len(rows), 1)
    bars, last_year = [], ""
    for index, (name, counts) in enumerate(rows):
        parts = _upwards(counts, key, slot * (index + 0.14), slot * 0.72, TREND_HEIGHT / most)
        quarter, _, year = name.partition(" ")
        foot = ((quarter, TREND_HEIGHT + 18), ("" if year == last_year else year, TREND_HEIGHT + 38))
        bars.append(Bar(name, parts, _counts(counts, key), round(slot * (index + 0.5), 2), foot))
        last_year = year
    return Chart(tuple(bars), key, TREND_HEIGHT + TREND_FOOT)


def fill(drawing: str, value: str) -> str:
    """The paint of a value in the drawing with that id, as SVG's `fill`."""
    return SOLID.get(value) or f"url(#{drawing}-{value})"


def _key(rows: Rows, labels: Mapping[str, str], values: Sequence[str]) -> tuple[tuple[str, str], ...]:
    found = {value for _, counts in rows for value, count in counts.items() if count}
    if strange := found - set(values):
        raise ValueError(f"No drawing for {sorted(strange)}")
    words = {**STAND_LABELS, **LABELS, **labels}
    return tuple((value, words[value]) for value in values if value in found)


def _counts(counts: Mapping[str, int], key: tuple[tuple[str, str], ...]) -> tuple[int, ...]:
    return tuple(counts.get(value, 0) for value, _ in key)


def _across(counts: Mapping[str, int], key: tuple[tuple[str, str], ...]) -> tuple[Part, ...]:
    total = sum(counts.values()) or 1
    parts, x = [], 0.0
    for value, label in key:
        if count := counts.get(value, 0):
            width = count * 100 / total
            parts.append(Part(value, label, count, round(x, 2), round(width, 2), 0, BAR_HEIGHT))
            x += width
    return tuple(parts)


def _upwards(
    counts: Mapping[str, int], key: tuple[tuple[str, str], ...], x: float, width: float, unit: float
) -> tuple[Part, ...]:
    parts, y = [], float(TREND_HEIGHT)
    for value, label in key:
        if count := counts.get(value, 0):
            height = count * unit
            y -= height
            room = height >= LEAST_FOR_NUMBER
            parts.append(Part(value, label, count, round(x, 2), round(width, 2), round(y, 1), round(height, 1), room))
    return tuple(parts)
