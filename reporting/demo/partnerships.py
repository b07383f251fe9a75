"""A partnership of the demonstration: founded by its administrator; what it lacks of its file is added."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.contrib.auth.hashers import make_password

from partners.models import Agency, AgencyContact, Board, Meeting, Membership, Partnership, Post, User
from partners.roles import Role
from partners.services import (
    add_agency,
    add_board,
    add_meeting,
    add_member,
    add_partnership,
    add_post,
    add_seat,
    create_key,
)
from partners.tenancy import Access, acting
from plans.services.contacts import add_contact
from prevent_tracker.core import clock

from .files import PartnershipFile, parents_first
from .people import QuickHasher
from .world import World

KEY_LASTS = dt.timedelta(days=365)


def ensure_partnership(file: PartnershipFile, passwords: Mapping[str, str], moment: dt.datetime) -> World:
    """The partnership as its file says; rows that exist stay as they are. `passwords`: by e-mail address."""
    people = {key: _account(file, key, passwords) for key in file.people}
    administrator = people[file.first(Role.ADMINISTRATOR)]
    found = Partnership.objects.filter(slug=file.slug).first()
    with clock.at(moment):
        world = World(found or _found(file, administrator), people=people)
        with acting(administrator, file.slug) as by:
            _agencies_and_posts(by, file, world)
            _boards_and_meetings(by, file, world)
            _members(by, file, world)
            _contacts(by, file, world)
    return world


def _account(file: PartnershipFile, key: str, passwords: Mapping[str, str]) -> User:
    """A person's account; somebody of another partnership may have it already."""
    email = file.people[key]["email"].lower()
    found = User.objects.filter(email=email).first()
    if found is not None:
        return found
    password = make_password(passwords[email], hasher=QuickHasher())
    return User.objects.create(email=email, name=file.people[key]["name"], password=password)


def _found(file: PartnershipFile, administrator: User) -> Partnership:
    facts = file.entry.entry("partnership")
    optional = {name: facts[name] for name in ("accent", "rag_key") if facts.get(name)}
    return add_partnership(
        slug=file.slug,
        name=facts["name"],
        short_name=facts["short_name"],
        administrator=administrator,
        year_basis=facts["year_basis"],
        **optional,
    )


def _agencies_and_posts(by: Access, file: PartnershipFile, world: World) -> None:
    world.agencies = {row.slug: row for row in Agency.objects.within(by)}
    council = file.entry.entry("partnership")["council"]
    for entry in parents_first(file.agencies, "parent"):
        if entry["slug"] not in world.agencies:
            world.agencies[entry["slug"]] = add_agency(
                by=by,
                slug=entry["slug"],
                name=entry["name"],
                short_name=entry["short_name"],
                kind=entry["kind"],
                parent=world.agencies[entry["parent"]] if entry.get("parent") else None,
                aliases=entry.texts("aliases"),
                is_coordinating=entry["slug"] == council,
            )
    world.posts = {row.slug: row for row in Post.objects.within(by)}
    for slug, entry in file.posts.items():
        if slug not in world.posts:
            agency = world.agencies[entry["agency"]]
            world.posts[slug] = add_post(
                by=by, slug=slug, name=entry["name"], agency=agency, aliases=entry.texts("aliases")
            )


def _boards_and_meetings(by: Access, file: PartnershipFile, world: World) -> None:
    world.boards = {row.slug: row for row in Board.objects.within(by)}
    for entry in parents_first(file.boards, "reports_to"):
        if entry["slug"] in world.boards:
            continue
        board = world.boards[entry["slug"]] = add_board(
            by=by,
            slug=entry["slug"],
            name=entry["name"],
            short_name=entry["short_name"],
            style=entry["style"],
            reports_to=world.boards[entry["reports_to"]] if entry.get("reports_to") else None,
            meets=entry.text("meets"),
            terms=entry.text("terms"),
            standing_items=entry.texts("standing_items"),
            drafts_days_before=entry.whole("drafts_days_before") if entry.get("drafts_days_before") else None,
        )
        for seat in entry.entries("members"):
            add_seat(by=by, board=board, words=seat["words"], agency=world.agencies.get(seat.get("agency") or ""))
    rows = Meeting.objects.within(by).select_related("board")
    world.meetings = {(row.board.slug, row.held_on): row for row in rows}
    for entry in file.entry.entries("meetings"):
        at = (entry["board"], entry.day("on"))
        if at not in world.meetings:
            note = "The day is invented." if entry.flag("day_is_invented") else ""
            world.meetings[at] = add_meeting(
                by=by, board=world.boards[at[0]], held_on=at[1], label=entry["label"], note=note,
                starts_at=entry.time_or_none("starts_at"), place=entry.text("place"),
            )  # fmt: skip


def _members(by: Access, file: PartnershipFile, world: World) -> None:
    members = set(Membership.objects.within(by).values_list("user_id", flat=True))
    for key, entry in file.people.items():
        if world.people[key].pk not in members:
            add_member(
                by=by,
                user=world.people[key],
                role=Role(entry["role"]),
                agency=world.agencies.get(entry.get("agency") or ""),
                is_secretary=entry.flag("is_secretary"),
            )


def _contacts(by: Access, file: PartnershipFile, world: World) -> None:
    known = set(AgencyContact.objects.within(by).values_list("agency__slug", "email", "is_senior"))
    for entry in file.entry.entries("contacts"):
        email, is_senior = entry["email"].lower(), entry.flag("is_senior")
        if (entry["agency"], email, is_senior) not in known:
            agency = world.agencies[entry["agency"]]
            add_contact(by=by, agency=agency, name=entry["name"], email=email, is_senior=is_senior)


def create_keys(file: PartnershipFile, world: World) -> dict[str, str]:
    """A key for the systems of each agency with a contributor: token by agency's name. For a new partnership."""
    tokens = {}
    with acting(world.people[file.first(Role.ADMINISTRATOR)], file.slug) as by:
        answering = [entry["agency"] for entry in file.people.values() if entry["role"] == Role.CONTRIBUTOR]
        for agency in (world.agencies[slug] for slug in dict.fromkeys(answering)):
            _, token = create_key(
                by=by, agency=agency, name=f"Demonstration, {agency.short_name}", expires_at=clock.now() + KEY_LASTS
            )
            tokens[agency.name] = token
    return tokens
