"""Whether words go on from those above them: what page breaks cut, and what spills over from merged cells."""

from __future__ import annotations

import re

_OPEN_END = re.compile(
    r"(?:[,/&(:\-–—]|\b(?:and|or|of|the|a|an|to|for|with|in|by|on|at|from|their|its|our|that|which|is|are|be|as|than|into"
    r"|between|own|any|all|will|have|has|including|senior|other|local))$",
    re.I,
)
_CLOSED_END = re.compile(r"[.!?;][\"'’”)\]]*$")
_LETTERED = re.compile(r"[a-z][.)]\s")
_MARKED = re.compile(r"<(?:ul|ol|li|p)\b|[^\w\s(\"'“‘<]|\d|[a-z][.)]\s", re.I)
_TAGS = re.compile(r"<[^<>]{1,80}>")
_SENTENCE_END = re.compile(r"[.!?][\"'’”)]*\s+(?=[A-Z\"“‘(])")
_SHORT = re.compile(r"(?:\b(?:e\.g|i\.e|etc|inc|no|vs|dr|mr|mrs|st|approx|[A-Z])\.)\s*$", re.I)


def plain(text: str) -> str:
    return _TAGS.sub(" ", text).strip()


def is_open(text: str) -> bool:
    """Whether the text cannot end here: a comma, a slash, "and the"."""
    text = plain(text)
    return bool(text) and (bool(_OPEN_END.search(text)) or text.count("(") > text.count(")"))


def is_closed(text: str) -> bool:
    return bool(_CLOSED_END.search(plain(text)))


def starts_small(text: str) -> bool:
    """Whether the text starts in the middle of a sentence: a small letter or a mark that only follows words."""
    words = plain(text).lstrip("\"'“‘")
    if _LETTERED.match(words):
        return False
    return words[:1].islower() or words[:1] in {",", ")", "&", "/", ";"}


def continues(above: str, below: str) -> float:
    """How much speaks for `below` going on with `above`, from -1 to 1; 0 where nothing is said."""
    if not below.strip():
        return 0.0
    if not above.strip():
        return -0.5
    if is_open(above) and not is_closed(above):
        return 1.0
    if starts_small(below):
        return 0.5 if is_closed(above) else 1.0
    if is_closed(above) or _MARKED.match(below.strip()):
        return -1.0
    return 0.0 if plain(below).startswith("(") else -0.25


def head_sentence(text: str) -> tuple[str, str]:
    """The text up to its first sentence's end, and the rest ("" where it has but one sentence)."""
    for found in _SENTENCE_END.finditer(text):
        if not _SHORT.search(text[: found.end()]):
            return text[: found.end()].strip(), text[found.end() :].strip()
    return text, ""
