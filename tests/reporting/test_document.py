"""The document: the same JSON for the same facts, read back whole, and nothing else taken for one."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporting.document import (
    ActionFacts,
    CoverFacts,
    Document,
    DocumentError,
    ObjectiveFacts,
    UpdateFacts,
    digest,
    from_json,
    to_json,
)

from .sample import document

TEXT = st.text(max_size=40)
UPDATES = st.builds(UpdateFacts, agency=TEXT, rag=st.sampled_from(["green", "amber", "red"]), narrative=TEXT)
ACTIONS = st.builds(
    ActionFacts,
    number=TEXT,
    text=TEXT,
    state=st.just("in_progress"),
    steps=st.lists(TEXT, max_size=2).map(tuple),
    due_on=st.none() | st.dates(),
    updates=st.lists(UPDATES, max_size=2).map(tuple),
    overdue=st.booleans(),
)
OBJECTIVES = st.builds(
    ObjectiveFacts,
    number=TEXT,
    title=TEXT,
    actions=st.lists(ACTIONS, max_size=2).map(tuple),
    children=st.lists(st.builds(ObjectiveFacts, number=TEXT, title=TEXT), max_size=2).map(tuple),
)


@settings(max_examples=60, deadline=None)
@given(
    objectives=st.lists(OBJECTIVES, max_size=3).map(tuple),
    headline=TEXT,
    implications=st.lists(st.tuples(TEXT, TEXT), max_size=2).map(tuple),
    as_at=st.datetimes(timezones=st.just(dt.UTC)),
)
def test_json_round_trip(
    objectives: tuple[ObjectiveFacts, ...],
    headline: str,
    implications: tuple[tuple[str, str], ...],
    as_at: dt.datetime,
) -> None:
    cover = CoverFacts(implications=implications)
    facts = {"objectives": objectives, "headline": headline, "cover": cover, "as_at": as_at}
    made: Document = dataclasses.replace(document(actions=3), **facts)  # type: ignore[arg-type]  # the round trip checks them
    again = from_json(to_json(made))
    assert again == made
    assert to_json(again) == to_json(made)
    assert digest(again) == digest(made)


def test_keys_are_sorted_and_nothing_is_padded() -> None:
    text = to_json(document(actions=2))
    assert text == json.dumps(json.loads(text), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def test_every_fact_counts_in_the_digest() -> None:
    made = document(actions=2)
    later = dataclasses.replace(made, as_at=made.as_at + dt.timedelta(seconds=1))
    assert digest(made) == digest(document(actions=2)) != digest(later)
    assert len(digest(made)) == 64


def test_four_byte_characters_survive() -> None:
    made = dataclasses.replace(document(actions=0), headline="𝒜 عربى 𐍈")
    assert from_json(to_json(made)).headline == "𝒜 عربى 𐍈"


def _changed(**changes: object) -> str:
    return json.dumps(json.loads(to_json(document(actions=1))) | changes)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("not json", "not JSON"),
        ("[]", "fields differ"),
        (_changed(unheard_of=1), "unheard_of"),
        (_changed(title=3), "title: expected str"),
        (_changed(objectives={}), "objectives: expected a list"),
        (_changed(schema_version=3), "schema version 3; this program reads 1 to 2"),
        (_changed(schema_version=0), "schema version 0"),
        (_changed(schema_version="2"), "schema_version: expected int"),
        (_changed(schema_version=True), "schema_version: expected int"),
        (_changed(as_at="yesterday"), "as_at: expected a date or time"),
        (_changed(as_at="2016-10-14T17:00:00"), "no time zone"),
    ],
)
def test_what_is_no_document_is_refused(text: str, words: str) -> None:
    with pytest.raises(DocumentError, match=words):
        from_json(text)


def test_pairs_have_two_values() -> None:
    plain = json.loads(to_json(document(actions=0)))
    plain["cover"]["implications"] = [["Financial"]]
    with pytest.raises(DocumentError, match=r"cover\.implications\.0: expected 2 values, found 1"):
        from_json(json.dumps(plain))


def test_actions_come_in_printed_order() -> None:
    first, second, third = (ActionFacts(str(n), "", "in_progress") for n in range(3))
    tree = ObjectiveFacts("1", "", actions=(first,), children=(ObjectiveFacts("1a", "", actions=(second, third)),))
    made: Document = dataclasses.replace(document(actions=0), objectives=(tree,))
    assert list(made.actions()) == [first, second, third]
