"""A round: asked, agreed, decided, closed once and for all; decisions and plans beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection

from plans.models import Action, AgreedStatus, Decision, Round, Update, UpdateRequest
from plans.services.decisions import close_decision, record_decision
from plans.services.plans import add_front_matter, add_glossary_entry, add_objective, create_plan, set_stage
from plans.services.rounds import close_round, decide_status, open_round, plan_round
from plans.services.updates import Answer, save_draft, submit
from prevent_tracker.core import clock
from prevent_tracker.core.errors import Closed, DomainError, Invalid, NotAllowed, NotFound
from tests.cast import Cast, World

GREEN = Answer("green", "Eight sessions were held.")
NEXT: dict[str, Any] = {
    "slug": "2017-Q1", "label": "Q1 2017/18", "starts_on": dt.date(2017, 4, 1), "ends_on": dt.date(2017, 6, 30),
    "opens_on": dt.date(2017, 4, 20), "closes_on": dt.date(2017, 7, 14),
}  # fmt: skip
YEAR: dict[str, Any] = {"starts_on": dt.date(2017, 4, 1), "ends_on": dt.date(2018, 3, 31)}


def answer(world: World, who: str, index: int, said: Answer = GREEN, *, draft: bool = False) -> Update:
    with world.as_(who) as by:
        request = UpdateRequest.objects.within(by).get(action=world.actions[index], agency=by.agency_id)
        verb = save_draft if draft else submit
        return verb(by=by, request=request, answer=said)


def close(world: World) -> Round:
    with world.as_("coordinator") as by:
        return close_round(by=by, round=world.round)


def statuses(world: World) -> dict[int, tuple[str, str]]:
    """By place in the cast, the agreed rating and its rule."""
    places = {action.pk: index for index, action in enumerate(world.actions)}
    with world.as_("auditor") as access:
        rows = AgreedStatus.objects.within(access).filter(round=world.round)
        return {places[row.action_id]: (row.rag, row.rule) for row in rows}


def test_opening_asks_every_lead_party_of_every_live_action(cast: Cast) -> None:
    with cast.here.as_("auditor") as access:
        rows = UpdateRequest.objects.within(access).values_list("action__text", "agency__slug")
        assert set(rows) == {
            ("Meet four times a year.", "council"),
            ("Train every front-line officer.", "police"),
            ("Train every ward manager.", "police"),
            ("Train every ward manager.", "health"),
            ("Review how halls are let.", "health"),
        }


def test_one_round_of_a_plan_is_open_at_a_time(cast: Cast) -> None:
    with cast.here.as_("coordinator") as by:
        later = plan_round(by=by, plan=cast.here.plan, **NEXT)
    for which in (later, cast.here.round):
        with pytest.raises(Closed), cast.here.as_("coordinator") as by:
            open_round(by=by, round=which)
    close(cast.here)
    with cast.here.as_("coordinator") as by:
        assert open_round(by=by, round=later).is_open


def test_closing_accepts_what_was_sent_and_silence_stays_silence(cast: Cast) -> None:
    here = cast.here
    sent = answer(here, "contributor", 1)
    draft = answer(here, "other_contributor", 3, Answer("red", ""), draft=True)
    closed = close(here)
    assert closed.closed_at is not None
    assert statuses(here) == {0: ("", "worst"), 1: ("green", "worst"), 2: ("", "worst"), 3: ("", "worst")}
    with here.as_("auditor") as access:
        states = dict(Update.objects.within(access).values_list("pk", "state"))
    assert states == {sent.pk: "accepted", draft.pk: "draft"}


def test_closing_completes_what_every_party_says_is_complete(cast: Cast) -> None:
    answer(cast.here, "contributor", 1, Answer("green", "All trained.", says_complete=True))
    close(cast.here)
    with cast.here.as_("auditor") as access:
        assert Action.objects.within(access).get(pk=cast.here.actions[1].pk).state == "complete"
        assert Action.objects.within(access).get(pk=cast.here.actions[2].pk).state == "in_progress"


def test_a_round_closes_once(cast: Cast) -> None:
    moment = close(cast.here).closed_at
    with pytest.raises(Closed):
        close(cast.here)
    for sql in ("UPDATE plans_round SET closed_at = NULL", "UPDATE plans_round SET closed_at = now()"):
        with pytest.raises(DatabaseError) as refused, cast.here.as_("coordinator"), connection.cursor() as cursor:
            cursor.execute(sql)
        assert getattr(refused.value.__cause__, "pgcode", "") == "PT001"
    with cast.here.as_("auditor") as access:
        assert Round.objects.within(access).get().closed_at == moment


def test_the_database_decides_the_moment(cast: Cast) -> None:
    with cast.here.as_("coordinator"), connection.cursor() as cursor:
        cursor.execute("UPDATE plans_round SET closed_at = '2001-01-01' RETURNING closed_at::date")
        assert cursor.fetchone() == (clock.today(),)


def test_a_decided_status_stays_whatever_comes_in_later(cast: Cast) -> None:
    here = cast.here
    with here.as_("coordinator") as by:
        decide_status(by=by, round=here.round, action=here.actions[1], rag="amber", reason="The board asked for more.")
    answer(here, "contributor", 1)
    assert statuses(here)[1] == ("amber", "decided")
    close(here)
    assert statuses(here)[1] == ("amber", "decided")


def test_after_closing_nothing_is_decided_even_from_an_old_page(cast: Cast) -> None:
    stale = cast.here.round
    assert stale.is_open
    close(cast.here)
    with pytest.raises(Closed), cast.here.as_("coordinator") as by:
        decide_status(by=by, round=stale, action=cast.here.actions[1], rag="green", reason="Better so.")


@pytest.mark.parametrize(
    ("rag", "reason", "field"),
    [("blue", "Why not", "rag"), ("", "Why not", "rag"), ("green", " ", "reason"), ("green", "x" * 1001, "reason")],
)
def test_a_decision_on_a_status_is_whole(cast: Cast, rag: str, reason: str, field: str) -> None:
    with pytest.raises(Invalid) as refused, cast.here.as_("coordinator") as by:
        decide_status(by=by, round=cast.here.round, action=cast.here.actions[1], rag=rag, reason=reason)
    assert set(refused.value.errors) == {field}
    assert statuses(cast.here) == {}


def _decision(by: Any, world: World, **facts: Any) -> Decision:
    return record_decision(by=by, meeting=world.meetings[0], text="Write to the halls.", **facts)


VERBS: dict[str, Callable[[Any, World], Any]] = {
    "plan a round": lambda by, world: plan_round(by=by, plan=world.plan, **NEXT),
    "open": lambda by, world: open_round(by=by, round=world.round),
    "close": lambda by, world: close_round(by=by, round=world.round),
    "decide": lambda by, world: decide_status(
        by=by, round=world.round, action=world.actions[1], rag="red", reason="It is."
    ),
    "stage": lambda by, world: set_stage(by=by, plan=world.plan, stage="closed", on=clock.today()),
    "objective": lambda by, world: add_objective(by=by, plan=world.plan, title="Faith"),
    "front matter": lambda by, world: add_front_matter(by=by, plan=world.plan, heading="Why", body=["Because."]),
    "glossary": lambda by, world: add_glossary_entry(by=by, plan=world.plan, term="CSP", meaning="The board."),
    "board's decision": _decision,
}


@pytest.mark.parametrize("who", ["administrator", "contributor", "board_member", "auditor"])
@pytest.mark.parametrize("name", VERBS)
def test_only_a_coordinator_runs_rounds_and_plans(cast: Cast, who: str, name: str) -> None:
    with pytest.raises(NotAllowed), cast.here.as_(who) as by:
        VERBS[name](by, cast.here)


@pytest.mark.parametrize("name", VERBS)
def test_rows_of_another_partnership_are_not_found(cast: Cast, name: str) -> None:
    with pytest.raises(NotFound), cast.here.as_("coordinator") as by:
        VERBS[name](by, cast.elsewhere)


def test_a_secretary_records_decisions_and_nothing_else(cast: Cast) -> None:
    for name, verb in VERBS.items():
        if name != "board's decision":
            with pytest.raises(NotAllowed), cast.here.as_("secretary") as by:
                verb(by, cast.here)
    with cast.here.as_("secretary") as by:
        first, second = _decision(by, cast.here), _decision(by, cast.here, action=cast.here.actions[3])
        assert (first.number, second.number) == (1, 2)
        assert close_decision(by=by, decision=first, done_on=clock.today()).done_on == clock.today()


@pytest.mark.parametrize(
    ("verb", "field"),
    [
        (lambda by, w: record_decision(by=by, meeting=w.meetings[1], text="Too early."), "meeting"),
        (lambda by, w: record_decision(by=by, meeting=w.meetings[0], text=" "), "text"),
        (lambda by, w: record_decision(by=by, meeting=w.meetings[0], text="x" * 2001), "text"),
        (lambda by, w: close_decision(by=by, decision=_decision(by, w), done_on=dt.date(2017, 1, 19)), "done_on"),
        (lambda by, w: create_plan(by=by, slug="p", title="", **YEAR), "title"),
        (lambda by, w: create_plan(by=by, slug="p", title="P", **{**YEAR, "ends_on": dt.date(2017, 1, 1)}), "ends_on"),
        (lambda by, w: set_stage(by=by, plan=w.plan, stage="lost", on=clock.today()), "stage"),
        (lambda by, w: plan_round(by=by, plan=w.plan, **{**NEXT, "closes_on": dt.date(2017, 4, 1)}), "closes_on"),
        (lambda by, w: add_objective(by=by, plan=w.plan, title="\x00"), "title"),
    ],
)  # fmt: skip
def test_a_refusal_names_the_field(cast: Cast, verb: Callable[[Any, World], Any], field: str) -> None:
    with pytest.raises(Invalid) as refused, cast.here.as_("coordinator") as by:
        verb(by, cast.here)
    assert set(refused.value.errors) == {field}


def test_a_plan_is_at_most_three_deep_and_branches_stay_in_their_plan(cast: Cast) -> None:
    here = cast.here
    with here.as_("coordinator") as by:
        below = add_objective(by=by, plan=here.plan, title="Second", parent=here.objectives[0])
        lowest = add_objective(by=by, plan=here.plan, title="Third", parent=below)
        assert (below.depth, lowest.depth) == (1, 2)
        other = create_plan(by=by, slug="other", title="Other", period_label="2017/18", year_basis="financial", **YEAR)
    for plan, parent, error in ((here.plan, lowest, Invalid), (other, below, NotFound)):
        with pytest.raises(error), here.as_("coordinator") as by:
            add_objective(by=by, plan=plan, title="Fourth", parent=parent)


def test_a_plan_put_on_another_stage_keeps_what_others_changed(cast: Cast) -> None:
    old = cast.here.plan
    with cast.here.as_("coordinator") as by:
        fresh = type(old).objects.within(by).get(pk=old.pk)
        fresh.title = "A better title"
        fresh.save()
        assert set_stage(by=by, plan=old, stage="endorsed", on=clock.today()).title == "A better title"


def test_every_refusal_is_a_sentence(cast: Cast) -> None:
    close(cast.here)
    with pytest.raises(DomainError) as refused, cast.here.as_("coordinator") as by:
        close_round(by=by, round=cast.here.round)
    assert str(refused.value) == "Q4 2016/17 is not open."
