"""Pages of API lists."""

from __future__ import annotations

import uuid
from typing import Any

from rest_framework.exceptions import NotFound
from rest_framework.pagination import Cursor, CursorPagination
from rest_framework.request import Request

from .problems import BadQuery


class Pages(CursorPagination):
    """Keyset pages, constant in cost at any depth. Ordered by key: version 7 UUIDs sort by time."""

    page_size = 50
    page_size_query_param = "page_size"
    page_size_query_description = "How many to send at once: 1 to 200, 50 unless told."
    max_page_size = 200
    cursor_query_description = "Where to go on: follow `next` and `previous` as they are."
    ordering = "id"

    def get_page_size(self, request: Request) -> int:
        """Raises `BadQuery` where the framework would silently use its own size."""
        given = request.query_params.get("page_size", str(self.page_size))
        if not (given.isascii() and given.isdigit() and 1 <= int(given[:9]) <= self.max_page_size):
            raise BadQuery({"page_size": f"Use a whole number from 1 to {self.max_page_size}."})
        return int(given)

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """The framework's own, with the limits of `page_size`."""
        found: list[dict[str, Any]] = super().get_schema_operation_parameters(view)
        for parameter in found:
            if parameter["name"] == self.page_size_query_param:
                parameter["schema"] |= {"minimum": 1, "maximum": self.max_page_size, "default": self.page_size}
        return found

    def decode_cursor(self, request: Request) -> Cursor | None:
        """Raises `BadQuery` for a cursor that this API did not make."""
        if "cursor" not in request.query_params:
            return None
        try:
            cursor = super().decode_cursor(request)
            if cursor is not None and cursor.position is not None:
                uuid.UUID(str(cursor.position))
        except (NotFound, ValueError):
            raise BadQuery({"cursor": "Use the address in “next” or “previous” as it is."}) from None
        return cursor

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {
                "next": {**link, "description": "The next page, or null on the last.", "example": None},
                "previous": {**link, "description": "The page before, or null on the first.", "example": None},
                "results": schema,
            },
        }
