"""What every address of the API shares: whose it is, what it may be asked, how rows become an answer."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpResponse
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from partners.roles import Permission
from partners.tenancy import Access
from plans.queries import freshness
from prevent_tracker.core import clock, conditional, idempotency
from prevent_tracker.core.errors import NotFound
from prevent_tracker.core.problems import NO_LENGTH, BadQuery, Refused

from . import filters

Row = dict[str, Any]
SAFE = ("GET", "HEAD", "OPTIONS")


class ApiView(GenericAPIView[Any]):
    """Any address of the API. `reads` and `writes`: what its key must be allowed.

    Parameters that it does not know are refused, by name. A POST is done once for each `Idempotency-Key`; every answer
    that shows one thing or a list of them has an `ETag`.
    """

    what: ClassVar[str]
    reads: ClassVar[Permission] = Permission.VIEW_PLAN
    writes: ClassVar[Permission] = Permission.ANSWER
    known: Sequence[str] = ()
    claim: idempotency.Claim | None = None

    @property
    def access(self) -> Access:
        assert isinstance(self.request.auth, Access)
        return self.request.auth

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.method not in self.allowed_methods:
            return  # refused in a moment, whatever else is wrong with it
        self.access.require(self.reads if request.method in SAFE else self.writes)
        known = self.parameters() if request.method in SAFE else ()
        unknown = [name for name in request.query_params if name not in known]
        if unknown:
            words = f"There is no such parameter. Known: {', '.join(known)}." if known else "It takes no parameters."
            raise BadQuery(dict.fromkeys(unknown[:20], words))
        if request.headers.get("Transfer-Encoding") and not request.headers.get("Content-Length"):
            raise Refused(NO_LENGTH)
        if request.method in SAFE:
            self.known = conditional.known_tags(request)
        if request.method == "POST":
            self.claim = idempotency.claim(request, self.access)

    def handle_exception(self, exc: Exception) -> Response:
        if isinstance(exc, idempotency.Replay):
            return exc.response  # type: ignore[return-value]  # as stored; the framework takes any response
        return super().handle_exception(exc)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """The framework's own, and what needs the answer's bytes: its tag, and what is kept of a POST."""
        answer: Any = super().finalize_response(request, response, *args, **kwargs)
        if not isinstance(answer, Response) or answer.status_code not in (200, 201, 204):
            return answer
        answer.render()
        if request.method in ("GET", "HEAD", "PUT") or "Location" in answer.headers:
            answer.headers.setdefault("ETag", conditional.tag_of(answer.content))
        if self.claim is not None:
            self.claim.keep(answer)
        answer.headers.setdefault("Cache-Control", "private, no-cache")
        tag = answer.headers.get("ETag")
        return not_modified(tag) if tag and {tag, conditional.ANY} & set(self.known) else answer

    def parameters(self) -> tuple[str, ...]:
        return ()

    def rows(self) -> QuerySet[Any, Row]:
        """What the actor may read, as plain rows; each address says its own."""
        raise NotImplementedError(f"{type(self).__name__} names no rows")

    def present(self, rows: list[Row]) -> list[Row]:
        """What goes out for the rows of one page, in a constant number of queries."""
        return rows


def not_modified(tag: str) -> HttpResponse:
    """304: what the client has is what there is."""
    return HttpResponse(status=304, headers={"ETag": tag, "Cache-Control": "private, no-cache"})


class ListView(ApiView):
    """`by_mark`: its rows tell of nothing but what the feed of changes tells (plans/queries/freshness.py), so that
    whether anything is new is known before anything is read; other lists are read, and tagged by their bytes."""

    by_mark: ClassVar[bool] = False
    filter_backends = (filters.StrictFilters,)
    filterset_class: ClassVar[type[filters.ApiFilterSet]]

    def parameters(self) -> tuple[str, ...]:
        return (*self.filterset_class.base_filters, "cursor", "page_size")

    def get(self, request: Request, **kwargs: Any) -> Any:
        if not self.by_mark:
            return self.listed(self.rows())
        own = self._own()
        for tag in self.known:
            if tag.endswith(f'-{own}"') and freshness.still_holds(self.access, tag[1:].removesuffix(f'-{own}"')):
                return not_modified(tag)
        tag = f'"{freshness.mark(self.access)}-{own}"'  # before the rows are read: what comes meanwhile is news
        response = self.listed(self.rows())
        response.headers["ETag"] = tag
        return response

    def _own(self) -> str:
        """What else the answer depends on: who asks, what for, and the day."""
        facts = f"{self.access.key_id} {self.request.build_absolute_uri()} {clock.today()}"
        return hashlib.sha256(facts.encode()).hexdigest()[:16]

    def listed(self, rows: QuerySet[Any, Row]) -> Response:
        page = self.paginate_queryset(self.filter_queryset(rows))
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
