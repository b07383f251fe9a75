"""Reads timescale phrases from standard input, one a line, and says how they were understood. Touches no database."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import date
from typing import Any, TextIO, cast, get_args

from django.core.management.base import BaseCommand, CommandError

from plans.rules.timescale import Timescale, describe
from plans.rules.timescale_reader import Context, YearBasis, read

_FIELDS = ("kind", "starts_on", "due_on", "recurrence", "condition", "refers_to", "scope")


def as_json(timescale: Timescale) -> str:
    """One JSON object on one line: the text, and per part its fields, with null for what is not said."""
    parts = [part.to_json() for part in timescale.parts]
    fields = [{name: part[name] or None for name in _FIELDS} for part in parts]
    return json.dumps({"text": timescale.text, "parts": fields}, ensure_ascii=False)


def as_line(timescale: Timescale) -> str:
    """The phrase and its parts in words, for people."""
    parts = [
        f"{part.kind.value} ({describe(part)})" + (f" [{part.note}]" if part.note else "") for part in timescale.parts
    ]
    return f"{timescale.text}: " + "; ".join(parts)


def phrases(lines: TextIO) -> Iterator[str]:
    """Each line without its line ending; a blank line is a blank phrase."""
    for line in lines:
        yield line.rstrip("\r\n")


def _day(option: str, text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise CommandError(f"{option} must be a date such as 2016-04-01, not “{text}”.") from error


class Command(BaseCommand):
    """`read_timescale [--json] [--plan-start D --plan-end D --year-basis B] < phrases`."""

    help = "Reads timescale phrases from standard input, one a line."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The plan's period and year basis date phrases that print no year."""
        parser.add_argument("--json", action="store_true", help="One JSON object a line.")
        parser.add_argument("--plan-start", metavar="D", help="The plan's first day, as 2016-04-01.")
        parser.add_argument("--plan-end", metavar="D", help="The plan's last day, as 2017-03-31.")
        parser.add_argument("--year-basis", choices=get_args(YearBasis), default="financial")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError for dates that are no dates, out of range or the wrong way round."""
        starts_on = _day("--plan-start", options["plan_start"])
        ends_on = _day("--plan-end", options["plan_end"])
        try:
            context = Context(starts_on, ends_on, cast(YearBasis, options["year_basis"]))
        except ValueError as error:
            raise CommandError(str(error)) from error
        show = as_json if options["json"] else as_line
        for phrase in phrases(options.get("stdin") or sys.stdin):
            self.stdout.write(show(read(phrase, context)))
