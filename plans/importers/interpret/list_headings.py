"""Which paragraphs of a plan without tables are its headings, and which are only a list of contents."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from plans.importers.source import Paragraph

from .debris import clean
from .list_details import is_detail
from .list_labels import label_of
from .titles import has_keyword, split_title

_NUMBER = re.compile(r"\(?(\d{1,2}(?:\.\d{1,2})*)[.):]?")
_CONTENTS = re.compile(r"(?:table of )?contents|index", re.I)
_LONGEST, _MOST_WORDS = 140, 18


@dataclass(frozen=True)
class Heading:
    """`at` is its index among the paragraphs; `level` counts from 1."""

    at: int
    title: str
    number: str = ""
    level: int = 1


def headings_of(paragraphs: Sequence[Paragraph]) -> list[Heading]:
    """The headings, by the first of these that finds any: the file's styles, "Priority 2: ...", numbers that count on,
    and short lines, bold or above a list."""
    for find in (_styled, _keyworded, _numbered, _by_look):
        if headings := find(paragraphs):
            return headings
    return []


def _heading(at: int, paragraph: Paragraph, level: int) -> Heading:
    text = clean(paragraph.line.text).replace("\n", " ")
    number = _NUMBER.fullmatch(paragraph.line.bullet.strip())
    if number:
        return Heading(at, text, number[1], level)
    printed, title = split_title(text)
    return Heading(at, title, printed, level)


def _styled(paragraphs: Sequence[Paragraph]) -> list[Heading]:
    """Those of the file's own styles. A first one that is alone on the highest level is the plan's title."""
    marked = [(at, each) for at, each in enumerate(paragraphs) if each.heading]
    marked = [(at, each) for at, each in marked if not _CONTENTS.fullmatch(clean(each.line.text))]
    if len(marked) > 1 and all(each.heading > marked[0][1].heading for _, each in marked[1:]):
        marked = marked[1:]
    elif len(marked) == 1 and marked[0][0] == 0:
        return []
    return [_heading(at, each, each.heading) for at, each in marked]


def _keyworded(paragraphs: Sequence[Paragraph]) -> list[Heading]:
    """ "Objective 1: ...", "Theme 2 – ..."."""
    found = [
        at for at, each in enumerate(paragraphs) if not each.line.bullet and _is_short(each) and _is_keyworded(each)
    ]
    return [_heading(at, paragraphs[at], 1) for at in _without_contents(found, paragraphs)]


def _is_keyworded(paragraph: Paragraph) -> bool:
    text = clean(paragraph.line.text)
    number = split_title(text)[0]
    return has_keyword(text) and (number[:1].isdigit() or number.isupper())


def _numbered(paragraphs: Sequence[Paragraph]) -> list[Heading]:
    """Short lines numbered 1, 2, 3 with other text between them; "1.1" counts as an activity's number."""
    found = [at for at, each in enumerate(paragraphs) if _number(each) and _is_short(each)]
    headings: list[int] = []
    for at in _without_contents(found, paragraphs):
        if int(_number(paragraphs[at])) == len(headings) + 1:
            headings.append(at)
    apart = all(second - first > 1 for first, second in pairwise(headings))
    return [_heading(at, paragraphs[at], 1) for at in headings] if len(headings) > 1 and apart else []


def _number(paragraph: Paragraph) -> str:
    """The whole number printed before a line, "" for none."""
    bullet = paragraph.line.bullet.strip()
    found = (
        _NUMBER.fullmatch(bullet) if bullet else re.match(r"(\d{1,2})[.)]\s+(?=[A-Z\"“])", clean(paragraph.line.text))
    )
    return found[1] if found and found[1].isdigit() else ""


def _is_short(paragraph: Paragraph) -> bool:
    text = clean(paragraph.line.text)
    if label_of(paragraph) or is_detail(text):
        return False
    return len(text) <= _LONGEST and len(text.split()) <= _MOST_WORDS and not text.endswith((".", ";", ","))


def _without_contents(found: Sequence[int], paragraphs: Sequence[Paragraph]) -> list[int]:
    """The same without a list of contents: lines that follow each other directly, and whose numbers come again."""
    kept = []
    for place, at in enumerate(found):
        beside = (place and found[place - 1] == at - 1) or (place + 1 < len(found) and found[place + 1] == at + 1)
        again = any(_label(paragraphs[later]) == _label(paragraphs[at]) for later in found[place + 1 :])
        if not (beside and again):
            kept.append(at)
    return kept


def _label(paragraph: Paragraph) -> str:
    """What tells one heading from another: its number, or its words where it has none."""
    text = clean(paragraph.line.text)
    return _number(paragraph) or split_title(text)[0] or text.casefold()


def _by_look(paragraphs: Sequence[Paragraph]) -> list[Heading]:
    """Short lines without a mark: bold ones or capitals where some are, else those right above a list."""
    short = [at for at, each in enumerate(paragraphs[:-1]) if not each.line.bullet and _is_short(each) and at]
    bold = [at for at in short if paragraphs[at].line.bold or _is_capitals(paragraphs[at].line.text)]
    above = [at for at in short if paragraphs[at + 1].line.bullet and not clean(paragraphs[at].line.text).endswith(":")]
    return [_heading(at, paragraphs[at], 1) for at in bold or above]


def _is_capitals(text: str) -> bool:
    return text.isupper() and sum(letter.isalpha() for letter in text) > 4
