"""The pack as HTML: escaped, self-contained, readable without colour."""

from __future__ import annotations

import dataclasses
import itertools
import re

import pytest

from reporting.document import ActionFacts, LeadFacts, ObjectiveFacts, UpdateFacts
from reporting.render import render_body, render_html
from reporting.render.html import fragment
from reporting.render.view import PackView
from reporting.render.wording import cut
from reporting.styles import STYLES
from reporting.styles.parts import part

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


def test_text_that_runs_from_right_to_left_keeps_its_own_direction() -> None:
    arabic = "تقرير (2016)."
    update = UpdateFacts(arabic, "red", arabic, arabic)
    action = ActionFacts("1", arabic, "in_progress", "red", leads_text=arabic, updates=(update,))
    made = dataclasses.replace(document("hpdg", 0), objectives=(ObjectiveFacts("1", arabic, actions=(action,)),))
    html = render_body(dataclasses.replace(made, headline=arabic))
    assert f'<p class="pack-lead" dir="auto">{arabic}' in html
    assert f'<td dir="auto">{arabic}' in html
    assert f"<strong><bdi>{arabic}</bdi>" in html
    assert f"<bdi>{arabic}</bdi>" in html.partition("Path to green:")[2]


def test_characters_beyond_the_first_plane_stay() -> None:
    assert "𠀀 😀" in render_html(dataclasses.replace(document(), headline="𠀀 😀"))


def test_what_is_not_for_the_readers_of_the_plan_bears_a_mark() -> None:
    made = document("hpdg", 0)
    said = (
        UpdateFacts("A", "green", "One.", marking="restricted"),
        UpdateFacts("B", "green", "Two.", marking="public"),
    )
    leads = (LeadFacts("Source", marking="restricted"),)
    kept = ActionFacts("1.1", "Kept", "in_progress", "green", marking="restricted", updates=said)
    told = ActionFacts("1.2", "Told", "in_progress", "green", marking="partnership", updates=said, leads=leads)
    objective = ObjectiveFacts("1", "One", marking="public", actions=(kept, told))
    plan = dataclasses.replace(made.plan, marking="partnership")
    html = render_body(dataclasses.replace(made, plan=plan, objectives=(objective,)))
    restricted, public = '<span class="pack-mark">Restricted</span>', '<span class="pack-mark">Public</span>'
    assert f"One {public}</h3>" in html
    assert f"Kept {restricted}" in html
    assert f"Told {restricted}" not in html
    assert f"Source {restricted}" in html
    assert html.count(f":</strong> {restricted} <bdi>One.") == 1  # beside the action that is not restricted itself
    assert html.count(f":</strong> {public} <bdi>Two.") == 2
    assert "Board edition: for the partnership, except where marked" in html


@pytest.mark.parametrize(
    ("edition", "words", "running"),
    [
        ("board", "Board edition", 'Q2 2016/17"'),
        ("partner", "Partner edition", 'Partner edition"'),
        ("public", "Public edition", 'Public edition"'),
    ],
)
@pytest.mark.parametrize("style", sorted(STYLES))
def test_the_first_page_and_the_running_head_name_the_edition(
    style: str, edition: str, words: str, running: str
) -> None:
    html = render_body(dataclasses.replace(document(style, 2), edition=edition))
    assert f">{words}</dd>" in html or f"<td>{words}</td>" in html
    assert re.search(rf'data-running="[^"]*{re.escape(running)}', html)


@pytest.mark.parametrize("style", sorted(STYLES))
def test_a_logo_is_a_picture_in_the_file_with_its_words_and_never_an_address(style: str) -> None:
    picture = "data:image/png;base64,iVBORw0KGgo="
    made = dataclasses.replace(document(style, 2), logo=picture, logo_alt='Arms of "Wrenbridge"')
    assert f'<img class="pack-logo" src="{picture}" alt="Arms of &quot;Wrenbridge&quot;">' in render_body(made)
    for address in ("https://evil.example/x.png", "/x.png", "data:image/svg+xml;base64,AAAA", f"{picture}\n"):
        assert "<img" not in render_body(dataclasses.replace(made, logo=address))


def test_what_the_issue_follows_stands_on_the_first_page_only() -> None:
    made = dataclasses.replace(document(), follows="Issue 1, seal 0123", version="Issue 2")
    view = PackView(made)
    head, rest = fragment(view, (), head=True), fragment(view, view.sections, head=False)
    assert "Issue 1, seal 0123" in head
    assert "Issue 2" in head
    assert "Issue" not in re.sub("Issues identified|[Ii]ssues? ", "", rest)


def test_a_fragment_holds_the_sections_it_is_asked_for() -> None:
    view = PackView(document())
    chosen = [section for section in view.sections if section.part.key in ("ahead", "key")]
    html = fragment(view, chosen, head=False)
    assert re.findall(r'<section id="pack-(\w+)"', html) == ["ahead", "key"]
    assert "<h1" not in html


def test_the_plan_can_be_drawn_objective_by_objective() -> None:
    view = PackView(document())
    progress = [section for section in view.sections if section.part.key == "progress"]
    pieces = [fragment(view, progress, head=False, objectives=places) for places in (range(2), range(2, 10))]
    whole = fragment(view, progress, head=False)
    assert [re.findall(r'id="(pack-objective-\d+)"', piece) for piece in pieces] == [
        ["pack-objective-1", "pack-objective-2"],
        [f"pack-objective-{number}" for number in range(3, 11)],
    ]
    assert [piece.count("<h2") for piece in (*pieces, whole)] == [1, 0, 1]
    assert sum(piece.count("<tr") for piece in pieces) == whole.count("<tr")


def test_a_plan_shown_twice_has_anchors_of_its_own() -> None:
    made = document("hpdg", 4)
    parts = (*made.layout.parts, part("plan"))
    html = render_body(dataclasses.replace(made, layout=dataclasses.replace(made.layout, parts=parts)))
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert html.count('href="#pack-objective-1"') == 1
