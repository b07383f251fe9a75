"""Plans, objectives and actions."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view

from plans.queries import api as queries
from prevent_tracker.core import clock

from . import documented, filters, serializers
from .views import ApiView, DetailView, ListView, Row


class _Plans(ApiView):
    what = "plan"

    def rows(self) -> QuerySet[Any, Row]:
        return queries.plans(self.access)

    def present(self, rows: list[Row]) -> list[Row]:
        return queries.with_rounds(self.access, rows)


@extend_schema_view(get=extend_schema(**documented.PLANS))
class PlanList(_Plans, ListView):
    by_mark = True
    filterset_class = filters.PlanFilter
    serializer_class = serializers.PlanShape


@extend_schema_view(get=extend_schema(**documented.PLAN))
class PlanDetail(_Plans, DetailView):
    serializer_class = serializers.PlanWithText

    def present_one(self, row: Row) -> Row:
        return queries.with_text(self.access, super().present_one(row))


@extend_schema_view(get=extend_schema(**documented.OBJECTIVES))
class ObjectiveList(ListView):
    by_mark = True
    filterset_class = filters.ObjectiveFilter
    serializer_class = serializers.ObjectiveShape

    def rows(self) -> QuerySet[Any, Row]:
        return queries.objectives(self.access)


class _Actions(ApiView):
    what = "action"
    serializer_class = serializers.ActionShape

    def rows(self) -> QuerySet[Any, Row]:
        return queries.actions(self.access)

    def present(self, rows: list[Row]) -> list[Row]:
        return queries.with_facts(self.access, rows, today=clock.today())


@extend_schema_view(get=extend_schema(**documented.ACTIONS))
class ActionList(_Actions, ListView):
    by_mark = True
    filterset_class = filters.ActionFilter


@extend_schema_view(get=extend_schema(**documented.ACTION))
class ActionDetail(_Actions, DetailView):
    """One action."""
