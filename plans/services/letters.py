"""The words of a mail: plain text and HTML from templates/mail/, and the deadline for a calendar."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from partners.models import Agency, Message
from partners.tenancy import Access
from plans import calendars
from plans.models import Decision, Marking, Round, UpdateRequest
from prevent_tracker.core import clock

Kind = Message.Kind
_EMPTY = re.compile(r"\n{3,}")
WITH_CALENDAR = (Kind.OPENING, Kind.BEFORE, Kind.ON, Kind.CHASE)


@dataclass(frozen=True)
class Asked:
    """What one agency has still to answer in one round, by its own deadline."""

    round: Round
    agency: Agency
    deadline: dt.date
    requests: tuple[UpdateRequest, ...]
    decisions: tuple[Decision, ...] = ()  # of boards, given to this agency and not done yet

    @property
    def decision_lines(self) -> list[str]:
        """What was decided, by whom and by when; of what is restricted only that there is something."""
        return [_decided(decision) for decision in self.decisions]

    @property
    def lines(self) -> list[str]:
        """Number and text of each action; of a restricted one the number alone."""
        return [_line(request) for request in self.requests]


@dataclass(frozen=True)
class Part:
    """A section of a mail: what is asked, and where this person answers ("": they do not)."""

    asked: Asked
    address: str


@dataclass(frozen=True)
class Letter:
    subject: str
    text: str
    html: str
    calendar: str


def letter(by: Access, kind: str, name: str, parts: Sequence[Part], reason: str = "") -> Letter:
    """What a person is told. `reason`: why an update was returned."""
    is_secret = any(request.action.is_restricted for part in parts for request in part.asked.requests)
    title = subject(kind, parts)
    context = {
        "kind": kind,
        "subject": title,
        "name": name,
        "partnership": by.partnership,
        "parts": parts,
        "count": sum(len(part.asked.requests) for part in parts),
        "has_links": any(part.address.startswith("{link:") for part in parts),
        "has_calendar": kind in WITH_CALENDAR,
        "reason": "" if is_secret else reason,
        "today": clock.today(),
        "is_ahead": min(part.asked.deadline for part in parts) > clock.today(),  # on a weekend or holiday
    }
    template = "returned" if kind == Kind.RETURNED else "senior" if kind == Kind.SENIOR else "request"
    return Letter(
        title,
        _tidy(render_to_string(f"mail/{template}.txt", context)),
        render_to_string(f"mail/{template}.html", context),
        calendar(parts) if kind in WITH_CALENDAR else "",
    )


def _tidy(text: str) -> str:
    """Templates leave empty lines behind: one between paragraphs is enough."""
    return _EMPTY.sub("\n\n", text).strip() + "\n"


def your_page(by: Access) -> str:
    """The address of the signed-in list of what is due."""
    return settings.SITE_URL + reverse("your_updates", args=[by.partnership.slug])


def subject(kind: str, parts: Sequence[Part]) -> str:
    """What, how many and by when; the plan where there is one only."""
    count = sum(len(part.asked.requests) for part in parts)
    updates = f"{count} update{'' if count == 1 else 's'}"
    first = min(part.asked.deadline for part in parts)
    titles = {f"{part.asked.round.label}, {part.asked.round.plan.title}" for part in parts}
    of = titles.pop() if len(titles) == 1 else f"{len(titles)} plans"
    day = f"{first:%-d %B %Y}"
    said = {
        Kind.OPENING: f"{updates} asked for by {day}: {of}",
        Kind.BEFORE: f"Reminder: {updates} due by {day}: {of}",
        Kind.ON: f"Due {day}: {updates}: {of}",
        Kind.AFTER: f"Overdue since {day}: {updates}: {of}",
        Kind.SENIOR: f"No answer yet: {updates} due by {day}: {of}",
        Kind.CHASE: f"Please send {updates}, due by {day}: {of}",
        Kind.RETURNED: f"An update came back to you: {of}",
    }
    return said[Kind(kind)]


def calendar(parts: Sequence[Part]) -> str:
    """The deadlines as all-day events (RFC 5545); a later mail's replace an earlier one's of the same round."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return calendars.download([_entry(part.asked) for part in parts], host=host)


def _entry(asked: Asked) -> calendars.Entry:
    title = f"Updates due: {asked.round.label}, {asked.round.plan.title} ({asked.agency.short_name})"
    key = calendars.deadline_key(asked.round.pk, asked.agency.pk)
    return calendars.Entry(key, asked.deadline, title, clock.now())


def _line(request: UpdateRequest) -> str:
    if request.action.is_restricted:
        return f"{request.action.number} (restricted: its text is not sent by mail)"
    return f"{request.action.number} {request.action.text}"


def _decided(decision: Decision) -> str:
    is_secret = decision.marking == Marking.RESTRICTED or (
        decision.action is not None and decision.action.is_restricted
    )
    text = "A decision (restricted: its text is not sent by mail)" if is_secret else decision.text
    due = f"; by {decision.due_on:%-d %B %Y}" if decision.due_on else ""
    return f"{text} ({decision.meeting.board.short_name}, {decision.meeting.held_on:%-d %B %Y}{due})"
