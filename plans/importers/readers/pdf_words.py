"""Words of a PDF page into lines, and lines into paragraphs. Lengths are points from its top left. No Django."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

from ..source import Line
from .lines import printed, split_mark
from .printed import joined

Word = dict[str, Any]  # pdfplumber's: text, x0, x1, top, bottom, fontname, size
_BOLD = re.compile(r"bold|black|heavy|semibold|demi", re.IGNORECASE)
_REST = 5  # letters that a cut word leaves for the next line, at most; more are more likely a word of their own
_SHORT_WORD = re.compile(
    r"a|all|and|any|are|as|at|be|by|for|from|if|in|is|it|its|new|not|of|on|the|this|to|use|who|with", re.IGNORECASE
)
_FAR = 1.75  # line heights between two lines above which they are no longer one paragraph


@dataclass(frozen=True)
class TextLine:
    """Words that stand on one line, left to right."""

    words: tuple[Word, ...]

    @cached_property
    def text(self) -> str:
        return printed(" ".join(word["text"] for word in self.words))

    @property
    def x0(self) -> float:
        return float(self.words[0]["x0"])

    @property
    def x1(self) -> float:
        return float(max(word["x1"] for word in self.words))

    @cached_property
    def top(self) -> float:
        return float(min(word["top"] for word in self.words))

    @cached_property
    def bottom(self) -> float:
        return float(max(word["bottom"] for word in self.words))

    @cached_property
    def size(self) -> float:
        """Of the font, the largest in the line."""
        return round(float(max(word["size"] for word in self.words)), 1)

    @property
    def bold(self) -> bool:
        return all(_BOLD.search(word["fontname"]) for word in self.words if word["text"].strip("•·-–"))

    @property
    def first_width(self) -> float:
        return float(self.words[0]["x1"] - self.words[0]["x0"])

    @property
    def starts_item(self) -> bool:
        return bool(split_mark(self.text)[0]) or self.text in "•·▪●○◦o\uf0b7\uf0a7"


def text_lines(words: Iterable[Word]) -> list[TextLine]:
    """Words whose middle is within the height of the line above them stand beside each other."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda each: (each["top"] + each["bottom"]) / 2):
        middle = (word["top"] + word["bottom"]) / 2
        if lines and _within(middle, lines[-1]):
            lines[-1].append(word)
        else:
            lines.append([word])
    return [TextLine(tuple(sorted(line, key=lambda word: float(word["x0"])))) for line in lines]


def _within(middle: float, line: Sequence[Word]) -> bool:
    """Inside the middle half of the line's first words."""
    top, bottom = line[0]["top"], line[0]["bottom"]
    return bool(top + (bottom - top) / 4 <= middle <= bottom - (bottom - top) / 4)


def goes_on(above: TextLine, below: TextLine, right: float) -> bool:
    """Whether the line below is more of the same paragraph: near, alike, and its first word had no room above, where
    lines end at `right`; or it starts in the middle of a sentence."""
    far = below.top - above.top > _FAR * max(above.bottom - above.top, 1)
    if far or below.starts_item or abs(above.size - below.size) > 0.6:
        return False
    blank = 0.25 * above.size
    full = above.x1 + blank + below.first_width > right - 0.5
    return full or (below.text[:1].islower() and above.text[-1:] not in ".:;")


def paragraphs(lines: Sequence[TextLine], right: float) -> Iterator[list[TextLine]]:
    """The lines, those of one paragraph together."""
    group: list[TextLine] = []
    for line in lines:
        if group and not goes_on(group[-1], line, right):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def line_of(group: Sequence[TextLine], edge: float = math.inf) -> Line:
    """One paragraph's line. A word divided at a line's end keeps its hyphen; one that was cut for want of room before
    `edge`, as in a narrow cell, is whole again."""
    text = group[0].text
    for above, below in pairwise(group):
        text = f"{text}{below.text}" if _is_cut(above, below, edge) else joined(text, below.text)
    mark, words = split_mark(text)
    return Line(words, mark, bold=all(line.bold for line in group))


def _is_cut(above: TextLine, below: TextLine, edge: float) -> bool:
    """Whether a line's end cut a word between letters: the word stands alone on its line, as only a word that is wider
    than the line is cut, and had no room for one letter more."""
    last, first = above.words[-1]["text"][-1:], below.words[0]["text"][:1]
    if len(above.words) > 1 or not last.isalnum() or not (first.islower() or (first.isdigit() and last.isdigit())):
        return False
    rest = below.words[0]["text"]
    if len(rest.rstrip(".,;:)")) > _REST or _SHORT_WORD.fullmatch(rest):
        return False
    letter = below.first_width / len(rest)
    return above.x1 + letter > edge


def cell_lines(words: Iterable[Word], right: float, edge: float = math.inf) -> tuple[Line, ...]:
    """The paragraphs of a cell whose column's lines end at `right` and whose room ends at `edge`; list items are deeper
    where they stand further right."""
    groups = list(paragraphs(text_lines(words), right))
    lines = [line_of(group, edge) for group in groups]
    indents = sorted({round(group[0].x0 / 4) for group, line in zip(groups, lines, strict=True) if line.bullet})
    return tuple(
        Line(line.text, line.bullet, indents.index(round(group[0].x0 / 4)) if line.bullet else 0, line.bold)
        for group, line in zip(groups, lines, strict=True)
    )
