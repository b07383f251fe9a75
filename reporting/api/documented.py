"""What the OpenAPI document says of packs."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse

from plans.api.documented import Operation, bad_answers, read
from prevent_tracker.core import problems

from . import examples, shapes

_NEEDS = "Needs a key with the scope `packs`."
_OF_ONE = (problems.BAD_QUERY, problems.NOT_FOUND, problems.NOT_ALLOWED)


_FROZEN = "The bytes never change"
_DRAWN = "Drawn from the frozen document, the same until the program is upgraded"
_OFFICE = "application/vnd.openxmlformats-officedocument"


def _file(
    name: str, summary: str, words: str, media_type: str, shape: Any = OpenApiTypes.BINARY, lasts: str = _FROZEN
) -> Operation:
    return {
        "operation_id": name,
        "summary": summary,
        "description": f"{words} {lasts}: keep the `ETag`, and `If-None-Match` answers 304. {_NEEDS}",
        "responses": {
            (200, media_type): OpenApiResponse(shape, description="The file"),
            304: OpenApiResponse(description="It is what you have"),
            **bad_answers(*_OF_ONE),
        },
    }


PACKS = read(
    "packs", "List board packs", f"Packs that were issued, each with its issues. {_NEEDS}",
    shapes.PackShape(many=True), examples.PACK, problems.BAD_QUERY, problems.NOT_ALLOWED,
)  # fmt: skip
PACK = read(
    "pack", "Read a board pack", f"One pack with its issues. {_NEEDS}", shapes.PackShape(), examples.PACK, *_OF_ONE
)
ISSUE = read(
    "issue", "Read an issue of a pack", f"When it was issued, by whom, and where its files are. {_NEEDS}",
    shapes.IssueShape(), examples.ISSUE, *_OF_ONE,
)  # fmt: skip
DOCUMENT = _file(
    "issue_document", "Download an issue as JSON", "Everything the pack says, as it was frozen.",
    "application/json", OpenApiTypes.OBJECT,
)  # fmt: skip
HTML = _file("issue_page", "Download an issue as HTML", "The pack as one page.", "text/html", OpenApiTypes.STR)
PDF = _file("issue_file", "Download an issue as PDF", "The tagged PDF.", "application/pdf")
WORD = _file(
    "issue_word", "Download an issue as Word", "A .docx in real styles.", f"{_OFFICE}.wordprocessingml.document",
    lasts=_DRAWN,
)  # fmt: skip
EXCEL = _file(
    "issue_excel", "Download an issue as Excel", "A .xlsx of typed tables, one for each kind of fact.",
    f"{_OFFICE}.spreadsheetml.sheet", lasts=_DRAWN,
)  # fmt: skip
