"""Bank holidays: the one place that knows whose. England's; a day is given, the answer is yes or no."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from holidays import country_holidays

COUNTRY, PART = "GB", "ENG"


@lru_cache(maxsize=32)
def _of(year: int) -> frozenset[dt.date]:
    return frozenset(country_holidays(COUNTRY, subdiv=PART, years=year))


def is_holiday(day: dt.date) -> bool:
    """Whether a day is a bank holiday in England; given to the rules of plans/rules/working_days.py."""
    return day in _of(day.year)
