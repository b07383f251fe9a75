"""Everything that can be wrong with a request: a clear problem in one shape, nothing stored, never a fault of ours."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from typing import Any

import pytest
from django.db import DatabaseError, OperationalError
from rest_framework.exceptions import Throttled

from partners.models import ApiKey
from partners.services import revoke_key
from plans.models import Action, Update
from plans.services.actions import add_milestone
from plans.services.rounds import close_round
from prevent_tracker.core import clock
from prevent_tracker.core.problem_handler import problem_handler
from prevent_tracker.core.problems import PROBLEMS
from tests.cast import Cast

from .api_calls import Answered, Caller

ACTIONS, UPDATES = "/api/v1/actions/", "/api/v1/updates/"


@pytest.fixture
def police(cast: Cast) -> Caller:
    return Caller(cast.here.key)


def body(action: Action, /, **changes: Any) -> dict[str, Any]:
    return {"action": str(action.pk), "rag": "green", "narrative": "All on course."} | changes


def is_problem(answered: Answered, status: int, slug: str) -> bool:
    """One shape for all: RFC 9457, with the media type, and a type that the docs explain."""
    assert answered.headers["Content-Type"] == "application/problem+json"
    assert answered.json["status"] == answered.status
    assert {"type", "title", "status", "detail"} <= answered.json.keys()
    assert answered.json["detail"]
    return (answered.status, answered.json["type"]) == (status, f"/api/#problem-{slug}")


def nothing_stored(cast: Cast) -> bool:
    with cast.here.as_("auditor") as by:
        return not Update.objects.within(by).exists()


class TestKeys:
    @pytest.mark.parametrize(
        "header",
        [
            "",
            "Bearer",
            "Bearer nonsense",
            "Bearer a.b",
            "Basic dXNlcjpwYXNz",
            "Bearer ü.ü",
            "Bearer " + "x" * 5000,
            "Bearer a\x00.b",
        ],
    )
    def test_a_bad_key_is_refused(self, cast: Cast, header: str) -> None:
        caller = Caller()
        caller.headers = {"Authorization": header} if header else {}
        refused = caller.get(ACTIONS)
        assert is_problem(refused, 401, "no-key")
        assert refused.headers["WWW-Authenticate"] == 'Bearer realm="Delivery plan tracker"'

    def test_the_wrong_secret_of_a_real_prefix(self, cast: Cast) -> None:
        prefix = cast.here.key.partition(".")[0]
        refused = Caller(f"{prefix}.{cast.elsewhere.key.partition('.')[2]}").get(ACTIONS)
        assert is_problem(refused, 401, "no-key")
        assert "revoked" in refused.json["detail"]

    def test_a_revoked_key(self, cast: Cast, police: Caller) -> None:
        with cast.here.as_("administrator") as by:
            revoke_key(by=by, key=ApiKey.objects.within(by).get())
        assert is_problem(police.get(ACTIONS), 401, "no-key")

    def test_an_expired_key(self, cast: Cast, police: Caller) -> None:
        with cast.here.as_("administrator") as by:
            long_ago = clock.now() - dt.timedelta(days=365)
            yesterday = clock.now() - dt.timedelta(days=1)
            ApiKey.objects.within(by).update(created_at=long_ago, expires_at=yesterday)
        assert is_problem(police.get(ACTIONS), 401, "no-key")

    @pytest.mark.parametrize("path", [ACTIONS, UPDATES, "/api/v1/plans/", "/api/v1/objectives/", "/api/v1/requests/"])
    def test_every_list_needs_a_key(self, cast: Cast, path: str) -> None:
        assert is_problem(Caller().get(path), 401, "no-key")


class TestAddresses:
    @pytest.mark.parametrize(
        "path", ["/api/v1/", "/api/v1/plan/", "/api/v1/actions", "/api/v2/plans/", "/api/v1/actions/7/"]
    )
    def test_unknown(self, cast: Cast, police: Caller, path: str) -> None:
        assert is_problem(police.get(path), 404, "not-found")

    def test_posting_to_one_without_its_last_slash(self, cast: Cast, police: Caller) -> None:
        assert is_problem(police.post("/api/v1/updates", body(cast.here.actions[1])), 404, "not-found")

    def test_wrong_method(self, police: Caller) -> None:
        refused = police.post(ACTIONS, {})
        assert is_problem(refused, 405, "wrong-method")
        assert refused.headers["Allow"] == "GET, HEAD, OPTIONS"

    def test_a_format_that_we_do_not_have(self, police: Caller) -> None:
        police.headers["Accept"] = "text/csv"
        assert is_problem(police.get(ACTIONS), 406, "not-acceptable")


class TestParameters:
    @pytest.mark.parametrize(
        ("name", "value", "hint"),
        [
            ("colour", "red", "There is no such parameter. Known: plan, objective, state, rag"),
            ("format", "json", "no such parameter"),
            ("plan", "7", "Use an id"),
            ("plan", "\x00", "Use an id"),
            ("state", "open", "in_progress"),
            ("rag", "blue", "green, amber, red, not_reported"),
            ("overdue", "maybe", "true or false"),
            ("due_before", "31/03/2017", "2017-03-31"),
            ("due_after", "2017-02-30", "2017-03-31"),
            ("changed_since", "yesterday", "2017-01-18T09:00:00Z"),
            ("round", "Q\x00", "Null characters"),
            ("round", "x" * 100_000, "at most 50"),
            ("page_size", "0", "1 to 200"),
            ("page_size", "201", "1 to 200"),
            ("page_size", "9" * 5000, "1 to 200"),
            ("page_size", "ten", "1 to 200"),
            ("cursor", "nonsense", "next"),
            ("cursor", "cD1ub3RhbmlkAA==", "next"),
            ("cursor", "ü", "next"),
        ],
    )
    def test_each_is_named(self, police: Caller, name: str, value: str, hint: str) -> None:
        refused = police.get(ACTIONS, **{name: value})
        assert is_problem(refused, 400, "bad-query")
        assert hint in refused.errors[name]

    def test_all_are_named_at_once(self, police: Caller) -> None:
        assert police.get(ACTIONS, plan="7", due_before="soon").errors.keys() == {"plan", "due_before"}

    def test_single_rows_and_posts_take_none(self, cast: Cast, police: Caller) -> None:
        assert is_problem(police.get(f"{ACTIONS}{cast.here.actions[0].pk}/", full="1"), 400, "bad-query")
        assert is_problem(police.post(f"{UPDATES}?plan=1", body(cast.here.actions[1])), 400, "bad-query")


class TestBodies:
    @pytest.mark.parametrize(
        ("changes", "field", "hint"),
        [
            ({"action": None}, "action", "null"),
            ({"action": "7"}, "action", "/api/v1/actions/"),
            ({"action": str(uuid.uuid4())}, "action", "There is no such action."),
            ({"rag": "blue"}, "rag", "green, amber or red"),
            ({"rag": ["red"]}, "rag", "green, amber or red"),
            ({"narrative": ""}, "narrative", "what happened"),
            ({"narrative": {"text": "x"}}, "narrative", "quotation marks"),
            ({"narrative": "x" * 100_000}, "narrative", "4,000 characters or fewer"),
            ({"narrative": "a\x00b"}, "narrative", "Null characters"),
            ({"narrative": "a\ud800b"}, "narrative", "Surrogate"),
            ({"narrative": "a\x07b"}, "narrative", "control character"),
            ({"rag": "amber"}, "path_to_green", "it is rated amber"),
            ({"rag": "red", "path_to_green": " "}, "path_to_green", "it is rated red"),
            ({"path_to_green": "x" * 2001}, "path_to_green", "2,000 characters or fewer"),
            ({"forecast_on": "2017-02-30"}, "forecast_on", "2017-03-31"),
            ({"forecast_on": "28/02/2017"}, "forecast_on", "2017-03-31"),
            ({"says_complete": "perhaps"}, "says_complete", "true or false"),
            ({"says_complete": True, "rag": "red", "path_to_green": "Soon."}, "says_complete", "rated green"),
            ({"milestones_done": "all"}, "milestones_done", "list"),
            ({"milestones_done": ["first"]}, "milestones_done.0", "milestone’s id"),
            ({"milestones_done": [str(uuid.UUID(int=7))]}, "milestones_done", "no milestone"),
            ({"colour": "red"}, "colour", "There is no such member. Known: action, rag, narrative"),
            ({"a\ud800b": "red"}, "a?b", "There is no such member."),
            ({"rag": "\ud800"}, "rag", "green, amber or red"),
        ],
    )
    def test_each_member_is_named(
        self, cast: Cast, police: Caller, changes: dict[str, Any], field: str, hint: str
    ) -> None:
        refused = police.post(UPDATES, body(cast.here.actions[1], **changes))
        assert is_problem(refused, 422, "invalid")
        assert hint in refused.errors[field]
        assert nothing_stored(cast)

    def test_what_is_missing(self, police: Caller) -> None:
        for sent in ("{}", ""):
            assert police.send(UPDATES, sent).errors.keys() == {"action", "rag"}

    def test_a_milestone_of_another_action(self, cast: Cast, police: Caller) -> None:
        with cast.here.as_("coordinator") as by:
            other = add_milestone(by=by, action=cast.here.actions[2], text="Theirs")
        refused = police.post(UPDATES, body(cast.here.actions[1], milestones_done=[str(other.pk)]))
        assert refused.errors == {"milestones_done": f"This action has no milestone {other.pk}."}

    @pytest.mark.parametrize("sent", ["[]", '"text"', "7", "null", '[{"rag": "green"}]'])
    def test_json_but_no_object(self, cast: Cast, police: Caller, sent: str) -> None:
        refused = police.send(UPDATES, sent)
        assert is_problem(refused, 422, "invalid")
        assert nothing_stored(cast)

    @pytest.mark.parametrize("sent", ["{", "{'rag': 'green'}", '{"rag": NaN}', b'{"narrative": "\xff"}', "[" * 100_000])
    def test_no_json(self, cast: Cast, police: Caller, sent: str | bytes) -> None:
        assert is_problem(police.send(UPDATES, sent), 400, "bad-json")

    @pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded", "application/xml"])
    def test_wrong_media_type(self, cast: Cast, police: Caller, media_type: str) -> None:
        assert is_problem(police.send(UPDATES, "rag=green", media_type), 415, "wrong-media-type")

    def test_too_large(self, cast: Cast, police: Caller, settings: Any) -> None:
        settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
        assert police.post(UPDATES, body(cast.here.actions[1])).status == 201
        sent = json.dumps(body(cast.here.actions[1], narrative="x" * 1000))
        assert is_problem(police.send(UPDATES, sent), 413, "too-large")


class TestState:
    def test_a_closed_round(self, cast: Cast, police: Caller) -> None:
        with cast.here.as_("coordinator") as by:
            close_round(by=by, round=cast.here.round)
        refused = police.post(UPDATES, body(cast.here.actions[1]))
        assert is_problem(refused, 409, "closed")
        assert "No round is open" in refused.json["detail"]
        assert nothing_stored(cast)

    def test_somebody_saved_first(self, cast: Cast, police: Caller) -> None:
        read = police.post(UPDATES, body(cast.here.actions[1], narrative="First.")).headers["ETag"]
        police.post(UPDATES, body(cast.here.actions[1], narrative="Second."), if_match=read)
        refused = police.post(UPDATES, body(cast.here.actions[1], narrative="Third."), if_match=read)
        assert is_problem(refused, 412, "stale")
        assert (refused.json["current"]["narrative"], refused.json["current"]["version"]) == ("Second.", 2)
        assert [row["narrative"] for row in police.get(UPDATES).json["results"]] == ["Second."]


class TestHandler:
    """Kinds that a request cannot be made to raise here."""

    @pytest.mark.parametrize(
        ("code", "status", "slug"),
        [("PT001", 409, "closed"), ("40P01", 503, "busy"), ("55P03", 503, "busy"), ("57014", 503, "busy")],
    )
    def test_the_databases_own_refusals(self, code: str, status: int, slug: str) -> None:
        error = OperationalError("refused")
        error.__cause__ = Exception()
        error.__cause__.pgcode = code  # type: ignore[attr-defined]  # as psycopg2's errors have
        response = problem_handler(error, {})
        assert response is not None
        assert (response.status_code, response.data["type"]) == (status, f"/api/#problem-{slug}")
        assert response.headers.get("Retry-After") == ("5" if status == 503 else None)

    def test_a_fault_of_ours_stays_one(self) -> None:
        assert problem_handler(DatabaseError("no such column"), {}) is None
        assert problem_handler(KeyError("x"), {}) is None

    def test_too_many(self) -> None:
        response = problem_handler(Throttled(wait=12), {})
        assert response is not None
        assert (response.status_code, response.headers["Retry-After"]) == (429, "12")

    def test_every_kind_has_its_own_address(self) -> None:
        assert len({problem.slug for problem in PROBLEMS}) == len(PROBLEMS)
