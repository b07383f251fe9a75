"""The rounds of a plan and what each agency answered, as dated events."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from partners.roles import Role
from partners.tenancy import Access
from plans.models import Channel, Rag, UpdateRequest
from plans.services.reviewing import accept, return_update
from plans.services.rounds import close_round, decide_status, open_round, plan_round
from plans.services.updates import Answer, request_for, save_draft, submit

from .entries import LONDON, Entry
from .files import PlanFile
from .plans import WRITTEN_AT
from .world import Event, World

# What a day alone stands for, in the order in which things happen on one day.
OPENS, SENT, RETURNED, SENT_AGAIN, ACCEPTED, DECIDED, CLOSES = (
    dt.time(hour, minute) for hour, minute in ((9, 30), (10, 0), (11, 30), (14, 0), (15, 0), (15, 30), (17, 30))
)


def round_events(plan: PlanFile, entry: Entry, today: dt.date) -> list[Event]:
    """One round with its answers. It is planned with the plan, opens on its day, and closes after its last answer."""
    entry.allow(
        "slug", "label", "starts_on", "ends_on", "opens_on", "closes_on", "closed", "updates", "decided", "note"
    )  # fmt: skip
    slug, label = entry.text("slug", required=True), entry.text("label", required=True)
    days = {name: entry.day(name) for name in ("starts_on", "ends_on", "opens_on", "closes_on")}
    coordinator = plan.partnership.first(Role.COORDINATOR)

    def planned(by: Access, world: World) -> None:
        world.rounds[slug] = plan_round(by=by, plan=world.plan, slug=slug, label=label, **days)

    events = [Event(dt.datetime.combine(plan.created_on, WRITTEN_AT, tzinfo=LONDON), coordinator, entry, planned)]
    if days["opens_on"] > today:
        return events
    opened = dt.datetime.combine(days["opens_on"], OPENS, tzinfo=LONDON)
    events.append(Event(opened, coordinator, entry, lambda by, world: _open(by, world, slug)))
    for update in entry.entries("updates"):
        events += Answered(plan, entry, update).events()
    events += [_decided(plan, slug, decided) for decided in entry.entries("decided")]
    if entry.flag("closed"):
        last = max(days["closes_on"], max(event.moment for event in events).date())
        closed = dt.datetime.combine(last, CLOSES, tzinfo=LONDON)
        events.append(Event(closed, coordinator, entry, lambda by, world: close_round(by=by, round=world.rounds[slug])))
    return events


def _open(by: Access, world: World, slug: str) -> None:
    """No mail about the past; about a round that is open today the worker writes by itself."""
    open_round(by=by, round=world.rounds[slug], quietly=True)


def _decided(plan: PlanFile, slug: str, entry: Entry) -> Event:
    entry.allow("action", "rag", "reason", "by", "at", "note")
    number, rag = entry.one_of("action", plan.actions, "action"), entry.one_of("rag", Rag.values, "rating")
    reason = entry.text("reason", required=True)

    def do(by: Access, world: World) -> None:
        decide_status(by=by, round=world.rounds[slug], action=world.actions[number], rag=rag, reason=reason)

    return Event(entry.moment("at", DECIDED), entry.one_of("by", plan.partnership.people, "person"), entry, do)


@dataclass
class Answered:
    """One answer of a file, from its first sending to its acceptance."""

    plan: PlanFile
    round: Entry
    entry: Entry
    found: list[Event] = field(default_factory=list)

    def events(self) -> list[Event]:
        entry, people = self.entry, self.plan.partnership.people
        entry.allow(
            "action", "agency", "at", "by", "rag", "narrative", "path_to_green", "forecast_on", "completes",
            "milestones_done", "on_behalf", "returned", "accepted_at", "accepted_by", "late", "draft", "note",
        )  # fmt: skip
        self.action = entry.one_of("action", self.plan.actions, "action")
        self.agency = entry.one_of("agency", self.plan.parties(self.action), f"agency that leads on {self.action}")
        self.person = entry.one_of("by", people, "person")
        self._check_person()
        self._check_moment()
        if entry.flag("draft"):
            self._add(entry, "at", SENT, self.person, self._draft(self._answer(entry, draft=True)))
            return self.found
        self._add(entry, "at", SENT, self.person, self._send(self._answer(entry)))
        if entry.get("returned"):
            self._returned(entry.entry("returned"))
        if entry.get("accepted_at") and not entry.flag("on_behalf"):  # on behalf: accepted as it is sent
            self._add(entry, "accepted_at", ACCEPTED, entry.one_of("accepted_by", people, "person"), self._accept)
        return self.found

    def _check_person(self) -> None:
        person = self.plan.partnership.people[self.person]
        if self.entry.flag("on_behalf"):
            if person["role"] != Role.COORDINATOR:
                raise self.entry.error(f"by: only a coordinator answers on behalf of others; {self.person} is none.")
        elif person["role"] != Role.CONTRIBUTOR or person.get("agency") != self.agency:
            raise self.entry.error(f"by: {self.person} is no contributor of {self.agency}.")

    def _check_moment(self) -> None:
        day, closes_on = self.entry.moment("at", SENT).date(), self.round.day("closes_on")
        if day < self.round.day("opens_on"):
            raise self.entry.error(f"at: {self.round['label']} opens on {self.round.day('opens_on')} only.")
        if (day > closes_on) != self.entry.flag("late"):
            raise self.entry.error(f"late: answers are due by {closes_on}; this one came on {day}.")

    def _add(self, entry: Entry, name: str, usual: dt.time, person: str, do: Callable[[Access, World], object]) -> None:
        self.found.append(Event(entry.moment(name, usual), person, entry, do))

    def _returned(self, entry: Entry) -> None:
        entry.allow("at", "by", "reason", "then", "note")
        reason = entry.text("reason", required=True)
        returned_by = entry.one_of("by", self.plan.partnership.people, "person")
        self._add(
            entry, "at", RETURNED, returned_by,
            lambda by, world: return_update(by=by, update=world.updates[self._key], reason=reason, quietly=True),
        )  # fmt: skip
        if entry.get("then"):
            then = entry.entry("then")
            then.allow("at", "rag", "narrative", "path_to_green", "forecast_on", "completes", "milestones_done", "note")
            self._add(then, "at", SENT_AGAIN, self.person, self._send(self._answer(then)))

    @property
    def _key(self) -> tuple[str, str, str]:
        return self.round["slug"], self.action, self.agency

    def _answer(self, entry: Entry, *, draft: bool = False) -> Callable[[World], Answer]:
        """The answer, once the action's milestones have their ids. `milestones_done`: places, from 1."""
        milestones = len(self.plan.actions[self.action].entries("milestones"))
        places = entry.get("milestones_done") or []
        if not all(isinstance(place, int) and 1 <= place <= milestones for place in places):
            raise entry.error(f"milestones_done: give places from 1 to {milestones}, not {places}.")
        answer = Answer(
            rag="" if draft and not entry.get("rag") else entry.one_of("rag", Rag.values, "rating"),
            narrative=entry.text("narrative", required=not draft),
            path_to_green=entry.text("path_to_green"),
            forecast_on=entry.day_or_none("forecast_on"),
            says_complete=entry.flag("completes"),
        )
        return lambda world: replace(answer, milestones_done=world.milestones(self.action, places))

    def _request(self, by: Access, world: World) -> UpdateRequest:
        return request_for(by=by, action=world.actions[self.action], agency_id=world.agencies[self.agency].pk)

    def _send(self, answer: Callable[[World], Answer]) -> Callable[[Access, World], None]:
        def do(by: Access, world: World) -> None:
            request = self._request(by, world)
            world.updates[self._key] = submit(
                by=by, request=request, answer=answer(world), channel=Channel.DEMONSTRATION
            )

        return do

    def _draft(self, answer: Callable[[World], Answer]) -> Callable[[Access, World], object]:
        return lambda by, world: save_draft(by=by, request=self._request(by, world), answer=answer(world))

    def _accept(self, by: Access, world: World) -> None:
        accept(by=by, update=world.updates[self._key])
