"""Years, quarters and terms: from a named stretch of time to its first and last day.

Financial years run from April to March, academic years from September to August. Without a partnership's own
term calendar an English one is assumed, and said to be.
"""

import calendar
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from dateutil.easter import easter
from dateutil.relativedelta import relativedelta

YearBasis = Literal["financial", "academic", "calendar"]
Days = tuple[date, date]

FIRST_MONTH: dict[str, int] = {"financial": 4, "academic": 9, "calendar": 1}
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
ASSUMED_TERMS = "An English school term is assumed: no term calendar is known."


@dataclass(frozen=True)
class Term:
    """A school term of a partnership's own calendar; `year` is the calendar year it is printed with."""

    name: str
    year: int
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class Context:
    """What is known around a phrase: the plan's period and year basis, terms, and boards' meeting days by name.

    `latest` is set where the column's heading ("By not later than") makes a bare month a latest date.
    """

    plan_start: date | None = None
    plan_end: date | None = None
    year_basis: YearBasis = "financial"
    terms: tuple[Term, ...] = ()
    meetings: dict[str, tuple[date, ...]] = field(default_factory=dict)
    latest: bool = False

    def __post_init__(self) -> None:
        """Raises ValueError for a plan that ends before it starts or lies outside 1900 to 2199."""
        for day in (self.plan_start, self.plan_end):
            if day and not 1900 <= day.year < 2200:
                raise ValueError("A plan's dates lie between 1900 and 2199.")
        if self.plan_start and self.plan_end and self.plan_end < self.plan_start:
            raise ValueError("A plan ends on or after the day it starts.")

    @property
    def opens(self) -> date | None:
        """The day missing years are counted from: the plan's first day, or a year before its last."""
        if self.plan_start or not self.plan_end:
            return self.plan_start
        return self.plan_end + relativedelta(years=-1, days=1)


@dataclass(frozen=True)
class Granule:
    """One named stretch of time: a unit, its place in the year (day and month, quarter ...) and its year if printed.

    `year` is the calendar year, for quarters, halves and years the year in which they begin. `basis` is the year's
    kind where the words say it. `edge` is "end", "start", "early", "mid", "late", "first week" or "last week" where
    only that part is meant.
    """

    unit: str
    start: int
    end: int
    at: tuple[int, ...] = ()
    name: str = ""
    year: int | None = None
    basis: YearBasis | None = None
    edge: str = ""

    def days(self, context: Context, year: int) -> Days:
        """First and last day in that year. Raises ValueError for a day that no calendar has (31 June)."""
        return _UNITS[self.unit](self, context, year)


def months(year: int, month: int, count: int) -> Days:
    """`count` whole months from that month."""
    first = date(year, month, 1)
    return first, first + relativedelta(months=count, days=-1)


def _day(granule: Granule, _context: Context, year: int) -> Days:
    day = date(year, granule.at[1], granule.at[0])
    return day, day


def _days_of_month(granule: Granule, _context: Context, year: int) -> Days:
    first, last, month = granule.at
    return date(year, month, first), date(year, month, last)


def _week(granule: Granule, _context: Context, year: int) -> Days:
    first = date(year, granule.at[1], granule.at[0])
    return first, first + timedelta(days=6)


def _month(granule: Granule, _context: Context, year: int) -> Days:
    return months(year, granule.at[0], 1)


def _of_year(granule: Granule, context: Context, year: int) -> Days:
    """Quarters and halves: `at` is (which, months long)."""
    which, length = granule.at
    if which * length > 12:
        raise ValueError(f"A year has no {granule.unit} {which}.")
    first = date(year, FIRST_MONTH[granule.basis or context.year_basis], 1) + relativedelta(months=(which - 1) * length)
    return first, first + relativedelta(months=length, days=-1)


def _year(granule: Granule, context: Context, year: int) -> Days:
    return months(year, FIRST_MONTH[granule.basis or context.year_basis], 12 * (granule.at[0] if granule.at else 1))


def _season(granule: Granule, _context: Context, year: int) -> Days:
    return months(year, _SEASONS[granule.name], 3)


def _term(granule: Granule, context: Context, year: int) -> Days:
    for term in context.terms:
        if term.year == year and granule.name in term.name.lower():
            return term.starts_on, term.ends_on
    if granule.name == "autumn":
        return months(year, 9, 4)
    if granule.name == "spring":
        return months(year, 1, 3)
    return _after_easter(year), date(year, 7, 31)


def _after_easter(year: int) -> date:
    """The summer term's first day: after two weeks of holiday that hold Easter, early, in the middle or late."""
    sunday = easter(year)
    if sunday <= date(year, 4, 7):
        return sunday + timedelta(days=15)
    return sunday + timedelta(days=8 if sunday <= date(year, 4, 13) else 2)


def _feast(granule: Granule, _context: Context, year: int) -> Days:
    day = {"christmas": date(year, 12, 25), "easter": easter(year), "new year": date(year, 1, 1)}[granule.name]
    return day, day


def _plan(granule: Granule, context: Context, year: int) -> Days:
    if context.plan_start and context.plan_end and context.plan_start <= context.plan_end:
        return context.plan_start, context.plan_end
    return _year(granule, context, year)


_UNITS: dict[str, Callable[[Granule, Context, int], Days]] = {
    "day": _day,
    "days": _days_of_month,
    "week": _week,
    "month": _month,
    "quarter": _of_year,
    "half": _of_year,
    "year": _year,
    "season": _season,
    "term": _term,
    "feast": _feast,
    "plan": _plan,
}


def narrowed(days: Days, edge: str) -> Days:
    """The early, middle or late part of a stretch: of a month its thirds, of a longer one whole months."""
    first, last = days
    length = (last.year - first.year) * 12 + last.month - first.month + 1
    if edge == "first week":
        return first, first + timedelta(days=6)
    if edge == "last week":
        return last - timedelta(days=6), last
    if not edge or last == first:
        return days
    if length <= 1:
        return _third_of_month(first, last, edge)
    part = max(1, length // 4 if edge in ("early", "late") else length // 3)
    if edge in ("start", "end"):
        part = 1
    if edge in ("early", "start"):
        return first, first + relativedelta(months=part, days=-1)
    if edge in ("late", "end"):
        return last.replace(day=1) + relativedelta(months=1 - part), last
    middle = first + relativedelta(months=(length - part) // 2)
    return middle, middle + relativedelta(months=part, days=-1)


def _third_of_month(first: date, last: date, edge: str) -> Days:
    if edge in ("early", "start"):
        return first, first.replace(day=10)
    return (first.replace(day=11), first.replace(day=15)) if edge == "mid" else (first.replace(day=21), last)


def last_of_month(day: date) -> date:
    """The month's last day."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
