"""Draw a board's pack without a browser."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from tqdm import tqdm

from partners.operators import member_with
from partners.roles import Role
from partners.tenancy import Access, acting
from prevent_tracker.core.errors import DomainError
from reporting.document import Document
from reporting.editions import NoEdition, edition
from reporting.models import Edition, Issue, Pack
from reporting.queries import packs as queries
from reporting.render.html import render_html
from reporting.render.pdf import Progress, RenderError, render_pdf
from reporting.services.drafting import draft_document, draft_pack
from reporting.services.moments import document_at

END_OF_DAY = dt.time(23, 59, 59)
Files = dict[str, bytes]


class Command(BaseCommand):
    help = (
        "Writes a board's pack for a round as HTML and PDF: its latest issue, a draft drawn now where there is none, or"
        " the pack as it stood at a moment."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--partnership", required=True, help="slug of the partnership, for example haringey")
        parser.add_argument("--board", required=True, help="short name of the board, for example HPDG")
        parser.add_argument("--period", required=True, help="the round, for example 2016-Q2")
        parser.add_argument("--plan", default="", help="slug of the plan, where several have that round")
        parser.add_argument(
            "--edition", default=Edition.BOARD.value, help="board, partner or public; board unless told"
        )
        parser.add_argument("--draft", action="store_true", help="draw a draft, though there is an issue")
        parser.add_argument(
            "--as-at",
            default="",
            metavar="MOMENT",
            help="as it stood then: 2016-11-09 (the end of that day), 2016-11-09T14:05 (local time)",
        )
        parser.add_argument("--out", required=True, type=Path, help="folder to write to; made if it is not there")

    def handle(self, *args: Any, partnership: str, out: Path, **options: Any) -> None:
        try:
            with acting(member_with(partnership, Role.COORDINATOR), partnership) as access:
                files = _files(access, **{name: options[name] for name in ("board", "period", "plan", "draft")},
                               name=_edition(options["edition"]), moment=_moment(options["as_at"]))  # fmt: skip
        except (DomainError, NoEdition, RenderError) as error:
            raise CommandError(str(error)) from error
        try:
            out.mkdir(parents=True, exist_ok=True)
            for name, content in files.items():
                (out / name).write_bytes(content)
                self.stdout.write(str(out / name))
        except OSError as error:
            raise CommandError(f"Cannot write to {out}: {error.strerror}.") from error


def _edition(text: str) -> str:
    if text not in Edition.values:
        raise CommandError(f"There is no edition “{text}”: give board, partner or public.")
    return text


def _moment(text: str) -> dt.datetime | None:
    """A moment in ISO 8601, in local time where it names no zone; a day is its end."""
    if not text:
        return None
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        raise CommandError(f"“{text}” is no moment: give it as 2016-11-09 or 2016-11-09T14:05.") from None
    if len(text) == len("2016-11-09"):
        found = dt.datetime.combine(found, END_OF_DAY)
    return found if found.tzinfo else timezone.make_aware(found)


def _files(
    access: Access, *, board: str, period: str, plan: str, draft: bool, name: str, moment: dt.datetime | None
) -> Files:
    found_board, found_round = queries.find(access, board=board, period=period, plan=plan)
    stem = f"{found_round.slug} {found_board.short_name} {found_round.plan.slug}"
    of = "" if name == Edition.BOARD else f" {name} edition"
    pack = queries.packs(access).filter(board=found_board, round=found_round).first()
    if moment is not None:
        if pack is None:
            raise CommandError(
                f"{found_board.short_name} has no pack about {found_round.label}: nothing to look back at."
            )
        document = edition(document_at(access, pack, moment), name)
        return _drawn(document, slugify(f"{stem} as at {timezone.localtime(moment):%Y-%m-%d %H%M}{of}"))
    if pack is not None and not draft and pack.issues.exists():
        issue = _issue(access, pack, name)
        stem = slugify(f"{stem} issue {issue.number}{of}")
        return {f"{stem}.html": issue.html.encode(), f"{stem}.pdf": bytes(issue.pdf)}
    with transaction.atomic():
        stored = pack or draft_pack(by=access, board=found_board, round=found_round)
        document = edition(draft_document(access, stored), name)
        transaction.set_rollback(pack is None)  # looking at a pack drafts none
    return _drawn(document, slugify(f"{stem} draft{of}"))


def _issue(access: Access, pack: Pack, name: str) -> Issue:
    found = Issue.objects.within(access).filter(pack=pack, edition=name).order_by("number").last()
    if found is None:
        raise CommandError(f"There is no issue in the {name} edition; --draft draws what it would be.")
    return found


def _drawn(document: Document, stem: str) -> Files:
    with _bar() as show:
        return {
            f"{stem}.html": render_html(document).encode(),
            f"{stem}.pdf": render_pdf(document, show, processes=settings.PACK_PROCESSES),
        }


@contextmanager
def _bar() -> Iterator[Progress]:
    """A bar that goes on with each section, where somebody looks."""
    with tqdm(total=1, disable=not sys.stderr.isatty(), leave=False, file=sys.stderr, unit="section") as bar:

        def show(words: str, done: int, total: int) -> None:
            bar.total, bar.n = total, done
            bar.set_description(words)

        yield show
