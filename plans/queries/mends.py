"""Mends of an import: which a row offers, and what was mended, in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from plans.importers.proposal import Correction, Proposal, ProposedAction, ProposedSection
from plans.importers.source import Place

# Fields of an action in the order of the pages, with their name and the plan's column that holds them.
FIELDS = {
    "number": ("Number", "number"),
    "text": ("Action", "action"),
    "objectives": ("Objectives", "objective"),
    "steps": ("Steps", "steps"),
    "leads": ("Leads", "leads"),
    "timescale": ("Timescale", "timescale"),
    "milestones": ("Milestones", "milestones"),
    "outcomes": ("Outcomes", "outcomes"),
    "progress": ("Progress", "progress"),
    "rag": ("RAG", "rag"),
    "notes": ("Notes", "notes"),
}
# What a column of a table can be.
COLUMNS = {
    "number": "Number",
    "subject": "Section or subject",
    "objective": "Objective",
    "action": "Action",
    "steps": "Steps of an action",
    "leads": "Leads",
    "partners": "Partners who help",
    "resources": "Resources",
    "milestones": "Milestones",
    "outcomes": "Outcomes",
    "timescale": "Timescale",
    "progress": "Progress",
    "rag": "RAG",
    "notes": "Notes: kept under its own heading",
    "ignore": "Nothing: left out",
}
ROLES = {
    "heading": "Column headings",
    "section": "A section",
    "action": "Actions",
    "join": "Goes on with the row above",
    "prose": "Words before or after the table",
    "left_out": "Nothing: left out",
}
PARAGRAPH_ROLES = {
    "title": "The plan’s title",
    "section": "A section",
    "action": "An action",
    "prose": "Words before or after the plan",
    "left_out": "Nothing: left out",
}
TABLE_ROLES = {
    "plan": "The plan’s actions",
    "prose": "Words beside the plan",
    "left_out": "Nothing: left out",
}
PLAN_FACTS = {
    "title": "Title",
    "reference": "Reference",
    "subtitle": "Subtitle",
    "period": "Period",
    "year_basis": "Kind of year",
    "responsible": "Responsible",
    "edition_words": "Edition",
    "table_title": "Title of the table",
}


@dataclass(frozen=True)
class Mend:
    """What a button does. `name` is the button's; `hint` tells it apart for people who hear the page."""

    name: str
    label: str
    correction: Correction


def action_mends(
    proposal: Proposal, action: ProposedAction, places: Sequence[Place], *, is_doubtful: bool
) -> Iterator[Mend]:
    """What a press of a button can do about an action. A row that is one action joins as a row, cell by cell; one of
    several actions of a row joins the words of the action before it."""
    if is_doubtful:
        yield Mend("agree", "Looks right", Correction("agree", {"key": action.key}))
    first = min((place for place in places if place.table and place.row), default=None)
    alone = sum(1 for other in proposal.actions if other.row and other.row == action.row) <= 1
    if first and alone and first.row > 1:
        arguments = {"table": first.table, "row": first.row, "role": "join"}
        yield Mend("join", "Join with the row above", Correction("row", arguments))
        if before := _of_several(proposal, action):
            yield Mend("join_action", f"Join with action {before.number}", Correction("join", {"key": action.key}))
    elif proposal.actions and proposal.actions[0].key != action.key:
        yield Mend("join", "Join with the action above", Correction("join", {"key": action.key}))
    yield Mend("section", "This is a section", Correction("section", {"key": action.key}))
    yield Mend("remove", "Leave out", Correction("remove", {"key": action.key}))


def _of_several(proposal: Proposal, action: ProposedAction) -> ProposedAction | None:
    """The action before this one, where its row holds others too: joining the rows would not say with which."""
    at = [each.key for each in proposal.actions].index(action.key)
    before = proposal.actions[at - 1] if at else None
    rows = [each.row for each in proposal.actions]
    return before if before and before.row and rows.count(before.row) > 1 else None


def section_mends(section: ProposedSection, places: Sequence[Place], *, is_doubtful: bool) -> Iterator[Mend]:
    """What a press of a button can do about a section."""
    if is_doubtful:
        yield Mend("agree", "Looks right", Correction("agree", {"key": section.key}))
    for place in places[:1]:
        if correction := take_in(place, "action"):
            yield Mend("action", "This is an action", correction)
    yield Mend("remove", "Leave out", Correction("remove", {"key": section.key}))


def take_in(place: Place, role: str) -> Correction | None:
    """The mend that reads a left-out row or paragraph after all; None for what is no part of the body."""
    if place.part:
        return None
    if place.table and place.row:
        return Correction("row", {"table": place.table, "row": place.row, "role": role})
    if place.line and not place.table:
        return Correction("paragraph", {"line": place.line, "role": role})
    return None


def take_in_mends(place: Place) -> tuple[Mend, ...]:
    """The ways in which a left-out row or paragraph can be taken in."""
    labels = {"action": "It is an action", "section": "It is a section", "prose": "Keep its words before the plan"}
    found = ((role, label, take_in(place, role)) for role, label in labels.items())
    return tuple(Mend(role, label, correction) for role, label, correction in found if correction)


def read_as_plan(table: int) -> Mend:
    """The way to take in a table that is none of the plan's."""
    return Mend("table", "Read its table as the plan", Correction("table", {"table": table, "role": "plan"}))


def words(correction: Correction) -> str:
    """A mend as a sentence without its full stop: what was done, and where."""
    given = correction.arguments
    return _WORDS[correction.op].format_map(_Said(given)) if correction.op in _WORDS else correction.op


_WORDS = {
    "agree": "agreed to {key}",
    "column": "column {column} of table {table} is “{field}”",
    "row": "row {row} of table {table} is “{role}”",
    "table": "table {table} is “{role}”",
    "paragraph": "line {line} is “{role}”",
    "set": "{field} of {key} changed",
    "split": "{key} split",
    "join": "{key} joined with the action before it",
    "section": "{key} is a section",
    "remove": "{key} left out",
    "set_plan": "{field} of the plan changed",
}


class _Said(dict[str, Any]):
    """The arguments of a correction as people know them."""

    def __getitem__(self, name: str) -> str:
        value = str(self.get(name, ""))
        if name == "key":
            found = re.match(r"t(\d+)r(\d+)", value)
            return f"table {found[1]}, row {found[2]}" if found else "what was read"
        if name == "field":
            known = {**COLUMNS, **{key: label for key, (label, _) in FIELDS.items()}, **PLAN_FACTS}
            return known.get(value, value)
        return {**ROLES, **TABLE_ROLES}.get(value, value) if name == "role" else value
