"""Rounds to come: proposed and planned in one press, their days changed, taken away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partners.services import add_meeting
from partners.tenancy import Access
from plans.models import Extension, Plan, Round
from plans.queries.proposed import proposed_rounds
from plans.services.extensions import extend
from plans.services.plans import create_plan, set_stage
from plans.services.rounds import change_round, close_round, plan_round, plan_rounds, remove_round
from prevent_tracker.core import clock
from prevent_tracker.core.errors import Closed, Invalid, NotAllowed, NotFound
from tests.cast import Cast, World


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def next_year(world: World) -> Plan:
    """A plan of 2017/18, its first quarter's meeting on Wednesday 9 August."""
    with world.as_("administrator") as by:
        add_meeting(by=by, board=world.boards["csp"], held_on=day("2017-08-09"), label="August 2017")
    with world.as_("coordinator") as by:
        return create_plan(
            by=by, slug="plan-2017-18", title="Next year's plan", period_label="2017/18", year_basis="financial",
            starts_on=day("2017-04-01"), ends_on=day("2018-03-31"),
        )  # fmt: skip


def planned(world: World) -> Round:
    """The first round of next year's plan."""
    plan = next_year(world)
    with world.as_("coordinator") as by:
        return plan_rounds(by=by, plan=plan)[0]


def reasons(world: World, row: Any) -> list[str]:
    with world.as_("auditor"):
        rows = type(row).history.model.objects.filter(id=row.pk).order_by("history_id")
        return list(rows.values_list("history_change_reason", flat=True))


def test_one_press_plans_the_year(cast: Cast) -> None:
    plan = next_year(cast.here)
    with cast.here.as_("coordinator") as by:
        rows = plan_rounds(by=by, plan=plan)
    assert [(row.slug, row.label, f"{row.opens_on}", f"{row.closes_on}") for row in rows] == [
        ("2017-Q1", "Q1 2017/18", "2017-07-03", "2017-07-18"),
        ("2017-Q2", "Q2 2017/18", "2017-10-02", "2017-10-16"),
        ("2017-Q3", "Q3 2017/18", "2018-01-02", "2018-01-16"),
        ("2017-Q4", "Q4 2017/18", "2018-04-03", "2018-04-17"),
    ]
    assert not any(row.is_open for row in rows)
    assert reasons(cast.here, rows[0]) == [
        "Round planned. 10 working days before papers are due (1 August 2017) for CSP on 9 August 2017,"
        " the earliest meeting in time."
    ]


def test_pressed_again_nothing_is_planned_twice(cast: Cast) -> None:
    plan = next_year(cast.here)
    with cast.here.as_("coordinator") as by:
        rows = plan_rounds(by=by, plan=plan)
        remove_round(by=by, round=rows[1])
        assert [row.slug for row in plan_rounds(by=by, plan=plan)] == ["2017-Q2"]
        assert plan_rounds(by=by, plan=plan) == []


def test_what_is_there_and_what_is_past_is_left_alone(cast: Cast) -> None:
    """On 18 January 2017 the first three quarters' rounds would have closed; the fourth has one of its own days."""
    with cast.here.as_("coordinator") as by:
        lines = [(line.proposed.slug, line.state) for line in proposed_rounds(by, cast.here.plan)]
        assert lines == [("2016-Q1", "past"), ("2016-Q2", "past"), ("2016-Q3", "past"), ("2016-Q4", "there")]
        assert plan_rounds(by=by, plan=cast.here.plan) == []


def test_a_slug_that_is_taken_is_left_alone_whatever_its_days(cast: Cast) -> None:
    plan = next_year(cast.here)
    with cast.here.as_("coordinator") as by:
        days = dict.fromkeys(("starts_on", "ends_on", "opens_on", "closes_on"), day("2017-03-01"))
        plan_round(by=by, plan=plan, slug="2017-Q1", label="A special round", **days)
        assert [row.slug for row in plan_rounds(by=by, plan=plan)] == ["2017-Q2", "2017-Q3", "2017-Q4"]


def test_what_is_proposed_takes_as_many_queries_for_one_round_as_for_many(cast: Cast) -> None:
    plan = next_year(cast.here)
    with cast.here.as_("coordinator") as by:
        with CaptureQueriesContext(connection) as before:
            proposed_rounds(by, plan)
        plan_rounds(by=by, plan=plan)
        with CaptureQueriesContext(connection) as after:
            proposed_rounds(by, plan)
    assert len(before) == len(after) == 3


def test_no_round_is_planned_for_a_closed_plan(cast: Cast) -> None:
    plan = next_year(cast.here)
    with cast.here.as_("coordinator") as by:
        set_stage(by=by, plan=plan, stage="closed", on=clock.today())
    with pytest.raises(Closed), cast.here.as_("coordinator") as by:
        plan_rounds(by=by, plan=plan)


def test_days_of_a_planned_round_change_freely(cast: Cast) -> None:
    row = planned(cast.here)
    with cast.here.as_("coordinator") as by:
        row = change_round(by=by, round=row, opens_on=day("2017-07-05"), closes_on=day("2017-07-21"))
        assert (row.opens_on, row.closes_on) == (day("2017-07-05"), day("2017-07-21"))
        again = change_round(by=by, round=row, opens_on=row.opens_on, closes_on=row.closes_on)
        assert again.opens_on == row.opens_on
        change_round(by=by, round=row, closes_on=day("2017-07-20"), reason="The board moved.")
    assert reasons(cast.here, row)[1:] == [
        "Opens 5 July 2017, closes 21 July 2017",
        "Opens 5 July 2017, closes 20 July 2017: The board moved.",
    ]


@pytest.mark.parametrize(
    ("days", "field"),
    [
        ({"closes_on": "2017-07-02"}, "closes_on"),
        ({"opens_on": "2017-07-19"}, "closes_on"),
        ({"opens_on": "2017-03-31"}, "opens_on"),
        ({"closes_on": "2018-07-02"}, "closes_on"),
        ({"closes_on": "2017-07-21", "reason": "x" * 1001}, "reason"),
        ({"closes_on": "2017-07-21", "reason": "a\x00"}, "reason"),
    ],
)
def test_days_that_cannot_be_are_refused_by_field(cast: Cast, days: dict[str, str], field: str) -> None:
    row = planned(cast.here)
    given: dict[str, Any] = {name: value if name == "reason" else day(value) for name, value in days.items()}
    with pytest.raises(Invalid) as refused, cast.here.as_("coordinator") as by:
        change_round(by=by, round=row, **given)
    assert set(refused.value.errors) == {field}
    assert len(reasons(cast.here, row)) == 1


@pytest.mark.parametrize(
    ("days", "field"),
    [
        ({"closes_on": dt.date(2017, 4, 21)}, "reason"),
        ({"opens_on": dt.date(2017, 1, 17), "reason": "Later."}, "opens_on"),
        ({"closes_on": dt.date(2017, 1, 17), "reason": "Now."}, "closes_on"),
    ],
)
def test_of_an_open_round_only_the_last_day_changes_with_a_reason(cast: Cast, days: Any, field: str) -> None:
    with pytest.raises(Invalid) as refused, cast.here.as_("coordinator") as by:
        change_round(by=by, round=cast.here.round, **days)
    assert set(refused.value.errors) == {field}
    with cast.here.as_("coordinator") as by:
        row = change_round(by=by, round=cast.here.round, closes_on=day("2017-01-18"), reason="The board moved.")
    assert row.closes_on == day("2017-01-18")
    assert reasons(cast.here, row)[-1] == "Opens 16 January 2017, closes 18 January 2017: The board moved."


def test_a_later_last_day_takes_the_extensions_it_overtakes_with_it(cast: Cast) -> None:
    here = cast.here
    with here.as_("coordinator") as by:
        for agency, until in (("police", "2017-04-18"), ("health", "2017-05-12")):
            extend(by=by, round=here.round, agency=here.agencies[agency], until=day(until), reason="Short of staff.")
        change_round(by=by, round=here.round, closes_on=day("2017-04-28"), reason="The board moved.")
    with here.as_("auditor") as access:
        found = {row.agency_id: row.until for row in Extension.objects.within(access)}
    assert found == {
        here.agencies["police"].pk: day("2017-04-28"),
        here.agencies["health"].pk: day("2017-05-12"),
    }


def test_a_planned_round_is_taken_away_and_its_history_stays(cast: Cast) -> None:
    row = planned(cast.here)
    with cast.here.as_("coordinator") as by:
        remove_round(by=by, round=row)
    with cast.here.as_("auditor") as access:
        assert not Round.objects.within(access).filter(pk=row.pk).exists()
    assert reasons(cast.here, row)[-1] == "Round removed"


def test_what_was_opened_stays(cast: Cast) -> None:
    with pytest.raises(Closed, match="has been opened"), cast.here.as_("coordinator") as by:
        remove_round(by=by, round=cast.here.round)


def test_a_closed_round_changes_no_more(cast: Cast) -> None:
    with cast.here.as_("coordinator") as by:
        close_round(by=by, round=cast.here.round)
    with pytest.raises(Closed), cast.here.as_("coordinator") as by:
        change_round(by=by, round=cast.here.round, closes_on=day("2017-04-21"), reason="Too late.")


@pytest.mark.parametrize(
    ("slug", "label", "field"),
    [
        ("2016-Q4", "Q4", "slug"),
        ("", "Q1", "slug"),
        ("a b", "Q1", "slug"),
        ("q", " ", "label"),
        ("q", "x" * 41, "label"),
    ],
)
def test_a_round_by_hand_has_a_name_and_an_address_of_its_own(cast: Cast, slug: str, label: str, field: str) -> None:
    days = dict.fromkeys(("starts_on", "ends_on", "opens_on", "closes_on"), day("2017-03-01"))
    with pytest.raises(Invalid) as refused, cast.here.as_("coordinator") as by:
        plan_round(by=by, plan=cast.here.plan, slug=slug, label=label, **days)
    assert set(refused.value.errors) == {field}


VERBS: dict[str, Callable[[Access, World], object]] = {
    "plan": lambda by, world: plan_rounds(by=by, plan=world.plan),
    "change": lambda by, world: change_round(by=by, round=world.round, closes_on=day("2017-04-21"), reason="Why not."),
    "remove": lambda by, world: remove_round(by=by, round=world.round),
    "see": lambda by, world: proposed_rounds(by, world.plan),
}


@pytest.mark.parametrize("who", ["administrator", "contributor", "board_member", "auditor"])
@pytest.mark.parametrize("name", VERBS)
def test_only_a_coordinator_plans(cast: Cast, who: str, name: str) -> None:
    with pytest.raises(NotAllowed), cast.here.as_(who) as by:
        VERBS[name](by, cast.here)


@pytest.mark.parametrize("name", ["plan", "change", "remove"])
def test_what_is_anothers_is_not_found(cast: Cast, name: str) -> None:
    with pytest.raises(NotFound), cast.here.as_("coordinator") as by:
        VERBS[name](by, cast.elsewhere)
