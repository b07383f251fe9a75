"""The example client against a live server, and against servers that are busy or break off."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, ClassVar

import pytest
from pytest_django.live_server_helper import LiveServer
from tracker_client import Problem, Tracker, verified_event

from partners.delivering import signed_headers
from plans.models import Update
from plans.services.reviewing import return_update
from tests.cast import Cast
from tests.plans.feed_readers import settle


@pytest.fixture
def tracker(live_server: LiveServer, live_cast: Cast) -> Iterator[Tracker]:
    with Tracker(live_server.url, live_cast.here.key) as found:
        yield found


def answer(action: str, **changes: Any) -> dict[str, Any]:
    return {"action": action, "rag": "green", "narrative": "All on course."} | changes


def stored(cast: Cast) -> list[Update]:
    with cast.here.as_("auditor") as by:
        return list(Update.objects.within(by).order_by("id"))


class TestAgainstTheTracker:
    def test_every_row_page_after_page(self, tracker: Tracker) -> None:
        assert [row["number"] for row in tracker.rows("actions/", page_size=1)] == ["1.1", "2.1", "2.2", "3.1"]
        assert [row["number"] for row in tracker.rows("actions/", state=["in_progress", "paused"], overdue="true")] == [
            "2.1"
        ]

    def test_what_is_due_is_answered_and_due_no_more(self, tracker: Tracker, live_cast: Cast) -> None:
        due = [row["action"]["id"] for row in tracker.requests_due()]
        assert len(due) == 2
        sent = tracker.send_update(answer(due[0]))
        assert (sent.status, sent.json["state"]) == (201, "submitted")
        assert [row["action"]["id"] for row in tracker.requests_due()] == due[1:]

    def test_what_is_sent_twice_under_one_name_is_stored_once(self, tracker: Tracker, live_cast: Cast) -> None:
        action = str(live_cast.here.actions[1].pk)
        first = tracker.send_update(answer(action), once="monday-1")
        again = tracker.send_update(answer(action), once="monday-1")
        assert (again.status, again.content) == (first.status, first.content)
        assert [row.version for row in stored(live_cast)] == [1]

    def test_what_was_read_is_replaced_and_what_was_not_is_not(self, tracker: Tracker, live_cast: Cast) -> None:
        action = str(live_cast.here.actions[1].pk)
        pk = tracker.send_update(answer(action)).json["id"]
        read = tracker.get(f"updates/{pk}/")
        better = {"rag": "green", "narrative": "Better put."}
        assert tracker.replace_update(pk, better, read.etag).json["narrative"] == "Better put."
        with pytest.raises(Problem) as stale:
            tracker.replace_update(pk, {"rag": "green", "narrative": "Unseen."}, read.etag)
        assert stale.value.status == 412
        assert stale.value.body["current"]["narrative"] == "Better put."
        newest = tracker.get(f"updates/{pk}/").etag
        assert tracker.send_update(answer(action, narrative="Third."), etag=newest).status == 200

    def test_a_batch_says_what_became_of_each(self, tracker: Tracker, live_cast: Cast) -> None:
        due = [row["action"]["id"] for row in tracker.requests_due()]
        results = tracker.send_batch([answer(due[0]), answer(due[1], rag="red")])
        assert [each["status"] for each in results] == [201, 422]
        assert [row.narrative for row in stored(live_cast)] == ["All on course."]
        with pytest.raises(ValueError, match="at most 500"):
            tracker.send_batch([answer(due[1])] * 501)

    def test_a_refusal_names_the_field(self, tracker: Tracker, live_cast: Cast) -> None:
        with pytest.raises(Problem, match="422") as refused:
            tracker.send_update(answer(str(live_cast.here.actions[1].pk), rag="amber"))
        assert "amber" in refused.value.errors["path_to_green"]
        assert "path_to_green" in str(refused.value)

    def test_a_wrong_key_is_a_problem(self, live_server: LiveServer, live_cast: Cast) -> None:
        with Tracker(live_server.url, "wrong.key") as stranger, pytest.raises(Problem) as refused:
            stranger.get("plans/")
        assert refused.value.status == 401

    def test_changes_are_followed_from_now_on(self, tracker: Tracker, live_cast: Cast) -> None:
        settle()
        start = tracker.changes_from_now()
        assert (list(start.lines), start.has_more) == ([], False)
        pk = tracker.send_update(answer(str(live_cast.here.actions[1].pk))).json["id"]
        with live_cast.here.as_("coordinator") as by:
            return_update(by=by, update=Update.objects.within(by).get(pk=pk), reason="How many?")
        settle()
        page = tracker.changes(start.next)
        assert [line["change"] for line in page.lines if line["kind"] == "update"] == ["made", "changed"]
        assert not page.restored
        read = tracker.get(next(line["url"] for line in page.lines if line["kind"] == "update"))
        assert read.json["return_reason"] == "How many?"
        assert list(tracker.changes(page.next).lines) == []

    def test_everything_from_the_beginning(self, tracker: Tracker, live_cast: Cast) -> None:
        settle()
        page, actions = tracker.changes(), set()
        while True:
            actions |= {line["id"] for line in page.lines if line["kind"] == "action"}
            if not page.has_more:
                break
            page = tracker.changes(page.next)
        assert actions == {str(action.pk) for action in live_cast.here.actions}


class Scripted(BaseHTTPRequestHandler):
    """Answers as it was told: a status with headers, or None to break off. Notes what it was sent."""

    answers: ClassVar[list[tuple[int, dict[str, str]] | None]] = []
    seen: ClassVar[list[dict[str, str]]] = []

    def do_GET(self) -> None:
        self.seen.append({name.lower(): value for name, value in self.headers.items()} | {"path": self.path})
        said = self.answers.pop(0)
        if said is None:
            self.close_connection = True
            return
        status, headers = said
        body = json.dumps({"results": [], "next": None, "detail": "Later."}).encode()
        self.send_response(status)
        for name, value in (headers | {"Content-Length": str(len(body))}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.do_GET()

    def do_PUT(self) -> None:
        self.do_POST()

    def log_message(self, *said: Any) -> None:
        """Nothing: the test looks at what was sent."""


@pytest.fixture
def busy(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, list[float]]]:
    """The address of a server that says what `Scripted.answers` holds, and how long the client waited."""
    waits: list[float] = []
    monkeypatch.setattr("tracker_client.time.sleep", waits.append)
    Scripted.answers.clear()
    Scripted.seen.clear()
    server = HTTPServer(("127.0.0.1", 0), Scripted)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", waits
    server.shutdown()
    thread.join()
    server.server_close()


class TestAgainstABusyServer:
    @pytest.mark.parametrize("status", [429, 503])
    def test_it_waits_as_long_as_it_is_told(self, busy: tuple[str, list[float]], status: int) -> None:
        address, waits = busy
        Scripted.answers += [(status, {"Retry-After": "7"}), (200, {})]
        with Tracker(address, "a.key") as tracker:
            assert tracker.send_update(answer("x")).status == 200
        assert waits == [7]
        keys = [seen["idempotency-key"] for seen in Scripted.seen]
        assert len(keys) == 2
        assert keys[0] == keys[1]

    def test_it_waits_longer_each_time_and_then_gives_up(self, busy: tuple[str, list[float]]) -> None:
        address, waits = busy
        Scripted.answers += [(503, {})] * 4
        with Tracker(address, "a.key", tries=4) as tracker, pytest.raises(Problem, match="503"):
            tracker.get("plans/")
        assert all(2**n / 2 <= wait <= 2**n * 1.5 for n, wait in enumerate(waits))
        assert len(waits) == 3

    def test_it_never_waits_longer_than_a_minute(self, busy: tuple[str, list[float]]) -> None:
        address, waits = busy
        Scripted.answers += [(429, {"Retry-After": "86400"}), (200, {})]
        with Tracker(address, "a.key") as tracker:
            tracker.get("plans/")
        assert waits == [60]

    def test_a_call_that_breaks_off_is_made_again_where_that_is_safe(self, busy: tuple[str, list[float]]) -> None:
        address, waits = busy
        with Tracker(address, "a.key") as tracker:
            Scripted.answers += [None, (200, {}), None, (200, {})]
            assert tracker.get("plans/").status == 200
            assert tracker.send_update(answer("x")).status == 200
            Scripted.answers += [None]
            with pytest.raises(OSError, match="closed connection"):
                tracker.replace_update("1", {}, '"tag"')
        assert len(waits) == 2

    def test_other_refusals_are_not_repeated(self, busy: tuple[str, list[float]]) -> None:
        address, waits = busy
        Scripted.answers += [(422, {})]
        with Tracker(address, "a.key") as tracker, pytest.raises(Problem, match="Later"):
            tracker.send_update(answer("x"))
        assert waits == []

    def test_the_key_goes_to_its_own_installation_only(self, busy: tuple[str, list[float]]) -> None:
        address, _ = busy
        Scripted.answers += [(200, {})]
        with Tracker(address, "a.key") as tracker:
            tracker.get("https://elsewhere.example/api/v1/plans/?cursor=x")
        assert Scripted.seen[0]["path"] == "/api/v1/plans/?cursor=x"


class TestSettings:
    def test_what_is_missing_is_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("TRACKER", raising=False)
        monkeypatch.setenv("TRACKER_KEY", "a.key")
        with pytest.raises(ValueError, match="Set TRACKER in"):
            Tracker.from_environment()

    @pytest.mark.parametrize("address", ["tracker.example", "ftp://tracker.example", "https://", ""])
    def test_no_address(self, address: str) -> None:
        with pytest.raises(ValueError, match="must begin with https"):
            Tracker(address, "a.key")


class TestWebhooks:
    SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
    BODY = '{"id":"evt_1","event":"round.opened","data":{"label":"Q4 – 2016/17"}}'

    def signed(self, at: int | None = None) -> dict[str, str]:
        return signed_headers(self.SECRET, "evt_1", int(time.time()) if at is None else at, self.BODY)

    def test_one_that_the_tracker_signed(self) -> None:
        assert verified_event(self.SECRET, self.signed(), self.BODY.encode())["event"] == "round.opened"

    def test_one_of_several_signatures_is_enough_while_a_secret_changes(self) -> None:
        headers = self.signed()
        headers["webhook-signature"] = "v1,AAAA " + headers["webhook-signature"]
        assert verified_event(self.SECRET, headers, self.BODY.encode())["id"] == "evt_1"

    @pytest.mark.parametrize(
        "change",
        [
            {"webhook-id": "evt_2"}, {"webhook-signature": "v1,AAAA"}, {"webhook-signature": ""},
            {"webhook-timestamp": "tomorrow"}, {"webhook-timestamp": ""},
        ],
    )  # fmt: skip
    def test_headers_that_were_changed(self, change: dict[str, str]) -> None:
        with pytest.raises(ValueError, match="not"):
            verified_event(self.SECRET, self.signed() | change, self.BODY.encode())

    def test_another_body_another_secret_another_day(self) -> None:
        other = "whsec_AAAAMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
        with pytest.raises(ValueError, match="not signed"):
            verified_event(self.SECRET, self.signed(), self.BODY.replace("Q4", "Q3").encode())
        with pytest.raises(ValueError, match="not signed"):
            verified_event(other, self.signed(), self.BODY.encode())
        with pytest.raises(ValueError, match="not of this moment"):
            verified_event(self.SECRET, self.signed(at=int(time.time()) - 400), self.BODY.encode())
