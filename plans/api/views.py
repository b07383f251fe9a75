"""The API's views: read through queries.api, write through the services that the pages call too."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from partners.tenancy import Access
from plans.models import Action, Milestone
from plans.queries import api as queries
from plans.services.updates import request_for, submit
from prevent_tracker.core import clock
from prevent_tracker.core.errors import Invalid, NotFound
from prevent_tracker.core.problems import BadQuery
from prevent_tracker.core.rows import get

from . import documented, filters, serializers

Row = dict[str, Any]


class ApiView(GenericAPIView[Any]):
    """Any address of the API. Parameters that it does not know are refused, by name."""

    what: ClassVar[str]

    @property
    def access(self) -> Access:
        assert isinstance(self.request.auth, Access)
        return self.request.auth

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        known = self.parameters() if request.method != "POST" else ()
        unknown = [name for name in request.query_params if name not in known]
        if unknown:
            words = f"There is no such parameter. Known: {', '.join(known)}." if known else "It takes no parameters."
            raise BadQuery(dict.fromkeys(unknown[:20], words))

    def parameters(self) -> tuple[str, ...]:
        return ()

    def rows(self) -> QuerySet[Any, Row]:
        """What the actor may read, as plain rows; each address says its own."""
        raise NotImplementedError(f"{type(self).__name__} names no rows")

    def present(self, rows: list[Row]) -> list[Row]:
        """What goes out for the rows of one page, in a constant number of queries."""
        return rows


class ListView(ApiView):
    filter_backends = (filters.StrictFilters,)
    filterset_class: ClassVar[type[filters.ApiFilterSet]]

    def parameters(self) -> tuple[str, ...]:
        return (*self.filterset_class.base_filters, "cursor", "page_size")

    def get(self, request: Request) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.rows()))
        return self.get_paginated_response(self.present(list(page or [])))


class DetailView(ApiView):
    pagination_class = None

    def get(self, request: Request, pk: uuid.UUID) -> Response:
        return Response(self.present_one(self.one(pk)))

    def one(self, pk: uuid.UUID) -> Row:
        row = self.rows().filter(pk=pk).first()
        if row is None:
            raise NotFound(f"There is no such {self.what}.")
        return row

    def present_one(self, row: Row) -> Row:
        return self.present([row])[0]


class _Plans(ApiView):
    what = "plan"

    def rows(self) -> QuerySet[Any, Row]:
        return queries.plans(self.access)

    def present(self, rows: list[Row]) -> list[Row]:
        return queries.with_rounds(self.access, rows)


@extend_schema_view(get=extend_schema(**documented.PLANS))
class PlanList(_Plans, ListView):
    filterset_class = filters.PlanFilter
    serializer_class = serializers.PlanShape


@extend_schema_view(get=extend_schema(**documented.PLAN))
class PlanDetail(_Plans, DetailView):
    serializer_class = serializers.PlanWithText

    def present_one(self, row: Row) -> Row:
        return queries.with_text(self.access, super().present_one(row))


@extend_schema_view(get=extend_schema(**documented.OBJECTIVES))
class ObjectiveList(ListView):
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
    filterset_class = filters.ActionFilter


@extend_schema_view(get=extend_schema(**documented.ACTION))
class ActionDetail(_Actions, DetailView):
    """One action."""


class _Updates(ApiView):
    what = "update"
    serializer_class = serializers.UpdateShape

    def rows(self) -> QuerySet[Any, Row]:
        return queries.updates(self.access)

    def present(self, rows: list[Row]) -> list[Row]:
        return queries.nested(rows)


class UpdateList(_Updates, ListView):
    filterset_class = filters.UpdateFilter

    @extend_schema(**documented.UPDATES)
    def get(self, request: Request) -> Response:
        return super().get(request)

    @extend_schema(**documented.SEND_UPDATE)
    def post(self, request: Request) -> Response:
        body = serializers.UpdateBody(data=request.data)
        body.is_valid(raise_exception=True)
        answer = body.answer()
        action = self._action(body.validated_data["action"])
        self._check_milestones(action, answer.milestones_done)
        asked = request_for(by=self.access, action=action)
        update = submit(
            by=self.access, request=asked, answer=answer, expected_version=body.validated_data.get("version")
        )
        row = self.present([self.rows().get(pk=update.pk)])[0]
        is_new = update.version == 1
        address = reverse("api_update", args=[update.pk], request=request)
        return Response(
            row, status=status.HTTP_201_CREATED if is_new else status.HTTP_200_OK, headers={"Location": address}
        )

    def _action(self, pk: uuid.UUID) -> Action:
        try:
            return get(Action.objects.within(self.access), "action", pk=pk)
        except NotFound as error:
            raise Invalid({"action": str(error)}) from None

    def _check_milestones(self, action: Action, wanted: frozenset[uuid.UUID]) -> None:
        own = set(Milestone.objects.within(self.access).filter(action=action).values_list("pk", flat=True))
        unknown = sorted(str(pk) for pk in wanted - own)
        if unknown:
            raise Invalid({"milestones_done": [f"This action has no milestone {pk}." for pk in unknown]})


@extend_schema_view(get=extend_schema(**documented.UPDATE))
class UpdateDetail(_Updates, DetailView):
    """One update of the key's own agency."""


@extend_schema_view(get=extend_schema(**documented.REQUESTS))
class RequestList(ListView):
    filterset_class = filters.RequestFilter
    serializer_class = serializers.RequestShape

    def rows(self) -> QuerySet[Any, Row]:
        return queries.open_requests(self.access)

    def present(self, rows: list[Row]) -> list[Row]:
        return queries.with_answers(rows)
