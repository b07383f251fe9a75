"""A measure and its line, in words: which way is better, where it stands, how far it is from its target."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from reporting.document import MeasureFacts, ReadingFacts

from .line_drawing import Line, in_figures, line
from .wording import Wording

_PREFIXED = ("£", "$", "€")
_CLOSE = ("%",)


@dataclass(frozen=True)
class MeasureView:
    facts: MeasureFacts
    wording: Wording

    @property
    def mark(self) -> str:
        return self.wording.mark(self.facts.marking)

    @property
    def line(self) -> Line:
        readings = [(reading.label, reading.value) for reading in self.facts.readings]
        return line(readings, self.facts.baseline, self.facts.target)

    @property
    def readings(self) -> list[tuple[ReadingFacts, str]]:
        """(reading, its figure with the unit)."""
        return [(reading, self._said(reading.value)) for reading in self.facts.readings]

    @property
    def is_brief(self) -> bool:
        """Low enough for its line and its table to stand side by side on a page, and to be kept together."""
        return len(self.facts.name) + sum(len(reading.note) for reading in self.facts.readings) < 900

    @property
    def better(self) -> str:
        return "More is better" if self.facts.better == "up" else "Less is better"

    @property
    def latest(self) -> str:
        """ "84 people", "" where there is no reading."""
        return self._said(self.facts.readings[-1].value) if self.facts.readings else ""

    @property
    def baseline(self) -> str:
        return self._said(self.facts.baseline) if self.facts.baseline else ""

    @property
    def target(self) -> str:
        return self._said(self.facts.target) if self.facts.target else ""

    @property
    def stand(self) -> str:
        """How the latest reading lies to the target: "Target met", "16 people below the target"."""
        if not self.facts.readings or not self.facts.target:
            return ""
        short = Decimal(self.facts.target) - Decimal(self.facts.readings[-1].value)
        if short == 0 or (short < 0) == (self.facts.better == "up"):
            return "Target met"
        return f"{self._said(str(abs(short)))} {'below' if short > 0 else 'above'} the target"

    @property
    def in_words(self) -> str:
        """What the drawing shows, for who cannot see it."""
        said = [f"{self.facts.name}: {', '.join(point.words for point in self.line.points) or 'no readings'}"]
        said += [level.words.lower() for level in self.line.levels]
        return "; ".join(said)

    def _said(self, value: str) -> str:
        unit, number = self.facts.unit, in_figures(value)
        if unit in _PREFIXED:
            return f"{unit}{number}"
        return f"{number}{unit}" if unit in _CLOSE or not unit else f"{number} {unit}"
