"""Draw a board's pack without a browser."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.text import slugify
from tqdm import tqdm

from partners.operators import member_with
from partners.roles import Role
from partners.tenancy import Access, acting
from prevent_tracker.core.errors import DomainError
from reporting.models import Pack
from reporting.queries import packs as queries
from reporting.render.html import render_html
from reporting.render.pdf import RenderError, render_pdf
from reporting.services.drafting import draft_document

Files = dict[str, bytes]


class Command(BaseCommand):
    help = "Writes a board's pack for a round as HTML and PDF: its latest issue, or a draft drawn now."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--partnership", required=True, help="slug of the partnership, for example haringey")
        parser.add_argument("--board", required=True, help="short name of the board, for example HPDG")
        parser.add_argument("--period", required=True, help="the round, for example 2016-Q2")
        parser.add_argument("--plan", default="", help="slug of the plan, where several have that round")
        parser.add_argument("--out", required=True, type=Path, help="folder to write to; made if it is not there")

    def handle(
        self, *args: Any, partnership: str, board: str, period: str, plan: str, out: Path, **options: Any
    ) -> None:
        try:
            with acting(member_with(partnership, Role.COORDINATOR), partnership) as access:
                files = self._files(access, board=board, period=period, plan=plan)
        except (DomainError, RenderError) as error:
            raise CommandError(str(error)) from error
        try:
            out.mkdir(parents=True, exist_ok=True)
            for name, content in files.items():
                (out / name).write_bytes(content)
                self.stdout.write(str(out / name))
        except OSError as error:
            raise CommandError(f"Cannot write to {out}: {error.strerror}.") from error

    def _files(self, access: Access, *, board: str, period: str, plan: str) -> Files:
        found_board, found_round = queries.find(access, board=board, period=period, plan=plan)
        name = slugify(f"{found_round.slug} {found_board.short_name} {found_round.plan.slug}")
        pack = queries.packs(access).filter(board=found_board, round=found_round).first()
        issued = pack.issues.first() if pack else None
        if issued is not None:
            return {
                f"{name}-issue-{issued.number}.html": issued.html.encode(),
                f"{name}-issue-{issued.number}.pdf": bytes(issued.pdf),
            }
        document = draft_document(access, pack or Pack(board=found_board, round=found_round))
        with tqdm(total=1, disable=not sys.stderr.isatty(), leave=False, file=sys.stderr) as bar:

            def show(words: str, done: int, total: int) -> None:
                bar.total, bar.n = total, done
                bar.set_description(words)

            return {
                f"{name}-draft.html": render_html(document).encode(),
                f"{name}-draft.pdf": render_pdf(document, show, processes=settings.PACK_PROCESSES),
            }
