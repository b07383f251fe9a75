"""How far a plan covers the requirement sets that it is held against, and how its requirements were rated."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from partners.roles import Permission
from partners.tenancy import Access
from plans.models import Action, Plan, RequirementRating, Round
from plans.rules.requirements import Requirement, RequirementSet, set_named


@dataclass(frozen=True)
class ShownRequirement:
    """A requirement, the actions that serve it, and its ratings by round, the latest first."""

    code: str
    requirement: Requirement
    actions: tuple[Action, ...]
    ratings: tuple[RequirementRating, ...]

    @property
    def is_gap(self) -> bool:
        """Whether no action serves it."""
        return not self.actions


@dataclass(frozen=True)
class ShownSet:
    held_against: RequirementSet
    requirements: tuple[ShownRequirement, ...]

    @property
    def gaps(self) -> tuple[ShownRequirement, ...]:
        return tuple(each for each in self.requirements if each.is_gap)

    @property
    def covered(self) -> int:
        return len(self.requirements) - len(self.gaps)


def coverage(access: Access, plan: Plan) -> list[ShownSet]:
    """The plan's sets in their order. Two queries."""
    access.require(Permission.VIEW_PLAN)
    serving: dict[str, list[Action]] = defaultdict(list)
    actions = Action.objects.within(access).filter(plan=plan).order_by("objective__order", "order")
    for action in actions.only("number", "text", "requirement_codes", "plan_id"):
        for code in action.requirement_codes:
            serving[code].append(action)
    ratings: dict[str, list[RequirementRating]] = defaultdict(list)
    rows = RequirementRating.objects.within(access).filter(plan=plan).select_related("round")
    for row in rows.order_by("-round__starts_on"):
        ratings[row.code].append(row)
    return [_shown(set_named(slug), serving, ratings) for slug in plan.requirement_sets]


def _shown(
    held_against: RequirementSet, serving: dict[str, list[Action]], ratings: dict[str, list[RequirementRating]]
) -> ShownSet:
    found = []
    for each in held_against.requirements:
        code = f"{held_against.slug}/{each.code}"
        found.append(ShownRequirement(code, each, tuple(serving.get(code, ())), tuple(ratings.get(code, ()))))
    return ShownSet(held_against, tuple(found))


def rating(access: Access, found: Round, code: str) -> RequirementRating | None:
    """A requirement's rating in a round, if it has one."""
    access.require(Permission.VIEW_PLAN)
    return RequirementRating.objects.within(access).filter(round=found, code=code).first()
