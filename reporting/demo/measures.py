"""What a plan of the demonstration counts: a measure, written with the plan, and its figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from decimal import Decimal

from partners.roles import Role
from partners.tenancy import Access
from plans.models import Measure
from plans.services.measures import add_measure, record_reading

from .entries import LONDON, Entry
from .files import PlanFile
from .plans import WRITTEN_AT
from .world import Event, World

RECORDED = dt.time(16, 45)


def measure_events(plan: PlanFile, entry: Entry, rounds: Collection[str]) -> list[Event]:
    """A measure of the plan, or of one of its actions, and when each quarter's figure was recorded."""
    entry.allow("name", "unit", "better", "baseline", "target", "action", "readings", "note")
    name = entry.text("name", required=True)
    better = entry.one_of("better", Measure.Better.values, "direction")
    number = entry.one_of_or_none("action", plan.actions, "action")
    baseline, target = _figure(entry, "baseline"), _figure(entry, "target")
    coordinator = plan.partnership.first(Role.COORDINATOR)

    def added(by: Access, world: World) -> None:
        world.measures[name] = add_measure(
            by=by,
            plan=world.plan,
            name=name,
            unit=entry.text("unit"),
            better=better,
            baseline=baseline,
            target=target,
            action=world.actions[number] if number else None,
        )

    written = dt.datetime.combine(plan.created_on, WRITTEN_AT, tzinfo=LONDON)
    readings = [_reading(plan, name, reading, rounds) for reading in entry.entries("readings")]
    return [Event(written, coordinator, entry, added), *readings]


def _reading(plan: PlanFile, name: str, entry: Entry, rounds: Collection[str]) -> Event:
    entry.allow("round", "value", "at", "note")
    slug, value = entry.one_of("round", rounds, "round"), _figure(entry, "value")
    if value is None:
        raise entry.error("value is missing.")

    def do(by: Access, world: World) -> None:
        record_reading(
            by=by, measure=world.measures[name], round=world.rounds[slug], value=value, note=entry.text("note")
        )

    return Event(entry.moment("at", RECORDED), plan.partnership.first(Role.COORDINATOR), entry, do)


def _figure(entry: Entry, name: str) -> Decimal | None:
    value = entry.get(name)
    if value is None:
        return None
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise entry.error(f"{name} must be a number, not {value!r}.")
    return Decimal(str(value))
