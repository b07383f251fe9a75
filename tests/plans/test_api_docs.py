"""The OpenAPI document, its examples (each is sent), and the page that shows it."""

from __future__ import annotations

import json
import re
import shlex
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from plans.api import examples
from plans.api.docs import document, operations
from plans.api.reference import Operation
from plans.services.actions import add_milestone
from prevent_tracker.core.problems import PROBLEMS
from tests.cast import Cast

from .api_calls import Caller, check

SHAPES = document()["components"]["schemas"]


class TestDocument:
    def test_it_is_valid_and_complete(self, tmp_path: Path) -> None:
        call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(tmp_path / "schema.yaml"))

    def test_it_names_every_address(self) -> None:
        listed = {(operation.method, operation.path) for operation in operations()}
        rows = ("plans", "objectives", "actions", "updates", "requests")
        single = ("plans", "actions", "updates")
        assert listed == (
            {("GET", f"/api/v1/{name}/") for name in rows}
            | {("GET", f"/api/v1/{name}/{{id}}/") for name in single}
            | {("POST", "/api/v1/updates/")}
        )

    @pytest.mark.parametrize(
        ("accept", "media_type"),
        [
            ("*/*", "application/json"),
            ("application/json", "application/json"),
            ("application/yaml", "application/yaml"),
        ],
    )
    def test_it_is_served_to_anybody(self, db: None, accept: str, media_type: str) -> None:
        response = Client().get(reverse("api_schema"), headers={"Accept": accept})
        assert (response.status_code, response.headers["Content-Type"].partition(";")[0]) == (200, media_type)
        assert b"3.1.0" in response.content

    def test_the_only_way_in_is_a_key(self) -> None:
        schemes = document()["components"]["securitySchemes"]
        assert {name: scheme["scheme"] for name, scheme in schemes.items()} == {"key": "bearer"}
        found = [each for methods in document()["paths"].values() for each in methods.values()]
        assert all(each["security"] == [{"key": []}] for each in found)


class TestExamples:
    """Each example is sent as it stands, with the ids of rows that exist."""

    @pytest.mark.parametrize("operation", operations(), ids=lambda operation: operation.name)
    def test_the_curl_line_works(self, cast: Cast, operation: Operation) -> None:
        with cast.here.as_("coordinator") as by:
            milestone = str(add_milestone(by=by, action=cast.here.actions[1], text="Course written").pk)
        caller = Caller(cast.here.key)
        ids = {examples.ACTION["id"]: str(cast.here.actions[1].pk), examples.ACTION["milestones"][0]["id"]: milestone}
        if operation.name == "plan":
            ids = {examples.ACTION["id"]: str(cast.here.plan.pk)}
        if operation.name == "update":
            ids = {examples.ACTION["id"]: _sent(caller, cast)}
        method, path, sent = _taken_apart(operation.curl, ids)
        answered = caller.send(path, sent) if method == "POST" else caller.get(path)
        assert str(answered.status) == operation.answers[0].status

    @pytest.mark.parametrize("operation", operations(), ids=lambda operation: operation.name)
    def test_answers_have_their_documented_shape(self, operation: Operation) -> None:
        responses = document()["paths"][operation.path][operation.method.lower()]["responses"]
        shown = [answer for answer in operation.answers if answer.example]
        assert shown
        for answer in shown:
            [content] = responses[answer.status]["content"].values()
            check(json.loads(answer.example), content["schema"])

    def test_the_body_has_its_documented_shape(self) -> None:
        check(examples.UPDATE_BODY, SHAPES["UpdateBody"])


def _sent(caller: Caller, cast: Cast) -> str:
    body = {"action": str(cast.here.actions[1].pk), "rag": "green", "narrative": "All on course."}
    found: str = caller.post("/api/v1/updates/", body).json["id"]
    return found


def _taken_apart(curl: str, ids: dict[str, str]) -> tuple[str, str, str]:
    """Method, path with query, and body of a curl line."""
    for example, real in ids.items():
        curl = curl.replace(example, real)
    words = shlex.split(curl.replace("\\\n", " "))
    assert words[0] == "curl"
    assert words[3] == "Authorization: Bearer $TRACKER_KEY"
    body = words[words.index("--data") + 1] if "--data" in words else ""
    return "POST" if body else "GET", words[1].removeprefix("$TRACKER"), body


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, Any]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


class TestPage:
    @pytest.fixture
    def html(self, db: None) -> str:
        response = Client().get(reverse("api_docs"))
        assert response.status_code == 200
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]
        return response.content.decode()

    def test_it_shows_every_operation_parameter_and_member(self, html: str) -> None:
        for operation in operations():
            assert f'id="{operation.name}"' in html
            fields = [*operation.parameters, *operation.body, *operation.answers[0].fields]
            assert fields
            assert all(f'<code class="app-code">{field.name}</code>' in html for field in fields)

    def test_every_kind_of_problem_is_explained_where_its_type_points(self, html: str) -> None:
        assert all(f'id="problem-{problem.slug}"' in html for problem in PROBLEMS)

    def test_the_policy_holds_without_exceptions(self, html: str) -> None:
        elements = _Elements()
        elements.feed(html)
        for tag, attributes in elements.found:
            assert tag != "style"
            assert tag != "script" or attributes.get("src", "").startswith(settings.STATIC_URL)
            assert "style" not in attributes
            assert not [name for name in attributes if name.startswith("on")]
            address = attributes.get("src") or (attributes.get("href") if tag == "link" else None) or "/"
            assert address.startswith("/")

    def test_ids_are_unique_and_links_within_the_page_arrive(self, html: str) -> None:
        elements = _Elements()
        elements.feed(html)
        ids = [attributes["id"] for _, attributes in elements.found if "id" in attributes]
        assert len(ids) == len(set(ids))
        inner = {a["href"][1:] for tag, a in elements.found if tag == "a" and str(a.get("href")).startswith("#")}
        assert inner <= set(ids)

    def test_examples_name_this_installation(self, html: str) -> None:
        assert "export TRACKER=http://testserver\n" in html

    def test_members_of_members_are_named(self) -> None:
        action = next(operation for operation in operations() if operation.name == "action")
        kinds = {field.name: field.kind for field in action.answers[0].fields}
        assert kinds["leads[].agency.name"] == "text"
        assert kinds["timescale.parts[].due_on"] == "date or null"
        assert kinds["outcomes"] == "list of text"
        assert re.fullmatch(r"one of .*green.*", kinds["status.value"])


def test_the_guide_names_addresses_that_exist(cast: Cast) -> None:
    guide = (settings.BASE_DIR / "docs" / "api.md").read_text()
    paths = {operation.path for operation in operations()} | {reverse("api_schema"), reverse("api_docs")}
    named = set(re.findall(r"/api/(?:v1/[a-z/]*)?", guide))
    assert named
    assert named <= paths
