"""What the coordinator looks at: what contradicts itself, accepting many at once, what webhooks are told of it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partners.models import Delivery, Webhook
from partners.tenancy import Access
from partners.webhooks import add_webhook
from plans.models import Action, AgreedStatus, Round, Update, UpdateRequest
from plans.queries.contradictions import of_round, of_updates
from plans.services.actions import LeadWords, add_action, add_milestone
from plans.services.markings import mark
from plans.services.reviewing import accept, accept_all, return_update
from plans.services.rounds import close_round, open_round, plan_round
from plans.services.updates import Answer, save_draft, submit
from prevent_tracker.core.errors import Closed, Invalid, NotAllowed, NotFound, Stale
from tests.cast import Cast, World

TRAINING, SHARED, HALLS = 1, 2, 3
GREEN = Answer("green", "Eight sessions were held.")
AMBER = Answer("amber", "Two sessions slipped.", "Both are booked for May.")
DONE = Answer("green", "All done.", says_complete=True)
OVERDUE = "Rated green, but overdue since 1 January 2017."


def answered(world: World, who: str, index: int, given: Answer = GREEN) -> Update:
    with world.as_(who) as by:
        request = UpdateRequest.objects.within(by).get(
            action=world.actions[index], agency=by.agency_id, round__closed_at=None
        )
        return submit(by=by, request=request, answer=given)


def against(world: World, current: Round | None = None) -> dict[int, list[str]]:
    """What speaks against a round's answers, by the action's place in the cast."""
    places = {action.pk: index for index, action in enumerate(world.actions)}
    with world.as_("auditor") as access:
        return {places[pk]: said for pk, said in of_round(access, current or world.round).items()}


def later(world: World, which: int) -> Round:
    starts_on = dt.date(2017, 3 * which + 1, 1)
    with world.as_("coordinator") as by:
        close_round(by=by, round=Round.objects.within(by).get(opened_at__isnull=False, closed_at=None))
        row = plan_round(
            by=by, plan=world.plan, slug=f"2017-Q{which}", label=f"Q{which} 2017/18", starts_on=starts_on,
            ends_on=starts_on + dt.timedelta(days=90), opens_on=starts_on, closes_on=starts_on + dt.timedelta(days=30),
        )  # fmt: skip
        return open_round(by=by, round=row)


def test_green_but_overdue(cast: Cast) -> None:
    answered(cast.here, "contributor", TRAINING)  # due December 2016; today is 18 January 2017
    answered(cast.here, "other_contributor", HALLS)  # ongoing
    assert against(cast.here) == {TRAINING: [OVERDUE]}


def test_complete_with_open_milestones(cast: Cast) -> None:
    with cast.here.as_("coordinator") as by:
        add_milestone(by=by, action=cast.here.actions[HALLS], text="Write to the halls")
    answered(cast.here, "other_contributor", HALLS, DONE)
    assert against(cast.here) == {HALLS: ["Said to be complete, but 1 milestone is still open."]}


def test_complete_by_one_party_and_not_by_another(cast: Cast) -> None:
    here = cast.here
    answered(here, "contributor", SHARED, DONE)
    assert against(here) == {}
    answered(here, "other_contributor", SHARED, AMBER)
    assert against(here) == {SHARED: ["Police: said to be complete, but not by Health Trust."]}


def test_amber_three_quarters_running_without_a_new_path(cast: Cast) -> None:
    here = cast.here
    answered(here, "other_contributor", HALLS, AMBER)
    second = later(here, 1)
    answered(here, "other_contributor", HALLS, Answer("amber", "Still.", " both are BOOKED for May. "))
    assert against(here, second) == {}
    third = later(here, 2)
    answered(here, "other_contributor", HALLS, AMBER)
    assert against(here, third) == {HALLS: ["Amber 3 quarters running without a new path to green."]}
    answered(here, "other_contributor", HALLS, Answer("amber", "Moved.", "The council lends its own hall."))
    assert against(here, third) == {}


def test_a_silent_quarter_breaks_the_run_and_each_party_has_its_own(cast: Cast) -> None:
    here = cast.here
    answered(here, "contributor", SHARED, AMBER)
    later(here, 1)
    answered(here, "other_contributor", SHARED, AMBER)
    later(here, 2)
    answered(here, "contributor", SHARED, AMBER)
    answered(here, "other_contributor", SHARED, AMBER)
    last = later(here, 3)
    answered(here, "contributor", SHARED, AMBER)
    answered(here, "other_contributor", SHARED, AMBER)
    assert against(here, last) == {SHARED: ["Health Trust: amber 3 quarters running without a new path to green."]}


def test_what_is_drafted_or_returned_says_nothing_yet(cast: Cast) -> None:
    here = cast.here
    with here.as_("contributor") as by:
        request = UpdateRequest.objects.within(by).get(action=here.actions[TRAINING])
        save_draft(by=by, request=request, answer=GREEN)
    assert against(here) == {}
    update = answered(here, "contributor", TRAINING)
    with here.as_("coordinator") as by:
        return_update(by=by, update=update, reason="It is overdue.")
    assert against(here) == {}


def test_contradictions_of_a_round_take_as_many_queries_for_one_answer_as_for_many(cast: Cast) -> None:
    here = cast.here
    current = later(here, 1)
    counts = []
    for index, who in ((TRAINING, "contributor"), (SHARED, "contributor"), (HALLS, "other_contributor")):
        answered(here, who, index)
        with here.as_("auditor") as access, CaptureQueriesContext(connection) as queries:
            of_round(access, current)
        counts.append(len(queries))
    assert counts == [5, 5, 5]


@pytest.mark.parametrize("query", [of_round, of_updates])
def test_a_link_reads_no_contradictions(cast: Cast, query: Callable[[Access, Round], object]) -> None:
    with cast.here.as_("auditor") as access:
        narrow = Access(access.partnership, frozenset(), "A link", "this link")
    with pytest.raises(NotAllowed), cast.here.as_("contributor"):
        query(narrow, cast.here.round)


def halls_and_more(world: World) -> list[Update]:
    """Answers that may be taken together (three), and three that may not: complete, amber, overdue."""
    with world.as_("coordinator") as by:
        police = [LeadWords("Police", agency=world.agencies["police"])]
        for number in range(3):
            action = add_action(by=by, objective=world.objectives[0], text=f"Another {number}", leads=police)
            world.actions.append(action)
    return [
        answered(world, "other_contributor", HALLS),
        answered(world, "contributor", 4),
        answered(world, "contributor", 5),
        answered(world, "contributor", 6, DONE),
        answered(world, "contributor", SHARED, AMBER),
        answered(world, "contributor", TRAINING),
    ]


def states(world: World, updates: list[Update]) -> list[str]:
    with world.as_("auditor") as access:
        found = dict(Update.objects.within(access).values_list("pk", "state"))
    return [found[update.pk] for update in updates]


def test_green_ones_that_nothing_speaks_against_are_accepted_together(cast: Cast) -> None:
    here = cast.here
    updates = halls_and_more(here)
    with here.as_("coordinator") as by:
        assert accept_all(by=by, round=here.round, updates=updates) == 3
        assert accept_all(by=by, round=here.round, updates=updates) == 0
    assert states(here, updates) == ["accepted"] * 3 + ["submitted"] * 3
    with here.as_("auditor") as access:
        rows = Update.history.model.objects.filter(id=updates[0].pk).order_by("history_id")
        assert list(rows.values_list("history_change_reason", "version")) == [("Sent", 1), ("Accepted with others", 2)]
        assert AgreedStatus.objects.within(access).get(action=here.actions[4]).rag == "green"


def test_only_what_was_looked_at_and_as_it_was_is_accepted(cast: Cast) -> None:
    here = cast.here
    updates = halls_and_more(here)
    answered(here, "contributor", 4, Answer("green", "Other words."))
    with here.as_("coordinator") as by:
        assert accept_all(by=by, round=here.round, updates=updates[:2]) == 1
        assert accept_all(by=by, round=here.round, updates=[]) == 0
    assert states(here, updates[:3]) == ["accepted", "submitted", "submitted"]


def test_accepting_many_takes_as_many_queries_as_accepting_one(cast: Cast) -> None:
    here = cast.here
    updates = halls_and_more(here)
    counts = []
    for some in (updates[:1], updates[1:3]):
        with here.as_("coordinator") as by, CaptureQueriesContext(connection) as queries:
            accept_all(by=by, round=here.round, updates=some)
        counts.append(len(queries))
    assert counts[1] <= counts[0]  # the first of a process may look up what the next ones know


def test_closing_takes_as_many_queries_for_few_answers_as_for_many(cast: Cast) -> None:
    counts = []
    for world, many in ((cast.here, False), (cast.elsewhere, True)):
        answered(world, "other_contributor", HALLS)
        if many:
            with world.as_("coordinator") as by:
                police = [LeadWords("Police", agency=world.agencies["police"])]
                for number in range(9):
                    world.actions.append(
                        add_action(by=by, objective=world.objectives[0], text=f"More {number}", leads=police)
                    )
            for index in range(4, 13):
                answered(world, "contributor", index)
        with world.as_("coordinator") as by, CaptureQueriesContext(connection) as queries:
            close_round(by=by, round=world.round)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_opening_takes_as_many_queries_for_few_actions_as_for_many(cast: Cast) -> None:
    counts = []
    for world, more in ((cast.here, 0), (cast.elsewhere, 9)):
        with world.as_("coordinator") as by:
            police = [LeadWords("Police", agency=world.agencies["police"])]
            for number in range(more):
                add_action(by=by, objective=world.objectives[0], text=f"More {number}", leads=police)
            close_round(by=by, round=world.round)
            days = dict.fromkeys(("starts_on", "ends_on", "opens_on", "closes_on"), dt.date(2017, 4, 1))
            row = plan_round(by=by, plan=world.plan, slug="next", label="Next", **days)
            with CaptureQueriesContext(connection) as queries:
                open_round(by=by, round=row, quietly=True)
            counts.append(len(queries))
            assert UpdateRequest.objects.within(by).filter(round=row).count() == 5 + more
    assert counts[0] == counts[1]


@pytest.mark.parametrize("verb", [accept, return_update])
def test_what_was_sent_again_since_is_not_reviewed_unseen(cast: Cast, verb: Callable[..., Update]) -> None:
    seen = answered(cast.here, "contributor", TRAINING)
    answered(cast.here, "contributor", TRAINING, AMBER)
    with pytest.raises(Stale) as refused, cast.here.as_("coordinator") as by:
        verb(by=by, update=seen, reason="As it is.", expected_version=seen.version)
    assert refused.value.current["narrative"] == AMBER.narrative


@pytest.mark.parametrize(("reason", "kept"), [("", "Accepted"), (" The board knows. ", "Accepted: The board knows.")])
def test_an_acceptance_may_say_why(cast: Cast, reason: str, kept: str) -> None:
    update = answered(cast.here, "contributor", TRAINING)
    with cast.here.as_("coordinator") as by:
        accept(by=by, update=update, reason=reason)
        rows = Update.history.model.objects.filter(id=update.pk).order_by("history_id")
        assert rows.last().history_change_reason == kept
        with pytest.raises(Invalid) as refused:
            accept(by=by, update=update, reason="x" * 1001)
    assert set(refused.value.errors) == {"reason"}


def test_nothing_of_a_closed_or_foreign_round_is_accepted(cast: Cast) -> None:
    update = answered(cast.here, "contributor", TRAINING)
    theirs = answered(cast.elsewhere, "contributor", TRAINING)
    with pytest.raises(NotFound), cast.here.as_("coordinator") as by:
        accept_all(by=by, round=cast.elsewhere.round, updates=[theirs])
    with cast.here.as_("coordinator") as by:
        assert accept_all(by=by, round=cast.here.round, updates=[theirs]) == 0
        close_round(by=by, round=cast.here.round)
    with pytest.raises(Closed), cast.here.as_("coordinator") as by:
        accept_all(by=by, round=cast.here.round, updates=[update])


@pytest.mark.parametrize("who", ["administrator", "contributor", "board_member", "secretary", "auditor"])
def test_only_a_coordinator_accepts_together(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed), cast.here.as_(who) as by:
        accept_all(by=by, round=cast.here.round, updates=[])


def told(world: World) -> list[tuple[str, str, Any]]:
    """(whose webhook, event, data) of everything that waits to be delivered."""
    with world.as_("administrator") as by:
        rows = Delivery.objects.within(by).select_related("webhook__agency").order_by("created_at", "pk")
        return [
            (row.webhook.agency.slug if row.webhook.agency else "", row.event, json.loads(row.body)["data"])
            for row in rows
        ]


def listening(world: World) -> None:
    with world.as_("administrator") as by:
        for agency in (None, world.agencies["police"], world.agencies["health"]):
            events = [Webhook.Event.ROUND_OPENED, Webhook.Event.UPDATE_ACCEPTED, Webhook.Event.UPDATE_RETURNED]
            add_webhook(by=by, url="https://93.184.215.14/hook", events=events, agency=agency)


def test_webhooks_are_told_once_for_each_agency_of_what_was_accepted(cast: Cast) -> None:
    here = cast.here
    updates = halls_and_more(here)
    listening(here)
    with here.as_("coordinator") as by:
        accept_all(by=by, round=here.round, updates=updates)
    assert sorted((whose, len(data["updates"])) for whose, _, data in told(here)) == [
        ("", 1), ("", 2), ("health", 1), ("police", 2),
    ]  # fmt: skip
    data = next(data for whose, _, data in told(here) if whose == "health")
    assert data == {
        "round": {
            "id": str(here.round.pk), "plan": "plan-2016-17", "slug": "2016-Q4", "label": "Q4 2016/17",
            "opens_on": "2017-01-16", "closes_on": "2017-04-14",
        },
        "agency": "health",
        "updates": [
            {
                "id": str(updates[0].pk), "request": str(updates[0].request_id),
                "action": {"id": str(here.actions[HALLS].pk), "number": here.actions[HALLS].number},
                "rag": "green", "state": "accepted", "return_reason": "", "version": 2,
            }
        ],
    }  # fmt: skip


def test_webhooks_are_told_of_opening_returning_and_what_closing_accepts(cast: Cast) -> None:
    here = cast.here
    listening(here)
    update = answered(here, "contributor", SHARED)
    answered(here, "other_contributor", SHARED)
    with here.as_("coordinator") as by:
        return_update(by=by, update=update, reason="How many?")
        close_round(by=by, round=here.round)
        days = dict.fromkeys(("starts_on", "ends_on", "opens_on", "closes_on"), dt.date(2017, 4, 1))
        open_round(by=by, round=plan_round(by=by, plan=here.plan, slug="next", label="Next", **days))
    assert sorted((whose, event) for whose, event, _ in told(here)) == [
        ("", "round.opened"), ("", "update.accepted"), ("", "update.returned"),
        ("health", "round.opened"), ("health", "update.accepted"),
        ("police", "round.opened"), ("police", "update.returned"),
    ]  # fmt: skip
    returned = next(data for _, event, data in told(here) if event == "update.returned")
    assert returned["updates"][0]["return_reason"] == "How many?"


@pytest.mark.parametrize("where", ["action", "objective", "update"])
def test_webhooks_are_told_no_word_about_what_is_restricted(cast: Cast, where: str) -> None:
    here = cast.here
    listening(here)
    update = answered(here, "contributor", SHARED)
    action = here.actions[SHARED]
    with here.as_("coordinator") as by:
        things = {"action": action, "objective": action.objective, "update": update}
        mark(by=by, thing=things[where], marking="restricted")
        return_update(by=by, update=update, reason="Which of the two officers?")
    returned = [data for _, event, data in told(here) if event == "update.returned"]
    assert [data["updates"][0]["return_reason"] for data in returned] == ["", ""]


def test_accepting_completes_an_action_all_the_same(cast: Cast) -> None:
    here = cast.here
    update = answered(here, "other_contributor", HALLS, DONE)
    with here.as_("coordinator") as by:
        assert accept_all(by=by, round=here.round, updates=[update]) == 0
        accept(by=by, update=update)
        assert Action.objects.within(by).get(pk=here.actions[HALLS].pk).state == "complete"


def test_an_action_is_not_complete_while_a_partys_answer_may_come_back(cast: Cast) -> None:
    here = cast.here
    first = answered(here, "contributor", SHARED, DONE)
    second = answered(here, "other_contributor", SHARED, DONE)

    def state() -> str:
        with here.as_("auditor") as access:
            return Action.objects.within(access).get(pk=here.actions[SHARED].pk).state

    with here.as_("coordinator") as by:
        accept(by=by, update=first)
    assert state() == "in_progress"
    with here.as_("coordinator") as by:
        accept(by=by, update=second)
    assert state() == "complete"
