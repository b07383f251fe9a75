"""A plan exported by this tracker (exporters/record.py) taken in again, without loss."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.db import transaction

from partners.tenancy import Access
from plans.exporters.record import ActionRecord, LeadRecord, MilestoneRecord, ObjectiveRecord, PlanRecord
from plans.importers.own import body
from plans.importers.proposal import ProposedLead
from plans.models import Action, Milestone, Objective, Plan
from plans.rules.requirements import SETS, requirement_of

from .actions import mark_milestone
from .adding import LeadWords, NewAction, add_actions
from .markings import mark
from .parties import Parties
from .plans import add_front_matter, add_glossary_entry, add_objective, create_plan, set_stage

_FACTS = (
    "period_label",
    "year_basis",
    "reference",
    "subtitle",
    "table_title",
    "edition_words",
    "marking",
    "marking_reason",
    "responsible",
)
_LISTS = ("council_priorities", "indicators", "levels")
_MARKED = ("marking", "marking_reason")
_ACTION_FACTS = ("number_is_generated", "row", "leads_text", "progress_text", "state", "note", *_MARKED)
_ACTION_LISTS = ("steps", "outcomes")
_OBJECTIVE_FACTS = ("number", "number_is_generated", *_MARKED)
_OBJECTIVE_LISTS = ("paragraphs", "outcomes", "requirements")
Pair = tuple[Objective, ActionRecord]


@transaction.atomic
def import_record(*, by: Access, record: PlanRecord, slug: str, parties: Parties | None = None) -> Plan:
    """Make the plan that a record says: its words, tree, actions, leads, milestones, markings, states and stage.

    Requirements of sets that this program does not have are left out.
    What rounds said (`status`) and the partnership's own RAG key are not taken in: they are this record's surroundings.
    A lead's agency or post is found by its slug and name; one that is not here stays words, unless a choice says who.
    """
    known = parties or Parties(by, {})
    plan = create_plan(
        by=by,
        slug=slug,
        title=record.title,
        starts_on=record.starts_on,
        ends_on=record.ends_on,
        note=record.note,
        columns=[{"field": column.field, "heading": column.heading} for column in record.columns],
        **{name: getattr(record, name) for name in _FACTS},
        requirement_sets=[name for name in record.requirement_sets if name in SETS],
        **{name: list(getattr(record, name)) for name in _LISTS},
    )
    for part in record.front_matter:
        row = add_front_matter(by=by, plan=plan, heading=part.heading, body=body(part.blocks))
        if part.marking:
            mark(by=by, thing=row, marking=part.marking, reason=part.marking_reason)
    for term in record.glossary:
        add_glossary_entry(by=by, plan=plan, term=term.term, meaning=term.meaning)
    pairs = [pair for root in record.objectives for pair in _tree(by, plan, root, None)]
    entries = [_entry(objective, action, known) for objective, action in pairs]
    added = add_actions(by=by, plan_id=plan.pk, entries=entries)
    _reach_milestones(by, zip(added, (action for _, action in pairs), strict=True))
    if (record.stage, record.stage_on) != (plan.stage, plan.stage_on) and record.stage_on:
        plan = set_stage(by=by, plan=plan, stage=record.stage, on=record.stage_on)
    return plan


def _tree(by: Access, plan: Plan, node: ObjectiveRecord, parent: Objective | None) -> Iterator[Pair]:
    objective = add_objective(
        by=by,
        plan=plan,
        title=node.title,
        parent=parent,
        **{name: getattr(node, name) for name in _OBJECTIVE_FACTS},
        **{name: list(getattr(node, name)) for name in _OBJECTIVE_LISTS},
    )
    for action in node.actions:
        yield objective, action
    for child in node.children:
        yield from _tree(by, plan, child, objective)


def _entry(objective: Objective, action: ActionRecord, parties: Parties) -> NewAction:
    facts = {name: getattr(action, name) for name in _ACTION_FACTS}
    return NewAction(
        objective=objective,
        text=action.text,
        number=action.number,
        timescale_text=action.timescale.text,
        timescale=action.timescale,
        leads=[_lead(lead, parties) for lead in action.leads],
        milestones=[(milestone.text, milestone.due_text) for milestone in action.milestones],
        facts=facts
        | {name: list(getattr(action, name)) for name in _ACTION_LISTS}
        | {"requirement_codes": [code for code in action.requirement_codes if requirement_of(code)]},
    )


def _lead(lead: LeadRecord, parties: Parties) -> LeadWords:
    """A choice of the person comes first; else the slug decides where its name agrees: in another partnership it may
    mean another body."""
    if lead.words in parties.choices:
        chosen = parties.lead(ProposedLead(lead.words, lead.kind, lead.nature))
        return replace(chosen, marking=lead.marking, marking_reason=lead.marking_reason)
    agency, post = parties.agencies.get(f"agency:{lead.agency}"), parties.posts.get(f"post:{lead.post}")
    return LeadWords(
        lead.words,
        lead.kind,
        lead.nature,
        agency if agency and agency.name == lead.agency_name else None,
        post if post and post.name == lead.post_name else None,
        lead.marking,
        lead.marking_reason,
    )


def _reach_milestones(by: Access, pairs: Iterator[tuple[Action, ActionRecord]]) -> None:
    """Milestones were added open; those that were reached are marked so."""
    reached = [
        (action, record.milestones) for action, record in pairs if any(each.done_on for each in record.milestones)
    ]
    for action, records in reached:
        _mark(by, list(Milestone.objects.within(by).filter(action=action).order_by("order")), records)


def _mark(by: Access, rows: Sequence[Milestone], records: Sequence[MilestoneRecord]) -> None:
    for row, record in zip(rows, records, strict=True):
        if record.done_on:
            mark_milestone(by=by, milestone=row, done_on=record.done_on)
