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
_ANY = (
    problems.BAD_QUERY, problems.BAD_HEADER, problems.NO_KEY, problems.NOT_ALLOWED, problems.NOT_ACCEPTABLE,
    problems.TOO_MANY, problems.FAULT, problems.BUSY,
)  # fmt: skip


def bad_answers(*bad: Problem) -> dict[Any, OpenApiResponse]:
    """Answers by status and media type, those that any operation may give among them; kinds of one status share one."""
    found: dict[int, list[str]] = {}
    for problem in sorted({*_ANY, *bad}, key=lambda each: (each.status, each.title)):
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
    "updates", "List updates",
    "Your own agency’s updates, drafts included; other agencies’ are not sent. A key that belongs to no agency reads "
    "the updates of all that stand, never a draft.",
    shapes.UpdateShape(many=True), examples.UPDATE, problems.BAD_QUERY,
)  # fmt: skip
UPDATE = read(
    "update", "Read an update", "One update, with the same members as in the list. Keep its `ETag` to replace it.",
    shapes.UpdateShape(), examples.UPDATE, problems.BAD_QUERY, problems.NOT_FOUND,
)  # fmt: skip
REQUESTS = read(
    "requests", "List what you are asked",
    "What your agency is asked about in open rounds and has not sent yet. Start here each quarter. A key that "
    "belongs to no agency reads what all are asked.",
    shapes.RequestShape(many=True), examples.REQUEST, problems.BAD_QUERY,
)  # fmt: skip
