"""What the cells of a column hold, whatever its heading says: numbers, dates, ratings, long or short text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from ..source import Cell

NUMBER = re.compile(
    r"\(?(?:[A-Z]{1,4}[ .-]?)?\d{1,3}(?:[.\-]\d{1,3}){0,3}\s?[a-z]?[.):]?|\(?[a-zA-Z][.)]|[ivxIVX]{1,5}[.)]"
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*"
DATE = re.compile(
    rf"\b{_MONTH}\b[\s,'’-]*\d{{2,4}}|\b\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{2,4}}\b|\b\d{{4}}-\d{{2}}-\d{{2}}\b"
    rf"|\bq[1-4]\b|\bquarter(?:ly)?\b|\bon-?going\b|\bannual|\bmonthly\b|\bweekly\b"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}\b"
    rf"|\b20\d\d\b|\bend of\b|\bcompleted?\b|^{_MONTH}$|\bt\.?b\.?c\b|\bimmediate",
    re.I,
)
_GRADE = re.compile(r"high|medium|med|low|h|m|l|[1-5]|critical|essential|desirable|must|should|could", re.I)
_RATING = re.compile(r"b?rag|red|amber|green|blue|r|a|g|b|complete[d]?|not started|in progress|on track|delayed", re.I)
_VALUE = re.compile(r"[<>≤≥~+£]?\s?\d[\d,.]*\s?%?|yes|no|n/?a|none|nil|t\.?b\.?[ac]", re.I)
_TITLED = re.compile(r"\d{1,2}[.):]\s+[^\W\d_]")
_TITLE = 100  # characters
_NAME = re.compile(
    r"\b(?:officer|manager|head|director|council|police|nhs|team|service|lead|coordinator|partnership)s?\b|[A-Z]{2,}"
)


@dataclass(frozen=True)
class Profile:
    """Shares from 0 to 1 of the filled cells of a column; `length` is their mean number of characters.

    `titled`: all are short and start with a number ("1. Training"). `counts`: all are numbers, each higher than the
    one above. `values`: bare amounts, or yes and no.
    `groups`: most cells are blank, merged or repeat the one above, as those of a theme that spans rows do.
    """

    filled: float = 0.0
    length: float = 0.0
    numbers: float = 0.0
    dates: float = 0.0
    grades: float = 0.0
    ratings: float = 0.0
    names: float = 0.0
    values: float = 0.0
    counts: bool = False
    titled: bool = False
    groups: bool = False

    def guess(self, index: int) -> tuple[str, float]:
        """The field and a low confidence for a column that nothing is printed above."""
        if not self.filled:
            return "ignore", 0.9
        if self.numbers > 0.7 and index < 2:
            return "number", 0.9
        if self.ratings > 0.7:
            return "rag", 0.6
        if self.dates > 0.6 and self.length < 60:
            return "timescale", 0.65
        if self.groups and index < 2:
            return "subject", 0.6
        if self.names > 0.5 and self.length < 45:
            return "leads", 0.55
        return ("action", 0.5) if self.length > 25 else ("notes", 0.4)


def profile(cells: Sequence[Cell]) -> Profile:
    """The profile of a column's cells, heads and section rows left out."""
    texts = [cell.text.strip() for cell in cells if not cell.is_blank]
    if not texts:
        return Profile()
    distinct = [text for at, text in enumerate(texts) if at == 0 or text != texts[at - 1]]
    days = sum(isinstance(cell.value, date) for cell in cells)

    def share(pattern: re.Pattern[str], whole: bool = True) -> float:
        return sum(bool(pattern.fullmatch(text) if whole else pattern.search(text)) for text in texts) / len(texts)

    return Profile(
        filled=len(texts) / max(len(cells), 1),
        length=sum(map(len, texts)) / len(texts),
        numbers=share(NUMBER),
        dates=min(1.0, max(share(DATE, whole=False), days / len(texts))),
        grades=share(_GRADE),
        ratings=share(_RATING),
        names=share(_NAME, whole=False),
        values=share(_VALUE),
        counts=_count_up(texts),
        titled=len(texts) > 1 and all(len(text) < _TITLE and _TITLED.match(text) for text in texts),
        groups=len(cells) > 2 and len(distinct) < 0.7 * len(cells),
    )


def _count_up(texts: Sequence[str]) -> bool:
    numbers = [int(text.rstrip(".)")) for text in texts if re.fullmatch(r"\d{1,3}[.)]?", text)]
    return len(texts) > 1 and len(numbers) == len(texts) and all(one < other for one, other in pairwise(numbers))
