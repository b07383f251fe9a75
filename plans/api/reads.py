"""The partnership, its agencies, rounds, measures and decisions; an objective; what happened to an action."""

from __future__ import annotations

import uuid
from dataclasses import asdict
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response

from partners.roles import Permission
from plans.models import Action
from plans.queries import api, history
from plans.queries import api_reads as queries
from prevent_tracker.core.rows import get

from . import documented_reads as documented
from . import read_filters as filters
from . import read_shapes as shapes
from . import serializers
from .views import ApiView, DetailView, ListView, Row


class _Partnerships(ApiView):
    what = "partnership"
    serializer_class = shapes.PartnershipShape

    def rows(self) -> QuerySet[Any, Row]:
        return queries.partnerships(self.access)

    def present(self, rows: list[Row]) -> list[Row]:
        return queries.with_boards(self.access, rows)


@extend_schema_view(get=extend_schema(**documented.PARTNERSHIPS))
class PartnershipList(_Partnerships, ListView):
    filterset_class = filters.PartnershipFilter


@extend_schema_view(get=extend_schema(**documented.PARTNERSHIP))
class PartnershipDetail(_Partnerships, DetailView):
    """The partnership of the key."""


class _Agencies(ApiView):
    what = "agency"
    serializer_class = shapes.WholeAgencyShape

    def rows(self) -> QuerySet[Any, Row]:
        return queries.agencies(self.access)


@extend_schema_view(get=extend_schema(**documented.AGENCIES))
class AgencyList(_Agencies, ListView):
    filterset_class = filters.AgencyFilter


@extend_schema_view(get=extend_schema(**documented.AGENCY))
class AgencyDetail(_Agencies, DetailView):
    """One agency."""


@extend_schema_view(get=extend_schema(**documented.OBJECTIVE))
class ObjectiveDetail(DetailView):
    what = "objective"
    serializer_class = serializers.ObjectiveShape

    def rows(self) -> QuerySet[Any, Row]:
        return api.objectives(self.access)


class _Rounds(ApiView):
    what = "round"
    serializer_class = shapes.WholeRoundShape

    def rows(self) -> QuerySet[Any, Row]:
        return queries.rounds(self.access)

    def present(self, rows: list[Row]) -> list[Row]:
        return queries.with_deadlines(self.access, rows)


@extend_schema_view(get=extend_schema(**documented.ROUNDS))
class RoundList(_Rounds, ListView):
    filterset_class = filters.RoundFilter


@extend_schema_view(get=extend_schema(**documented.ROUND))
class RoundDetail(_Rounds, DetailView):
    """One round."""


class _Measures(ApiView):
    what = "measure"
    serializer_class = shapes.MeasureShape

    def rows(self) -> QuerySet[Any, Row]:
        return queries.measures(self.access)

    def present(self, rows: list[Row]) -> list[Row]:
        return queries.with_readings(self.access, rows)


@extend_schema_view(get=extend_schema(**documented.MEASURES))
class MeasureList(_Measures, ListView):
    filterset_class = filters.MeasureFilter


@extend_schema_view(get=extend_schema(**documented.MEASURE))
class MeasureDetail(_Measures, DetailView):
    """One measure."""


class _Decisions(ApiView):
    what = "decision"
    serializer_class = shapes.DecisionShape

    def rows(self) -> QuerySet[Any, Row]:
        return queries.decisions(self.access)

    def present(self, rows: list[Row]) -> list[Row]:
        return queries.with_parts(rows)


@extend_schema_view(get=extend_schema(**documented.DECISIONS))
class DecisionList(_Decisions, ListView):
    filterset_class = filters.DecisionFilter


@extend_schema_view(get=extend_schema(**documented.DECISION))
class DecisionDetail(_Decisions, DetailView):
    """One decision."""


class ActionHistory(ApiView):
    """What happened to an action, as its page says it: what was only drafted is not told."""

    reads = Permission.VIEW_HISTORY
    pagination_class = None
    filter_backends = ()
    serializer_class = shapes.HistoryShape

    @extend_schema(**documented.HISTORY)
    def get(self, request: Request, pk: uuid.UUID) -> Response:
        action = get(Action.objects.within(self.access), "action", pk=pk)
        return Response({"results": [asdict(event) for event in history.of_action(self.access, action)]})
