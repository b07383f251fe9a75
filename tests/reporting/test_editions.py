"""Editions of a document: what is left out, what stays, and what is said about it."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporting.document import (
    ActionFacts,
    ComparedFacts,
    ComparisonFacts,
    CoverFacts,
    DecisionFacts,
    Document,
    FrontMatterFacts,
    HeldName,
    LeadFacts,
    MeasureFacts,
    ObjectiveFacts,
    ReadingFacts,
    RemovedFacts,
    RequirementFacts,
    RequirementSetFacts,
    UpdateFacts,
    to_json,
)
from reporting.editions import NoEdition, edition
from reporting.styles.style import Part

from .sample import document as sample

POLICE, COUNCIL = "Metropolitan Police", "Northvale Council"


def action(number: str, marking: str = "", reason: str = "", **facts: Any) -> ActionFacts:
    return ActionFacts(number, f"Do {number}.", "in_progress", marking=marking, marking_reason=reason, **facts)


def heading(number: str, *actions: ActionFacts, marking: str = "", **facts: Any) -> ObjectiveFacts:
    return ObjectiveFacts(number, f"Aim {number}", actions=actions, marking=marking, **facts)


def plan(*objectives: ObjectiveFacts, marking: str = "public", **facts: Any) -> Document:
    """A document of these objectives and nothing else beside a cover's worth of words."""
    base = sample("hpdg", actions=0)
    bare = replace(base.plan, marking=marking, front_matter=(), glossary=())
    named = ("history", "decisions", "governance", "measures", "requirements", "removed", "held_names", "word_markings")
    lists: dict[str, Any] = dict.fromkeys(named, ()) | {"comparison": None}
    words: dict[str, Any] = {"headline": "", "narrative": "", "cover": CoverFacts()}
    return replace(base, plan=bare, objectives=objectives, **(lists | words | facts))


def numbers(found: Document) -> list[str]:
    return [each.number for each in found.actions()]


def log(found: Document) -> dict[tuple[str, str], int]:
    return {(line.what, line.reason): line.count for line in found.redactions}


def unlogged(found: Document) -> Document:
    """Without the log: one made in two steps counts what belongs to an action before the action itself is left out."""
    return replace(found, redactions=())


def test_the_board_reads_all() -> None:
    whole = plan(heading("1", action("1.1", "restricted"), marking="partnership"))
    assert edition(whole, "board") is whole


@pytest.mark.parametrize(
    ("objective", "own", "partner", "public"),
    [
        ("", "", True, True),
        ("", "partnership", True, False),
        ("", "restricted", False, False),
        ("partnership", "", True, False),
        ("partnership", "public", True, True),
        ("restricted", "", False, False),
        ("restricted", "partnership", True, False),
        ("restricted", "public", True, True),
    ],
)
def test_an_action_is_shown_by_its_own_marking_or_what_it_inherits(
    objective: str, own: str, partner: bool, public: bool
) -> None:
    whole = plan(heading("1", action("1.1", own), marking=objective), heading("2", action("2.1")))
    assert ("1.1" in numbers(edition(whole, "partner"))) is partner
    assert ("1.1" in numbers(edition(whole, "public"))) is public


def test_a_heading_that_is_not_marked_for_it_keeps_its_number_over_what_is() -> None:
    whole = plan(
        heading("1", action("1.1", "public"), action("1.2"), marking="restricted", paragraphs=("Between us.",)),
        heading("2", action("2.1"), marking="restricted"),
        heading("3"),
    )
    found = edition(whole, "public")
    assert [(row.number, row.title, row.paragraphs) for row in found.objectives] == [
        ("1", "Heading left out", ()),
        ("3", "Aim 3", ()),
    ]
    assert log(found) == {("Actions", "marked restricted"): 2, ("Headings", "marked restricted"): 2}


def test_what_is_left_out_is_counted_with_its_exemption_and_where_the_public_may_know_it() -> None:
    told = "Likely to reveal who an individual is (LGA 1972, Schedule 12A, paragraph 2)"
    whole = plan(
        heading("1", action("1.1", "restricted", told), action("1.2", "restricted", told), action("1.3", "restricted")),
        heading("2", action("2.1"), marking="restricted", marking_reason=told, level="Theme"),
    )
    assert [(line.what, line.where, line.reason, line.count) for line in edition(whole, "public").redactions] == [
        ("Actions", "", told, 1),  # inherited with the marking
        ("Actions", "Section 1", told, 2),
        ("Actions", "Section 1", "marked restricted", 1),
        ("Headings", "", told, 1),
    ]


def test_a_plan_of_which_nothing_is_marked_for_it_has_no_such_edition() -> None:
    whole = plan(heading("1", action("1.1")), marking="partnership")
    assert numbers(edition(whole, "partner")) == ["1.1"]
    with pytest.raises(NoEdition, match="Nothing in this plan is marked for the public edition"):
        edition(whole, "public")


def test_a_public_action_of_a_plan_that_is_not_is_read_without_the_plan_s_own_words() -> None:
    whole = plan(heading("1", action("1.1", "public")), marking="partnership")
    facts = replace(whole.plan, subtitle="Ours", responsible="A post", glossary=(("CTLP", "A profile"),))
    governed = replace(whole, plan=facts, governance=sample("hpdg", actions=1).governance)
    found = edition(governed, "public")
    assert (found.plan.title, found.plan.subtitle, found.plan.responsible) == (whole.plan.title, "", "")
    assert (found.plan.glossary, found.governance) == ((), ())
    assert log(found)["Boards and their members", "marked for the partnership"] == 1


def test_no_edition_shows_more_than_the_one_it_is_made_from() -> None:
    whole = plan(heading("1", action("1.1")))
    for made, wanted in (("public", "partner"), ("partner", "board"), ("public", "board")):
        with pytest.raises(ValueError, match=f"A {made} edition makes no {wanted} edition"):
            edition(edition(whole, made), wanted)
    with pytest.raises(ValueError, match="makes no press edition"):
        edition(whole, "press")


def test_an_agency_s_words_are_public_only_where_they_are_marked_so_themselves() -> None:
    said = (UpdateFacts(POLICE, "green", "Said."), UpdateFacts(COUNCIL, "green", "For all.", marking="public"))
    whole = plan(heading("1", action("1.1", rag="green", asked=(POLICE, COUNCIL), updates=said)))
    assert next(edition(whole, "partner").actions()).updates == said
    found = next(edition(whole, "public").actions())
    assert [update.agency for update in found.updates] == [COUNCIL]
    assert (found.rag, found.asked) == ("green", ())  # nobody is shown as silent who was not


def test_whose_answer_is_left_out_is_not_shown_as_silent() -> None:
    said = (UpdateFacts(POLICE, "green", "Said.", marking="restricted"),)
    whole = plan(heading("1", action("1.1", asked=(POLICE, COUNCIL), updates=said)))
    found = next(edition(whole, "partner").actions())
    assert (found.asked, found.updates) == ((COUNCIL,), ())


def test_what_speaks_against_an_answer_that_is_left_out_goes_with_it() -> None:
    said = (UpdateFacts(POLICE, "green", "Said.", marking="restricted"),)
    against = ("Police: rated green, but overdue.",)
    whole = plan(heading("1", action("1.1", updates=said, contradictions=against)))
    found = edition(whole, "partner")
    assert next(found.actions()).contradictions == ()
    assert log(found)["Reasons given for ratings, and contradictions", "they tell of answers left out"] == 1


def test_a_comparison_says_to_the_public_why_a_date_moved_and_not_why_a_rating_did() -> None:
    compared = (
        ComparedFacts("worsened", "1.1", "x", reason="We said so."),
        ComparedFacts("moved", "1.1", "x", reason="Rain."),
    )
    whole = plan(heading("1", action("1.1")), comparison=ComparisonFacts("a", "b", compared))
    for name, reasons in (("partner", ["We said so.", "Rain."]), ("public", ["", "Rain."])):
        found = edition(whole, name).comparison
        assert [line.reason for line in found.lines] == reasons if found else False


def test_a_date_that_follows_one_left_out_through_another_is_in_no_edition() -> None:
    day = dt.date(2016, 10, 1)
    second = action("1.2", timescale_notes=("Follows action 1.1, due 1 October 2016",), due_on=day)
    third = action("1.3", timescale_notes=("Follows action 1.2, due 1 October 2016",), due_on=day)
    moved = ComparisonFacts("a", "b", (ComparedFacts("moved", "1.3", "x", after="1 October 2016"),))
    whole = plan(heading("1", action("1.1", "restricted", due_on=day), second, third), comparison=moved)
    found = edition(whole, "public")
    assert [row.due_on for row in found.actions()] == [None, None]
    assert "October" not in to_json(found)


def test_the_partners_edition_carries_no_name_that_only_what_is_left_out_has() -> None:
    held = (HeldName(("Al-Noor Mosque", "Unit 7")), HeldName(("J. Bloggs",), "a named person"))
    shown = replace(action("1.1"), text="Visit al noor mosque.")
    secret = action("1.2", "restricted", leads=(LeadFacts("J. Bloggs"),), leads_text="J. Bloggs")
    whole = plan(heading("1", shown, secret), held_names=held)
    found = edition(whole, "partner")
    assert found.held_names == (HeldName(("Al-Noor Mosque",)),)
    assert unlogged(edition(found, "public")) == unlogged(edition(whole, "public"))


def test_a_lead_left_out_is_in_no_cell_and_its_request_tells_nothing() -> None:
    leads = (LeadFacts("Council"), LeadFacts("Unit 7", marking="restricted", agency_key="7"))
    said = (UpdateFacts("Unit Seven", "green", "Said."),)
    whole = plan(
        heading("1", action("1.1", leads=leads, leads_text="Council / Unit 7", asked=("Unit Seven",), updates=said))
    )
    found = next(edition(whole, "partner").actions())
    assert (found.leads, found.leads_text, found.asked, found.updates) == ((LeadFacts("Council"),), "Council", (), ())


def test_an_agency_reads_what_is_restricted_but_its_own_with_its_own_words() -> None:
    said = (UpdateFacts(POLICE, "red", "Ours."), UpdateFacts(COUNCIL, "red", "Theirs."))
    whole = plan(
        heading("1", action("1.1", "restricted", asked=(POLICE, COUNCIL), updates=said), action("1.2", "restricted")),
        heading("2", action("2.1", "restricted", leads=(LeadFacts("Met", agency_key="met"),))),
    )
    own = edition(whole, "partner", agency=POLICE, agency_key="met")
    assert numbers(own) == ["1.1", "2.1"]
    assert [update.narrative for update in next(own.actions()).updates] == ["Ours."]
    assert [lead.words for lead in list(own.actions())[1].leads] == ["Met"]
    assert numbers(edition(whole, "partner")) == []
    assert numbers(edition(own, "partner")) == []  # and nobody else reads it from theirs
    assert unlogged(edition(own, "public")) == unlogged(edition(whole, "public"))


def test_an_answer_is_its_agency_s_whatever_that_or_another_is_called_now() -> None:
    said = (UpdateFacts("Harbour Trust", "red", "Ours.", agency_key="h"),)
    whole = plan(heading("1", action("1.1", "restricted", updates=said)))
    assert numbers(edition(whole, "partner", agency="Quay Trust", agency_key="h")) == ["1.1"]
    assert numbers(edition(whole, "partner", agency="Harbour Trust", agency_key="other")) == []


def test_the_coordinator_s_words_are_public_where_each_is_marked_so() -> None:
    cover = CoverFacts(author="A post", recommendations=("Note this.",), implications=(("Legal", "None."),))
    whole = plan(heading("1", action("1.1")), headline="Well.", narrative="At length.", cover=cover)
    found = edition(replace(whole, word_markings=(("headline", "public"), ("cover", "public"))), "public")
    assert (found.headline, found.narrative) == ("Well.", "")
    assert found.cover == replace(cover, recommendations=())
    assert "recommendations" not in {part.key for part in found.layout.parts}
    assert edition(whole, "public").cover == CoverFacts()
    restricted = replace(whole, word_markings=(("narrative", "restricted"),))
    assert (edition(restricted, "partner").headline, edition(restricted, "partner").narrative) == ("Well.", "")


def test_what_is_about_an_action_left_out_goes_with_it() -> None:
    day = dt.date(2016, 10, 1)
    follows = action("1.3", timescale_notes=("Follows action 1.2",))
    whole = plan(
        heading("1", action("1.1"), action("1.2", "restricted"), follows),
        measures=(MeasureFacts("a", "Open", "up", about="1.1"), MeasureFacts("b", "Hidden", "up", about="1.2")),
        decisions=(
            DecisionFacts("d1", day, "HPDG", "Both.", ("1.1", "1.2"), marking="public"),
            DecisionFacts("d2", day, "HPDG", "Hidden.", ("1.2",), marking="public"),
            DecisionFacts("d3", day, "HPDG", "Not said to be public."),
        ),
        requirements=(
            RequirementSetFacts(
                "s",
                "Set",
                requirements=(
                    RequirementFacts("s/1", "Met", actions=("1.1", "1.2")),
                    RequirementFacts("s/2", "No gap", actions=("1.2",)),
                    RequirementFacts("s/3", "A gap"),
                ),
            ),
        ),
        comparison=ComparisonFacts("a", "b", (ComparedFacts("changed", "1.2", "x"), ComparedFacts("new", "1.1", "y"))),
        removed=(RemovedFacts("k", "1.9", "Gone.", marking="restricted"), RemovedFacts("l", "1.8", "Gone too.")),
    )  # fmt: skip
    found = edition(whole, "public")
    assert [row.name for row in found.measures] == ["Open"]
    assert [(row.reference, row.actions) for row in found.decisions] == [("d1", ("1.1",))]
    assert [(row.code, row.actions) for row in found.requirements[0].requirements] == [("s/1", ("1.1",)), ("s/3", ())]
    assert [row.number for row in found.comparison.lines] == ["1.1"] if found.comparison else False
    assert [row.number for row in found.removed] == ["1.8"]
    assert list(found.actions())[1].timescale_notes == ()
    assert "1.2" not in to_json(found)


def test_figures_of_earlier_quarters_do_not_count_what_is_left_out() -> None:
    shown, hidden = action("1.1", previous_status="red"), action("1.2", "restricted", previous_status="amber")
    base = sample("hpdg", actions=20)
    whole = replace(plan(heading("1", shown, hidden)), history=base.history)
    assert edition(replace(whole, objectives=(heading("1", shown),)), "public").history == base.history
    assert [(past.label, past.counts) for past in edition(whole, "public").history] == [
        (base.period.before, (("red", 1),))
    ]


def test_what_the_partnership_thinks_of_itself_is_its_own() -> None:
    judged = RequirementSetFacts("s", "Set", scale=("poor", "good"), requirements=(
        RequirementFacts("s/1", "Led", actions=("1.1",), rating="poor", note="We are late."),
    ))  # fmt: skip
    whole = plan(
        heading("1", action("1.1", status_reason="We said so.", contradictions=("Green, but late.",))),
        requirements=(judged,),
        measures=(MeasureFacts("m", "People", "up", readings=(ReadingFacts("Q1", "3", "Only two came."),)),),
        version_note="1.1 was rated wrongly.",
    )
    public = to_json(edition(whole, "public"))
    for words in ("We said so", "Green, but late", "We are late", '"poor"', "Only two came", "rated wrongly"):
        assert words in to_json(edition(whole, "partner"))
        assert words not in public


def test_terms_that_only_what_is_left_out_uses_go_with_it() -> None:
    whole = plan(
        heading(
            "1", replace(action("1.1"), text="Share the CTLP."), replace(action("1.2", "restricted"), text="See HTF.")
        )
    )
    terms = (("CTLP", "A profile"), ("HTF", "A fund"), ("ZZZ", "Never used"))
    found = edition(replace(whole, plan=replace(whole.plan, glossary=terms)), "public")
    assert [term for term, _ in found.plan.glossary] == ["CTLP", "ZZZ"]


def test_no_part_says_that_there_is_nothing_where_it_was_left_out() -> None:
    late = action("1.2", "restricted", rag="red", asked=(POLICE,), contradictions=("Odd.",))
    whole = plan(heading("1", action("1.1"), late), decisions=sample("hpdg", actions=1).decisions)
    bare = tuple(part for part in whole.layout.parts if part.key != "redactions")
    whole = replace(whole, layout=replace(whole.layout, parts=bare))
    before, after = ({part.key for part in each.layout.parts} for each in (whole, edition(whole, "public")))
    assert before - after >= {"exceptions", "silence", "decisions"}
    assert after - before == {"redactions"}


def test_names_are_held_back_everywhere_and_nothing_tells_which() -> None:
    held = HeldName(("Al-Noor Mosque", "ANM"))
    base = sample("hpdg", actions=10)
    facts = replace(
        base.plan,
        marking="public",
        glossary=(("ANM", "Al Noor Mosque"), ("HTF", "With ANM")),
        columns=(("action", "ANM does"),),
    )
    visit = replace(
        action("1.1"), text="Visit AL-NOOR\nMOSQUE by HTF.", steps=("Ask J Bloggs",), leads_text="ANM", key="k"
    )
    whole = replace(
        base,
        title="Report with Al-Noor Mosque",
        plan=facts,
        objectives=(heading("1", visit),),
        logo_alt="The badge of Al-Noor Mosque",
        held_names=(held, HeldName(("J. Bloggs",), "a named person")),
    )  # fmt: skip
    found = edition(whole, "public")
    assert next(found.actions()).text == "Visit a community organisation by HTF."
    assert (found.plan.columns, found.title, found.logo_alt) == (
        (("action", "A community organisation does"),),
        "Report with a community organisation",
        "The badge of a community organisation",
    )
    assert (found.held_names, found.word_markings, found.marking) == ((), (), "OFFICIAL")
    assert log(found)["Names of community organisations", "held until released"] == 6
    assert log(found)["Glossary entries", "held until released"] == 1
    assert found.plan.glossary == (("HTF", "With a community organisation"),)
    assert log(found)["Other names", "shown as “a named person”"] == 1
    assert "noor" not in to_json(found).casefold()
    assert "Al-Noor" in to_json(edition(whole, "partner"))


def _secret(value: Any) -> set[str]:
    """Every key, marking and reason of a marking, wherever it stands."""
    if isinstance(value, tuple):
        return set().union(*map(_secret, value))
    if not is_dataclass(value):
        return set()
    own = {
        getattr(value, each.name)
        for each in fields(value)
        if each.name in ("key", "agency_key", "marking", "marking_reason") and not isinstance(value, Document | Part)
    }
    return own.union(*(_secret(getattr(value, each.name)) for each in fields(value)))


MARKINGS = st.sampled_from(["", "public", "partnership", "restricted"])
_RANK = {"public": 0, "partnership": 1, "restricted": 2}


@st.composite
def marked(draw: st.DrawFn) -> Document:
    """A plan of few things, each with any marking and with a word that tells what it inherits: "public-7"."""
    seen = [0]

    def word(own: str, above: str) -> str:
        seen[0] += 1
        return f"{own or above}-{seen[0]}"

    def one_action(above: str) -> ActionFacts:
        own = draw(MARKINGS)
        here = own or above
        lead, said = draw(MARKINGS), draw(MARKINGS)
        update = UpdateFacts(POLICE, "green", word(said, "partnership" if here == "public" else here), marking=said)
        return ActionFacts(
            word(own, above), word(own, above), "in_progress", steps=(word(own, above),), marking=own,
            key=word(own, above), leads_text=word(lead, here), leads=(LeadFacts(word(lead, here), marking=lead),),
            asked=(POLICE,), previous_status="green", updates=(update,),
        )  # fmt: skip

    def node(above: str, deeper: int) -> ObjectiveFacts:
        own = draw(MARKINGS)
        here = own or above
        children = tuple(node(here, deeper - 1) for _ in range(draw(st.integers(0, 2)))) if deeper else ()
        actions = tuple(one_action(here) for _ in range(draw(st.integers(0, 2))))
        return ObjectiveFacts(
            "1", word(own, above), paragraphs=(word(own, above),), actions=actions, children=children, marking=own
        )

    whole = draw(st.sampled_from(["public", "partnership"]))
    matter = tuple(FrontMatterFacts(word(own, whole), (), own) for own in draw(st.lists(MARKINGS, max_size=2)))
    found = plan(*(node(whole, 1) for _ in range(draw(st.integers(1, 2)))), marking=whole)
    headline = draw(MARKINGS)
    return replace(
        found,
        plan=replace(found.plan, front_matter=matter, subtitle=word("", whole)),
        headline=word(headline, "partnership"),
        word_markings=(("headline", headline),),
    )


@settings(max_examples=120, deadline=None)
@given(marked())
def test_no_word_above_an_edition_is_in_it_and_each_edition_is_part_of_the_one_before(whole: Document) -> None:
    words = {"board": to_json(whole)}
    for name, above in (("partner", ("restricted-",)), ("public", ("restricted-", "partnership-"))):
        try:
            found = edition(whole, name)
        except NoEdition:
            continue
        words[name] = to_json(found)
        assert not any(word in words[name] for word in above)
        assert set(numbers(found)) <= set(numbers(whole))
        assert edition(found, name) == found
    if {"partner", "public"} <= words.keys():
        partner, public = edition(whole, "partner"), edition(whole, "public")
        assert set(numbers(public)) <= set(numbers(partner))
        assert unlogged(edition(partner, "public")) == unlogged(public)
        assert _secret(public) <= {""}
