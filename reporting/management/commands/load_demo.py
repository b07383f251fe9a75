"""Load the demonstration: the plans below fixtures/ with their quarters."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from reporting.demo.entries import FileError
from reporting.demo.files import FOLDER, PlanFile
from reporting.demo.load import load
from reporting.demo.people import KEYS_FILE, write_keys


class Command(BaseCommand):
    help = "Loads the demonstration's plans that are not there yet; what is there stays as it is. Needs DEMO_TODAY."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", dest="folder", type=Path, default=FOLDER, help="where the files are (fixtures/)")
        parser.add_argument("--keys", type=Path, default=KEYS_FILE, help="where to write the tokens of the API keys")

    def handle(self, *args: Any, folder: Path, keys: Path, **options: Any) -> None:
        if settings.DEMO_TODAY is None:
            raise CommandError("Set DEMO_TODAY (for example 2017-01-18): only a demonstration can be filled with one.")
        started = time.monotonic()
        self.keys = keys
        try:
            with ExitStack() as self.bars:
                loaded = load(settings.DEMO_TODAY, self.show, self.keep, folder)
        except FileError as error:
            raise CommandError(str(error)) from error
        took = f"{time.monotonic() - started:.1f} s"
        if loaded:
            self.stdout.write(f"Loaded {len(loaded)} {'plan' if len(loaded) == 1 else 'plans'} in {took}.")
        else:
            self.stdout.write(f"The demonstration is loaded already; nothing to do ({took}).")

    def show(self, plan: PlanFile, steps: int) -> Callable[[], object]:
        """A bar on a terminal, a line elsewhere."""
        if sys.stdout.isatty():
            self.bars.close()  # the one before
            return self.bars.enter_context(tqdm(total=steps, desc=plan.slug, unit=" steps")).update
        self.stdout.write(f"{plan.partnership.slug}: {plan.slug}, {steps} steps")
        return lambda: None

    def keep(self, plan: PlanFile, tokens: dict[str, str]) -> None:
        """A token is shown once and stored hashed: without the file a new key must be made."""
        try:
            write_keys(plan.partnership.slug, tokens, self.keys)
        except OSError as error:
            self.stderr.write(f"The API keys could not be kept ({error}); create_api_key makes others.")
