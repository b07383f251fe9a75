"""Do background work until told to stop."""

from __future__ import annotations

import signal
import time
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import OperationalError, connection

from prevent_tracker.core.jobs import work_once


class Command(BaseCommand):
    help = "Does background work (packs, mail) until it is stopped; --once does what is waiting and ends."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what is waiting now, then end")
        parser.add_argument("--pause", type=float, default=0.5, help="seconds between looks at an empty queue")

    def handle(self, *args: Any, once: bool, pause: float, **options: Any) -> None:
        self.stopping = False
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.stop)
        while not self.stopping:
            try:
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
