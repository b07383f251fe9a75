"""Bodies, read within the limit that forms have too."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import IO, Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is not JSON")


class JsonBody(JSONParser):
    """JSON in UTF-8. The framework's own reads without limit and falls over bodies nested some thousands deep.

    Raises `RequestDataTooBig` above DATA_UPLOAD_MAX_MEMORY_SIZE, `ParseError` for what is no JSON.
    """

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        assert parser_context is not None
        try:
            return json.loads(parser_context["request"].body.decode(), parse_constant=_no_constant)
        except RecursionError:
            raise ParseError("The body is nested too deep.") from None
        except ValueError as error:
            raise ParseError(f"The body is not valid JSON: {error}.") from None
