"""What was issued is read for ever: documents of every schema version, kept as they were, still make packs."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]  # ships no types
import pytest
from django.conf import settings

from reporting.document import SCHEMA_VERSION, DocumentError, digest, from_json, to_json
from reporting.render.html import render_html
from reporting.render.pdf import render_pdf
from reporting.schema import pack_schema_json

from .kept import SUMS, kept, whole

STYLES = {1: ("csp", "hpdg", "plain", "safer_harrow"), 2: ("csp", "hpdg", "plain", "public_plan", "safer_harrow")}
SCHEMA = json.loads((settings.BASE_DIR / "docs" / "pack.schema.json").read_text(encoding="utf-8"))
each_kept = pytest.mark.parametrize("path", kept(), ids=lambda path: path.stem)


def test_one_of_each_style_is_kept_of_each_version() -> None:
    assert max(STYLES) == SCHEMA_VERSION
    assert [path.stem for path in kept()] == [f"v{version}-{style}" for version in STYLES for style in STYLES[version]]


def test_what_is_kept_keeps_its_bytes() -> None:
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in kept()}
    lines = (line.split("  ") for line in SUMS.read_text(encoding="utf-8").splitlines())
    assert {name: sha256 for sha256, name in lines} == found


@each_kept
def test_it_still_makes_a_pack(path: Path) -> None:
    document = from_json(path.read_text(encoding="utf-8"))
    assert document.schema_version == SCHEMA_VERSION
    html = render_html(document)
    assert document.headline in html
    assert all(part.heading in html for part in document.layout.parts if part.keep)


def test_the_oldest_still_makes_a_pdf() -> None:
    oldest = next(path for path in kept() if path.stem == "v1-csp")
    assert render_pdf(from_json(oldest.read_text(encoding="utf-8"))).startswith(b"%PDF-")


@each_kept
def test_reading_it_gives_a_document_of_the_present_schema(path: Path) -> None:
    """One of the present version is the same byte for byte, and has the digest that was sealed."""
    text = path.read_text(encoding="utf-8")
    document = from_json(text)
    jsonschema.validate(json.loads(to_json(document)), SCHEMA)
    assert from_json(to_json(document)) == document
    if path.stem.startswith(f"v{SCHEMA_VERSION}-"):
        assert to_json(document) == text
        assert digest(document) == hashlib.sha256(path.read_bytes()).hexdigest()


def test_version_1_is_laid_out_as_its_style_was_then() -> None:
    plain = json.loads(next(path for path in kept() if path.stem == "v1-csp").read_text(encoding="utf-8"))
    document = from_json(json.dumps(plain))
    assert document.layout.page_limit == 4
    assert [part.key for part in document.layout.parts] == [
        "recommendations", "summary", "exceptions", "movement", "decisions", "ahead", "key",
    ]  # fmt: skip
    assert [action.number for action in document.actions()] == [
        action["number"] for objective in plain["objectives"] for action in _actions(objective)
    ]


def _actions(objective: dict[str, list]) -> list[dict[str, str]]:  # type: ignore[type-arg]  # plain JSON
    return [*objective["actions"], *(action for child in objective["children"] for action in _actions(child))]


@pytest.mark.parametrize(
    ("place", "value", "words"),
    [
        (("style",), "glossy", "style: 'glossy' is none of csp, hpdg"),
        (("style",), 3, "style: 3 is none of"),
        (("layout",), {}, "document: version 1 has no layout"),
        (("title",), None, "title: expected str"),
        (("objectives",), "none", "objectives: expected a list"),
        (("objectives", 0), "one", "objectives.0: fields differ"),
        (("objectives", 3, "children", 0, "number"), 4, r"objectives\.3\.children\.0\.number: expected str"),
        (("objectives", 3, "children", 0, "key"), "k", r"objectives\.3\.children\.0: version 1 has no key"),
        (("plan", "front_matter", 0, "marking"), "", r"plan\.front_matter\.0: version 1 has no marking"),
        (("decisions", 0, "owner"), "", r"decisions\.0: version 1 has no owner"),
    ],
)
def test_what_is_no_document_of_version_1_is_refused_with_its_place(
    place: tuple[str | int, ...], value: object, words: str
) -> None:
    plain = json.loads(next(path for path in kept() if path.stem == "v1-hpdg").read_text(encoding="utf-8"))
    inner = plain
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = value
    with pytest.raises(DocumentError, match=words):
        from_json(json.dumps(plain))


def test_the_published_schema_is_that_of_the_document() -> None:
    """`python -m reporting.schema > docs/pack.schema.json` writes it anew."""
    assert (settings.BASE_DIR / "docs" / "pack.schema.json").read_text(encoding="utf-8") == pack_schema_json()


def test_the_schema_refuses_what_the_program_refuses() -> None:
    plain = json.loads(to_json(whole("csp")))
    jsonschema.validate(plain, SCHEMA)
    for wrong in ({**plain, "extra": 1}, {**plain, "title": 3}, {**plain, "schema_version": 1}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(wrong, SCHEMA)
    plain["cover"]["implications"] = [["Financial"]]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(plain, SCHEMA)
