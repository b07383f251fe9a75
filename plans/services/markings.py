"""Who may read what of a plan: one verb for one thing, one for a whole section."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import TypeVar

from django.db import transaction

from partners.roles import Permission
from partners.tenancy import Access
from plans.models import Action, Decision, FrontMatter, Lead, Marked, Marking, Measure, Objective, Plan, Update
from plans.rules.exemptions import EXEMPTIONS
from prevent_tracker.core.errors import Invalid
from prevent_tracker.core.rows import get

from .saving import change, check_version, hold_plan, save
from .telling import actions_changed

M = TypeVar("M", bound=Marked)
FIELDS = ("marking", "marking_reason")


@transaction.atomic
def mark(*, by: Access, thing: M, marking: str, reason: str = "", expected_version: int | None = None) -> M:
    """Say who may read a plan, objective, action, lead, update, introductory section, measure or decision.

    `marking`: a value of `Marking`, or "" to inherit from what it belongs to. `reason`: a key of `EXEMPTIONS`, or "".
    A closed plan is marked too: who may read it is no part of what it says. `expected_version` is asked of an action.
    """
    by.require(Permission.EDIT_PLAN)
    _check(marking, reason, may_inherit=not isinstance(thing, Plan))
    plan_id = _plan_of(thing)
    if plan_id is not None:
        hold_plan(by, plan_id)
    row = get(type(thing).objects.within(by), _name(thing), lock=True, pk=thing.pk)
    if isinstance(row, Action):
        check_version(row, expected_version, FIELDS)
        row.version += 1  # answers that have it carry its marking
    row.marking, row.marking_reason = marking, reason
    save(row, _said(marking, reason))
    if isinstance(row, Action):
        actions_changed(by, [row])
    return row


@transaction.atomic
def mark_section(*, by: Access, objective: Objective, marking: str, reason: str = "") -> int:
    """Say the same of a heading, of the headings below it and of all their actions: how many things that were.

    What else belongs to them (leads, updates, measures) keeps its own marking, or inherits this one.
    """
    by.require(Permission.EDIT_PLAN)
    _check(marking, reason, may_inherit=True)
    plan = hold_plan(by, objective.plan_id)
    every = list(Objective.objects.within(by).filter(plan=plan).order_by("order"))
    keys = {get(Objective.objects.within(by), "section", pk=objective.pk, plan=plan).pk}
    for row in every:  # parents come before their children
        if row.parent_id in keys:
            keys.add(row.pk)
    headings = [row for row in every if row.pk in keys]
    actions = Action.objects.within(by).filter(objective__in=keys).select_for_update(of=("self",), no_key=True)
    return _mark_all(by, headings, list(actions.order_by("pk")), marking, reason)


def _mark_all(by: Access, headings: Iterable[Objective], actions: Iterable[Action], marking: str, reason: str) -> int:
    said = _said(marking, reason)
    changed = [row for row in headings if (row.marking, row.marking_reason) != (marking, reason)]
    moved = [row for row in actions if (row.marking, row.marking_reason) != (marking, reason)]
    for row in [*changed, *moved]:
        row.marking, row.marking_reason = marking, reason
    for action in moved:
        action.version += 1
    if changed:
        change(changed, FIELDS, said)
    if moved:
        change(moved, (*FIELDS, "version"), said)
        actions_changed(by, moved)
    return len(changed) + len(moved)


def _check(marking: str, reason: str, *, may_inherit: bool) -> None:
    if marking not in Marking.values and not (may_inherit and marking == ""):
        raise Invalid({"marking": "Choose who may read it."})
    if reason and reason not in EXEMPTIONS:
        raise Invalid({"reason": "Choose one of the reasons, or none."})
    if reason and marking in ("", Marking.PUBLIC):
        raise Invalid(
            {"reason": "A reason goes with “Partnership” or “Restricted”: choose one of these, or no reason."}
        )


def _said(marking: str, reason: str) -> str:
    words = f"Marked {Marking(marking).label.lower()}" if marking else "Marked as what it belongs to"
    return f"{words}: {EXEMPTIONS[reason]}" if reason else words


def _plan_of(thing: Marked) -> uuid.UUID | None:
    """The plan to hold while this is written; None for a decision, which is a board's."""
    if isinstance(thing, Plan):
        return thing.pk
    if isinstance(thing, Lead | Update):
        return thing.action.plan_id
    if isinstance(thing, Decision):
        return None
    assert isinstance(thing, Objective | Action | FrontMatter | Measure)
    return thing.plan_id


def _name(thing: Marked) -> str:
    return str(type(thing)._meta.verbose_name)
