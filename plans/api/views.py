"""What every address of the API shares: whose it is, what it may be asked, how rows become an answer."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from partners.roles import Permission
from partners.tenancy import Access
from prevent_tracker.core.errors import NotFound
from prevent_tracker.core.problems import BadQuery

from . import filters

Row = dict[str, Any]
SAFE = ("GET", "HEAD", "OPTIONS")


class ApiView(GenericAPIView[Any]):
    """Any address of the API. `reads` and `writes`: what its key must be allowed. Parameters that it does not know are
    refused, by name."""

    what: ClassVar[str]
    reads: ClassVar[Permission] = Permission.VIEW_PLAN
    writes: ClassVar[Permission] = Permission.ANSWER

    @property
    def access(self) -> Access:
        assert isinstance(self.request.auth, Access)
        return self.request.auth

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.method in self.allowed_methods:
            self.access.require(self.reads if request.method in SAFE else self.writes)
        known = self.parameters() if request.method in SAFE else ()
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
