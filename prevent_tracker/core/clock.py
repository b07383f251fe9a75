"""The one clock. Every rule is given a day or a moment that was read here, never from the system's own clock.

An installation with DEMO_TODAY stands still on that day (its time of day goes on), and the database agrees:
`app.now()` reads the same day from `core_democlock`, which only the owner's role can write.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.db import connection
from django.utils import timezone

_given: ContextVar[dt.datetime | None] = ContextVar("given_moment", default=None)


def now() -> dt.datetime:
    """This moment, aware."""
    given = _given.get()
    if given is not None:
        return given
    real = timezone.now()
    if settings.DEMO_TODAY is None:
        return real
    local = timezone.localtime(real)
    return dt.datetime.combine(settings.DEMO_TODAY, local.time(), tzinfo=local.tzinfo)


def today() -> dt.date:
    """This day, in the installation's time zone."""
    return timezone.localdate(now())


@contextmanager
def at(moment: dt.datetime) -> Iterator[None]:
    """Write history at a given moment of the past: only for the owner's role under the maintenance flag.

    The database ignores the moment for anybody else (core/rls.py, `app.now()`), so code that calls this as the
    application changes nothing but its own idea of today.
    """
    token = _given.set(moment)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.moment', %s, false)", [moment.isoformat()])
    try:
        yield
    finally:
        _given.reset(token)
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('app.moment', '', false)")
