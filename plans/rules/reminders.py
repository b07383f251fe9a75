"""When an agency is reminded of a round: which mail is due on a day, each once.

Every agency walks through the same steps towards and past its own deadline. The last step whose day has come is the
one that is due; whoever missed earlier ones (nothing ran for a week) is sent that one alone, never a burst.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from .working_days import IsHoliday, is_working_day, on_or_after, on_or_before

OPENING, BEFORE, ON, AFTER, SENIOR = "opening", "before", "on", "after", "senior"


@dataclass(frozen=True)
class Schedule:
    """The partnership's choice, in days before and after the deadline; `senior_after` None: nobody senior is told."""

    before: Sequence[int] = (7, 2)
    on_the_day: bool = True
    after: Sequence[int] = (3,)
    senior_after: int | None = 7


@dataclass(frozen=True)
class Step:
    """One mail to come: its kind, its day, and `name`, which no other step of the agency in this round has.

    A new deadline (an extension) gives new names, so that its reminders go out as well.
    """

    kind: str
    day: date
    name: str


def steps(opened_on: date, deadline: date, schedule: Schedule, is_holiday: IsHoliday) -> tuple[Step, ...]:
    """Every step to the agency's own people, in order of time. A reminder due on a weekend or a bank holiday goes out
    on the working day before, after the deadline on the one after; none before the round was opened."""
    found = [Step(OPENING, opened_on, OPENING)]
    early = [(BEFORE, days) for days in sorted(set(schedule.before) - {0}, reverse=True)]
    for kind, days in [*early, *([(ON, 0)] if schedule.on_the_day else [])]:
        day = on_or_before(deadline - timedelta(days=days), is_holiday)
        if day > opened_on:
            found.append(_step(kind, day, days, deadline))
    for days in sorted(set(schedule.after) - {0}):
        day = _late(deadline, days, is_holiday)
        if day > opened_on:
            found.append(_step(AFTER, day, days, deadline))
    return tuple(found)


def due(sequence: Sequence[Step], today: date, written: Collection[str]) -> Step | None:
    """The step to write now: the last whose day has come, unless it was `written` (names of steps)."""
    past = [step for step in sequence if step.day <= today]
    return past[-1] if past and past[-1].name not in written else None


def senior_step(deadline: date, schedule: Schedule, is_holiday: IsHoliday) -> tuple[Step, ...]:
    """The step to the agency's named senior: at most one."""
    if schedule.senior_after is None:
        return ()
    days = schedule.senior_after
    return (_step(SENIOR, _late(deadline, days, is_holiday), days, deadline),)


def may_send_on(day: date, kind: str, is_holiday: IsHoliday) -> bool:
    """Reminders that were missed wait for a working day too; what opened is told at once."""
    return kind == OPENING or is_working_day(day, is_holiday)


def _late(deadline: date, days: int, is_holiday: IsHoliday) -> date:
    return on_or_after(deadline + timedelta(days=days), is_holiday)


def _step(kind: str, day: date, days: int, deadline: date) -> Step:
    return Step(kind, day, f"{kind}:{days}:{deadline.isoformat()}")
