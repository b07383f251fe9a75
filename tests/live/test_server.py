from __future__ import annotations

from tests.cast import Cast

from .conftest import Tracker


def test_it_answers(tracker: Tracker, live_cast: Cast) -> None:
    found = tracker.http.request(
        "GET", f"{tracker.url}/api/v1/plans/", headers={"Authorization": f"Bearer {live_cast.here.key}"}
    )
    assert found.status == 200
    assert found.json()["results"]
    tracker.work()
