"""Single-use links as their holder and the coordinator see them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet

from partners.roles import Permission
from partners.tenancy import Access
from plans.models import AnswerLink, Round
from prevent_tracker.core.rows import get

from . import asked as asked_queries


@dataclass(frozen=True)
class Progress:
    """How far the holder of a link is: requests to answer, sent, and begun but not sent."""

    waiting: int
    sent: int
    drafts: int

    @property
    def asked(self) -> int:
        return self.waiting + self.sent

    @property
    def words(self) -> str:
        """ "2 of 5 are not sent yet, 1 of them begun." """
        begun = f", {self.drafts} of them begun" if self.drafts else ""
        return f"{self.waiting} of {self.asked} {'is' if self.waiting == 1 else 'are'} not sent yet{begun}."


def own(access: Access) -> AnswerLink:
    """The link that acts, with its agency and round."""
    return get(AnswerLink.objects.within(access).select_related("agency", "round__plan"), "link", pk=access.link_id)


def progress(access: Access, today: dt.date) -> tuple[Progress, dt.date | None]:
    """(how far, the day until which the agency may answer); no day where nothing is asked."""
    due = asked_queries.your_updates(access, today)
    waiting = [row for part in due for row in part.open]
    drafts = sum(getattr(row.request, "update", None) is not None for row in waiting if not row.is_returned)
    return Progress(len(waiting), sum(len(part.sent) for part in due), drafts), due[0].until if due else None


def of_round(access: Access, round: Round) -> QuerySet[AnswerLink]:  # noqa: A002  the domain's word
    """Every link of a round, by agency, the newest first."""
    access.require(Permission.MANAGE_ROUND)
    rows = AnswerLink.objects.within(access).filter(round=round).select_related("agency")
    return rows.order_by("agency__name", "-created_at")


def one(access: Access, pk: str) -> AnswerLink:
    access.require(Permission.MANAGE_ROUND)
    return get(AnswerLink.objects.within(access).select_related("agency", "round__plan"), "link", pk=pk)
