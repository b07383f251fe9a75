"""Which reminder is due: tables of days around Easter 2017 (Good Friday 14 April, Easter Monday 17 April)."""

from __future__ import annotations

from datetime import date

import pytest

from plans.rules.reminders import Schedule, due, may_send_on, senior_step, steps

HOLIDAYS = {date(2017, 4, 14), date(2017, 4, 17)}
OPENED = date(2017, 3, 1)


def is_holiday(day: date) -> bool:
    return day in HOLIDAYS


def april(day: int) -> date:
    return date(2017, 4, day)


@pytest.mark.parametrize(
    ("deadline", "schedule", "expected"),
    [
        # A Wednesday: 5 April is one too, 10 April a Monday.
        (april(12), Schedule(), [("before", 5), ("before", 10), ("on", 12), ("after", 18)]),  # 15th: Easter Saturday
        # Good Friday itself: everything before it moves forward, after it back past Easter Monday.
        (april(14), Schedule(before=(7, 2)), [("before", 7), ("before", 12), ("on", 13), ("after", 18)]),
        # Easter Monday: two days before is Saturday, so is the day itself moved to Thursday.
        (april(17), Schedule(before=(2,)), [("before", 13), ("on", 13), ("after", 20)]),
        # A Sunday without holidays near.
        (april(30), Schedule(before=(2, 1), after=(1, 6)), [("before", 28), ("before", 28), ("on", 28)]),
        (april(12), Schedule(before=(), on_the_day=False, after=()), []),
        # Doubles and a nought say nothing new.
        (april(12), Schedule(before=(2, 2, 0), on_the_day=False, after=(0,)), [("before", 10)]),
    ],
)
def test_steps_fall_on_working_days(deadline: date, schedule: Schedule, expected: list[tuple[str, int]]) -> None:
    found = [(step.kind, step.day.day) for step in steps(OPENED, deadline, schedule, is_holiday) if step.day.month == 4]
    assert found == expected


def test_after_the_deadline_into_the_next_month() -> None:
    late = [step.day for step in steps(OPENED, april(30), Schedule(after=(1, 6)), is_holiday) if step.kind == "after"]
    assert late == [date(2017, 5, 1), date(2017, 5, 8)]  # 6 May is a Saturday; this table knows no May Day


def test_what_lies_before_the_opening_is_no_step() -> None:
    names = [step.name for step in steps(april(10), april(12), Schedule(), is_holiday)]
    assert names == ["opening", "on:0:2017-04-12", "after:3:2017-04-12"]  # 10 April: the opening says it all


def test_who_is_asked_after_the_last_day_is_asked_first() -> None:
    sequence = steps(april(20), april(12), Schedule(after=(3, 14)), is_holiday)
    assert [step.name for step in sequence] == ["opening", "after:14:2017-04-12"]
    assert due(sequence, april(20), []) == sequence[0]


@pytest.mark.parametrize(
    ("today", "written", "expected"),
    [
        (date(2017, 2, 28), [], None),  # not opened
        (date(2017, 3, 1), [], "opening"),
        (date(2017, 3, 1), ["opening"], None),
        (date(2017, 4, 4), ["opening"], None),
        (date(2017, 4, 5), ["opening"], "before:7:2017-04-12"),
        (date(2017, 4, 6), ["opening"], "before:7:2017-04-12"),  # missed by a day: caught up with
        (date(2017, 4, 6), ["opening", "before:7:2017-04-12"], None),
        (date(2017, 4, 10), ["opening", "before:7:2017-04-12"], "before:2:2017-04-12"),
        (date(2017, 4, 20), ["opening"], "after:3:2017-04-12"),  # three missed: the latest alone
        (date(2017, 4, 20), [], "after:3:2017-04-12"),
        (date(2017, 4, 20), ["after:3:2017-04-12"], None),  # and those passed over stay passed over
        (date(2017, 9, 1), ["after:3:2017-04-12"], None),
    ],
)
def test_the_latest_step_is_due_once(today: date, written: list[str], expected: str | None) -> None:
    found = due(steps(OPENED, april(12), Schedule(), is_holiday), today, written)
    assert (found.name if found else None) == expected


def test_two_steps_on_one_day_are_one_mail() -> None:
    sequence = steps(OPENED, april(17), Schedule(before=(2,)), is_holiday)
    found = due(sequence, april(13), ["opening"])
    assert found is not None
    assert found.kind == "on"
    assert due(sequence, april(13), ["opening", found.name]) is None


def test_an_extension_starts_its_own_reminders() -> None:
    written = ["opening", "before:7:2017-04-12", "before:2:2017-04-12", "on:0:2017-04-12"]
    extended = steps(OPENED, april(26), Schedule(), is_holiday)
    found = due(extended, april(19), written)
    assert found is not None
    assert found.name == "before:7:2017-04-26"


def test_just_after_an_extension_nothing_is_said_twice() -> None:
    extended = steps(OPENED, april(26), Schedule(), is_holiday)
    assert due(extended, april(13), ["opening", "on:0:2017-04-12"]) is None


@pytest.mark.parametrize(
    ("senior_after", "today", "expected"),
    [(7, 18, None), (7, 19, "senior:7:2017-04-12"), (2, 17, None), (2, 18, "senior:2:2017-04-12"), (None, 30, None)],
)
def test_the_senior_is_told_once(senior_after: int | None, today: int, expected: str | None) -> None:
    sequence = senior_step(april(12), Schedule(senior_after=senior_after), is_holiday)
    found = due(sequence, april(today), ())
    assert (found.name if found else None) == expected
    assert due(sequence, april(today), [expected or ""]) is None


@pytest.mark.parametrize(
    ("day", "kind", "expected"),
    [(13, "before", True), (14, "before", False), (15, "after", False), (17, "senior", False), (15, "opening", True)],
)
def test_reminders_that_were_missed_wait_for_a_working_day(day: int, kind: str, expected: bool) -> None:
    assert may_send_on(april(day), kind, is_holiday) is expected
