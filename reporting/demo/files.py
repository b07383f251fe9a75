"""The demonstration's files, read and checked against each other before anything is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from partners.models import Agency, YearBasis
from partners.roles import Role
from plans.models import ActionState, Lead, Marking, Plan

from .entries import Entry, FileError, read

FOLDER: Path = settings.BASE_DIR / "fixtures"
WEEKS_BEFORE = 3  # a plan is written so many weeks before its period starts


@dataclass(frozen=True)
class PartnershipFile:
    """fixtures/partnerships/<slug>.yaml; agencies, posts and boards by slug, people by key."""

    entry: Entry
    slug: str
    agencies: dict[str, Entry]
    posts: dict[str, Entry]
    boards: dict[str, Entry]
    people: dict[str, Entry]

    def first(self, role: Role) -> str:
        """The key of the first person with a role."""
        found = next((key for key, person in self.people.items() if person["role"] == role), None)
        if found is None:
            raise self.entry.error(f"people: there is no {role.replace('_', ' ')}; add one.")
        return found


@dataclass(frozen=True)
class PlanFile:
    """fixtures/plans/<slug>.yaml and its fixtures/rounds/*.yaml; actions by number."""

    entry: Entry
    partnership: PartnershipFile
    slug: str
    created_on: dt.date
    actions: dict[str, Entry]
    quarters: list[Entry] = field(default_factory=list)

    def parties(self, number: str) -> set[str]:
        """Slugs of the agencies that answer for an action: those behind its leads, else the council."""
        leads = [lead for lead in self.actions[number].entries("leads") if lead.get("kind") == Lead.Kind.LEAD]
        posts = self.partnership.posts
        found = {lead.get("agency") or (posts[lead["post"]]["agency"] if lead.get("post") else None) for lead in leads}
        return {slug for slug in found if slug} or {self.partnership.entry.entry("partnership")["council"]}


def read_files(folder: Path) -> list[PlanFile]:
    """Every plan below `folder` with its partnership and quarters, in order of partnership and period.

    Raises `FileError` for the first mistake.
    """
    partnerships = {found.slug: found for found in map(_partnership, _read_folder(folder / "partnerships"))}
    if not partnerships:
        raise FileError(f"{folder / 'partnerships'}: there are no .yaml files here.")
    plans: dict[str, PlanFile] = {}
    for entry in _read_folder(folder / "plans"):
        plan = _plan(entry, partnerships)
        if plan.slug in plans:
            raise entry.error(f"slug: {plans[plan.slug].entry.file} is “{plan.slug}” already.")
        plans[plan.slug] = plan
    for entry in _read_folder(folder / "rounds"):
        plans[entry.one_of("plan", plans, "plan")].quarters.append(entry)
    return sorted(plans.values(), key=lambda plan: (plan.partnership.slug, plan.created_on, plan.slug))


def _read_folder(folder: Path) -> list[Entry]:
    return [read(path) for path in sorted(folder.glob("*.yaml"))]


def _by(entries: Iterable[Entry], name: str) -> dict[str, Entry]:
    found: dict[str, Entry] = {}
    for entry in entries:
        key = entry.text(name, required=True)
        if key in found:
            raise entry.error(f"{name}: “{key}” stands in line {found[key].line} already.")
        found[key] = entry
    return found


def _partnership(entry: Entry) -> PartnershipFile:
    entry.allow("invented", "partnership", "agencies", "posts", "boards", "meetings", "people", "contacts", "note")
    facts = entry.entry("partnership")
    facts.allow("slug", "name", "short_name", "council", "year_basis", "accent", "rag_key", "note")
    for name in ("slug", "name", "short_name"):
        facts.text(name, required=True)
    facts.one_of("year_basis", YearBasis.values, "year basis")
    agencies, posts, boards = (_by(entry.entries(name), "slug") for name in ("agencies", "posts", "boards"))
    facts.one_of("council", agencies, "agency of this file")
    people = _by(entry.entries("people"), "key")
    found = PartnershipFile(entry, facts["slug"], agencies, posts, boards, people)
    _check_agencies(found)
    _check_boards(found)
    _check_people(found)
    return found


def _check_agencies(partnership: PartnershipFile) -> None:
    agencies = partnership.agencies
    for agency in agencies.values():
        agency.allow("slug", "name", "short_name", "kind", "parent", "aliases", "note")
        agency.text("name", required=True)
        agency.text("short_name", required=True)
        agency.one_of("kind", Agency.Kind.values, "kind of agency")
        agency.one_of_or_none("parent", agencies, "agency of this file")
        agency.texts("aliases")
    parents_first(agencies, "parent")
    for post in partnership.posts.values():
        post.allow("slug", "name", "agency", "aliases", "note")
        post.text("name", required=True)
        post.one_of("agency", agencies, "agency of this file")
        post.texts("aliases")


def _check_boards(partnership: PartnershipFile) -> None:
    for board in partnership.boards.values():
        board.allow(
            "slug", "name", "short_name", "style", "reports_to", "meets", "terms", "members", "standing_items",
            "drafts_days_before", "note",
        )  # fmt: skip
        board.texts("standing_items")
        for name in ("name", "short_name", "style"):
            board.text(name, required=True)
        board.one_of_or_none("reports_to", partnership.boards, "board of this file")
        for seat in board.entries("members"):
            seat.text("words", required=True)
            seat.one_of_or_none("agency", partnership.agencies, "agency of this file")
    parents_first(partnership.boards, "reports_to")
    days = set()
    for meeting in partnership.entry.entries("meetings"):
        meeting.allow("board", "on", "label", "starts_at", "place", "day_is_invented", "note")
        meeting.time_or_none("starts_at")
        meeting.text("place")
        meeting.text("label", required=True)
        day = (meeting.one_of("board", partnership.boards, "board of this file"), meeting.day("on"))
        if day in days:
            raise meeting.error("on: this board meets on that day already.")
        days.add(day)


def _check_people(partnership: PartnershipFile) -> None:
    for person in partnership.people.values():
        person.allow("key", "name", "email", "role", "agency", "is_secretary", "note")
        person.text("name", required=True)
        person.text("email", required=True)
        role = person.one_of("role", [role.value for role in Role], "role")
        person.one_of_or_none("agency", partnership.agencies, "agency of this file")
        if role == Role.CONTRIBUTOR:
            person.text("agency", required=True)
        if person.flag("is_secretary") and role != Role.BOARD_MEMBER:
            raise person.error("is_secretary: only a board member is a board's secretary.")
    for contact in partnership.entry.entries("contacts"):
        contact.allow("name", "email", "agency", "is_senior", "note")
        contact.text("name", required=True)
        contact.text("email", required=True)
        contact.one_of("agency", partnership.agencies, "agency of this file")
        contact.flag("is_senior")
    partnership.first(Role.ADMINISTRATOR)
    partnership.first(Role.COORDINATOR)


def parents_first(entries: dict[str, Entry], parent: str) -> list[Entry]:
    """In an order in which each comes after the one it names as `parent`."""
    ordered: dict[str, Entry] = {}
    while len(ordered) < len(entries):
        ready = {
            slug: entry
            for slug, entry in entries.items()
            if slug not in ordered and (not entry.get(parent) or entry[parent] in ordered)
        }
        if not ready:
            stuck = next(entry for slug, entry in entries.items() if slug not in ordered)
            raise stuck.error(f"{parent}: this leads round in a circle.")
        ordered |= ready
    return list(ordered.values())


def _plan(entry: Entry, partnerships: dict[str, PartnershipFile]) -> PlanFile:
    partnership = partnerships[entry.one_of("partnership", partnerships, "partnership")]
    entry.allow(
        "partnership", "slug", "title", "reference", "subtitle", "table_title", "period", "stage", "stage_on",
        "created_on", "marking", "edition_words", "responsible", "council_priorities", "indicators", "levels",
        "columns", "front_matter", "glossary", "note", "objectives",
    )  # fmt: skip
    entry.text("slug", required=True)
    entry.text("title", required=True)
    for name in ("reference", "subtitle", "table_title", "edition_words", "responsible", "note"):
        entry.text(name)
    period = entry.entry("period")
    period.text("label", required=True)
    period.one_of("year_basis", YearBasis.values, "year basis")
    period.day("ends_on")
    entry.one_of("stage", Plan.Stage.values, "stage of a plan")
    if entry["stage"] != Plan.Stage.DRAFT:
        entry.day("stage_on")
    entry.one_of("marking", Marking.values, "marking")
    for name in ("council_priorities", "indicators", "levels"):
        entry.texts(name)
    for column in entry.entries("columns"):
        column.text("field", required=True)
        column.text("heading")
    for part in entry.entries("front_matter"):
        part.text("heading")
    for term in entry.entries("glossary"):
        term.text("term", required=True)
        term.text("meaning", required=True)
    actions = list(_actions(entry, partnership))
    first_day = min(period.day("starts_on"), entry.day_or_none("stage_on") or dt.date.max)
    created = entry.day_or_none("created_on") or first_day - dt.timedelta(weeks=WEEKS_BEFORE)
    return PlanFile(entry, partnership, entry["slug"], created, _by(actions, "number"))


def _actions(node: Entry, partnership: PartnershipFile) -> Iterable[Entry]:
    """The actions below a node of the tree, each checked."""
    for objective in node.entries("objectives"):
        objective.allow(
            "number", "number_is_generated", "title", "paragraphs", "outcomes", "requirements", "objectives", "actions",
            "note",
        )  # fmt: skip
        objective.text("number")
        objective.text("title", required=True)
        for name in ("paragraphs", "outcomes", "requirements"):
            objective.texts(name)
        for action in objective.entries("actions"):
            _check_action(action, partnership)
            yield action
        yield from _actions(objective, partnership)


def _check_action(action: Entry, partnership: PartnershipFile) -> None:
    action.allow(
        "number", "number_is_generated", "row", "text", "steps", "outcomes", "leads_as_printed", "leads", "timescale",
        "milestones", "progress", "state", "note", "marking",
    )  # fmt: skip
    action.text("text", required=True)
    for name in ("row", "leads_as_printed", "timescale", "progress", "note"):
        action.text(name)
    action.texts("steps")
    action.texts("outcomes")
    action.one_of("state", ActionState.values, "state")
    action.one_of_or_none("marking", Marking.values, "marking")
    for lead in action.entries("leads"):
        lead.allow("words", "kind", "is", "agency", "post", "note")
        lead.text("words", required=True)
        lead.one_of("kind", Lead.Kind.values, "kind of lead")
        lead.one_of("is", Lead.Nature.values, "nature of a lead")
        lead.one_of_or_none("agency", partnership.agencies, f"agency of {partnership.slug}")
        lead.one_of_or_none("post", partnership.posts, f"post of {partnership.slug}")
    for milestone in action.entries("milestones"):
        milestone.allow("text", "due", "note")
        milestone.text("text", required=True)
        milestone.text("due")
