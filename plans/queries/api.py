"""Plain rows for the API's lists: a query for the page, then one for each kind of thing that hangs on it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf

from partners.roles import Permission
from partners.tenancy import Access
from plans.models import (
    Action,
    AgreedStatus,
    Extension,
    FrontMatter,
    GlossaryEntry,
    Lead,
    Milestone,
    Objective,
    Plan,
    Round,
    Update,
    UpdateRequest,
    UpdateState,
)
from plans.models.quarter import ANSWERED
from plans.queries.evidence import visible
from plans.rules.lifecycle import is_live
from plans.rules.rollup import Agreed, standing
from plans.rules.timescale import Kind, Timescale, next_due, overdue_on, resolve, why

Row = dict[str, Any]
Rows = QuerySet[Any, Any]  # of plain rows: `.values()`
_ROUND = ("id", "slug", "label", "starts_on", "ends_on", "opens_on", "closes_on", "opened_at", "closed_at")
_NESTED = ("action", "agency", "round")
# As Action.effective_marking: its own, else that of the nearest heading above it that has one, else the plan's.
_ABOVE = ("marking", *("__".join(("objective", *("parent",) * depth, "marking")) for depth in range(3)))
_EFFECTIVE_MARKING = Coalesce(*(NullIf(F(name), Value("")) for name in _ABOVE), F("plan__marking"))


def plans(access: Access) -> Rows:
    """The partnership's plans."""
    access.require(Permission.VIEW_PLAN)
    return Plan.objects.within(access).values(
        "id", "slug", "title", "reference", "period_label", "starts_on", "ends_on", "year_basis", "stage", "stage_on",
        "marking", "levels", "columns",
    )  # fmt: skip


def with_rounds(access: Access, rows: Sequence[Row]) -> list[Row]:
    """Plans with their opened rounds, oldest first."""
    rounds: dict[uuid.UUID, list[Row]] = defaultdict(list)
    found = Round.objects.within(access).filter(plan__in=_ids(rows), opened_at__isnull=False).order_by("starts_on")
    for row in found.values("plan", *_ROUND):
        rounds[row.pop("plan")].append(row)
    return [{**row, "rounds": rounds[row["id"]]} for row in rows]


def with_text(access: Access, row: Row) -> Row:
    """One plan with what stands around its table: headed sections and glossary."""
    sections = FrontMatter.objects.within(access).filter(plan=row["id"]).order_by("order")
    terms = GlossaryEntry.objects.within(access).filter(plan=row["id"]).order_by("order")
    return {
        **row,
        "front_matter": list(sections.values("heading", "body")),
        "glossary": list(terms.values("term", "meaning")),
    }


def objectives(access: Access) -> Rows:
    access.require(Permission.VIEW_PLAN)
    return Objective.objects.within(access).values(
        "id", "plan", "parent", "depth", "order", "number", "number_is_generated", "title", "paragraphs", "outcomes",
        "requirements",
    )  # fmt: skip


def actions(access: Access) -> Rows:
    """The partnership's actions, bare; `with_facts` completes a page of them."""
    access.require(Permission.VIEW_PLAN)
    return Action.objects.within(access).values(
        "id", "plan", "objective", "order", "number", "number_is_generated", "text", "steps", "outcomes", "leads_text",
        "timescale", "due_on", "state", "version", effective_marking=_EFFECTIVE_MARKING,
    )  # fmt: skip


def with_facts(access: Access, rows: Sequence[Row], *, today: dt.date) -> list[Row]:
    """Actions with leads, milestones, what the rules say of their timescales, and their agreed status."""
    ids = _ids(rows)
    leads, milestones, agreed = _leads(access, ids), _milestones(access, ids), _agreed(access, ids)
    targets = _targets(access, rows)
    return [
        {
            **{name: value for name, value in row.items() if name != "effective_marking"},
            "marking": row["effective_marking"],
            "leads": leads[row["id"]],
            "milestones": milestones[row["id"]],
            "status": _status(row["state"], agreed[row["id"]]),
            **_time(row, targets[row["plan"]], today),
        }
        for row in rows
    ]


def _ids(rows: Iterable[Row]) -> list[uuid.UUID]:
    return [row["id"] for row in rows]


def _leads(access: Access, ids: list[uuid.UUID]) -> dict[uuid.UUID, list[Row]]:
    found: dict[uuid.UUID, list[Row]] = defaultdict(list)
    rows = Lead.objects.within(access).filter(action__in=ids).order_by("order").values(
        "action", "words", "kind", "nature", "post__name", own=F("agency"), own_name=F("agency__name"),
        posts=F("post__agency"), posts_name=F("post__agency__name"),
    )  # fmt: skip
    for row in rows:
        agency_id, name = row["own"] or row["posts"], row["own_name"] or row["posts_name"]
        found[row["action"]].append(
            {
                "words": row["words"],
                "kind": row["kind"],
                "nature": row["nature"],
                "agency": {"id": agency_id, "name": name} if agency_id else None,
                "post": row["post__name"],
            }
        )
    return found


def _milestones(access: Access, ids: list[uuid.UUID]) -> dict[uuid.UUID, list[Row]]:
    found: dict[uuid.UUID, list[Row]] = defaultdict(list)
    rows = Milestone.objects.within(access).filter(action__in=ids).order_by("order")
    for row in rows.values("action", "id", "text", "due_text", "due_on", "done_on"):
        found[row["action"]].append({name: value for name, value in row.items() if name != "action"})
    return found


def _agreed(access: Access, ids: list[uuid.UUID]) -> dict[uuid.UUID, list[Agreed]]:
    found: dict[uuid.UUID, list[Agreed]] = defaultdict(list)
    rows = AgreedStatus.objects.within(access).filter(action__in=ids).order_by("round__starts_on")
    for action_id, label, closed_at, rag, complete in rows.values_list(
        "action_id", "round__label", "round__closed_at", "rag", "is_complete"
    ):
        found[action_id].append(Agreed(label, closed_at is not None, rag, complete))
    return found


def _status(state: str, agreed: Sequence[Agreed]) -> Row:
    return {name: value or None for name, value in asdict(standing(state, agreed)).items()}


def _targets(access: Access, rows: Sequence[Row]) -> dict[uuid.UUID, dict[str, Timescale]]:
    """By plan, what cross-references may point to; not read where no row of the page has one."""
    found: dict[uuid.UUID, dict[str, Timescale]] = defaultdict(dict)
    plans_with_references = {
        row["plan"] for row in rows if any(part["kind"] == Kind.CROSS_REFERENCE for part in row["timescale"]["parts"])
    }
    if plans_with_references:
        every = Action.objects.within(access).filter(plan__in=plans_with_references)
        for plan_id, number, timescale in every.values_list("plan_id", "number", "timescale"):
            found[plan_id][number] = Timescale.from_json(timescale)
    return found


def _time(row: Row, targets: dict[str, Timescale], today: dt.date) -> Row:
    timescale = resolve(Timescale.from_json(row["timescale"]), targets)
    return {
        "timescale": timescale.to_json(),
        "next_due_on": next_due(timescale, today),
        "is_overdue": is_live(row["state"]) and overdue_on(timescale, today),
        "why": why(timescale, today),
    }


def updates(access: Access) -> Rows:
    """The updates of the actor's own agency, drafts included; of all agencies, for whoever belongs to none, those that
    stand. Another agency's drafts are never among them."""
    access.require(Permission.VIEW_PLAN)
    rows = Update.objects.within(access)
    own = rows.filter(agency_id=access.agency_id) if access.agency_id else rows.filter(state__in=ANSWERED)
    return own.values(
        "id", "request", "rag", "narrative", "path_to_green", "forecast_on", "says_complete", "is_unchanged", "state",
        "channel",
        "submitted_at", "is_late", "return_reason", "version", "agency__id", "agency__name", "action__id",
        "action__number", "action__plan", "round__id", "round__slug", "round__label", "round__closes_on",
        "round__closed_at",
    )  # fmt: skip


def open_requests(access: Access) -> Rows:
    """What the actor's own agency (or every one, for whoever belongs to none) is asked in open rounds and has not sent:
    nothing, a draft, or a returned answer."""
    access.require(Permission.VIEW_PLAN)
    unsent = Q(update=None) | Q(update__state__in=(UpdateState.DRAFT, UpdateState.RETURNED))
    rows = UpdateRequest.objects.within(access).filter(unsent, withdrawn_at=None)
    own = rows.filter(agency_id=access.agency_id) if access.agency_id else rows
    return own.filter(round__opened_at__isnull=False, round__closed_at=None).values(
        "id", "update", "update__state", "update__return_reason", "agency__id", "agency__name", "action__id",
        "action__number", "action__plan", "action__text", "round__id", "round__slug", "round__label",
        "round__closes_on", "round__closed_at",
    )  # fmt: skip


def requests(access: Access) -> QuerySet[UpdateRequest]:
    """What the actor's own agency, or every one for whoever belongs to none, was ever asked."""
    access.require(Permission.VIEW_PLAN)
    rows = UpdateRequest.objects.within(access).filter(withdrawn_at=None)
    return rows.filter(agency_id=access.agency_id) if access.agency_id else rows


def evidence(access: Access) -> Rows:
    """Evidence of the answers that `updates` holds; of the actor's own agency before it has answered, too."""
    access.require(Permission.VIEW_PLAN)
    rows = visible(access)
    own = (
        rows.filter(agency_id=access.agency_id)
        if access.agency_id
        else rows.filter(request__update__state__in=ANSWERED)
    )
    return own.select_related(None).values(
        "id", "request", "action", "agency", "title", "url", "content_type", "size", "sha256", "added_at", "version"
    )


def with_files(rows: Iterable[Row]) -> list[Row]:
    """Evidence whose facts about a file stand together; None where it is a link."""
    return [_with_file(dict(row)) for row in rows]


def _with_file(row: Row) -> Row:
    facts = {name: row.pop(name) for name in ("content_type", "size", "sha256")}
    return {**row, "file": facts if facts["sha256"] else None}


def nested(rows: Iterable[Row]) -> list[Row]:
    """Rows whose columns such as `action__number` become members of `action`, `agency` and `round`."""
    return [_nest(row) for row in rows]


def _nest(row: Row) -> Row:
    found: Row = {name: {} for name in _NESTED}
    for name, value in row.items():
        above, _, below = name.partition("__")
        if below and above in _NESTED:
            found[above][below] = value
        else:
            found[name] = value
    found["round"]["is_open"] = found["round"].pop("closed_at") is None
    return found


def with_answers(access: Access, rows: Iterable[Row]) -> list[Row]:
    """Open requests: what was asked, by when, and how far the answer is. A draft shows to its own agency alone."""
    found = nested(rows)
    asked_in = {row["round"]["id"] for row in found}
    longer = Extension.objects.within(access).filter(round__in=asked_in)
    until = {(round_id, agency): day for round_id, agency, day in longer.values_list("round_id", "agency_id", "until")}
    for row in found:
        state = row.pop("update__state") or "not_answered"
        if state == UpdateState.DRAFT and access.agency_id is None:
            state, row["update"] = "not_answered", None
        row["due_on"] = until.get((row["round"]["id"], row["agency"]["id"]), row["round"]["closes_on"])
        row["state"] = state
        row["return_reason"] = row.pop("update__return_reason") or ""
    return found
