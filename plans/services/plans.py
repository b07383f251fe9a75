"""Plans and their tree."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max

from partners.roles import Permission
from partners.tenancy import Access
from plans.models import FrontMatter, GlossaryEntry, Objective, Plan
from prevent_tracker.core.errors import Invalid, NotFound
from prevent_tracker.core.text import clean_cells, clean_text

from .saving import hold_plan, plan_for_change, same_partnership, save


@transaction.atomic
def create_plan(*, by: Access, slug: str, title: str, starts_on: dt.date, ends_on: dt.date, **facts: Any) -> Plan:
    """A plan and its printed facts (`plans.models.Plan`)."""
    by.require(Permission.EDIT_PLAN)
    if ends_on < starts_on:
        raise Invalid({"ends_on": "The end of the period must not be before its start."})
    title = clean_text(title, "title", label="Title", max_length=300, required=True)
    cells = clean_cells(facts)
    plan = Plan(partnership=by.partnership, slug=slug, title=title, starts_on=starts_on, ends_on=ends_on, **cells)
    return save(plan, "Plan added")


@transaction.atomic
def set_stage(*, by: Access, plan: Plan, stage: str, on: dt.date) -> Plan:
    """Say how far a plan is, and since when. A closed plan takes no changes until it is put back."""
    by.require(Permission.EDIT_PLAN)
    if stage not in Plan.Stage.values:
        raise Invalid({"stage": "Choose draft, endorsed, published or closed."})
    row = hold_plan(by, plan.pk)
    row.stage, row.stage_on = stage, on
    return save(row, f"Plan {Plan.Stage(stage).label.lower()}")


@transaction.atomic
def add_front_matter(*, by: Access, plan: Plan, heading: str, body: Sequence[str | Mapping[str, Any]]) -> FrontMatter:
    """A headed section before the table; `body` as in `plans.models.FrontMatter`."""
    by.require(Permission.EDIT_PLAN)
    plan_for_change(by, plan.pk)
    row = FrontMatter(
        partnership=by.partnership,
        order=FrontMatter.objects.within(by).filter(plan=plan).count(),
        **clean_cells({"heading": heading, "body": list(body)}, labels={"body": "Text"}),
        **same_partnership(by, plan=plan),
    )
    return save(row, "Front matter added")


@transaction.atomic
def add_glossary_entry(*, by: Access, plan: Plan, term: str, meaning: str) -> GlossaryEntry:
    by.require(Permission.EDIT_PLAN)
    plan_for_change(by, plan.pk)
    row = GlossaryEntry(
        partnership=by.partnership,
        order=GlossaryEntry.objects.within(by).filter(plan=plan).count(),
        **clean_cells({"term": term, "meaning": meaning}),
        **same_partnership(by, plan=plan),
    )
    return save(row, "Glossary entry added")


@transaction.atomic
def add_objective(*, by: Access, plan: Plan, title: str, parent: Objective | None = None, **facts: Any) -> Objective:
    """Add a node at the end of the plan's tree, at most three deep. `facts`: as in `plans.models.Objective`."""
    by.require(Permission.EDIT_PLAN)
    plan_for_change(by, plan.pk)
    if parent is not None and parent.plan_id != plan.pk:
        raise NotFound("There is no such parent.")
    depth = parent.depth + 1 if parent else 0
    if depth > 2:
        raise Invalid({"parent": "A plan's tree is at most three levels deep: choose a higher objective."})
    last = Objective.objects.within(by).filter(plan=plan).aggregate(last=Max("order"))["last"]
    row = Objective(
        partnership=by.partnership,
        depth=depth,
        order=0 if last is None else last + 1,
        title=clean_text(title, "title", label="Title", max_length=4000, required=True),
        **same_partnership(by, plan=plan, parent=parent),
        **clean_cells(facts),
    )
    return save(row, "Objective added")
