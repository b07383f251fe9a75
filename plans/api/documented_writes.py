"""What the OpenAPI document says of the operations that write."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse
from rest_framework.serializers import BaseSerializer

from prevent_tracker.core import problems
from prevent_tracker.core.problems import Problem

from . import bodies, examples
from . import serializers as shapes
from .documented import Operation, bad_answers, example

_BODY = (
    problems.BAD_JSON, problems.NOT_FOUND, problems.CLOSED, problems.NO_LENGTH, problems.TOO_LARGE,
    problems.WRONG_MEDIA_TYPE, problems.INVALID, problems.CASE_DATA,
)  # fmt: skip
POSTED = (problems.NO_IDEMPOTENCY_KEY, problems.KEY_REUSED)
MATCHED = (problems.STALE, problems.NO_MATCH)
_IF_MATCH = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER,
    description="The `ETag` of your update as you last read it. Needed once your agency has answered, or has a draft.",
)  # fmt: skip


def write(
    name: str, summary: str, words: str, body: Any, shape: BaseSerializer[Any], answers: dict[int, str], *bad: Problem,
    examples: list[OpenApiExample], parameters: list[OpenApiParameter] | None = None,
) -> Operation:  # fmt: skip
    """A write with a body. `answers`: what each good status means."""
    good = {(code, "application/json"): OpenApiResponse(shape, description=said) for code, said in answers.items()}
    return {
        "operation_id": name,
        "summary": summary,
        "description": words,
        "parameters": parameters or [],
        "request": body,
        "responses": {**good, **bad_answers(*_BODY, *bad)},
        "examples": examples,
    }


def sent(value: Any) -> OpenApiExample:
    return OpenApiExample("Body", value=value, request_only=True)


def problem(value: Any) -> OpenApiExample:
    return OpenApiExample(
        "Problem", value=value, response_only=True, media_type=problems.MEDIA_TYPE, status_codes=[str(value["status"])]
    )


SEND_UPDATE = write(
    "send_update", "Send an update",
    "Answers for your agency about one action in the open round. Once it has answered, or has a draft, the same call "
    "with `If-Match` replaces that, until the round closes.",
    bodies.UpdateBody, shapes.UpdateShape(), {201: "Sent", 200: "Sent again"}, *POSTED, *MATCHED,
    examples=[sent(examples.UPDATE_BODY), example(examples.UPDATE), problem(examples.PROBLEM)],
    parameters=[_IF_MATCH],
)  # fmt: skip
REPLACE_UPDATE = write(
    "replace_update", "Replace an update",
    "Says anew what your agency says in an update that it may still change: a draft, one that was sent or returned.",
    bodies.ReplacingBody, shapes.UpdateShape(), {200: "Sent again"}, *MATCHED,
    examples=[sent(examples.REPLACING_BODY), example(examples.UPDATE), problem(examples.STALE)],
)  # fmt: skip
SEND_BATCH = write(
    "send_batch", "Send many updates",
    "Up to 500 answers for your agency at once, each about another action, with a result for each in their order. "
    "A line that is not right is refused alone; with `all_or_nothing` one bad line refuses all (422, nothing stored). "
    "Where your agency has answered already, or has a draft, the line carries the `version` that you last read.",
    bodies.BatchBody, shapes.BatchShape(), {200: "A result for each line"}, problems.BATCH_REFUSED, *POSTED,
    examples=[sent(examples.BATCH_BODY), example(examples.BATCH)],
)  # fmt: skip
