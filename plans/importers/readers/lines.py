"""One string with line breaks into `Line`s, the mark of a list split off. For cells that hold plain text. No Django."""

from __future__ import annotations

import re
from functools import lru_cache

from ..source import Line

# Marks nobody writes for anything else; U+F0xx is what Wingdings and Symbol leave behind in plain text.
_GLYPH = r"[•·●○◦▪▫■□◆◇‣⁃∙➢➤►▶❖\uf02d\uf06c-\uf06f\uf071-\uf0ff]"
_MARKS = (
    re.compile(rf"({_GLYPH})\s*(.*)"),
    # A mark only before a blank and words: "- 5 %" is a number, "-" alone means "none" and "✓" alone "done".
    re.compile(r"([-–—*✓✔])\s+(?!\d[\d.,]*\s*%?$)(?=\S)(.*)"),
    # The letter o is how Word's second level reads once pasted.
    re.compile(r"(o)\s+(?=\S)(.*)"),
    re.compile(r"(\(\d{1,2}\)|\((?:[a-zA-Z]|[ivx]{2,5})\))\s*(?=[^\W\d_])(.*)"),
    # "1.5 m" and "2016" count something; "A. Smith" is a person and "c. 200" an estimate.
    re.compile(r"(\d{1,2}[.)])(?:\s+|(?=[A-Z][a-z]))(?=[^\W\d_]|[\"'“‘(])(.*)"),
    re.compile(r"((?:[a-z]|[ivx]{2,5})[.)]|[A-Z]\))\s+(?=[^\W\d_]|[\"'“‘(])(.*)"),
)
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff")) | {0xA0: " ", 0x202F: " "}
_DEEPER = {"•": 0, "o": 1, "▪": 2, "\uf0b7": 0, "\uf0a7": 2}  # Word's own three levels


def printed(text: str) -> str:
    """The characters that a reader of the page sees: soft hyphens and zero-width marks gone, hard blanks as blanks."""
    return text.translate(_INVISIBLE)


def split_mark(text: str) -> tuple[str, str]:
    """(mark, words) of one line: ("•", "Train staff"), ("1.", "Train staff"), ("", "1.5 m of fence")."""
    text = text.strip()
    for pattern in _MARKS:
        if found := pattern.fullmatch(text):
            return found[1], found[2]
    return "", text


@lru_cache(maxsize=4_000)  # cells of a column say the same few things over and over
def lines_of(text: str) -> tuple[Line, ...]:
    """The lines that are not blank. `level` follows how far a marked line is indented below the marked one before it;
    where nothing is indented, Word's own order of marks (• then o then ▪)."""
    raw = [line for line in printed(text).splitlines() if line.strip()]
    marks = [(_indent(line), *split_mark(line)) for line in raw]
    listed = [(indent, mark) for indent, mark, _ in marks if mark]
    if len({indent for indent, _ in listed}) > 1:
        levels = _levels([indent for indent, _ in listed])
    else:
        levels = _levels([_DEEPER.get(mark, 0) for _, mark in listed])
    depth = iter(levels)
    return tuple(Line(words, mark, next(depth) if mark else 0) for _, mark, words in marks)


def _indent(line: str) -> int:
    wide = line.expandtabs(4)
    return len(wide) - len(wide.lstrip())


def _levels(indents: list[int]) -> list[int]:
    """How many shallower indents each stands below, as in an outline."""
    above: list[int] = []
    levels = []
    for indent in indents:
        while above and above[-1] >= indent:
            above.pop()
        levels.append(len(above))
        above.append(indent)
    return levels
