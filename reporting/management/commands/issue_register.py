"""Write the register of issues: what verify_pack needs where the installation is not at hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from prevent_tracker.core import clock
from prevent_tracker.core.database import as_owner
from reporting.queries.verifying import altered, whole_register
from reporting.verifying import Register, broken_seals, register_to_json


class Command(BaseCommand):
    help = (
        "Writes the digests and seals of all issues to a file, to be kept elsewhere: whoever changed an issue in the"
        " database would have to change that file too. First checks that every seal, chain and stored file is whole;"
        " exit code 1, naming the issue, where one is not."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--out", type=Path, help="file to write; without it the issues are only checked")

    def handle(self, *args: Any, out: Path | None, **options: Any) -> None:
        with as_owner():
            entries, changed = tuple(whole_register()), altered()
        faults = [*changed, *broken_seals(entries)]
        if out is not None:
            self._write(out, Register(clock.now(), entries))
        if faults:
            raise CommandError("\n".join(faults))
        self.stdout.write(f"{len(entries)} issues, all whole.")

    def _write(self, out: Path, register: Register) -> None:
        try:
            out.write_text(register_to_json(register), encoding="utf-8")
        except OSError as error:
            raise CommandError(f"Cannot write to {out}: {error.strerror}.") from error
