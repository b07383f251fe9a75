"""Filters of the lists in reads.py."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import Q, QuerySet

from partners.models import Agency, Partnership
from plans.models import Decision, Measure, Round

from .filters import ApiFilterSet, by_choice, by_date, by_id

STATES = [("planned", "Planned"), ("open", "Open"), ("closed", "Closed")]
_IN_STATE = {
    "planned": Q(opened_at=None),
    "open": Q(opened_at__isnull=False, closed_at=None),
    "closed": Q(closed_at__isnull=False),
}


class PartnershipFilter(ApiFilterSet):
    class Meta:
        model = Partnership
        fields: list[str] = []


class AgencyFilter(ApiFilterSet):
    kind = by_choice(Agency.Kind.choices, "Only agencies of this kind; repeat it for several.")

    class Meta:
        model = Agency
        fields: list[str] = []


class RoundFilter(ApiFilterSet):
    plan = by_id("Only rounds of this plan.")
    slug = filters.CharFilter(max_length=50, help_text="Only the rounds of this slug, such as 2016-Q4.")
    state = by_choice(STATES, "Only rounds in this state; repeat it for several.", method="in_state")

    class Meta:
        model = Round
        fields: list[str] = []

    def in_state(self, rows: QuerySet[Any], name: str, value: list[str]) -> QuerySet[Any]:
        wanted = Q()
        for state in value:
            wanted |= _IN_STATE[state]
        return rows.filter(wanted)


class MeasureFilter(ApiFilterSet):
    plan = by_id("Only measures of this plan.")
    objective = by_id("Only measures of this objective itself.")
    action = by_id("Only measures of this action.")

    class Meta:
        model = Measure
        fields: list[str] = []


class DecisionFilter(ApiFilterSet):
    plan = by_id("Only decisions about actions of this plan.", field_name="action__plan")
    action = by_id("Only decisions about this action.")
    board = by_id("Only decisions of this board.", field_name="meeting__board")
    owner = by_id("Only decisions that this agency carries out.")
    done = filters.ChoiceFilter(
        choices=[("true", "Done"), ("false", "Not done")],
        error_messages={"invalid_choice": "Use true or false."},
        method="by_done",
        help_text="Only decisions that are done (true), or that are not yet (false).",
    )
    held_after = by_date("Only decisions of meetings after this day.", field_name="meeting__held_on", lookup_expr="gt")
    held_before = by_date(
        "Only decisions of meetings before this day.", field_name="meeting__held_on", lookup_expr="lt"
    )

    class Meta:
        model = Decision
        fields: list[str] = []

    def by_done(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(done_on__isnull=value == "false")
