"""What each part of a pack shows, and what it says when it has nothing to show: one line each."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import re
from typing import Any

import pytest
from django.template.loader import get_template
from pypdf import PdfReader

from reporting.document import (
    ComparedFacts,
    ComparisonFacts,
    CoverFacts,
    Document,
    MeasureFacts,
    ObjectiveFacts,
    PeriodFacts,
    RedactionFacts,
)
from reporting.render import render_body, render_pdf
from reporting.render.view import PackView
from reporting.styles import STYLES, Part, Style
from reporting.styles.parts import HEADS, PARTS, part

from .sample import document

FULL = dataclasses.replace(
    document("hpdg", 20),
    comparison=ComparisonFacts(
        "Q1 2016/17, issue 1",
        "Q2 2016/17, draft",
        (ComparedFacts("date moved", "1.2", "Bring the record up to date", "June", "July", "The trainer left."),),
    ),
    redactions=(RedactionFacts("Actions", "National security (FOIA 2000, section 24)", 3),),
)
EMPTY = dataclasses.replace(
    document("hpdg", 0),
    cover=CoverFacts(),
    objectives=(),
    history=(),
    decisions=(),
    rag_key=(),
    governance=(),
    measures=(),
    requirements=(),
    removed=(),
    headline="",
    narrative="",
    plan=dataclasses.replace(document("hpdg", 0).plan, front_matter=(), glossary=()),
)
SHOWN = {  # some words of its facts, and its sentence where it has none
    "recommendations": ("Agree that the review of room lettings", "No decision is asked for."),
    "summary": ("Most of the plan is on course.", "The plan has no actions yet, so there is nothing to rate."),
    "figures": ("Quarter by quarter", "The plan has no actions yet, so there are no figures."),
    "exceptions": ("Path to green:", "No action is rated red or amber this quarter."),
    "changes": ("Print a leaflet on giving safely.", "Nothing has moved since Q1 2016/17."),
    "movement": ("removed from the plan", "No rating has moved."),
    "silence": ("not received; coverage 75%", "Nobody was asked for an update."),
    "contradictions": ("Rated green, but 1 milestone is overdue.", "Nothing that was reported contradicts the plan."),
    "decisions": (
        "Put to this board by the Community Safety Partnership",
        "No decision has been recorded since the last quarter.",
    ),
    "ahead": ("October to December 2016", "Nothing in the plan is due in the next two quarters."),
    "measures": ("159 people below the target. More is better.", "The plan has no measures."),
    "requirements": ("No action serves 3.", "The plan is not held against any set of requirements."),
    "progress": ("Progress, Q2", "The plan has no subject yet."),
    "plan": ("Timescales &amp; Update", "The plan has no subject yet."),
    "context": ("National context", "The plan has no introduction."),
    "governance": ("Four times a year", "No board is on record."),
    "glossary": ("Counter Terrorism Local Profile", "No term of the plan’s glossary occurs in this document."),
    "key": ("On course: the outcome will be reached", "The partnership has not written down what its ratings mean."),
    "reading": ("no rating is carried forward", "no rating is carried forward"),
    "comparison": ("The trainer left.", "No other pack or moment was chosen to compare with."),
    "implications": ("The assessment made with the plan still holds.", "No implications are recorded."),
    "papers": ("Minutes of the meeting of 12 May 2016", "none"),
    "redactions": ("National security (FOIA 2000, section 24)", "Nothing is left out of this edition."),
}


def _with(made: Document, *parts: Part, **style: Any) -> Document:
    return dataclasses.replace(made, layout=Style("one", "One", style.pop("head", "masthead"), parts, **style))


def _drawn(made: Document, key: str, *, keep: bool) -> str:
    return render_body(_with(made, dataclasses.replace(part(key), keep=keep)))


def _text(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))


def test_every_part_is_described_drawn_and_tried() -> None:
    assert set(SHOWN) == set(PARTS)
    for key, facts in PARTS.items():
        get_template(f"reporting/pack/{key}.html")
        assert facts.heading
        assert facts.about.endswith(".")
    for head in HEADS:
        get_template(f"reporting/pack/{head}.html")


@pytest.mark.parametrize("style", STYLES.values(), ids=lambda style: style.name)
def test_a_style_is_made_of_known_parts_each_once(style: Style) -> None:
    keys = [each.key for each in style.parts]
    assert set(keys) <= set(PARTS)
    assert len(keys) == len(set(keys))
    assert style.head in HEADS


@pytest.mark.parametrize("key", PARTS)
def test_a_part_shows_its_facts(key: str) -> None:
    assert SHOWN[key][0] in _text(_drawn(FULL, key, keep=False)).replace("&#x27;", "’")


@pytest.mark.parametrize("key", PARTS)
def test_an_empty_part_is_left_out_unless_it_is_kept_and_then_says_so(key: str) -> None:
    assert SHOWN[key][1] in _text(_drawn(EMPTY, key, keep=True))
    always = key in ("summary", "reading")
    assert (f'id="pack-{key}"' in _drawn(EMPTY, key, keep=False)) is always


@pytest.mark.parametrize("key", PARTS)
def test_a_plan_by_itself_tells_of_no_quarter(key: str) -> None:
    alone = dataclasses.replace(FULL, period=PeriodFacts("2016/17", "", dt.date(2016, 4, 1), dt.date(2017, 3, 31)))
    html = _drawn(alone, key, keep=True)
    assert "pack-rag" not in html
    assert "pack-travel" not in html
    assert "Overdue" not in html
    assert (f'id="pack-{key}"' in html) is not PARTS[key].of_a_round


@pytest.mark.parametrize("key", ["figures", "summary"])
def test_every_chart_has_a_table_of_the_same_numbers(key: str) -> None:
    html = _drawn(FULL, key, keep=True)
    for label in re.findall(r"<title>((?:Q\d|\d+ )[^<]*)</title>", html):
        numbers = re.findall(r"(\d+) [a-z]", label)
        assert all(f">{number}</td>" in html for number in numbers)
    assert html.count("<table") >= html.count('class="pack-trend"') + html.count("pack-bar--now")


def test_the_figures_have_a_part_of_their_own_or_stand_in_the_summary() -> None:
    assert 'class="pack-trend"' in render_body(_with(FULL, part("summary")))
    both = render_body(_with(FULL, part("summary"), part("figures")))
    assert both.count('class="pack-trend"') == 1
    assert both.index('id="pack-figures"') < both.index('class="pack-trend"')


def test_a_path_to_green_is_pointed_to_only_where_it_stands() -> None:
    together = render_body(_with(FULL, part("exceptions"), part("progress")))
    assert "Path to green: see <a" in together
    alone = render_body(_with(FULL, part("progress")))
    assert "Path to green: see" not in alone
    assert "The interim officer finishes the draft" in alone


def test_the_headline_is_never_lost() -> None:
    none_asked = dataclasses.replace(FULL, cover=CoverFacts())
    for made in (FULL, none_asked):
        style = dataclasses.replace(STYLES["safer_harrow"], parts=(part("recommendations"), part("summary")))
        assert render_body(dataclasses.replace(made, layout=style)).count("Most of the plan is on course.") == 1


@pytest.mark.parametrize(
    ("measure", "stand"),
    [
        (MeasureFacts("k", "M", "up", "%", target="90"), ""),
        (MeasureFacts("k", "M", "up", "%", target="90", readings=FULL.measures[1].readings), "83.5% below the target"),
        (MeasureFacts("k", "M", "down", target="5", readings=FULL.measures[1].readings), "1.5 above the target"),
        (MeasureFacts("k", "M", "down", "£", target="6.5", readings=FULL.measures[1].readings), "Target met"),
        (MeasureFacts("k", "M", "up", "£", target="6", readings=FULL.measures[1].readings), "Target met"),
    ],
)
def test_a_measure_says_where_it_stands(measure: MeasureFacts, stand: str) -> None:
    assert PackView(dataclasses.replace(FULL, measures=(measure,))).measures[0].stand == stand


@pytest.mark.parametrize(
    ("term", "used"),
    [
        ("CTLP", True),
        ("CTLPs / LOCAL", True),
        ("ctlp", False),
        ("CTL", False),
        ("Counter CTLP", False),
        ("Housing Trust", False),
        ("Mental Health Trust", True),
        ("Probation Services", False),
        ("session", True),
        ("–", False),
    ],
)
def test_the_glossary_holds_terms_that_stand_in_the_document_as_words(term: str, used: bool) -> None:
    plan = dataclasses.replace(FULL.plan, glossary=((term, "Something."),))
    front = dataclasses.replace(plan.front_matter[0], heading="CTLPs")
    made = dataclasses.replace(FULL, plan=dataclasses.replace(plan, front_matter=(*plan.front_matter, front)))
    assert bool(PackView(made).glossary) is used


def test_texts_longer_than_a_page_run_on_over_pages() -> None:
    """What stands in rows of its own outside tables: a page's height must not keep the drawing from ending."""
    long = {name: " ".join(f"{name}{number}" for number in range(1000)) for name in ("key", "gloss", "law", "note")}
    reading = dataclasses.replace(FULL.measures[0].readings[0], note=long["note"])
    made = dataclasses.replace(
        FULL,
        rag_key=(dataclasses.replace(FULL.rag_key[0], definition=long["key"]),),
        plan=dataclasses.replace(FULL.plan, glossary=(("CTLP", long["gloss"]),)),
        cover=dataclasses.replace(FULL.cover, implications=(("Legal", long["law"]),)),
        measures=(dataclasses.replace(FULL.measures[0], readings=(reading,)),),
    )
    parts = (part("key"), part("glossary"), part("implications"), part("measures"))
    pages = PdfReader(io.BytesIO(render_pdf(_with(made, *parts)))).pages
    words = set(re.findall(r"[a-z]+\d+", " ".join(page.extract_text() for page in pages)))
    assert {word for text in long.values() for word in text.split()} <= words


def test_a_column_that_is_empty_throughout_is_left_out() -> None:
    columns = (*FULL.plan.columns, ("milestones", "Steps to it"), ("steps", "Detail"))
    made = dataclasses.replace(FULL, plan=dataclasses.replace(FULL.plan, columns=columns))
    fields = [column.field for column in PackView(made).plan_columns]
    assert fields == ["number", "outcomes", "action", "leads", "timescale", "milestones", "status"]
    assert sum(column.width for column in PackView(made).plan_columns) == 100
    bare = dataclasses.replace(made, objectives=(ObjectiveFacts("1", "One"),))
    assert [column.field for column in PackView(bare).plan_columns][-2:] == ["steps", "status"]


def test_a_column_whose_heading_is_blank_is_named() -> None:
    made = dataclasses.replace(FULL.plan, columns=(("number", ""), ("action", "Actions")))
    headings = [column.heading for column in PackView(dataclasses.replace(FULL, plan=made)).plan_columns]
    assert headings == ["No.", "Actions", "Status"]
