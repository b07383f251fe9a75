"""What a plan is held against: its requirement sets, which action serves which requirement, and ratings per round."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db import transaction

from partners.roles import Permission
from partners.tenancy import Access
from plans.models import Action, Plan, RequirementRating, Round
from plans.rules.requirements import SETS, Requirement, RequirementSet, requirement_of
from prevent_tracker.core.errors import Invalid, NotFound
from prevent_tracker.core.rows import get
from prevent_tracker.core.text import clean_text

from .saving import change, check_version, plan_for_change, save
from .telling import actions_changed

NOTE_LENGTH = 1000


@transaction.atomic
def choose_sets(*, by: Access, plan: Plan, sets: Sequence[str]) -> Plan:
    """The requirement sets that a plan is held against, in the order in which they are printed.

    What actions serve and how requirements were rated stays on the record when a set is taken off.
    """
    by.require(Permission.EDIT_PLAN)
    row = plan_for_change(by, plan.pk)
    unknown = [slug for slug in sets if slug not in SETS]
    if unknown or len(set(sets)) < len(sets):
        raise Invalid({"sets": f"Choose each set once, from {', '.join(SETS)}."})
    row.requirement_sets = list(sets)
    return save(row, "Requirement sets chosen")


@transaction.atomic
def map_requirement(*, by: Access, plan: Plan, code: str, actions: Collection[Action]) -> None:
    """Say which of a plan's actions serve a requirement ("set/code"); those not named do not. Raises `NotFound`."""
    by.require(Permission.EDIT_PLAN)
    row = plan_for_change(by, plan.pk)
    _known(row, code)
    chosen = {action.pk for action in actions}
    rows = {each.pk: each for each in Action.objects.within(by).filter(plan=row).select_for_update(of=("self",))}
    if chosen - rows.keys():
        raise NotFound("There is no such action.")
    changed = [each for pk, each in rows.items() if (pk in chosen) != (code in each.requirement_codes)]
    for each in changed:
        others = [own for own in each.requirement_codes if own != code]
        each.requirement_codes = sorted([*others, code]) if each.pk in chosen else others
        each.version += 1
    change(changed, ("requirement_codes", "version"), "Requirements changed")
    actions_changed(by, changed)


@transaction.atomic
def rate_requirement(
    *,
    by: Access,
    plan: Plan,
    round: Round,  # noqa: A002  the domain's word
    code: str,
    value: str,
    note: str = "",
    expected_version: int | None = None,
) -> RequirementRating:
    """How well a requirement is met in a round, on its set's own scale; given again, it replaces the one before.

    Assessments often come after a round has closed, so a closed round takes them too; one that has not opened does not.
    """
    by.require(Permission.MANAGE_ROUND)
    plan = plan_for_change(by, plan.pk)
    found = get(Round.objects.within(by).filter(plan=plan), "round", pk=round.pk)
    if found.opened_at is None:
        raise Invalid({"round": f"{found.label} has not opened yet. Choose a round that has."})
    held_against, _ = _known(plan, code)
    if value not in held_against.scale:
        raise Invalid({"value": f"Choose a rating: {', '.join(held_against.scale)}."})
    row = RequirementRating.objects.within(by).filter(round=found, code=code).first()
    if row is not None:
        check_version(row, expected_version, ("value", "note"))
        row.version += 1
    reason = "Requirement rated" if row is None else "Rating corrected"
    row = row or RequirementRating(partnership=by.partnership, plan=plan, round=found, code=code)
    row.value = value
    row.note = clean_text(note, "note", label="Note", max_length=NOTE_LENGTH)
    return save(row, reason)


def _known(plan: Plan, code: str) -> tuple[RequirementSet, Requirement]:
    found = requirement_of(code)
    if found is None or found[0].slug not in plan.requirement_sets:
        raise NotFound("This plan is not held against such a requirement.")
    return found
