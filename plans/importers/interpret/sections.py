"""The tree of headings above the actions: grown row by row, its levels told by numbers, keywords and looks."""

from __future__ import annotations

import re
from collections.abc import Hashable
from dataclasses import dataclass, field

from ..source import Place
from .joins import plain
from .titles import split_title

CONTINUED = re.compile(r"\s*[(\[–-]?\s*\b(?:continued|cont['’.]?d?)\b\.?[)\]]?\s*$", re.I)
DEEPEST = 3  # levels of `plans.models.Objective`


@dataclass
class Node:
    """A section while it grows. `words` are as printed, one piece to a cell."""

    key: str
    words: list[str]
    places: list[Place]
    level: int
    parent: int | None
    confidence: float = 0.95
    note: str = ""
    number: str = ""
    inferred: str = ""  # the number of a section whose start is lost
    actions: int = 0
    paragraphs: list[tuple[str, Place]] = field(default_factory=list)
    outcomes: list[tuple[str, Place]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join(" ".join(plain(words) for words in self.words).split())


class Tree:
    """The sections read so far, and which of them are open: one for each level."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.open: list[int] = []
        self._levels: dict[Hashable, int] = {}
        self._known: dict[tuple[int | None, str], int] = {}

    @property
    def current(self) -> Node | None:
        return self.nodes[self.open[-1]] if self.open else None

    @property
    def index(self) -> int | None:
        return self.open[-1] if self.open else None

    def at_level(self, level: int) -> Node | None:
        return self.nodes[self.open[level - 1]] if 0 < level <= len(self.open) else None

    def enter(self, key: str, text: str, place: Place, level: int, *, confidence: float, note: str = "") -> Node:
        """Open the section at this level, ending those as deep; the same words below the same section are that one."""
        del self.open[max(level - 1, 0) :]
        parent = self.index
        text = CONTINUED.sub("", text)
        same = (parent, " ".join(plain(text).casefold().split()))
        if same in self._known:
            self.open.append(self._known[same])
            known = self.nodes[self._known[same]]
            known.places.append(place)
            return known
        number = split_title(plain(text))[0]
        node = Node(key, [text], [place], len(self.open) + 1, parent, confidence, note, number)
        self.nodes.append(node)
        self._known[same] = len(self.nodes) - 1
        self.open.append(len(self.nodes) - 1)
        return node

    def level_of(self, text: str, look: Hashable, base: int) -> int:
        """The level of a heading row: `base` is the first level that rows may take.

        A number counts on at its own level ("3" after "2"); one that starts again at 1 under a heading that has no
        actions of its own is below it; "2.1" is below "2". Else rows that look alike are of one level, and one that
        looks otherwise and follows a heading directly is below that.
        """
        number = split_title(plain(text))[0]
        by_number = self._by_number(number, base)
        kind = (look, re.sub(r"\W.*|\d.*", "", plain(text).casefold()) if number else "", number.count("."))
        if by_number is None:
            level = self._levels.get(kind)
            current = self.current
            if level is None:
                bare = current is not None and not current.actions and current.level >= base
                level = current.level + 1 if current and bare else self._usual(base)
            level = max(level, base)
        else:
            level = by_number
        level = min(level, DEEPEST)
        self._levels.setdefault(kind, level)
        return level

    def _usual(self, base: int) -> int:
        return min((level for level in self._levels.values() if level >= base), default=base)

    def _by_number(self, number: str, base: int) -> int | None:
        if not number:
            return None
        if "." in number:
            above = number.rsplit(".", 1)[0]
            return next(
                (node.level + 1 for node in map(self.nodes.__getitem__, self.open) if node.number == above), None
            )
        for level in range(len(self.open), 0, -1):
            if _follows(self.nodes[self.open[level - 1]].number, number):
                return level
        current = self.current
        if current and current.number and current.level >= base and number in ("1", "A", "I") and not current.actions:
            return current.level + 1
        return None


def _follows(before: str, number: str) -> bool:
    if before.isdigit() and number.isdigit():
        return int(number) == int(before) + 1
    return len(before) == len(number) == 1 and before.isalpha() and ord(number) == ord(before) + 1
