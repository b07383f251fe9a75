"""What happens by itself to packs: now and then the worker does this for each partnership (app.enqueue_ticks)."""

from __future__ import annotations

import uuid

from django.db import connection
from django.utils import timezone
from django_tasks import task

from partners.tenancy import the_installation
from plans.queries.round_settings import settings_of
from prevent_tracker.core import clock

from .scheduled import ask_for_due


@task()
def tick(*, partnership_id: str, user_id: None = None) -> None:
    """Background work of one partnership; two at once wait for each other. From the hour on that mail is sent."""
    by = the_installation(uuid.UUID(partnership_id))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('pack tick:' || %s, 0))", [partnership_id])
    if timezone.localtime(clock.now()).time() >= settings_of(by).send_at:
        ask_for_due(by)
