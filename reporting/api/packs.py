"""Board packs that were issued: lists, and the frozen files."""

from __future__ import annotations

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
from reporting.formats import FORMATS
from reporting.models import Pack
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
            for kind in ("document", "html", "pdf", "docx", "xlsx")
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
    """An issue in one of `formats.FORMATS`: no `Accept` changes its kind."""

    reads = Permission.VIEW_PACK
    pagination_class = None
    filter_backends = ()
    ending: ClassVar[str]

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        return super().perform_content_negotiation(request, force=True)

    def get(self, request: Request, pk: uuid.UUID) -> HttpResponse:
        issue, form = queries.issue(self.access, str(pk)), FORMATS[self.ending]
        tag = f'"{form.digest(issue)}"'
        if {tag, "*"} & set(self.known):
            return not_modified(tag)
        assert issue.pack is not None  # found as a pack's
        name = f"issue-{issue.number}-{issue.pack.round.slug}.{self.ending}"
        headers = {
            "ETag": tag, "Cache-Control": "private, no-cache", "Content-Disposition": f'attachment; filename="{name}"',
        }  # fmt: skip
        return HttpResponse(form.content(issue), content_type=form.content_type, headers=headers)


@extend_schema_view(get=extend_schema(**documented.DOCUMENT))
class IssueDocument(_File):
    ending = "json"


@extend_schema_view(get=extend_schema(**documented.HTML))
class IssueHtml(_File):
    ending = "html"


@extend_schema_view(get=extend_schema(**documented.PDF))
class IssuePdf(_File):
    ending = "pdf"


@extend_schema_view(get=extend_schema(**documented.WORD))
class IssueWord(_File):
    ending = "docx"


@extend_schema_view(get=extend_schema(**documented.EXCEL))
class IssueExcel(_File):
    ending = "xlsx"
