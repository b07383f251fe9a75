"""Names of meeting papers, as committee services file them: date, board, item, title. Pure: no Django.

"2016-11-16 HPDG item 05 Prevent delivery plan progress report Q2.pdf". Sorted by name, the papers of a meeting stand in
the order of its agenda: a space sorts before a letter, so item 5 comes before its appendices 5a, 5b.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

TITLE = 120  # characters of a title in a name: the whole stays well below the 255 bytes of a file system
BYTES = 180
_UNSAFE = re.compile(r"[^\w .,()&'+-]")  # also what Windows refuses: < > : " / \ | ? *


def paper_name(day: dt.date, board: str, item: int, title: str, ending: str, *, appendix: int = 0) -> str:
    """The name of a paper's file. `item` 0 is the agenda; `appendix` 1 is the first ("05a"), 0 the item's own."""
    number = f"{item:02d}{letters(appendix)}"
    return f"{day:%Y-%m-%d} {_safe(board)[:40]} item {number} {_safe(title) or 'Paper'}.{ending}"


def collection_name(day: dt.date, board: str, title: str, ending: str) -> str:
    """The name of all papers together: "2016-11-16 HPDG Papers.zip"."""
    return f"{day:%Y-%m-%d} {_safe(board)[:40]} {_safe(title)}.{ending}"


def letters(place: int) -> str:
    """1 is a, 26 is z, 27 is za: it sorts after z. 0 is nothing."""
    full, rest = divmod(max(place - 1, 0), 26)
    return "z" * full + chr(ord("a") + rest) if place else ""


def reference(item: int, appendix: int = 0) -> str:
    """What an agenda calls a paper: "5" or "5a"."""
    return f"{item}{letters(appendix)}"


def _safe(words: str) -> str:
    """Letters of any script, digits and a few signs; one space between words, none outside, no dot at the end. A year
    such as 2016/17 keeps a dash."""
    plain = _UNSAFE.sub(" ", re.sub(r"(?<=\d)/(?=\d)", "-", unicodedata.normalize("NFC", words)))
    short = " ".join(plain.split())[:TITLE]
    while len(short.encode()) > BYTES:
        short = short[:-1]
    return short.strip(" .")
