"""The plan's own facts: its headings and words, and the tree of its objectives."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Callable

from plans.models import Action, FrontMatter, GlossaryEntry, Objective
from plans.queries.as_at import as_at, overlay

from .. import document as doc
from .marks import MARKING
from .reading import Known


def plan_facts(known: Known) -> doc.PlanFacts:
    """The plan without its tree. Three queries."""
    plan = known.plan
    matter = as_at(known.access, FrontMatter, known.as_at, plan_id=plan.pk)
    overlay(known.access, matter, known.moment, MARKING)
    glossary = as_at(known.access, GlossaryEntry, known.as_at, plan_id=plan.pk)
    return doc.PlanFacts(
        title=plan.title,
        period=plan.period_label,
        reference=plan.reference,
        subtitle=plan.subtitle,
        table_title=plan.table_title,
        edition_words=plan.edition_words,
        responsible=plan.responsible,
        priorities=tuple(plan.council_priorities),
        levels=tuple(plan.levels),
        columns=tuple((column["field"], column["heading"]) for column in plan.columns),
        front_matter=tuple(_front_matter(known, row) for row in sorted(matter, key=lambda row: (row.order, row.pk))),
        glossary=tuple(
            (row.term, row.meaning) for row in sorted(glossary, key=lambda row: (row.order, row.term, row.pk))
        ),
        **known.marks.plan.facts,
    )


def _front_matter(known: Known, row: FrontMatter) -> doc.FrontMatterFacts:
    return doc.FrontMatterFacts(row.heading, tuple(map(_block, row.body)), **known.marks.plan.below(row).facts)


def _block(part: str | dict[str, list[str]]) -> doc.Block:
    return doc.Block(text=part) if isinstance(part, str) else doc.Block(items=tuple(part["list"]))


def objective_facts(known: Known, action_facts: Callable[[Action], doc.ActionFacts]) -> tuple[doc.ObjectiveFacts, ...]:
    """The tree in printed order, each action as `action_facts` has it."""
    children: dict[uuid.UUID | None, list[Objective]] = defaultdict(list)
    for row in known.objectives:
        children[row.parent_id].append(row)
    actions: dict[uuid.UUID, list[Action]] = defaultdict(list)
    for action in known.actions:
        actions[action.objective_id].append(action)

    def node(row: Objective) -> doc.ObjectiveFacts:
        return doc.ObjectiveFacts(
            number=row.number,
            title=row.title,
            level=known.plan.levels[row.depth] if row.depth < len(known.plan.levels) else "",
            number_is_generated=row.number_is_generated,
            paragraphs=tuple(row.paragraphs),
            outcomes=tuple(row.outcomes),
            requirements=tuple(row.requirements),
            actions=tuple(action_facts(action) for action in actions[row.pk]),
            children=tuple(node(child) for child in children[row.pk]),
            key=str(row.pk),
            **known.marks.of_objective(row.pk).facts,
        )

    return tuple(node(row) for row in children[None])
