"""Working days: Monday to Friday, bank holidays left out. Which days are holidays is given as a predicate."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

IsHoliday = Callable[[date], bool]


def is_working_day(day: date, is_holiday: IsHoliday) -> bool:
    return day.weekday() < 5 and not is_holiday(day)


def add_working_days(day: date, count: int, is_holiday: IsHoliday) -> date:
    """The working day `count` working days after a day (negative: before it); 0 is the day itself, working or not."""
    step = timedelta(days=1 if count > 0 else -1)
    for _ in range(abs(count)):
        day += step
        while not is_working_day(day, is_holiday):
            day += step
    return day


def on_or_before(day: date, is_holiday: IsHoliday) -> date:
    """The day itself where it is a working day, else the last working day before it."""
    return day if is_working_day(day, is_holiday) else add_working_days(day, -1, is_holiday)


def on_or_after(day: date, is_holiday: IsHoliday) -> date:
    """The day itself where it is a working day, else the next working day."""
    return day if is_working_day(day, is_holiday) else add_working_days(day, 1, is_holiday)


def clear_days_before(meeting: date, count: int, is_holiday: IsHoliday) -> date:
    """The last day on which papers for a meeting may go out so that `count` clear working days lie between.

    Neither that day nor the day of the meeting counts (Local Government Act 1972, section 100B; domain.md: five clear
    days in England, three in Wales).
    """
    return add_working_days(meeting, -(count + 1), is_holiday)


def working_days_left(today: date, day: date, is_holiday: IsHoliday) -> int:
    """How many working days there are after today up to a day, that day included: 0 on the day itself.

    Negative, counted the other way, once it is past.
    """
    if day < today:
        return -working_days_left(day, today, is_holiday)
    return sum(is_working_day(today + timedelta(days=n), is_holiday) for n in range(1, (day - today).days + 1))
