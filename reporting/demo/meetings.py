"""Meetings of boards: agendas prepared, papers put in order, who came, what was noted, minutes agreed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from partners.models import Meeting
from partners.roles import Role
from partners.tenancy import Access
from prevent_tracker.core.rows import get
from reporting.models import AgendaItem, Attendance
from reporting.queries import meetings as queries
from reporting.services import agenda
from reporting.services import minutes as services

from .entries import LONDON, Entry
from .files import PartnershipFile, PlanFile
from .world import Event, World

PREPARED, MINUTED, AGREED = dt.time(17, 30), dt.time(17, 45), dt.time(17, 15)
Place = tuple[str, dt.date]


def meeting_events(plan: PlanFile, entry: Entry) -> list[Event]:
    """A meeting's agenda, prepared before it; its minutes, written on the day; their agreement at a later one."""
    entry.allow(
        "board", "meeting_on", "prepared_at", "presenters", "items", "apologies", "absent", "notes", "agreed_on", "note"
    )
    place = (entry.one_of("board", plan.partnership.boards, "board"), entry.day("meeting_on"))
    if place not in {(row["board"], row.day("on")) for row in plan.partnership.entry.entries("meetings")}:
        raise entry.error(f"meeting_on: {place[0]} has no meeting on {place[1]}.")
    person = recorder(plan.partnership)
    found = [Event(entry.moment("prepared_at", PREPARED), person, entry, _Agenda(entry, place))]
    if entry.get("notes") or entry.get("apologies"):
        moment = dt.datetime.combine(place[1], MINUTED, tzinfo=LONDON)
        found.append(Event(moment, person, entry, _Minutes(entry, place)))
    agreed_on = entry.day_or_none("agreed_on")
    if agreed_on is not None:
        moment = dt.datetime.combine(agreed_on, AGREED, tzinfo=LONDON)
        found.append(Event(moment, person, entry, _Agreement(place, agreed_on)))
    return found


def recorder(partnership: PartnershipFile) -> str:
    """The key of the first secretary, else of the coordinator."""
    secretaries = (key for key, person in partnership.people.items() if person.flag("is_secretary"))
    return next(secretaries, None) or partnership.first(Role.COORDINATOR)


def _meeting(by: Access, world: World, place: Place) -> Meeting:
    return queries.meeting(by, str(world.meetings[place].pk))


class _Agenda:
    """Prepares the agenda, adds the entry's own items and says who presents which."""

    def __init__(self, entry: Entry, place: Place) -> None:
        self.place = place
        self.items: list[dict[str, Any]] = [
            {
                "title": item.text("title", required=True),
                "presenter": item.text("presenter"),
                "is_private": item.flag("is_private"),
            }
            for item in entry.entries("items")
        ]
        self.presenters = [
            (each.text("item", required=True), each.text("presenter", required=True))
            for each in entry.entries("presenters")
        ]

    def __call__(self, by: Access, world: World) -> None:
        meeting = _meeting(by, world, self.place)
        agenda.prepare_agenda(by=by, meeting=meeting)
        for facts in self.items:
            agenda.add_item(by=by, meeting=meeting, **facts)
        for title, presenter in self.presenters:
            row = _item(by, meeting, title)
            agenda.change_item(by=by, item=row, title=row.title, presenter=presenter, is_private=row.is_private)


class _Minutes:
    """Everybody of the board was there who is not named otherwise; `notes` name items by how their titles begin."""

    def __init__(self, entry: Entry, place: Place) -> None:
        self.entry, self.place = entry, place
        self.away = dict.fromkeys(entry.texts("apologies"), Attendance.Presence.APOLOGIES)
        self.away |= dict.fromkeys(entry.texts("absent"), Attendance.Presence.ABSENT)
        self.notes = [
            (each.text("item", required=True), each.text("text", required=True)) for each in entry.entries("notes")
        ]

    def __call__(self, by: Access, world: World) -> None:
        meeting = _meeting(by, world, self.place)
        seats = list(queries.seats(by, meeting))
        unknown = set(self.away) - {seat.words for seat in seats}
        if unknown:
            raise self.entry.error(f"{sorted(unknown)[0]}: nobody of these words sits on the board.")
        lines = [
            services.Present(seat.words, self.away.get(seat.words, Attendance.Presence.PRESENT), seat.agency)
            for seat in seats
        ]
        services.record_attendance(by=by, meeting=meeting, lines=lines)
        for title, text in self.notes:
            services.write_notes(by=by, item=_item(by, meeting, title), text=text)


class _Agreement:
    def __init__(self, place: Place, agreed_on: dt.date) -> None:
        self.place, self.agreed_on = place, agreed_on

    def __call__(self, by: Access, world: World) -> None:
        services.agree_minutes(by=by, meeting=_meeting(by, world, self.place), agreed_on=self.agreed_on)


def _item(by: Access, meeting: Meeting, title: str) -> AgendaItem:
    """The item whose title begins so."""
    return get(queries.items(by, meeting), f"item “{title}”", title__istartswith=title)
