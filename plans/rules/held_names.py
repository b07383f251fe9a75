"""Names held back: found in any text however they are cased, accented, spaced or broken, and replaced. Pure."""

from __future__ import annotations

import dataclasses
import functools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

T = TypeVar("T")
# How the history of an agency says that its name was released or held back, before ": " and the reason.
RELEASED, HELD = "Name released", "Name held back"
_QUOTES = str.maketrans(dict.fromkeys("’‘`´ʼ", "'"))
_LETTERS = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe"})
_BETWEEN = r"[\W_]{1,12}"  # the words of a name: a space, a hyphen, a line break with its indentation
_SENTENCE_END = ".!?\n"


COMMUNITY = "a community organisation"
PEOPLE: Mapping[str, str] = {
    "person": "a named person",
    "group": "a group",
}  # natures of leads, and what stands instead


def lead_names(leads: Iterable[tuple[str, str]], own: Iterable[str], texts: Iterable[str]) -> list[tuple[str, str]]:
    """Names of people and of groups that stand as leads, each with what stands for it.

    `leads`: words and nature of those that are no agency's and not marked public; `own`: the partnership's and its
    boards' names, `texts`: the plan's words. A group is no name where it is one of its own boards, or where the plan
    writes it without capitals too: "Communities".
    """
    found = {(words, nature) for words, nature in leads if nature in PEOPLE}
    groups = [words for words, nature in found if nature == "group"]
    plain = {words.casefold() for words in own}
    written = "\n".join([*texts, *groups]) if groups else ""
    return [
        (words, PEOPLE[nature])
        for words, nature in sorted(found)
        if nature == "person" or (words.casefold() not in plain and words.lower() not in written)
    ]


class HeldNames:
    """Names, each with what stands for it; `replaced` counts the places, by what stands there now."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        found = {pattern: instead for name, instead in names if (pattern := _pattern(name))}
        longest_first = sorted(found, key=len, reverse=True)
        self._instead = [found[pattern] for pattern in longest_first]
        alternatives = "|".join(f"({pattern})" for pattern in longest_first)
        self._regex = re.compile(rf"(?<![^\W_])(?:the{_BETWEEN})?(?:{alternatives})(?![^\W_])") if found else None
        self.replaced: Counter[str] = Counter()

    def replace(self, text: str) -> str:
        """The text without any of the names, an article before one included; never part of a longer word."""
        if self._regex is None or not text:
            return text
        folded, places = _folded(text)
        parts, done = [], 0
        for match in self._regex.finditer(folded):
            start, end = places[match.start()], places[match.end() - 1] + 1
            while end < len(text) and not _fold(text[end]):  # accents written after their letter
                end += 1
            assert match.lastindex is not None
            instead = self._instead[match.lastindex - 1]
            parts += [text[done:start], _cased(instead, text, start)]
            done = end
            self.replaced[instead] += 1
        return "".join([*parts, text[done:]]) if parts else text

    def stand_in(self, text: str) -> bool:
        """Whether one of the names stands in a text."""
        return self._regex is not None and self._regex.search(_folded(text)[0]) is not None

    def replace_in(self, value: T, codes: frozenset[str]) -> T:
        """A frozen dataclass, tuple or text with the names replaced in every text of it, however deep.

        `codes` stay as they are: names of fields ("kind", or "Style.name" of one class) that hold no words.
        """
        changed: T = _mapped(value, self, codes)
        return changed


def _mapped(value: Any, held: HeldNames, codes: frozenset[str]) -> Any:
    if isinstance(value, str):
        return held.replace(value)
    if isinstance(value, tuple):
        return tuple(_mapped(item, held, codes) for item in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = [
            each.name
            for each in dataclasses.fields(value)
            if not codes & {each.name, f"{type(value).__name__}.{each.name}"}
        ]
        named = [(name, getattr(value, name)) for name in names]
        changed = {name: new for name, old in named if (new := _mapped(old, held, codes)) != old}
        return dataclasses.replace(value, **changed) if changed else value
    return value


def _pattern(name: str) -> str:
    """A regular expression on folded text; "" for a name without a letter or digit. What stands between its words, and
    an apostrophe within one, may be written otherwise: “Al-Noor”, “Al Noor”; “St Mary's”, “St. Marys”."""
    words = re.findall(r"(?:[^\W_]|')+", _folded(name)[0])
    words = [word.strip("'") for word in words if word.strip("'")]
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    return _BETWEEN.join("'?".join(map(re.escape, word.split("'"))) for word in words)


def _folded(text: str) -> tuple[str, list[int]]:
    """The text without case, accents and marks that nobody sees, and the place that each of its characters is from."""
    characters, places = [], []
    for place, character in enumerate(text):
        for each in _fold(character):
            characters.append(each)
            places.append(place)
    return "".join(characters), places


@functools.cache
def _fold(character: str) -> str:
    apart = unicodedata.normalize("NFKD", character.translate(_QUOTES)).casefold().translate(_LETTERS)
    if apart == "&":
        return " and "
    return "".join(each for each in apart if unicodedata.category(each) not in ("Mn", "Me", "Cf"))


def _cased(instead: str, text: str, start: int) -> str:
    """With a capital where a sentence begins, unless it began without one."""
    before = text[:start].rstrip(" ")
    if (not before or before[-1] in _SENTENCE_END) and not text[start].islower():
        return instead[:1].upper() + instead[1:]
    return instead
