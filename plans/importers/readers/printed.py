"""The lines of a text file with where they stood, and the tables found among them. No Django."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .grid import Row
from .lines import split_mark

FILLER = "\u2060"  # as wide as a character and none: stretches words to the room they take on a page
_RULES = frozenset("-=_")
_BOXES = str.maketrans("│┃║─━═┌┬┐├┼┤└┴┘╔╦╗╠╬╣╚╩╝", "|||---++++++++++++++++++")  # lines drawn with characters


@dataclass(frozen=True)
class Printed:
    """One line of the file: `number` from 1; `page` from 1 where form feeds divide the file, else 0."""

    text: str
    number: int
    page: int = 0

    @property
    def is_blank(self) -> bool:
        return not self.text.strip()

    @property
    def is_rule(self) -> bool:
        drawn = self.text.replace(" ", "").replace("\t", "")
        return len(drawn) > 1 and set(drawn) <= _RULES


@dataclass(frozen=True)
class Found:
    """A table among lines: its rows and the index of the first line after it."""

    rows: tuple[Row, ...]
    end: int


def printed_lines(text: str) -> list[Printed]:
    """Lines end with LF, CRLF or CR; a form feed starts a page and leaves a blank line. Other breaks (a vertical tab is
    Word's line break inside a paragraph) stay in the line. Characters that draw boxes become the ASCII ones for it."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_BOXES)
    paged = "\f" in text
    return list(_numbered(text, paged))


def _numbered(text: str, paged: bool) -> Iterator[Printed]:
    page = int(paged)
    for number, line in enumerate(text.split("\n"), 1):
        first, *others = line.split("\f")
        yield Printed(first, number, page)
        for other in others:
            page += 1
            yield Printed("", number, page)
            if other:
                yield Printed(other, number, page)


def row_of(cells: Sequence[str], line: Printed) -> Row:
    return Row(tuple(cells), line.number, line.page)


def runs_on(above: str, below: str, width: int) -> bool:
    """Whether the line below was printed as a line of its own only because its first word did not fit above, in a
    column of that many characters."""
    words = below.split(maxsplit=1)
    if not words or not above.strip() or split_mark(below)[0]:
        return False
    return len(above.rstrip()) + 1 + len(words[0]) > width


def joined(above: str, below: str) -> str:
    """Two lines as one. A hyphen at the end of the first is part of the word that goes on."""
    divided = re.search(rf"\w-{FILLER}*$", above) and below[:1].isalnum()
    return f"{above}{'' if divided else ' '}{below}"


def rewrapped(lines: Sequence[str], width: int) -> str:
    """The lines of a cell, those that run on or go on in the middle of a sentence joined by a blank, others divided by
    vertical tabs."""
    whole: list[str] = []
    above = ""
    for line in lines:
        words = line.strip()
        amid = words[:1].islower() and not split_mark(words)[0] and above.rstrip(FILLER + " ")[-1:] not in ".:;"
        if whole and words and above and (amid or runs_on(above, words, width)):
            whole[-1] = joined(whole[-1], words)
        elif words:
            whole.append(words)
        above = line
    return "\v".join(whole)
