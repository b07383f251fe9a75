"""An import becomes a plan: what is written, who leads are, what is refused, and that half a plan never stands."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import replace
from typing import Any

import pytest

from partners.models import Agency, Post
from partners.services import add_agency, add_post
from partners.tenancy import Access
from plans.importers.proposal import Proposal, ProposedAction, ProposedLead, ProposedSection
from plans.models import Action, ColumnLayout, FrontMatter, ImportBatch, ImportFile, Lead, Milestone, Objective, Plan
from plans.rules.timescale import Kind, Part, Timescale
from plans.services import committing
from plans.services.committing import commit_import
from plans.services.imports import keep_reading, set_parties
from prevent_tracker.core.errors import Closed, Invalid, NotAllowed, NotFound, Stale
from tests.cast import Cast, World

from .proposals import ENDS_ON, PLAN, PROPOSAL, STARTS_ON, action, reading, timescale

AGREED: dict[str, Any] = {
    "slug": "plan-2017-18", "title": "Prevent plan 2017/18", "starts_on": STARTS_ON, "ends_on": ENDS_ON,
    "year_basis": "financial",
}  # fmt: skip


def brought(by: Access, proposal: Proposal = PROPOSAL, content: bytes = b"The file") -> ImportBatch:
    return keep_reading(by=by, name="plan.docx", content=content, options={}, reading=reading(proposal))


def committed(world: World, proposal: Proposal = PROPOSAL, **given: Any) -> Plan:
    with world.as_("coordinator") as by:
        return commit_import(by=by, batch=brought(by, proposal), **(AGREED | given))


def rows(world: World) -> dict[str, int]:
    """How many rows stand of everything that a commit writes."""
    with world.as_("auditor") as access:
        kinds = (Plan, Objective, Action, Lead, Milestone, FrontMatter, Agency, Post, ColumnLayout)
        return {kind.__name__: kind.objects.within(access).count() for kind in kinds}


def found(world: World, plan: Plan, number: str) -> Action:
    with world.as_("auditor") as access:
        return Action.objects.within(access).select_related("objective__parent").get(plan=plan, number=number)


def test_the_plan_is_what_was_previewed(cast: Cast) -> None:
    here = cast.here
    plan = committed(here)
    assert (plan.title, plan.reference, plan.period_label) == ("Prevent plan 2017/18", "Appendix B", "2017/18")
    assert plan.columns[1] == {"field": "action", "heading": "Activity"}
    assert (plan.levels, plan.council_priorities) == (["Theme", "Action"], ["Safer streets"])
    with here.as_("auditor") as access:
        tree = Objective.objects.within(access).filter(plan=plan).values_list("number", "title", "depth")
        assert list(tree) == [("1", "Partnership", 0), ("1.1", "Governance", 1), ("2", "Training", 0)]
        front = FrontMatter.objects.within(access).get(plan=plan)
        terms = list(plan.glossary.values_list("term", "meaning"))
    assert (front.heading, front.body) == ("Why", ["Because.", {"list": ["One", "Two"]}])
    assert terms == [("CSP", "Community Safety Partnership; Community safety plan")]


def test_an_action_keeps_its_printed_cells(cast: Cast) -> None:
    plan = committed(cast.here)
    row = found(cast.here, plan, "2.1")
    assert row.objective.title == "Training"
    assert (row.text, row.leads_text, row.progress_text) == (
        "Train every ward manager.", "Police; Heath Trust", "Hall found",
    )  # fmt: skip
    assert (row.steps, row.outcomes, row.due_on) == (
        ["Book", "Teach"],
        ["Managers know whom to ask."],
        dt.date(2017, 12, 31),
    )
    assert row.note == "Cost: none\nRAG as printed: Amber"
    assert row.state == "in_progress"
    with cast.here.as_("auditor") as access:
        assert [each.text for each in Milestone.objects.within(access).filter(action=row)] == ["Find a hall"]


def test_a_rating_opens_no_round_and_only_complete_is_a_state(cast: Cast) -> None:
    actions = (action("1", "Train.", rag="complete"), action("2", "Meet.", rag="green"))
    plan = committed(cast.here, replace(PROPOSAL, actions=actions))
    assert found(cast.here, plan, "1").state == "complete"
    assert found(cast.here, plan, "2").state == "in_progress"
    with cast.here.as_("auditor"):
        assert not plan.rounds.exists()


def test_a_lead_is_a_body_only_by_its_very_name(cast: Cast) -> None:
    plan = committed(cast.here)
    with cast.here.as_("auditor") as access:
        leads = Lead.objects.within(access).filter(action__plan=plan).order_by("action__number", "order")
        named = [(lead.words, lead.kind, lead.nature, lead.agency) for lead in leads.select_related("agency")]
    assert named == [
        ("All agencies", "lead", "collective", None),
        ("Police", "lead", "agency", cast.here.agencies["police"]),
        ("Heath Trust", "partner", "agency", None),
    ]


@pytest.mark.parametrize(
    ("choice", "agency", "post"),
    [
        ("agency:health", "Northvale Health Trust", None),
        ("new_agency:health:Heath Hospital Trust", "Heath Hospital Trust", None),
        ("new_post:health:Head Nurse", None, "Head Nurse"),
        ("words", None, None),
    ],
)
def test_a_person_says_who_a_lead_is(cast: Cast, choice: str, agency: str | None, post: str | None) -> None:
    with cast.here.as_("coordinator") as by:
        batch = set_parties(by=by, batch=brought(by), choices={"Heath Trust": choice})
        plan = commit_import(by=by, batch=batch, **AGREED)
        lead = Lead.objects.within(by).select_related("agency", "post").get(action__plan=plan, words="Heath Trust")
        assert lead.agency == (Agency.objects.within(by).get(name=agency) if agency else None)
        assert lead.post == (Post.objects.within(by).get(name=post) if post else None)


def test_two_names_of_one_new_body_make_one_body(cast: Cast) -> None:
    leads = (ProposedLead("CoHNEL"), ProposedLead("CONEL"))
    proposal = replace(PROPOSAL, actions=(action("1", "Teach.", leads=leads),))
    choices = dict.fromkeys(
        ("CoHNEL", "CONEL"), "new_agency:education:College of Haringey, Enfield and North East London"
    )
    before = rows(cast.here)
    plan = committed(cast.here, proposal, choices=choices)
    assert rows(cast.here)["Agency"] == before["Agency"] + 1
    with cast.here.as_("auditor") as access:
        assert len({lead.agency_id for lead in Lead.objects.within(access).filter(action__plan=plan)}) == 1


def test_objectives_of_a_column_are_nodes_below_their_section(cast: Cast) -> None:
    one, two = ("Know the risk",), ("Share what is known",)
    actions = (
        action("1", "Ask.", objectives=one),
        action("2", "Tell.", objectives=two),
        action("3", "Ask again.", objectives=one),
    )
    plan = committed(cast.here, replace(PROPOSAL, actions=actions))
    rows = [found(cast.here, plan, number) for number in "123"]
    assert [(row.objective.title, row.objective.number, row.objective.depth) for row in rows] == [
        ("Know the risk", "1a", 1), ("Share what is known", "1b", 1), ("Know the risk", "1a", 1),
    ]  # fmt: skip
    assert rows[0].objective.parent is not None
    assert rows[0].objective.parent.title == "Partnership"


def test_what_is_deeper_than_a_plans_tree_stands_beside_its_parent(cast: Cast) -> None:
    sections = tuple(
        ProposedSection(f"s{level}", f"Level {level}", level=level, parent=level - 2 if level > 1 else None)
        for level in range(1, 6)
    )
    plan = committed(cast.here, replace(PROPOSAL, sections=sections, actions=(action("1", "Deep.", 4),)))
    with cast.here.as_("auditor") as access:
        tree = Objective.objects.within(access).filter(plan=plan).order_by("order").values_list("title", "depth")
        assert list(tree) == [("Level 1", 0), ("Level 2", 1), ("Level 3", 2), ("Level 4", 2), ("Level 5", 2)]


def test_actions_below_no_section_have_one_made_for_them(cast: Cast) -> None:
    plan = committed(cast.here, Proposal(PLAN, (), (action("1", "Meet.", None),)))
    assert found(cast.here, plan, "1").objective.title == "Actions"


def test_numbers_printed_twice_or_not_at_all(cast: Cast) -> None:
    same = [action("3", f"Same {n}.", 2) for n in range(3)]
    none = action("", "No number.", 2)
    long = action("see the annex to item 7 above", "Long number.", 2)
    plan = committed(cast.here, replace(PROPOSAL, actions=(*same, none, long)))
    with cast.here.as_("auditor") as access:
        stored = Action.objects.within(access).filter(plan=plan).order_by("order")
        assert [(row.number, row.number_is_generated) for row in stored] == [
            ("3", False), ("3a", True), ("3b", True), ("2.1", True), ("2.2", True),
        ]  # fmt: skip
        assert stored[1].note == "Number as printed: 3"


def test_words_longer_than_their_columns_are_kept_whole(cast: Cast) -> None:
    long = "word " * 100
    plan_facts = replace(PLAN, responsible=long.strip(), glossary=((long.strip(), "Meaning"),))
    lead = ProposedLead(long.strip())
    row = action("1", "Train.", leads=(lead,), leads_text=lead.text, timescale=Timescale("soon " * 250, ()))
    plan = committed(cast.here, replace(PROPOSAL, plan=plan_facts, actions=(row,)))
    assert plan.responsible.endswith("…")
    with cast.here.as_("auditor") as access:
        assert FrontMatter.objects.within(access).filter(plan=plan, heading="").get().body == [long.strip()]
        assert plan.glossary.get().meaning == f"{long.strip()}: Meaning"
        assert Lead.objects.within(access).get(action__plan=plan).words.endswith("…")
    stored = found(cast.here, plan, "1")
    assert stored.leads_text == long.strip()
    assert ("soon " * 250).strip() in stored.note


def test_a_spreadsheets_date_is_not_guessed_again_from_its_words(cast: Cast) -> None:
    known = Timescale("end of project", (Part(Kind.BY_DATE, "end of project", due_on=dt.date(2017, 9, 8)),))
    actions = (action("1", "Train.", timescale=known), action("2", "Meet.", timescale=timescale("May 2017")))
    plan = committed(cast.here, replace(PROPOSAL, actions=actions), starts_on=dt.date(2017, 1, 1))
    assert found(cast.here, plan, "1").due_on == dt.date(2017, 9, 8)
    assert found(cast.here, plan, "2").due_on == dt.date(2017, 5, 31)
    assert plan.period_label == "2017/18"


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        ({"title": " "}, "title", "Enter title"),
        ({"slug": "plan-2016-17"}, "slug", "already"),
        ({"slug": "Not a slug"}, "slug", "small letters"),
        ({"starts_on": None}, "starts_on", "does not say it"),
        ({"ends_on": dt.date(2017, 3, 31)}, "ends_on", "before its start"),
        ({"year_basis": "lunar"}, "year_basis", "Choose financial"),
        ({"choices": {"Police": "agency:nobody"}}, "Police", "Choose an agency"),
        ({"choices": {"Police": "new_agency:navy:Sailors"}}, "Police", "what kind of agency"),
        ({"choices": {"Police": "new_post:nobody:Chief"}}, "Police", "the agency of this post"),
    ],
)
def test_what_was_not_agreed_rightly_writes_nothing(cast: Cast, given: dict[str, Any], field: str, words: str) -> None:
    here = cast.here
    with here.as_("coordinator") as by:
        batch = brought(by)
    before = rows(here)
    with pytest.raises(Invalid) as refused, here.as_("coordinator") as by:
        commit_import(by=by, batch=batch, **(AGREED | given))
    assert words in refused.value.errors[field][0]
    assert rows(here) == before


@pytest.mark.parametrize("at", ["add_front_matter", "add_objective", "add_actions", "remember_layouts", "close"])
def test_a_failure_half_way_leaves_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch, at: str) -> None:
    here = cast.here
    with here.as_("coordinator") as by:
        batch = brought(by)
    before = rows(here)
    verb = getattr(committing, at)

    def fail(*args: Any, **given: Any) -> None:
        verb(*args, **given)
        raise ConnectionError("the cable was pulled")

    monkeypatch.setattr(committing, at, fail)
    choices = {"Heath Trust": "new_agency:health:Heath Hospital Trust"}
    with pytest.raises(ConnectionError), here.as_("coordinator") as by:
        commit_import(by=by, batch=batch, choices=choices, **AGREED)
    assert rows(here) == before
    with here.as_("auditor") as access:
        stored = ImportBatch.objects.within(access).get(pk=batch.pk)
        assert (stored.state, stored.plan, stored.version) == ("read", None, batch.version)


def test_an_action_that_cannot_stand_names_itself(cast: Cast) -> None:
    with pytest.raises(Invalid, match="4,000 characters or fewer"):
        committed(cast.here, replace(PROPOSAL, actions=(action("1", "x" * 4001),)))


def test_a_file_without_actions_is_not_committed(cast: Cast) -> None:
    with pytest.raises(Invalid, match="No actions were found"):
        committed(cast.here, replace(PROPOSAL, actions=()))


def test_a_commit_is_once_and_by_who_looked(cast: Cast) -> None:
    with cast.here.as_("coordinator") as by:
        batch = brought(by)
        set_parties(by=by, batch=batch, choices={"Police": "words"})
        with pytest.raises(Stale):
            commit_import(by=by, batch=batch, expected_version=batch.version, **AGREED)
        commit_import(by=by, batch=batch, expected_version=batch.version + 1, **AGREED)
        with pytest.raises(Closed, match="is a plan already"):
            commit_import(by=by, batch=batch, **(AGREED | {"slug": "again"}))


def test_the_file_stays_and_says_which_plan_it_became(cast: Cast) -> None:
    plan = committed(cast.here)
    with cast.here.as_("auditor") as access:
        batch = plan.imports.get()
        assert bytes(ImportFile.objects.within(access).get(batch=batch).content) == b"The file"
        reasons = list(batch.history.order_by("history_id").values_list("history_change_reason", flat=True))
    assert (batch.state, batch.name, len(batch.sha256)) == ("committed", "plan.docx", 64)
    assert reasons == ["File brought", "Read: 2 actions", "Imported as Prevent plan 2017/18"]


@pytest.mark.parametrize("who", ["administrator", "contributor", "board_member", "secretary", "auditor"])
def test_only_who_edits_plans_imports(cast: Cast, who: str) -> None:
    with cast.here.as_("coordinator") as by:
        batch = brought(by)
    with pytest.raises(NotAllowed), cast.here.as_(who) as by:
        commit_import(by=by, batch=batch, **AGREED)
    with pytest.raises(NotAllowed), cast.here.as_(who) as by:
        brought(by)


@pytest.mark.parametrize("who", ["contributor", "board_member", "secretary", "auditor"])
def test_bodies_are_named_by_who_edits_plans_or_looks_after_members(cast: Cast, who: str) -> None:
    names = {"slug": "navy", "name": "Sea Cadets", "short_name": "Cadets", "kind": "other"}
    with pytest.raises(NotAllowed), cast.here.as_(who) as by:
        add_agency(by=by, **names)
    with pytest.raises(NotAllowed), cast.here.as_(who) as by:
        add_post(by=by, slug="chief", name="Chief", agency=cast.here.agencies["police"])
    with cast.here.as_("administrator") as by:
        add_post(by=by, slug="chief", name="Chief", agency=add_agency(by=by, **names))


def test_another_partnerships_import_is_not_found(cast: Cast) -> None:
    with cast.elsewhere.as_("coordinator") as by:
        batch = brought(by)
    with pytest.raises(NotFound), cast.here.as_("coordinator") as by:
        commit_import(by=by, batch=batch, **AGREED)


def test_two_thousand_actions_are_committed_in_seconds(cast: Cast) -> None:
    sections = tuple(ProposedSection(f"s{n}", f"Section {n}", str(n + 1)) for n in range(40))
    actions = tuple(_large(n) for n in range(2000))
    started = time.monotonic()
    plan = committed(cast.here, replace(PROPOSAL, sections=sections, actions=actions))
    assert time.monotonic() - started < 300  # one by one would take far longer
    with cast.here.as_("auditor") as access:
        assert Action.objects.within(access).filter(plan=plan).count() == 2000
        assert Lead.objects.within(access).filter(action__plan=plan).count() == 4000


def _large(n: int) -> ProposedAction:
    leads = (ProposedLead("Police"), ProposedLead(f"Team {n % 50}"))
    facts: dict[str, Any] = {"leads": leads, "milestones": ("One", "Two"), "timescale": timescale("March 2018")}
    return action(f"{n % 40 + 1}.{n // 40 + 1}", f"Do thing {n}.", n % 40, **facts)


def test_the_source_may_be_missing(cast: Cast) -> None:
    """Of the tracker's own export there is none."""
    with cast.here.as_("coordinator") as by:
        batch = keep_reading(by=by, name="plan", content=b"x", options={}, reading=reading(PROPOSAL, None))
        assert ImportFile.objects.within(by).get(batch=batch).source == ""
