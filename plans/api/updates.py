"""What an agency is asked, and what it says."""

from __future__ import annotations

import uuid
from typing import Any, TypeVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from partners.tenancy import Access
from plans.models import Action, Milestone, UpdateRequest
from plans.queries import api as queries
from plans.services.updates import request_for, submit
from prevent_tracker.core import conditional
from prevent_tracker.core.errors import Invalid, NotFound, Stale
from prevent_tracker.core.rows import get
from prevent_tracker.core.screening import screened

from . import bodies, documented, documented_writes, filters, serializers
from .views import ApiView, DetailView, ListView, Row

B = TypeVar("B", bound=bodies.Strict)


class Updates(ApiView):
    what = "update"
    serializer_class = serializers.UpdateShape

    def rows(self) -> QuerySet[Any, Row]:
        return queries.updates(self.access)

    def present(self, rows: list[Row]) -> list[Row]:
        return queries.nested(rows)

    def stored(self, **by: Any) -> Row | None:
        """The answer that is stored now, as it goes out."""
        found = self.rows().filter(**by).first()
        return self.present([found])[0] if found else None

    def send(self, asked: UpdateRequest, body: bodies.UpdateBody | bodies.ReplacingBody) -> Row:
        """Send the answer to what was asked, unless somebody saved what the client has not read.

        Their tag is compared with what is stored; the service then holds the row and looks at its version again.
        """
        conditional.require_match(self.request, current := self.stored(request=asked.pk))
        expected = current["version"] if current else 0
        answer = body.answer()
        check_milestones(self.access, asked.action_id, answer.milestones_done)
        try:
            with screened(self.access, body.confirmed):
                submit(by=self.access, request=asked, answer=answer, expected_version=expected)
        except Stale:
            conditional.require_match(self.request, self.stored(request=asked.pk))
            raise
        found = self.stored(request=asked.pk)
        assert found is not None, "what was just sent is there"
        return found


def checked(body: type[B], request: Request) -> B:
    """The request's body, validated."""
    found = body(data=request.data)
    found.is_valid(raise_exception=True)
    return found


def check_milestones(access: Access, action: uuid.UUID, wanted: frozenset[uuid.UUID]) -> None:
    if not wanted:
        return
    own = set(Milestone.objects.within(access).filter(action=action).values_list("pk", flat=True))
    unknown = sorted(str(pk) for pk in wanted - own)
    if unknown:
        raise Invalid({"milestones_done": [f"This action has no milestone {pk}." for pk in unknown]})


class UpdateList(Updates, ListView):
    filterset_class = filters.UpdateFilter

    @extend_schema(**documented.UPDATES)
    def get(self, request: Request, **kwargs: Any) -> Response:
        return self.listed(self.rows())

    @extend_schema(**documented_writes.SEND_UPDATE)
    def post(self, request: Request) -> Response:
        body = checked(bodies.UpdateBody, request)
        row = self.send(request_for(by=self.access, action=self._action(body.action_pk)), body)
        is_new = row["version"] == 1
        return Response(
            row,
            status=status.HTTP_201_CREATED if is_new else status.HTTP_200_OK,
            headers={"Location": reverse("api_update", args=[row["id"]], request=request)},
        )

    def _action(self, pk: uuid.UUID) -> Action:
        try:
            return get(Action.objects.within(self.access), "action", pk=pk)
        except NotFound as error:
            raise Invalid({"action": str(error)}) from None


class UpdateDetail(Updates, DetailView):
    """One update of the key's own agency."""

    @extend_schema(**documented.UPDATE)
    def get(self, request: Request, pk: uuid.UUID) -> Response:
        return super().get(request, pk)

    @extend_schema(**documented_writes.REPLACE_UPDATE)
    def put(self, request: Request, pk: uuid.UUID) -> Response:
        self.one(pk)
        body = checked(bodies.ReplacingBody, request)
        asked = get(UpdateRequest.objects.within(self.access), "update", update=pk)
        return Response(self.send(asked, body))


@extend_schema_view(get=extend_schema(**documented.REQUESTS))
class RequestList(ListView):
    filterset_class = filters.RequestFilter
    serializer_class = serializers.RequestShape

    def rows(self) -> QuerySet[Any, Row]:
        return queries.open_requests(self.access)

    def present(self, rows: list[Row]) -> list[Row]:
        return queries.with_answers(self.access, rows)
