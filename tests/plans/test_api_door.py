"""The door of the API: scopes, the log of each key, limits, conditional reading, what is too large or no JSON."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.db import DatabaseError, OperationalError, connection, transaction

from partners.models import ApiCall, ApiKey
from partners.services import create_key, revoke_key
from plans.models import Action
from plans.services.actions import reword_action
from plans.services.updates import Answer, request_for, save_draft, submit
from prevent_tracker.core import clock
from prevent_tracker.core.errors import Invalid
from tests.cast import Cast

from .api_calls import Answered, Caller
from .test_api_problems import is_problem

PLANS, ACTIONS, UPDATES, REQUESTS = (f"/api/v1/{name}/" for name in ("plans", "actions", "updates", "requests"))
READS = [PLANS, ACTIONS, UPDATES, REQUESTS, "/api/v1/objectives/"]


def key_with(cast: Cast, *scopes: str, agency: str | None = "police") -> Caller:
    with cast.here.as_("administrator") as by:
        expires = clock.now() + dt.timedelta(days=9)
        owner = cast.here.agencies[agency] if agency else None
        _, token = create_key(by=by, agency=owner, name="Another", expires_at=expires, scopes=scopes)
    return Caller(token)


def body(action: Action) -> dict[str, Any]:
    return {"action": str(action.pk), "rag": "green", "narrative": "All on course."}


class TestScopes:
    def test_reading_alone_does_not_write(self, cast: Cast) -> None:
        caller = key_with(cast, "read")
        assert all(caller.get(path).status == 200 for path in READS)
        refused = caller.post(UPDATES, body(cast.here.actions[1]))
        assert is_problem(refused, 403, "not-allowed")
        assert "scope “answer”" in refused.json["detail"]

    def test_a_key_that_answers_reads_too(self, cast: Cast) -> None:
        with pytest.raises(Invalid) as refused:
            key_with(cast, "answer")
        assert set(refused.value.errors) == {"scopes"}

    @pytest.mark.parametrize(("path", "scope"), [("packs/", "packs"), ("actions/{}/history/", "history")])
    def test_packs_and_history_have_their_own(self, cast: Cast, path: str, scope: str) -> None:
        address = "/api/v1/" + path.format(cast.here.actions[1].pk)
        refused = key_with(cast, "read", "answer").get(address)
        assert f"scope “{scope}”" in refused.json["detail"]
        assert key_with(cast, "read", scope).get(address).status == 200


class TestReadingForThePartnership:
    """A key that belongs to no agency."""

    def test_it_reads_every_agencys_answers_but_no_draft(self, cast: Cast) -> None:
        caller, here = key_with(cast, "read", agency=None), cast.here
        with here.as_("contributor") as by:
            submit(by=by, request=request_for(by=by, action=here.actions[1]), answer=Answer("green", "Ours."))
        with here.as_("other_contributor") as by:
            asked = request_for(by=by, action=here.actions[2])
            save_draft(by=by, request=asked, answer=Answer("green", "Not yet said."))
        assert [row["narrative"] for row in caller.get(UPDATES).json["results"]] == ["Ours."]
        asked_now = {
            (row["action"]["number"], row["agency"]["name"]): (row["state"], row["update"])
            for row in caller.get(REQUESTS).json["results"]
        }
        assert asked_now[("2.2", "Northvale Health Trust")] == ("not_answered", None)
        assert all(caller.get(path).status == 200 for path in READS)

    def test_it_writes_nothing(self, cast: Cast) -> None:
        refused = key_with(cast, "read", "history", agency=None).post(UPDATES, body(cast.here.actions[1]))
        assert is_problem(refused, 403, "not-allowed")


class TestLog:
    def calls(self, cast: Cast) -> list[tuple[str, str, int]]:
        with cast.here.as_("administrator") as by:
            return list(ApiCall.objects.within(by).order_by("pk").values_list("method", "path", "status"))

    def test_every_call_of_a_good_key_is_a_line(self, cast: Cast) -> None:
        caller = Caller(cast.here.key)
        caller.get(ACTIONS, overdue="true")
        caller.post(UPDATES, {"action": "7"})
        caller.get("/api/v1/n%C3%B8ne/")
        caller.get("/api/v1/%00/")
        assert self.calls(cast) == [
            ("GET", ACTIONS, 200),
            ("POST", UPDATES, 422),
            ("GET", "/api/v1/n%C3%B8ne/", 404),
            ("GET", "/api/v1/%00/", 404),
        ]

    def test_a_bad_key_has_none(self, cast: Cast) -> None:
        Caller(cast.here.key[:-1]).get(ACTIONS)
        with cast.here.as_("administrator") as by:
            revoke_key(by=by, key=ApiKey.objects.within(by).get())
        assert Caller(cast.here.key).get(ACTIONS).status == 401
        assert self.calls(cast) == []


class TestLimits:
    def test_headers_count_down(self, cast: Cast) -> None:
        caller = Caller(cast.here.key)
        said = [caller.get(PLANS).headers for _ in range(2)]
        assert [headers["RateLimit-Policy"] for headers in said] == ['"calls";q=300;w=60'] * 2
        assert [headers["RateLimit"].partition(";t=")[0] for headers in said] in (
            ['"calls";r=299', '"calls";r=298'],
            ['"calls";r=299', '"calls";r=299'],  # a minute began between the two
        )

    def test_too_many_calls_of_a_key(self, cast: Cast, settings: Any) -> None:
        settings.API_RATE_PER_MINUTE = 3
        caller, other = Caller(cast.here.key), Caller(cast.elsewhere.key)
        answers = [caller.get(PLANS) for _ in range(8)]  # at least four in one minute
        refused = [answer for answer in answers if answer.status == 429]
        assert refused
        assert is_problem(refused[0], 429, "too-many")
        assert 0 < int(refused[0].headers["Retry-After"]) <= 60
        assert refused[0].headers["RateLimit"].startswith('"calls";r=0;t=')
        assert other.get(PLANS).status == 200

    def test_bad_keys_of_one_address_share_a_limit(self, cast: Cast, settings: Any) -> None:
        settings.API_RATE_PER_MINUTE = 3
        answers = [Caller(f"none.{number}").get(PLANS).status for number in range(8)]
        assert set(answers) == {401, 429}
        assert Caller(cast.here.key).get(PLANS).status == 200


class TestReadingAgain:
    @pytest.mark.parametrize("path", READS)
    def test_what_has_not_changed_is_not_sent_again(self, cast: Cast, path: str) -> None:
        caller = Caller(cast.here.key)
        first = caller.get(path)
        assert first.headers["Cache-Control"] == "private, no-cache"
        for header in (first.headers["ETag"], f"W/{first.headers['ETag']}", f'"x", {first.headers["ETag"]}', "*"):
            caller.headers["If-None-Match"] = header
            again = caller.get(path)
            assert (again.status, again.json) == (304, None)
        assert again.headers["RateLimit"]
        caller.headers["If-None-Match"] = '"x"'
        assert caller.get(path).json == first.json

    def test_what_has_changed_is(self, cast: Cast) -> None:
        caller, path = Caller(cast.here.key), ACTIONS
        caller.headers["If-None-Match"] = caller.get(path).headers["ETag"]
        assert caller.get(path).status == 304
        with cast.here.as_("coordinator") as by:
            reword_action(by=by, action=cast.here.actions[3], text="Review how halls are hired.")
        assert caller.get(path).status == 200

    def test_an_agencys_new_name_is_seen(self, cast: Cast) -> None:
        caller = Caller(cast.here.key)
        caller.headers["If-None-Match"] = caller.get(ACTIONS).headers["ETag"]
        with cast.here.as_("administrator"):
            agency = cast.here.agencies["police"]
            agency.name = "Vale Police"
            agency.save()
        assert caller.get(ACTIONS).status == 200

    def test_another_day_query_or_key_has_another_tag(self, cast: Cast, settings: Any) -> None:
        tag = Caller(cast.here.key).get(ACTIONS).headers["ETag"]
        assert Caller(cast.here.key).get(ACTIONS, page_size=2).headers["ETag"] != tag
        assert Caller(cast.elsewhere.key).get(ACTIONS).headers["ETag"] != tag
        settings.DEMO_TODAY = settings.DEMO_TODAY + dt.timedelta(days=1)
        assert Caller(cast.here.key).get(ACTIONS).headers["ETag"] != tag

    def test_what_is_no_tag_matches_none(self, cast: Cast) -> None:
        caller = Caller(cast.here.key)
        for header in ("", "3", '"x'):
            caller.headers["If-None-Match"] = header
            assert caller.get(ACTIONS).status == 200

    def test_a_filter_without_a_value_is_refused(self, cast: Cast) -> None:
        answered = Caller(cast.here.key).get(ACTIONS, plan="")
        assert is_problem(answered, 400, "bad-query")
        assert answered.json["errors"] == [{"field": "plan", "message": "Give it a value, or leave it out."}]

    @pytest.mark.parametrize(
        "moment", ["0449-08-28T05:26:31-19:35", "9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+12:00"]
    )
    def test_moments_at_the_edge_of_time(self, cast: Cast, moment: str) -> None:
        assert Caller(cast.here.key).get(ACTIONS, changed_since=moment).status == 200

    def test_a_method_that_is_not_there_is_so_whatever_else_is_wrong(self, cast: Cast) -> None:
        assert is_problem(Caller(cast.here.key).send(f"{ACTIONS}?nonsense=1", b"{"), 405, "wrong-method")


class TestBodies:
    def test_20_megabytes(self, cast: Cast) -> None:
        sent = b'{"narrative": "' + b"x" * 20_000_000 + b'"}'
        caller = Caller(cast.here.key)
        assert is_problem(caller.send(UPDATES, sent), 413, "too-large")
        path = f"{REQUESTS}{caller.get(REQUESTS).ids[0]}/evidence/"
        form = caller.send(path, sent, "multipart/form-data; boundary=x")
        assert is_problem(form, 413, "too-large")

    def test_chunks_without_a_length(self, cast: Cast) -> None:
        caller = Caller(cast.here.key)
        response = caller.client.generic(
            "POST", UPDATES, b"", "application/json", headers=caller.headers | {"Transfer-Encoding": "chunked"}
        )
        assert is_problem(Answered(response), 411, "no-length")

    @pytest.mark.parametrize("sent", ['{"rag": ' + "9" * 5000 + "}", '{"rag":' * 50_000, '{"a": 1e999999}', "\ufeff{}"])
    def test_what_readers_of_json_fall_over(self, cast: Cast, sent: str) -> None:
        assert Caller(cast.here.key).send(UPDATES, sent).status in (400, 422)

    @pytest.mark.parametrize(
        ("content", "media_type"),
        [(b"--x", "multipart/form-data; boundary=x"), (b"--x", "multipart/form-data"), (b"", "multipart/form-data")],
    )
    def test_a_broken_form(self, cast: Cast, content: bytes, media_type: str) -> None:
        caller = Caller(cast.here.key)
        path = f"{REQUESTS}{caller.get(REQUESTS).ids[0]}/evidence/"
        assert caller.send(path, content, media_type).status in (400, 422)


class TestFaults:
    """Ours: a problem without details, the caller's work rolled back, the log written."""

    def test_a_fault_in_a_view(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(*args: Any) -> None:
            raise KeyError("a secret detail")

        monkeypatch.setattr("plans.queries.api.with_rounds", fail)
        caller = Caller(cast.here.key)
        caller.client.raise_request_exception = False
        refused = caller.get(PLANS)
        assert is_problem(refused, 500, "fault")
        assert "secret" not in json.dumps(refused.json)

    @pytest.mark.parametrize(("code", "status", "slug"), [("40P01", 503, "busy"), ("XX000", 500, "fault")])
    def test_a_fault_as_the_transaction_ends(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch, code: str, status: int, slug: str
    ) -> None:
        monkeypatch.setattr("partners.middleware.transaction", _Failing(code))
        refused = Caller(cast.here.key).get(PLANS)
        assert is_problem(refused, status, slug)


class _Failing:
    """Stands for django.db.transaction: work is done, its commit fails."""

    def __init__(self, code: str) -> None:
        self.code = code

    def atomic(self) -> _Failing:
        return self

    def __enter__(self) -> None:
        self.point = transaction.savepoint()

    def __exit__(self, *raised: object) -> None:
        transaction.savepoint_rollback(self.point)
        error: DatabaseError = OperationalError("refused")
        error.__cause__ = Exception()
        error.__cause__.pgcode = self.code  # type: ignore[attr-defined]  # as psycopg2's errors have
        raise error


def test_counters_of_past_minutes_are_not_kept(cast: Cast) -> None:
    with connection.cursor() as cursor:
        for _ in range(2):
            cursor.execute("SELECT used FROM app.count_call('test', 1)")
        cursor.execute("SELECT pg_sleep(1.1)")
        cursor.execute("SELECT used FROM app.count_call('test', 1)")
        assert cursor.fetchone() == (1,)
        cursor.execute("SELECT count(*) FROM core_rate WHERE bucket = 'test'")
        assert cursor.fetchone() == (1,)
