"""A newer version of a plan, as read from a file, beside the plan that stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from partners.roles import Permission
from partners.tenancy import Access
from plans.importers.proposal import Proposal, ProposedAction
from plans.models import Action, ActionState, Milestone, Objective, Plan
from plans.rules.compare import FieldChange, Stated, Value, compare

# What is compared, with the column of the file that would print it.
FIELDS = {
    "section": "",
    "steps": "steps",
    "leads_text": "leads",
    "timescale_text": "timescale",
    "milestones": "milestones",
    "outcomes": "outcomes",
    "progress_text": "progress",
}
NEVER_NONE = {"section", "leads_text", "timescale_text"}  # a blank one means "not stated" (domain.md)
ENDED = (ActionState.COMPLETE, ActionState.CANCELLED, ActionState.SUPERSEDED)


@dataclass(frozen=True)
class Added:
    key: str
    proposed: ProposedAction


@dataclass(frozen=True)
class Altered:
    key: str
    action: Action
    proposed: ProposedAction
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True)
class Gone:
    key: str
    action: Action


@dataclass(frozen=True)
class Differences:
    """What a newer version would change, item by item, each under the key by which a person chooses it."""

    added: tuple[Added, ...]
    altered: tuple[Altered, ...]
    gone: tuple[Gone, ...]
    same: int

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(key for items in (self.added, self.altered, self.gone) for key in (each.key for each in items))


def differences(access: Access, plan: Plan, proposal: Proposal) -> Differences:
    """Compare what was read with a plan. What ended before and is printed no more is not gone: it is done."""
    access.require(Permission.EDIT_PLAN)
    actions = {
        row.number: row for row in Action.objects.within(access).filter(plan=plan).order_by("objective__order", "order")
    }
    proposed = {each.key: each for each in proposal.actions}
    found = compare(_stored(access, plan, actions), [_proposed(proposal, each) for each in proposal.actions])
    return Differences(
        added=tuple(Added(f"added:{key}", proposed[key]) for key in found.added),
        altered=tuple(
            Altered(f"changed:{each.old}", actions[each.old], proposed[each.new], each.changes)
            for each in found.changed
        ),
        gone=tuple(Gone(f"gone:{key}", actions[key]) for key in found.gone if actions[key].state not in ENDED),
        same=len(found.same),
    )


def _stored(access: Access, plan: Plan, actions: Mapping[str, Action]) -> list[Stated]:
    objectives = {row.pk: row for row in Objective.objects.within(access).filter(plan=plan)}
    milestones = defaultdict(list)
    for row in Milestone.objects.within(access).filter(action__plan=plan).order_by("order"):
        milestones[row.action_id].append(milestone_words(row))

    def path(objective: Objective) -> tuple[str, ...]:
        above = path(objectives[objective.parent_id]) if objective.parent_id else ()
        return (*above, objective.title)

    def fields(action: Action) -> dict[str, Value]:
        plain = {name: getattr(action, name) for name in ("leads_text", "timescale_text", "progress_text")}
        lists = {"steps": tuple(action.steps), "outcomes": tuple(action.outcomes)}
        named = {"section": path(objectives[action.objective_id]), "milestones": tuple(milestones[action.pk])}
        return {name: (plain | lists | named)[name] for name in FIELDS}

    return [
        Stated(number, "" if row.number_is_generated else number, row.text, fields(row))
        for number, row in actions.items()
    ]


def milestone_words(row: Milestone) -> str:
    """A milestone as a file prints it: its words, and when it is due."""
    return f"{row.text} ({row.due_text})" if row.due_text else row.text


def section_path(proposal: Proposal, action: ProposedAction) -> tuple[str, ...]:
    """The titles above a proposed action, from the top; none where the file prints it below no section."""
    path: list[str] = ["\n".join(action.objectives)] if action.objectives else []
    index = action.section
    while index is not None:
        section = proposal.sections[index]
        path.insert(0, section.title)
        index = section.parent
    return tuple(path)


def _proposed(proposal: Proposal, action: ProposedAction) -> Stated:
    every: dict[str, Value] = {
        "section": section_path(proposal, action),
        "steps": action.steps,
        "leads_text": action.leads_text,
        "timescale_text": action.timescale.text,
        "milestones": action.milestones,
        "outcomes": action.outcomes,
        "progress_text": action.progress,
    }
    printed = set(proposal.plan.columns)
    said = {
        name: value for name, value in every.items() if value or (name not in NEVER_NONE and FIELDS[name] in printed)
    }
    return Stated(action.key, "" if action.number_is_generated else action.number, action.text, said)
