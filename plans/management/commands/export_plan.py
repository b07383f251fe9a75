"""Write a plan to a file, as it stands or as it stood at any moment."""

from __future__ import annotations

import datetime as dt
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from plans.exporters import FORMATS
from plans.exporters.editions import EDITIONS
from plans.management.asking import acting_for
from plans.queries.export import plan_record
from plans.queries.plan import plan as find_plan


class Command(BaseCommand):
    """`export_plan PLAN --partnership SLUG [--format docx] [--at MOMENT] [--edition public] [--output FILE]`."""

    help = "Writes a plan as a Word, Excel, CSV or JSON file, under its own headings."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("plan", metavar="PLAN", help="slug of the plan, for example haringey-2016-17")
        parser.add_argument("--partnership", required=True, help="slug of the partnership, for example haringey")
        parser.add_argument("--as", dest="email", default="", help="e-mail of the member who asks (its coordinator)")
        parser.add_argument("--format", choices=FORMATS, help="kind of file (by the name of --output; else docx)")
        parser.add_argument("--at", metavar="MOMENT", default="", help="2016-12-31 (its end) or 2016-12-31T09:30; now")
        parser.add_argument("--edition", choices=EDITIONS, default="board", help="for whom; board reads all")
        parser.add_argument("--output", type=Path, metavar="FILE", help="file to write; - is standard output")

    def handle(self, *args: Any, plan: str, partnership: str, output: Path | None, **options: Any) -> None:
        """Raises CommandError with one sentence for whatever is wrong."""
        by_name = output.suffix[1:].lower() if output is not None else ""
        kind = options["format"] or (by_name if by_name in FORMATS else "docx")
        moment = _moment(options["at"]) if options["at"] else None
        with acting_for(options["email"], partnership) as access:
            record = plan_record(access, find_plan(access, plan), moment=moment, edition=options["edition"])
        content = FORMATS[kind].write(record)
        if output == Path("-"):
            sys.stdout.buffer.write(content)
            return
        path = output or Path(f"{plan}.{kind}")
        try:
            path.write_bytes(content)
        except OSError as error:
            raise CommandError(f"Cannot write {path}: {error.strerror}.") from error
        self.stdout.write(str(path))


def _moment(text: str) -> dt.datetime:
    """A moment, or the end of a day, in the installation's time zone unless the text names another."""
    try:
        day = parse_date(text)
        moment = dt.datetime.combine(day, dt.time.max) if day else parse_datetime(text)
    except ValueError as error:
        raise CommandError(_NO_MOMENT.format(text)) from error
    if moment is None:
        raise CommandError(_NO_MOMENT.format(text))
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


_NO_MOMENT = "“{}” is no moment; write a day such as 2016-12-31, or a time such as 2016-12-31T09:30."
