"""Headings that stand above actions: their number and their title."""

from __future__ import annotations

import re

KEYWORDS = (
    r"strategic (?:objective|priority|aim|outcome|theme)|key (?:objective|priority|theme)|objective|priority(?: area)?"
    r"|areas? for (?:improvement|development|action)|theme|aim|goal|outcome|section|part|strand|work ?stream|pillar"
    r"|area|subject|chapter|project|commitment|ambition|step|stage"
    r"|recommendation|requirement|benchmark|duty|domain|topic"
)
_ROMAN = r"[IVX]{1,5}"
_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_KEYWORD = re.compile(
    rf"(?:{KEYWORDS})\s*(?:no\.?\s*)?(?P<number>\d{{1,2}}(?:\.\d{{1,2}})*[a-z]?"
    rf"|(?<=\s)(?-i:{_ROMAN}|[A-Z])\b|(?<=\s)(?:{'|'.join(_WORDS)})\b)"
    r"\s*(?:[:.\-–—)]+|\s|$)\s*(?P<title>.*)",
    re.I | re.S,
)
_NUMBERED = re.compile(
    rf"(?P<number>\d{{1,2}}(?:\.\d{{1,2}})*|{_ROMAN}|R\d{{1,2}}|[A-Z])(?:\s*[.):]+\s*|\s+[-–—]\s+)(?P<title>[^\W\d_].*|[\"'“‘(<*].*)",
    re.S,
)
_PLAIN = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2})*)\s+(?P<title>[A-Z].*)", re.S)
_LABEL = re.compile(rf"(?:{KEYWORDS})\s*[:–—-]\s*(?P<title>\S.*)", re.I | re.S)
NUMBER_ALONE = re.compile(rf"(?:\d{{1,2}}(?:\.\d{{1,2}})*|{_ROMAN}|R\d{{1,2}}|[A-Z])[.):]?")


def split_title(text: str) -> tuple[str, str]:
    """("2", "Community engagement") of "2. Community engagement"; ("1", "Housing") of "Objective 1: Housing".

    A keyword without a number goes ("Theme: Housing"); ("", text) where no number is printed. "Objective 3" alone
    keeps its word."""
    text = " ".join(text.split())
    for pattern in (_KEYWORD, _NUMBERED, _PLAIN):
        if found := pattern.fullmatch(text):
            return _digits(found["number"]), found["title"].strip() or text
    if found := _LABEL.fullmatch(text):
        return "", found["title"].strip()
    return "", text


def _digits(number: str) -> str:
    lower = number.casefold()
    return str(_WORDS.index(lower) + 1) if lower in _WORDS else number


def is_titled(text: str) -> bool:
    """Whether the text starts as numbered headings do: "Priority 2", "Objective 1: x", "3. Training", "Theme: x"."""
    text = " ".join(text.split())
    return any(pattern.fullmatch(text) for pattern in (_KEYWORD, _NUMBERED, _LABEL)) or bool(
        _PLAIN.fullmatch(text) and len(text) < 100
    )


def has_keyword(text: str) -> bool:
    text = " ".join(text.split())
    return bool(_KEYWORD.fullmatch(text) or _LABEL.fullmatch(text))
