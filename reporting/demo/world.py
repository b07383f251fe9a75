"""What is in the database of one partnership, by the names that the files use; and the events that are played in it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from partners.models import Agency, Board, Meeting, Partnership, Post, User
from partners.tenancy import Access, acting
from plans.models import Action, Measure, Milestone, Plan, Round, Update
from prevent_tracker.core import clock
from prevent_tracker.core.errors import DomainError

from .entries import Entry


@dataclass
class World:
    """Rows by slug, person's key, (board, day), action's number, round's slug, (round, action, agency) and
    measure's name.

    The plan, its actions, rounds, updates and measures are those of the plan that is being played.
    """

    partnership: Partnership
    people: dict[str, User] = field(default_factory=dict)
    agencies: dict[str, Agency] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)
    boards: dict[str, Board] = field(default_factory=dict)
    meetings: dict[tuple[str, dt.date], Meeting] = field(default_factory=dict)
    plan: Plan = field(init=False)
    actions: dict[str, Action] = field(default_factory=dict)
    rounds: dict[str, Round] = field(default_factory=dict)
    updates: dict[tuple[str, str, str], Update] = field(default_factory=dict)
    measures: dict[str, Measure] = field(default_factory=dict)

    def milestones(self, number: str, places: Iterable[int]) -> frozenset[uuid.UUID]:
        """Ids of an action's milestones by their places, from 1."""
        orders = [place - 1 for place in places]
        if not orders:
            return frozenset()
        rows = Milestone.objects.within(self.partnership).filter(action=self.actions[number], order__in=orders)
        return frozenset(rows.values_list("pk", flat=True))


@dataclass(frozen=True)
class Event:
    """Something that a person did at a moment; `entry` is where it stands."""

    moment: dt.datetime
    person: str
    entry: Entry
    do: Callable[[Access, World], object]


def play(events: Iterable[Event], world: World, step: Callable[[], object]) -> None:
    """Do what happened, in order of time, each in the name of who did it. Raises `FileError` where it could not be."""
    for event in sorted(events, key=lambda event: event.moment):
        try:
            with clock.at(event.moment), acting(world.people[event.person], world.partnership.slug) as by:
                event.do(by, world)
        except DomainError as error:
            day = f"{event.moment:%-d %B %Y, %H:%M}"
            raise event.entry.error(f"{event.person} on {day}: {error}") from error
        step()
