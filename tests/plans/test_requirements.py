"""What a plan is held against: sets, what serves them, gaps and ratings, from the rules to the page."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from plans.models import Action, Plan, RequirementRating
from plans.queries.requirements import coverage
from plans.rules.requirements import SETS, requirement_of
from plans.services.requirements import choose_sets, map_requirement, rate_requirement
from prevent_tracker.core.errors import Invalid, NotFound, Stale
from tests.cast import Cast, World

TRAINING = "council-toolkit/training"


def test_sets_are_whole() -> None:
    assert [len(found.requirements) for found in SETS.values()] == [8, 6, 6]
    for found in SETS.values():
        codes = [each.code for each in found.requirements]
        assert len(set(codes)) == len(codes)
        assert all(
            requirement_of(f"{found.slug}/{code}") == (found, each)
            for code, each in zip(codes, found.requirements, strict=True)
        )
        assert len(found.scale) >= 3
        assert all(len(f"{found.slug}/{code}") <= 80 for code in codes)


@pytest.mark.parametrize("code", ["", "training", "council-toolkit", "council-toolkit/", "none/training", "/"])
def test_what_names_nothing_is_nothing(code: str) -> None:
    assert requirement_of(code) is None


@pytest.fixture
def world(cast: Cast) -> World:
    with cast.here.as_("coordinator") as by:
        plan = choose_sets(by=by, plan=cast.here.plan, sets=["council-toolkit"])
    cast.here.plan.requirement_sets = plan.requirement_sets
    return cast.here


def test_actions_serve_requirements_and_gaps_show(world: World) -> None:
    first, second, *_ = world.actions
    with world.as_("coordinator") as by:
        map_requirement(by=by, plan=world.plan, code=TRAINING, actions=[first, second])
        map_requirement(by=by, plan=world.plan, code=TRAINING, actions=[second])
        [shown] = coverage(by, world.plan)
        assert [action.pk for each in shown.requirements for action in each.actions] == [second.pk]
        assert shown.covered == 1
        assert "Training programme" not in [each.requirement.title for each in shown.gaps]
        versions = Action.objects.within(by).in_bulk([first.pk, second.pk])
        assert (versions[first.pk].version, versions[second.pk].version) == (first.version + 2, second.version + 1)
        reasons = {row.history_change_reason for row in Action.history.filter(id=second.pk)}
        assert "Requirements changed" in reasons


def test_a_rating_replaces_the_one_before_unless_somebody_was_first(world: World) -> None:
    facts: dict[str, Any] = {"plan": world.plan, "round": world.round, "code": TRAINING}
    with world.as_("coordinator") as by:
        first = rate_requirement(by=by, **facts, value="2", note="Half of the staff.")
        rate_requirement(by=by, **facts, value="3", expected_version=first.version)
        with pytest.raises(Stale):
            rate_requirement(by=by, **facts, value="1", expected_version=first.version)
        [row] = RequirementRating.objects.within(by)
        assert (row.value, row.note, row.version) == ("3", "", 2)


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"value": "5"}, Invalid, "Choose a rating: 1, 2, 3, 4."),
        ({"value": ""}, Invalid, "Choose a rating"),
        ({"code": "duty-2023/leadership"}, NotFound, "not held against"),
        ({"code": "council-toolkit/none"}, NotFound, "not held against"),
    ],
)
def test_what_cannot_be_rated_is_refused(
    world: World, change: dict[str, str], error: type[Exception], words: str
) -> None:
    facts: dict[str, Any] = {"plan": world.plan, "round": world.round, "code": TRAINING, "value": "2"} | change
    with world.as_("coordinator") as by, pytest.raises(error, match=words):
        rate_requirement(by=by, **facts)


def test_sets_that_are_not_there_are_refused(world: World) -> None:
    with world.as_("coordinator") as by:
        for sets in (["none"], ["duty-2023", "duty-2023"]):
            with pytest.raises(Invalid, match="Choose each set once"):
                choose_sets(by=by, plan=world.plan, sets=sets)
        assert Plan.objects.within(by).get(pk=world.plan.pk).requirement_sets == ["council-toolkit"]


def test_another_plans_action_serves_nothing_here(cast: Cast, world: World) -> None:
    with world.as_("coordinator") as by, pytest.raises(NotFound):
        map_requirement(by=by, plan=world.plan, code=TRAINING, actions=[cast.elsewhere.actions[0]])


def coordinator(world: World) -> Client:
    client = Client()
    client.force_login(world.people["coordinator"])
    return client


def url(world: World, more: str = "") -> str:
    return f"/p/{world.partnership.slug}/plans/{world.plan.slug}/requirements/{more}"


def test_the_page_from_nothing_to_a_rating(cast: Cast) -> None:
    world, client = cast.here, coordinator(cast.here)
    assert "Not held against any requirements yet" in client.get(url(world)).content.decode()
    client.post(url(world, "sets/"), {"sets": ["council-toolkit"]})
    page = client.get(url(world)).content.decode()
    assert "<strong>0 of 8</strong>" in page
    client.post(url(world, f"{TRAINING}/actions/"), {"actions": [world.actions[0].pk]})
    client.post(url(world, f"{TRAINING}/rating/"), {"round": world.round.pk, "value": "3", "note": "Most are trained."})
    page = client.get(url(world)).content.decode()
    assert "<strong>1 of 8</strong>" in page
    assert f"3, {world.round.label}" in page
    answer = client.post(url(world, f"{TRAINING}/rating/"), {"round": world.round.pk})
    assert answer.status_code == 422
    assert "Choose a rating" in answer.content.decode()
    assert client.get(url(world, "council-toolkit/none/rating/")).status_code == 404


def test_the_page_is_constant_in_queries(world: World) -> None:
    client, counts = coordinator(world), []
    for serving in (world.actions[:1], world.actions):
        with world.as_("coordinator") as by:
            for code in SETS["council-toolkit"].requirements:
                map_requirement(by=by, plan=world.plan, code=f"council-toolkit/{code.code}", actions=serving)
        with CaptureQueriesContext(connection) as asked:
            client.get(url(world))
        counts.append(len(asked))
    assert counts[0] == counts[1]
