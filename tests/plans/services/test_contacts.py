"""Contacts of an agency: added, changed, ended, and what that does to the links they were sent."""

from __future__ import annotations

import pytest
from django.utils import timezone

from partners.models import AgencyContact
from plans.models import AnswerLink
from plans.queries.mail import Recipient, recipients, unreachable
from plans.services import links
from plans.services.contacts import add_contact, change_contact, end_contact
from prevent_tracker.core.errors import Closed, Invalid, NotAllowed, NotFound
from tests.cast import Cast, World


@pytest.fixture
def here(cast: Cast) -> World:
    return cast.here


def add(
    world: World, email: str = "jo@police.example", *, is_senior: bool = False, agency: str = "police"
) -> AgencyContact:
    with world.as_("coordinator") as by:
        return add_contact(by=by, agency=world.agencies[agency], name="Jo Bloggs", email=email, is_senior=is_senior)


@pytest.mark.parametrize("who", ["coordinator", "administrator"])
def test_who_may(here: World, who: str) -> None:
    with here.as_(who) as by:
        row = add_contact(by=by, agency=here.agencies["police"], name=" Jo \n Bloggs", email=" Jo@Police.example ")
        row = change_contact(by=by, contact=row, name="Jo B", email="jo.b@police.example", is_senior=True)
        assert (row.name, row.email, row.is_senior) == ("Jo B", "jo.b@police.example", True)
        assert end_contact(by=by, contact=row).ended_at is not None


@pytest.mark.parametrize("who", ["contributor", "board_member", "auditor"])
def test_who_may_not(here: World, who: str) -> None:
    row = add(here)
    with here.as_(who) as by:
        with pytest.raises(NotAllowed):
            add_contact(by=by, agency=here.agencies["police"], name="X", email="x@police.example")
        with pytest.raises(NotAllowed):
            change_contact(by=by, contact=row, name="X", email="x@police.example", is_senior=False)
        with pytest.raises(NotAllowed):
            end_contact(by=by, contact=row)


@pytest.mark.parametrize(
    ("name", "email", "fields"),
    [
        ("", "jo@a.example", {"name"}),
        ("x" * 201, "jo@a.example", {"name"}),
        ("Jo", "", {"email"}),
        ("Jo", "jo", {"email"}),
        ("Jo", "jo@a.example\nBcc: all@a.example", {"email"}),
        ("\x00", "nobody@", {"name", "email"}),
    ],
)
def test_bad_input_names_the_field(here: World, name: str, email: str, fields: set[str]) -> None:
    with here.as_("coordinator") as by, pytest.raises(Invalid) as error:
        add_contact(by=by, agency=here.agencies["police"], name=name, email=email)
    assert set(error.value.errors) == fields


def test_an_address_is_added_once_for_each_part(here: World) -> None:
    first = add(here)
    add(here, is_senior=True)
    add(here, agency="health")
    with pytest.raises(Invalid, match="already"):
        add(here, "JO@police.example")
    with here.as_("coordinator") as by:
        end_contact(by=by, contact=first)
        with pytest.raises(Closed):
            end_contact(by=by, contact=first)
    add(here)


def test_another_partnerships_agency_is_not_found(cast: Cast) -> None:
    with cast.here.as_("coordinator") as by, pytest.raises(NotFound):
        add_contact(by=by, agency=cast.elsewhere.agencies["police"], name="X", email="x@a.example")
    theirs = add(cast.elsewhere)
    with cast.here.as_("coordinator") as by, pytest.raises(NotFound):
        end_contact(by=by, contact=theirs)


@pytest.mark.parametrize("way", ["end", "move", "promote", "rename"])
def test_links_end_with_the_address(here: World, way: str) -> None:
    row = add(here)
    with here.as_("coordinator") as by:
        link = links.make(by, round=here.round, agency=here.agencies["police"], name=row.name, email=row.email)
        if way == "end":
            end_contact(by=by, contact=row)
        else:
            email = "new@police.example" if way == "move" else row.email
            change_contact(by=by, contact=row, name="Jo", email=email, is_senior=way == "promote")
        found = AnswerLink.objects.within(by).get(pk=link.pk)
    assert (found.ended_at is None) is (way == "rename")


def test_who_is_written_to(here: World) -> None:
    police, health, council = (here.agencies[slug].pk for slug in ("police", "health", "council"))
    member = here.people["contributor"]
    add(here)
    add(here, member.email)  # a member and a contact: the account counts
    add(here, "chief@police.example", is_senior=True)
    with here.as_("coordinator") as by:
        found = recipients(by, {police, health, council})
        assert set(found[police]) == {
            Recipient("Jo Bloggs", "jo@police.example"), Recipient(member.name, member.email, has_account=True),
        }  # fmt: skip
        assert [person.has_account for person in found[health]] == [True]
        assert council not in found
        seniors = recipients(by, {police, health}, senior=True)
        assert seniors == {police: [Recipient("Jo Bloggs", "chief@police.example")]}
        assert unreachable(by, here.round) == {council}
        member.is_active = False
        member.save()
        AgencyContact.objects.within(by).update(ended_at=timezone.now())
        assert police not in recipients(by, {police})
