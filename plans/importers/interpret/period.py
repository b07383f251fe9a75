"""What year a plan is for: as its options, titles or labels say, or else as its dates suggest."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from plans.importers.proposal import Options

CALENDAR, FINANCIAL, ACADEMIC = "calendar", "financial", "academic"
_FIRST_MONTH = {CALENDAR: 1, FINANCIAL: 4, ACADEMIC: 9}

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<{0}m>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DAY = r"(?:(?P<{0}d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?)?"
_YEAR = r"(?P<{0}y>(?:19|20)\d\d)"
_TO = r"\s*(?:to|until|till|through|and|[-–—])\s*"
_FROM_MONTH = re.compile(
    (_DAY + _MONTH).format("a")
    + r",?\s*(?P<ay>(?:19|20)\d\d)?"
    + _TO
    + (_DAY + _MONTH).format("b")
    + r",?\s*"
    + _YEAR.format("b"),
    re.I,
)
_PAIR = re.compile(
    rf"(?<![\d/.]){_YEAR.format('a')}\s*(?:/|-|–|—|\s+to\s+|\s+and\s+)\s*(?P<by>(?:20)?\d\d)(?![\d/]|-\d)", re.I
)
_SHORT_PAIR = re.compile(r"(?<![\d/.-])(?P<ay>\d\d)\s*[/–-]\s*(?P<by>\d\d)(?![\d/-])")
_ALONE = re.compile(rf"(?<![\d/.-]){_YEAR.format('a')}(?![\d/-])")
_ACADEMIC = re.compile(r"\bacademic\b|\bschool year\b", re.I)
_CALENDAR = re.compile(r"\bcalendar year\b", re.I)


@dataclass(frozen=True)
class Period:
    """Both days are inclusive; None where no year could be told. `note` says what was assumed, "" for nothing."""

    label: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    year_basis: str = FINANCIAL
    confidence: float = 1.0
    note: str = ""


def read_period(texts: Sequence[str], dates: Sequence[date] = (), options: Options | None = None) -> Period:
    """The plan's period: what `options` says, or the first of `texts` (best first) that names one, or its due dates.

    "2016/17" is a financial year (April to March) unless the text or the options call it academic; "2015" alone is a
    calendar year, as nothing else is said, and doubtful when the due dates lie outside it.
    """
    said = options or Options()
    if said.period.strip():
        found = _named(said.period, said.year_basis)
        return found or _by_dates(dates, said.year_basis, said.period.strip())
    for read in (_named_surely, _short_pair):
        for text in texts:
            if found := read(text, said.year_basis):
                return _checked(found, dates)
    return _by_dates(dates, said.year_basis, "")


def _basis_of(text: str, basis: str, otherwise: str) -> str:
    if basis in _FIRST_MONTH:
        return basis
    if _ACADEMIC.search(text):
        return ACADEMIC
    return CALENDAR if _CALENDAR.search(text) else otherwise


def _named(text: str, basis: str) -> Period | None:
    return _named_surely(text, basis) or _short_pair(text, basis)


def _named_surely(text: str, basis: str) -> Period | None:
    readers: tuple[Callable[[str, str], Period | None], ...] = (_months, _years, _one_year)
    return next((found for read in readers if (found := read(text, basis))), None)


def _months(text: str, basis: str) -> Period | None:
    """ "April 2016 to March 2019", "September 2016 - July 2017", "1 April to 31 March 2017"."""
    for found in _FROM_MONTH.finditer(text):
        last = _end_of(int(found["by"]), _month(found["bm"]))
        first_year = int(found["ay"]) if found["ay"] else last.year - (_month(found["am"]) > last.month)
        first = date(first_year, _month(found["am"]), 1)
        first, last = _on(first, found["ad"]), _on(last, found["bd"])
        if first < last:
            by_month = {month: name for name, month in _FIRST_MONTH.items()}
            return Period(found[0], first, last, _basis_of(text, basis, by_month.get(first.month, FINANCIAL)))
    return None


def _month(name: str) -> int:
    return _MONTHS.index(name.casefold()) + 1


def _on(day: date, number: str | None) -> date:
    """That day of the month, where it exists."""
    if not number or not 1 <= int(number) <= _end_of(day.year, day.month).day:
        return day
    return day.replace(day=int(number))


def _years(text: str, basis: str) -> Period | None:
    """ "2016/17", "2016-2017", "2021-2024": the first and the last of the years."""
    for found in _PAIR.finditer(text):
        first = int(found["ay"])
        last = int(found["by"]) + (0 if len(found["by"]) == 4 else first // 100 * 100)
        if 0 < last - first <= 10:
            return _span(found[0], first, last, _basis_of(text, basis, FINANCIAL))
    return None


def _short_pair(text: str, basis: str) -> Period | None:
    """ "16/17": two years that follow each other, where nothing plainer is printed."""
    for found in _SHORT_PAIR.finditer(text):
        first, last = 2000 + int(found["ay"]), 2000 + int(found["by"])
        if last - first == 1:
            period = _span(found[0], first, last, _basis_of(text, basis, FINANCIAL))
            return Period(
                period.label,
                period.starts_on,
                period.ends_on,
                period.year_basis,
                0.8,
                f"{found[0]} is taken for years.",
            )
    return None


def _span(label: str, first: int, last: int, basis: str) -> Period:
    """From the start of the first year to the end of the last; a calendar year ends in the year it is called by."""
    if basis == CALENDAR:
        return Period(label, date(first, 1, 1), date(last, 12, 31), basis)
    month = _FIRST_MONTH[basis]
    return Period(label, date(first, month, 1), date(last, month, 1) - timedelta(days=1), basis)


def _one_year(text: str, basis: str) -> Period | None:
    """A year alone: the calendar's, or the one that starts in it where a basis is said."""
    found = _ALONE.search(text)
    if not found:
        return None
    year, kind = int(found["ay"]), _basis_of(text, basis, CALENDAR)
    if kind == CALENDAR:
        note = "" if basis or _CALENDAR.search(text) else "One year is printed; it is taken from January to December."
        return Period(found["ay"], date(year, 1, 1), date(year, 12, 31), kind, 1.0 if not note else 0.7, note)
    return _span(found["ay"], year, year + 1, kind)


def _checked(period: Period, dates: Sequence[date]) -> Period:
    """The same, less sure when most due dates lie outside it; a year alone is lengthened to hold the last of them."""
    inside = [day for day in dates if period.starts_on and period.ends_on and period.starts_on <= day <= period.ends_on]
    if not dates or 2 * len(inside) >= len(dates) or not period.starts_on or not period.ends_on:
        return period
    note = f"Most due dates lie outside {period.label}. Please check the plan's period."
    last = max(dates)
    ends_on = period.ends_on
    if period.year_basis == CALENDAR and period.ends_on < last <= period.ends_on + timedelta(days=366):
        ends_on = _end_of(last.year, last.month)
        note = f"Due dates run past {period.label}; the period is taken to end with the last of them."
    return Period(period.label, period.starts_on, ends_on, period.year_basis, min(period.confidence, 0.6), note)


def _by_dates(dates: Sequence[date], basis: str, label: str) -> Period:
    """The years from the first to the last due date, where no period is printed; outlying dates do not count."""
    kind = basis if basis in _FIRST_MONTH else FINANCIAL
    if not dates:
        return Period(
            label, None, None, kind, 0.3, "The file does not say what period the plan is for. Please fill it in."
        )
    ordered = sorted(dates)
    trim = len(ordered) // 10
    first, last = ordered[trim], ordered[len(ordered) - 1 - trim]
    start, end = _year_of(first, kind), _year_of(last, kind)
    span = _span("", start, end if kind == CALENDAR else end + 1, kind)
    return Period(
        label or _label(start, end, kind),
        span.starts_on,
        span.ends_on,
        kind,
        0.5,
        "No period is printed; this one holds the due dates.",
    )


def _year_of(day: date, basis: str) -> int:
    return day.year if day.month >= _FIRST_MONTH[basis] else day.year - 1


def _label(first: int, last: int, basis: str) -> str:
    if basis == CALENDAR:
        return str(first) if first == last else f"{first}-{last}"
    return f"{first}/{(last + 1) % 100:02}" if first == last else f"{first}-{last + 1}"


def _end_of(year: int, month: int) -> date:
    following = date(year + month // 12, month % 12 + 1, 1)
    return following - timedelta(days=1)
