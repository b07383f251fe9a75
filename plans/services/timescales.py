"""An action's timescale: read from its words, its due date stored, and those that refer to it moved with it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace
from typing import cast

from partners.models import Meeting
from plans.models import Action, Plan
from plans.rules.timescale import Kind, Timescale, due_on, resolve
from plans.rules.timescale_reader import Context, YearBasis, read

from .saving import save


def context(plan: Plan) -> Context:
    """What a plan knows that its phrases leave out: its year, its basis, its boards' meetings."""
    headings = {column["field"]: column["heading"].lower() for column in plan.columns}
    meetings: dict[str, list[dt.date]] = {}
    for meeting in Meeting.objects.within(plan).select_related("board"):
        meetings.setdefault(meeting.board.short_name, []).append(meeting.held_on)
    return Context(
        plan_start=plan.starts_on,
        plan_end=plan.ends_on,
        year_basis=cast(YearBasis, plan.year_basis),
        meetings={name: tuple(days) for name, days in meetings.items()},
        latest="later than" in headings.get("timescale", ""),
    )


def read_into(action: Action, text: str, known: Context) -> None:
    """Set the words and what a rule reads from them; the row is not saved."""
    understood = read(text, known)
    action.timescale_text = text
    action.timescale = understood.to_json()
    action.due_on = due_on(understood)


_REFERS = {"parts": [{"kind": Kind.CROSS_REFERENCE.value}]}


def refresh_due_dates(plan: Plan, changed: Action | None = None) -> list[Action]:
    """Give every action of the plan the due date that its timescale now has among the others. `changed`: only this one
    has another timescale, so that without cross-references only those printed in its row need a look. Returns those
    whose date or reading moved.

    A cross-reference follows its target. Where several actions are printed beside one cell of several parts, position
    is not pairing (domain.md, "Rows and cells"): the cell is marked as shared and dates none of them.
    """
    rows = Action.objects.within(plan).filter(plan=plan)
    if changed and not rows.filter(timescale__contains=_REFERS).exists():
        rows = rows.filter(row=changed.row) if changed.row else rows.filter(pk=changed.pk)
    actions = list(rows.select_for_update(no_key=True).order_by("id"))
    beside = Counter((action.row, action.timescale_text) for action in actions if action.row)
    targets: dict[str, Timescale] = {}
    for action in actions:
        understood = action.read_timescale
        shared = beside[action.row, action.timescale_text] > 1 and len(understood.parts) > 1
        targets[action.number] = replace(understood, is_shared=shared)
    moved = []
    for action in actions:
        stored = targets[action.number].to_json()
        now_due = due_on(resolve(targets[action.number], targets))
        if now_due != action.due_on or stored != action.timescale:
            action.due_on, action.timescale = now_due, stored
            moved.append(save(action, "Due date read again beside the other actions"))
    return moved
