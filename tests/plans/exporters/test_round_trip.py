"""An exported plan, imported, is the plan: the five of the demonstration, and plans of all shapes."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plans.exporters import FORMATS
from plans.exporters.record import (
    ActionRecord,
    ColumnRecord,
    LeadRecord,
    MilestoneRecord,
    ObjectiveRecord,
    PlanRecord,
    RagKeyRecord,
    ReportRecord,
    StatusRecord,
    from_json,
    to_json,
)
from plans.importers.interpret import interpret
from plans.importers.interpret.account import missing
from plans.importers.propose import propose
from plans.importers.readers.csv import read_csv
from plans.importers.readers.docx import read_docx
from plans.importers.readers.xlsx import read_xlsx
from plans.rules.timescale_reader import Context, read

from .fixture_plans import SLUGS, fixture_plan
from .sample import sample
from .taken_back import FACTS, Plain, exported, proposed

READERS = {"docx": read_docx, "xlsx": read_xlsx, "csv": read_csv}
# What a table alone cannot say.
NOT_IN_A_TABLE = {*FACTS, "glossary", "front_matter", "columns"}


def comparable(plain: Plain, kind: str) -> Plain:
    return {name: value for name, value in plain.items() if kind != "csv" or name not in NOT_IN_A_TABLE}


def without_meaning(plain: Plain) -> Plain:
    """A CSV knows no year and no decisions, so what its timescales and leads mean is read anew."""
    return {**plain, "actions": [{**action, "parts": (), "names": ()} for action in plain["actions"]]}


@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize("slug", SLUGS)
def test_the_demonstration_s_plans_come_back_whole(slug: str, kind: str) -> None:
    record = fixture_plan(slug)
    found = propose(FORMATS[kind].write(record), f"plan.{kind}").proposal
    ours, theirs = comparable(exported(record), kind), comparable(proposed(found), kind)
    if kind == "csv":
        ours, theirs = without_meaning(ours), without_meaning(theirs)
    assert theirs == ours


@pytest.mark.parametrize("slug", SLUGS)
def test_json_comes_back_without_loss(slug: str) -> None:
    record = fixture_plan(slug)
    assert from_json(to_json(record)) == record
    found = propose(FORMATS["json"].write(record), "plan.json").proposal
    plain = proposed(found)
    assert [action["text"] for action in plain["actions"]] == [action.text for action in record.actions]


@pytest.mark.parametrize("kind", READERS)
def test_ratings_and_reports_are_left_out_and_said_to_be(kind: str) -> None:
    source = READERS[kind](FORMATS[kind].write(sample()))
    found = interpret(source)
    assert missing(source, found) == {}
    assert "Amber" in [each.text for each in found.left_out]
    assert {action.rag for action in found.actions} == {"complete", None}
    assert not any("Two of three" in action.progress for action in found.actions)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_an_editor_s_note_comes_back_from_a_sheet(kind: str) -> None:
    found = interpret(READERS[kind](FORMATS[kind].write(sample())))
    assert found.actions[-1].notes == "Whose schools is not printed."


@pytest.mark.parametrize("kind", READERS)
def test_actions_of_one_printed_row_still_share_it(kind: str) -> None:
    first, second, third = interpret(READERS[kind](FORMATS[kind].write(sample()))).actions
    assert first.row == second.row != ""
    assert third.row == ""


@pytest.mark.parametrize("text", ["=1+1", "+44 1632 960001", "-2 per cent", "@all", "'quoted'"])
@pytest.mark.parametrize("kind", READERS)
def test_what_was_made_inert_comes_back_as_it_was(kind: str, text: str) -> None:
    record = replace(sample(), objectives=(ObjectiveRecord("1", "One", actions=(ActionRecord("1.1", text),)),))
    found = interpret(READERS[kind](FORMATS[kind].write(record)))
    assert [action.text for action in found.actions] == [text]


SENTENCE = (
    "Agree brief train every school, with the Police & Health; report (monthly) to “the Board”. By 2017: 12 halls – so"
    " that venues' hirers know Prevent and/or WRAP3 Co-ordinator e-learning 50%"
)
WORDS = st.sampled_from(SENTENCE.split())
TEXT = st.lists(WORDS, min_size=2, max_size=14).map(lambda words: " ".join(words).capitalize())
TEXTS = st.lists(TEXT, max_size=3).map(tuple)
NAMES = st.lists(
    st.builds(
        LeadRecord,
        st.sampled_from(["Police", "Prevent Coordinator", "HPDG members"]),
        st.sampled_from(["lead", "partner", "resource"]),
        st.sampled_from(["agency", "post", "collective"]),
    ),
    max_size=2,
    unique_by=lambda lead: lead.words,
).map(tuple)
TIMES = st.sampled_from(["", "Ongoing", "July 2016", "By 31 March 2017", "Quarterly", "Awaits the CTLP"])
CONTEXT = Context(dt.date(2016, 4, 1), dt.date(2017, 3, 31), "financial")
STATUSES = st.sampled_from(
    [
        StatusRecord("not_reported"),
        StatusRecord("amber", "Q1", reports=(ReportRecord("Police", "Q1", "amber", False, "Half done.", "More."),)),
        StatusRecord("not_reported", "Q2", "green", "Q1"),
    ]
)
# The plan's own columns, in any order, under any headings of theirs.
HEADINGS = {
    "number": ["Ref", "No."],
    "subject": ["Subject", "Theme"],
    "objective": ["Objectives", "Aim"],
    "action": ["Actions", "Activity", "What we will do"],
    "steps": ["Steps"],
    "leads": ["Lead", "Agency/Lead", "Owner"],
    "timescale": ["Timescale", "By when", "Due date"],
    "milestones": ["Key Milestones", "Milestones"],
    "outcomes": ["Expected outcomes", "Impact"],
    "progress": ["Progress"],
    "rag": ["RAG", "RAG status"],
}


@st.composite
def columns(draw: st.DrawFn) -> tuple[ColumnRecord, ...]:
    fields = draw(st.permutations(list(HEADINGS)))
    kept = [field for field in fields if field == "action" or draw(st.booleans())]
    return tuple(ColumnRecord(field, draw(st.sampled_from(HEADINGS[field]))) for field in kept)


@st.composite
def objectives(draw: st.DrawFn, number: str, depth: int) -> ObjectiveRecord:
    made = draw(st.booleans())
    children = draw(st.integers(0, 2)) if depth < 3 else 0
    return ObjectiveRecord(
        number=number,
        title=f"{draw(TEXT)} {number}",
        number_is_generated=made,
        paragraphs=draw(TEXTS),
        requirements=draw(TEXTS),
        actions=tuple(draw(actions(f"{number}.{at}")) for at in range(1, draw(st.integers(0, 3)) + 1)),
        children=tuple(draw(objectives(f"{number}.{at + 10}", depth + 1)) for at in range(children)),
    )


@st.composite
def actions(draw: st.DrawFn, number: str) -> ActionRecord:
    timescale, leads = draw(TIMES), draw(NAMES)
    return ActionRecord(
        number=number,
        text=f"{draw(TEXT)} {number}",
        number_is_generated=draw(st.booleans()),
        row=draw(st.sampled_from(["", "1a"])),
        steps=draw(TEXTS),
        leads_text=" & ".join(lead.words for lead in leads),
        leads=leads,
        timescale=read(timescale, CONTEXT),
        milestones=tuple(MilestoneRecord(text) for text in draw(TEXTS)),
        progress_text=draw(st.one_of(st.just(""), TEXT)),
        status=draw(STATUSES),
    )


@st.composite
def plans(draw: st.DrawFn) -> PlanRecord:
    roots = draw(st.integers(1, 3))
    tree = tuple(draw(objectives(str(at), 1)) for at in range(1, roots + 1))
    first = replace(tree[0], actions=(*tree[0].actions, draw(actions("1.9"))))
    return replace(
        sample(),
        columns=draw(columns()),
        objectives=(first, *tree[1:]),
        rag_key=(RagKeyRecord("amber", "Amber", "Late by less than a month"),),
    )


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(plans(), st.sampled_from(sorted(READERS)))
def test_a_plan_of_any_shape_comes_back_whole(record: PlanRecord, kind: str) -> None:
    found = interpret(READERS[kind](FORMATS[kind].write(record)))
    ours, theirs = comparable(exported(record), kind), comparable(proposed(found), kind)
    if kind == "csv":
        ours, theirs = without_meaning(ours), without_meaning(theirs)
    assert theirs == ours
