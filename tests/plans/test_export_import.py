"""Exported, imported, committed: the same plan stands in the database twice, whatever the format."""

from __future__ import annotations

import datetime as dt

import pytest

from plans.exporters import FORMATS
from plans.importers.propose import propose
from plans.models import FrontMatter, Lead, Plan
from plans.queries.export import plan_record
from plans.services.actions import LeadWords, add_action, add_milestone, mark_milestone
from plans.services.committing import commit_import
from plans.services.imports import keep_reading
from plans.services.markings import mark
from plans.services.plans import add_front_matter, add_glossary_entry, add_objective
from plans.services.requirements import choose_sets, map_requirement
from tests.cast import Cast, World

from .exporters.taken_back import exported


def enrich(world: World) -> None:
    """Give the plan of the cast something of everything."""
    with world.as_("coordinator") as by:
        add_front_matter(by=by, plan=world.plan, heading="Governance", body=["Four meetings.", {"list": ["A", "B"]}])
        add_glossary_entry(by=by, plan=world.plan, term="WRAP", meaning="A workshop")
        below = add_objective(
            by=by, plan=world.plan, parent=world.objectives[2], title="Halls that know whom they let to", number="3a",
            number_is_generated=True, paragraphs=["Hirers are asked."], outcomes=["No hall is misused."],
            requirements=["Publicly owned venues give extremists no platform."],
        )  # fmt: skip
        action = add_action(
            by=by, objective=below, text="Visit every hall.", number="H1", timescale_text="By July 2016",
            leads=[LeadWords("Police", agency=world.agencies["police"])], leads_text="Police",
            milestones=[("A list of halls", "May 2016"), ("Halls written to", "")],
            steps=["Write.", "Call."], outcomes=["Owners know the duty."],
            progress_text="Six so far.",
        )  # fmt: skip
        reached = add_milestone(by=by, action=action, text="Every hall visited", due_text="Awaits the list")
        mark_milestone(by=by, milestone=reached, done_on=dt.date(2016, 7, 12))


def take_back(world: World, kind: str) -> Plan:
    with world.as_("coordinator") as by:
        content = FORMATS[kind].write(plan_record(by, world.plan))
        reading = propose(content, f"plan.{kind}")
        batch = keep_reading(by=by, name=f"plan.{kind}", content=content, options={}, reading=reading)
        return commit_import(
            by=by, batch=batch, slug=f"again-{kind}", title=world.plan.title, starts_on=dt.date(2016, 4, 1),
            ends_on=dt.date(2017, 3, 31), year_basis="financial",
        )  # fmt: skip


@pytest.mark.parametrize("kind", FORMATS)
def test_the_plan_stands_twice(cast: Cast, kind: str) -> None:
    enrich(cast.here)
    again = take_back(cast.here, kind)
    with cast.here.as_("auditor") as access:
        ours, theirs = (exported(plan_record(access, plan)) for plan in (cast.here.plan, again))
    if kind != "json":  # the cast's leads have no printed cell, so who they are is read from their names
        for action in (*ours["actions"], *theirs["actions"]):
            del action["names"]
    if kind == "csv":  # a table alone holds nothing of what stands around it
        for name in ("glossary", "front_matter", "columns", "levels"):
            del ours[name], theirs[name]
    assert theirs == ours


def test_leads_are_known_again(cast: Cast) -> None:
    enrich(cast.here)
    again = take_back(cast.here, "json")
    with cast.here.as_("auditor") as access:
        found = plan_record(access, again).actions[-1]
    assert [(lead.words, lead.agency) for lead in found.leads] == [("Police", "police")]


def test_markings_their_reasons_and_requirements_come_back_from_json(cast: Cast) -> None:
    here = cast.here
    enrich(here)
    with here.as_("coordinator") as by:
        choose_sets(by=by, plan=here.plan, sets=["council-toolkit"])
        map_requirement(by=by, plan=here.plan, code="council-toolkit/training", actions=[here.actions[1]])
        things = [
            here.plan,
            here.objectives[0],
            here.actions[1],
            FrontMatter.objects.within(by).get(plan=here.plan),
            Lead.objects.within(by).filter(action=here.actions[2]).first(),
        ]
        for thing in things:
            assert thing is not None
            mark(by=by, thing=thing, marking="restricted", reason="12A-7")
    again = take_back(here, "json")
    with here.as_("auditor") as access:
        ours, theirs = (plan_record(access, plan) for plan in (here.plan, again))
        assert (again.marking, again.marking_reason, again.requirement_sets) == (
            "restricted",
            "12A-7",
            ["council-toolkit"],
        )
    assert theirs.front_matter == ours.front_matter
    assert [(row.marking, row.marking_reason) for row in theirs.objectives] == [
        (row.marking, row.marking_reason) for row in ours.objectives
    ]
    facts = [
        [(row.number, row.marking, row.marking_reason, row.requirement_codes) for row in record.actions]
        for record in (ours, theirs)
    ]
    assert facts[0] == facts[1]
    assert ("2.1", "restricted", "12A-7", ("council-toolkit/training",)) in facts[1]
    leads = [[(lead.words, lead.marking) for row in record.actions for lead in row.leads] for record in (ours, theirs)]
    assert leads[0] == leads[1]
    assert ("Police", "restricted") in leads[1]
