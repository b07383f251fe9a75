"""Adding actions to a plan, one or thousands: the same rules, the same history, few statements."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Max

from partners.models import Agency, Post
from partners.roles import Permission
from partners.tenancy import Access
from plans.models import Action, Lead, Milestone, Objective, Plan
from plans.rules.timescale import Timescale, due_on
from plans.rules.timescale_reader import Context
from prevent_tracker.core.errors import Invalid, NotFound
from prevent_tracker.core.text import clean_cells, clean_text

from .requests import ask, open_round
from .saving import insert, plan_for_change, same_partnership
from .telling import actions_changed
from .timescales import context, read_into, refresh_due_dates

TEXT_LENGTH = 4000
TIMESCALE_LENGTH = 1000
PREFIX_LENGTH = 15  # of a generated number, which has 20 characters
WORDS_LENGTH = 300  # of a lead, and of a milestone's due words
CELLS = {"leads_text": "Leads", "progress_text": "Progress", "row": "Printed row"}  # what else a cell is not called


@dataclass(frozen=True)
class LeadWords:
    """One name of a lead cell: the words as printed and who they are, as far as a person has decided.

    A marking is for a new lead: one that stands already keeps its own (services/markings.py).
    """

    words: str
    kind: str = Lead.Kind.LEAD
    nature: str = Lead.Nature.AGENCY
    agency: Agency | None = None
    post: Post | None = None
    marking: str = ""
    marking_reason: str = ""


@dataclass(frozen=True)
class NewAction:
    """An action that is to be added at the end of its objective. Without a number one is generated, and marked so.

    `milestones`: (text, due words). `timescale`: what its words mean where more is known than they say (a
    spreadsheet's date); read from the words where it is None. `facts`: the printed cells, as in `plans.models.Action`.
    """

    objective: Objective
    text: str
    number: str = ""
    timescale_text: str = ""
    timescale: Timescale | None = None
    leads: Sequence[LeadWords] = ()
    milestones: Sequence[tuple[str, str]] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)


def add_action(
    *,
    by: Access,
    objective: Objective,
    text: str,
    number: str = "",
    timescale_text: str = "",
    leads: Sequence[LeadWords] = (),
    milestones: Sequence[tuple[str, str]] = (),
    **facts: Any,
) -> Action:
    """Add one action; arguments as in `NewAction`."""
    entry = NewAction(objective, text, number, timescale_text, None, leads, milestones, facts)
    return add_actions(by=by, plan_id=objective.plan_id, entries=[entry])[0]


@transaction.atomic
def add_actions(*, by: Access, plan_id: uuid.UUID, entries: Sequence[NewAction]) -> list[Action]:
    """Add actions to a plan in the given order. An open round asks about them.

    Raises `Invalid` for words that are missing or too long and for a number that the plan has already.
    """
    by.require(Permission.EDIT_PLAN)
    for entry in entries:
        same_partnership(by, objective=entry.objective)
        if entry.objective.plan_id != plan_id:
            raise NotFound("There is no such objective in this plan.")
    plan = plan_for_change(by, plan_id)
    adding = _Adding(by, plan, {entry.number for entry in entries})
    actions = [adding.action(entry) for entry in entries]
    pairs = list(zip(actions, entries, strict=True))
    insert(actions, "Action added")
    insert([lead for action, entry in pairs for lead in _leads(by, action, entry)], "Leads changed")
    insert([row for action, entry in pairs for row in adding.milestones(action, entry)], "Milestone added")
    refresh_due_dates(plan)
    current = open_round(by, plan.pk)
    if current is not None:
        for action in actions:
            ask(by, current, action)
    actions_changed(by, actions)
    return actions


class _Adding:
    """What is counted while actions are added: numbers that are taken, or that one of these brings along (`given`); the
    last place below each objective."""

    def __init__(self, by: Access, plan: Plan, given: set[str]) -> None:
        self.by, self.plan, self.known, self.given = by, plan, context(plan), given
        rows = Action.objects.within(by).filter(plan=plan)
        self.numbers = set(rows.values_list("number", flat=True))
        self.last = dict(rows.values_list("objective").annotate(last=Max("order")).values_list("objective", "last"))
        self.prefixes: dict[uuid.UUID, str] = {}
        self.counts: dict[str, int] = {}

    def action(self, entry: NewAction) -> Action:
        given = clean_cells({"number": entry.number})["number"]
        objective, number = entry.objective, given or self._next_number(entry.objective)
        if number in self.numbers:
            raise Invalid({"number": f"This plan has an action {number} already."})
        self.numbers.add(number)
        self.last[objective.pk] = self.last.get(objective.pk, -1) + 1
        action = Action(
            partnership=self.by.partnership,
            plan=self.plan,
            objective=objective,
            order=self.last[objective.pk],
            number=number,
            text=clean_text(entry.text, "text", label="Action", max_length=TEXT_LENGTH, required=True),
            **({"number_is_generated": not entry.number} | clean_cells(entry.facts, labels=CELLS)),
        )
        _read_timescale(action, entry, self.known)
        return action

    def milestones(self, action: Action, entry: NewAction) -> list[Milestone]:
        return [
            new_milestone(action, order, text, due_text, self.known)
            for order, (text, due_text) in enumerate(entry.milestones)
        ]

    def _next_number(self, objective: Objective) -> str:
        """A generated number: the objective's own and the next free count below it."""
        prefix = self._prefix(objective)
        count = self.counts.get(prefix, 0) + 1
        while (number := f"{prefix}{count}") in self.numbers or number in self.given:
            count += 1
        self.counts[prefix] = count
        return number

    def _prefix(self, objective: Objective) -> str:
        if objective.pk not in self.prefixes:
            above = self._prefix(objective.parent) if objective.parent else ""
            prefix = f"{above}{objective.number}." if objective.number else above
            self.prefixes[objective.pk] = prefix if len(prefix) <= PREFIX_LENGTH else ""
        return self.prefixes[objective.pk]


def _read_timescale(action: Action, entry: NewAction, known: Context) -> None:
    words = clean_text(entry.timescale_text, "timescale_text", label="Timescale", max_length=TIMESCALE_LENGTH)
    read_into(action, words, known)
    if entry.timescale is not None:
        action.timescale, action.due_on = entry.timescale.to_json(), due_on(entry.timescale)


def _leads(by: Access, action: Action, entry: NewAction) -> list[Lead]:
    return [
        Lead(
            partnership_id=by.partnership_id,
            action=action,
            order=order,
            marking=lead.marking,
            marking_reason=lead.marking_reason,
            **lead_facts(by, lead),
        )
        for order, lead in enumerate(entry.leads)
    ]


def lead_facts(by: Access, lead: LeadWords) -> dict[str, Any]:
    """A lead's columns, its words cleaned, its agency and post of this partnership."""
    return {
        "words": clean_text(lead.words, "leads", label="Lead", max_length=WORDS_LENGTH, required=True),
        "kind": lead.kind,
        "nature": lead.nature,
        **same_partnership(by, agency=lead.agency, post=lead.post),
    }


def new_milestone(action: Action, order: int, text: str, due_text: str, known: Context) -> Milestone:
    """A milestone with its own due words, read as a timescale is; not saved."""
    words = clean_text(due_text, "due_text", label="Due", max_length=WORDS_LENGTH)
    probe = Action()
    read_into(probe, words, known)
    return Milestone(
        partnership_id=action.partnership_id,
        action=action,
        order=order,
        text=clean_text(text, "text", label="Milestone", max_length=TEXT_LENGTH, required=True),
        due_text=words,
        due_on=probe.due_on,
    )
