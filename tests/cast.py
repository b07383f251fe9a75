"""The cast of every test: a partnership with one person in each role, and a stranger from another partnership."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.test import Client
from factory.declarations import LazyAttributeSequence
from factory.django import DjangoModelFactory, Password
from factory.faker import Faker

from partners.models import Agency, Board, Meeting, Partnership, User
from partners.roles import Role
from partners.services import add_agency, add_board, add_meeting, add_member, add_partnership, create_key
from partners.tenancy import Access, acting
from plans.models import Action, Objective, Plan, Round
from plans.services.actions import LeadWords, add_action
from plans.services.plans import add_objective, create_plan
from plans.services.rounds import open_round, plan_round
from prevent_tracker.core import clock

PASSWORD = "a long enough password"


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User
        skip_postgeneration_save = True

    name = Faker("name", locale="en_GB")
    email = LazyAttributeSequence(lambda user, n: f"{user.name.split()[-1].lower()}{n}@partner.example")
    password = Password(PASSWORD)


@dataclass
class World:
    """One partnership with its people and one plan: three objectives, four actions, an open round."""

    partnership: Partnership
    people: dict[str, User] = field(default_factory=dict)
    agencies: dict[str, Agency] = field(default_factory=dict)
    boards: dict[str, Board] = field(default_factory=dict)
    meetings: list[Meeting] = field(default_factory=list)
    plan: Plan = field(init=False)
    objectives: list[Objective] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    round: Round = field(init=False)
    key: str = ""

    @contextmanager
    def as_(self, who: str) -> Iterator[Access]:
        """Act as one of its people, in a transaction."""
        with acting(self.people[who], self.partnership.slug) as access:
            yield access

    def client(self, who: str) -> Client:
        client = Client()
        client.force_login(self.people[who])
        return client


@dataclass
class Cast:
    """`here` is where the test plays; `elsewhere` is another partnership of the same shape."""

    here: World
    elsewhere: World


PEOPLE: dict[str, tuple[Role, str | None, bool]] = {
    "administrator": (Role.ADMINISTRATOR, None, False),
    "coordinator": (Role.COORDINATOR, None, False),
    "contributor": (Role.CONTRIBUTOR, "police", False),
    "other_contributor": (Role.CONTRIBUTOR, "health", False),
    "board_member": (Role.BOARD_MEMBER, None, False),
    "secretary": (Role.BOARD_MEMBER, None, True),
    "auditor": (Role.AUDITOR, None, False),
}


def build_cast() -> Cast:
    return Cast(
        here=build_world("northvale", "Northvale Prevent Partnership"),
        elsewhere=build_world("southmere", "Southmere Together"),
    )


def build_world(slug: str, name: str) -> World:
    administrator: User = UserFactory.create(name=f"Ada {slug.title()}")
    world = World(add_partnership(slug=slug, name=name, short_name=slug.title(), administrator=administrator))
    world.people["administrator"] = administrator
    with acting(administrator, slug) as by:
        _people_and_boards(world, by)
    with world.as_("coordinator") as by:
        _plan(world, by)
        world.round = plan_round(
            by=by, plan=world.plan, slug="2016-Q4", label="Q4 2016/17",
            starts_on=dt.date(2017, 1, 1), ends_on=dt.date(2017, 3, 31),
            opens_on=dt.date(2017, 1, 16), closes_on=dt.date(2017, 4, 14),
        )  # fmt: skip
        world.round = open_round(by=by, round=world.round, quietly=True)
    return world


def _people_and_boards(world: World, by: Access) -> None:
    for agency, (label, kind) in {
        "council": ("Council", "council"),
        "police": ("Police", "police"),
        "health": ("Health Trust", "health"),
    }.items():
        world.agencies[agency] = add_agency(
            by=by, slug=agency, name=f"{by.partnership.short_name} {label}", short_name=label, kind=kind,
            is_coordinating=agency == "council",
        )  # fmt: skip
    for who, (role, agency_slug, is_secretary) in PEOPLE.items():
        if who == "administrator":
            continue
        world.people[who] = UserFactory.create()
        agency_of = world.agencies[agency_slug] if agency_slug else None
        add_member(by=by, user=world.people[who], role=role, agency=agency_of, is_secretary=is_secretary)
    for board, style in {"hpdg": "hpdg", "csp": "csp", "safer": "safer_harrow"}.items():
        world.boards[board] = add_board(
            by=by, slug=board, name=f"{board.upper()} Board", short_name=board.upper(), style=style
        )
    for day in (dt.date(2016, 11, 9), dt.date(2017, 2, 8)):
        world.meetings.append(add_meeting(by=by, board=world.boards["hpdg"], held_on=day, label=f"{day:%B %Y}"))
    expiry = clock.now() + dt.timedelta(days=365)
    _, world.key = create_key(by=by, agency=world.agencies["police"], name="Police records system", expires_at=expiry)


def _plan(world: World, by: Access) -> None:
    world.plan = create_plan(
        by=by, slug="plan-2016-17", title=f"{by.partnership.short_name} Prevent plan 2016/17",
        starts_on=dt.date(2016, 4, 1), ends_on=dt.date(2017, 3, 31), period_label="2016/17", year_basis="financial",
        levels=["Objective", "Action"],
        columns=[
            {"field": "number", "heading": "No."},
            {"field": "action", "heading": "Activity"},
            {"field": "leads", "heading": "Lead"},
            {"field": "timescale", "heading": "By when"},
        ],
    )  # fmt: skip
    for number, title in enumerate(("Partnership", "Training", "Venues"), start=1):
        world.objectives.append(add_objective(by=by, plan=world.plan, title=title, number=str(number)))
    police, health = world.agencies["police"], world.agencies["health"]
    rows: list[tuple[int, str, str, list[LeadWords]]] = [
        (0, "Meet four times a year.", "quarterly", []),
        (1, "Train every front-line officer.", "December 2016", [LeadWords("Police", agency=police)]),
        (
            1,
            "Train every ward manager.",
            "March 2017",
            [LeadWords("Police", agency=police), LeadWords("Health Trust", agency=health)],
        ),
        (2, "Review how halls are let.", "Ongoing", [LeadWords("Health Trust", agency=health)]),
    ]
    for objective, text, timescale, leads in rows:
        world.actions.append(
            add_action(by=by, objective=world.objectives[objective], text=text, timescale_text=timescale, leads=leads)
        )
