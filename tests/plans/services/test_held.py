"""Edits at once, and edits beside answers: one after the other, no circle of locks, nothing overwritten."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from plans.models import Action, Decision, UpdateRequest
from plans.services.actions import LeadWords, add_action, change_deadline, move_action, set_leads
from plans.services.decisions import record_decision
from plans.services.plans import add_objective, set_stage
from plans.services.rounds import open_round
from plans.services.updates import Answer, save_draft
from prevent_tracker.core import clock
from prevent_tracker.core.errors import Closed
from tests.cast import Cast, World

from .test_races import at_once, request_of, sender


def adder(world: World) -> Callable[[], None]:
    def add() -> None:
        with world.as_("coordinator") as by:
            add_action(by=by, objective=world.objectives[0], text="Write to every school.")

    return add


@pytest.mark.parametrize("run", range(5))
def test_two_actions_added_at_once_have_two_numbers(live_cast: Cast, run: int) -> None:
    here = live_cast.here
    with here.as_("auditor") as access:
        before = Action.objects.within(access).count()
    assert at_once(adder(here), adder(here)) == ["done", "done"]
    with here.as_("auditor") as access:
        numbers = list(Action.objects.within(access).values_list("number", flat=True))
    assert len(set(numbers)) == len(numbers) == before + 2


@pytest.mark.parametrize("run", range(10))
def test_leads_change_while_their_agency_answers(live_cast: Cast, run: int) -> None:
    """The answer is in or the agency is no longer asked; neither waits for the other for ever."""
    here = live_cast.here
    request = request_of(here, "contributor", 1)

    def change() -> None:
        with here.as_("coordinator") as by:
            set_leads(by=by, action=here.actions[1], leads=[LeadWords("Council", agency=here.agencies["council"])])

    said, changed = at_once(sender(here, "contributor", request), change)
    assert changed == "done"
    with here.as_("auditor") as access:
        row = UpdateRequest.objects.within(access).get(pk=request.pk)
    assert (row.withdrawn_at is None) == (said == "done")


def test_who_only_drafted_is_no_longer_asked_and_finds_the_draft_again(cast: Cast) -> None:
    here = cast.here
    request = request_of(here, "contributor", 1)
    with here.as_("contributor") as by:
        save_draft(by=by, request=request, answer=Answer(narrative="Half a sentence"))
    police = LeadWords("Police", agency=here.agencies["police"])
    for leads, asked in (([LeadWords("Council", agency=here.agencies["council"])], False), ([police], True)):
        with here.as_("coordinator") as by:
            set_leads(by=by, action=here.actions[1], leads=leads)
            row = UpdateRequest.objects.within(by).get(pk=request.pk)
            assert (row.withdrawn_at is None, row.update.narrative) == (asked, "Half a sentence")


def test_the_ledger_has_the_date_of_the_action_that_is_referred_to(cast: Cast) -> None:
    here = cast.here
    with here.as_("coordinator") as by:
        target, other = here.actions[1], here.actions[0]
        change_deadline(by=by, action=target, timescale_text="31 March 2017", reason="Agreed", agreed_by="HPDG")
        words = f"See action {target.number}"
        line = change_deadline(by=by, action=other, timescale_text=words, reason="Follows it", agreed_by="HPDG")
        due = Action.objects.within(by).get(pk=target.pk).due_on
        assert (line.new_due_on, due is not None) == (due, True)


def test_moving_an_action_leaves_the_forms_of_its_neighbours_fresh(cast: Cast) -> None:
    here = cast.here
    with here.as_("coordinator") as by:
        first = here.actions[0]
        added = add_action(by=by, objective=first.objective, text="Write to every school.")
        before = Action.objects.within(by).get(pk=first.pk).version
        moved = move_action(by=by, action=added, objective=first.objective, place=0)
        after = Action.objects.within(by).get(pk=first.pk)
        assert (moved.order, moved.version, after.order, after.version) == (0, added.version + 1, 1, before)


def test_a_closed_plan_takes_no_objective_and_opens_no_round(cast: Cast) -> None:
    here = cast.here
    with here.as_("coordinator") as by:
        set_stage(by=by, plan=here.plan, stage="closed", on=clock.today())
        with pytest.raises(Closed, match="plan is closed"):
            add_objective(by=by, plan=here.plan, title="Faith")
        with pytest.raises(Closed, match="plan is closed"):
            open_round(by=by, round=here.round)


def test_two_decisions_at_once_have_two_numbers(live_cast: Cast) -> None:
    here = live_cast.here
    with here.as_("auditor"):
        meeting = here.boards["hpdg"].meetings.earliest("held_on")

    def decide() -> None:
        with here.as_("secretary") as by:
            record_decision(by=by, meeting=meeting, text="Noted.")

    assert at_once(decide, decide) == ["done", "done"]
    with here.as_("auditor") as access:
        assert sorted(Decision.objects.within(access).values_list("number", flat=True)) == [1, 2]
