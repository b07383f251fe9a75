"""Read a plan out of a file: say what was understood, or make the plan."""

from __future__ import annotations

import json
import logging
import re
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils.text import slugify
from tqdm import tqdm

from partners.tenancy import Access
from plans.importers.codec import proposal_to_json
from plans.importers.errors import Unreadable
from plans.importers.interpret.refuse import refusal
from plans.importers.people import people
from plans.importers.progress import Progress
from plans.importers.proposal import Options
from plans.importers.propose import Reading, propose
from plans.management.asking import acting_for
from plans.management.summary import summary
from plans.models import Plan
from plans.queries.people import open_people, sentences
from plans.services import fitting
from plans.services.committing import commit_import
from plans.services.imports import keep_reading
from plans.services.people import confirm_people
from prevent_tracker.core.personal import digest_of

BASES = ("financial", "academic", "calendar")


class Command(BaseCommand):
    """`import_plan FILE --dry-run [--json]` shows what was read; with `--partnership` the plan is made."""

    help = (
        "Reads a plan from a Word, Excel, OpenDocument, CSV, PDF, text or HTML file, or an exported JSON."
        " With --dry-run it shows what was understood and touches no database."
    )
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="the file that holds the plan; - reads standard input")
        parser.add_argument("--partnership", default="", help="slug of the partnership that gets the plan")
        parser.add_argument(
            "--as", dest="email", default="", help="e-mail of the member who imports it (its first coordinator)"
        )
        parser.add_argument("--dry-run", action="store_true", help="show what was understood; store nothing")
        parser.add_argument(
            "--json", action="store_true", help="with --dry-run: print one JSON object (docs/import.md)"
        )
        parser.add_argument("--year-basis", choices=BASES, default="", help="the plan's year, if the file does not say")
        parser.add_argument("--period", default="", help='the plan\'s period, for example "2016/17"')
        parser.add_argument(
            "--not-about-a-person",
            action="append",
            default=[],
            metavar="WORDS",
            help="say of words that look like case data that they are about no person; kept on the record (repeat it)",
        )
        parser.add_argument("--slug", default="", help="the plan's address (made of its title)")

    def handle(self, *args: Any, file: str, **options: Any) -> None:
        """Raises CommandError with one sentence for whatever is wrong; then nothing is stored."""
        dry_run = options["dry_run"]
        if not dry_run and not options["partnership"]:
            raise CommandError("Say for which partnership: --partnership SLUG; or only look at the file: --dry-run.")
        if options["json"] and not dry_run:
            raise CommandError("--json prints what was understood: use it with --dry-run.")
        if options["period"] and not re.search(r"\d{4}", options["period"]):
            raise CommandError(f'“{options["period"]}” names no year; say the period as --period "2016/17".')
        content, name = _content(file)
        try:
            with _bar() as progress, _log_of_reading(shown=options["verbosity"] > 1):
                reading = propose(content, name, Options(options["year_basis"], options["period"]), progress=progress)
        except Unreadable as error:
            raise CommandError(str(error)) from error
        if said := refusal(reading.proposal, reading.source):
            raise CommandError(said)
        if dry_run:
            self._show(reading, as_json=options["json"])
            return
        plan = self._commit(reading, content, name, options)
        self.stdout.write(reverse("plan", kwargs={"partnership": options["partnership"], "plan": plan.slug}))

    def _show(self, reading: Reading, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(proposal_to_json(reading.proposal), ensure_ascii=False, indent=2))
            return
        for line in summary(reading.proposal):
            self.stdout.write(line)

    def _commit(self, reading: Reading, content: bytes, name: str, options: dict[str, Any]) -> Plan:
        partnership, proposed = options["partnership"], reading.proposal.plan
        said = {"year_basis": options["year_basis"], "period": options["period"]}
        if proposed.starts_on is None or proposed.ends_on is None:
            raise CommandError('The file does not say which year it is for: add --period, for example "2016/17".')
        confirmed = _confirmed(reading, options["not_about_a_person"])
        title = fitting.short(proposed.title or Path(name).stem, fitting.FACT_LENGTHS["title"])
        with acting_for(options["email"], partnership) as by:
            batch = keep_reading(by=by, name=name, content=content, options=said, reading=reading)
            if confirmed:
                confirm_people(by=by, batch=batch, digests=confirmed)
            _check_people(by, reading)
            return commit_import(
                by=by,
                batch=batch,
                slug=options["slug"] or slugify(title)[:50].strip("-") or "plan",
                title=title,
                starts_on=proposed.starts_on,
                ends_on=proposed.ends_on,
                year_basis=proposed.year_basis,
            )


def _confirmed(reading: Reading, given: list[str]) -> set[str]:
    """The digests of the words that were said to be about no person. Words that the file does not have are a slip."""
    known = {each.hit.digest for each in people(reading.proposal)}
    for words in given:
        if digest_of(words) not in known:
            raise CommandError(
                f"--not-about-a-person “{words}”: nothing in the file that looks like case data is that."
            )
    return {digest_of(words) for words in given}


def _check_people(by: Access, reading: Reading) -> None:
    found = [each for each in open_people(by, reading.proposal) if each.is_written]
    if found:
        said = "This looks as if about a person. Take it out of the file, or confirm each: --not-about-a-person WORDS"
        raise CommandError("\n".join([said, *sentences(found, reading.proposal)]))


def _content(file: str) -> tuple[bytes, str]:
    """The bytes and the name of a file, or of standard input."""
    if file == "-":
        return sys.stdin.buffer.read(), "standard input"
    try:
        return Path(file).read_bytes(), Path(file).name
    except IsADirectoryError as error:
        raise CommandError(f"{file} is a folder; give the file that holds the plan.") from error
    except FileNotFoundError as error:
        raise CommandError(f"There is no file {file}.") from error
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.") from error


@contextmanager
def _log_of_reading(*, shown: bool) -> Iterator[None]:
    """Where reading broke is for programmers (--verbosity 2); everybody else gets the sentence alone."""
    log = logging.getLogger("plans.importers")
    level = log.level
    log.setLevel(level if shown else logging.CRITICAL)
    try:
        yield
    finally:
        log.setLevel(level)


@contextmanager
def _bar() -> Iterator[Progress]:
    """A bar on a terminal, silence elsewhere."""
    with tqdm(total=1, disable=not sys.stderr.isatty(), leave=False, file=sys.stderr) as bar:

        def show(doing: str, done: int, total: int) -> None:
            bar.total, bar.n = total, done
            bar.set_description(doing)

        yield show
