"""The rounds that a plan's year and its boards' meetings propose, beside those that are there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from partners.models import Meeting
from partners.roles import Permission
from partners.tenancy import Access
from plans.models import Plan, Round
from plans.queries.round_settings import days_of, settings_of
from plans.rules.bank_holidays import is_holiday
from plans.rules.quarters import Meets, Proposed, propose
from prevent_tracker.core import clock

State = Literal["new", "there", "past"]


@dataclass(frozen=True)
class Line:
    """One proposed round: "new", "there" (the plan has a round about some of these days, or of this slug), or "past"
    (it would have closed before today). Only what is new is planned."""

    proposed: Proposed
    state: State


def proposed_rounds(access: Access, plan: Plan) -> list[Line]:
    """What `plans.services.rounds.plan_rounds` would plan, with what it would leave alone. Three queries."""
    access.require(Permission.MANAGE_ROUND)
    meetings = Meeting.objects.within(access).filter(held_on__gte=plan.starts_on).select_related("board")
    proposed = propose(
        plan.starts_on,
        plan.ends_on,
        plan.year_basis,
        [Meets(meeting.held_on, meeting.board.short_name) for meeting in meetings],
        days_of(settings_of(access)),
        is_holiday,
    )
    there = list(Round.objects.within(access).filter(plan=plan))
    return [Line(each, _state(each, there)) for each in proposed]


def _state(proposed: Proposed, there: list[Round]) -> State:
    for row in there:
        overlaps = row.starts_on <= proposed.ends_on and row.ends_on >= proposed.starts_on
        if overlaps or row.slug == proposed.slug:
            return "there"
    return "past" if proposed.closes_on < clock.today() else "new"
