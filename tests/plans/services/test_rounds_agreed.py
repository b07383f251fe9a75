"""One agreed status from several parties, by the partnership's stated rule or the coordinator's decision."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plans.models import Action, AgreedStatus, RoundSettings, UpdateRequest
from plans.services.actions import LeadWords, add_action, set_leads
from plans.services.agreeing import agree_all, settle_all
from plans.services.plans import create_plan
from plans.services.reviewing import return_update
from plans.services.round_settings import change_settings, settings_of
from plans.services.rounds import close_round, decide_status, plan_rounds
from plans.services.updates import Answer, submit
from prevent_tracker.core.errors import Invalid, NotAllowed, Stale
from tests.cast import Cast, World

SHARED = 2
PARTIES = {"police": "contributor", "health": "other_contributor", "council": "coordinator"}


def three_leads(world: World) -> None:
    """Police first, then Health, then the Council, whose answers the coordinator gives."""
    with world.as_("coordinator") as by:
        leads = [LeadWords(name.title(), agency=world.agencies[name]) for name in PARTIES]
        set_leads(by=by, action=world.actions[SHARED], leads=leads)


def said(rag: str, *, complete: bool = False) -> Answer:
    return Answer(rag, "As it is.", "" if rag == "green" else "By May.", says_complete=complete)


def answer(world: World, agency: str, given: Answer) -> None:
    with world.as_(PARTIES[agency]) as by:
        request = UpdateRequest.objects.within(by).get(action=world.actions[SHARED], agency=world.agencies[agency])
        submit(by=by, request=request, answer=given)


def rule(world: World, status_rule: str) -> None:
    with world.as_("coordinator") as by:
        change_settings(by=by, expected_version=settings_of(by).version, status_rule=status_rule)


def status(world: World) -> tuple[str, str, bool]:
    with world.as_("auditor") as access:
        row = AgreedStatus.objects.within(access).get(round=world.round, action=world.actions[SHARED])
        return row.rag, row.rule, row.is_complete


@pytest.mark.parametrize(
    ("status_rule", "ratings", "expected"),
    [
        ("worst", {"police": "green", "health": "red", "council": "green"}, "red"),
        ("lead", {"police": "green", "health": "red", "council": "red"}, "green"),
        ("majority", {"police": "red", "health": "green", "council": "green"}, "green"),
        ("majority", {"police": "amber", "health": "green", "council": "red"}, "red"),  # even: the worse
        ("lead", {"health": "green", "council": "green"}, ""),  # the lead has not answered: not reported
        ("majority", {"health": "amber"}, "amber"),
        ("worst", {"council": "amber"}, "amber"),
    ],
)
def test_three_leads_three_positions_one_status(
    cast: Cast, status_rule: str, ratings: dict[str, str], expected: str
) -> None:
    three_leads(cast.here)
    rule(cast.here, status_rule)
    for agency, rag in ratings.items():
        answer(cast.here, agency, said(rag))
    assert status(cast.here) == (expected, status_rule, False)


def test_the_lead_is_the_first_that_is_asked_in_the_leads_order(cast: Cast) -> None:
    """Health is put first after both were asked; then it is no lead any more, and the answer it gave still stands."""
    here = cast.here
    police, health = (LeadWords(name.title(), agency=here.agencies[name]) for name in ("police", "health"))
    rule(here, "lead")
    with here.as_("coordinator") as by:
        set_leads(by=by, action=here.actions[SHARED], leads=[health, police])
    answer(here, "police", said("red"))
    assert status(here)[0] == ""
    answer(here, "health", said("green"))
    assert status(here)[0] == "green"
    with here.as_("coordinator") as by:
        set_leads(by=by, action=here.actions[SHARED], leads=[police])
    answer(here, "police", said("amber"))
    assert status(here)[0] == "amber"


def test_where_no_lead_is_named_the_coordinating_agency_is_it(cast: Cast) -> None:
    here = cast.here
    rule(here, "lead")
    with here.as_("coordinator") as by:
        request = UpdateRequest.objects.within(by).get(action=here.actions[0])
        submit(by=by, request=request, answer=said("amber"))
        assert AgreedStatus.objects.within(by).get(action=here.actions[0]).rag == "amber"


@pytest.mark.parametrize("status_rule", ["worst", "lead", "majority"])
def test_complete_is_what_every_party_says_by_any_rule(cast: Cast, status_rule: str) -> None:
    three_leads(cast.here)
    rule(cast.here, status_rule)
    for agency in ("police", "health"):
        answer(cast.here, agency, said("green", complete=True))
        assert status(cast.here) == ("green", status_rule, False)
    answer(cast.here, "council", said("green", complete=True))
    assert status(cast.here) == ("green", status_rule, True)


def test_another_rule_counts_at_once_in_open_rounds_and_never_in_closed_ones(cast: Cast) -> None:
    here = cast.here
    answer(here, "police", said("green"))
    answer(here, "health", said("red"))
    assert status(here) == ("red", "worst", False)
    rule(here, "lead")
    assert status(here) == ("green", "lead", False)
    with here.as_("coordinator") as by:
        close_round(by=by, round=here.round)
    rule(here, "majority")
    assert status(here) == ("green", "lead", False)


def test_a_decision_stays_on_top_of_any_rule(cast: Cast) -> None:
    here = cast.here
    answer(here, "police", said("green"))
    with here.as_("coordinator") as by:
        decide_status(by=by, round=here.round, action=here.actions[SHARED], rag="amber", reason="The board asked.")
    rule(here, "lead")
    answer(here, "health", said("red"))
    assert status(here) == ("amber", "decided", False)


def test_the_leads_answer_returned_leaves_the_action_unreported(cast: Cast) -> None:
    here = cast.here
    rule(here, "lead")
    answer(here, "health", said("green"))
    with here.as_("contributor") as by:
        request = UpdateRequest.objects.within(by).get(action=here.actions[SHARED], agency=by.agency_id)
        update = submit(by=by, request=request, answer=said("green"))
    with here.as_("coordinator") as by:
        return_update(by=by, update=update, reason="How many?")
    assert status(here) == ("", "lead", False)
    with here.as_("coordinator") as by:
        close_round(by=by, round=here.round)
    assert status(here) == ("", "lead", False)


@pytest.mark.parametrize("verb", [agree_all, settle_all])
@pytest.mark.parametrize("status_rule", ["worst", "lead"])
def test_statuses_of_many_actions_take_as_many_queries_as_of_one(cast: Cast, verb: Any, status_rule: str) -> None:
    here = cast.here
    rule(here, status_rule)
    with here.as_("coordinator") as by:
        police = [LeadWords("Police", agency=here.agencies["police"])]
        made = [
            add_action(by=by, objective=here.objectives[0], text=f"Action {number}", leads=police)
            for number in range(12)
        ]
        for action in made:
            Action.objects.within(by).filter(pk=action.pk).update(state="not_started")
            request = UpdateRequest.objects.within(by).get(action=action)
            submit(by=by, request=request, answer=said("green"))
        AgreedStatus.objects.within(by).filter(action__in=made).delete()
        counts = []
        for some in (made[:1], made[1:]):
            with CaptureQueriesContext(connection) as queries:
                verb(by, here.round, [action.pk for action in some])
            counts.append(len(queries))
    assert counts[0] == counts[1]


def test_settings_are_the_defaults_until_somebody_sets_some(cast: Cast) -> None:
    with cast.here.as_("coordinator") as by:
        before = settings_of(by)
        assert (before.version, before.status_rule, before.remind_before, before.senior_after) == (
            0,
            "worst",
            [7, 2],
            7,
        )
        assert not RoundSettings.objects.within(by).exists()
        after = change_settings(
            by=by,
            expected_version=0,
            remind_before=[2, 14],
            remind_after=[9, 1],
            senior_after=None,
            opens_by_itself=True,
        )
        assert (after.version, after.remind_before, after.remind_after) == (1, [14, 2], [1, 9])
        assert (after.senior_after, after.opens_by_itself, after.sends_mail) == (None, True, True)
        with pytest.raises(Stale) as refused:
            change_settings(by=by, expected_version=0, sends_mail=False)
        assert refused.value.current["remind_before"] == [14, 2]
        assert change_settings(by=by, expected_version=1, send_at=dt.time(8, 30)).version == 2
        assert RoundSettings.objects.within(by).get().send_at == dt.time(8, 30)


@pytest.mark.parametrize(
    "wrong",
    [
        {"status_rule": "best"},
        {"status_rule": "decided"},
        {"opens_days_after": -1},
        {"opens_days_after": 61},
        {"opens_days_after": True},
        {"closes_days_before": 0},
        {"closes_days_before": "10"},
        {"papers_days_before": 61},
        {"opens_by_itself": "yes"},
        {"sends_mail": None},
        {"send_at": "09:00"},
        {"remind_before": [0]},
        {"remind_before": [7, 7]},
        {"remind_before": [1, 2, 3, 4, 5, 6]},
        {"remind_before": "7, 2"},
        {"remind_after": [61]},
        {"remind_on_the_day": 1},
        {"senior_after": 0},
        {"version": 9},
        {"partnership_id": "x"},
        {"status_rule": "best", "senior_after": -1, "remind_after": None},
    ],
)
def test_every_setting_that_is_not_right_is_named(cast: Cast, wrong: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refused, cast.here.as_("coordinator") as by:
        change_settings(by=by, expected_version=0, sends_mail=wrong.get("sends_mail", False), **_other(wrong))
    assert set(refused.value.errors) == set(wrong)
    with cast.here.as_("coordinator") as by:
        assert settings_of(by).version == 0


def _other(wrong: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in wrong.items() if name != "sends_mail"}


@pytest.mark.parametrize("who", ["administrator", "contributor", "board_member", "secretary", "auditor"])
def test_only_a_coordinator_sets(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed), cast.here.as_(who) as by:
        change_settings(by=by, expected_version=0, sends_mail=False)


def test_what_is_set_counts_when_rounds_are_planned(cast: Cast) -> None:
    with cast.here.as_("coordinator") as by:
        change_settings(by=by, expected_version=0, opens_days_after=7)
        plan = create_plan(
            by=by, slug="spring", title="A plan of one quarter", period_label="2017", year_basis="financial",
            starts_on=dt.date(2017, 4, 1), ends_on=dt.date(2017, 6, 30),
        )  # fmt: skip
        assert [row.opens_on for row in plan_rounds(by=by, plan=plan)] == [dt.date(2017, 7, 7)]


def test_each_partnership_has_its_own(cast: Cast) -> None:
    rule(cast.here, "lead")
    with cast.elsewhere.as_("coordinator") as by:
        assert settings_of(by).status_rule == "worst"
