"""From proposal to plan and out again: every word that a proposal holds stands in the plan's record."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plans.exporters.record import to_json
from plans.importers.proposal import Proposal, ProposedAction, ProposedLead, ProposedPlan, ProposedSection
from plans.queries.export import plan_record
from plans.services.committing import commit_import
from plans.services.fitting import FACT_LENGTHS, short
from plans.services.imports import keep_reading
from tests.cast import Cast, World

from .proposals import ENDS_ON, STARTS_ON, reading, timescale

letters = st.characters(blacklist_categories=("C", "Z"), blacklist_characters='"\\')
words = st.text(letters, min_size=1, max_size=12)
# Short as in real plans, and now and then longer than the column that it goes to.
short_texts = st.lists(words, min_size=1, max_size=4).map(" ".join)
long_texts = st.builds(lambda text, size: (f"{text} " * size)[: 30 * size].strip(), short_texts, st.integers(11, 60))
texts = st.one_of(short_texts, short_texts, short_texts, long_texts)
few = st.lists(texts, max_size=3).map(tuple)
lead_names = st.builds(ProposedLead, texts, st.sampled_from(["lead", "partner", "resource"]))
numbers = st.one_of(st.just(""), st.sampled_from(["1", "1.1", "2.1", "2"]), texts)
phrases = st.one_of(st.sampled_from(["", "March 2018", "quarterly", "Ongoing"]), texts)


@st.composite
def sections(draw: st.DrawFn) -> tuple[ProposedSection, ...]:
    found: list[ProposedSection] = []
    for index in range(draw(st.integers(0, 4))):
        parent = draw(st.one_of(st.none(), st.integers(0, index - 1))) if index else None
        level = found[parent].level + 1 if parent is not None else 1
        found.append(
            ProposedSection(
                f"s{index}", draw(texts), draw(numbers), level=level, parent=parent, paragraphs=draw(few),
                outcomes=draw(few), requirements=draw(few),
            )
        )  # fmt: skip
    return tuple(found)


@st.composite
def actions(draw: st.DrawFn, index: int, places: int) -> ProposedAction:
    return ProposedAction(
        f"a{index}",
        draw(texts),
        draw(st.one_of(st.none(), st.integers(0, places - 1))) if places else None,
        draw(numbers),
        objectives=draw(st.one_of(st.just(()), few)),
        steps=draw(few),
        leads_text=draw(st.one_of(st.just(""), texts)),
        leads=draw(st.lists(lead_names, max_size=3).map(tuple)),
        timescale=timescale(draw(phrases)),
        milestones=draw(few),
        outcomes=draw(few),
        progress=draw(st.one_of(st.just(""), texts)),
        rag=draw(st.sampled_from([None, "red", "amber", "green", "complete"])),
        notes=draw(st.one_of(st.just(""), texts)),
    )


@st.composite
def proposals(draw: st.DrawFn) -> Proposal:
    tree = draw(sections())
    plan = ProposedPlan(
        **{name: draw(st.one_of(st.just(""), texts)) for name in FACT_LENGTHS if name != "title"},
        title=draw(texts),
        starts_on=STARTS_ON,
        ends_on=ENDS_ON,
        period_label=draw(texts),
        columns={"action": draw(texts), "leads": draw(texts)},
        levels=draw(few),
        council_priorities=draw(few),
        indicators=draw(few),
        front_matter=draw(st.lists(st.tuples(texts, few), max_size=2).map(tuple)),
        glossary=draw(st.lists(st.tuples(texts, texts), max_size=3).map(tuple)),
    )
    rows = tuple(draw(actions(index, len(tree))) for index in range(draw(st.integers(1, 4))))
    return Proposal(plan, tree, rows, format="docx")


def every_text(value: object) -> Iterator[str]:
    """The words of a proposal's parts; keys and how it was read are none."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from every_text(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from every_text(each)


def said(proposal: Proposal) -> Iterator[str]:
    plan = proposal.plan
    yield from every_text([vars(plan)[name] for name in vars(plan) if name not in ("year_basis", "origins")])
    for section in proposal.sections:
        yield from (section.title, section.number, *section.paragraphs, *section.outcomes, *section.requirements)
    for row in proposal.actions:
        yield from (row.text, row.number, *row.objectives, *row.steps, row.leads_text, *row.milestones, *row.outcomes)
        yield from (row.timescale.text, row.progress, row.notes, row.rag or "", *(lead.text for lead in row.leads))


def squeezed(text: str) -> str:
    return "".join(unicodedata.normalize("NFC", text).split()).casefold()


slugs = count()


def lost(world: World, proposal: Proposal) -> list[str]:
    """Texts of the proposal that the record of the plan made of it does not hold."""
    with world.as_("coordinator") as by:
        batch = keep_reading(by=by, name="plan.docx", content=b"x", options={}, reading=reading(proposal))
        plan = commit_import(
            by=by, batch=batch, slug=f"random-{next(slugs)}", title=short(proposal.plan.title, FACT_LENGTHS["title"]),
            starts_on=STARTS_ON, ends_on=ENDS_ON, year_basis="financial",
        )  # fmt: skip
    with world.as_("auditor") as access:
        held = squeezed(to_json(plan_record(access, plan)).replace("\\n", " "))
    return [text for text in said(proposal) if squeezed(text) not in held]


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(proposal=proposals())
def test_a_plan_holds_every_word_that_was_proposed(cast: Cast, proposal: Proposal) -> None:
    assert lost(cast.here, proposal) == []


def test_a_due_time_too_long_for_its_column_stays_in_the_milestone(cast: Cast) -> None:
    due = "by " + "the end of " * 40 + "March 2018"
    row = ProposedAction("a", "Train every ward.", milestones=(f"Book the hall ({due})",))
    assert lost(cast.here, Proposal(ProposedPlan(title="Plan", starts_on=STARTS_ON, ends_on=ENDS_ON), (), (row,))) == []


def test_a_generated_number_is_none_that_a_later_action_prints(cast: Cast) -> None:
    tree = (ProposedSection("s", "Training", "2"),)
    rows = (ProposedAction("a", "Train.", 0), ProposedAction("b", "Meet.", 0, "2.1"))
    plan = ProposedPlan(title="Plan", starts_on=STARTS_ON, ends_on=ENDS_ON)
    proposal = Proposal(plan, tree, rows)
    with cast.here.as_("coordinator") as by:
        batch = keep_reading(by=by, name="p", content=b"x", options={}, reading=reading(proposal))
        made = commit_import(
            by=by, batch=batch, slug="later", title="Plan", starts_on=dt.date(2017, 4, 1), ends_on=ENDS_ON,
            year_basis="financial",
        )  # fmt: skip
        assert sorted(made.actions.values_list("number", "text")) == [("2.1", "Meet."), ("2.2", "Train.")]


def test_numbers_below_sections_of_long_numbers_fit_their_column(cast: Cast) -> None:
    tree = (
        ProposedSection("s", "Upper", "Theme of the year 12"),
        ProposedSection("t", "Lower", "Priority number 1234", level=2, parent=0),
    )
    plan = ProposedPlan(title="Plan", starts_on=STARTS_ON, ends_on=ENDS_ON)
    proposal = Proposal(plan, tree, (ProposedAction("a", "Train.", 1), ProposedAction("b", "Meet.", 0)))
    assert lost(cast.here, replace(proposal, format="docx")) == []
