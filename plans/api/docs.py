"""The OpenAPI document, the page that shows it, and an answer for addresses that the API does not have."""

from __future__ import annotations

import functools
import threading
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import (
    OpenApiJsonRenderer,
    OpenApiJsonRenderer2,
    OpenApiYamlRenderer,
    OpenApiYamlRenderer2,
)
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from prevent_tracker.core.errors import NotFound
from prevent_tracker.core.problems import PROBLEMS

from . import examples, examples_reads, extensions, reference

__all__ = ["Nothing", "Schema", "document", "extensions", "operations", "page"]


_one_at_a_time = threading.Lock()  # the generator keeps what it is at in its classes


def document() -> dict[str, Any]:
    """The OpenAPI 3.1 document of this API; the same for everybody."""
    with _one_at_a_time:
        return _document()


@functools.cache
def _document() -> dict[str, Any]:
    found: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return found


@functools.cache
def operations() -> list[reference.Operation]:
    queries = examples.QUERIES | examples_reads.QUERIES
    return reference.operations(document(), queries, examples_reads.IDS)


def page(request: HttpRequest) -> HttpResponse:
    """The docs, drawn from the document; readable without an account or a key."""
    installation = request.build_absolute_uri("/").rstrip("/")
    settings_example = f"export TRACKER={installation}\nexport TRACKER_KEY=<prefix>.<secret>"
    context = {"operations": operations(), "problems": PROBLEMS, "settings_example": settings_example}
    return render(request, "api/docs.html", context)


class Schema(APIView):
    """The OpenAPI document, as JSON, or as YAML for who asks with `Accept: application/yaml`."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    renderer_classes = (OpenApiJsonRenderer2, OpenApiJsonRenderer, OpenApiYamlRenderer2, OpenApiYamlRenderer)

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        return Response(document())


class Nothing(APIView):
    """Every other address below /api/: a problem in JSON, not a page."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        raise NotFound("There is nothing at this address. Addresses end with a slash; /api/ lists them.")
