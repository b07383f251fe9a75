"""Measures of a plan: what is counted, from where to where, and its figure at the end of each round."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from django.db import transaction
from django.db.models import Max

from partners.roles import Permission
from partners.tenancy import Access
from plans.models import Action, Measure, Objective, Plan, Reading, Round
from prevent_tracker.core.errors import Invalid, NotFound
from prevent_tracker.core.rows import get
from prevent_tracker.core.text import clean_text

from .saving import check_version, plan_for_change, same_partnership, save

NAME_LENGTH, UNIT_LENGTH, NOTE_LENGTH = 300, 40, 1000
LARGEST = Decimal("99999999999.999")  # what the column holds: 14 digits, 3 of them after the point
PLACES = 3


def number(value: Decimal | float | str, field: str, label: str) -> Decimal:
    """A figure as it is stored. Raises `Invalid` naming `field` for what is no number, too large or too fine."""
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        raise Invalid({field: f"{label} must be a number, like 12 or 12.5."}) from None
    exponent = found.as_tuple().exponent
    if not isinstance(exponent, int):  # infinite, or not a number
        raise Invalid({field: f"{label} must be a number, like 12 or 12.5."})
    if abs(found) > LARGEST:
        raise Invalid({field: f"{label} must be between -{LARGEST:,} and {LARGEST:,}."})
    if exponent < -PLACES:
        raise Invalid({field: f"{label} must have at most {PLACES} digits after the point."})
    return found


@transaction.atomic
def add_measure(
    *,
    by: Access,
    plan: Plan,
    name: str,
    better: str,
    unit: str = "",
    baseline: Decimal | None = None,
    target: Decimal | None = None,
    objective: Objective | None = None,
    action: Action | None = None,
) -> Measure:
    """A figure to count, of the plan as a whole, of one of its objectives, or of one action; last in the plan's order.

    `better`: "up" or "down", which direction is good. Raises `Invalid`, `NotFound`, `Closed` for a closed plan.
    """
    by.require(Permission.EDIT_PLAN)
    plan = plan_for_change(by, plan.pk)
    if objective is not None and action is not None:
        raise Invalid({"action": "A measure is of an objective or of an action, not of both."})
    for what, part in (("objective", objective), ("action", action)):
        if part is not None and part.plan_id != plan.pk:
            raise NotFound(f"There is no such {what}.")
    last = Measure.objects.within(by).filter(plan=plan).aggregate(last=Max("order"))["last"]
    row = Measure(
        partnership=by.partnership,
        order=0 if last is None else last + 1,
        **same_partnership(by, plan=plan, objective=objective, action=action),
    )
    _describe(row, name, unit, better, baseline, target)
    return save(row, "Measure added")


@transaction.atomic
def change_measure(
    *,
    by: Access,
    measure: Measure,
    name: str,
    better: str,
    unit: str = "",
    baseline: Decimal | None = None,
    target: Decimal | None = None,
    expected_version: int | None = None,
) -> Measure:
    """Say anew what is counted and where it should go; its readings stay. Raises `Stale` when somebody saved first."""
    by.require(Permission.EDIT_PLAN)
    plan_for_change(by, measure.plan_id)
    row = get(Measure.objects.within(by), "measure", lock=True, pk=measure.pk)
    check_version(row, expected_version, ("name", "unit", "better", "baseline", "target"))
    _describe(row, name, unit, better, baseline, target)
    row.version += 1
    return save(row, "Measure changed")


def _describe(
    row: Measure, name: str, unit: str, better: str, baseline: Decimal | None, target: Decimal | None
) -> None:
    if better not in Measure.Better.values:
        raise Invalid({"better": "Choose whether more or less is better."})
    row.name = clean_text(name, "name", label="Measure", max_length=NAME_LENGTH, required=True)
    row.unit = clean_text(unit, "unit", label="Unit", max_length=UNIT_LENGTH)
    row.better = better
    row.baseline = None if baseline is None else number(baseline, "baseline", "Baseline")
    row.target = None if target is None else number(target, "target", "Target")


@transaction.atomic
def record_reading(
    *,
    by: Access,
    measure: Measure,
    round: Round,  # noqa: A002  the domain's word
    value: Decimal,
    note: str = "",
) -> Reading:
    """A measure's figure for a round's quarter; recorded again, it replaces the one before, which stays in history.

    Figures often come after a round has closed, so a closed round takes them too; one that has not opened does not.
    """
    by.require(Permission.MANAGE_ROUND)
    plan = plan_for_change(by, measure.plan_id)
    found = get(Round.objects.within(by).filter(plan=plan), "round", pk=round.pk)
    if found.opened_at is None:
        raise Invalid({"round": f"{found.label} has not opened yet. Choose a round that has."})
    ids = same_partnership(by, measure=measure, round=found)
    row = Reading.objects.within(by).filter(measure=measure, round=found).first()
    reason = "Reading recorded" if row is None else "Reading corrected"
    row = row or Reading(partnership=by.partnership, **ids)
    row.value = number(value, "value", "Figure")
    row.note = clean_text(note, "note", label="Note", max_length=NOTE_LENGTH)
    return save(row, reason)
