"""How much faster a batch of 100 updates is than 100 single ones, with the same history: ratios in one run.

Run `make bench-api` with nothing heavy beside it. Each kind sends 100 first answers and then 100 changed ones, kinds
taking turns; through the whole API (in process: keys, limits, log, JSON, commit) and through the services alone. Aim:
15 times as fast, by the medians (measured: 33 in the services, 21 to 32 through the API); the test fails below. Times
are this machine's; the ratios are what counts.
"""

from __future__ import annotations

import statistics
import sys
import time
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from partners.tenancy import Access
from plans.models import Action, AgreedStatus, Update, UpdateRequest
from plans.services.batch_updates import Line, submit_many
from plans.services.saving import insert
from plans.services.updates import Answer, request_for, submit
from prevent_tracker.core.ids import new_id
from tests.cast import Cast, World

LINES, TURNS, AIM = 100, 3, 15
NARRATIVE = "Six of eight teams are trained; two courses were cancelled and are booked again for February. " * 3
OF_THE_RUN = {"id", "request_id", "action_id", "history_id", "history_date", "history_txid", "submitted_at"}
Send = Callable[[World, list[Action], int], None]


def asked(world: World) -> list[Action]:
    """100 actions that the police are asked about in the open round."""
    with world.as_("coordinator") as by:
        like = Action.objects.within(by).get(pk=world.actions[1].pk)
        rows = [_another(like, place) for place in range(LINES)]
        insert(rows, "Asked")
        police = world.agencies["police"]
        requests = [
            UpdateRequest(partnership=by.partnership, round=world.round, action=row, agency=police) for row in rows
        ]
        insert(requests, "Asked")
    return rows


def _another(like: Action, place: int) -> Action:
    values = {field.attname: getattr(like, field.attname) for field in Action._meta.concrete_fields}
    return Action(**values | {"id": new_id(), "number": uuid.uuid4().hex[:12], "order": 1000 + place})


def answer(version: int) -> dict[str, Any]:
    return {"rag": "amber", "narrative": f"{NARRATIVE}{version}", "path_to_green": "Both courses are booked."}


def services_singly(world: World, actions: list[Action], version: int) -> None:
    for action in actions:
        with world.as_("contributor") as by:
            request = request_for(by=by, action=action)
            submit(by=by, request=request, answer=Answer(**answer(version)), expected_version=version)


def services_together(world: World, actions: list[Action], version: int) -> None:
    with world.as_("contributor") as by:
        results = submit_many(by=by, lines=[Line(action.pk, Answer(**answer(version)), version) for action in actions])
    assert all(result.update for result in results)


def api_singly(world: World, actions: list[Action], version: int) -> None:
    for action in actions:
        headers = {"If-Match": "*"} if version else {}
        assert _post(world, "/api/v1/updates/", answer(version) | {"action": str(action.pk)}, **headers)["version"]


def api_together(world: World, actions: list[Action], version: int) -> None:
    told = {"version": version} if version else {}
    lines = [answer(version) | told | {"action": str(action.pk)} for action in actions]
    assert _post(world, "/api/v1/updates/batch/", {"updates": lines})["stored"] == LINES


def _post(world: World, path: str, body: dict[str, Any], **headers: str) -> dict[str, Any]:
    own = {"Authorization": f"Bearer {world.key}", "Idempotency-Key": str(uuid.uuid4())}
    response = Client().post(path, body, content_type="application/json", headers=own | headers)
    assert response.status_code in (200, 201), response.content
    found: dict[str, Any] = response.json()
    return found


def history(by: Access, model: Any, actions: list[Action]) -> list[list[dict[str, Any]]]:
    """The history of what hangs on each action, in the actions' order, without what belongs to the run."""
    found: dict[Any, list[dict[str, Any]]] = {action.pk: [] for action in actions}
    rows = model.history.model.objects.filter(action_id__in=list(found)).order_by("history_id")
    for row in rows.values():
        found[row["action_id"]].append({name: value for name, value in row.items() if name not in OF_THE_RUN})
    return list(found.values())


def timed(send: Send, world: World, actions: list[Action]) -> float:
    """Seconds for 100 first answers and 100 changed ones."""
    began = time.perf_counter()
    for version in (0, 1):
        send(world, actions, version)
    return time.perf_counter() - began


@pytest.mark.parametrize(
    ("singly", "together"), [(services_singly, services_together), (api_singly, api_together)], ids=["services", "api"]
)
def test_batch_over_single(live_cast: Cast, settings: Any, singly: Send, together: Send) -> None:
    settings.API_RATE_PER_MINUTE = 1_000_000
    world, took = live_cast.here, {singly: list[float](), together: list[float]()}
    for _ in range(TURNS):
        ours = {send: asked(world) for send in took}
        for send, times in took.items():
            times.append(timed(send, world, ours[send]))
        with world.as_("auditor") as by:
            for model in (Update, AgreedStatus):
                one, many = (history(by, model, actions) for actions in ours.values())
                assert one == many
                assert any(one)
    _report(singly, together, took)
    assert statistics.median(took[singly]) / statistics.median(took[together]) >= AIM


def _report(singly: Send, together: Send, took: dict[Send, list[float]]) -> None:
    lines = [""]
    for send, times in took.items():
        rates = sorted(2 * LINES / seconds for seconds in times)
        lines.append(f"{send.__name__}: {statistics.median(rates):,.0f} updates a second (at best {rates[-1]:,.0f})")
    for name, of in (("medians", statistics.median), ("minima", min)):
        ratio = of(took[singly]) / of(took[together])
        lines.append(f"{together.__name__} over {singly.__name__}, {name}: {ratio:.1f} x")
    sys.stdout.write("\n".join([*lines, ""]))
