"""The pack as HTML: escaped, self-contained, readable without colour."""

from __future__ import annotations

import dataclasses
import itertools
import re

import pytest

from reporting.document import ActionFacts, ObjectiveFacts, UpdateFacts
from reporting.render import render_body, render_html
from reporting.render.wording import cut
from reporting.styles import STYLES

from .sample import document

EVIL = '<script>alert(1)</script><img src="http://evil.example/x" onerror=x> {{ 7|add:7 }} {% now "Y" %}'


def _evil() -> ActionFacts:
    update = UpdateFacts(EVIL, "red", EVIL, EVIL)
    return ActionFacts(
        "1", EVIL, "in_progress", "red", leads_text=EVIL, steps=(EVIL,), asked=(EVIL,), updates=(update,)
    )


@pytest.mark.parametrize("style", sorted(STYLES))
def test_markup_in_facts_is_text(style: str) -> None:
    made = document(style, 2)
    evil = dataclasses.replace(
        made,
        title=EVIL,
        marking=EVIL,
        headline=EVIL,
        narrative=EVIL,
        partnership=EVIL,
        objectives=(ObjectiveFacts(EVIL, EVIL, outcomes=(EVIL,), actions=(_evil(),)),),
        plan=dataclasses.replace(made.plan, glossary=((EVIL, EVIL),), levels=(EVIL,)),
    )
    html = render_html(evil)
    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;script&gt;alert(1)" in html
    assert "{{ 7|add:7 }}" in html


@pytest.mark.parametrize("style", sorted(STYLES))
def test_the_file_stands_alone(style: str) -> None:
    html = render_html(document(style))
    assert html.startswith('<!DOCTYPE html>\n<html lang="en-GB">')
    addresses = re.findall(r'(?:href|src)="([^"]*)"|url\("?([^")]*)', html)
    inside = ("#", "data:image/svg+xml")
    assert [found for pair in addresses for found in pair if found and not found.startswith(inside)] == []


@pytest.mark.parametrize("style", sorted(STYLES))
def test_the_body_keeps_to_a_strict_policy(style: str) -> None:
    html = render_body(document(style))
    assert " style=" not in html
    assert "<style" not in html
    assert re.search(r"\son[a-z]+=", html) is None


@pytest.mark.parametrize("style", sorted(STYLES))
def test_ids_are_unique_and_links_lead_somewhere(style: str) -> None:
    html = render_html(document(style))
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids)
    assert set(re.findall(r"url\(#([^)]+)\)", html)) <= set(ids)


@pytest.mark.parametrize("style", sorted(STYLES))
def test_headings_skip_no_level(style: str) -> None:
    levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", render_body(document(style)))]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_a_rating_is_a_word_and_a_class_for_its_shape() -> None:
    assert '<span class="pack-rag pack-rag--amber">Amber</span>' in render_body(document())


def test_the_partnerships_own_words_are_used() -> None:
    made = document()
    key = tuple(dataclasses.replace(entry, label=f"Own {entry.value}") for entry in made.rag_key)
    html = render_body(dataclasses.replace(made, rag_key=key))
    assert "Own amber" in html
    assert ">Amber<" not in html


def test_silence_shows_the_last_rating_and_is_not_counted_as_one() -> None:
    html = render_body(document())
    assert "last: Green, Q1 2016/17" in html
    assert re.search(r'pack-tile--not_reported"><span class="pack-tile__count">12<', html)


def test_a_not_stated_date_is_said_to_be_so() -> None:
    assert "Not stated" in render_body(document())


def test_control_characters_are_replaced() -> None:
    html = render_html(dataclasses.replace(document(), headline="a\x00b\x0bc"))
    assert "a\ufffdb\ufffdc" in html


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("short", 10, "short"),
        ("short", None, "short"),
        ("one two three", 8, "one…"),
        ("one, two", 6, "one…"),
        ("unbroken", 5, "unbr…"),
        ("   spaces", 4, "…"),
    ],
)
def test_cut(text: str, limit: int | None, expected: str) -> None:
    assert cut(text, limit) == expected


def test_a_row_of_many_answers_may_run_over_a_page() -> None:
    updates = tuple(UpdateFacts(f"Agency {number}", "green", "Done.") for number in range(6))
    made = document("hpdg", 0)
    for count, marked in ((5, False), (6, True)):
        action = ActionFacts("1", "All report", "in_progress", "green", updates=updates[:count])
        html = render_body(dataclasses.replace(made, objectives=(ObjectiveFacts("1", "One", actions=(action,)),)))
        assert ('<tr class="pack-long">' in html) is marked
