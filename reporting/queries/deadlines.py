"""When the papers of a meeting are due, and how long that is from today."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from partners.models import Meeting
from plans.rules.bank_holidays import is_holiday
from plans.rules.working_days import working_days_left

from .boards import papers_due


@dataclass(frozen=True)
class PapersDue:
    """The last day for a meeting's papers; `left`: working days from today to it, negative once it is past."""

    day: dt.date
    left: int
    is_past: bool

    @property
    def words(self) -> str:
        """ "3 working days left", "today", "2 working days ago"."""
        count = f"{abs(self.left)} working day{'' if abs(self.left) == 1 else 's'}"
        if self.is_past:
            return f"{count} ago"
        return f"{count} left" if self.left else "today"


def papers_due_from(today: dt.date, meeting: Meeting | None) -> PapersDue | None:
    """None where no meeting is decided or it has been held."""
    if meeting is None or meeting.held_on < today:
        return None
    day = papers_due(meeting)
    return PapersDue(day, working_days_left(today, day, is_holiday), day < today)
