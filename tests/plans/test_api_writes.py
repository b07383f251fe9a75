"""Writing through the API: once only, never over somebody's words, many at once, with evidence."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from partners.models import Agency
from plans.models import Action, Update
from plans.services.reviewing import return_update
from plans.services.updates import Answer, request_for, save_draft
from tests.cast import Cast

from .api_calls import Answered, Caller
from .test_api_problems import is_problem

UPDATES, BATCH, REQUESTS = "/api/v1/updates/", "/api/v1/updates/batch/", "/api/v1/requests/"


@pytest.fixture
def police(cast: Cast) -> Caller:
    return Caller(cast.here.key)


def body(action: Action, /, **changes: Any) -> dict[str, Any]:
    return {"action": str(action.pk), "rag": "green", "narrative": "All on course."} | changes


def stored(cast: Cast) -> list[str]:
    with cast.here.as_("auditor") as by:
        return list(Update.objects.within(by).order_by("pk").values_list("narrative", flat=True))


class TestOnceOnly:
    def test_the_same_again_gets_the_same_answer(self, cast: Cast, police: Caller) -> None:
        sent = body(cast.here.actions[1])
        first = police.post(UPDATES, sent, idempotency_key='"k-1"')
        again = police.post(UPDATES, sent, idempotency_key="k-1")  # with or without quotation marks
        assert (again.status, again.json) == (first.status, first.json)
        for name in ("ETag", "Location", "Content-Type"):
            assert again.headers[name] == first.headers[name]
        assert again.headers["Idempotency-Replayed"] == "true"
        assert "Idempotency-Replayed" not in first.headers
        assert stored(cast) == ["All on course."]

    @pytest.mark.parametrize("key", ["", " ", "a b", "ü", "x" * 256, '"', '""', "a\\b", "a,b\x7f"])
    def test_a_malformed_key(self, cast: Cast, police: Caller, key: str) -> None:
        refused = police.post(UPDATES, body(cast.here.actions[1]), idempotency_key=key)
        assert is_problem(refused, 400, "bad-header")
        assert "Idempotency-Key" in refused.json["detail"]
        assert stored(cast) == []

    def test_no_key(self, cast: Cast, police: Caller) -> None:
        response = police.client.post(
            UPDATES, json.dumps(body(cast.here.actions[1])), content_type="application/json", headers=police.headers
        )
        assert is_problem(Answered(response), 400, "idempotency-key-missing")

    def test_another_body_or_address_is_refused(self, cast: Cast, police: Caller) -> None:
        sent = body(cast.here.actions[1])
        police.post(UPDATES, sent, idempotency_key="k-1")
        for path, other in ((UPDATES, sent | {"narrative": "Another."}), (BATCH, {"updates": [sent]})):
            assert is_problem(police.post(path, other, idempotency_key="k-1"), 422, "idempotency-key-reused")
        assert stored(cast) == ["All on course."]

    def test_an_error_is_not_kept_so_that_what_was_put_right_may_follow(self, cast: Cast, police: Caller) -> None:
        wrong = body(cast.here.actions[1], rag="red")
        assert police.post(UPDATES, wrong, idempotency_key="k-1").status == 422
        right = police.post(UPDATES, wrong | {"path_to_green": "Soon."}, idempotency_key="k-1")
        assert right.status == 201

    def test_keys_of_two_callers_do_not_meet(self, cast: Cast, police: Caller) -> None:
        stranger = Caller(cast.elsewhere.key)
        assert police.post(UPDATES, body(cast.here.actions[1]), idempotency_key="k-1").status == 201
        assert stranger.post(UPDATES, body(cast.elsewhere.actions[1]), idempotency_key="k-1").status == 201


class TestIfMatch:
    def test_answering_twice_needs_it(self, cast: Cast, police: Caller) -> None:
        police.post(UPDATES, body(cast.here.actions[1]))
        assert is_problem(police.post(UPDATES, body(cast.here.actions[1])), 428, "if-match-missing")
        assert stored(cast) == ["All on course."]

    def test_a_colleagues_draft_is_not_overwritten(self, cast: Cast, police: Caller) -> None:
        with cast.here.as_("contributor") as by:
            asked = request_for(by=by, action=cast.here.actions[1])
            draft = save_draft(by=by, request=asked, answer=Answer(narrative="Begun."))
        assert is_problem(police.post(UPDATES, body(cast.here.actions[1])), 428, "if-match-missing")
        tag = police.get(f"{UPDATES}{draft.pk}/").headers["ETag"]
        assert police.post(UPDATES, body(cast.here.actions[1]), if_match=tag).status == 200

    def test_replacing(self, cast: Cast, police: Caller) -> None:
        sent = police.post(UPDATES, body(cast.here.actions[1]))
        path, said = f"{UPDATES}{sent.json['id']}/", {"rag": "green", "narrative": "Better put."}
        assert is_problem(police.put(path, said), 428, "if-match-missing")
        assert sent.headers["ETag"] == police.get(path).headers["ETag"]
        replaced = police.put(path, said, if_match=sent.headers["ETag"])
        assert (replaced.status, replaced.json["narrative"], replaced.json["version"]) == (200, "Better put.", 2)
        assert replaced.headers["ETag"] == police.get(path).headers["ETag"] != sent.headers["ETag"]
        stale = police.put(path, said | {"narrative": "Worse."}, if_match=sent.headers["ETag"])
        assert is_problem(stale, 412, "stale")
        assert stale.json["current"] == replaced.json
        assert stale.headers["ETag"] == replaced.headers["ETag"]
        assert police.put(path, said, if_match=stale.headers["ETag"]).status == 200

    @pytest.mark.parametrize(
        ("given", "status"),
        [
            ("*", 200),
            ('"other"', 412),
            ("W/{tag}", 412),
            ('"other", {tag}', 200),
            ('"other",{tag} , W/"x"', 200),
            ("3", 400),
            ("", 400),
            ('"open', 400),
            ("{tag},", 400),
            ('"a"' + ', "a"' * 1000, 400),
        ],
    )
    def test_how_tags_are_read(self, cast: Cast, police: Caller, given: str, status: int) -> None:
        sent = police.post(UPDATES, body(cast.here.actions[1]))
        header = given.replace("{tag}", sent.headers["ETag"])
        answered = police.put(f"{UPDATES}{sent.json['id']}/", {"rag": "green", "narrative": "New."}, if_match=header)
        assert answered.status == status
        assert stored(cast) == ["New." if status == 200 else "All on course."]

    def test_what_is_not_there_matches_nothing(self, cast: Cast, police: Caller) -> None:
        for header in ("*", '"x"'):
            assert is_problem(police.post(UPDATES, body(cast.here.actions[1]), if_match=header), 412, "stale")
        assert stored(cast) == []

    def test_what_is_wrong_with_the_body_is_said_first(self, cast: Cast, police: Caller) -> None:
        sent = police.post(UPDATES, body(cast.here.actions[1]))
        assert police.put(f"{UPDATES}{sent.json['id']}/", {"rag": "blue"}).status == 422

    def test_others_and_unknown_ones_are_not_found(self, cast: Cast, police: Caller) -> None:
        sent = police.post(UPDATES, body(cast.here.actions[1]))
        said = {"rag": "green", "narrative": "Mine now."}
        stranger = Caller(cast.elsewhere.key)
        assert stranger.put(f"{UPDATES}{sent.json['id']}/", said, if_match="*").status == 404
        assert police.put(f"{UPDATES}{uuid.uuid4()}/", said, if_match="*").status == 404

    def test_what_was_returned_is_sent_again(self, cast: Cast, police: Caller) -> None:
        sent = police.post(UPDATES, body(cast.here.actions[1]))
        with cast.here.as_("coordinator") as by:
            return_update(by=by, update=Update.objects.within(by).get(), reason="How many?")
        said = {"rag": "green", "narrative": "Six."}
        assert police.put(f"{UPDATES}{sent.json['id']}/", said, if_match=sent.headers["ETag"]).status == 412
        tag = police.get(f"{UPDATES}{sent.json['id']}/").headers["ETag"]
        again = police.put(f"{UPDATES}{sent.json['id']}/", said, if_match=tag)
        assert (again.json["state"], again.json["return_reason"]) == ("submitted", "")


class TestBatch:
    def test_a_result_for_each_line_in_their_order(self, cast: Cast, police: Caller) -> None:
        _, first, second, third = cast.here.actions
        lines = [
            body(second, rag="amber"),
            body(first),
            {"action": str(third.pk), "rag": "green", "colour": "red"},
            7,
            body(third),
            body(first, narrative="Twice."),
        ]
        answered = police.post(BATCH, {"updates": lines})
        assert (answered.status, answered.json["stored"], answered.json["refused"]) == (200, 1, 5)
        results = answered.json["results"]
        assert [(row["line"], row["status"]) for row in results] == [
            (1, 422), (2, 201), (3, 422), (4, 422), (5, 404), (6, 422),
        ]  # fmt: skip
        assert results[1]["update"] == police.get(f"{UPDATES}{results[1]['update']['id']}/").json
        fields = [error["field"] for error in results[2]["problem"]["errors"]]
        assert fields == ["colour"]
        assert "Line 2" in results[5]["problem"]["errors"][0]["message"]
        assert stored(cast) == ["All on course."]

    def test_all_or_nothing(self, cast: Cast, police: Caller) -> None:
        lines = [body(cast.here.actions[1]), body(cast.here.actions[2], rag="blue")]
        refused = police.post(BATCH, {"updates": lines, "all_or_nothing": True}, idempotency_key="k-1")
        assert is_problem(refused, 422, "batch-refused")
        assert [row["line"] for row in refused.json["lines"]] == [2]
        assert stored(cast) == []
        lines[1]["rag"] = "green"
        done = police.post(BATCH, {"updates": lines, "all_or_nothing": True}, idempotency_key="k-1")
        assert (done.status, done.json["stored"]) == (200, 2)
        again = police.post(BATCH, {"updates": lines, "all_or_nothing": True}, idempotency_key="k-1")
        assert (again.json, again.headers["Idempotency-Replayed"]) == (done.json, "true")

    def test_versions_stand_for_if_match(self, cast: Cast, police: Caller) -> None:
        action = cast.here.actions[1]
        police.post(UPDATES, body(action))

        def line(**changes: Any) -> dict[str, Any]:
            found: dict[str, Any] = police.post(BATCH, {"updates": [body(action, **changes)]}).json["results"][0]
            return found

        assert line()["status"] == 428
        stale = line(version=7)
        assert (stale["status"], stale["problem"]["current"]["version"]) == (412, 1)
        replaced = line(version=1, narrative="Better.")
        assert (replaced["status"], replaced["update"]["version"]) == (200, 2)

    @pytest.mark.parametrize(
        ("sent", "field", "hint"),
        [
            ({}, "updates", "1 to 500"),
            ({"updates": {}}, "updates", "1 to 500"),
            ({"updates": []}, "updates", "at least one"),
            ({"updates": [{}] * 501}, "updates", "500 answers or fewer"),
            ({"updates": [{}], "all_or_nothing": "yes"}, "all_or_nothing", "true or false"),
            ({"updates": [{}], "all": True}, "all", "no such member"),
        ],
    )
    def test_a_batch_that_is_none(self, cast: Cast, police: Caller, sent: Any, field: str, hint: str) -> None:
        refused = police.post(BATCH, sent)
        assert is_problem(refused, 422, "invalid")
        assert hint in refused.errors[field]


class TestCaseData:
    TEXT = "We met Sam (NHS 943 476 5919) twice."

    def test_words_are_named_and_may_be_confirmed(self, cast: Cast, police: Caller) -> None:
        sent = body(cast.here.actions[1], narrative=self.TEXT)
        refused = police.post(UPDATES, sent)
        assert is_problem(refused, 422, "case-data")
        [hit] = refused.json["hits"]
        assert (hit["field"], hit["kind"]) == ("narrative", "nhs_number")
        assert self.TEXT[hit["start"] : hit["end"]] == hit["words"]
        assert stored(cast) == []
        wrong = police.post(UPDATES, sent | {"not_about_a_person": ["0" * 64]})
        assert is_problem(wrong, 422, "case-data")
        assert police.post(UPDATES, sent | {"not_about_a_person": [hit["confirm"]]}).status == 201

    def test_in_a_batch_it_is_a_lines_own(self, cast: Cast, police: Caller) -> None:
        lines = [body(cast.here.actions[1], narrative=self.TEXT), body(cast.here.actions[2])]
        first, second = police.post(BATCH, {"updates": lines}).json["results"]
        assert (first["status"], second["status"]) == (422, 201)
        [hit] = first["problem"]["hits"]
        confirmed = police.post(BATCH, {"updates": lines[:1], "not_about_a_person": [hit["confirm"]]})
        assert confirmed.json["stored"] == 1

    @pytest.mark.parametrize("given", ["all", [7], ["x"], ["0" * 64] * 101])
    def test_a_confirmation_that_is_none(self, cast: Cast, police: Caller, given: Any) -> None:
        refused = police.post(UPDATES, body(cast.here.actions[1], not_about_a_person=given))
        assert any(name.startswith("not_about_a_person") for name in refused.errors)


class TestEvidence:
    @pytest.fixture
    def path(self, police: Caller) -> str:
        return f"{REQUESTS}{police.get(REQUESTS).ids[0]}/evidence/"

    def add_file(self, police: Caller, path: str, content: bytes, name: str = "a.txt", **more: Any) -> Answered:
        headers = police.headers | {"Idempotency-Key": more.pop("key", str(uuid.uuid4()))}
        form = {"file": SimpleUploadedFile(name, content)} | more
        return Answered(police.client.post(path, form, headers=headers))

    def test_a_link_is_added_read_and_removed(self, police: Caller, path: str) -> None:
        added = police.post(path, {"title": "Minutes", "url": "https://northvale.example/minutes"})
        assert (added.status, added.json["title"], added.json["file"]) == (201, "Minutes", None)
        own = f"/api/v1/evidence/{added.json['id']}/"
        assert added.headers["Location"].endswith(own)
        read = police.get(own)
        assert (read.json, read.headers["ETag"]) == (added.json, added.headers["ETag"])
        assert police.get(path).ids == [added.json["id"]]
        assert is_problem(police.delete(own), 428, "if-match-missing")
        assert is_problem(police.delete(own, if_match='"x"'), 412, "stale")
        assert police.delete(own, if_match=read.headers["ETag"]).status == 204
        assert is_problem(police.get(own), 404, "not-found")
        assert police.get(path).ids == []

    def test_a_file_comes_back_as_it_went(self, police: Caller, path: str) -> None:
        added = self.add_file(police, path, b"Twelve attended.", "attended.txt", title="Attended")
        assert added.status == 201
        assert (added.json["title"], added.json["file"]["size"]) == ("Attended", 16)
        response = police.client.get(added.json["url"], headers=police.headers)
        assert response.content == b"Twelve attended."
        assert response.headers["Content-Disposition"].startswith("attachment")
        tag = response.headers["ETag"]
        fresh = police.client.get(added.json["url"], headers=police.headers | {"If-None-Match": tag})
        assert fresh.status_code == 304

    def test_a_form_sent_again_has_another_boundary_and_counts_once(self, police: Caller, path: str) -> None:
        first = self.add_file(police, path, b"Twelve attended.", key="k-1")
        again = self.add_file(police, path, b"Twelve attended.", key="k-1")
        other = self.add_file(police, path, b"Thirteen attended.", key="k-1")
        assert again.json == first.json
        assert other.status == 422
        assert len(police.get(path).ids) == 1

    @pytest.mark.parametrize(
        ("content", "name", "field"),
        [(b"MZ\x90\x00", "a.exe", "file"), (b"", "a.txt", "file"), (b"<script>", "a.html", "file")],
    )
    def test_files_that_are_refused(self, police: Caller, path: str, content: bytes, name: str, field: str) -> None:
        refused = self.add_file(police, path, content, name)
        assert is_problem(refused, 422, "invalid")
        assert refused.errors[field]

    @pytest.mark.parametrize("url", ["", "minutes", "javascript:alert(1)", 7, None])
    def test_links_that_are_refused(self, police: Caller, path: str, url: Any) -> None:
        refused = police.post(path, {"url": url})
        assert is_problem(refused, 422, "invalid")
        assert refused.errors["url"]

    def test_others_are_not_found(self, cast: Cast, police: Caller, path: str) -> None:
        added = police.post(path, {"url": "https://northvale.example/"})
        stranger = Caller(cast.elsewhere.key)
        own = f"/api/v1/evidence/{added.json['id']}/"
        assert stranger.get(own).status == 404
        assert stranger.get(f"{own}file/").status == 404
        assert stranger.delete(own, if_match="*").status == 404
        assert stranger.get(path).status == 404
        assert stranger.post(path, {"url": "https://x.example/"}).status == 404
        assert is_problem(police.get(f"{own}file/"), 404, "not-found")  # a link has none


def test_the_agency_that_asks_is_named(cast: Cast, police: Caller) -> None:
    with cast.here.as_("auditor") as by:
        name = Agency.objects.within(by).get(slug="police").name
    assert {row["agency"]["name"] for row in police.get(REQUESTS).json["results"]} == {name}
