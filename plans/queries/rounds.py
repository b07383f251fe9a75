"""Rounds: who was asked, who answered, who is silent."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from partners.models import Agency
from partners.roles import Permission
from partners.tenancy import Access
from plans.models import Action, AgreedStatus, Plan, Round, Update, UpdateRequest, UpdateState
from plans.models.quarter import ANSWERED
from prevent_tracker.core.rows import get

_RELATED = ("action__objective", "agency", "round__plan", "update")


def rounds(access: Access) -> QuerySet[Round]:
    """Every round, newest first, with `asked` and `answered` counts."""
    access.require(Permission.VIEW_PLAN)
    return (
        Round.objects.within(access)
        .select_related("plan")
        .annotate(
            asked=Count("requests", filter=Q(requests__withdrawn_at=None), distinct=True),
            answered=Count("updates", filter=Q(updates__state__in=ANSWERED), distinct=True),
        )
        .order_by("-starts_on", "plan__title")
    )


def round_of(access: Access, plan: str, slug: str) -> Round:
    access.require(Permission.VIEW_PLAN)
    return get(rounds(access), "round", plan__slug=plan, slug=slug)


def open_requests(access: Access, action: Action) -> list[UpdateRequest]:
    """Who is asked about an action in the open round, by agency."""
    access.require(Permission.ANSWER_ANY)
    rows = UpdateRequest.objects.within(access).filter(
        action=action, withdrawn_at=None, round__opened_at__isnull=False, round__closed_at=None
    )
    return list(rows.select_related(*_RELATED).order_by("agency__name"))


def update(access: Access, pk: str) -> Update:
    """An answer to look at: a draft is none yet, and its writer's own."""
    access.require(Permission.MANAGE_ROUND)
    sent = Update.objects.within(access).exclude(state=UpdateState.DRAFT)
    rows = sent.select_related("action", "agency", "round__plan")
    return get(rows, "update", pk=pk)


def update_of(access: Access, asked: UpdateRequest) -> Update | None:
    return Update.objects.within(access).filter(request=asked).first()


def last_update(access: Access, asked: UpdateRequest) -> Update | None:
    """What this agency last said about this action, before the round it is asked in."""
    rows = Update.objects.within(access).filter(action=asked.action, agency=asked.agency, state__in=ANSWERED)
    return (
        rows.filter(round__starts_on__lt=asked.round.starts_on)
        .select_related("round")
        .order_by("round__starts_on")
        .last()
    )


@dataclass(frozen=True)
class Due:
    """A plan's requests to one agency: what is still to answer first, then what was sent."""

    round: Round
    open: tuple[UpdateRequest, ...]
    sent: tuple[UpdateRequest, ...]

    @property
    def asked(self) -> int:
        return len(self.open) + len(self.sent)

    @property
    def due_words(self) -> str:
        return f"{self.round.closes_on:%-d %B %Y}"


def is_answered(request: UpdateRequest) -> bool:
    """Whether the party's answer stands: sent, or accepted."""
    return hasattr(request, "update") and request.update.state in ANSWERED


def _yours(access: Access) -> QuerySet[UpdateRequest]:
    access.require(Permission.ANSWER)
    return (
        UpdateRequest.objects.within(access)
        .filter(agency=access.agency_id, withdrawn_at=None, round__opened_at__isnull=False, round__closed_at=None)
        .select_related(*_RELATED)
        .order_by("round__closes_on", "round__plan__title", "action__objective__order", "action__order")
    )


def your_updates(access: Access) -> list[Due]:
    """What the actor's agency is asked in open rounds, by plan."""
    by_round: dict[Round, list[UpdateRequest]] = defaultdict(list)
    for request in _yours(access):
        by_round[request.round].append(request)
    return [
        Due(round, tuple(row for row in rows if not is_answered(row)), tuple(row for row in rows if is_answered(row)))
        for round, rows in by_round.items()  # noqa: A001  the domain's word
    ]


def your_request(access: Access, pk: str) -> UpdateRequest:
    """One request to the actor's own agency; any other is not found."""
    return get(_yours(access), "update request", pk=pk)


def next_due(access: Access, *, after: UpdateRequest) -> UpdateRequest | None:
    """The next unanswered request of the same agency, from the one just answered on, then from the start."""
    rows = list(_yours(access))
    place = next((index for index, row in enumerate(rows) if row.pk == after.pk), 0)
    return next((row for row in rows[place + 1 :] + rows[:place] if not is_answered(row)), None)


@dataclass(frozen=True)
class Chase:
    """One agency in a round: its requests by state."""

    agency: Agency
    requests: tuple[UpdateRequest, ...]

    def _count(self, *states: str) -> int:
        return sum(1 for row in self.requests if hasattr(row, "update") and row.update.state in states)

    @property
    def asked(self) -> int:
        return len(self.requests)

    @property
    def accepted(self) -> int:
        return self._count(UpdateState.ACCEPTED)

    @property
    def sent(self) -> int:
        return self._count(UpdateState.SUBMITTED)

    @property
    def returned(self) -> int:
        return self._count(UpdateState.RETURNED)

    @property
    def draft(self) -> int:
        return self._count(UpdateState.DRAFT)

    @property
    def silent(self) -> int:
        return self.asked - sum(1 for row in self.requests if hasattr(row, "update"))

    @property
    def is_silent(self) -> bool:
        return self.silent == self.asked


def chase(access: Access, round: Round) -> list[Chase]:  # noqa: A002  the domain's word
    """Who was asked and how far they are, the most silent first."""
    access.require(Permission.VIEW_PLAN)
    rows = UpdateRequest.objects.within(access).filter(round=round, withdrawn_at=None).select_related(*_RELATED)
    by_agency: dict[Agency, list[UpdateRequest]] = defaultdict(list)
    for row in rows.order_by("action__objective__order", "action__order"):
        by_agency[row.agency].append(row)
    found = [Chase(agency, tuple(requests)) for agency, requests in by_agency.items()]
    return sorted(found, key=lambda line: (-line.silent, line.agency.name))


def to_review(access: Access, round: Round) -> QuerySet[Update]:  # noqa: A002  the domain's word
    """Answers that wait for the coordinator."""
    access.require(Permission.MANAGE_ROUND)
    return (
        Update.objects.within(access)
        .filter(round=round, state=UpdateState.SUBMITTED)
        .select_related("action", "agency")
        .order_by("submitted_at")
    )


def current_rounds(access: Access, plans: Sequence[Plan]) -> dict[Plan, Round]:
    """The latest opened round of each plan."""
    rows = rounds(access).filter(plan__in=plans, opened_at__isnull=False).order_by("starts_on")
    return {row.plan: row for row in rows}


def agreed(access: Access, round: Round) -> QuerySet[AgreedStatus]:  # noqa: A002  the domain's word
    access.require(Permission.VIEW_PLAN)
    return (
        AgreedStatus.objects.within(access)
        .filter(round=round)
        .select_related("action__objective")
        .order_by("action__objective__order", "action__order")
    )


def days_left(round: Round, today: dt.date) -> int:  # noqa: A002  the domain's word
    """Days until a round should close; negative once it is late."""
    return (round.closes_on - today).days
