"""A text as a reader of numbers sees it: tricks of Unicode undone, with the way back to each place. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_SPACES = "\t\n\v\f\r"


@dataclass(frozen=True)
class Folded:
    """`text`, and for each of its characters the place in the original that it came from."""

    text: str
    places: Sequence[int]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where text[start:end] stands in the original, as a half-open range."""
        return self.places[start], self.places[end - 1] + 1


def fold(text: str) -> Folded:
    """Full-width and other digits become 0 to 9, every dash "-", every space and line end " "; what has no width goes.

    By the compatibility forms and categories of the Unicode Standard (annex 15; chapter 4).
    """
    if text.isascii():
        plain = text
        for space in _SPACES:
            plain = plain.replace(space, " ")
        return Folded(plain, range(len(text)))
    letters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for letter in _plain(character):
            letters.append(letter)
            places.append(place)
    return Folded("".join(letters), places)


def _plain(character: str) -> str:
    if character.isascii():
        return " " if character in _SPACES else character
    category = unicodedata.category(character)
    if category in ("Cf", "Mn", "Me"):  # zero-width, soft hyphen, direction; marks set upon another character
        return ""
    if category == "Pd" or character == "\N{MINUS SIGN}":
        return "-"
    if category.startswith("Z"):
        return " "
    if category == "Nd":
        return str(unicodedata.decimal(character))
    return unicodedata.normalize("NFKC", character)
