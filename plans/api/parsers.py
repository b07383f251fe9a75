"""Bodies, read within limits: nothing larger than what is allowed is ever in memory."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import IO, Any

from django.core.exceptions import RequestDataTooBig
from rest_framework.exceptions import ParseError
from rest_framework.parsers import DataAndFiles, JSONParser, MultiPartParser

from plans.importers.evidence import FILE_LIMIT

_BESIDE_THE_FILE = 1024 * 1024  # its title, and the form's own boundaries
_DIGITS = 1000


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is not JSON")


def _number(digits: str) -> int:
    """Python refuses to read thousands of digits, with a fault; nobody needs them."""
    if len(digits) > _DIGITS:
        raise ValueError("a number has more than 1,000 digits")
    return int(digits)


class JsonBody(JSONParser):
    """JSON in UTF-8. The framework's own reads without limit and falls over bodies nested some thousands deep.

    Raises `RequestDataTooBig` above DATA_UPLOAD_MAX_MEMORY_SIZE, `ParseError` for what is no JSON.
    """

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        assert parser_context is not None
        try:
            text = parser_context["request"].body.decode()
            return json.loads(text, parse_constant=_no_constant, parse_int=_number)
        except RecursionError:
            raise ParseError("The body is nested too deep.") from None
        except ValueError as error:
            raise ParseError(f"The body is not valid JSON: {error}.") from None


class FileForm(MultiPartParser):
    """A form with one file. Raises `RequestDataTooBig`, before anything is read, where it cannot be a file allowed."""

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> DataAndFiles[Any, Any]:
        assert parser_context is not None
        length = parser_context["request"].META.get("CONTENT_LENGTH") or "0"
        if not length.isascii() or not length.isdigit() or int(length) > FILE_LIMIT + _BESIDE_THE_FILE:
            raise RequestDataTooBig("The form is larger than a file may be.")
        return super().parse(stream, media_type, parser_context)
