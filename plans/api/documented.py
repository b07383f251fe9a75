"""What the OpenAPI document says of each operation: words, answers, problems, examples."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiResponse
from rest_framework.serializers import BaseSerializer

from prevent_tracker.core import problems
from prevent_tracker.core.problems import Problem

from . import examples
from . import serializers as shapes

Operation = dict[str, Any]


def bad_answers(*bad: Problem) -> dict[Any, OpenApiResponse]:
    """Answers by status and media type; kinds of one status share an entry."""
    found: dict[int, list[str]] = {}
    for problem in sorted((problems.NO_KEY, *bad), key=lambda each: each.status):
        found.setdefault(problem.status, []).append(problem.title)
    return {
        (status, problems.MEDIA_TYPE): OpenApiResponse(shapes.ProblemShape(), description="; ".join(titles))
        for status, titles in found.items()
    }


def example(value: Any) -> OpenApiExample:
    return OpenApiExample("Answer", value=value, response_only=True, status_codes=["200", "201"])


def read(name: str, summary: str, words: str, shape: BaseSerializer[Any], shown: Any, *bad: Problem) -> Operation:
    return {
        "operation_id": name,
        "summary": summary,
        "description": words,
        # Bare, not an OpenApiResponse: only so does the generator see that it is a list, with filters and pages.
        "responses": {(200, "application/json"): shape, **bad_answers(*bad)},
        "examples": [example(shown)],
    }


PLANS = read(
    "plans", "List plans", "The partnership’s plans, each with its rounds.",
    shapes.PlanShape(many=True), examples.PLAN, problems.BAD_QUERY,
)  # fmt: skip
PLAN = read(
    "plan", "Read a plan", "One plan with the sections and the glossary around its table.",
    shapes.PlanWithText(), examples.PLAN_WITH_TEXT, problems.BAD_QUERY, problems.NOT_FOUND,
)  # fmt: skip
OBJECTIVES = read(
    "objectives", "List objectives",
    "The levels above the actions, as each plan calls them. `order` is the printed order.",
    shapes.ObjectiveShape(many=True), examples.OBJECTIVE, problems.BAD_QUERY,
)  # fmt: skip
ACTIONS = read(
    "actions", "List actions",
    "All actions of the partnership’s plans, with leads, timescale, milestones and agreed status. To keep a copy "
    "fresh, remember when you asked last and send it as `changed_since`.",
    shapes.ActionShape(many=True), examples.ACTION, problems.BAD_QUERY,
)  # fmt: skip
ACTION = read(
    "action", "Read an action", "One action, with the same members as in the list.",
    shapes.ActionShape(), examples.ACTION, problems.BAD_QUERY, problems.NOT_FOUND,
)  # fmt: skip
UPDATES = read(
    "updates", "List your updates", "Your own agency’s updates, drafts included. Other agencies’ are not sent.",
    shapes.UpdateShape(many=True), examples.UPDATE, problems.BAD_QUERY,
)  # fmt: skip
UPDATE = read(
    "update", "Read one of your updates", "One update of your own agency.",
    shapes.UpdateShape(), examples.UPDATE, problems.BAD_QUERY, problems.NOT_FOUND,
)  # fmt: skip
REQUESTS = read(
    "requests", "List what you are asked",
    "What your agency is asked about in open rounds and has not sent yet. Start here each quarter.",
    shapes.RequestShape(many=True), examples.REQUEST, problems.BAD_QUERY,
)  # fmt: skip
SEND_UPDATE: Operation = {
    "operation_id": "send_update",
    "summary": "Send an update",
    "description": (
        "Answers for your agency about one action in the open round. Sending again replaces what you sent, until the "
        "round closes; with `version` it does so only when nobody saved in between."
    ),
    "request": shapes.UpdateBody,
    "responses": {
        (201, "application/json"): OpenApiResponse(shapes.UpdateShape(), description="Sent"),
        (200, "application/json"): OpenApiResponse(shapes.UpdateShape(), description="Sent again"),
        **bad_answers(
            problems.BAD_JSON,
            problems.BAD_QUERY,
            problems.NOT_FOUND,
            problems.CLOSED,
            problems.STALE,
            problems.TOO_LARGE,
            problems.WRONG_MEDIA_TYPE,
            problems.INVALID,
            problems.BUSY,
        ),
    },
    "examples": [
        OpenApiExample("Body", value=examples.UPDATE_BODY, request_only=True),
        example(examples.UPDATE),
        OpenApiExample(
            "Problem", value=examples.PROBLEM, response_only=True, media_type=problems.MEDIA_TYPE, status_codes=["422"]
        ),
    ],
}
