"""What a PDF prints at the head and foot of its pages. No Django."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from .pdf_page import PageText
from .pdf_words import TextLine

_ZONE = 0.14  # of the page's height, at its head and foot
_PAGE_NUMBER = re.compile(r"(?:page\s*)?[-–]?\s*(\d{1,3})\s*[-–]?(?:\s*(?:of|/)\s*\d{1,3})?", re.IGNORECASE)
_COLUMNS = 3  # so many groups of words across are the head of a table


def furniture(pages: Sequence[PageText]) -> dict[int, str]:
    """id of a line: "header" or "footer". A line is one when lines like it, numbers apart, stand at the same end of at
    least half the pages (two at least), or when it is the page's number."""
    seen: dict[tuple[str, str, int], set[int]] = defaultdict(set)
    for page in pages:
        for line, part in _ends(page):
            seen[_like(line, part)].add(page.number)
    needed = max(2, len(pages) / 2)
    return {
        id(line): part
        for page in pages
        for line, part in _ends(page)
        if len(seen[_like(line, part)]) >= needed or _is_number(line, page)
    }


def _ends(page: PageText) -> Iterator[tuple[TextLine, str]]:
    for line in page.lines:
        if line.bottom < _ZONE * page.height and _groups(line) < _COLUMNS:
            yield line, "header"
        elif line.top > (1 - _ZONE) * page.height:
            yield line, "footer"


def _like(line: TextLine, part: str) -> tuple[str, str, int]:
    return part, re.sub(r"\d+", "#", line.text), round(line.size)


def _groups(line: TextLine) -> int:
    """How many groups of words stand well apart."""
    return 1 + sum(bool(right["x0"] - left["x1"] > 1.5 * line.size) for left, right in pairwise(line.words))


def _is_number(line: TextLine, page: PageText) -> bool:
    found = _PAGE_NUMBER.fullmatch(line.text.strip())
    return found is not None and (found[1] == str(page.number) or "page" in line.text.lower())
