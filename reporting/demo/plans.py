"""A plan of the demonstration: what its coordinator did to write it, endorse it and close it."""

from __future__ import annotations

import datetime as dt

from partners.roles import Role
from partners.tenancy import Access
from plans.models import Objective, Plan
from plans.services.actions import LeadWords, add_action
from plans.services.plans import add_front_matter, add_glossary_entry, add_objective, create_plan, set_stage

from .entries import LONDON, Entry
from .files import PlanFile
from .world import Event, World

WRITTEN_AT, STAGE_AT = dt.time(9, 0), dt.time(18, 0)


def plan_events(file: PlanFile) -> list[Event]:
    """The plan is written some weeks before its period; its stage is set on the day that it prints.

    A plan that is closed by now was endorsed when its period began: until then it was reported on.
    """
    coordinator = file.partnership.first(Role.COORDINATOR)

    def event(day: dt.date, at: dt.time, stage: str) -> Event:
        return Event(
            dt.datetime.combine(day, at, tzinfo=LONDON),
            coordinator,
            file.entry,
            lambda by, world: set_stage(by=by, plan=world.plan, stage=stage, on=day),
        )

    written = dt.datetime.combine(file.created_on, WRITTEN_AT, tzinfo=LONDON)
    events = [Event(written, coordinator, file.entry, lambda by, world: _write(by, world, file))]
    stage = file.entry["stage"]
    if stage == Plan.Stage.CLOSED:
        events.append(event(file.entry.entry("period").day("starts_on"), WRITTEN_AT, Plan.Stage.ENDORSED))
    if stage != Plan.Stage.DRAFT:
        events.append(event(file.entry.day("stage_on"), STAGE_AT, stage))
    return events


def _write(by: Access, world: World, file: PlanFile) -> None:
    entry, period = file.entry, file.entry.entry("period")
    plan = world.plan = create_plan(
        by=by,
        slug=file.slug,
        title=entry["title"],
        starts_on=period.day("starts_on"),
        ends_on=period.day("ends_on"),
        period_label=period["label"],
        year_basis=period["year_basis"],
        marking=entry["marking"],
        columns=[{"field": column["field"], "heading": column.text("heading")} for column in entry.entries("columns")],
        **{
            name: entry.text(name)
            for name in ("reference", "subtitle", "table_title", "edition_words", "responsible", "note")
        },
        **{name: entry.texts(name) for name in ("council_priorities", "indicators", "levels")},
    )
    for part in entry.entries("front_matter"):
        add_front_matter(by=by, plan=plan, heading=part.text("heading"), body=part["body"])
    for term in entry.entries("glossary"):
        add_glossary_entry(by=by, plan=plan, term=term["term"], meaning=term["meaning"])
    world.actions, world.rounds, world.updates, world.measures = {}, {}, {}, {}
    for objective in entry.entries("objectives"):
        _objective(by, world, plan, objective, None)


def _objective(by: Access, world: World, plan: Plan, entry: Entry, parent: Objective | None) -> None:
    row = add_objective(
        by=by,
        plan=plan,
        parent=parent,
        title=entry["title"],
        number=entry.text("number"),
        number_is_generated=entry.flag("number_is_generated"),
        **{name: entry.texts(name) for name in ("paragraphs", "outcomes", "requirements")},
    )
    for action in entry.entries("actions"):
        _action(by, world, row, action)
    for below in entry.entries("objectives"):
        _objective(by, world, plan, below, row)


def _action(by: Access, world: World, objective: Objective, entry: Entry) -> None:
    number = entry["number"]
    world.actions[number] = add_action(
        by=by,
        objective=objective,
        number=number,
        number_is_generated=entry.flag("number_is_generated"),
        text=entry["text"],
        timescale_text=entry.text("timescale"),
        leads=[_lead(world, lead) for lead in entry.entries("leads")],
        milestones=[(milestone["text"], milestone.text("due")) for milestone in entry.entries("milestones")],
        row=entry.text("row"),
        steps=entry.texts("steps"),
        outcomes=entry.texts("outcomes"),
        leads_text=entry.text("leads_as_printed"),
        progress_text=entry.text("progress"),
        state=entry["state"],
        marking=entry.text("marking"),
        note=entry.text("note"),
    )


def _lead(world: World, entry: Entry) -> LeadWords:
    return LeadWords(
        words=entry["words"],
        kind=entry["kind"],
        nature=entry["is"],
        agency=world.agencies.get(entry.get("agency") or ""),
        post=world.posts.get(entry.get("post") or ""),
    )
