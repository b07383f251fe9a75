"""List numbers as Word counts them, from `numbering.xml` (ECMA-376 part 1, 17.9). No Django."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .package import Element, whole
from .words_xml import child, flag, value, w

# What the Symbol and Wingdings fonts draw at the code points that Word's bullets use.
SYMBOLS = {
    "\uf0b7": "•",
    "\uf0a7": "▪",
    "\uf0d8": "➢",
    "\uf0fc": "✓",
    "\uf0fb": "✗",
    "\uf0a8": "□",
    "\uf06f": "□",
    "\uf06e": "■",
    "\uf06c": "●",
    "\uf0fe": "☑",
    "\uf0fd": "☒",
    "\uf076": "❖",
    "\uf0e0": "→",
    "\uf0f0": "→",
    "\uf02d": "-",
    "\uf0a0": "",
}
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"))
_ROMAN_ONES = ((9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_WORDS = ("Zero", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")
_ORDINALS = ("Zeroth", "First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth")


@dataclass(frozen=True)
class Level:
    """How one level of a list is drawn: `text` holds %1 to %9 for the numbers of its levels."""

    form: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None  # restarts after this level (from 1) or a higher one; 0: never
    style: str = ""
    is_legal: bool = False
    is_hidden: bool = False


@dataclass
class Numbering:
    """Definitions and the counts so far. Lists of one abstract definition count on, whatever their own number."""

    abstract: dict[str, dict[int, Level]] = field(default_factory=dict)
    abstract_of: dict[str, str] = field(default_factory=dict)
    own_levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    starts: dict[str, dict[int, int]] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)

    @classmethod
    def read(cls, root: Element, list_of_style: dict[str, str]) -> Numbering:
        """`list_of_style` gives the list of a numbering style: one definition may only point to it."""
        numbering = cls()
        links = {}
        for each in root.iter(w("abstractNum")):
            name = each.get(w("abstractNumId"), "")
            numbering.abstract[name] = {_index(level): _level(level) for level in each.findall(w("lvl"))}
            if link := value(each, "numStyleLink"):
                links[name] = link
        for each in root.findall(w("num")):
            numbering._add_list(each)
        for name, style in links.items():
            target = numbering.abstract_of.get(list_of_style.get(style, ""), "")
            numbering.abstract[name] = numbering.abstract.get(target, {})
        return numbering

    def _add_list(self, num: Element) -> None:
        name = num.get(w("numId"), "")
        self.abstract_of[name] = value(num, "abstractNumId")
        for override in num.findall(w("lvlOverride")):
            level = override.find(w("lvl"))
            if level is not None:
                self.own_levels.setdefault(name, {})[_index(override)] = _level(level)
            if start := value(override, "startOverride"):
                self.starts.setdefault(name, {})[_index(override)] = whole(start, 1)

    def level(self, list_id: str, index: int) -> Level | None:
        own = self.own_levels.get(list_id, {}).get(index)
        return own or self.abstract.get(self.abstract_of.get(list_id, ""), {}).get(index)

    def level_of_style(self, list_id: str, style: str) -> int:
        """The level that a paragraph style stands for in a list; 0 where none names it."""
        levels = self.abstract.get(self.abstract_of.get(list_id, ""), {})
        return next((index for index, level in levels.items() if level.style == style), 0)

    def next(self, list_id: str, index: int) -> str:
        """Count one paragraph and return its mark as drawn: "•", "3.", "(b)", "1.2"; "" where nothing is drawn."""
        level = self.level(list_id, index)
        if level is None:
            return ""
        if level.form != "bullet":
            self._count(list_id, index, level)
        if level.is_hidden:
            return ""
        if level.form == "bullet":
            return "".join(SYMBOLS.get(mark, mark) for mark in level.text).strip() or "•"
        return re.sub(r"%([1-9])", lambda found: self._number(list_id, int(found[1]) - 1, level), level.text).strip()

    def _count(self, list_id: str, index: int, level: Level) -> None:
        counts = self.counts.setdefault(self.abstract_of[list_id], {})
        override = self.starts.get(list_id, {}).get(index)
        if override is not None and (list_id, index) not in self.begun:
            counts[index] = override
        else:
            counts[index] = counts.get(index, level.start - 1) + 1
        self.begun.add((list_id, index))
        for deeper in [each for each in counts if each > index]:
            below = self.level(list_id, deeper)
            if below is None or below.restart is None or index < below.restart:
                del counts[deeper]

    def _number(self, list_id: str, index: int, drawn: Level) -> str:
        level = self.level(list_id, index) or Level()
        number = self.counts.get(self.abstract_of[list_id], {}).get(index, level.start)
        return numeral(number, "decimal" if drawn.is_legal else level.form)


def numeral(number: int, form: str) -> str:
    """A number in a form of 17.18.59: 3 as "3", "c", "iii", "03", "3rd", "Three"; in an unknown one as "3"."""
    if form in ("lowerLetter", "upperLetter") and number > 0:
        # After z Word doubles the letter: aa, bb.
        letters = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letters if form == "lowerLetter" else letters.upper()
    if form in ("lowerRoman", "upperRoman") and number > 0:
        return _roman(number) if form == "lowerRoman" else _roman(number).upper()
    if form == "decimalZero":
        return f"{number:02d}"
    if form == "ordinal":
        return f"{number}{_suffix(number)}"
    if form == "cardinalText" and 0 <= number < len(_WORDS):
        return _WORDS[number]
    if form == "ordinalText" and 0 <= number < len(_ORDINALS):
        return _ORDINALS[number]
    return "" if form == "none" else str(number)


def _roman(number: int) -> str:
    letters = ""
    for size, letter in _ROMAN + _ROMAN_ONES:
        while number >= size:
            letters += letter
            number -= size
    return letters


def _suffix(number: int) -> str:
    if 10 < number % 100 < 14:
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def _index(element: Element) -> int:
    return whole(element.get(w("ilvl")))


def _level(element: Element) -> Level:
    properties = child(element, "rPr")
    restart = value(element, "lvlRestart")
    return Level(
        form="bullet" if element.find(w("lvlPicBulletId")) is not None else value(element, "numFmt") or "decimal",
        text=value(element, "lvlText"),
        start=whole(value(element, "start"), 1),
        restart=whole(restart) if restart else None,
        style=value(element, "pStyle"),
        is_legal=flag(element, "isLgl") or False,
        is_hidden=properties is not None and bool(flag(properties, "vanish")),
    )
