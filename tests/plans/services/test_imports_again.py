"""A newer version of a plan: what differs, and what is chosen of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from partners.tenancy import Access
from plans.importers.proposal import Proposal, ProposedLead, ProposedSection
from plans.models import Action, DeadlineChange, ImportBatch, Lead, Milestone, Objective
from plans.queries.versions import Differences, differences
from plans.services.actions import add_milestone, change_state
from plans.services.batches import current_proposal
from plans.services.imports import keep_reading
from plans.services.reimport import apply_reimport
from prevent_tracker.core.errors import Closed, Invalid, NotAllowed, NotFound, Stale
from tests.cast import Cast, World

from .proposals import PLAN, action, reading, timescale

COLUMNS = {"number": "No.", "action": "Activity", "leads": "Lead", "timescale": "By when", "outcomes": "Result"}
SECTIONS = tuple(
    ProposedSection(f"s{n}", title, str(n)) for n, title in enumerate(("Partnership", "Training", "Venues"))
)
POLICE, HEALTH = ProposedLead("Police"), ProposedLead("Health Trust")
# The cast's plan as its next version prints it, with nothing changed.
ACTIONS = (
    action("1.1", "Meet four times a year.", 0, timescale=timescale("quarterly")),
    action("2.1", "Train every front-line officer.", 1, timescale=timescale("December 2016"), leads=(POLICE,)),
    action("2.2", "Train every ward manager.", 1, timescale=timescale("March 2017"), leads=(POLICE, HEALTH)),
    action("3.1", "Review how halls are let.", 2, timescale=timescale("Ongoing"), leads=(HEALTH,)),
)
NEWER = Proposal(replace(PLAN, columns=COLUMNS), SECTIONS, ACTIONS)


def newer(**changes: dict[str, Any]) -> Proposal:
    """The next version with some actions changed, by number ("a21" for 2.1)."""
    wanted = {f"{name[1]}.{name[2]}": facts for name, facts in changes.items()}
    return replace(NEWER, actions=tuple(replace(each, **wanted.get(each.number, {})) for each in ACTIONS))


def brought(by: Access, world: World, proposal: Proposal) -> ImportBatch:
    return keep_reading(by=by, name="v2.docx", content=b"2", options={}, reading=reading(proposal), into=world.plan)


def apply(world: World, proposal: Proposal, *chosen: str) -> Differences:
    """Bring the version, choose, and say what still differs."""
    with world.as_("coordinator") as by:
        batch = brought(by, world, proposal)
        apply_reimport(by=by, batch=batch, plan=world.plan, chosen=chosen)
        return differences(by, world.plan, proposal)


@pytest.fixture
def access(cast: Cast) -> Iterator[Access]:
    with cast.here.as_("coordinator") as by:
        yield by


def stored(access: Access, world: World, number: str) -> Action:
    return Action.objects.within(access).select_related("objective").get(plan=world.plan, number=number)


def test_the_same_version_differs_in_nothing(cast: Cast, access: Access) -> None:
    found = differences(access, cast.here.plan, NEWER)
    assert (found.keys, found.same) == ((), 4)


def test_what_differs_is_named(cast: Cast, access: Access) -> None:
    proposal = newer(a21={"timescale": timescale("June 2017")}, a31={"text": "Review how halls and rooms are let."})
    proposal = replace(proposal, actions=(*proposal.actions[1:], action("2.3", "Teach drivers.", 1)))
    found = differences(access, cast.here.plan, proposal)
    assert found.keys == ("added:a2.3", "changed:2.1", "changed:3.1", "gone:1.1")
    assert [change.field for row in found.altered for change in row.changes] == ["timescale_text", "text"]


def test_a_blank_cell_means_not_stated_but_an_empty_column_is_empty(cast: Cast, access: Access) -> None:
    Action.objects.within(access).filter(number="2.1").update(outcomes=["All trained"], leads_text="Police")
    proposal = newer(a21={"timescale": timescale(""), "leads": ()})
    assert [
        change.field for row in differences(access, cast.here.plan, proposal).altered for change in row.changes
    ] == ["outcomes"]
    without = replace(proposal, plan=replace(PLAN, columns={"action": "Activity"}))
    assert differences(access, cast.here.plan, without).keys == ()


def test_what_was_finished_before_is_not_gone(cast: Cast, access: Access) -> None:
    change_state(by=access, action=cast.here.actions[0], state="complete")
    assert differences(access, cast.here.plan, replace(NEWER, actions=ACTIONS[1:])).gone == ()


def test_a_new_deadline_stands_in_the_ledger(cast: Cast) -> None:
    proposal = newer(a21={"timescale": timescale("June 2017")})
    assert apply(cast.here, proposal, "changed:2.1").keys == ()
    with cast.here.as_("auditor") as access:
        line = DeadlineChange.objects.within(access).get()
        assert (line.old_text, line.new_text) == ("December 2016", "June 2017")
        assert line.reason == "New version of the plan imported: v2.docx"
        assert line.agreed_by == cast.here.people["coordinator"].name


def test_reworded_cells_leads_and_place(cast: Cast) -> None:
    changes: dict[str, Any] = {
        "text": "Train every front-line officer and driver.", "leads": (HEALTH,), "leads_text": "Health Trust",
        "outcomes": ("All trained",), "steps": ("Book",), "progress": "Begun", "section": 2,
    }  # fmt: skip
    assert apply(cast.here, newer(a21=changes), "changed:2.1").keys == ()
    with cast.here.as_("auditor") as access:
        row = stored(access, cast.here, "2.1")
        assert (row.text, row.outcomes, row.steps, row.progress_text) == (
            changes["text"], ["All trained"], ["Book"], "Begun",
        )  # fmt: skip
        assert (row.objective.title, row.leads_text) == ("Venues", "Health Trust")
        assert Lead.objects.within(access).get(action=row).agency == cast.here.agencies["health"]
        reasons = set(row.history.values_list("history_change_reason", flat=True))
    assert "New version of the plan imported: v2.docx" in reasons


def test_milestones_that_stay_keep_their_day(cast: Cast) -> None:
    with cast.here.as_("coordinator") as by:
        kept = add_milestone(by=by, action=cast.here.actions[1], text="Find a hall", due_text="May 2016")
        add_milestone(by=by, action=cast.here.actions[1], text="Print")
    proposal = newer(a21={"milestones": ("Find a hall (May 2016)", "Teach")})
    assert apply(cast.here, proposal, "changed:2.1").keys == ()
    with cast.here.as_("auditor") as access:
        rows = list(Milestone.objects.within(access).filter(action=cast.here.actions[1]))
        assert [(row.text, row.pk == kept.pk) for row in rows] == [("Find a hall", True), ("Teach", False)]


def test_an_added_action_finds_its_section_or_makes_it(cast: Cast) -> None:
    sections = (*SECTIONS, ProposedSection("s9", "Schools", "4"))
    added = (action("2.3", "Teach drivers.", 1), action("", "Teach pupils.", 3, number_is_generated=True))
    proposal = replace(NEWER, sections=sections, actions=(*ACTIONS, *added))
    assert apply(cast.here, proposal, "added:a2.3", "added:a").keys == ()
    with cast.here.as_("auditor") as access:
        assert stored(access, cast.here, "2.3").objective == cast.here.objectives[1]
        schools = Objective.objects.within(access).get(plan=cast.here.plan, title="Schools")
        assert Action.objects.within(access).get(objective=schools).text == "Teach pupils."


def test_what_is_gone_is_cancelled_with_its_reason(cast: Cast) -> None:
    assert apply(cast.here, replace(NEWER, actions=ACTIONS[1:]), "gone:1.1").gone == ()
    with cast.here.as_("auditor") as access:
        row = stored(access, cast.here, "1.1")
        assert row.state == "cancelled"
        assert row.history.first().history_change_reason == "Cancelled: New version of the plan imported: v2.docx"


def test_only_what_is_chosen_is_applied(cast: Cast) -> None:
    proposal = newer(a21={"text": "Train each front-line officer."}, a22={"text": "Train each ward manager."})
    left = apply(cast.here, proposal, "changed:2.2")
    assert left.keys == ("changed:2.1",)
    with cast.here.as_("auditor") as access:
        batch = ImportBatch.objects.within(access).get()
        assert (batch.state, batch.plan) == ("committed", cast.here.plan)


def test_who_leads_were_is_remembered(cast: Cast) -> None:
    """A name that a person matched in this plan means the same in its next version."""
    with cast.here.as_("coordinator") as by:
        Lead.objects.within(by).filter(words="Health Trust").update(words="HT")
    proposal = newer(a21={"leads": (ProposedLead("HT"),), "leads_text": "HT"})
    apply(cast.here, proposal, "changed:2.1")
    with cast.here.as_("auditor") as access:
        lead = Lead.objects.within(access).get(action=cast.here.actions[1])
        assert (lead.words, lead.agency) == ("HT", cast.here.agencies["health"])


@pytest.mark.parametrize(("chosen", "words"), [((), "at least one"), (("gone:9",), "Look at the differences again")])
def test_no_choice_and_a_stale_one_are_refused(cast: Cast, chosen: tuple[str, ...], words: str) -> None:
    with pytest.raises(Invalid, match=words):
        apply(cast.here, newer(a21={"text": "Train."}), *chosen)


def test_a_failure_half_way_leaves_nothing(cast: Cast) -> None:
    proposal = newer(a21={"text": "Train each front-line officer."}, a22={"text": "x" * 4001})
    with pytest.raises(Invalid):
        apply(cast.here, proposal, "changed:2.1", "changed:2.2")
    with cast.here.as_("auditor") as access:
        assert stored(access, cast.here, "2.1").text == "Train every front-line officer."
        assert not ImportBatch.objects.within(access).exists()


def test_refusals(cast: Cast) -> None:
    here, proposal = cast.here, newer(a21={"text": "Train each front-line officer."})
    with here.as_("coordinator") as by:
        batch = brought(by, here, proposal)
        other = keep_reading(by=by, name="v2.docx", content=b"2", options={}, reading=reading(proposal))
        with pytest.raises(NotFound, match="not brought as a newer version"):
            apply_reimport(by=by, batch=other, plan=here.plan, chosen=["changed:2.1"])
        with pytest.raises(Stale):
            apply_reimport(by=by, batch=batch, plan=here.plan, chosen=["changed:2.1"], expected_version=9)
        assert current_proposal(by, batch) == proposal
    with pytest.raises(NotAllowed), here.as_("contributor") as by:
        apply_reimport(by=by, batch=batch, plan=here.plan, chosen=["changed:2.1"])
    with here.as_("coordinator") as by:
        apply_reimport(by=by, batch=batch, plan=here.plan, chosen=["changed:2.1"])
        with pytest.raises(Closed):
            apply_reimport(by=by, batch=batch, plan=here.plan, chosen=["changed:2.1"])
