"""The verbs on an action: who may, what is refused, what follows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from partners.services import add_post
from partners.tenancy import Access
from plans.models import Action, DeadlineChange, Lead, Milestone, Objective, UpdateRequest
from plans.services.actions import (
    LeadWords,
    add_action,
    add_milestone,
    change_deadline,
    change_state,
    mark_milestone,
    move_action,
    remove_milestone,
    reword_action,
    set_leads,
    split_action,
)
from plans.services.plans import set_stage
from plans.services.updates import Answer, submit
from prevent_tracker.core import clock
from prevent_tracker.core.errors import Closed, Invalid, NotAllowed, NotFound, Stale
from tests.cast import Cast, World

Verb = Callable[[Access, World], Any]
NEW_TIMESCALE: dict[str, Any] = {"timescale_text": "June 2017", "reason": "No hall", "agreed_by": "Chair"}


# Every verb, on the second action (or the only milestone) of a world.
VERBS: dict[str, Verb] = {
    "add": lambda by, world: add_action(by=by, objective=world.objectives[0], text="Meet more."),
    "reword": lambda by, world: reword_action(by=by, action=world.actions[1], text="Train more."),
    "move": lambda by, world: move_action(by=by, action=world.actions[1], objective=world.objectives[2], place=0),
    "split": lambda by, world: split_action(by=by, action=world.actions[1], texts=["One.", "Two."]),
    "state": lambda by, world: change_state(by=by, action=world.actions[1], state="complete"),
    "deadline": lambda by, world: change_deadline(by=by, action=world.actions[1], **NEW_TIMESCALE),
    "leads": lambda by, world: set_leads(by=by, action=world.actions[1], leads=[LeadWords("Anybody")]),
    "add milestone": lambda by, world: add_milestone(by=by, action=world.actions[1], text="Book a hall"),
    "reach milestone": lambda by, world: mark_milestone(by=by, milestone=world.milestone, done_on=clock.today()),  # type: ignore[attr-defined]  # set below
    "remove milestone": lambda by, world: remove_milestone(by=by, milestone=world.milestone),  # type: ignore[attr-defined]  # as above
}


@pytest.fixture
def here(cast: Cast) -> World:
    for world in (cast.here, cast.elsewhere):
        with world.as_("coordinator") as by:
            world.milestone = add_milestone(by=by, action=world.actions[1], text="Find a trainer", due_text="May 2017")  # type: ignore[attr-defined]  # for VERBS
    return cast.here


def stored(world: World, index: int) -> Action:
    with world.as_("auditor") as access:
        return Action.objects.within(access).get(pk=world.actions[index].pk)


def everything(world: World) -> list[tuple[Any, ...]]:
    """All rows that the verbs write, with what they say."""
    with world.as_("auditor") as access:
        kinds = (Action, Lead, Milestone, DeadlineChange, UpdateRequest, Action.history.model)
        return [
            (kind.__name__, *row)
            for kind in kinds
            for row in (kind.objects.within(access) if hasattr(kind.objects, "within") else kind.objects.all())
            .order_by("pk")
            .values_list()
        ]


@pytest.mark.parametrize("who", ["administrator", "contributor", "board_member", "secretary", "auditor"])
def test_only_a_coordinator_changes_a_plan(here: World, who: str) -> None:
    before = everything(here)
    for verb in VERBS.values():
        with pytest.raises(NotAllowed), here.as_(who) as by:
            verb(by, here)
    assert everything(here) == before


def test_rows_of_another_partnership_are_not_found(here: World, cast: Cast) -> None:
    before = everything(cast.elsewhere)
    for verb in VERBS.values():
        with pytest.raises(NotFound), here.as_("coordinator") as by:
            verb(by, cast.elsewhere)
    assert everything(cast.elsewhere) == before


def test_a_closed_plan_takes_no_changes(here: World) -> None:
    with here.as_("coordinator") as by:
        here.plan = set_stage(by=by, plan=here.plan, stage="closed", on=clock.today())
        here.objectives = list(Objective.objects.within(by).filter(plan=here.plan))
    before = everything(here)
    for verb in VERBS.values():
        with pytest.raises(Closed), here.as_("coordinator") as by:
            verb(by, here)
    assert everything(here) == before


@pytest.mark.parametrize(
    ("verb", "given"),
    [
        (reword_action, {"text": "Mine."}),
        (split_action, {"texts": ["a", "b"]}),
        (change_state, {"state": "complete"}),
        (change_deadline, NEW_TIMESCALE),
        (set_leads, {"leads": []}),
        (move_action, {"place": 0}),
    ],
)
def test_who_saves_second_sees_what_the_first_saved(
    here: World, verb: Callable[..., Any], given: dict[str, Any]
) -> None:
    action = here.actions[1]
    if verb is move_action:
        given = {**given, "objective": here.objectives[0]}
    with here.as_("coordinator") as by:
        reword_action(by=by, action=action, text="Theirs.", expected_version=action.version)
    before = everything(here)
    with pytest.raises(Stale) as refused, here.as_("coordinator") as by:
        verb(by=by, action=action, expected_version=action.version, **given)
    assert (refused.value.current["text"], refused.value.current["version"]) == ("Theirs.", action.version + 1)
    assert everything(here) == before


@pytest.mark.parametrize(
    ("verb", "given", "field"),
    [
        (reword_action, {"text": ""}, "text"),
        (reword_action, {"text": " \n"}, "text"),
        (reword_action, {"text": "a\x00b"}, "text"),
        (reword_action, {"text": "x" * 100_000}, "text"),
        (split_action, {"texts": ["only one"]}, "texts"),
        (split_action, {"texts": ["one", " "]}, "texts"),
        (split_action, {"texts": ["one", "t\x00wo"]}, "texts"),
        (change_state, {"state": "in_progress"}, "state"),
        (change_state, {"state": "blue"}, "state"),
        (change_state, {"state": "paused"}, "reason"),
        (change_state, {"state": "cancelled", "reason": " "}, "reason"),
        (change_deadline, {**NEW_TIMESCALE, "reason": ""}, "reason"),
        (change_deadline, {**NEW_TIMESCALE, "agreed_by": ""}, "agreed_by"),
        (change_deadline, {**NEW_TIMESCALE, "timescale_text": ""}, "timescale_text"),
        (change_deadline, {**NEW_TIMESCALE, "timescale_text": "December 2016"}, "timescale_text"),
        (change_deadline, {**NEW_TIMESCALE, "timescale_text": "x" * 100_000}, "timescale_text"),
        (set_leads, {"leads": [LeadWords(" ")]}, "leads"),
        (set_leads, {"leads": [LeadWords("x" * 301)]}, "leads"),
        (add_milestone, {"text": ""}, "text"),
        (add_milestone, {"text": "Book", "due_text": "x" * 301}, "due_text"),
    ],
)
def test_a_refusal_names_the_field_and_writes_nothing(
    cast: Cast, verb: Callable[..., Any], given: dict[str, Any], field: str
) -> None:
    before = everything(cast.here)
    with pytest.raises(Invalid) as refused, cast.here.as_("coordinator") as by:
        verb(by=by, action=cast.here.actions[1], **given)
    assert set(refused.value.errors) == {field}
    assert everything(cast.here) == before


def test_a_number_is_generated_or_kept_and_never_given_twice(cast: Cast) -> None:
    with cast.here.as_("coordinator") as by:
        generated = add_action(by=by, objective=cast.here.objectives[1], text="Train more.")
        printed = add_action(by=by, objective=cast.here.objectives[1], text="Train most.", number="7")
    assert (generated.number, generated.number_is_generated) == ("2.3", True)
    assert (printed.number, printed.number_is_generated) == ("7", False)
    with pytest.raises(Invalid) as refused, cast.here.as_("coordinator") as by:
        add_action(by=by, objective=cast.here.objectives[0], text="Again.", number="7")
    assert set(refused.value.errors) == {"number"}


def orders(world: World, objective: int) -> list[tuple[int, str]]:
    with world.as_("auditor") as access:
        rows = Action.objects.within(access).filter(objective=world.objectives[objective]).order_by("order")
        return list(rows.values_list("order", "text"))


def test_a_split_keeps_the_order_and_says_where_parts_came_from(cast: Cast) -> None:
    here = cast.here
    with here.as_("coordinator") as by:
        parts = split_action(
            by=by, action=here.actions[1], texts=["Train sergeants.", "", "Train others.", "Count them."]
        )
    assert orders(here, 1) == [
        (0, "Train sergeants."),
        (1, "Train others."),
        (2, "Count them."),
        (3, "Train every ward manager."),
    ]
    assert [part.number for part in parts] == ["2.1", "2.1b", "2.1c"]
    assert [part.came_from_id for part in parts] == [None, here.actions[1].pk, here.actions[1].pk]
    assert {part.due_on for part in parts} == {here.actions[1].due_on}
    with here.as_("auditor") as access:
        for part in parts:
            assert [lead.agency_id for lead in part.leads.all()] == [here.agencies["police"].pk]
            assert UpdateRequest.objects.within(access).filter(action=part, agency=here.agencies["police"]).count() == 1


@pytest.mark.parametrize(("place", "expected"), [(0, 0), (1, 1), (2, 2), (999, 2), (-5, 0)])
def test_a_move_keeps_the_order_without_gaps_and_the_number(cast: Cast, place: int, expected: int) -> None:
    here = cast.here
    with here.as_("coordinator") as by:
        move_action(by=by, action=here.actions[3], objective=here.objectives[1], place=place)
    found = orders(here, 1)
    assert [order for order, _ in found] == [0, 1, 2]
    assert found[expected][1] == "Review how halls are let."
    assert stored(here, 3).number == "3.1"
    assert orders(here, 2) == []


def test_a_new_timescale_writes_the_ledger(cast: Cast) -> None:
    here = cast.here
    with here.as_("coordinator") as by:
        change_deadline(by=by, action=here.actions[1], board=here.boards["hpdg"], **NEW_TIMESCALE)
    with here.as_("auditor") as access:
        line = DeadlineChange.objects.within(access).get()
    assert (line.old_text, line.new_text) == ("December 2016", "June 2017")
    assert (line.old_due_on, line.new_due_on) == (dt.date(2016, 12, 31), dt.date(2017, 6, 30))
    assert (line.reason, line.agreed_by, line.board_id, line.changed_on) == (
        "No hall",
        "Chair",
        here.boards["hpdg"].pk,
        clock.today(),
    )
    assert stored(here, 1).due_on == dt.date(2017, 6, 30)


def test_the_ledger_is_not_rewritten(cast: Cast) -> None:
    with cast.here.as_("coordinator") as by:
        change_deadline(by=by, action=cast.here.actions[1], **NEW_TIMESCALE)
    for sql in ("UPDATE plans_deadlinechange SET reason = ''", "DELETE FROM plans_deadlinechange"):
        with (
            pytest.raises(Exception, match="permission denied"),
            cast.here.as_("coordinator"),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)


def test_a_cross_reference_follows_its_target(cast: Cast) -> None:
    here = cast.here
    with here.as_("coordinator") as by:
        follower = add_action(by=by, objective=here.objectives[2], text="Report on it.", timescale_text="See 2.1 above")
        here.actions.append(follower)
    assert stored(here, 4).due_on == dt.date(2016, 12, 31)
    with here.as_("coordinator") as by:
        change_deadline(by=by, action=here.actions[1], **NEW_TIMESCALE)
    assert stored(here, 4).due_on == dt.date(2017, 6, 30)


def test_a_cell_that_only_one_action_has_left_dates_it(cast: Cast) -> None:
    """Beside several actions a cell of two dates dates none of them; when the other moves away, it dates this one."""
    here, cell = cast.here, "Draft by 30 June 2016; final by 30 September 2016"
    with here.as_("coordinator") as by:
        for text in ("Write.", "Send."):
            here.actions.append(
                add_action(by=by, objective=here.objectives[2], text=text, timescale_text=cell, row="9")
            )
    assert (stored(here, 4).due_on, stored(here, 5).due_on) == (None, None)
    with here.as_("coordinator") as by:
        change_deadline(by=by, action=here.actions[5], **NEW_TIMESCALE)
    assert stored(here, 4).due_on == dt.date(2016, 6, 30)


def asked(world: World, index: int) -> set[str]:
    with world.as_("auditor") as access:
        rows = UpdateRequest.objects.within(access).filter(action=world.actions[index], withdrawn_at=None)
        return set(rows.values_list("agency__slug", flat=True))


def test_who_is_asked_follows_who_leads(cast: Cast) -> None:
    here = cast.here
    police, health = here.agencies["police"], here.agencies["health"]
    assert (asked(here, 0), asked(here, 1), asked(here, 2)) == ({"council"}, {"police"}, {"police", "health"})
    with here.as_("administrator") as by:
        nurse = add_post(by=by, slug="nurse", name="Head Nurse", agency=health)
    for leads, expected in (
        ([LeadWords("Health", agency=health)], {"health"}),
        (
            [LeadWords("Head Nurse", nature="post", post=nurse), LeadWords("Police", agency=police)],
            {"health", "police"},
        ),
        ([LeadWords("Police", "partner", agency=police), LeadWords("All agencies", nature="collective")], {"council"}),
        ([], {"council"}),
        ([LeadWords("Police", agency=police)], {"police"}),
    ):
        with here.as_("coordinator") as by:
            set_leads(by=by, action=here.actions[1], leads=leads)
        assert asked(here, 1) == expected


def test_a_request_that_was_answered_is_not_withdrawn(cast: Cast) -> None:
    here = cast.here
    with here.as_("contributor") as by:
        request = UpdateRequest.objects.within(by).get(action=here.actions[1])
        submit(by=by, request=request, answer=Answer("green", "Done with half."))
    with here.as_("coordinator") as by:
        set_leads(by=by, action=here.actions[1], leads=[LeadWords("Health", agency=here.agencies["health"])])
    assert asked(here, 1) == {"police", "health"}


@pytest.mark.parametrize(("state", "expected"), [("paused", set()), ("complete", set()), ("not_started", {"police"})])
def test_what_is_not_live_is_not_asked_about(cast: Cast, state: str, expected: set[str]) -> None:
    with cast.here.as_("coordinator") as by:
        change_state(by=by, action=cast.here.actions[1], state=state, reason="Agreed in January")
    assert asked(cast.here, 1) == expected
    with cast.here.as_("coordinator") as by:
        change_state(by=by, action=cast.here.actions[1], state="in_progress", reason="Funded again")
    assert asked(cast.here, 1) == {"police"}


def test_milestones_are_dated_reached_reopened_and_removed_without_gaps(cast: Cast) -> None:
    here = cast.here
    with here.as_("coordinator") as by:
        first, second, third = (
            add_milestone(by=by, action=here.actions[1], text=text, due_text=due)
            for text, due in (("Book", "May 2017"), ("Hold", ""), ("Count", ""))
        )
        assert (first.due_on, second.due_on) == (dt.date(2017, 5, 31), None)
        with pytest.raises(Invalid):
            mark_milestone(by=by, milestone=first, done_on=clock.today() + dt.timedelta(days=1))
        assert mark_milestone(by=by, milestone=first, done_on=clock.today()).done_on == clock.today()
        assert mark_milestone(by=by, milestone=first, done_on=None).done_on is None
        remove_milestone(by=by, milestone=first)
        rows = Milestone.objects.within(by).order_by("order").values_list("order", "pk")
        assert list(rows) == [(0, second.pk), (1, third.pk)]


def test_an_agency_of_another_partnership_cannot_lead(cast: Cast) -> None:
    foreign = LeadWords("Police", agency=cast.elsewhere.agencies["police"])
    with pytest.raises(NotFound), cast.here.as_("coordinator") as by:
        set_leads(by=by, action=cast.here.actions[1], leads=[foreign])
