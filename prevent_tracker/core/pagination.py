"""Pages of API lists."""

from __future__ import annotations

from rest_framework.pagination import CursorPagination


class Pages(CursorPagination):
    """Keyset pages, constant in cost at any depth. Ordered by key: version 7 UUIDs sort by time."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200
    ordering = "id"
