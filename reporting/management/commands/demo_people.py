"""Who can sign in to the demonstration, and with what."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from reporting.demo.entries import FileError
from reporting.demo.files import FOLDER, read_files
from reporting.demo.people import KEYS_FILE, demo_people, read_keys

MAKE_ONE = "manage.py create_api_key --partnership haringey --agency <slug> --name <what it is for> --days 90"


class Command(BaseCommand):
    help = "Prints the demonstration's people with their passwords, and the keys of its agencies. Needs no database."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", dest="folder", type=Path, default=FOLDER, help="where the files are (fixtures/)")
        parser.add_argument("--keys", type=Path, default=KEYS_FILE, help="where the tokens of the API keys are")

    def handle(self, *args: Any, folder: Path, keys: Path, **options: Any) -> None:
        try:
            plans = read_files(folder)
        except FileError as error:
            raise CommandError(str(error)) from error
        people = demo_people({plan.partnership.slug: plan.partnership for plan in plans}.values())
        heading = ("Partnership", "Role", "Name", "E-mail", "Password")
        self._table(heading, [(who.partnership, who.role, who.name, who.email, who.password) for who in people])
        tokens = read_keys(keys)
        self.stdout.write("")
        if tokens:
            self._table(("Partnership", "Agency", "API key"), tokens)
        else:
            self.stdout.write(f"API keys: there are none here; make one with\n  {MAKE_ONE}")

    def _table(self, heading: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        widths = [max(len(row[column]) for row in (heading, *rows)) for column in range(len(heading))]
        for row in (heading, *rows):
            self.stdout.write("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
