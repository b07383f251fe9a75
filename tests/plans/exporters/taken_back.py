"""A plan beside what an import proposes of its export: each as plain values that can be compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from plans.exporters.record import ActionRecord, LeadRecord, MilestoneRecord, ObjectiveRecord, PlanRecord
from plans.importers.proposal import Proposal, ProposedAction, ProposedLead, ProposedSection

Plain = dict[str, Any]
FACTS = (
    "title", "reference", "subtitle", "table_title", "edition_words", "responsible", "period_label", "starts_on",
    "ends_on", "year_basis", "council_priorities", "indicators", "levels",
)  # fmt: skip


def exported(record: PlanRecord) -> Plain:
    nodes = list(_nodes(record.objectives, 1))
    return {
        **{name: getattr(record, name) for name in FACTS},
        "columns": [(column.field, column.heading) for column in record.columns],
        "glossary": [(term.term, term.meaning) for term in record.glossary],
        "front_matter": [
            (part.heading, [{"list": list(block.items)} if block.items else block.text for block in part.blocks])
            for part in record.front_matter
        ],
        "sections": [_section(level, node) for level, node in nodes],
        "actions": [_action(node.number, action) for _, node in nodes for action in node.actions],
    }


def proposed(proposal: Proposal) -> Plain:
    plan = proposal.plan
    return {
        **{name: getattr(plan, name) for name in FACTS},
        "columns": list(plan.columns.items()),
        "glossary": list(plan.glossary),
        "front_matter": [(heading, list(body)) for heading, body in plan.front_matter],
        "sections": [_section(section.level, section) for section in proposal.sections],
        "actions": [
            _action(proposal.sections[action.section].number if action.section is not None else "", action)
            for action in proposal.actions
        ],
    }


def _nodes(objectives: tuple[ObjectiveRecord, ...], level: int) -> Iterator[tuple[int, ObjectiveRecord]]:
    for node in objectives:
        yield level, node
        yield from _nodes(node.children, level + 1)


def _section(level: int, node: ObjectiveRecord | ProposedSection) -> Plain:
    fields = ("number", "number_is_generated", "title", "paragraphs", "requirements", "outcomes")
    return {"level": level, **{name: getattr(node, name) for name in fields}}


def _action(section: str, action: ActionRecord | ProposedAction) -> Plain:
    fields = ("number", "number_is_generated", "text", "steps", "outcomes")
    leads = [
        (lead.words if isinstance(lead, LeadRecord) else lead.text, lead.kind, lead.nature) for lead in _leads(action)
    ]
    return {
        "section": section,
        "leads": action.leads_text or "; ".join(words for words, _, _ in leads),  # the cell as printed
        "names": leads,
        **{name: getattr(action, name) for name in fields},
        "timescale": action.timescale.text,
        "parts": [(part.kind, part.starts_on, part.due_on) for part in action.timescale.parts],
        "milestones": [each if isinstance(each, str) else _milestone(each) for each in action.milestones],
        "progress": action.progress if isinstance(action, ProposedAction) else action.progress_text,
    }


def _leads(action: ActionRecord | ProposedAction) -> Sequence[LeadRecord | ProposedLead]:
    return action.leads


def _milestone(milestone: MilestoneRecord) -> str:
    """As a file prints it, its due words in brackets."""
    return f"{milestone.text} ({milestone.due_text})" if milestone.due_text else milestone.text
