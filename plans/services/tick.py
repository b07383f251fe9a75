"""What happens by itself: every few minutes the worker does this for each partnership (app.enqueue_ticks).

Rounds whose day has come are opened where the partnership wants that, and mail that is due is written. Doing it twice
changes nothing: a message's key says what it is.
"""

from __future__ import annotations

import uuid

from django.db import connection
from django.utils import timezone
from django_tasks import task

from partners.tenancy import Access, the_installation
from plans.models import Plan, Round
from plans.queries.round_settings import settings_of
from plans.rules.bank_holidays import is_holiday
from plans.rules.working_days import is_working_day
from prevent_tracker.core import clock

from . import notices, outbox
from .rounds import open_round


@task()
def tick(*, partnership_id: str, user_id: None = None) -> None:
    """Background work of one partnership; two at once wait for each other."""
    by = the_installation(uuid.UUID(partnership_id))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('tick:' || %s, 0))", [partnership_id])
    outbox.settle_stranded(by)
    settings = settings_of(by)
    is_time = timezone.localtime(clock.now()).time() >= settings.send_at
    if is_time and settings.opens_by_itself and is_working_day(clock.today(), is_holiday):
        open_due(by)
    notices.remind(by, clock.today(), only_openings=not is_time)


def open_due(by: Access) -> list[Round]:
    """Open planned rounds between their first and last day, of plans that are not closed and have no open round."""
    today = clock.today()
    open_now = Round.objects.within(by).filter(opened_at__isnull=False, closed_at=None)
    rows = (
        Round.objects.within(by)
        .filter(opened_at=None, opens_on__lte=today, closes_on__gte=today)
        .exclude(plan__stage=Plan.Stage.CLOSED)
        .exclude(plan__in=open_now.values("plan"))
        .order_by("plan_id", "-opens_on")
        .distinct("plan_id")
    )
    return [open_round(by=by, round=row, quietly=True) for row in rows]  # `remind` writes one mail a person for all
