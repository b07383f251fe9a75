"""Days as iCalendar (RFC 5545): all-day entries that keep their identity, so that a moved one moves in people's own
calendars. Pure: what is due comes from plans.queries.calendar."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from icalendar import Calendar, Event

PRODID = "-//Delivery plan tracker//EN"
REFRESH = dt.timedelta(hours=4)  # RFC 7986: how often it is worth asking again


@dataclass(frozen=True)
class Entry:
    """One day. `key` names it for good in the installation; `changed` is when it last changed, `times` how often."""

    key: str
    day: dt.date
    title: str
    changed: dt.datetime
    times: int = 0
    text: str = ""
    url: str = ""


def deadline_key(round_id: uuid.UUID, agency_id: uuid.UUID) -> str:
    """The same in feeds, mails and downloads, so that one replaces the other."""
    return f"{round_id}-{agency_id}"


def feed(entries: Iterable[Entry], *, host: str, name: str) -> str:
    """A calendar to subscribe to. `host` of the installation makes the identifiers unique in the world (RFC 7986)."""
    calendar = _calendar()
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT4H")
    for entry in entries:
        calendar.add_component(_event(entry, host))
    return _text(calendar)


def download(entries: Iterable[Entry], *, host: str) -> str:
    """Days to add to a calendar once, from a link or an attachment."""
    calendar = _calendar()
    calendar.add("method", "PUBLISH")
    for entry in entries:
        calendar.add_component(_event(entry, host))
    return _text(calendar)


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    return calendar


def _event(entry: Entry, host: str) -> Event:
    event = Event()
    event.add("uid", f"{entry.key}@{host}")
    changed = entry.changed.astimezone(dt.UTC)
    event.add("dtstamp", changed)  # of what is published: when it was last revised (RFC 5545, 3.8.7.2)
    event.add("last-modified", changed)
    event.add("sequence", entry.times)
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + dt.timedelta(days=1))
    event.add("summary", entry.title)
    if entry.text:
        event.add("description", entry.text)
    if entry.url:
        event.add("url", entry.url)
    event.add("transp", "TRANSPARENT")  # a day to know of is no day that is taken
    return event


def _text(calendar: Calendar) -> str:
    return bytes(calendar.to_ical()).decode()
