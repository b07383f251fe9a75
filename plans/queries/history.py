"""What happened to an action: as sentences, and as a table of changes. Read from the history rows alone."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from partners.models import ApiKey, User
from partners.roles import Permission
from partners.tenancy import Access
from plans.models import Action, AgreedStatus, AnswerLink, Decision, Evidence, Lead, Milestone, Rag, Update, UpdateState
from plans.models.quarter import DRAFTED

from .evidence import on_record

_HIDDEN = {
    "id",
    "partnership",
    "plan",
    "action",
    "order",
    "version",
    "timescale",
    "round",
    "request",
    "number_is_generated",
    "file",
    "sha256",
}


@dataclass(frozen=True)
class Change:
    """One field of one thing: what it was and what it became, in words."""

    field: str
    old: str
    new: str


@dataclass(frozen=True)
class Event:
    """One sentence of the history; `changes` are the fields behind it."""

    at: dt.datetime
    by: str
    title: str
    text: str = ""
    rag: str = ""
    changes: tuple[Change, ...] = ()


def of_action(access: Access, action: Action) -> list[Event]:
    """Everything recorded about an action, newest first, in a constant number of queries."""
    access.require(Permission.VIEW_HISTORY)
    rows: list[tuple[Any, Any, Callable[[Any], tuple[str, str, str] | None]]] = []
    for model, column, related, say in _SOURCES:
        found = model.history.model.objects.filter(partnership_id=access.partnership_id, **{column: action.pk})
        if model is Evidence:  # what goes with a draft is its writer's own
            found = found.filter(id__in=on_record(access).values("pk"))
        rows += _with_previous(found.select_related(*related).order_by("history_id"), say)
    rows.sort(key=lambda row: row[0].history_date, reverse=True)
    names = actor_names(access, [row for row, _, _ in rows])
    return _merged(event for row, previous, say in rows if (event := _event(row, previous, say, names)) is not None)


def _with_previous(
    rows: Iterable[Any], say: Callable[[Any], tuple[str, str, str] | None]
) -> list[tuple[Any, Any, Any]]:
    """Each row that is said at all, with the one said before it: what was only drafted shows on neither side."""
    last: dict[uuid.UUID, Any] = {}
    found = []
    for row in rows:
        if say(row) is None:
            continue
        found.append((row, last.get(row.id), say))
        last[row.id] = row
    return found[::-1]


def _event(
    row: Any, previous: Any, say: Callable[[Any], tuple[str, str, str] | None], names: dict[str, str]
) -> Event | None:
    said = say(row)
    if said is None:
        return None
    title, text, rag = said
    who = names.get(row.history_actor, "the system")
    return Event(row.history_date, who, title, text, rag, tuple(_changes(row, previous)))


def _changes(row: Any, previous: Any) -> Iterable[Change]:
    for field in row.tracked_fields:
        if field.name in _HIDDEN:
            continue
        old = _words(field, previous) if previous is not None else ""
        new = "" if row.history_type == "-" else _words(field, row)
        if old != new:
            yield Change(str(field.verbose_name).capitalize(), old, new)


def _words(field: Any, row: Any) -> str:
    value = getattr(row, field.attname)
    if value is None or value == "" or value == []:
        return ""
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, dt.datetime):
        return f"{value:%-d %B %Y, %H:%M}"
    if isinstance(value, dt.date):
        return f"{value:%-d %B %Y}"
    if isinstance(value, list):
        return "; ".join(str(item) for item in value)
    if isinstance(value, uuid.UUID):
        related = getattr(row, field.name, None)
        return str(related) if related is not None else ""
    return str(value)


def actor_names(access: Access, rows: Iterable[Any]) -> dict[str, str]:
    """Who wrote history rows, by `history_actor`: people, keys and links by name."""
    actors = {row.history_actor for row in rows if row.history_actor}
    users = [actor.removeprefix("user:") for actor in actors if actor.startswith("user:")]
    keys = [actor.removeprefix("key:") for actor in actors if actor.startswith("key:")]
    found = {f"user:{pk}": name for pk, name in User.objects.filter(pk__in=users).values_list("pk", "name")}
    for prefix, name, agency in (
        ApiKey.objects.within(access).filter(prefix__in=keys).values_list("prefix", "name", "agency__name")
    ):
        found[f"key:{prefix}"] = f"{name} ({agency}, through the API)"
    links = [actor.removeprefix("link:") for actor in actors if actor.startswith("link:")]
    for link in AnswerLink.objects.within(access).filter(pk__in=links).select_related("agency") if links else ():
        found[f"link:{link.pk}"] = f"{link.name} ({link.email}), {link.agency.name}"
    return found


def _merged(events: Iterable[Event]) -> list[Event]:
    """Rows written together that say the same are one sentence."""
    found: list[Event] = []
    for event in events:
        last = found[-1] if found else None
        if last and (last.at, last.by, last.title, last.text) == (event.at, event.by, event.title, event.text):
            found[-1] = Event(last.at, last.by, last.title, last.text, last.rag, event.changes + last.changes)
        else:
            found.append(event)
    return found


def _reason(row: Any) -> str:
    return row.history_change_reason or {"+": "Added", "~": "Changed", "-": "Removed"}[row.history_type]


def _say_action(row: Any) -> tuple[str, str, str]:
    return _reason(row), "", ""


def _say_milestone(row: Any) -> tuple[str, str, str]:
    return _reason(row), row.text, ""


def _say_update(row: Any) -> tuple[str, str, str] | None:
    if row.state == UpdateState.DRAFT or row.history_change_reason == DRAFTED:
        return None  # a draft is its writer's own, one written over a returned answer too
    agency = row.agency.name
    if row.history_change_reason and row.history_change_reason.startswith("Marked "):
        return f"Update from {agency}: {row.history_change_reason}", "", ""
    if row.state == UpdateState.RETURNED:
        return f"Update from {agency} returned", row.return_reason, ""
    if row.history_change_reason and row.history_change_reason.startswith("Accepted"):
        return f"Update from {agency} accepted", "", ""
    text = row.narrative + (f"\n\nPath to green: {row.path_to_green}" if row.path_to_green else "")
    return f"{agency} reported {Rag(row.rag).label}", text, row.rag


def _say_status(row: Any) -> tuple[str, str, str]:
    how = f"Agreed status for {row.round.label}"
    return (f"{how} decided", row.reason, row.rag) if row.rule == "decided" else (how, "", row.rag or "not_reported")


def _say_decision(row: Any) -> tuple[str, str, str]:
    return f"{row.meeting.board.short_name} decided", row.text, ""


def _say_evidence(row: Any) -> tuple[str, str, str]:
    return _reason(row), f"{row.title} ({row.agency.name})", ""


_SOURCES: tuple[tuple[Any, str, tuple[str, ...], Callable[[Any], tuple[str, str, str] | None]], ...] = (
    (Action, "id", ("objective", "came_from"), _say_action),
    (Lead, "action_id", ("agency", "post"), _say_action),
    (Milestone, "action_id", ("action",), _say_milestone),
    (Update, "action_id", ("agency",), _say_update),
    (AgreedStatus, "action_id", ("round",), _say_status),
    (Decision, "action_id", ("meeting__board", "owner"), _say_decision),
    (Evidence, "action_id", ("agency",), _say_evidence),
)
