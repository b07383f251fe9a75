"""A whole round of three agencies that answer and one that does not: by page, by single-use link, through the API's
client; mails read back, and who is silent is said right."""

from __future__ import annotations

import datetime as dt
import email
import re
from email.message import EmailMessage
from email.policy import default as policy

import pytest
from django.core import mail
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer
from tracker_client import Tracker

from partners.services import add_agency, create_key
from plans.models import AgreedStatus, Channel, Plan, Round, Update
from plans.services.actions import LeadWords, add_action
from plans.services.contacts import add_contact
from plans.services.plans import add_objective, create_plan
from prevent_tracker.core import clock
from prevent_tracker.core.jobs import work_once
from tests.cast import Cast, World

from .conftest import SignIn

pytestmark = pytest.mark.browser
CHANGED = "The course was moved to March; two trainers were ill."
TEXTS = ("Meet four times.", "Train every officer.", "Train every ward.", "Look at every hall.")
LINK = re.compile(r"https?://\S+/link/\S+/")


@pytest.fixture
def shared_plan(live_cast: Cast) -> Plan:
    """A plan of four actions, each led by another agency; the fire brigade has no account, but a contact."""
    here = live_cast.here
    with here.as_("administrator") as by:
        fire = add_agency(by=by, slug="fire", name="Northvale Fire Brigade", short_name="Fire Brigade", kind="fire")
        add_contact(by=by, agency=fire, name="Frances Ember", email="frances@fire.example")
    with here.as_("coordinator") as by:
        plan = create_plan(
            by=by, slug="shared", title="A plan of four agencies", year_basis="calendar", period_label="2017",
            starts_on=dt.date(2017, 1, 1), ends_on=dt.date(2017, 12, 31),
        )  # fmt: skip
        objective = add_objective(by=by, plan=plan, title="Together", number="1")
        for text, agency in zip(
            TEXTS, [here.agencies[each] for each in ("council", "police", "health")] + [fire], strict=True
        ):
            add_action(by=by, objective=objective, text=text, leads=[LeadWords(agency.short_name, agency=agency)])
    return plan


def key_of(world: World, agency: str) -> str:
    with world.as_("administrator") as by:
        expiry = clock.now() + dt.timedelta(days=30)
        return create_key(by=by, agency=world.agencies[agency], name="Ward system", expires_at=expiry)[1]


def deliver() -> dict[str, EmailMessage]:
    """Do what waits; the mails that left, by address, read back from their bytes."""
    mail.outbox.clear()
    while work_once():
        pass
    sent = [email.message_from_bytes(found.message().as_bytes(), policy=policy) for found in mail.outbox]
    assert len({each["To"] for each in sent}) == len(sent)  # one mail a person
    return {each["To"].addresses[0].addr_spec: each for each in sent}


def words_of(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def answer(page: Page, rating: str, words: str) -> None:
    page.get_by_label(rating, exact=True).check()
    page.get_by_label("What happened since the last update?").fill(words)
    page.get_by_role("button", name="Send and go to the next").click()


def test_a_whole_round(live_cast: Cast, shared_plan: Plan, sign_in: SignIn, live_server: LiveServer) -> None:
    here, slug = live_cast.here, live_cast.here.partnership.slug
    key = key_of(here, "health")
    coordinator = sign_in("coordinator")

    # Rounds are planned from the plan's year and the boards' meetings. The first opens: everybody is asked by mail.
    coordinator.goto(f"/p/{slug}/plans/{shared_plan.slug}/rounds/")
    coordinator.get_by_role("button", name="Plan these").click()
    with here.as_("coordinator") as by:
        planned = Round.objects.within(by).filter(plan=shared_plan)[0]
    round_page = f"/p/{slug}/rounds/{shared_plan.slug}/{planned.slug}/"
    coordinator.goto(round_page)
    coordinator.get_by_role("button", name="Open the round").click()
    mails = deliver()
    police, health = here.people["contributor"].email, here.people["other_contributor"].email
    assert {police, health, "frances@fire.example"} <= set(mails)
    assert "Train every officer." in words_of(mails[police])
    assert "Look at every hall." not in words_of(mails[police])
    assert LINK.search(words_of(mails[police])) is None  # who has an account signs in
    assert [part.get_content_type() for part in mails[police].iter_attachments()] == ["text/calendar"]

    # The police answer on their page.
    page = sign_in("contributor")
    page.get_by_role("link", name="Train every officer.").click()
    answer(page, "Green", "Forty officers were trained.")

    # The fire brigade answers by its link, on a phone, without an account and without JavaScript.
    found = LINK.search(words_of(mails["frances@fire.example"]))
    assert found is not None
    address = re.sub(r"^https?://[^/]+", live_server.url, found[0])
    phone = sign_in(None, width=390, javascript=False)
    phone.goto(address)
    phone.get_by_role("button", name="Continue").click()
    assert "Train every officer." not in phone.content()
    phone.get_by_role("link", name="Look at every hall.").click()
    answer(phone, "Green", "All twelve halls were looked at.")
    again = sign_in(None)
    assert again.goto(address).status == 404  # type: ignore[union-attr]  # an answer came

    # The health trust's own system answers through the API's client. The council says nothing.
    client = Tracker(live_server.url, key)
    [asked] = [row for row in client.requests_due() if row["action"]["plan"] == str(shared_plan.pk)]
    body = {"rag": "amber", "narrative": CHANGED, "path_to_green": "Three dates in May."}
    client.send_update({"action": asked["action"]["id"], **body})

    # The table says who is silent, and only they are chased.
    coordinator.reload()
    table = coordinator.locator(".app-table--chase")
    council = table.locator("tr", has_text="Northvale Council")
    assert council.get_by_text("Silent", exact=True).first.is_visible()
    for name in ("Northvale Police", "Northvale Health Trust", "Northvale Fire Brigade"):
        assert table.locator("tbody tr", has_text=name).locator('[data-label="Silent"]').inner_text().strip() == "0"
        assert table.locator("tbody tr", has_text=name).locator('[data-label="Sent"]').inner_text().strip() == "1"
    coordinator.get_by_role("button", name="Chase all").click()
    assert "Northvale Police" not in coordinator.locator("main").inner_text()

    # One answer goes back with a reason, by mail too, and comes again; one is accepted.
    coordinator.goto(round_page)
    coordinator.get_by_role("link", name="Return it to Northvale Police").click()
    coordinator.locator("textarea[name=reason]").fill("Say how many are still to come.")
    coordinator.get_by_role("button", name="Return").click()
    assert "Say how many are still to come." in words_of(deliver()[police])
    page.goto(f"/p/{slug}/updates/")
    page.get_by_role("link", name="Train every officer.").click()
    assert "Say how many are still to come." in page.locator("main").inner_text()
    answer(page, "Green", "Forty officers were trained; six are to come.")
    coordinator.goto(round_page)
    coordinator.get_by_role("button", name="Accept the update to 1.3 from Northvale Health Trust").click()

    # Closed: the silent action is "not reported", each answer stands as what it was.
    coordinator.get_by_role("button", name="Close the round").click()
    coordinator.get_by_role("button", name="Close the round").click()
    coordinator.get_by_text("Closed 18 January 2017").wait_for()
    assert "Nobody answered" in coordinator.locator("tr", has_text="Meet four times.").last.inner_text()
    _check_stored(here, planned)


def _check_stored(world: World, closed: Round) -> None:
    with world.as_("auditor") as access:
        answers = Update.objects.within(access).filter(round=closed).select_related("agency")
        updates = {row.agency.slug: row for row in answers}
        agreed = AgreedStatus.objects.within(access).filter(round=closed).select_related("action")
        statuses = {row.action.number: row.rag for row in agreed}
    assert {slug: row.channel for slug, row in updates.items()} == {
        "police": Channel.BROWSER,
        "fire": Channel.LINK,
        "health": Channel.API,
    }
    assert {row.state for row in updates.values()} == {"accepted"}
    assert updates["police"].narrative == "Forty officers were trained; six are to come."
    assert statuses == {"1.1": "", "1.2": "green", "1.3": "amber", "1.4": "green"}
