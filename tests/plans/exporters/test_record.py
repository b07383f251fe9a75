"""A plan as one piece of data: the JSON is exact, its schema is published, and what is none is refused kindly."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from plans.exporters.record import from_json, to_json
from plans.exporters.schema import plan_schema_json

from .sample import sample

DOCS = Path(__file__).resolve().parents[3] / "docs"


def test_json_is_exact() -> None:
    assert from_json(to_json(sample())) == sample()
    assert to_json(from_json(to_json(sample()))) == to_json(sample())


def test_every_field_is_written() -> None:
    plain = json.loads(to_json(sample()))
    assert set(plain) == {field.name for field in dataclasses.fields(sample())}
    assert plain["format"] == "prevent-tracker-plan"
    assert plain["version"] == 2
    assert plain["objectives"][0]["children"][0]["actions"][0]["timescale"]["parts"][0]["due_on"] == "2016-07-31"


def test_the_published_schema_is_that_of_the_record() -> None:
    """`python -m plans.exporters.schema > docs/plan.schema.json` writes it anew."""
    assert (DOCS / "plan.schema.json").read_text(encoding="utf-8") == plan_schema_json()


def test_a_plan_exported_in_the_first_version_is_read_as_it_was() -> None:
    """tests/plans/exporters/plan-v1.json was written by the program of that version."""
    text = Path(__file__).with_name("plan-v1.json").read_text(encoding="utf-8")
    assert json.loads(text)["version"] == 1
    assert from_json(text) == sample()
    for broken in ('"objectives": 3', '"front_matter": [1]'):
        name = broken.split(":")[0]
        plain = json.loads(text) | json.loads(f"{{{broken}}}")
        with pytest.raises(ValueError, match=name.strip('"')):
            from_json(json.dumps(plain))


def changed(**facts: object) -> str:
    return json.dumps({**json.loads(to_json(sample())), **facts})


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "not JSON: line 1"),
        ("[]", "not an exported plan"),
        ('{"format": "something-else"}', "not an exported plan"),
        (changed(version=3), "version 3 of the format; this program reads 1 to 2"),
        (changed(marking="secret"), "“secret” is no marking"),
        (changed(marking_reason="12A-99"), "“12A-99” is no marking"),
        (changed(title=3), "title: expected str"),
        (changed(objectives=[{"number": "1"}]), "objectives.0: fields differ"),
        ("[" * 100_000, "nested more deeply"),
    ],
)
def test_what_is_no_plan_is_refused_with_a_sentence(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        from_json(text)
