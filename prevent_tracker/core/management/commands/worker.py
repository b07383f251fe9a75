"""Do background work until told to stop."""

from __future__ import annotations

import signal
import time
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import OperationalError, connection

from prevent_tracker.core.jobs import enqueue_ticks, work_once

LOOK_EVERY = 60  # seconds between looks whether work that nobody asks for is due


class Command(BaseCommand):
    help = (
        "Does background work (packs, mail, reminders) until it is stopped; --once does what is waiting and ends,"
        " and starts nothing by itself."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what is waiting now, then end")
        parser.add_argument("--pause", type=float, default=0.5, help="seconds between looks at an empty queue")

    def handle(self, *args: Any, once: bool, pause: float, **options: Any) -> None:
        self.stopping = False
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.stop)
        looked_at = float("-inf")
        while not self.stopping:
            try:
                if not once and time.monotonic() - looked_at >= LOOK_EVERY:
                    enqueue_ticks(settings.TICKS)
                    looked_at = time.monotonic()
                worked = work_once()
            except OperationalError as error:
                if once:
                    raise
                self.stderr.write(f"The database is away ({error}); trying again.")
                connection.close()
                worked = False
            if not worked:
                if once:
                    return
                time.sleep(pause)

    def stop(self, number: int, frame: FrameType | None) -> None:
        """Finish the job in hand, then end."""
        self.stopping = True
