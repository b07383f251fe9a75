"""Reads a rating only where the source gives one, in a word or a colour. Nothing else ever makes a rating."""

from __future__ import annotations

import colorsys
import re

_WORDS = {
    "red": ("r", "red", "off track", "off-track", "🔴", "🟥"),
    "amber": ("a", "amber", "orange", "yellow", "🟠", "🟡", "🟧", "🟨"),
    "green": ("g", "green", "on track", "on-track", "on target", "🟢", "🟩"),
    "complete": ("b", "blue", "complete", "completed", "complete - blue", "blue - complete", "🔵", "🟦", "done"),
}
_RATINGS = {word: rating for rating, words in _WORDS.items() for word in words}
_FILLER = re.compile(r"^(?:rag|status|rating|rag status|rag rating|current rag)\s*[:=–-]?\s*", re.I)
_FIRST = re.compile(
    r"^(red|amber|green|blue|completed?|done|r|a|g|b)\s*(?:[-–:,;(/]+\s*|\n+)(?=\S)(?!red\b|amber\b|green\b|blue\b|[rag]\b)",
    re.I,
)
_CIRCLES = re.compile("[🔴🟥🟠🟡🟧🟨🟢🟩🔵🟦]")

# The built-in cell styles Bad, Neutral and Good of Excel and of LibreOffice: pale, and yet meant as ratings.
_STYLES = {
    "FFC7CE": "red",
    "FFEB9C": "amber",
    "C6EFCE": "green",
    "FFCCCC": "red",
    "FFFFCC": "amber",
    "CCFFCC": "green",
}
# Hues of a circle of 360 degrees, from each up to the next; a tint paler or greyer than this is decoration.
_HUES = ((20, "red"), (67, "amber"), (170, "green"), (180, ""), (260, "complete"), (335, ""), (361, "red"))
_LEAST_SATURATION, _LEAST_VALUE, _PALE_BLUE = 0.30, 0.25, 0.50


def rag_of_words(text: str) -> str | None:
    """ "red", "amber", "green" or "complete" where the words of a RAG cell say so, else None.

    A rating with a comment ("Amber - waiting for dates") is read; a cell that names two ratings is not. One letter
    counts only alone or before a comment.
    """
    said = _said(text)
    if is_bare_rating(text):
        return _RATINGS[_whole(said)]
    circles = {_RATINGS[circle] for circle in _CIRCLES.findall(said)}
    if circles:
        return circles.pop() if len(circles) == 1 else None
    first = _FIRST.match(said)
    return _RATINGS[first[1].casefold()] if first and _agrees(first[1], said[first.end() :]) else None


def is_bare_rating(text: str) -> bool:
    """Whether the words are a rating and nothing else."""
    return _whole(_said(text)) in _RATINGS


def _said(text: str) -> str:
    """Without what stands around a rating: its label, brackets, an arrow for the direction of travel."""
    return _FILLER.sub("", text.strip().replace("\ufe0f", "")).strip(" .*()[]↑↓→←↔⬆⬇➡⬅▲▼")


def _whole(said: str) -> str:
    return " ".join(said.casefold().replace("–", "-").split())


def _agrees(word: str, comment: str) -> bool:
    """Whether the comment names no other rating: "Green (was amber)" stays unread, and a person looks."""
    named = {_RATINGS[found.casefold()] for found in re.findall(r"\b(?:red|amber|green|blue)\b", comment, re.I)}
    return named <= {_RATINGS[word.casefold()]}


def rag_of_fill(fill: str) -> str | None:
    """The rating that a cell's colour ("#FF0000", "FFFF0000", "ff0000") shows by its hue, else None.

    White, greys and pale tints are a table's decoration: blue needs to be stronger than red to count, as heads and
    stripes are so often blue.
    """
    digits = fill.strip().lstrip("#")
    if not re.fullmatch(r"[0-9A-Fa-f]{6}|[0-9A-Fa-f]{8}", digits):
        return None
    if digits[-6:].upper() in _STYLES:
        return _STYLES[digits[-6:].upper()]
    red, green, blue = (int(digits[-6:][at : at + 2], 16) / 255 for at in (0, 2, 4))
    hue, saturation, value = colorsys.rgb_to_hsv(red, green, blue)
    if saturation < _LEAST_SATURATION or value < _LEAST_VALUE:
        return None
    rating = next(rating for upto, rating in _HUES if hue * 360 < upto)
    if rating == "complete" and saturation < _PALE_BLUE:
        return None
    return rating or None
