"""Board packs that were issued: lists, and the frozen files."""

from __future__ import annotations

import hashlib
import uuid
from typing import Any, ClassVar

import django_filters as filters
from django.db.models import QuerySet
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.request import Request
from rest_framework.reverse import reverse

from partners.roles import Permission
from plans.api.filters import ApiFilterSet, by_id
from plans.api.views import ApiView, DetailView, ListView, Row, not_modified
from reporting.models import Issue, Pack
from reporting.queries import issues as queries

from . import documented, shapes


class PackFilter(ApiFilterSet):
    plan = by_id("Only packs about rounds of this plan.", field_name="round__plan")
    board = by_id("Only packs of this board.")
    round = filters.CharFilter(
        max_length=50, field_name="round__slug", help_text="Only packs of the rounds with this slug, such as 2016-Q4."
    )

    class Meta:
        model = Pack
        fields: list[str] = []


class _Packs(ApiView):
    what = "pack"
    reads = Permission.VIEW_PACK

    def with_addresses(self, row: Row) -> Row:
        """An issue with the addresses of its files."""
        files = {
            f"{kind}_url": reverse(f"api_issue_{kind}", args=[row["id"]], request=self.request)
            for kind in ("document", "html", "pdf")
        }
        return row | files


class _WholePacks(_Packs):
    serializer_class = shapes.PackShape

    def rows(self) -> QuerySet[Any, Row]:
        return queries.pack_rows(self.access)

    def present(self, rows: list[Row]) -> list[Row]:
        found = queries.with_issues(self.access, rows)
        return [row | {"issues": [self.with_addresses(issue) for issue in row["issues"]]} for row in found]


@extend_schema_view(get=extend_schema(**documented.PACKS))
class PackList(_WholePacks, ListView):
    filterset_class = PackFilter


@extend_schema_view(get=extend_schema(**documented.PACK))
class PackDetail(_WholePacks, DetailView):
    """One pack."""


@extend_schema_view(get=extend_schema(**documented.ISSUE))
class IssueDetail(_Packs, DetailView):
    what = "issue"
    serializer_class = shapes.IssueShape

    def rows(self) -> QuerySet[Any, Row]:
        return queries.issue_rows(self.access)

    def present(self, rows: list[Row]) -> list[Row]:
        return [self.with_addresses(row) for row in rows]


class _File(ApiView):
    """A frozen file as it is: no `Accept` changes its kind."""

    reads = Permission.VIEW_PACK
    pagination_class = None
    filter_backends = ()
    ending: ClassVar[str]
    kind: ClassVar[str]

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        return super().perform_content_negotiation(request, force=True)

    def content(self, issue: Issue) -> bytes:
        raise NotImplementedError(f"{type(self).__name__} names no file")

    def get(self, request: Request, pk: uuid.UUID) -> HttpResponse:
        issue = queries.issue(self.access, str(pk))
        content = self.content(issue)
        tag = f'"{hashlib.sha256(content).hexdigest()}"'
        if {tag, "*"} & set(self.known):
            return not_modified(tag)
        name = f"issue-{issue.number}-{issue.pack.round.slug}.{self.ending}"
        headers = {
            "ETag": tag, "Cache-Control": "private, no-cache", "Content-Disposition": f'attachment; filename="{name}"',
        }  # fmt: skip
        return HttpResponse(content, content_type=self.kind, headers=headers)


@extend_schema_view(get=extend_schema(**documented.DOCUMENT))
class IssueDocument(_File):
    ending, kind = "json", "application/json"

    def content(self, issue: Issue) -> bytes:
        return issue.document.encode()


@extend_schema_view(get=extend_schema(**documented.HTML))
class IssueHtml(_File):
    ending, kind = "html", "text/html; charset=utf-8"

    def content(self, issue: Issue) -> bytes:
        return issue.html.encode()


@extend_schema_view(get=extend_schema(**documented.PDF))
class IssuePdf(_File):
    ending, kind = "pdf", "application/pdf"

    def content(self, issue: Issue) -> bytes:
        return bytes(issue.pdf)
