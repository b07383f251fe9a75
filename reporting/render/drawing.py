"""Geometry of a pack's drawings, in per cent of their width and pixels of their height. Counts in, places out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reporting import figures

TREND_HEIGHT = 110
# The others are drawn as patterns (pattern.svg): colour alone tells nothing apart.
SOLID: Mapping[str, str] = {"complete": "#1d4a8f", "green": "#2b865f", "superseded": "#d5d9dc"}
_DARK = ("complete", "green")
_ROOM_ACROSS = 4.5  # per cent of the widest bar: narrower, a number of two figures would not fit on a phone
_ROOM_UP = 13  # pixels
_LEAST_COLUMNS = 4


@dataclass(frozen=True)
class Segment:
    """One status's share of a bar or column; what is not used by the drawing is 0."""

    value: str
    label: str
    count: int
    x: float = 0
    width: float = 0
    y: float = 0
    height: float = 0

    @property
    def solid(self) -> str:
        """The paint of a status that is drawn plain, else ""."""
        return SOLID.get(self.value, "")

    @property
    def is_dark(self) -> bool:
        """Its number is white."""
        return self.value in _DARK

    @property
    def words(self) -> str:
        return f"{self.count} {self.label.lower()}"

    @property
    def centre(self) -> float:
        """Of a bar's segment, in per cent."""
        return round(self.x + self.width / 2, 2)

    @property
    def middle(self) -> float:
        """The base line of a column segment's number, in pixels."""
        return round(self.y + self.height / 2 + 4, 1)

    @property
    def has_room(self) -> bool:
        """For its number."""
        return self.height >= _ROOM_UP or (not self.height and self.width >= _ROOM_ACROSS)


@dataclass(frozen=True)
class Column:
    """One quarter of a trend: its label ("Q2 2016/17"), place and segments, which stand on a common base line."""

    label: str
    x: float
    width: float
    segments: tuple[Segment, ...]

    @property
    def centre(self) -> float:
        return round(self.x + self.width / 2, 2)

    @property
    def first_words(self) -> str:
        return self.label.partition(" ")[0]

    @property
    def last_words(self) -> str:
        return self.label.partition(" ")[2]

    @property
    def words(self) -> str:
        return f"{self.label}: {', '.join(segment.words for segment in self.segments) or 'no actions'}"


def bar(counts: Mapping[str, int], labels: Mapping[str, str]) -> tuple[Segment, ...]:
    """The shares of one row, filling the width from left to right in the order of the statuses; none for no counts."""
    total = sum(counts.values())
    found, x = [], 0.0
    for value in figures.STATUSES:
        if count := counts.get(value, 0):
            width = count * 100 / total
            found.append(Segment(value, labels[value], count, x=round(x, 2), width=round(width, 2)))
            x += width
    return tuple(found)


def columns(rows: Sequence[tuple[str, Mapping[str, int]]], labels: Mapping[str, str]) -> tuple[Column, ...]:
    """One column for each (quarter, counts), all on one scale: a change in the total shows, too.

    Fewer than `_LEAST_COLUMNS` stand on the left as narrow as if there were that many.
    """
    most = max((sum(counts.values()) for _, counts in rows), default=0) or 1
    slot = 100 / max(len(rows), _LEAST_COLUMNS)
    return tuple(
        Column(
            label, round(slot * (index + 0.12), 2), round(slot * 0.76, 2), _upwards(counts, labels, TREND_HEIGHT / most)
        )
        for index, (label, counts) in enumerate(rows)
    )


def _upwards(counts: Mapping[str, int], labels: Mapping[str, str], unit: float) -> tuple[Segment, ...]:
    found, y = [], float(TREND_HEIGHT)
    for value in figures.STATUSES:
        if count := counts.get(value, 0):
            y -= count * unit
            found.append(Segment(value, labels[value], count, y=round(y, 1), height=round(count * unit, 1)))
    return tuple(found)
