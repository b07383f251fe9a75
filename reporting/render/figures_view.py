"""The figures of a pack and their charts, each of which stands in or above a table of the same numbers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from reporting import figures
from reporting.document import Document

from .drawing import SOLID, Column, Segment, bar, columns
from .wording import Listing, Wording, cut, listed


@dataclass(frozen=True)
class Tile:
    """A headline number, how it moved since the last round ("+2", "−1", "no change", "") and its share in per cent."""

    value: str
    label: str
    count: int
    change: str
    share: int


@dataclass(frozen=True)
class BarRow:
    number: str
    name: str
    counts: tuple[int, ...]
    total: int
    segments: tuple[Segment, ...]


@dataclass(frozen=True)
class AgencyRow:
    """What one agency was asked and answered; `counts` are its own ratings, in the order of `rated`."""

    name: str
    asked: int
    answered: int
    coverage: int
    counts: tuple[int, ...]
    segments: tuple[Segment, ...]


@dataclass(frozen=True)
class FiguresView:
    document: Document
    wording: Wording

    @cached_property
    def totals(self) -> figures.Counts:
        return figures.counts(self.document.actions())

    @property
    def number_of_actions(self) -> int:
        return sum(self.totals.values())

    @property
    def coverage(self) -> tuple[int, int, int]:
        """(updates received, updates asked for, whole per cent)."""
        return figures.coverage(self.document.actions())

    @property
    def overdue(self) -> int:
        return len(figures.overdue(self.document.actions()))

    @cached_property
    def _quarters(self) -> list[tuple[str, figures.Counts]]:
        return figures.over_quarters(self.document)

    @cached_property
    def tiles(self) -> tuple[Tile, ...]:
        """The headline statuses."""
        return tuple(self._tile(value) for value in figures.HEADLINE)

    @property
    def now(self) -> tuple[Tile, ...]:
        """Every status that the tables of figures have a column for."""
        return tuple(self._tile(value) for value, _ in self.columns_shown)

    def _tile(self, value: str) -> Tile:
        now = self.totals[value]
        before = self._quarters[-2][1][value] if len(self._quarters) > 1 else None
        share = round(now * 100 / self.number_of_actions) if self.number_of_actions else 0
        return Tile(value, self.wording.label(value), now, "" if before is None else _change(now, before), share)

    @property
    def now_bar(self) -> tuple[Segment, ...]:
        return bar(self.totals, self.wording.labels)

    @cached_property
    def columns_shown(self) -> tuple[tuple[str, str], ...]:
        """(value, label) of the statuses that the tables of figures have a column for: those of any quarter shown."""
        return tuple(
            (value, self.wording.label(value))
            for value in figures.STATUSES
            if value in figures.HEADLINE or any(counts[value] for _, counts in self._quarters)
        )

    @property
    def legend(self) -> list[tuple[str, str, str]]:
        """(value, label, plain paint or "") of each status in the drawings."""
        return [(value, label, SOLID.get(value, "")) for value, label in self.columns_shown]

    @property
    def by_objective(self) -> Listing:
        rows = [self._bar(number, title, counts) for number, title, counts in figures.by_objective(self.document)]
        return listed(rows, self.wording.limits.objectives)

    @property
    def all_objectives(self) -> BarRow:
        return self._bar("", "All actions", self.totals)

    def _bar(self, number: str, name: str, counts: figures.Counts) -> BarRow:
        shown = tuple(counts[value] for value, _ in self.columns_shown)
        return BarRow(number, cut(name, self.wording.limits.name), shown, sum(shown), bar(counts, self.wording.labels))

    @property
    def quarters(self) -> tuple[Column, ...]:
        """The trend, when there is more than one quarter to show."""
        return columns(self._quarters, self.wording.labels) if len(self._quarters) > 1 else ()

    @property
    def quarter_rows(self) -> list[BarRow]:
        """The same quarters as rows of a table, the latest first."""
        return [self._bar("", label, counts) for label, counts in reversed(self._quarters)]

    @property
    def rated(self) -> list[tuple[str, str]]:
        """(value, label) of the ratings that an agency can give."""
        return [(value, self.wording.label(value)) for value in figures.HEADLINE[:4]]

    @cached_property
    def by_agency(self) -> list[AgencyRow]:
        return [self._agency(line) for line in figures.by_agency(self.document.actions())]

    def _agency(self, line: figures.AgencyFigures) -> AgencyRow:
        counts = {**line.ratings, "not_reported": line.silent}
        return AgencyRow(
            line.agency,
            line.asked,
            line.answered,
            line.answered * 100 // line.asked,
            tuple(line.ratings[value] for value in figures.HEADLINE[:4]),
            bar(counts, self.wording.labels),
        )


def _change(now: int, before: int) -> str:
    if now == before:
        return "no change"
    return f"+{now - before}" if now > before else f"−{before - now}"
