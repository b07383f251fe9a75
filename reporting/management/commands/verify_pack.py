"""Say whether a file is an issue of a pack, and which."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from prevent_tracker.core.database import as_owner
from reporting.queries.verifying import whole_register
from reporting.verifying import RegisterError, Verdict, read_clue, register_from_json, verdict

MOST = 200 * 2**20  # bytes


class Command(BaseCommand):
    help = (
        "Says whether a PDF, HTML or JSON file is an issue of a pack, and which: against this installation's issues, or"
        " against a register that issue_register wrote. Asks nobody else. Exit code 1 when it is not."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the file as it was received")
        parser.add_argument("--register", type=Path, help="a register, where the installation is not at hand")

    def handle(self, *args: Any, file: Path, register: Path | None, **options: Any) -> None:
        found = self._verdict(self._read(file), register)
        lines = "\n".join(found.sentences)
        if not found.is_good:
            raise CommandError(lines)
        self.stdout.write(lines)
        assert found.entry is not None
        self.stdout.write(f"Seal {found.entry.seal}")

    def _read(self, path: Path) -> bytes:
        try:
            if path.stat().st_size > MOST:
                raise CommandError(f"{path} is larger than {MOST // 2**20} MB: no issue is.")
            return path.read_bytes()
        except OSError as error:
            raise CommandError(f"Cannot read {path}: {error.strerror}.") from error

    def _verdict(self, content: bytes, register: Path | None) -> Verdict:
        clue = read_clue(content)
        if register is None:
            with as_owner():
                return verdict(clue, whole_register())
        try:
            return verdict(clue, register_from_json(self._read(register).decode()).entries)
        except (RegisterError, UnicodeDecodeError) as error:
            raise CommandError(f"{register}: {error}") from error
