"""Many answers at once: what they leave is what single ones leave, field by field; a bad line stands alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partners.tenancy import Access
from plans.models import Action, AgreedStatus, Milestone, Update
from plans.services.actions import LeadWords, add_action, add_milestone
from plans.services.batch_updates import MOST, Line, Refused, Result, submit_many
from plans.services.extensions import extend
from plans.services.rounds import close_round
from plans.services.updates import Answer, request_for, save_draft, submit
from prevent_tracker.core.errors import Closed, Invalid, NotAllowed, NotFound, Stale
from prevent_tracker.core.ids import new_id
from tests.cast import Cast, World

# What differs between two runs: keys, moments, transactions.
_OF_THE_RUN = {"id", "request_id", "action_id", "history_id", "history_date", "history_txid", "submitted_at"}
Send = Callable[[Access, Sequence[Line]], object]


def actions_of(world: World, count: int) -> list[Action]:
    """Actions that the police lead, each asked about in the open round, each with a milestone."""
    police = [LeadWords("Police", agency=world.agencies["police"])]
    with world.as_("coordinator") as by:
        found = [add_action(by=by, objective=world.objectives[0], text=f"Do {n}.", leads=police) for n in range(count)]
        for action in found:
            add_milestone(by=by, action=action, text="Half-way")
    return found


def one_by_one(by: Access, lines: Sequence[Line]) -> None:
    for line in lines:
        action = Action.objects.within(by).get(pk=line.action)
        asked = request_for(by=by, action=action)
        submit(by=by, request=asked, answer=line.answer, expected_version=line.version)


def together(by: Access, lines: Sequence[Line]) -> None:
    assert all(result.error is None for result in submit_many(by=by, lines=lines))


def history(by: Access, model: Any, actions: Sequence[Action]) -> list[list[dict[str, Any]]]:
    """The history of what hangs on each action, in the actions' order, without what belongs to the run."""
    rows = model.history.model.objects.filter(action_id__in=[action.pk for action in actions]).order_by("history_id")
    found: dict[Any, list[dict[str, Any]]] = {action.pk: [] for action in actions}
    for row in rows.values():
        found[row["action_id"]].append({name: value for name, value in row.items() if name not in _OF_THE_RUN})
    return list(found.values())


def good(action: Action, version: int = 0, **changes: Any) -> Line:
    return Line(action.pk, Answer(**({"rag": "green", "narrative": "On course."} | changes)), version)


def errors(results: Sequence[Result]) -> list[str]:
    return [type(result.error).__name__ if result.error else "" for result in results]


@pytest.mark.parametrize("model", [Update, AgreedStatus, Milestone])
def test_its_history_is_that_of_single_updates(cast: Cast, model: Any) -> None:
    def run(send: Send) -> list[list[dict[str, Any]]]:
        actions = actions_of(cast.here, 4)
        with cast.here.as_("contributor") as by:
            marks = [Milestone.objects.within(by).get(action=action).pk for action in actions]
            draft = request_for(by=by, action=actions[3])
            save_draft(by=by, request=draft, answer=Answer(narrative="Begun."))
            lines = [
                good(actions[0], milestones_done=frozenset({marks[0]})),
                good(actions[1], rag="red", path_to_green="Soon.", forecast_on=dt.date(2017, 2, 1)),
                good(actions[2], says_complete=True, narrative=" Done.\r\nAll of it. "),
                good(actions[3], version=1),
            ]
            send(by, lines)
            send(by, [good(actions[0], 1, rag="amber", narrative="Worse.", path_to_green="A plan.")])
            return history(by, model, actions)

    singly, at_once = run(one_by_one), run(together)
    assert any(singly)
    assert at_once == singly


def test_all_that_was_sent_late_is_marked_by_the_agencys_own_day(cast: Cast) -> None:
    actions = actions_of(cast.here, 1)
    with cast.here.as_("coordinator") as by:
        row = cast.here.round
        row.opens_on, row.closes_on = dt.date(2017, 1, 1), dt.date(2017, 1, 10)
        row.save()
    with cast.here.as_("contributor") as by:
        [result] = submit_many(by=by, lines=[good(actions[0])])
        assert result.update
        assert result.update.is_late
    with cast.here.as_("coordinator") as by:
        extend(by=by, round=row, agency=cast.here.agencies["police"], until=dt.date(2017, 1, 20), reason="Snow")
    with cast.here.as_("contributor") as by:
        [result] = submit_many(by=by, lines=[good(actions[0], 1)])
        assert result.update
        assert not result.update.is_late


def test_each_bad_line_is_refused_for_its_own_reason(cast: Cast) -> None:
    here, (first, second, third, fourth) = cast.here, actions_of(cast.here, 4)
    with here.as_("contributor") as by:
        submit(by=by, request=request_for(by=by, action=second), answer=Answer("green", "Already."))
        other = Milestone.objects.within(by).get(action=second).pk
        lines = [
            good(first),
            good(first, narrative="Twice."),
            good(second),
            good(third, rag="amber"),
            good(fourth, milestones_done=frozenset({other})),
            good(here.actions[3]),
            good(cast.elsewhere.actions[1]),
            Line(new_id(), Answer("green", "Nothing there.")),
        ]
        results = submit_many(by=by, lines=lines)
    assert errors(results) == ["", "Invalid", "Stale", "Invalid", "Invalid", "NotFound", "Invalid", "Invalid"]
    said = [str(result.error) for result in results]
    assert said[1] == "Line 1 of this batch is about the same action: send one."
    assert "gets back to green" in said[3]
    assert said[4] == f"This action has no milestone {other}."
    assert said[5] == "Your agency is not asked about this action."
    assert said[6] == said[7] == "There is no such action."
    stale = results[2].error
    assert isinstance(stale, Stale)
    assert (stale.current["narrative"], stale.current["version"]) == ("Already.", 1)


def test_one_bad_line_in_500(cast: Cast) -> None:
    actions = actions_of(cast.here, MOST)
    lines = [good(action) for action in actions]
    lines[249] = good(actions[249], narrative=" ")
    with cast.here.as_("contributor") as by:
        with pytest.raises(Refused) as refused:
            submit_many(by=by, lines=lines, all_or_nothing=True)
        assert [place for place, result in enumerate(refused.value.results) if result.error] == [249]
        assert not Update.objects.within(by).exists()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            results = submit_many(by=by, lines=lines)
        assert Update.objects.within(by).count() == MOST - 1
        assert [place for place, result in enumerate(results) if result.error] == [249]
    assert len(queries) <= 25


def test_a_closed_round_takes_none(cast: Cast) -> None:
    [action] = actions_of(cast.here, 1)
    with cast.here.as_("coordinator") as by:
        close_round(by=by, round=cast.here.round)
    with cast.here.as_("contributor") as by:
        assert errors(submit_many(by=by, lines=[good(action)])) == [Closed.__name__]


def test_who_may_not_answer_and_what_is_too_much(cast: Cast) -> None:
    line = good(cast.here.actions[1])
    with cast.here.as_("coordinator") as by, pytest.raises(NotAllowed):
        submit_many(by=by, lines=[line])
    with cast.here.as_("contributor") as by, pytest.raises(Invalid) as refused:
        submit_many(by=by, lines=[line] * (MOST + 1))
    assert "500 answers or fewer" in str(refused.value)


def test_another_agencys_request_is_not_found(cast: Cast) -> None:
    with cast.here.as_("other_contributor") as by:
        assert errors(submit_many(by=by, lines=[good(cast.here.actions[1])])) == [NotFound.__name__]
