"""What makes a style, what a pack's own contents change in it, and that no sequence of moves spoils one."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plans.rules.exemptions import EXEMPTIONS
from prevent_tracker.core import codec
from prevent_tracker.core.errors import Invalid
from reporting import comparing, redaction_log
from reporting.document import from_json, to_json
from reporting.render import render_body
from reporting.sample import sample_document
from reporting.styles import STYLES, Limits, Part, Style
from reporting.styles.about import SENTENCES, in_words
from reporting.styles.editing import moved, settled
from reporting.styles.own import checked, checked_contents, read_style, with_contents
from reporting.styles.parts import PARTS, part

A, B, C, D = "summary", "exceptions", "plan", "glossary"
BASE: dict[str, Any] = {
    "name": "ours",
    "label": "Ours",
    "head": "cover",
    "parts": [{"key": A, "heading": "First"}, {"key": B, "heading": "Second"}],
}


@pytest.mark.parametrize("name", STYLES)
def test_every_built_in_style_would_be_right_as_an_own_one(name: str) -> None:
    plain = codec.to_plain(STYLES[name])
    assert checked(plain) == STYLES[name]
    assert checked(json.loads(json.dumps(plain))) == STYLES[name]


def test_what_is_not_said_takes_its_default() -> None:
    style = checked(BASE)
    assert style == Style("ours", "Ours", "cover", (Part(A, "First"), Part(B, "Second")))
    older = {key: value for key, value in codec.to_plain(STYLES["csp"]).items() if key not in ("landscape", "limits")}
    assert read_style(older) == dataclasses.replace(STYLES["csp"], limits=Limits())


def parts(*entries: dict[str, Any]) -> dict[str, Any]:
    return {"parts": [{"key": A, "heading": "First"}, *entries]}


# What is sent besides BASE, the field that is named, and some of the words.
WRONG: dict[str, tuple[dict[str, Any], str, str]] = {
    "no name": ({"label": "  "}, "label", "Enter a name"),
    "a long name": ({"label": "x" * 101}, "label", "100 characters or fewer; this has 101"),
    "no such head": ({"head": "poster"}, "head", "Choose how the first page begins"),
    "no part": ({"parts": []}, "parts", "at least one part"),
    "an unknown part": (parts({"key": "weather", "heading": "W"}), "parts", "There is no part “weather”"),
    "a part twice": (parts({"key": A, "heading": "Again"}), "parts", "is in it 2 times"),
    "no heading": (parts({"key": C, "heading": " \t"}), f"heading_{C}", "Enter a heading"),
    "a long heading": (parts({"key": C, "heading": "x" * 101}), f"heading_{C}", "100 characters or fewer"),
    "a long heading above": (parts({"key": C, "heading": "x", "group": "x" * 101}), f"group_{C}", "100 characters"),
    "no page": ({"page_limit": 0}, "page_limit", "from 1 to 200"),
    "pages without end": ({"page_limit": 201}, "page_limit", "from 1 to 200"),
    "none of a list": ({"limits": {"exceptions": 0}}, "limit_exceptions", "from 1 to 10,000"),
    "fewer than none": ({"tighter": {"name": -3}}, "tighter_name", "from 1 to 10,000"),
    "more than anybody reads": ({"limits": {"name": 10_001}}, "limit_name", "from 1 to 10,000"),
    "tighter, yet wider": (
        {"limits": {"name": 50}, "tighter": {"name": 60}},
        "tighter_name",
        "must be 50 or fewer",
    ),
    "long words for the rest": ({"full_report": "x" * 101}, "full_report", "100 characters or fewer"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_not_right_is_said_at_its_field(name: str) -> None:
    given_, field, words = WRONG[name]
    with pytest.raises(Invalid) as refused:
        checked({**BASE, **given_})
    assert list(refused.value.errors) == [field]
    assert words in refused.value.errors[field][0]


def test_all_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(Invalid) as refused:
        checked({**BASE, "label": "", "page_limit": 0, "parts": []})
    assert set(refused.value.errors) == {"label", "page_limit", "parts"}


@pytest.mark.parametrize(
    "plain",
    [
        {},
        {"parts": 3},
        {**BASE, "parts": [3]},
        {**BASE, "parts": [{"key": 3, "heading": "x"}]},
        {**BASE, "parts": None},
        {**BASE, "landscape": "yes"},
        {**BASE, "page_limit": "4"},
        {**BASE, "page_limit": True},
        {**BASE, "limits": [1]},
        {**BASE, "limits": {"pages": 1}},
        {**BASE, "tighter": "less"},
        {**BASE, "colour": "red"},
        [],
        "csp",
        None,
    ],
)
def test_what_is_no_style_is_refused_in_a_sentence(plain: Any) -> None:
    with pytest.raises(Invalid, match="This is no style"):
        checked(plain)


GROUPED = Style(
    "grouped",
    "Grouped",
    "report_head",
    (Part(A, "One", group="Section 1"), Part(B, "Two", wide=True), Part(C, "Three", group="Section 2", keep=True)),
)
CONTENTS: dict[str, tuple[list[tuple[str, str]], tuple[Part, ...]]] = {
    "the same": ([(A, "One"), (B, "Two"), (C, "Three")], GROUPED.parts),
    "another order": (
        [(C, "Three"), (A, "One")],
        (Part(C, "Three", group="Section 2", keep=True), Part(A, "One", group="Section 1")),
    ),
    "another heading": ([(B, "2nd")], (Part(B, "2nd", wide=True, group="Section 1"),)),
    "the section's first part left out": (
        [(B, "Two"), (C, "Three")],
        (Part(B, "Two", wide=True, group="Section 1"), GROUPED.parts[2]),
    ),
    "a whole section left out": ([(C, "Three")], (GROUPED.parts[2],)),
    "a part that the style has not": ([(D, "Words")], (dataclasses.replace(part(D), heading="Words"),)),
}


@pytest.mark.parametrize("name", CONTENTS)
def test_a_packs_own_contents_choose_order_and_name(name: str) -> None:
    contents, expected = CONTENTS[name]
    made = with_contents(GROUPED, [{"key": key, "heading": heading} for key, heading in contents])
    assert made == dataclasses.replace(GROUPED, parts=expected)


def test_contents_are_checked_as_a_styles_parts_are() -> None:
    good = [{"key": A, "heading": "One"}]
    assert checked_contents(good) == good
    for bad, field in (
        ([], "parts"),
        ([{"key": "weather", "heading": "W"}], "parts"),
        (good * 2, "parts"),
        ([{"key": A, "heading": ""}], f"heading_{A}"),
        ([{"key": A}], ""),
        (["summary"], ""),
    ):
        with pytest.raises(Invalid) as refused:
            checked_contents(bad)  # type: ignore[arg-type]  # on purpose
        assert list(refused.value.errors) == [field], bad


# order, chosen, the part and where it goes, the order of the chosen after it.
MOVES: list[tuple[list[str], str, str]] = [
    ([A, B, C], f"up:{B}", f"{B} {A} {C}"),
    ([A, B, C], f"down:{B}", f"{A} {C} {B}"),
    ([A, B, C], f"up:{A}", f"{A} {B} {C}"),
    ([A, B, C], f"down:{C}", f"{A} {B} {C}"),
    ([A, B, C], f"up:{D}", f"{A} {B} {C}"),
    ([A, B, C], "up:weather", f"{A} {B} {C}"),
]


@pytest.mark.parametrize(("chosen", "move", "expected"), MOVES)
def test_a_part_moves_among_the_chosen_ones(chosen: list[str], move: str, expected: str) -> None:
    way, _, key = move.partition(":")
    after = moved([D, *chosen], chosen, key, up=way == "up")  # one that is not chosen stands in between
    assert " ".join(after[: len(chosen)]) == expected
    assert sorted(after) == sorted(PARTS)


def test_unknown_keys_and_repeated_ones_are_no_parts() -> None:
    assert settled(["weather", B, B, A], {A, B})[:2] == [B, A]


KEYS = st.sampled_from(sorted(PARTS))
STEPS = st.lists(st.tuples(st.sampled_from(["up", "down", "tick"]), KEYS), max_size=40)


@settings(max_examples=60, deadline=None)
@given(start=st.sampled_from(sorted(STYLES)), steps=STEPS)
def test_any_sequence_of_moves_and_ticks_keeps_a_right_style(start: str, steps: list[tuple[str, str]]) -> None:
    base = STYLES[start]
    chosen = {each.key for each in base.parts}
    order = settled([each.key for each in base.parts], chosen)
    for step, key in steps:
        if step == "tick":
            chosen ^= {key}
            order = settled(order, chosen)
        else:
            before = [each for each in order if each in chosen]
            order = moved(order, chosen, key, up=step == "up")
            after = [each for each in order if each in chosen]
            assert sorted(before) == sorted(after)
            assert sum(one != other for one, other in zip(before, after, strict=True)) in (0, 2)
        assert sorted(order) == sorted(PARTS)
        assert set(order[: len(chosen)]) == chosen
    contents = [{"key": key, "heading": PARTS[key].heading} for key in order if key in chosen]
    if contents:
        made = checked(codec.to_plain(with_contents(base, contents)))
        assert [each.key for each in made.parts] == order[: len(chosen)]
    else:
        with pytest.raises(Invalid, match="at least one part"):
            checked_contents(contents)


def test_styles_that_packs_may_have_say_whom_they_are_for() -> None:
    assert set(STYLES) - set(SENTENCES) == {"public_plan"}  # of a plan by itself
    assert in_words(STYLES["csp"]) == ["A heading across the first page", "at most 4 pages"]
    assert in_words(STYLES["hpdg"])[1:] == ["landscape pages", "a list of contents", "numbered headings"]


@pytest.mark.parametrize("key", PARTS)
def test_the_sample_has_something_for_every_part(key: str) -> None:
    html = render_body(sample_document(Style("ours", "Ours", "masthead", (part(key),))))
    body = html.partition(f'id="pack-{key}"')[2].partition("</section>")[0].partition("</h2>")[2]
    assert len(body.split()) > 4


def test_the_sample_uses_the_words_that_documents_use() -> None:
    sample = sample_document(STYLES["plain"])
    assert sample.comparison
    assert {line.kind for line in sample.comparison.lines} <= set(comparing.KINDS)
    assert {line.what for line in sample.redactions} <= set(redaction_log.KINDS)
    assert {line.reason for line in sample.redactions} <= set(EXEMPTIONS.values())
    assert from_json(to_json(sample)) == sample
