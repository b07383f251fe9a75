"""What a plan of the demonstration is held against: its sets, what serves each requirement, and ratings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from partners.roles import Role
from partners.tenancy import Access
from plans.rules.requirements import SETS
from plans.services.requirements import choose_sets, map_requirement, rate_requirement

from .entries import LONDON, Entry
from .files import PlanFile
from .plans import WRITTEN_AT
from .world import Event, World

RATED = dt.time(16, 50)
_CODES = [f"{found.slug}/{each.code}" for found in SETS.values() for each in found.requirements]


def requirement_events(plan: PlanFile, entry: Entry, rounds: Collection[str]) -> list[Event]:
    """One requirement: when it was first served, by which actions, and how it was rated when. Its set is chosen with
    it."""
    entry.allow("code", "actions", "ratings", "note")
    code = entry.one_of("code", _CODES, "requirement")
    numbers = entry.texts("actions")
    unknown = [number for number in numbers if number not in plan.actions]
    if unknown:
        raise entry.error(f"actions: the plan has no {', '.join(unknown)}.")
    coordinator = plan.partnership.first(Role.COORDINATOR)

    def served(by: Access, world: World) -> None:
        slug = code.partition("/")[0]
        if slug not in world.plan.requirement_sets:
            world.plan = choose_sets(by=by, plan=world.plan, sets=[*world.plan.requirement_sets, slug])
        map_requirement(by=by, plan=world.plan, code=code, actions=[world.actions[number] for number in numbers])

    written = dt.datetime.combine(plan.created_on, WRITTEN_AT, tzinfo=LONDON)
    ratings = [_rating(plan, code, rating, rounds) for rating in entry.entries("ratings")]
    return [Event(written, coordinator, entry, served), *ratings]


def _rating(plan: PlanFile, code: str, entry: Entry, rounds: Collection[str]) -> Event:
    entry.allow("round", "value", "at", "note")
    slug, value = entry.one_of("round", rounds, "round"), entry.text("value", required=True)

    def do(by: Access, world: World) -> None:
        row = world.rounds[slug]
        rate_requirement(by=by, plan=world.plan, round=row, code=code, value=value, note=entry.text("note"))

    return Event(entry.moment("at", RATED), plan.partnership.first(Role.COORDINATOR), entry, do)
