"""The page of a plan's measures and its forms."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from plans.models import Measure, Reading
from plans.queries.measures import measures
from plans.services.measures import add_measure, record_reading
from prevent_tracker.core.lines import HEIGHT, line
from tests.cast import Cast

PAGE = "/p/northvale/plans/plan-2016-17/measures/"


@pytest.fixture
def coordinator(cast: Cast) -> Client:
    return cast.here.client("coordinator")


def stored(cast: Cast) -> Measure:
    with cast.here.as_("auditor") as access:
        return Measure.objects.within(access).get()


def test_an_empty_page_says_what_to_do(cast: Cast, coordinator: Client) -> None:
    assert "Add a measure" in coordinator.get(PAGE).content.decode()
    said = cast.here.client("contributor").get(PAGE).content.decode()
    assert "No measures yet" in said
    assert "add/" not in said


def test_a_measure_is_added_given_figures_and_changed(cast: Cast, coordinator: Client) -> None:
    action = cast.here.actions[1]
    body: dict[str, Any] = {
        "name": "Officers trained", "unit": "%", "better": "up", "target": "90", "about": f"action:{action.pk}",
    }  # fmt: skip
    assert coordinator.post(f"{PAGE}add/", body).status_code == 302
    row = stored(cast)
    assert (row.action_id, row.target, row.baseline) == (action.pk, Decimal(90), None)
    figure = {"round": cast.here.round.pk, "value": "62.50", "note": "Training register"}
    assert coordinator.post(f"{PAGE}{row.pk}/figure/", figure).status_code == 302
    said = coordinator.get(PAGE).content.decode()
    assert "<strong>62.5 %</strong> in Q4 2016/17" in said
    assert "Training register" in said
    changed = {"name": "Officers trained", "unit": "%", "better": "up", "target": "60", "version": row.version}
    assert coordinator.post(f"{PAGE}{row.pk}/change/", changed).status_code == 302
    assert "the target is reached" in coordinator.get(PAGE).content.decode()


def test_a_refusal_names_the_field_and_keeps_what_was_typed(cast: Cast, coordinator: Client) -> None:
    response = coordinator.post(f"{PAGE}add/", {"name": "Halls", "better": "up", "target": "many"})
    assert response.status_code == 422
    assert "Target must be a number, like 12 or 12.5" in response.content.decode()
    assert 'value="many"' in response.content.decode()


def test_somebody_saved_first(cast: Cast, coordinator: Client) -> None:
    with cast.here.as_("coordinator") as by:
        row = add_measure(by=by, plan=cast.here.plan, name="Halls", better="up")
    change = f"{PAGE}{row.pk}/change/"
    assert coordinator.post(change, {"name": "Halls seen", "better": "up", "version": 1}).status_code == 302
    stale = coordinator.post(change, {"name": "Halls let", "better": "up", "version": 1})
    assert stale.status_code == 422
    assert all(words in stale.content.decode() for words in ("Halls seen", "Halls let"))


@pytest.mark.parametrize(
    ("better", "figures", "direction", "reached"),
    [
        ("up", [3], "", False),
        ("up", [3, 5], "better", True),
        ("up", [5, 3], "worse", False),
        ("down", [7, 5], "better", True),
        ("down", [5, 7], "worse", False),
        ("up", [4, 4], "same", False),
    ],
)
def test_direction_and_target(cast: Cast, better: str, figures: list[int], direction: str, reached: bool) -> None:
    with cast.here.as_("coordinator") as by:
        row = add_measure(by=by, plan=cast.here.plan, name="Halls", better=better, target=Decimal(5))
        for place, value in enumerate(figures):
            earlier = cast.here.round if place == len(figures) - 1 else _round_before(cast)
            record_reading(by=by, measure=row, round=earlier, value=Decimal(value))
        [shown] = measures(by, cast.here.plan)
    assert (shown.direction, shown.is_reached) == (direction, reached)
    assert (shown.picture is not None) == (len(figures) > 1)


def _round_before(cast: Cast) -> Any:
    like = cast.here.round
    like_before = type(like)(
        partnership=like.partnership, plan=like.plan, slug="2016-Q3", label="Q3 2016/17", opened_at=like.opened_at,
        closed_at=like.opened_at, **{
            name: getattr(like, name).replace(year=2016) for name in ("starts_on", "ends_on", "opens_on", "closes_on")
        },
    )  # fmt: skip
    like_before.save()
    return like_before


def test_queries_stay_constant(cast: Cast, coordinator: Client, django_assert_num_queries: Any) -> None:
    with cast.here.as_("coordinator") as by:
        assert measures(by, cast.here.plan) == []
        for place in range(20):
            row = add_measure(by=by, plan=cast.here.plan, name=f"Count {place}", better="up")
            record_reading(by=by, measure=row, round=cast.here.round, value=Decimal(place))
        with django_assert_num_queries(3):
            assert len(measures(by, cast.here.plan)) == 20
        assert Reading.objects.within(by).count() == 20


def test_a_picture_needs_two_figures_and_stays_within_its_frame() -> None:
    assert line([("Q1", 3.0)]) is None
    for figures in ([("Q1", 3.0), ("Q2", 3.0)], [("Q1", -5.0), ("Q2", 1e9), ("Q3", 0.001)]):
        found = line(figures, target=7.0)
        assert found is not None
        assert [point.name for point in found.points] == [name for name, _ in figures]
        assert all(0 <= point.y <= HEIGHT and 0 <= point.x <= 100 for point in found.points)
        assert len(found.steps) == len(figures) - 1
        assert found.in_words.startswith(f"Q1: {figures[0][1]:g}; Q2: ")
