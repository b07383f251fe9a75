"""Make a key for an agency's systems, as an administrator of its partnership."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from partners.models import Agency, Membership, Partnership, User
from partners.roles import Role
from partners.services import create_key
from partners.tenancy import acting
from prevent_tracker.core import clock
from prevent_tracker.core.database import as_owner
from prevent_tracker.core.errors import DomainError

LONGEST = 3650


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
        administrator = _administrator(partnership)
        try:
            with acting(administrator, partnership) as by:
                agencies = {row.slug: row for row in Agency.objects.within(by)}
                if agency not in agencies:
                    raise CommandError(f"{partnership} has no agency “{agency}”; it has {_listed(agencies)}.")
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


def _administrator(slug: str) -> User:
    """The partnership's longest-standing administrator. Only the owner's role may look before a partnership is open."""
    with as_owner():
        found = Partnership.objects.filter(slug=slug).first()
        if found is None:
            known = _listed(Partnership.objects.values_list("slug", flat=True))
            raise CommandError(f"There is no partnership “{slug}”; there are {known}.")
        members = Membership.objects.within(found).select_related("user").order_by("pk")
        membership = members.filter(role=Role.ADMINISTRATOR, ended_at=None, user__is_active=True).first()
        if membership is None:
            raise CommandError(f"{found.name} has no administrator in whose name a key could be made.")
        return membership.user


def _listed(slugs: Iterable[str]) -> str:
    return ", ".join(sorted(slugs)) or "none"
