"""Any pack as it stood, and any two side by side: on pages, for members who may."""

from __future__ import annotations

import datetime as dt
import hashlib
import time
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from plans.models import Objective
from plans.services.actions import add_action, reword_action
from prevent_tracker.core import clock
from reporting.models import Pack
from tests.addresses import Scene, build_scene
from tests.cast import Cast


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return build_scene(cast.here, "our-plan", "O")


@pytest.fixture
def coordinator(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.here.people["coordinator"])
    return client


def reworded(cast: Cast, scene: Scene) -> None:
    with cast.here.as_("coordinator") as by:
        pack = Pack.objects.within(by).select_related("round__plan").get(pk=scene.objects["pack_id"])
        action = pack.round.plan.actions.get(number="O.1")
        reword_action(by=by, action=action, text="Ours said anew", reason="Clearer.")


def address(cast: Cast, scene: Scene, what: str) -> str:
    here = f"/p/{cast.here.partnership.slug}/packs/"
    return f"{here}{scene.objects['pack_id']}/as-at/" if what == "as-at" else f"{here}compare/"


def day(moment: dt.datetime, prefix: str = "") -> dict[str, Any]:
    local = timezone.localtime(moment)
    return {f"{prefix}on_day": local.day, f"{prefix}on_month": local.month, f"{prefix}on_year": local.year}


def test_the_page_asks_and_then_shows_with_a_fingerprint_that_stays(
    cast: Cast, scene: Scene, coordinator: Client
) -> None:
    url = address(cast, scene, "as-at")
    assert "Download it as JSON" not in coordinator.get(url).content.decode()
    time.sleep(1)  # a time has whole seconds: the scene must be older than the one that is asked for
    now = timezone.localtime(clock.now())
    asked = {**day(now), "time": f"{now:%H:%M:%S}", "json": "1"}
    first = coordinator.get(url, asked)
    reworded(cast, scene)
    again = coordinator.get(url, asked)
    assert first.content == again.content
    page = coordinator.get(url, {name: value for name, value in asked.items() if name != "json"}).content.decode()
    assert hashlib.sha256(first.content).hexdigest() in page
    assert "Ours said anew" not in page
    assert "Ours said anew" in coordinator.get(url, {**day(now), "json": "1"}).content.decode()


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"on_day": "1", "on_month": "1", "on_year": "2010", "time": ""}, "did not exist yet"),
        ({"on_day": "1", "on_month": "1", "on_year": "2910", "time": ""}, "Choose a day that has been"),
        ({"on_day": "31", "on_month": "2", "on_year": "2016", "time": ""}, "must be a real date"),
        ({"on_day": "", "on_month": "", "on_year": "", "time": "25:00"}, "Enter a time such as 14:30"),
    ],
)
def test_a_moment_that_cannot_be_is_refused_in_words(
    cast: Cast, scene: Scene, coordinator: Client, asked: dict[str, str], words: str
) -> None:
    answer = coordinator.get(address(cast, scene, "as-at"), asked)
    assert answer.status_code == 422
    assert words in answer.content.decode()


def sides(scene: Scene, before: str, after: str, **more: Any) -> dict[str, Any]:
    return {"before-what": before, "after-what": after, **more}


def test_an_issue_and_now_differ_by_what_was_done_since(cast: Cast, scene: Scene, coordinator: Client) -> None:
    issue, pack = f"issue:{scene.objects['issue_id']}", f"pack:{scene.objects['pack_id']}"
    url = address(cast, scene, "compare")
    assert "Nothing differs" in coordinator.get(url, sides(scene, issue, issue)).content.decode()
    reworded(cast, scene)
    page = coordinator.get(url, sides(scene, issue, pack)).content.decode()
    assert "Reworded" in page
    assert "Ours said anew" in page
    backwards = coordinator.get(url, sides(scene, pack, issue)).content.decode()
    assert backwards.index("Ours said anew") < backwards.rindex("Ours 1")


def test_a_bad_choice_is_named(cast: Cast, scene: Scene, coordinator: Client) -> None:
    url = address(cast, scene, "compare")
    answer = coordinator.get(url, sides(scene, "issue:none", f"pack:{scene.objects['pack_id']}"))
    assert answer.status_code == 422
    late = sides(scene, f"pack:{scene.objects['pack_id']}", f"pack:{scene.objects['pack_id']}")
    answer = coordinator.get(url, late | {"after-on_day": "1", "after-on_month": "1", "after-on_year": "2910"})
    assert answer.status_code == 422
    assert "Choose a day that has been" in answer.content.decode()


def test_the_comparison_is_constant_in_queries(cast: Cast, scene: Scene, coordinator: Client) -> None:
    issue, pack = f"issue:{scene.objects['issue_id']}", f"pack:{scene.objects['pack_id']}"
    counts = []
    for first in (10, 30):
        with CaptureQueriesContext(connection) as asked:
            coordinator.get(address(cast, scene, "compare"), sides(scene, issue, pack))
        counts.append(len(asked))
        with cast.here.as_("coordinator") as by:
            objective = Objective.objects.within(by).get(pk=scene.objects["api_objective"])
            for number in range(first, first + 10):
                add_action(by=by, objective=objective, text=f"More {number}", number=f"O.{number}")
    assert counts[0] == counts[1]
