"""Working days, clear days and bank holidays: tables that read as the specification."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.rules.bank_holidays import is_holiday
from plans.rules.working_days import (
    add_working_days,
    clear_days_before,
    is_working_day,
    on_or_after,
    on_or_before,
)

DAYS = st.dates(dt.date(2010, 1, 1), dt.date(2040, 12, 31))


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("2017-04-13", True),  # Thursday
        ("2017-04-14", False),  # Good Friday
        ("2017-04-15", False),  # Saturday
        ("2017-04-17", False),  # Easter Monday
        ("2017-04-18", True),
        ("2016-12-27", False),  # Christmas Day fell on a Sunday
        ("2017-01-02", False),  # so did New Year's Day
        ("2022-09-19", False),  # the State Funeral of Queen Elizabeth II
        ("2017-11-30", True),  # St Andrew's Day is no holiday in England
    ],
)
def test_which_days_are_worked(when: str, expected: bool) -> None:
    assert is_working_day(day(when), is_holiday) is expected


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        ("2017-01-18", 0, "2017-01-18"),
        ("2017-01-18", 1, "2017-01-19"),
        ("2017-01-20", 1, "2017-01-23"),  # over a weekend
        ("2017-04-13", 1, "2017-04-18"),  # over Easter
        ("2017-04-18", -1, "2017-04-13"),
        ("2016-12-23", 3, "2016-12-30"),  # over Christmas, 26 and 27 December
        ("2017-01-21", 1, "2017-01-23"),  # from a Saturday
        ("2017-01-21", -1, "2017-01-20"),
        ("2017-01-21", 0, "2017-01-21"),
    ],
)
def test_counting_working_days(start: str, count: int, expected: str) -> None:
    assert add_working_days(day(start), count, is_holiday) == day(expected)


@pytest.mark.parametrize(
    ("when", "before", "after"),
    [
        ("2017-01-18", "2017-01-18", "2017-01-18"),
        ("2017-01-22", "2017-01-20", "2017-01-23"),
        ("2017-04-15", "2017-04-13", "2017-04-18"),
    ],
)
def test_the_nearest_working_day(when: str, before: str, after: str) -> None:
    assert (on_or_before(day(when), is_holiday), on_or_after(day(when), is_holiday)) == (day(before), day(after))


@pytest.mark.parametrize(
    ("meeting", "count", "expected"),
    [
        ("2017-02-08", 5, "2017-01-31"),  # Wednesday; clear: 1, 2, 3, 6 and 7 February
        ("2017-02-08", 0, "2017-02-07"),
        ("2017-04-20", 3, "2017-04-12"),  # clear: 13, 18 and 19 April, Easter between
    ],
)
def test_clear_days_leave_out_both_ends(meeting: str, count: int, expected: str) -> None:
    assert clear_days_before(day(meeting), count, is_holiday) == day(expected)


@given(DAYS, st.integers(1, 60))
def test_counting_lands_on_a_working_day_and_there_are_so_many_between(start: dt.date, count: int) -> None:
    for direction in (1, -1):
        found = add_working_days(start, direction * count, is_holiday)
        first, last = sorted((start, found))
        worked = [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]
        assert sum(is_working_day(each, is_holiday) for each in worked if each != start) == count
        assert is_working_day(found, is_holiday)
