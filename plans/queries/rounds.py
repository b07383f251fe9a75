"""Rounds: who was asked, who answered, who is silent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db.models import Count, Q, QuerySet

from partners.roles import Permission
from partners.tenancy import Access
from plans.models import Action, AgreedStatus, Plan, Round, Update, UpdateRequest, UpdateState
from plans.models.quarter import ANSWERED
from prevent_tracker.core.rows import get

from .asked import RELATED, Asked, stand_of


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
    return list(rows.select_related(*RELATED).order_by("agency__name"))


def update(access: Access, pk: str) -> Update:
    """An answer to look at: a draft is none yet, and its writer's own."""
    access.require(Permission.MANAGE_ROUND)
    sent = Update.objects.within(access).exclude(state=UpdateState.DRAFT)
    rows = sent.select_related("action", "agency", "round__plan")
    return get(rows, "update", pk=pk)


def update_of(access: Access, asked: UpdateRequest) -> Update | None:
    return Update.objects.within(access).filter(request=asked).first()


def positions(access: Access, round: Round, action: Action) -> list[Asked]:  # noqa: A002  the domain's word
    """Who was asked about an action in a round, by agency, and what each said."""
    access.require(Permission.VIEW_PLAN)
    rows = UpdateRequest.objects.within(access).filter(round=round, action=action, withdrawn_at=None)
    return [Asked(row, stand_of(row)) for row in rows.select_related(*RELATED).order_by("agency__name")]


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
