"""Answers: what is refused, and that a refusal writes nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from partners.tenancy import Access, enter_key
from plans.models import Action, AgreedStatus, Milestone, Update, UpdateRequest
from plans.services.actions import add_milestone, set_leads
from plans.services.reviewing import accept, return_update
from plans.services.rounds import close_round
from plans.services.updates import Answer, request_for, save_draft, submit
from prevent_tracker.core import clock
from prevent_tracker.core.errors import Closed, Invalid, NotAllowed, NotFound, Stale
from tests.cast import Cast, World

GREEN = Answer("green", "Eight sessions were held.")
AMBER = Answer("amber", "Two sessions slipped.", "Both are booked for May.")
RED = Answer("red", "No trainer.", "The council lends one.")
TRAINING, SHARED = 1, 2


def asked(world: World, action: int = TRAINING, agency: str = "police") -> UpdateRequest:
    with world.as_("auditor") as access:
        return UpdateRequest.objects.within(access).get(action=world.actions[action], agency=world.agencies[agency])


def answered(world: World, who: str = "contributor", answer: Answer = GREEN, **which: Any) -> Update:
    request = asked(world, **which)
    with world.as_(who) as by:
        return submit(by=by, request=request, answer=answer)


def status(world: World, action: int = TRAINING) -> AgreedStatus:
    with world.as_("auditor") as access:
        return AgreedStatus.objects.within(access).get(round=world.round, action=world.actions[action])


def nothing_was_written(world: World) -> bool:
    with world.as_("auditor") as access:
        return not Update.objects.within(access).exists() and not AgreedStatus.objects.within(access).exists()


@pytest.mark.parametrize(
    ("answer", "fields"),
    [
        (Answer(), {"rag", "narrative"}),
        (replace(GREEN, rag="blue"), {"rag"}),
        (replace(GREEN, rag="GREEN"), {"rag"}),
        (replace(GREEN, narrative=" \r\n "), {"narrative"}),
        (replace(RED, narrative=""), {"narrative"}),
        (replace(RED, path_to_green=""), {"path_to_green"}),
        (replace(AMBER, path_to_green="\t"), {"path_to_green"}),
        (replace(GREEN, narrative="a\x00b"), {"narrative"}),
        (replace(GREEN, narrative="a\x1bb"), {"narrative"}),
        (replace(RED, path_to_green="a\x00b"), {"path_to_green"}),
        (replace(GREEN, narrative="x" * 100_000), {"narrative"}),
        (replace(GREEN, narrative="x" * 4001), {"narrative"}),
        (replace(AMBER, path_to_green="x" * 2001), {"path_to_green"}),
        (replace(RED, says_complete=True), {"says_complete"}),
        (Answer("red", "x" * 4001, "", says_complete=True), {"narrative", "path_to_green", "says_complete"}),
    ],
)
def test_a_wrong_answer_names_every_field_and_writes_nothing(cast: Cast, answer: Answer, fields: set[str]) -> None:
    request = asked(cast.here)
    with cast.here.as_("contributor") as by, pytest.raises(Invalid) as refused:
        submit(by=by, request=request, answer=answer)
    assert set(refused.value.errors) == fields
    assert nothing_was_written(cast.here)


@pytest.mark.parametrize(
    "answer", [replace(GREEN, narrative="x" * 4000), replace(GREEN, narrative="Zażółć 🕌 “ok”\nnext")]
)
def test_text_is_kept_as_it_was_written(cast: Cast, answer: Answer) -> None:
    assert answered(cast.here, answer=answer).narrative == answer.narrative


@pytest.mark.parametrize(
    ("who", "error"),
    [
        ("other_contributor", NotFound),
        ("administrator", NotAllowed),
        ("board_member", NotAllowed),
        ("secretary", NotAllowed),
        ("auditor", NotAllowed),
    ],
)
@pytest.mark.parametrize("verb", [submit, save_draft])
def test_only_the_agency_asked_or_a_coordinator_answers(
    cast: Cast, who: str, error: type[Exception], verb: Callable[..., Update]
) -> None:
    request = asked(cast.here)
    with pytest.raises(error), cast.here.as_(who) as by:
        verb(by=by, request=request, answer=GREEN)
    assert nothing_was_written(cast.here)


@pytest.mark.parametrize("who", ["coordinator", "contributor"])
def test_a_request_of_another_partnership_is_not_found(cast: Cast, who: str) -> None:
    request = asked(cast.elsewhere)
    with pytest.raises(NotFound), cast.here.as_(who) as by:
        submit(by=by, request=request, answer=GREEN)
    assert nothing_was_written(cast.elsewhere)


def test_each_way_in_is_told_apart(cast: Cast) -> None:
    assert (answered(cast.here).channel, answered(cast.here).state) == ("browser", "submitted")
    on_behalf = answered(cast.here, "coordinator", action=3, agency="health")
    assert (on_behalf.channel, on_behalf.state) == ("behalf", "accepted")
    request = asked(cast.here, SHARED)
    with transaction.atomic():
        by = enter_key(cast.here.key)
        assert by is not None
        by_key = submit(by=by, request=request, answer=GREEN)
    assert (by_key.channel, by_key.state) == ("api", "submitted")


def test_who_saved_first_is_shown_to_who_saves_second(cast: Cast) -> None:
    first = answered(cast.here, answer=AMBER)
    request = asked(cast.here)
    with pytest.raises(Stale) as refused, cast.here.as_("contributor") as by:
        submit(by=by, request=request, answer=GREEN, expected_version=0)
    assert refused.value.current == {
        "rag": "amber",
        "narrative": AMBER.narrative,
        "path_to_green": AMBER.path_to_green,
        "forecast_on": None,
        "says_complete": False,
        "version": first.version,
    }
    with cast.here.as_("contributor") as by:
        assert submit(by=by, request=request, answer=GREEN, expected_version=first.version).version == 2
    assert status(cast.here).rag == "green"


@pytest.mark.parametrize(("day", "is_late"), [(dt.date(2017, 4, 14), False), (dt.date(2017, 4, 15), True)])
def test_an_answer_after_the_last_day_is_marked_late(cast: Cast, settings: Any, day: dt.date, is_late: bool) -> None:
    settings.DEMO_TODAY = day
    assert clock.today() == day
    assert answered(cast.here).is_late is is_late


def test_several_parties_become_the_worst(cast: Cast) -> None:
    answered(cast.here, action=SHARED, answer=GREEN)
    assert status(cast.here, SHARED).rag == "green"
    answered(cast.here, "other_contributor", RED, action=SHARED, agency="health")
    assert status(cast.here, SHARED).rag == "red"
    answered(cast.here, "other_contributor", AMBER, action=SHARED, agency="health")
    assert status(cast.here, SHARED).rag == "amber"


def test_an_action_is_complete_when_every_party_says_so(cast: Cast) -> None:
    done = replace(GREEN, says_complete=True)
    first = answered(cast.here, action=SHARED, answer=done)
    with cast.here.as_("coordinator") as by:
        accept(by=by, update=first)
    assert not status(cast.here, SHARED).is_complete
    second = answered(cast.here, "other_contributor", done, action=SHARED, agency="health")
    with cast.here.as_("coordinator") as by:
        accept(by=by, update=second)
    assert status(cast.here, SHARED).is_complete
    with cast.here.as_("auditor") as access:
        assert Action.objects.within(access).get(pk=cast.here.actions[SHARED].pk).state == "complete"


def test_what_was_returned_does_not_count_until_it_is_sent_again(cast: Cast) -> None:
    update = answered(cast.here, answer=RED)
    with cast.here.as_("coordinator") as by:
        returned = return_update(by=by, update=update, reason="How many sessions?")
    assert (returned.state, returned.return_reason, status(cast.here).rag) == ("returned", "How many sessions?", "")
    again = answered(cast.here, answer=AMBER)
    assert (again.state, again.return_reason, status(cast.here).rag) == ("submitted", "", "amber")


@pytest.mark.parametrize("reason", ["", "  ", "x" * 1001, "a\x00"])
def test_returning_needs_a_reason(cast: Cast, reason: str) -> None:
    update = answered(cast.here)
    with cast.here.as_("coordinator") as by, pytest.raises(Invalid) as refused:
        return_update(by=by, update=update, reason=reason)
    assert set(refused.value.errors) == {"reason"}
    assert status(cast.here).rag == "green"


@pytest.mark.parametrize("verb", ["accept", "return"])
def test_only_what_waits_is_looked_at(cast: Cast, verb: str) -> None:
    update = answered(cast.here)
    with cast.here.as_("coordinator") as by:
        accept(by=by, update=update)
    with pytest.raises(Closed), cast.here.as_("coordinator") as by:
        _review(by, update, verb)


def _review(by: Access, update: Update, verb: str) -> None:
    if verb == "accept":
        accept(by=by, update=update)
    else:
        return_update(by=by, update=update, reason="Why?")


@pytest.mark.parametrize("who", ["administrator", "contributor", "board_member", "secretary", "auditor"])
@pytest.mark.parametrize("verb", ["accept", "return"])
def test_only_a_coordinator_reviews(cast: Cast, who: str, verb: str) -> None:
    update = answered(cast.here)
    with pytest.raises(NotAllowed), cast.here.as_(who) as by:
        _review(by, update, verb)


@pytest.mark.parametrize("verb", ["accept", "return"])
def test_an_update_of_another_partnership_is_not_found(cast: Cast, verb: str) -> None:
    update = answered(cast.elsewhere)
    with pytest.raises(NotFound), cast.here.as_("coordinator") as by:
        _review(by, update, verb)


def test_a_draft_may_be_unfinished_and_counts_for_nothing(cast: Cast) -> None:
    request = asked(cast.here)
    with cast.here.as_("contributor") as by:
        draft = save_draft(by=by, request=request, answer=Answer("red", ""))
    assert (draft.state, draft.rag, draft.submitted_at) == ("draft", "red", None)
    with cast.here.as_("auditor") as access:
        assert not AgreedStatus.objects.within(access).exists()


def test_a_draft_does_not_undo_what_was_sent(cast: Cast) -> None:
    answered(cast.here)
    request = asked(cast.here)
    with pytest.raises(Closed), cast.here.as_("contributor") as by:
        save_draft(by=by, request=request, answer=Answer())


def test_a_returned_answer_is_redrafted_whole(cast: Cast) -> None:
    update = answered(cast.here)
    with cast.here.as_("coordinator") as by:
        return_update(by=by, update=update, reason="How many?")
    request = asked(cast.here)
    with cast.here.as_("contributor") as by, pytest.raises(Invalid):
        save_draft(by=by, request=request, answer=Answer("red", ""))
    with cast.here.as_("contributor") as by:
        kept = save_draft(by=by, request=request, answer=AMBER)
    assert (kept.state, kept.rag, kept.return_reason) == ("returned", "amber", "How many?")


def test_milestones_reached_are_ticked_on_the_action_alone(cast: Cast) -> None:
    with cast.here.as_("coordinator") as by:
        own = add_milestone(by=by, action=cast.here.actions[TRAINING], text="Book a hall")
        others = add_milestone(by=by, action=cast.here.actions[SHARED], text="Book a ward")
    answered(cast.here, answer=replace(GREEN, milestones_done=frozenset({own.pk, others.pk})))
    with cast.here.as_("auditor") as access:
        done = dict(Milestone.objects.within(access).values_list("pk", "done_on"))
    assert done == {own.pk: clock.today(), others.pk: None}


def test_an_agency_no_longer_asked_cannot_answer(cast: Cast) -> None:
    request = asked(cast.here)
    with cast.here.as_("coordinator") as by:
        set_leads(by=by, action=cast.here.actions[TRAINING], leads=[])
    with pytest.raises(Closed), cast.here.as_("contributor") as by:
        submit(by=by, request=request, answer=GREEN)


def test_after_closing_the_service_refuses_and_so_does_the_database(cast: Cast) -> None:
    update, request = answered(cast.here), asked(cast.here)
    with cast.here.as_("coordinator") as by:
        close_round(by=by, round=cast.here.round)
    for verb in (submit, save_draft):
        with pytest.raises(Closed), cast.here.as_("contributor") as by:
            verb(by=by, request=request, answer=RED)
    for sql in (
        "UPDATE plans_update SET rag = 'red' WHERE id = %s",
        "UPDATE plans_update SET state = 'draft' WHERE id = %s",
    ):
        with pytest.raises(DatabaseError) as refused, cast.here.as_("coordinator"), connection.cursor() as cursor:
            cursor.execute(sql, [update.pk])
        assert getattr(refused.value.__cause__, "pgcode", "") == "PT001"


def test_the_request_of_the_open_round(cast: Cast) -> None:
    here = cast.here
    with here.as_("contributor") as by:
        assert request_for(by=by, action=here.actions[SHARED]).agency_id == here.agencies["police"].pk
        with pytest.raises(NotFound):
            request_for(by=by, action=here.actions[3])
    with here.as_("coordinator") as by:
        with pytest.raises(Invalid):
            request_for(by=by, action=here.actions[SHARED])
        health = here.agencies["health"].pk
        assert request_for(by=by, action=here.actions[SHARED], agency_id=health).agency_id == health
        assert request_for(by=by, action=here.actions[TRAINING]).agency_id == here.agencies["police"].pk
        close_round(by=by, round=here.round)
        with pytest.raises(Closed):
            request_for(by=by, action=here.actions[TRAINING])
