"""A person's days: what their agency owes, what a coordinator runs, when boards meet.

Titles name plans, rounds, boards and numbers of actions; nothing of an action's text, whatever its marking.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Max, Q, QuerySet
from django.urls import reverse

from partners.models import Board, Meeting
from partners.roles import Permission
from partners.tenancy import Access
from plans.calendars import Entry, deadline_key
from plans.models import Action, Extension, Lead, Plan, Round, UpdateRequest
from plans.models.quarter import ANSWERED
from plans.rules.bank_holidays import is_holiday
from plans.rules.lifecycle import LIVE
from plans.rules.working_days import clear_days_before
from prevent_tracker.core.models import TenantModel

PAST = dt.timedelta(days=120)  # what is longer ago leaves the calendar
_Ids = Iterable[uuid.UUID | None]


@dataclass(frozen=True)
class _Change:
    """When rows last changed, and how often."""

    at: dt.datetime
    times: int

    def __add__(self, other: _Change) -> _Change:
        return _Change(max(self.at, other.at), self.times + other.times)


_NEVER = _Change(dt.datetime(2000, 1, 1, tzinfo=dt.UTC), 0)


def entries(access: Access, today: dt.date) -> list[Entry]:
    """Everything in a person's calendar, by day. A constant number of queries."""
    access.require(Permission.VIEW_PLAN)
    since = today - PAST
    found = _of_agency(access, since) if access.agency_id else []
    if access.may(Permission.MANAGE_ROUND):
        found += _of_rounds(access, since)
    found += _of_boards(access, since)
    return sorted(found, key=lambda entry: (entry.day, entry.key))


def _address(access: Access, name: str, *args: str) -> str:
    return settings.SITE_URL + reverse(name, args=[access.partnership.slug, *args])


def _changes(access: Access, model: type[TenantModel], ids: _Ids) -> defaultdict[uuid.UUID, _Change]:
    """By row: from its history, so that it also counts what other verbs changed."""
    history = model.history.model  # type: ignore[attr-defined]  # django-simple-history ships no types
    rows = history.objects.filter(partnership_id=access.partnership_id, id__in=[pk for pk in ids if pk])
    found = defaultdict(lambda: _NEVER)
    for row in rows.order_by().values("id").annotate(at=Max("history_date"), times=Count("history_id")):
        found[row["id"]] = _Change(row["at"], row["times"] - 1)
    return found


def _of_agency(access: Access, since: dt.date) -> list[Entry]:
    return [*deadlines(access), *_actions(access, since)]


def deadlines(access: Access, plan: str = "", slug: str = "") -> list[Entry]:
    """The days by which the actor's agency has something left to send, one a round; of one round where it is named."""
    asked = UpdateRequest.objects.within(access).filter(
        agency=access.agency_id, withdrawn_at=None, round__opened_at__isnull=False, round__closed_at=None
    )
    if slug:
        asked = asked.filter(round__plan__slug=plan, round__slug=slug)
    asked = asked.exclude(update__state__in=ANSWERED).select_related("round__plan", "action", "agency")
    open_ones: dict[Round, list[UpdateRequest]] = defaultdict(list)
    for request in asked.order_by("round", "action__objective__order", "action__order"):
        open_ones[request.round].append(request)
    extensions = {row.round_id: row for row in _extensions(access, open_ones).filter(agency=access.agency_id)}
    moved = _changes(access, Round, [row.pk for row in open_ones])
    given = _changes(access, Extension, [row.pk for row in extensions.values()])
    found = []
    for current, requests in open_ones.items():
        longer = extensions.get(current.pk)
        change = moved[current.pk] + (given[longer.pk] if longer else _NEVER)
        found.append(
            Entry(
                deadline_key(current.pk, requests[0].agency_id),
                longer.until if longer else current.closes_on,
                f"Updates due: {current.label}, {current.plan.title} ({requests[0].agency.short_name})",
                change.at,
                change.times,
                _still_open(requests),
                _address(access, "your_updates"),
            )
        )
    return found


def _still_open(requests: list[UpdateRequest]) -> str:
    numbers = ", ".join(request.action.number for request in requests)
    return f"{len(requests)} {'update' if len(requests) == 1 else 'updates'} to send, on actions {numbers}."


def _extensions(access: Access, rounds: Iterable[Round]) -> QuerySet[Extension]:
    return Extension.objects.within(access).filter(round__in=[row.pk for row in rounds])


def _actions(access: Access, since: dt.date) -> list[Entry]:
    own = Lead.objects.within(access).filter(
        Q(agency=access.agency_id) | Q(post__agency=access.agency_id), kind=Lead.Kind.LEAD
    )
    rows = Action.objects.within(access).filter(
        pk__in=own.values("action"), due_on__gte=since, state__in=LIVE, plan__stage__in=_CURRENT
    )
    actions = list(rows.select_related("plan"))
    changed = _changes(access, Action, [row.pk for row in actions])
    return [
        Entry(
            f"{row.pk}-due",
            row.due_on,
            f"Action {row.number} due: {row.plan.title}",
            changed[row.pk].at,
            changed[row.pk].times,
            url=_address(access, "action", row.plan.slug, row.number),
        )
        for row in actions
        if row.due_on is not None
    ]


_CURRENT = [stage for stage in Plan.Stage.values if stage != Plan.Stage.CLOSED]


def _of_rounds(access: Access, since: dt.date) -> list[Entry]:
    """For who runs rounds: opening and last days, and each agency's that has longer."""
    rounds = list(Round.objects.within(access).filter(closes_on__gte=since).select_related("plan"))
    extensions = list(_extensions(access, rounds).select_related("agency"))
    changed = _changes(access, Round, [row.pk for row in rounds])
    given = _changes(access, Extension, [row.pk for row in extensions])
    by_id = {row.pk: row for row in rounds}
    found = []
    for row in rounds:
        name, change = f"{row.label}, {row.plan.title}", changed[row.pk]
        url = _address(access, "round", row.plan.slug, row.slug)
        found.append(Entry(f"{row.pk}-opens", row.opens_on, f"Opens: {name}", change.at, change.times, url=url))
        found.append(Entry(f"{row.pk}-closes", row.closes_on, f"Answers due: {name}", change.at, change.times, url=url))
    for extension in extensions:
        row, change = by_id[extension.round_id], given[extension.pk]
        title = f"Answers of {extension.agency.short_name} due: {row.label}, {row.plan.title}"
        url = _address(access, "round", row.plan.slug, row.slug)
        key = deadline_key(row.pk, extension.agency_id)
        found.append(Entry(key, extension.until, title, change.at, change.times, url=url))
    return found


def _of_boards(access: Access, since: dt.date) -> list[Entry]:
    """Boards' meetings, an agency's of the boards it sits on; for who makes packs, when papers are due too."""
    rows = Meeting.objects.within(access).filter(held_on__gte=since).select_related("board")
    if access.agency_id is not None:
        rows = rows.filter(board__seats__agency=access.agency_id).distinct()
    meetings = list(rows)
    changed = _changes(access, Meeting, [row.pk for row in meetings])
    found = [
        Entry(f"{row.pk}-meets", row.held_on, f"{row.board.name} meets", changed[row.pk].at, changed[row.pk].times)
        for row in meetings
    ]
    if access.may(Permission.EDIT_PACK) and meetings:
        boards = _changes(access, Board, [row.board_id for row in meetings])
        found += [_papers(row, changed[row.pk] + boards[row.board_id]) for row in meetings]
    return found


def _papers(meeting: Meeting, change: _Change) -> Entry:
    due = clear_days_before(meeting.held_on, meeting.board.papers_clear_days, is_holiday)
    return Entry(f"{meeting.pk}-papers", due, f"Papers due: {meeting.board.name}", change.at, change.times)
