"""Measures: added, changed, and given a figure for each quarter."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from plans.models import Measure, Reading
from plans.services.measures import add_measure, change_measure, record_reading
from plans.services.plans import set_stage
from plans.services.rounds import plan_round
from prevent_tracker.core.errors import Closed, Invalid, NotAllowed, NotFound, Stale
from tests.cast import Cast


def of_plan(cast: Cast, **changes: Any) -> Measure:
    with cast.here.as_("coordinator") as by:
        facts: dict[str, Any] = {"name": "Officers trained", "better": "up", "unit": "officers"} | changes
        return add_measure(by=by, plan=cast.here.plan, **facts)


def test_measures_stand_in_the_order_they_were_added(cast: Cast) -> None:
    first = of_plan(cast, baseline=Decimal("10"), target=Decimal("250.5"))
    second = of_plan(cast, name="Halls reviewed", action=cast.here.actions[3])
    third = of_plan(cast, name="Courses", objective=cast.here.objectives[1])
    assert [row.order for row in (first, second, third)] == [0, 1, 2]
    assert (second.action_id, third.objective_id) == (cast.here.actions[3].pk, cast.here.objectives[1].pk)
    with cast.here.as_("auditor") as by:
        first = Measure.objects.within(by).get(pk=first.pk)
    assert (first.baseline, first.target, first.version) == (Decimal(10), Decimal("250.5"), 1)


def test_a_change_keeps_history_and_counts_its_version(cast: Cast) -> None:
    row = of_plan(cast)
    with cast.here.as_("coordinator") as by:
        changed = change_measure(
            by=by, measure=row, name="Officers trained again", better="up", target=Decimal(9), expected_version=1
        )
        assert (changed.version, changed.unit) == (2, "")
        with pytest.raises(Stale) as stale:
            change_measure(by=by, measure=row, name="Other", better="up", expected_version=1)
    assert stale.value.current["name"] == "Officers trained again"
    with cast.here.as_("auditor"):
        said = [h.history_change_reason for h in Measure.history.model.objects.filter(id=row.pk).order_by("history_id")]
    assert said == ["Measure added", "Measure changed"]


def test_a_figure_recorded_again_replaces_the_first(cast: Cast) -> None:
    row = of_plan(cast)
    with cast.here.as_("coordinator") as by:
        first = record_reading(by=by, measure=row, round=cast.here.round, value=Decimal("12"), note="From the register")
        again = record_reading(by=by, measure=row, round=cast.here.round, value=Decimal("12.5"))
    assert (again.pk, again.value, again.note) == (first.pk, Decimal("12.5"), "")
    with cast.here.as_("auditor"):
        rows = list(Reading.history.model.objects.filter(id=first.pk).order_by("history_id"))
    assert [(h.value, h.history_change_reason) for h in rows] == [
        (Decimal(12), "Reading recorded"),
        (Decimal("12.5"), "Reading corrected"),
    ]


@pytest.mark.parametrize(
    ("changes", "field", "hint"),
    [
        ({"name": " "}, "name", "Enter measure"),
        ({"name": "x" * 301}, "name", "300 characters"),
        ({"unit": "x" * 41}, "unit", "40 characters"),
        ({"better": "sideways"}, "better", "more or less"),
        ({"target": Decimal("1e12")}, "target", "between"),
        ({"baseline": Decimal("0.0001")}, "baseline", "3 digits"),
        ({"baseline": Decimal("NaN")}, "baseline", "number"),
        ({"baseline": "many"}, "baseline", "number"),
    ],
)
def test_what_is_refused(cast: Cast, changes: dict[str, Any], field: str, hint: str) -> None:
    with pytest.raises(Invalid) as refused:
        of_plan(cast, **changes)
    assert hint in refused.value.errors[field][0]
    with cast.here.as_("auditor") as by:
        assert not Measure.objects.within(by).exists()


def test_a_measure_is_of_one_thing_of_its_own_plan(cast: Cast) -> None:
    with pytest.raises(Invalid, match="not of both"):
        of_plan(cast, action=cast.here.actions[0], objective=cast.here.objectives[0])
    with pytest.raises(NotFound):
        of_plan(cast, action=cast.elsewhere.actions[0])


def test_a_round_that_has_not_opened_takes_no_figure_and_a_closed_plan_nothing(cast: Cast) -> None:
    row = of_plan(cast)
    with cast.here.as_("coordinator") as by:
        later = plan_round(
            by=by, plan=cast.here.plan, slug="2017-Q1", label="Q1 2017/18",
            starts_on=dt.date(2017, 4, 1), ends_on=dt.date(2017, 6, 30),
            opens_on=dt.date(2017, 7, 3), closes_on=dt.date(2017, 7, 14),
        )  # fmt: skip
        with pytest.raises(Invalid, match="has not opened yet"):
            record_reading(by=by, measure=row, round=later, value=Decimal(1))
        with pytest.raises(NotFound):
            record_reading(by=by, measure=row, round=cast.elsewhere.round, value=Decimal(1))
        set_stage(by=by, plan=cast.here.plan, stage="closed", on=dt.date(2017, 1, 18))
        with pytest.raises(Closed):
            record_reading(by=by, measure=row, round=cast.here.round, value=Decimal(1))


@pytest.mark.parametrize("who", ["contributor", "auditor", "board_member", "administrator"])
def test_only_a_coordinator_writes(cast: Cast, who: str) -> None:
    row = of_plan(cast)
    with cast.here.as_(who) as by:
        with pytest.raises(NotAllowed):
            add_measure(by=by, plan=cast.here.plan, name="Mine", better="up")
        with pytest.raises(NotAllowed):
            change_measure(by=by, measure=row, name="Mine", better="up")
        with pytest.raises(NotAllowed):
            record_reading(by=by, measure=row, round=cast.here.round, value=Decimal(1))
