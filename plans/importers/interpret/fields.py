"""The words of an entry's cells: cleaned, cut lines joined, divided into items. What one field of an action holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from ..source import Line, Place
from .cells import EAGER, Items, items
from .debris import clean
from .entries import Bit
from .joins import continues, plain
from .verbs import ALL_VERBS

_MARKS = frozenset("-–—*•·▪●o")
_FEW = 3  # words of a fragment that is no item by itself
_LIST_MARK = re.compile(r"<(?:ul|ol|li)\b", re.I)


class Words:
    """Cleans the words of one file, whose own vocabulary tells which broken words are whole."""

    def __init__(self, vocabulary: frozenset[str]) -> None:
        self._clean = lru_cache(maxsize=65536)(lambda text: clean(text, vocabulary))
        self._tidy = lru_cache(maxsize=65536)(lambda text: clean(text))

    def text(self, text: str) -> str:
        """On one line, words mended."""
        return " ".join(self._clean(text).split())

    def as_printed(self, text: str) -> str:
        """On one line, without tags, but words not mended: as a timescale and a lead keep theirs."""
        return " ".join(self._tidy(text).split())

    def lines(self, bits: Sequence[Bit], verbs: bool = False, few: int = _FEW) -> list[Line]:
        """The lines of several bits, cut ones joined. A tag that marks a list stays: `items` needs it.

        `verbs`: whether each new item starts with a verb, as actions do. `few`: words that are no item."""
        joined: list[Line] = []
        for bit in bits:
            for at, each in enumerate(part for line in bit.lines for part in _marked_again(line)):
                line = replace(each, text=each.text if _LIST_MARK.search(each.text) else self._clean(each.text))
                if at == 0 and _stand_alone(bits):
                    line = replace(line, bullet=line.bullet or "•")
                if at == 0 and joined and not line.bullet and _is_cut(joined[-1].text, line.text, verbs, few):
                    joined[-1] = replace(joined[-1], text=f"{joined[-1].text} {line.text}")
                elif line.text.strip() or line.bullet:
                    joined.append(line)
        return joined

    def items(self, bits: Sequence[Bit], field: str) -> Items:
        lines = self.lines(bits, verbs=field in EAGER)
        if len(bits) > 1 and field in EAGER and not any(line.bullet for line in lines):
            found = _together([items([line], field) for line in lines])
        else:
            found = items(lines, field) if lines else Items(())
        return replace(found, texts=tuple(text for each in found.texts if (text := self.text(each))))

    def whole(self, bits: Sequence[Bit], mended: bool = True) -> str:
        """All of it on one line."""
        tidy = self.text if mended else self.as_printed
        return " ".join(filter(None, (tidy(line.text) for bit in bits for line in bit.lines)))

    def listed(self, bits: Sequence[Bit], between: str = "\n", numbers: bool = False) -> str:
        """As printed: bullets divided by " · ", other lines by `between`, cut ones joined. `numbers` are kept if so."""
        text = ""
        for bit in bits:
            for at, line in enumerate(bit.lines):
                words = self.as_printed(line.text)
                if not words:
                    continue
                if numbers and re.search(r"[\da-np-z]", line.bullet):
                    words = f"{line.bullet} {words}"
                alone = at == 0 and _stand_alone(bits)
                cut = at == 0 and bool(text) and not line.bullet and not alone and _is_cut(text, words)
                glue = " " if cut else " · " if (line.bullet or alone) and text else between
                text = f"{text}{glue}{words}" if text else words
        return text


def _marked_again(line: Line) -> list[Line]:
    """A line whose mark comes again within it, before a capital, is several: a cell lost its line ends."""
    if line.bullet not in _MARKS or f" {line.bullet} " not in line.text:
        return [line]
    texts = re.split(rf" {re.escape(line.bullet)} (?=[A-Z])", line.text)
    return [replace(line, text=text) for text in texts]


def _stand_alone(bits: Sequence[Bit]) -> bool:
    """Whether each bit is an item of its own, in rows beside a merged cell."""
    return any(each.is_fresh for each in bits)


def _together(found: Sequence[Items]) -> Items:
    """The items of a cell that a page break cut, each piece divided for itself."""
    texts = tuple(text for each in found for text in each.texts)
    notes = dict.fromkeys(each.note for each in found if each.note)
    return Items(texts, min((each.confidence for each in found), default=1.0), " ".join(notes))


def _is_cut(above: str, below: str, verbs: bool = False, few: int = _FEW) -> bool:
    """Whether a cell goes on in the middle of a line: what follows fits, or is too short to stand alone."""
    score = continues(above, below)
    words = plain(below).split()
    starts = bool(words) and (words[0].casefold() in ALL_VERBS or words[0] == "To")
    return score > 0 or (score > -0.5 and not starts and (verbs or len(words) <= few))


def places(bits: Iterable[Bit]) -> tuple[Place, ...]:
    return tuple(dict.fromkeys(bit.place for bit in bits))
