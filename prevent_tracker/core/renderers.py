"""How answers of the API are written."""

from __future__ import annotations

from rest_framework.renderers import JSONRenderer


class Json(JSONRenderer):
    """JSON, always compact: the framework's own indents for who asks, and an entity tag stands for one form."""

    def get_indent(self, accepted_media_type: str, renderer_context: object) -> None:
        return None
