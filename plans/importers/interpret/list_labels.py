"""Lines that only say what stands below them: requirements, activities or outcomes."""

from __future__ import annotations

import re

from plans.importers.source import Paragraph

from .debris import clean

_ACTIVITY = r"(?:activit(?:y|ies)|actions?|tasks?|deliverables|next steps)"
_PATTERNS = {
    "requirements": r"(?:statutory |legal |duty |guidance )?requirements?(?: of the duty)?|(?:the )?duty"
    r"|what (?:the (?:duty|guidance|law)|we (?:must|are))\b.*|we (?:must|are required to)",
    "actions": rf"(?:project |key |planned |our |priority |main )*{_ACTIVITY}"
    rf"(?: (?:&|and) (?:descriptions?|{_ACTIVITY}))?"
    r"(?: (?:for|in|to be) .{1,40})?|what we will do|we will|how we will (?:do|achieve) (?:this|it)",
    "outcomes": r"(?:desired |expected |intended |key )*(?:outcomes?|impacts?|results?|benefits)|how we will know.*"
    r"|what (?:success|good) (?:will )?looks? like|(?:success|performance) (?:measures?|criteria)|measures? of success",
}
_LABELS = {name: re.compile(pattern, re.I) for name, pattern in _PATTERNS.items()}
_LONGEST = 80


def label_of(paragraph: Paragraph) -> str:
    """ "requirements", "actions" or "outcomes" for a line that only says what follows, else ""."""
    text = clean(paragraph.line.text)
    bare = text.strip(" :.–-")
    if len(bare) > _LONGEST or (paragraph.line.bullet and not text.endswith(":")):
        return ""
    return next((name for name, pattern in _LABELS.items() if pattern.fullmatch(bare)), "")
