"""Pages on who may read what, and on names held back: read by members, changed by the coordinator."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partners.models import Agency
from partners.services import add_agency
from plans.models import Action, Lead, Update, UpdateRequest
from plans.queries.held_names import community_bodies, unknown_names
from plans.queries.markings import of_plan
from plans.services.actions import LeadWords, add_action, set_leads
from plans.services.held_names import hold_name, release_name
from plans.services.markings import mark
from plans.services.plans import add_front_matter
from plans.services.updates import Answer, submit
from prevent_tracker.core import clock
from prevent_tracker.core.errors import Invalid, NotAllowed, NotFound
from tests.cast import Cast, World


def url(world: World, *rest: object) -> str:
    return "/".join(["/p", world.partnership.slug, "plans", world.plan.slug, *map(str, rest), ""])


def mosque(world: World) -> Agency:
    with world.as_("coordinator") as by:
        return add_agency(
            by=by, slug="al-noor", name="Al-Noor Mosque", short_name="Al-Noor", kind="faith", aliases=["ANM"]
        )


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_everything_of_a_plan_says_who_may_read_it(cast: Cast) -> None:
    here = cast.here
    with here.as_("coordinator") as by:
        mark(by=by, thing=here.objectives[1], marking="restricted", reason="FOI-24")
        mark(by=by, thing=here.actions[2], marking="public")
    page = words(here.client("auditor").get(url(here, "markings")).content.decode())
    assert "Heading 2 Training Restricted National security (FOIA 2000, section 24)" in page
    assert "Action 2.1 Train every front-line officer. Restricted inherited" in page
    assert "Action 2.2 Train every ward manager. Public" in page
    assert "Change" not in page
    only = words(here.client("auditor").get(url(here, "markings") + "?readers=public&own=on").content.decode())
    assert "1 of 8 things" in only
    assert "Train every ward manager." in only
    assert "Review how halls are let." not in only
    nothing = here.client("auditor").get(url(here, "markings") + "?readers=public&own=on&words=x").status_code
    assert nothing == 200


def test_the_list_is_constant_in_queries(cast: Cast) -> None:
    here = cast.here

    def queries() -> int:
        with here.as_("auditor") as access, CaptureQueriesContext(connection) as found:
            of_plan(access, here.plan)
            community_bodies(access, here.plan)
            unknown_names(access, here.plan)
        return len(found)

    before = queries()
    with here.as_("coordinator") as by:
        for number in range(5):
            row = add_action(by=by, objective=here.objectives[0], text=f"Do {number}.", leads=[LeadWords("A group")])
            mark(by=by, thing=Lead.objects.within(by).get(action=row), marking="restricted")
            add_front_matter(by=by, plan=here.plan, heading=f"Part {number}", body=["Words."])
    assert queries() == before


def test_one_thing_and_a_whole_section_are_marked_on_pages(cast: Cast) -> None:
    here = cast.here
    client = here.client("coordinator")
    row = here.actions[1]
    address = url(here, "markings", "action", row.pk)
    page = words(client.get(address).content.decode())
    assert "Action 2.1: Train every front-line officer." in page
    assert "As what it belongs to: Partnership" in page
    answer = client.post(address, {"marking": "restricted", "reason": "12A-7", "version": "1"})
    assert answer["Location"] == url(here, "actions", "2.1")
    page = words(client.get(answer["Location"]).content.decode())
    assert "Who may read this Restricted Prevention, investigation or prosecution of crime" in page
    assert client.post(address, {"version": "2"}).status_code == 422
    refused = client.post(address, {"marking": "public", "reason": "12A-7", "version": "2"})
    assert refused.status_code == 422
    assert "A reason goes with" in words(refused.content.decode())
    assert client.post(address, {"marking": "inherit", "version": "2"}).status_code == 302
    done = client.post(url(here, "markings", "section"), {"objective": here.objectives[1].pk, "marking": "public"})
    assert done["Location"] == url(here, "markings")
    with here.as_("auditor") as access:
        assert set(Action.objects.within(access).filter(objective=here.objectives[1]).values_list("marking")) == {
            ("public",)
        }


def test_what_is_none_of_the_plan_s_is_not_found(cast: Cast) -> None:
    client = cast.here.client("coordinator")
    for kind, thing in (
        ("action", cast.elsewhere.actions[0].pk),
        ("lead", cast.here.actions[0].pk),
        ("nothing", cast.here.actions[0].pk),
        ("plan", cast.elsewhere.plan.pk),
    ):
        assert client.get(url(cast.here, "markings", kind, thing)).status_code == 404


def test_new_words_of_an_agency_are_not_public_because_the_old_ones_were(cast: Cast) -> None:
    here = cast.here

    def say(narrative: str) -> Update:
        with here.as_("contributor") as by:
            request = UpdateRequest.objects.within(by).get(action=here.actions[1])
            return submit(by=by, request=request, answer=Answer("green", narrative))

    first = say("Three sessions.")
    client = here.client("coordinator")
    assert client.post(url(here, "markings", "update", first.pk), {"marking": "public"}).status_code == 302
    page = words(client.get(url(here, "actions", "2.1")).content.decode())
    assert "Update from Northvale Police: Marked public" in page
    assert say("Three sessions.").marking == "public"
    assert say("Three sessions, and Jo was unwell.").marking == ""


def test_a_name_is_released_once_it_was_agreed_and_may_be_held_again(cast: Cast) -> None:
    here, body = cast.here, mosque(cast.here)
    with here.as_("coordinator") as by:
        set_leads(by=by, action=here.actions[3], leads=[LeadWords("The mosque", agency=body)])
        add_action(by=by, objective=here.objectives[0], text="Thank the al-noor\nmosque.")
        add_front_matter(by=by, plan=here.plan, heading="With ANM", body=["Together."])
    page = words(here.client("board_member").get(url(here, "names")).content.decode())
    assert "Al-Noor Mosque also ANM the introduction, 1.2, 3.1 Held back" in page
    assert "Release" not in page
    client = here.client("coordinator")
    later = {"on_day": "1", "on_month": "1", "on_year": "2100", "reason": "Agreed."}
    assert client.post(url(here, "names", body.pk, "release"), later).status_code == 422
    day = clock.today()
    given = {"on_day": day.day, "on_month": day.month, "on_year": day.year, "reason": "Agreed with the trustees."}
    assert client.post(url(here, "names", body.pk, "release"), given)["Location"] == url(here, "names")
    page = words(client.get(url(here, "names")).content.decode())
    assert f"{here.people['coordinator'].name}: Name released: Agreed with the trustees." in page
    assert client.post(url(here, "names", body.pk, "hold"), {"reason": "They asked."}).status_code == 302
    with here.as_("auditor") as access:
        assert Agency.objects.within(access).get(pk=body.pk).is_held


def test_public_bodies_are_not_held_and_nobody_else_releases(cast: Cast) -> None:
    here, body = cast.here, mosque(cast.here)
    with here.as_("coordinator") as by:
        with pytest.raises(Invalid, match="is a public body"):
            release_name(by=by, agency=here.agencies["police"], reason="x")
        with pytest.raises(Invalid, match="Enter what was agreed"):
            release_name(by=by, agency=body, reason=" ")
        with pytest.raises(NotFound):
            hold_name(by=by, agency=mosque(cast.elsewhere), reason="x")
    with here.as_("administrator") as by, pytest.raises(NotAllowed):
        release_name(by=by, agency=body, reason="x")


def test_names_in_lead_cells_that_nobody_knows_are_listed_with_what_the_public_reads(cast: Cast) -> None:
    here = cast.here
    with here.as_("coordinator") as by:
        people = [LeadWords("J Bloggs", nature="person"), LeadWords("To be agreed", nature="placeholder")]
        set_leads(by=by, action=here.actions[0], leads=people)
        found = unknown_names(by, here.plan)
        assert [(name.words, name.is_masked) for name in found] == [("J Bloggs", True), ("To be agreed", False)]
        mark(by=by, thing=found[0].leads[0], marking="public")
        assert [name.is_masked for name in unknown_names(by, here.plan)] == [False, False]
    page = words(here.client("coordinator").get(url(here, "names")).content.decode())
    assert "J Bloggs Person As printed 1.1" in page
