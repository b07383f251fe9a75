"""What a partnership sets for its rounds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction

from partners.roles import Permission
from partners.tenancy import Access
from plans.models import AgreedStatus, Round, RoundSettings, StatusRule
from plans.queries.round_settings import settings_of
from prevent_tracker.core.errors import Invalid

from .agreeing import agree_all
from .saving import check_version, hold_open, save

__all__ = ["change_settings", "settings_of"]

MOST_REMINDERS = 5
FARTHEST = 60  # days


@transaction.atomic
def change_settings(*, by: Access, expected_version: int | None, **fields: Any) -> RoundSettings:
    """Set any of the fields of `RoundSettings`; the others stay. `expected_version` is 0 where nothing was set yet.

    Another status rule counts for open rounds at once; what is closed stays as it was agreed. Raises `Invalid` with
    every field that is not right, or `Stale`.
    """
    by.require(Permission.MANAGE_ROUND)
    _hold(by)
    row = settings_of(by)
    check_version(row, expected_version, CHECKS)
    _check(fields)
    rule = row.status_rule
    for name, value in fields.items():
        setattr(row, name, sorted(value, reverse=name == "remind_before") if isinstance(value, list) else value)
    row.version += 1
    save(row, "Settings of rounds changed")
    if row.status_rule != rule:
        _roll_up_again(by)
    return row


def _hold(by: Access) -> None:
    """One writer of the settings at a time, the first of all included."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('round settings:' || %s, 0))", [by.partnership_id]
        )


def _roll_up_again(by: Access) -> None:
    opened = Round.objects.within(by).filter(opened_at__isnull=False, closed_at=None).order_by("pk")
    for pk in opened.values_list("pk", flat=True):
        hold_open(pk)
    for current in opened.all():  # read afresh: one may just have closed
        rows = AgreedStatus.objects.within(by).filter(round=current)
        agree_all(by, current, list(rows.values_list("action_id", flat=True)))


def _check(fields: dict[str, Any]) -> None:
    errors: dict[str, str | list[str]] = {}
    for name, value in fields.items():
        said = CHECKS[name](value) if name in CHECKS else "There is no such setting."
        if said:
            errors[name] = said
    if errors:
        raise Invalid(errors)


def _whole(least: int, most: int) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        right = isinstance(value, int) and not isinstance(value, bool) and least <= value <= most
        return "" if right else f"Give a whole number from {least} to {most}."

    return check


def _whole_or_none(value: Any) -> str:
    return "" if value is None else _whole(1, FARTHEST)(value)


def _yes_or_no(value: Any) -> str:
    return "" if isinstance(value, bool) else "Answer yes or no."


def _days(value: Any) -> str:
    good = isinstance(value, list) and not any(_whole(1, FARTHEST)(day) for day in value)
    if not good or len(value) > MOST_REMINDERS or len(set(value)) != len(value):
        return f"Give at most {MOST_REMINDERS} different whole numbers of days, each from 1 to {FARTHEST}."
    return ""


def _rule(value: Any) -> str:
    return "" if value in StatusRule.values else "Choose how several answers become one status."


def _time(value: Any) -> str:
    return "" if isinstance(value, dt.time) else "Give a time of day, such as 09:00."


CHECKS: dict[str, Callable[[Any], str]] = {
    "status_rule": _rule,
    "opens_days_after": _whole(0, FARTHEST),
    "closes_days_before": _whole(1, FARTHEST),
    "papers_days_before": _whole(0, FARTHEST),
    "opens_by_itself": _yes_or_no,
    "sends_mail": _yes_or_no,
    "send_at": _time,
    "remind_before": _days,
    "remind_on_the_day": _yes_or_no,
    "remind_after": _days,
    "senior_after": _whole_or_none,
}
