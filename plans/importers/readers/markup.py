"""Tags that a converter left in plain text, where they end a line. Those inside a line stay as they are printed."""

from __future__ import annotations

import re

_ITEM = re.compile(r"<li\b[^<>]*>\s*", re.IGNORECASE)
_BLOCK = re.compile(r"</?(?:p|br|li|ul|ol|div|tr|h[1-6])\b[^<>]*/?>\s*", re.IGNORECASE)
_RUN_ON = re.compile(r"(?<=\S)[ \xa0]+(?=[•●▪◦‣][ \xa0])")


def break_lines(text: str) -> str:
    """The text with a line break for each tag that starts or ends a block (p, br, li ...), and before a bullet in the
    middle of a line. Every character that is neither blank nor part of such a tag stays.

    >>> break_lines("<ul> • one • two")
    '• one\\n• two'
    """
    if "<" in text:
        text = _BLOCK.sub("\n", _ITEM.sub("\n• ", text))
        text = re.sub(r"•\s+(?=[•●▪◦‣·-]\s)", "", text)  # the printed mark is better than the one made here
    return _RUN_ON.sub("\n", text).strip("\n")
