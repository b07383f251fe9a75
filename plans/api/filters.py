"""Filters of the API's lists (django-filter). What a parameter means is said once here and shown in the docs."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import django_filters as filters
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.request import Request
from rest_framework.views import APIView

from partners.tenancy import Access
from plans.models import (
    Action,
    ActionState,
    AgreedStatus,
    Evidence,
    Lead,
    Milestone,
    Objective,
    Plan,
    Rag,
    Update,
    UpdateRequest,
    UpdateState,
)
from plans.rules.lifecycle import LIVE
from plans.rules.rollup import NOT_REPORTED
from prevent_tracker.core import clock
from prevent_tracker.core.problems import BadQuery

_DATE = "Use a date like 2017-03-31."
_MOMENT = "Use a moment like 2017-01-18T09:00:00Z. In an address, write “+” as %2B."
_ID = "Use an id as this API gives it, like 0195a3c0-0000-7000-8000-000000000001."
_STATUSES = [*Rag.choices, (NOT_REPORTED, "Not reported")]


class StrictFilters(DjangoFilterBackend):  # type: ignore[misc]  # django-filter ships no types
    """Filters that refuse a wrong or missing value instead of leaving it out: a typing slip must not widen a list."""

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: APIView) -> QuerySet[Any]:
        filterset = self.get_filterset(request, queryset, view)
        empty = [
            name
            for name, found in filterset.filters.items()
            if request.query_params.get(name) == "" and not isinstance(found, filters.CharFilter)
        ]
        if empty:
            raise BadQuery(dict.fromkeys(empty, "Give it a value, or leave it out."))
        if not filterset.is_valid():
            raise BadQuery(filterset.errors)
        found: QuerySet[Any] = filterset.qs
        return found


def by_id(help_text: str, **options: Any) -> filters.UUIDFilter:
    return filters.UUIDFilter(error_messages={"invalid": _ID}, help_text=help_text, **options)


def by_date(help_text: str, **options: Any) -> filters.DateFilter:
    return filters.DateFilter(
        input_formats=["%Y-%m-%d"], error_messages={"invalid": _DATE}, help_text=help_text, **options
    )


def by_choice(choices: list[tuple[str, str]], help_text: str, **options: Any) -> filters.MultipleChoiceFilter:
    allowed = ", ".join(value for value, _ in choices)
    wrong = {"invalid_choice": f"“%(value)s” is none of: {allowed}."}
    return filters.MultipleChoiceFilter(
        choices=choices, error_messages=wrong, help_text=help_text, distinct=False, **options
    )


def _changed_since(help_text: str) -> filters.IsoDateTimeFilter:
    return filters.IsoDateTimeFilter(method="changed", error_messages={"invalid": _MOMENT}, help_text=help_text)


def _in_utc(moment: dt.datetime) -> dt.datetime:
    """The same moment in UTC: PostgreSQL knows no offset beyond 15:59, and Python no moment beyond the year 9999."""
    try:
        return moment.astimezone(dt.UTC)
    except OverflowError:
        return moment.replace(tzinfo=dt.UTC)


class ApiFilterSet(filters.FilterSet):  # type: ignore[misc]  # django-filter ships no types
    @property
    def access(self) -> Access:
        found: Access = self.request.auth
        return found

    def changes(self, model: Any, column: str, since: dt.datetime) -> Exists:
        """Whether the history of `model` has a row since that moment; `column` names what the list's row is in it."""
        rows = model.history.model.objects.filter(
            partnership_id=self.access.partnership_id, history_date__gte=_in_utc(since)
        )
        return Exists(rows.filter(**{column: OuterRef("pk")}))


class PlanFilter(ApiFilterSet):
    stage = by_choice(Plan.Stage.choices, "Only plans at this stage.")

    class Meta:
        model = Plan
        fields: list[str] = []


class ObjectiveFilter(ApiFilterSet):
    plan = by_id("Only objectives of this plan.")

    class Meta:
        model = Objective
        fields: list[str] = []


class ActionFilter(ApiFilterSet):
    plan = by_id("Only actions of this plan.")
    objective = by_id("Only actions below this objective, at any depth.", method="below")
    state = by_choice(ActionState.choices, "Only actions in this state; repeat it for several.")
    rag = by_choice(
        _STATUSES, "Only live actions whose agreed status has this value; repeat it for several.", method="standing"
    )
    agency = by_id(
        "Only actions that this agency leads or helps with, by itself or through a post.", method="of_agency"
    )
    overdue = filters.ChoiceFilter(
        choices=[("true", "Overdue"), ("false", "Not overdue")],
        error_messages={"invalid_choice": "Use true or false."},
        method="by_overdue",
        help_text="Only actions that are overdue today (true), or that are not (false).",
    )
    due_before = by_date("Only actions due before this day.", field_name="due_on", lookup_expr="lt")
    due_after = by_date("Only actions due after this day.", field_name="due_on", lookup_expr="gt")
    round = filters.CharFilter(
        max_length=50,
        method="asked_in",
        help_text="Only actions asked about in the round of this slug, such as 2016-Q4.",
    )
    changed_since = _changed_since(
        "Only actions that changed at or after this moment: words, dates, state, leads, milestones or agreed status."
    )

    class Meta:
        model = Action
        fields: list[str] = []

    def below(self, rows: QuerySet[Any], name: str, value: uuid.UUID) -> QuerySet[Any]:
        return rows.filter(Q(objective=value) | Q(objective__parent=value) | Q(objective__parent__parent=value))

    def standing(self, rows: QuerySet[Any], name: str, value: list[str]) -> QuerySet[Any]:
        """The rule of plans.rules.rollup.standing in SQL: an open round counts once somebody has answered in it."""
        if not value:
            return rows
        counted = AgreedStatus.objects.within(self.access).filter(
            Q(round__closed_at__isnull=False) | ~Q(rag=""), action=OuterRef("pk")
        )
        latest = Subquery(counted.order_by("-round__starts_on").values("rag")[:1])
        wanted = Q(agreed_rag__in=[rag for rag in value if rag != NOT_REPORTED])
        if NOT_REPORTED in value:
            wanted |= Q(agreed_rag="") | Q(agreed_rag=None) & ~Q(state=ActionState.NOT_STARTED)
        found: QuerySet[Any] = rows.alias(agreed_rag=latest).filter(wanted, state__in=LIVE)
        return found

    def of_agency(self, rows: QuerySet[Any], name: str, value: uuid.UUID) -> QuerySet[Any]:
        leads = Lead.objects.within(self.access).filter(Q(agency=value) | Q(post__agency=value), action=OuterRef("pk"))
        return rows.filter(Exists(leads))

    def by_overdue(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        late = Q(due_on__lt=clock.today(), state__in=LIVE)
        return rows.filter(late) if value == "true" else rows.exclude(late)

    def asked_in(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        asked = UpdateRequest.objects.within(self.access).filter(
            action=OuterRef("pk"), round__slug=value, withdrawn_at=None
        )
        return rows.filter(Exists(asked))

    def changed(self, rows: QuerySet[Any], name: str, value: dt.datetime) -> QuerySet[Any]:
        own = self.changes(Action, "id", value)
        around = [self.changes(model, "action_id", value) for model in (Lead, Milestone, AgreedStatus)]
        return rows.filter(own | around[0] | around[1] | around[2])


class _OfRound(ApiFilterSet):
    plan = by_id("Only about actions of this plan.", field_name="action__plan")
    action = by_id("Only about this action.")
    round = filters.CharFilter(
        max_length=50, field_name="round__slug", help_text="Only of the rounds with this slug, such as 2016-Q4."
    )


class UpdateFilter(_OfRound):
    rag = by_choice(Rag.choices, "Only updates with this rating; repeat it for several.")
    state = by_choice(UpdateState.choices, "Only updates in this state; repeat it for several.")
    changed_since = _changed_since("Only updates written, returned or accepted at or after this moment.")

    class Meta:
        model = Update
        fields: list[str] = []

    def changed(self, rows: QuerySet[Any], name: str, value: dt.datetime) -> QuerySet[Any]:
        return rows.filter(self.changes(Update, "id", value))


class RequestFilter(_OfRound):
    class Meta:
        model = UpdateRequest
        fields: list[str] = []


class EvidenceFilter(ApiFilterSet):
    class Meta:
        model = Evidence
        fields: list[str] = []
