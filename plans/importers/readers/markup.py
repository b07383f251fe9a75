"""Tags that a converter left in plain text: those of blocks end a line. All stay as they are printed."""

from __future__ import annotations

import re

_LIST = re.compile(r"</?(?:ul|ol|table|tr)\b[^<>]*>", re.IGNORECASE)
_ITEM = re.compile(r"(<li\b[^<>]*>)(\s{0,9}[•●▪◦‣·-]\s)?", re.IGNORECASE)
_START = re.compile(r"<(?:p|div|h[1-6])\b[^<>]*>", re.IGNORECASE)
_END = re.compile(r"</(?:p|div|li|h[1-6])\s*>|<br\b[^<>]*>", re.IGNORECASE)
_RUN_ON = re.compile(r"(?<=\S)[ \xa0]+(?=[•●▪◦‣][ \xa0])")


def break_lines(text: str) -> str:
    """The text with a line break for each tag that starts or ends a block (p, br, li ...), and before a bullet in the
    middle of a line. Every character stays that is not blank; an item without a printed mark is given one.

    >>> break_lines("<ul><li>one</li><li>two</li></ul>")
    '<ul>\\n• <li>one</li>\\n• <li>two</li>\\n</ul>'
    """
    if "<" in text:
        text = _LIST.sub(r"\n\g<0>\n", text)
        text = _ITEM.sub(lambda found: f"\n{found[1]}\n{found[2]}" if found[2] else f"\n• {found[1]}", text)
        text = _END.sub(r"\g<0>\n", _START.sub(r"\n\g<0>", text))
        text = "\n".join(line.strip() for line in text.split("\n") if line.strip())
    return _RUN_ON.sub("\n", text)
