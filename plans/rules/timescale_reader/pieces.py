"""A piece of a phrase with its stretches of time masked, so that rules see words and not the forms of dates."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from plans.rules.timescale_reader.calendars import Context
from plans.rules.timescale_reader.recurrence import Recurrence, find_recurrence
from plans.rules.timescale_reader.stretches import Stretch, find_stretches
from plans.rules.timescale_reader.words import MARK


@dataclass(frozen=True)
class Piece:
    """`masked` holds one MARK for each stretch, in order; `printed` are the words that each stands for."""

    masked: str
    stretches: tuple[Stretch, ...]
    printed: tuple[str, ...]

    @classmethod
    def of(cls, text: str, context: Context) -> "Piece":
        """Masks every stretch of time in tidy text."""
        stretches = find_stretches(text, context)
        masked, at = "", 0
        for stretch in stretches:
            masked += text[at : stretch.start] + MARK
            at = stretch.end
        printed = tuple(text[stretch.start : stretch.end] for stretch in stretches)
        return cls(masked + text[at:], tuple(stretches), printed)

    @cached_property
    def text(self) -> str:
        """The piece as printed."""
        return self.unmask(self.masked, 0)

    @cached_property
    def recurrence(self) -> Recurrence | None:
        """How often, where the piece says so."""
        return find_recurrence(self.masked)

    @property
    def dated(self) -> bool:
        """Whether a stretch of time is named."""
        return bool(self.stretches)

    def unmask(self, words: str, first: int) -> str:
        """Masked words as printed; `first` is how many stretches come before them."""
        pieces = words.split(MARK)
        printed = self.printed[first : first + len(pieces) - 1]
        return "".join(words + date for words, date in zip(pieces, (*printed, ""), strict=True))

    def cut(self, start: int, end: int) -> "Piece":
        """The part of the piece between two places in the masked text, without outer spaces."""
        words = self.masked[start:end]
        first = self.masked.count(MARK, 0, start)
        last = first + words.count(MARK)
        return Piece(words.strip(), self.stretches[first:last], self.printed[first:last])

    def quote(self, start: int, end: int) -> str:
        """The words as printed between two places in the masked text, without outer punctuation."""
        return trim(self.unmask(self.masked[start:end], self.masked.count(MARK, 0, start)))

    def cuts(self, separator: re.Pattern[str]) -> "list[Piece]":
        """The pieces between a separator's matches, empty ones left out."""
        places: Iterable[tuple[int, int]] = [found.span() for found in separator.finditer(self.masked)]
        pieces, at = [], 0
        for start, end in [*places, (len(self.masked), len(self.masked))]:
            pieces.append(self.cut(at, start))
            at = end
        return [piece for piece in pieces if piece.masked]


def trim(words: str) -> str:
    """Words without the punctuation that ties them to their neighbours."""
    words = words.strip(" \t.,:;–-/&*·•")
    return (
        words[1:-1].strip()
        if words.startswith("(") and words.endswith(")")
        else words.strip("( " if ")" not in words else " ")
    )
