"""The verbs on an action: add (adding.py), reword, move, split, change of state, deadline, leads, milestones."""

from __future__ import annotations

import datetime as dt
import string
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from partners.models import Board
from partners.roles import Permission
from partners.tenancy import Access
from plans.models import Action, ActionState, DeadlineChange, Lead, Milestone, Objective
from plans.rules.lifecycle import may_follow, needs_reason
from prevent_tracker.core import clock
from prevent_tracker.core.errors import Invalid
from prevent_tracker.core.rows import get
from prevent_tracker.core.text import clean_cells, clean_text

from .adding import CELLS, TEXT_LENGTH, TIMESCALE_LENGTH, LeadWords, add_action, lead_facts, new_milestone
from .requests import refresh_requests
from .saving import check_version, plan_for_change, same_partnership, save
from .telling import actions_changed
from .timescales import context, read_into, refresh_due_dates

__all__ = [
    "LeadWords",
    "add_action",
    "add_milestone",
    "change_deadline",
    "change_state",
    "mark_milestone",
    "move_action",
    "remove_milestone",
    "reword_action",
    "set_cells",
    "set_leads",
    "split_action",
]

REASON_LENGTH = 1000


def _for_change(by: Access, action: Action, expected_version: int | None = None) -> Action:
    by.require(Permission.EDIT_PLAN)
    plan = plan_for_change(by, action.plan_id)
    found = get(Action.objects.within(by).filter(plan=plan), "action", lock=True, pk=action.pk)
    found.plan = plan
    check_version(found, expected_version, ("text", "timescale_text", "state", "leads_text"))
    return found


def _save(by: Access, action: Action, reason: str) -> Action:
    action.version += 1
    save(action, reason)
    actions_changed(by, [action])
    return action


def _reason(reason: str, *, required: bool = True) -> str:
    return clean_text(reason, "reason", label="Reason", max_length=REASON_LENGTH, required=required)


@transaction.atomic
def reword_action(
    *, by: Access, action: Action, text: str, expected_version: int | None = None, reason: str = ""
) -> Action:
    """Change an action's words. Raises `Stale` with the stored words when somebody saved first."""
    action = _for_change(by, action, expected_version)
    action.text = clean_text(text, "text", label="Action", max_length=TEXT_LENGTH, required=True)
    return _save(by, action, _reason(reason, required=False) or "Action reworded")


@transaction.atomic
def set_cells(*, by: Access, action: Action, reason: str, **cells: Any) -> Action:
    """Replace printed cells that no other verb looks after: `steps`, `outcomes`, `progress_text`."""
    action = _for_change(by, action)
    for name, cell in clean_cells(cells, labels=CELLS).items():
        if name in ("steps", "outcomes", "progress_text"):
            setattr(action, name, cell)
    return _save(by, action, _reason(reason))


@transaction.atomic
def move_action(
    *, by: Access, action: Action, objective: Objective, place: int, expected_version: int | None = None
) -> Action:
    """Put an action at `place` (from 0) below an objective of the same plan. Its number stays."""
    action = _for_change(by, action, expected_version)
    same_partnership(by, objective=objective)
    if objective.plan_id != action.plan_id:
        raise Invalid({"objective": "Choose an objective of the same plan."})
    others = list(_locked(by, objective_id=objective.pk).exclude(pk=action.pk).order_by("order"))
    action.objective = objective
    others.insert(max(0, min(place, len(others))), action)
    for order, row in enumerate(others):
        if row is not action and row.order != order:
            row.order = order
            save(row, "Moved beside another action")  # its words are as they were: no form of it turns stale
    action.order = others.index(action)
    return _save(by, action, "Action moved")


def _locked(by: Access, **where: Any) -> QuerySet[Action]:
    """Actions whose whole rows are to be saved: an answer may be changing their state at this moment."""
    return Action.objects.within(by).filter(**where).select_for_update(no_key=True)


@transaction.atomic
def split_action(
    *, by: Access, action: Action, texts: Sequence[str], expected_version: int | None = None
) -> list[Action]:
    """One action becomes several: the first text stays with it, each further one is a new action after it.

    New actions keep the objective, timescale, leads and outcomes, and say what they came from.
    """
    action = _for_change(by, action, expected_version)
    wanted = [
        clean_text(text, "texts", label="Each part", max_length=TEXT_LENGTH, required=True)
        for text in texts
        if text.strip()
    ]
    if len(wanted) < 2:
        raise Invalid({"texts": "Enter at least two parts, one a line."})
    action.text = wanted[0]
    _save(by, action, f"Action split into {len(wanted)}")
    for row in _locked(by, objective_id=action.objective_id, order__gt=action.order).order_by("-order"):
        row.order += len(wanted) - 1
        save(row, "Moved down by a split")
    leads = [
        LeadWords(row.words, row.kind, row.nature, row.agency, row.post, row.marking, row.marking_reason)
        for row in action.leads.all()
    ]
    parts = [action]
    for place, text in enumerate(wanted[1:], start=1):
        part = Action(
            partnership=by.partnership,
            plan=action.plan,
            objective=action.objective,
            order=action.order + place,
            number=_letter(by, action, place),
            number_is_generated=True,
            row=action.row,
            text=text,
            outcomes=action.outcomes,
            leads_text=action.leads_text,
            timescale_text=action.timescale_text,
            timescale=action.timescale,
            due_on=action.due_on,
            state=action.state,
            marking=action.marking,
            marking_reason=action.marking_reason,
            requirement_codes=action.requirement_codes,
            came_from=action,
        )
        save(part, f"Split from {action.number}")
        _write_leads(by, part, leads)
        refresh_requests(by, part)
        parts.append(part)
    actions_changed(by, parts[1:])
    return parts


def _letter(by: Access, action: Action, place: int) -> str:
    taken = set(Action.objects.within(by).filter(plan_id=action.plan_id).values_list("number", flat=True))
    free = (f"{action.number}{letter}" for letter in string.ascii_lowercase[place:])
    number = next((number for number in free if number not in taken), None)
    if number is None:
        raise Invalid({"texts": "This action has been split too often; add new actions instead."})
    return number


@transaction.atomic
def change_state(
    *, by: Access, action: Action, state: str, reason: str = "", expected_version: int | None = None
) -> Action:
    """Complete, pause, cancel, supersede or reopen an action; stopping and reopening need a reason."""
    action = _for_change(by, action, expected_version)
    if state not in ActionState.values or not may_follow(action.state, state):
        raise Invalid({"state": f"An action that is {action.get_state_display().lower()} cannot become that."})
    said = _reason(reason, required=needs_reason(action.state, state))
    action.state = state
    _save(by, action, f"{ActionState(state).label}: {said}" if said else ActionState(state).label)
    refresh_requests(by, action)
    return action


@transaction.atomic
def change_deadline(
    *,
    by: Access,
    action: Action,
    timescale_text: str,
    reason: str,
    agreed_by: str,
    board: Board | None = None,
    expected_version: int | None = None,
) -> DeadlineChange:
    """Give an action a new timescale, with a line in the slippage ledger: old, new, why, who agreed."""
    action = _for_change(by, action, expected_version)
    words = clean_text(
        timescale_text, "timescale_text", label="New timescale", max_length=TIMESCALE_LENGTH, required=True
    )
    why = _reason(reason)
    who = clean_text(agreed_by, "agreed_by", label="Who agreed", max_length=200, required=True)
    if words == action.timescale_text:
        raise Invalid({"timescale_text": "The new timescale is the same as the old one."})
    ledger = DeadlineChange(
        partnership=by.partnership,
        action=action,
        changed_on=clock.today(),
        old_text=action.timescale_text,
        old_due_on=action.due_on,
        reason=why,
        agreed_by=who,
        **same_partnership(by, board=board),
    )
    read_into(action, words, context(action.plan))
    action.version += 1
    save(action, f"Timescale changed: {why}")
    moved = refresh_due_dates(action.plan, changed=action)
    actions_changed(by, [action, *(row for row in moved if row.pk != action.pk)])
    action.refresh_from_db(fields=["due_on", "timescale"])  # a cross-reference has its target's date by now
    ledger.new_text, ledger.new_due_on = action.timescale_text, action.due_on
    return save(ledger, why)


@transaction.atomic
def set_leads(
    *,
    by: Access,
    action: Action,
    leads: Sequence[LeadWords],
    leads_text: str | None = None,
    expected_version: int | None = None,
) -> Action:
    """Replace who leads and who helps, in order. `leads_text` is the whole cell; without it the words are joined."""
    action = _for_change(by, action, expected_version)
    whole = "; ".join(lead.words for lead in leads) if leads_text is None else leads_text
    action.leads_text = clean_cells({"leads_text": whole}, labels=CELLS)["leads_text"]
    _write_leads(by, action, leads)
    _save(by, action, "Leads changed")
    refresh_requests(by, action)
    return action


def _write_leads(by: Access, action: Action, leads: Sequence[LeadWords]) -> None:
    stored = list(Lead.objects.within(by).filter(action=action).order_by("order"))
    markings = _markings(stored, leads)
    for order, lead in enumerate(leads):
        row = stored[order] if order < len(stored) else Lead(partnership=by.partnership, action=action, order=order)
        wanted = lead_facts(by, lead) | dict(zip(("marking", "marking_reason"), markings[order], strict=True))
        if row._state.adding or any(getattr(row, name) != value for name, value in wanted.items()):
            for name, value in wanted.items():
                setattr(row, name, value)
            save(row, "Leads changed")
    for row in stored[len(leads) :]:
        row._change_reason = "Leads changed"  # type: ignore[attr-defined]  # simple-history's own name for it
        row.delete()


def _markings(stored: Sequence[Lead], leads: Sequence[LeadWords]) -> list[tuple[str, str]]:
    """Who may read each lead: a name keeps its marking wherever it stands, and so does one that was reworded in its
    place."""
    known = {row.words: (row.marking, row.marking_reason) for row in stored}
    kept = {lead.words for lead in leads}
    reworded = {order: known[row.words] for order, row in enumerate(stored) if row.words not in kept}
    return [
        known.get(lead.words) or reworded.get(order) or (lead.marking, lead.marking_reason)
        for order, lead in enumerate(leads)
    ]


@transaction.atomic
def add_milestone(*, by: Access, action: Action, text: str, due_text: str = "") -> Milestone:
    """A milestone with its own due words, read as a timescale is."""
    action = _for_change(by, action)
    order = Milestone.objects.within(by).filter(action=action).count()
    row = new_milestone(action, order, text, due_text, context(action.plan))
    return save(row, "Milestone added")


def _milestone_for_change(by: Access, milestone: Milestone) -> Milestone:
    by.require(Permission.EDIT_PLAN)
    row = get(Milestone.objects.within(by).select_related("action"), "milestone", lock=True, pk=milestone.pk)
    _for_change(by, row.action)
    return row


@transaction.atomic
def mark_milestone(*, by: Access, milestone: Milestone, done_on: dt.date | None) -> Milestone:
    """Say when a milestone was reached, or (None) that it is open after all."""
    row = _milestone_for_change(by, milestone)
    if done_on is not None and done_on > clock.today():
        raise Invalid({"done_on": "The day must not be in the future."})
    row.done_on = done_on
    return save(row, "Milestone reached" if done_on else "Milestone reopened")


@transaction.atomic
def remove_milestone(*, by: Access, milestone: Milestone) -> None:
    """Take a milestone off; its history stays."""
    row = _milestone_for_change(by, milestone)
    after = Milestone.objects.within(by).filter(action_id=row.action_id, order__gt=row.order).order_by("order")
    following = list(after)
    row._change_reason = "Milestone removed"  # type: ignore[attr-defined]  # simple-history's own name for it
    row.delete()
    for later in following:
        later.order -= 1
        save(later, "Moved up")
