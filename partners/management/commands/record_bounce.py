"""Read a delivery report and mark its message."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from partners.bounces import MOST, read_bounce
from prevent_tracker.core.errors import Invalid


class Command(BaseCommand):
    """`record_bounce < report.eml`: 0 when it was recorded or says nothing final, 1 with one sentence otherwise."""

    help = "Reads a mail server's delivery report (RFC 3464) on standard input and marks its message as not delivered."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            bounce = read_bounce(sys.stdin.buffer.read(MOST + 1))
        except Invalid as error:
            raise CommandError(str(error)) from error
        if not bounce.is_final:
            self.stdout.write(f"{bounce.message_id} is only delayed ({bounce.reason}): nothing was recorded.")
            return
        with connection.cursor() as cursor:
            cursor.execute("SELECT app.record_bounce(%s, %s)", [bounce.message_id, bounce.reason])
            [was] = cursor.fetchone()
        if was is None:
            raise CommandError(f"{bounce.message_id} is no message of this tracker: nothing was recorded.")
        self.stdout.write(f"{bounce.message_id} was not delivered: {bounce.reason}")
