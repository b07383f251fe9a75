"""The OpenAPI document, its examples (each is sent), and the page that shows it."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from plans.api import examples
from plans.api.docs import document, operations
from plans.api.reference import Operation
from prevent_tracker.core.problems import PROBLEMS
from tests.cast import Cast

from . import example_rows
from .api_calls import check

SHAPES = document()["components"]["schemas"]


class TestDocument:
    def test_it_is_valid_and_complete(self, tmp_path: Path) -> None:
        call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(tmp_path / "schema.yaml"))

    def test_it_names_every_address(self) -> None:
        listed = {operation.path for operation in operations()}
        known = {
            f"/{pattern}".replace("<uuid:pk>", "{id}")
            for pattern in (str(found) for found in _addresses(get_resolver()))
            if pattern.startswith("api/v1/") and "schema" not in pattern
        }
        assert listed == known
        assert len(known) > 25

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
        key = example_rows.all_scopes(cast.here)
        curl = operation.curl
        for example, real in example_rows.rows(cast.here, curl).items():
            curl = curl.replace(example, real)
        call = _taken_apart(curl)
        client = Client(headers={"Authorization": f"Bearer {key}"})
        if "If-Match" in call.headers:
            call.headers["If-Match"] = client.get(call.path).headers["ETag"]
        sent = client.generic(call.method, call.path, call.body, "application/json", headers=call.headers)
        good = [answer.status for answer in operation.answers if answer.is_good]
        assert str(sent.status_code) in good, sent.content

    @pytest.mark.parametrize("operation", operations(), ids=lambda operation: operation.name)
    def test_answers_have_their_documented_shape(self, operation: Operation) -> None:
        responses = document()["paths"][operation.path][operation.method.lower()]["responses"]
        shown = [answer for answer in operation.answers if answer.example]
        is_file = operation.name in (
            "issue_document",
            "issue_page",
            "issue_file",
            "issue_word",
            "issue_excel",
            "evidence_file",
        )
        assert bool(shown) is not (is_file or operation.method == "DELETE")
        for answer in shown:
            [content] = responses[answer.status]["content"].values()
            check(json.loads(answer.example), content["schema"])

    def test_the_body_has_its_documented_shape(self) -> None:
        check(examples.UPDATE_BODY, SHAPES["UpdateBody"])


@dataclass
class _Call:
    method: str
    path: str
    body: str
    headers: dict[str, str]


def _taken_apart(curl: str) -> _Call:
    """What a curl line would send; a body's headers and the key are the client's own."""
    words = shlex.split(curl.replace("\\\n", " "))
    assert words.pop(0) == "curl"
    given: dict[str, list[str]] = {"--request": [], "--header": [], "--data": []}
    address = ""
    while words:
        word = words.pop(0)
        if word in given:
            given[word].append(words.pop(0))
        else:
            address = word
    headers = dict(header.split(": ", 1) for header in given["--header"])
    assert headers.pop("Authorization") == "Bearer $TRACKER_KEY"
    assert bool(given["--data"]) == (headers.pop("Content-Type", "") == "application/json")
    method = (given["--request"] or ["POST" if given["--data"] else "GET"])[0]
    return _Call(method, address.removeprefix("$TRACKER"), "".join(given["--data"]), headers)


def _addresses(resolver: URLResolver, above: str = "") -> Iterator[str]:
    for found in resolver.url_patterns:
        path = above + str(found.pattern)
        if isinstance(found, URLResolver):
            yield from _addresses(found, path)
        else:
            yield path


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
            assert fields or operation.answers[0].status == "204"
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
