"""Plain text: what converters take out of Word and PDF files, what people type, what e-mails hold. No Django."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import reduce
from itertools import pairwise

from ..source import Block, Paragraph, Place, Source
from . import aligned, ruled, stacked, tabs
from .encoding import decode
from .grid import refuse_long, table_of
from .lines import lines_of
from .markup import break_lines
from .printed import Printed, joined, printed_lines, runs_on

_FINDERS = (stacked.find, tabs.find, ruled.find, aligned.find)
_UNDERLINE = re.compile(r"\s*(={3,}|-{3,}|_{3,}|~{3,})\s*")
_HASHES = re.compile(r"(#{1,6})\s+(\S.*?)\s*#*")
_WRAPS_AT = 100  # characters; text with longer lines was not broken by a typewriter's margin


def read_text(content: bytes) -> Source:
    """Tables (divided by tabs, bars or blanks, or a cell to a line) and paragraphs, in printed order. A heading is one
    by its underline or its hashes. Raises Unreadable above 20,000 lines."""
    text, encoding = decode(content)
    lines = printed_lines(tabs.unquoted(text.lstrip("\ufeff").replace("\x00", "")))
    refuse_long(len(lines), "lines")
    return Source("text", tuple(_blocks(lines)), names={"encoding": encoding})


def _blocks(lines: Sequence[Printed]) -> Iterator[Block]:
    margin = _margin(lines)
    at = number = 0
    prose: list[Printed] = []
    while at < len(lines):
        found = next(filter(None, (find(lines, at) for find in _FINDERS)), None) if lines[at].text else None
        if not found:
            prose.append(lines[at])
            at += 1
            continue
        yield from _paragraphs(prose, margin)
        prose = []
        number += 1
        yield table_of(found.rows, number)
        at = found.end
    yield from _paragraphs(prose, margin)


def _paragraphs(lines: Sequence[Printed], margin: int) -> Iterator[Paragraph]:
    at = 0
    while at < len(lines):
        size = 1
        while at + size < len(lines) and _is_one(lines[at + size - 1], lines[at + size], margin):
            size += 1
        below = lines[at + size].text if at + size < len(lines) else ""
        first, *others = lines[at : at + size]
        text = reduce(joined, (line.text.strip() for line in others), first.text.rstrip() if others else first.text)
        if _UNDERLINE.fullmatch(text):
            at += size
            continue
        place = Place(page=lines[at].page, line=lines[at].number)
        under = _UNDERLINE.fullmatch(below)
        level = (1 if under[1][0] == "=" else 2) if under and len(text.strip()) < 150 else 0
        if hashes := _HASHES.fullmatch(text.strip()):
            level, text = len(hashes[1]), hashes[2]
        yield from (Paragraph(line, place, level) for line in lines_of(break_lines(text.replace("\t", " "))))
        at += size


def _is_one(above: Printed, below: Printed, margin: int) -> bool:
    """Whether two lines are one paragraph, broken at the margin."""
    return bool(margin) and not _UNDERLINE.fullmatch(below.text) and runs_on(above.text, below.text, margin)


def _margin(lines: Sequence[Printed]) -> int:
    """The width at which the text was broken into lines; 0 where it was not. Text is broken at a margin when its
    longest line is short and some lines would have had no room for the next one's first word."""
    texts = [line.text for line in lines if "\t" not in line.text]
    widest = max((len(text.rstrip()) for text in texts), default=0)
    if not 40 <= widest <= _WRAPS_AT:
        return 0
    broken = sum(runs_on(above, below, widest) for above, below in pairwise(texts))
    return widest if broken >= 3 else 0
