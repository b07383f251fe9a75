"""Make a key for an agency's systems, as an administrator of its partnership."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from partners.models import Agency
from partners.operators import member_with
from partners.roles import Role
from partners.services import create_key
from partners.tenancy import acting
from prevent_tracker.core import clock
from prevent_tracker.core.errors import DomainError

LONGEST = 366


class Command(BaseCommand):
    help = "Makes an API key for one agency and prints its token once; it is stored hashed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--partnership", required=True, help="slug of the partnership, for example haringey")
        parser.add_argument("--agency", required=True, help="slug of the agency whose systems will use the key")
        parser.add_argument("--name", required=True, help="what the key is for, in a few words")
        parser.add_argument("--days", type=int, default=90, help="how long it works (90)")

    def handle(self, *args: Any, partnership: str, agency: str, name: str, days: int, **options: Any) -> None:
        if not 1 <= days <= LONGEST:
            raise CommandError(f"--days must be from 1 to {LONGEST}, not {days}.")
        try:
            with acting(member_with(partnership, Role.ADMINISTRATOR), partnership) as by:
                agencies = {row.slug: row for row in Agency.objects.within(by)}
                if agency not in agencies:
                    raise CommandError(f"{partnership} has no agency “{agency}”; it has {', '.join(sorted(agencies))}.")
                expires_at = clock.now() + dt.timedelta(days=days)
                _, token = create_key(by=by, agency=agencies[agency], name=name, expires_at=expires_at)
        except DomainError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(token)
        self.stderr.write(
            f"This key of {agencies[agency].name} works until {expires_at:%-d %B %Y}."
            " It is shown this once: keep it safe.\n"
            f"Send it as “Authorization: Bearer {token.partition('.')[0]}.…”."
        )
