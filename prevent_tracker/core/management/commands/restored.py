"""`manage.py restored`: say that the database was restored from a back-up, before anybody writes to it again."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from prevent_tracker.core.database import as_owner

# A life is named by its beginning, in seconds since 2020: two restores of one back-up begin two lives, where counting
# up from the back-up's own would begin the same one twice.
_BEGIN = """
SELECT setval('app.epoch', greatest(last_value + 1,
  floor(extract(epoch FROM clock_timestamp()) - extract(epoch FROM timestamptz '2020-01-01 00:00Z'))::bigint))
FROM app.epoch"""


class Command(BaseCommand):
    help = "After restoring a back-up, before the web server and the worker start: begin a new life of the database."

    def handle(self, *args: Any, **options: Any) -> None:
        """Transaction ids begin anew in a restored database, so what is written from here on is counted apart."""
        try:
            with as_owner(), connection.cursor() as cursor:
                cursor.execute(_BEGIN)
                life = cursor.fetchone()[0]
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from None
        self.stdout.write(
            f"A new life of the database has begun (number {life}). Systems that follow the API’s changes are told "
            "once to read everything again."
        )
