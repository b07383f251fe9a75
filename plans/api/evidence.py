"""Evidence of an answer: links and files. It is added where the agency is asked, whether it has answered yet or not."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.http import content_disposition_header
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from plans.models import UpdateRequest
from plans.queries import api as queries
from plans.queries import evidence as pieces
from plans.services import evidence as services
from prevent_tracker.core import conditional
from prevent_tracker.core.errors import Stale
from prevent_tracker.core.rows import get
from prevent_tracker.core.screening import screened

from . import bodies, documented_evidence, filters, serializers
from .parsers import FileForm, JsonBody
from .updates import checked
from .views import ApiView, DetailView, ListView, Row, not_modified


class _Evidence(ApiView):
    what = "evidence"
    serializer_class = serializers.EvidenceShape

    def rows(self) -> QuerySet[Any, Row]:
        return queries.evidence(self.access)

    def present(self, rows: list[Row]) -> list[Row]:
        return [self._with_addresses(row) for row in queries.with_files(rows)]

    def _with_addresses(self, row: Row) -> Row:
        address = reverse("api_evidence_file", args=[row["id"]], request=self.request) if row["file"] else row["url"]
        return row | {"url": address}


class EvidenceList(_Evidence, ListView):
    """Of one request of an agency."""

    filterset_class = filters.EvidenceFilter
    parser_classes = (JsonBody, FileForm)

    def asked(self) -> UpdateRequest:
        return get(queries.requests(self.access), "update request", pk=self.kwargs["pk"])

    @extend_schema(**documented_evidence.EVIDENCE_LIST)
    def get(self, request: Request, **kwargs: Any) -> Response:
        return self.listed(self.rows().filter(request=self.asked()))

    @extend_schema(**documented_evidence.ADD_EVIDENCE)
    def post(self, request: Request, pk: uuid.UUID) -> Response:
        is_file = (request.content_type or "").startswith("multipart/")
        body = checked(bodies.FileBody if is_file else bodies.LinkBody, request)
        given = body.validated_data
        with screened(self.access, body.confirmed):
            if is_file:
                added = services.add_file(
                    by=self.access, request=self.asked(), title=given.get("title", ""), name=given["file"].name,
                    content=given["file"].read(),
                )  # fmt: skip
            else:
                added = services.add_link(
                    by=self.access, request=self.asked(), title=given.get("title", ""), url=given["url"]
                )
        address = reverse("api_evidence", args=[added.pk], request=request)
        row = self.present([self.rows().get(pk=added.pk)])[0]
        return Response(row, status=status.HTTP_201_CREATED, headers={"Location": address})


class EvidenceDetail(_Evidence, DetailView):
    @extend_schema(**documented_evidence.EVIDENCE)
    def get(self, request: Request, pk: uuid.UUID) -> Response:
        return super().get(request, pk)

    @extend_schema(**documented_evidence.REMOVE_EVIDENCE)
    def delete(self, request: Request, pk: uuid.UUID) -> Response:
        current = self.present_one(self.one(pk))
        conditional.require_match(request, current)
        try:
            found = pieces.one(self.access, pk)
            services.remove(by=self.access, evidence=found, expected_version=current["version"])
        except Stale:
            conditional.require_match(request, self.present_one(self.one(pk)))
            raise
        return Response(status=status.HTTP_204_NO_CONTENT)


class EvidenceFile(_Evidence, DetailView):
    """A file as it came, to be saved and not shown: no `Accept` changes its kind."""

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        return super().perform_content_negotiation(request, force=True)

    @extend_schema(**documented_evidence.EVIDENCE_FILE)
    def get(self, request: Request, pk: uuid.UUID) -> HttpResponse:  # type: ignore[override]  # bytes, no members
        self.one(pk)
        row = pieces.one(self.access, pk)
        content, tag = services.content(self.access, row), f'"{row.sha256}"'
        if {tag, conditional.ANY} & set(self.known):
            return not_modified(tag)
        name = content_disposition_header(True, pieces.file_name(row)) or "attachment"
        headers = {
            "ETag": tag, "Cache-Control": "private, no-cache", "Content-Disposition": name,
            "Content-Security-Policy": "default-src 'none'; sandbox",
        }  # fmt: skip
        return HttpResponse(content, content_type=row.content_type, headers=headers)
