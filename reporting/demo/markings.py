"""Who may read what of a plan of the demonstration, and which community bodies are named to the public."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

from partners.tenancy import Access
from plans.models import FrontMatter, Marked, Marking, Objective
from plans.rules.exemptions import EXEMPTIONS
from plans.services.held_names import release_name
from plans.services.markings import mark

from .entries import Entry
from .files import PlanFile
from .world import Event, World

MARKED, RELEASED = dt.time(11, 0), dt.time(11, 30)
_THINGS = ("plan", "section", "heading", "action", "update")
Find = Callable[[Access, World], Marked]


def marking_event(plan: PlanFile, entry: Entry) -> Event:
    """One thing: the plan (true), a section of the introduction by its heading, a heading by its number or title, an
    action by its number, or the update of an `agency` in a `round`."""
    entry.allow(*_THINGS, "round", "agency", "marking", "reason", "at", "by", "note")
    named = [name for name in _THINGS if entry.get(name)]
    if len(named) != 1:
        raise entry.error(f"say of one thing who may read it: {', '.join(_THINGS)}.")
    find = {"plan": _plan, "section": _section, "heading": _heading, "action": _action, "update": _update}[named[0]](
        plan, entry
    )
    marking = entry.one_of("marking", Marking.values, "marking")
    reason = entry.one_of_or_none("reason", EXEMPTIONS, "reason") or ""

    def do(by: Access, world: World) -> None:
        row = mark(by=by, thing=find(by, world), marking=marking, reason=reason)
        if named[0] == "plan":
            world.plan.refresh_from_db()
        if named[0] == "action":
            world.actions[entry["action"]].refresh_from_db()
        if named[0] == "update":
            world.updates[entry["round"], entry["update"], entry["agency"]].refresh_from_db()
        assert row.marking == marking

    return Event(entry.moment("at", MARKED), entry.one_of("by", plan.partnership.people, "person"), entry, do)


def _plan(plan: PlanFile, entry: Entry) -> Find:
    return lambda by, world: world.plan


def _section(plan: PlanFile, entry: Entry) -> Find:
    known = [part.text("heading") for part in plan.entry.entries("front_matter")]
    heading = entry.one_of("section", known, "section")
    return lambda by, world: FrontMatter.objects.within(by).get(plan=world.plan, heading=heading)


def _heading(plan: PlanFile, entry: Entry) -> Find:
    known = {name for row in _headings(plan.entry) for name in (row.text("number"), row["title"])} - {""}
    name = entry.one_of("heading", known, "heading")

    def find(by: Access, world: World) -> Marked:
        rows = Objective.objects.within(by).filter(plan=world.plan).order_by("order")
        return next(row for row in rows if name in (row.number, row.title))

    return find


def _headings(entry: Entry) -> Iterator[Entry]:
    for row in entry.entries("objectives"):
        yield row
        yield from _headings(row)


def _action(plan: PlanFile, entry: Entry) -> Find:
    number = entry.one_of("action", plan.actions, "action")
    return lambda by, world: world.actions[number]


def _update(plan: PlanFile, entry: Entry) -> Find:
    number = entry.one_of("update", plan.actions, "action")
    agency = entry.one_of("agency", plan.partnership.agencies, "agency")
    said_in = entry.text("round", required=True)

    def find(by: Access, world: World) -> Marked:
        found = world.updates.get((said_in, number, agency))
        if found is None:
            raise entry.error(f"{agency} said nothing about {number} in {said_in}.")
        return found

    return find


def release_event(plan: PlanFile, entry: Entry) -> Event:
    """A community body agreed to be named."""
    entry.allow("agency", "at", "by", "reason", "note")
    slug = entry.one_of("agency", plan.partnership.agencies, "agency")
    reason = entry.text("reason", required=True)

    def do(by: Access, world: World) -> None:
        world.agencies[slug] = release_name(by=by, agency=world.agencies[slug], reason=reason)

    return Event(entry.moment("at", RELEASED), entry.one_of("by", plan.partnership.people, "person"), entry, do)
