"""The partnership's home: where the quarter stands, what is late, who is silent, which board is next."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.db.models import QuerySet

from partners.models import Meeting
from partners.roles import Permission
from partners.tenancy import Access
from plans.models import Action, AgreedStatus, Decision, Plan, Round
from plans.queries import chase as chase_queries
from plans.queries import figures, rounds
from plans.queries import plan as plan_queries
from plans.queries.as_at import as_at
from plans.rules.rollup import Agreed, shown_in


@dataclass(frozen=True)
class PlanNow:
    """One current plan: its lines, its latest round, and the pictures of both."""

    plan: Plan
    round: Round | None
    lines: tuple[plan_queries.ActionLine, ...]
    chase: tuple[chase_queries.Chase, ...]
    counts: dict[str, int]
    by_objective: list[tuple[str, dict[str, int]]]
    quarters: list[tuple[str, dict[str, int]]]

    @property
    def overdue(self) -> list[plan_queries.ActionLine]:
        return sorted(
            (line for line in self.lines if line.is_overdue), key=lambda line: line.overdue_since or dt.date.max
        )

    @property
    def off_track(self) -> list[plan_queries.ActionLine]:
        return [line for line in self.lines if line.standing.value == "red"]

    @property
    def contradicted(self) -> list[plan_queries.ActionLine]:
        return [line for line in self.lines if line.contradiction]

    @property
    def to_review(self) -> int:
        """How many updates were sent and wait for the coordinator."""
        return sum(line.to_review for line in self.chase)

    @property
    def silent(self) -> list[chase_queries.Chase]:
        return [line for line in self.chase if line.silent]


def current(access: Access, today: dt.date) -> list[PlanNow]:
    """Every plan that is not closed, as it stands today."""
    access.require(Permission.VIEW_PLAN)
    plans = list(plan_queries.plans(access).exclude(stage=Plan.Stage.CLOSED))
    latest = rounds.current_rounds(access, plans)
    return [_now(access, plan, latest.get(plan), today) for plan in plans]


def _now(access: Access, plan: Plan, current_round: Round | None, today: dt.date) -> PlanNow:
    lines = plan_queries.lines(access, plan, today=today)
    tree = plan_queries.tree(access, plan, lines)
    chase = chase_queries.of_round(access, current_round, today) if current_round else []
    return PlanNow(
        plan,
        current_round,
        tuple(lines),
        tuple(chase),
        figures.counts(lines),
        figures.by_objective(tree),
        _quarters(access, plan),
    )


def _quarters(access: Access, plan: Plan) -> list[tuple[str, dict[str, int]]]:
    """How many actions counted as what in each closed round, oldest first, at most eight: [(round, counts)]."""
    closed = list(Round.objects.within(access).filter(plan=plan, closed_at__isnull=False).order_by("starts_on"))[-8:]
    agreed = {
        (row.round_id, row.action_id): Agreed(row.round.label, True, row.rag, row.is_complete)
        for row in AgreedStatus.objects.within(access).filter(round__in=closed).select_related("round")
    }
    found = []
    for past in closed:
        assert past.closed_at is not None
        states = {row.pk: row.state for row in as_at(access, Action, past.closed_at, plan_id=plan.pk)}
        counts = Counter(shown_in(state, agreed.get((past.pk, pk))) for pk, state in states.items())
        found.append((past.label, dict(counts)))
    return found


def next_meetings(access: Access, today: dt.date) -> QuerySet[Meeting]:
    access.require(Permission.VIEW_PLAN)
    return Meeting.objects.within(access).filter(held_on__gte=today).select_related("board").order_by("held_on")[:4]


def decisions(access: Access) -> QuerySet[Decision]:
    """Every decision, newest meeting first."""
    access.require(Permission.VIEW_PLAN)
    return (
        Decision.objects.within(access)
        .select_related("meeting__board", "action__plan", "owner", "for_board")
        .order_by("-meeting__held_on", "number")
    )
