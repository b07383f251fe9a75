"""How a single-use link ends: finished, replaced, revoked, or with its round. (Expiry needs nobody.)

Apart from `links`, which reads deadlines and so stands on rounds; a round that closes ends its links here.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from partners.models import Agency
from partners.roles import Permission
from partners.tenancy import Access
from plans.models import AnswerLink, Round
from prevent_tracker.core import clock
from prevent_tracker.core.errors import Closed
from prevent_tracker.core.rows import get

from .saving import save

# Why it ended; the database lets nobody ask for a new link in place of one that was revoked (app.enter_old_link).
REPLACED, FINISHED, CLOSED = "Replaced by a newer link", "Finished", "The round closed"
REVOKED, NO_CONTACT = "Revoked by the coordinator", "Revoked: no contact of the agency any more"


@transaction.atomic
def finish(by: Access) -> None:
    """Whoever answers by link is done; the link opens nothing any more."""
    for row in live(by, pk=by.link_id):
        end(row, FINISHED)


@transaction.atomic
def revoke(*, by: Access, link: AnswerLink) -> AnswerLink:
    """The coordinator ends a link at once, also in the browser where it is being used; it brings no new one either."""
    by.require(Permission.MANAGE_ROUND)
    row = get(AnswerLink.objects.within(by), "link", lock=True, pk=link.pk)
    if row.ended_at is not None:
        raise Closed("This link has ended already.")
    return end(row, REVOKED)


@transaction.atomic
def end_all(by: Access, round: Round) -> None:  # noqa: A002  the domain's word
    """End every link of a round that closes."""
    by.require(Permission.MANAGE_ROUND)
    for row in live(by, round=round):
        end(row, CLOSED)


@transaction.atomic
def end_address(by: Access, *, agency: Agency, email: str) -> None:
    """End the links of an address that is no contact of its agency any more."""
    if not by.may(Permission.MANAGE_MEMBERS):  # who looks after members looks after contacts too
        by.require(Permission.MANAGE_ROUND)
    for row in live(by, agency=agency, email__iexact=email):
        end(row, NO_CONTACT)


def live(by: Access, **where: Any) -> QuerySet[AnswerLink]:
    """Links that have not ended, locked, in the order of their making."""
    rows = AnswerLink.objects.within(by).filter(ended_at=None, **where)
    return rows.select_for_update(no_key=True).order_by("pk")


def end(row: AnswerLink, because: str) -> AnswerLink:
    row.ended_at, row.ended_because = clock.now(), because
    return save(row, because)
