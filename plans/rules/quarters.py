"""The rounds of a plan, proposed from its period, its year, and the meetings that its boards hold.

Source: design.md, "A quarter", and domain.md: each quarter agencies are asked how their actions are going, in time for
the papers of the next board. A financial or calendar year has four quarters, an academic one three terms.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from .timescale_reader.calendars import FIRST_MONTH, months
from .working_days import IsHoliday, add_working_days, clear_days_before, on_or_after

SHORTEST = 28  # days: what the plan has of a quarter, where shorter, is reported on with the quarter beside it
USUALLY_OPEN = 10  # working days, where no meeting says when answers are needed
LONGEST = timedelta(days=366)  # after its quarter, the last day that a round or an extension may end
LEAST_OPEN = 5  # working days: a meeting that leaves parties less is too soon to report to
_TERMS = ((9, 4, "Autumn"), (1, 3, "Spring"), (4, 5, "Summer"))  # first month, months, name


@dataclass(frozen=True)
class Meets:
    """One meeting: its day, and the board as people call it."""

    held_on: date
    board: str


@dataclass(frozen=True)
class Days:
    """A partnership's settings: a round opens `opens_after` days after its quarter and closes `closes_before` (at least
    1) working days before papers are due, which go out `papers_before` clear working days before the meeting."""

    opens_after: int = 1
    closes_before: int = 10
    papers_before: int = 5


@dataclass(frozen=True)
class Stretch:
    """A quarter or a term, or what the plan has of it."""

    slug: str
    label: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class Proposed(Stretch):
    """A round to come. `why` says in a sentence or two where its last day is from."""

    opens_on: date
    closes_on: date
    papers_on: date | None
    meeting: Meets | None
    why: str


def stretches(starts_on: date, ends_on: date, year_basis: str) -> tuple[Stretch, ...]:
    """The plan's quarters (or terms) in order. They cover its period: the first begins and the last ends with it.

    Raises ValueError for a plan that ends before it starts, or a year that is not financial, academic or calendar.
    """
    if ends_on < starts_on:
        raise ValueError("A plan ends on or after the day it starts.")
    found = [
        Stretch(each.slug, each.label, max(each.starts_on, starts_on), min(each.ends_on, ends_on))
        for year in range(starts_on.year - 1, ends_on.year + 1)
        for each in _year(year, year_basis)
        if each.starts_on <= ends_on and each.ends_on >= starts_on
    ]
    if len(found) > 1 and _is_short(found[0]):
        first, second, *others = found
        found = [Stretch(second.slug, second.label, first.starts_on, second.ends_on), *others]
    if len(found) > 1 and _is_short(found[-1]):
        *others, before, last = found
        found = [*others, Stretch(before.slug, before.label, before.starts_on, last.ends_on)]
    return tuple(found)


def _is_short(stretch: Stretch) -> bool:
    return (stretch.ends_on - stretch.starts_on).days + 1 < SHORTEST


def _year(year: int, basis: str) -> Iterator[Stretch]:
    """Whole quarters or terms of the year that begins in `year`."""
    if basis not in FIRST_MONTH:
        raise ValueError(f"{basis!r} is no kind of year: financial, academic or calendar.")
    words = str(year) if basis == "calendar" else f"{year}/{(year + 1) % 100:02}"
    if basis == "academic":
        for which, (month, count, name) in enumerate(_TERMS, start=1):
            yield Stretch(f"{year}-T{which}", f"{name} term {words}", *months(year + (month < 9), month, count))
    else:
        for which in range(4):
            month = FIRST_MONTH[basis] + 3 * which
            yield Stretch(
                f"{year}-Q{which + 1}",
                f"Q{which + 1} {words}",
                *months(year + (month - 1) // 12, (month - 1) % 12 + 1, 3),
            )


def propose(
    starts_on: date,
    ends_on: date,
    year_basis: str,
    meetings: Iterable[Meets],
    days: Days,
    is_holiday: IsHoliday,
) -> tuple[Proposed, ...]:
    """A round for every quarter (or term) of a plan, in order.

    It opens on a working day, `days.opens_after` days after the quarter or the next one. It closes in time for the
    earliest meeting after the quarter, of whichever board, that leaves at least `LEAST_OPEN` working days to answer;
    where none does before the next round opens, `USUALLY_OPEN` working days after it opens. Raises ValueError as
    `stretches` does.
    """
    known = sorted(meetings, key=lambda meeting: (meeting.held_on, meeting.board))
    found = stretches(starts_on, ends_on, year_basis)
    beyond = found[-1].ends_on + timedelta(days=90)
    ends = [*(each.ends_on for each in found[1:]), beyond]
    return tuple(
        _round(
            each, _opening(each.ends_on, days, is_holiday), _opening(later, days, is_holiday), known, days, is_holiday
        )
        for each, later in zip(found, ends, strict=True)
    )


def _opening(quarter_ends: date, days: Days, is_holiday: IsHoliday) -> date:
    return on_or_after(quarter_ends + timedelta(days=days.opens_after), is_holiday)


def _round(
    quarter: Stretch, opens_on: date, next_opens: date, meetings: list[Meets], days: Days, is_holiday: IsHoliday
) -> Proposed:
    least = add_working_days(opens_on, LEAST_OPEN, is_holiday)
    usual = add_working_days(opens_on, USUALLY_OPEN, is_holiday)
    closes_on, papers_on, chosen, too_soon = usual, None, None, None
    for meeting in meetings:
        if meeting.held_on > quarter.ends_on:
            papers = clear_days_before(meeting.held_on, days.papers_before, is_holiday)
            closes = add_working_days(papers, -days.closes_before, is_holiday)
            if least <= closes < next_opens:
                closes_on, papers_on, chosen = closes, papers, meeting
                break
            if closes < least and too_soon is None:
                too_soon = meeting
    why = _why(days, papers_on, chosen, too_soon)
    return Proposed(
        quarter.slug, quarter.label, quarter.starts_on, quarter.ends_on, opens_on, closes_on, papers_on, chosen, why
    )


def _why(days: Days, papers_on: date | None, chosen: Meets | None, too_soon: Meets | None) -> str:
    said = []
    if too_soon is not None:
        said.append(
            f"{_named(too_soon)} is too soon: parties would have fewer than {LEAST_OPEN} working days to answer."
        )
    if chosen is not None and papers_on is not None:
        count = f"{days.closes_before} working {'day' if days.closes_before == 1 else 'days'}"
        said.append(
            f"{count} before papers are due ({_day(papers_on)}) for {_named(chosen)}, the earliest meeting in time."
        )
    else:
        said.append(f"No meeting in time is known: {USUALLY_OPEN} working days after the round opens.")
    return " ".join(said)


def _named(meeting: Meets) -> str:
    return f"{meeting.board} on {_day(meeting.held_on)}"


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"
