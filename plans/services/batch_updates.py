"""Many answers of one agency at once: the rules, locks and history of `updates.submit`, in a constant number of
statements (measured: benchmarks/bench_api_writes.py)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from partners.roles import Permission
from partners.tenancy import Access
from plans.models import Action, Milestone, Round, Update, UpdateRequest, UpdateState
from prevent_tracker.core import clock
from prevent_tracker.core.errors import Closed, DomainError, Invalid, NotFound

from .agreeing import agree_all, hold_actions
from .extensions import deadline
from .saving import change, check_version, hold_open, insert
from .updates import (
    FIELDS,
    NO_ROUND,
    NOT_ASKED,
    REACHED,
    SENT,
    Answer,
    blank,
    channel_of,
    check,
    ensure_asked,
    in_open_round,
    send_now,
)

MOST = 500
_WRITTEN = (
    *FIELDS,
    "milestones_ticked",
    "is_unchanged",
    "state",
    "channel",
    "submitted_at",
    "is_late",
    "return_reason",
    "marking",
    "version",
)


@dataclass(frozen=True)
class Line:
    """One answer of a batch. `version`: of the update that the sender last read, 0 where there was none."""

    action: uuid.UUID
    answer: Answer
    version: int = 0


@dataclass
class Result:
    """What became of a line: the update as stored, or why it was refused."""

    line: Line
    update: Update | None = None
    error: DomainError | None = None
    is_new: bool = False


class Refused(DomainError):
    """At least one line of an all-or-nothing batch is not right, so none was stored. `results`: of every line."""

    def __init__(self, results: Sequence[Result]) -> None:
        self.results = list(results)
        super().__init__("One or more lines are not right, so none was stored.")


@transaction.atomic
def submit_many(*, by: Access, lines: Sequence[Line], all_or_nothing: bool = False) -> list[Result]:
    """Send answers about several actions, each once; a result for each line, in their order.

    A line that is not right is refused alone; of `all_or_nothing`, `Refused` is raised with every result and nothing is
    stored. At most 500 lines.
    """
    by.require(Permission.ANSWER)
    assert by.agency_id is not None, "who may answer for their own agency has one"
    if len(lines) > MOST:
        raise Invalid({"updates": f"Send {MOST} answers or fewer at once; these are {len(lines):,}."})
    results = [Result(line) for line in lines]
    answers = _checked(results)
    held = _hold(by, results)
    _check_milestones(by, results)
    good = [result for result in results if result.error is None]
    if all_or_nothing and len(good) < len(results):
        raise Refused(results)
    _send(by, by.agency_id, good, held, answers)
    return results


def _checked(results: Sequence[Result]) -> dict[uuid.UUID, Answer]:
    """Answers with clean texts, by action; an action's second line is refused by the place of its first."""
    found: dict[uuid.UUID, Answer] = {}
    first: dict[uuid.UUID, int] = {}
    for place, result in enumerate(results, start=1):
        action = result.line.action
        try:
            if action in first:
                raise Invalid({"action": f"Line {first[action]} of this batch is about the same action: send one."})
            first[action] = place
            found[action] = check(result.line.answer)
        except Invalid as error:
            result.error = error
    return found


def _hold(by: Access, results: Sequence[Result]) -> dict[uuid.UUID, Update]:
    """The rows to write, by action, locked in the order that `submit` locks them; what cannot be written is refused."""
    asked = _asked(by, results)
    for round_id in sorted({request.round_id for request in asked.values()}):
        hold_open(round_id)
    hold_actions(by, asked)
    requests = UpdateRequest.objects.within(by).filter(pk__in=[request.pk for request in asked.values()])
    locked = requests.select_related("round", "action").select_for_update(of=("self",), no_key=True).order_by("pk")
    held = {request.action_id: blank(by, request) for request in locked}
    stored = Update.objects.within(by).filter(request__in=[update.request_id for update in held.values()])
    for update in stored.select_for_update().order_by("pk"):
        known = held[update.action_id]
        update.request, update.round, update.action = known.request, known.round, known.action
        held[update.action_id] = update
    for result in _standing(results):
        result.error = _refusal(by, held.get(result.line.action), result.line)
    return held


def _standing(results: Iterable[Result]) -> list[Result]:
    return [result for result in results if result.error is None]


def _refusal(by: Access, update: Update | None, line: Line) -> DomainError | None:
    try:
        if update is None:
            raise NotFound(NOT_ASKED)
        ensure_asked(update.request)
        check_version(update, line.version, FIELDS)
        update.channel = channel_of(by, update.request)
    except DomainError as error:
        return error
    return None


def _asked(by: Access, results: Sequence[Result]) -> dict[uuid.UUID, UpdateRequest]:
    """The open rounds' requests to the actor's agency, by action."""
    wanted = [result.line.action for result in _standing(results)]
    plans = dict(Action.objects.within(by).filter(pk__in=wanted).values_list("pk", "plan_id"))
    rounds = Round.objects.within(by).filter(plan__in=set(plans.values()), opened_at__isnull=False, closed_at=None)
    current = {each.plan_id: each for each in rounds}
    requests = UpdateRequest.objects.within(by).filter(
        round__in=current.values(), action__in=plans, agency=by.agency_id, withdrawn_at=None
    )
    found = {request.action_id: request for request in requests}
    for result in _standing(results):
        action = result.line.action
        if action not in plans:
            result.error = Invalid({"action": "There is no such action."})
        elif plans[action] not in current:
            result.error = Closed(NO_ROUND)
        elif action not in found:
            result.error = NotFound(NOT_ASKED)
    return found


def _check_milestones(by: Access, results: Sequence[Result]) -> None:
    named = [result for result in _standing(results) if result.line.answer.milestones_done]
    known = Milestone.objects.within(by).filter(action__in=[result.line.action for result in named])
    own = set(known.values_list("action_id", "pk")) if named else set()
    for result in named:
        line = result.line
        unknown = sorted(str(pk) for pk in line.answer.milestones_done if (line.action, pk) not in own)
        if unknown:
            result.error = Invalid({"milestones_done": [f"This action has no milestone {pk}." for pk in unknown]})


def _send(
    by: Access,
    agency_id: uuid.UUID,
    good: Sequence[Result],
    held: dict[uuid.UUID, Update],
    answers: dict[uuid.UUID, Answer],
) -> None:
    due = {row.pk: deadline(row, agency_id) for row in {update.round for update in held.values()}}
    for result in good:
        update = held[result.line.action]
        result.is_new = update.version == 0
        result.update = send_now(update, answers[result.line.action], UpdateState.SUBMITTED, due[update.round_id])
    in_open_round(lambda: _save(good))
    _reach_milestones(by, good)
    for round_id in {update.round_id for update in _updates(good)}:
        of_round = [update for update in _updates(good) if update.round_id == round_id]
        agree_all(by, of_round[0].round, [update.action_id for update in of_round])


def _updates(results: Sequence[Result]) -> list[Update]:
    return [result.update for result in results if result.update is not None]


def _save(good: Sequence[Result]) -> None:
    insert(_updates([result for result in good if result.is_new]), SENT)
    change(_updates([result for result in good if not result.is_new]), _WRITTEN, SENT)


def _reach_milestones(by: Access, good: Sequence[Result]) -> None:
    reached = {pk for result in good for pk in result.line.answer.milestones_done}
    if reached:
        rows = list(Milestone.objects.within(by).filter(pk__in=reached, done_on=None))
        for row in rows:
            row.done_on = clock.today()
        change(rows, ["done_on"], REACHED)
