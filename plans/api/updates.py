"""What an agency is asked, and what it says."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from plans.models import Action, Milestone
from plans.queries import api as queries
from plans.services.updates import request_for, submit
from prevent_tracker.core.errors import Invalid, NotFound
from prevent_tracker.core.rows import get

from . import documented, filters, serializers
from .views import ApiView, DetailView, ListView, Row


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
        return queries.with_answers(self.access, rows)
