"""The number of queries of a page does not grow with the plan: 10, 100 and (for the plan's page) 500 actions more."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from plans.models import Action, AgreedStatus, Lead, Milestone, Update, UpdateRequest
from prevent_tracker.core import clock

from .cast import Cast, World

ACTIONS = "/p/northvale/plans/plan-2016-17/actions"
# Address, who asks, and how many queries it may take at most (measured, with a little room).
PAGES: dict[str, tuple[str, str, int]] = {
    "home": ("/p/northvale/", "coordinator", 18),
    "plans": ("/p/northvale/plans/", "coordinator", 6),
    "plan": ("/p/northvale/plans/plan-2016-17/", "coordinator", 18),
    "action": (f"{ACTIONS}/B1/", "coordinator", 26),
    "action's row": (f"{ACTIONS}/B1/row/", "coordinator", 15),
    "action's update": (f"{ACTIONS}/B1/update/", "coordinator", 13),
    "your updates": ("/p/northvale/updates/", "contributor", 8),
    "rounds": ("/p/northvale/rounds/", "coordinator", 6),
    "round": ("/p/northvale/rounds/plan-2016-17/2016-Q4/", "coordinator", 25),
    "close round": ("/p/northvale/rounds/plan-2016-17/2016-Q4/close/", "coordinator", 8),
    "decisions": ("/p/northvale/decisions/", "auditor", 6),
    "packs": ("/p/northvale/packs/", "coordinator", 10),
}
# Two of them are the door's: the call is counted and logged.
API: dict[str, tuple[str, int]] = {
    "plans": ("/api/v1/plans/?page_size=200", 7),
    "objectives": ("/api/v1/objectives/?page_size=200", 6),
    "actions": ("/api/v1/actions/?page_size=200", 9),
    "updates": ("/api/v1/updates/?page_size=200", 5),
    "requests": ("/api/v1/requests/?page_size=200", 6),
}


def add_actions(world: World, first: int, count: int) -> None:
    """Actions "B<first>" and on, led by the police, each asked about; every second answered and agreed."""
    police, like = world.agencies["police"], world.actions[1]
    own: dict[str, Any] = {"partnership": world.partnership}
    places = range(first, first + count)
    actions = [
        Action(
            **own, plan=world.plan, objective=world.objectives[1], order=100 + place, number=f"B{place}",
            text=f"Do {place}", timescale_text=like.timescale_text, timescale=like.timescale, due_on=like.due_on,
        )
        for place in places
    ]  # fmt: skip
    requests = [UpdateRequest(**own, round=world.round, action=action, agency=police) for action in actions]
    answered = requests[::2]
    updates = [
        Update(
            **own, request=request, round=world.round, action=request.action, agency=police, rag="green",
            narrative="Done.", state="submitted", channel="browser", submitted_at=clock.now(),
        )
        for request in answered
    ]  # fmt: skip
    with world.as_("coordinator"):
        Action._base_manager.bulk_create(actions)
        Lead._base_manager.bulk_create(
            Lead(**own, action=action, order=0, words="Police", nature="agency", agency=police) for action in actions
        )
        UpdateRequest._base_manager.bulk_create(requests)
        Update._base_manager.bulk_create(updates)
        Milestone._base_manager.bulk_create(
            Milestone(**own, action=request.action, order=0, text="Half of it") for request in answered
        )
        AgreedStatus._base_manager.bulk_create(
            AgreedStatus(**own, round=world.round, action=request.action, rag="green", rule="worst")
            for request in answered
        )


def count(client: Client, url: str, **headers: str) -> int:
    """Queries of one answer, savepoints left out; the second time, so that no cache is filled meanwhile."""
    for _ in range(2):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            response = client.get(url, headers=headers)
        assert response.status_code == 200, (url, response.status_code)
    return sum(1 for query in queries.captured_queries if "SAVEPOINT" not in query["sql"])


def measure(cast: Cast) -> dict[str, int]:
    key = {"Authorization": f"Bearer {cast.here.key}"}
    pages = {name: count(cast.here.client(who), url) for name, (url, who, _) in PAGES.items()}
    return pages | {f"API {name}": count(Client(), url, **key) for name, (url, _) in API.items()}


def test_queries_do_not_grow_with_the_plan(cast: Cast, record_property: Any) -> None:
    add_actions(cast.here, 1, 10)
    few = measure(cast)
    add_actions(cast.here, 11, 90)
    many = measure(cast)
    record_property("queries", many)
    assert many == few
    most = {name: most for name, (*_, most) in PAGES.items()} | {f"API {name}": most for name, (_, most) in API.items()}
    assert {name: number for name, number in many.items() if number > most[name]} == {}


@pytest.mark.parametrize("query", ["", "?status=green&words=do&overdue=on&agency=police"])
def test_the_plans_page_takes_the_same_queries_for_500_actions(cast: Cast, query: str) -> None:
    url = PAGES["plan"][0] + query
    client = cast.here.client("coordinator")
    add_actions(cast.here, 1, 10)
    few = count(client, url)
    add_actions(cast.here, 11, 490)
    assert count(client, url) == few
