"""One clock for Python and the database, which stands still in a demonstration."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection

from prevent_tracker.core import clock

THEN = dt.datetime(2016, 7, 14, 9, 30, tzinfo=dt.UTC)


def database_now() -> dt.datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.now()")
        found: dt.datetime = cursor.fetchone()[0]
        return found


def test_a_demonstration_stands_on_its_day_and_its_hours_go_on(db: None, settings: Any) -> None:
    settings.DEMO_TODAY = dt.date(2017, 1, 18)
    assert clock.today() == dt.date(2017, 1, 18)
    first, second = clock.now(), clock.now()
    assert first <= second or second.time() < first.time()  # midnight may fall between


def test_without_a_demonstration_it_is_now(settings: Any) -> None:
    settings.DEMO_TODAY = None
    assert abs(clock.now() - dt.datetime.now(dt.UTC)) < dt.timedelta(seconds=5)


def test_the_database_agrees(db: None) -> None:
    assert abs(database_now() - clock.now()) < dt.timedelta(seconds=5)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (dt.datetime(2016, 7, 14, 22, 59, tzinfo=dt.UTC), dt.date(2016, 7, 14)),
        (dt.datetime(2016, 7, 14, 23, 0, tzinfo=dt.UTC), dt.date(2016, 7, 15)),  # summer time: already tomorrow here
        (dt.datetime(2016, 12, 31, 23, 59, tzinfo=dt.UTC), dt.date(2016, 12, 31)),
    ],
)
def test_a_day_is_the_installations_own(db: None, moment: dt.datetime, day: dt.date) -> None:
    with clock.at(moment):
        assert clock.today() == day


def test_a_given_moment_ends_with_its_block_and_the_application_moves_no_database(db: None) -> None:
    with clock.at(THEN):
        assert clock.now() == THEN
        assert database_now().date() != THEN.date()
    assert clock.now() != THEN
