"""Plain rows for the API's further lists: the partnership itself, its agencies, rounds, measures and decisions."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, QuerySet

from partners.models import Agency, Board, Meeting, Partnership
from partners.roles import Permission
from partners.tenancy import Access
from plans.models import Decision, Extension, Measure, Reading, Round

Row = dict[str, Any]
Rows = QuerySet[Any, Any]  # of plain rows: `.values()`


def partnerships(access: Access) -> Rows:
    """The one partnership that the actor is in."""
    access.require(Permission.VIEW_PLAN)
    return Partnership.objects.filter(pk=access.partnership_id).values(
        "id", "slug", "name", "short_name", "year_basis", "rag_key"
    )


def with_boards(access: Access, rows: Sequence[Row]) -> list[Row]:
    """Partnerships with their key as a list, who the actor answers for, and their boards with meetings."""
    meetings: dict[uuid.UUID, list[Row]] = defaultdict(list)
    rows_of_meetings = Meeting.objects.within(access).order_by("held_on")
    for board, pk, held_on, label in rows_of_meetings.values_list("board_id", "id", "held_on", "label"):
        meetings[board].append({"id": pk, "held_on": held_on, "label": label})
    boards = Board.objects.within(access).order_by("name").values("id", "slug", "name", "short_name", "reports_to")
    found = [{**board, "meetings": meetings[board["id"]]} for board in boards]
    return [{**row, "rag_key": _key(row["rag_key"]), "answers_for": access.agency_id, "boards": found} for row in rows]


def _key(rag_key: dict[str, dict[str, str]]) -> list[Row]:
    return [
        {"value": value, "label": said.get("label", ""), "definition": said.get("definition", "")}
        for value, said in rag_key.items()
    ]


def agencies(access: Access) -> Rows:
    access.require(Permission.VIEW_PLAN)
    return Agency.objects.within(access).values(
        "id", "slug", "name", "short_name", "kind", "parent", "is_coordinating", "aliases"
    )


def rounds(access: Access) -> Rows:
    """Every round, planned ones included."""
    access.require(Permission.VIEW_PLAN)
    return Round.objects.within(access).values(
        "id", "plan", "slug", "label", "starts_on", "ends_on", "opens_on", "closes_on", "opened_at", "closed_at"
    )


def with_deadlines(access: Access, rows: Sequence[Row]) -> list[Row]:
    """Rounds with their state and the day by which the actor's own agency answers, its extension counted."""
    until: dict[uuid.UUID, Any] = {}
    if access.agency_id is not None:
        ids = [row["id"] for row in rows]
        extensions = Extension.objects.within(access).filter(agency_id=access.agency_id, round__in=ids)
        until = dict(extensions.values_list("round_id", "until"))
    return [{**row, "state": _state(row), "due_on": until.get(row["id"], row["closes_on"])} for row in rows]


def _state(row: Row) -> str:
    if row["closed_at"] is not None:
        return "closed"
    return "planned" if row["opened_at"] is None else "open"


def measures(access: Access) -> Rows:
    access.require(Permission.VIEW_PLAN)
    return Measure.objects.within(access).values(
        "id", "plan", "objective", "action", "order", "name", "unit", "better", "baseline", "target", "version"
    )


def with_readings(access: Access, rows: Sequence[Row]) -> list[Row]:
    """Measures with their figures, oldest first."""
    readings: dict[uuid.UUID, list[Row]] = defaultdict(list)
    found = Reading.objects.within(access).filter(measure__in=[row["id"] for row in rows]).order_by("round__starts_on")
    for row in found.values("measure", "round_id", "round__slug", "round__label", "value", "note"):
        which = {"id": row["round_id"], "slug": row["round__slug"], "label": row["round__label"]}
        readings[row["measure"]].append({"round": which, "value": _number(row["value"]), "note": row["note"]})
    return [
        {
            **row,
            "baseline": _number(row["baseline"]),
            "target": _number(row["target"]),
            "readings": readings[row["id"]],
        }
        for row in rows
    ]


def _number(value: Decimal | None) -> int | float | None:
    """A figure as JSON writes it: 14 digits, which a double holds exactly enough to give them back."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def decisions(access: Access) -> Rows:
    """Decisions of boards: those about an action, as its page shows them, and those that the actor's own agency is to
    carry out; all of them for who may read packs."""
    access.require(Permission.VIEW_PLAN)
    rows = Decision.objects.within(access)
    if not access.may(Permission.VIEW_PACK):
        rows = rows.filter(Q(action__isnull=False) | Q(owner__isnull=False, owner=access.agency_id))
    return rows.values(
        "id", "number", "text", "due_on", "done_on", "meeting_id", "meeting__held_on", "meeting__label", "action_id",
        "action__number", "action__plan", "owner_id", "for_board_id", board_id=F("meeting__board"),
        board_name=F("meeting__board__name"), owner_name=F("owner__name"), for_board_name=F("for_board__name"),
    )  # fmt: skip


def with_parts(rows: Sequence[Row]) -> list[Row]:
    """Decisions whose meeting, board, action, owner and the board they are put to are members of their own."""
    return [
        {
            **{name: row[name] for name in ("id", "number", "text", "due_on", "done_on")},
            "board": {"id": row["board_id"], "name": row["board_name"]},
            "meeting": {
                "id": row["meeting_id"],
                "held_on": row["meeting__held_on"],
                "label": row["meeting__label"],
            },
            "action": {"id": row["action_id"], "number": row["action__number"], "plan": row["action__plan"]}
            if row["action_id"]
            else None,
            "owner": {"id": row["owner_id"], "name": row["owner_name"]} if row["owner_id"] else None,
            "for_board": {"id": row["for_board_id"], "name": row["for_board_name"]} if row["for_board_id"] else None,
        }
        for row in rows
    ]
