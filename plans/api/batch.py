"""A batch of updates: a result for each line, in their order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from plans.services.batch_updates import Line, Result, submit_many
from plans.services.batch_updates import Refused as BatchRefused
from prevent_tracker.core import problems
from prevent_tracker.core.errors import Stale
from prevent_tracker.core.problem_handler import problem_of
from prevent_tracker.core.screening import screened

from . import bodies, documented_writes
from .updates import Updates, checked
from .views import Row

_VERSION_NEEDED = "Your agency has answered this already, or has a draft: read it, and send its `version` in the line."


@extend_schema_view(post=extend_schema(**documented_writes.SEND_BATCH))
class UpdateBatch(Updates):
    """Up to 500 updates at once, all or nothing on demand."""

    pagination_class = None

    def post(self, request: Request) -> Response:
        body = checked(bodies.BatchBody, request)
        shaped = [_shaped(line) for line in body.validated_data["updates"]]
        wants_all: bool = body.validated_data["all_or_nothing"]
        lines = [line for line in shaped if isinstance(line, Line)]
        try:
            with screened(self.access, body.confirmed):
                results = submit_many(by=self.access, lines=lines, all_or_nothing=wants_all)
        except BatchRefused as refused:
            results = refused.results
        answers = _in_order(shaped, self.answers(results))
        bad = [row for row in answers if row["status"] >= 400]
        if bad and wants_all:
            said = f"Nothing was stored: correct the lines in “lines” ({len(bad)}) and send all of them again."
            raise problems.Refused(problems.BATCH_REFUSED, said, lines=bad)
        return Response({"stored": len(answers) - len(bad), "refused": len(bad), "results": answers})

    def answers(self, results: Sequence[Result]) -> Iterator[Row]:
        """Status and update, or status and problem, of each result."""
        rows = self.rows().filter(pk__in=[result.update.pk for result in results if result.update])
        stored = {row["id"]: row for row in self.present(list(rows))}
        for result in results:
            if result.update:
                yield {"status": 201 if result.is_new else 200, "update": stored[result.update.pk]}
            else:
                yield _refused(_error(result))


def _shaped(line: dict[str, Any]) -> Line | ValidationError:
    """One line as the service takes it, or what is wrong with its members."""
    body = bodies.BatchLine(data=line)
    try:
        body.is_valid(raise_exception=True)
    except ValidationError as error:
        return error
    return Line(body.action_pk, body.answer(), body.validated_data.get("version", 0))


def _in_order(shaped: Sequence[Line | ValidationError], answers: Iterator[Row]) -> list[Row]:
    said = (next(answers) if isinstance(line, Line) else _refused(line) for line in shaped)
    return [{"line": place, **answer} for place, answer in enumerate(said, start=1)]


def _error(result: Result) -> Exception:
    if isinstance(result.error, Stale) and not result.line.version:
        return problems.Refused(problems.NO_MATCH, _VERSION_NEEDED)
    assert result.error is not None, "a line without an update was refused"
    return result.error


def _refused(error: Exception) -> Row:
    problem = problem_of(error)
    return {"status": problem["status"], "problem": problem}
