"""Answering by single-use link: a phone, no account, JavaScript off."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from plans.models import AnswerLink, Channel, Evidence, Update
from tests.cast import Cast
from tests.plans.importers.test_evidence import PDF
from tests.plans.services.test_links import a_link

from .conftest import SignIn
from .test_axe import violations

pytestmark = pytest.mark.browser


def sideways(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def test_a_phone_answers_by_link_without_javascript(live_cast: Cast, sign_in: SignIn, tmp_path: Path) -> None:
    here = live_cast.here
    _, token = a_link(here)
    phone = sign_in(None, width=390, javascript=False)
    phone.goto(f"/link/{token}/")
    assert phone.get_by_role("heading", level=1).inner_text() == "Updates asked of Northvale Police"
    phone.get_by_role("button", name="Continue").click()
    assert token not in phone.url

    # The first: typed, kept while a register is added, then sent with every word still there.
    phone.get_by_role("link", name="Train every front-line officer.").click()
    phone.get_by_label("Green", exact=True).check()
    phone.get_by_label("What happened since the last update?").fill("38 of 40 are trained.")
    phone.get_by_role("button", name="Keep the draft and add evidence").click()
    register = tmp_path / "register of attendance.pdf"
    register.write_bytes(PDF)
    phone.get_by_label("File", exact=True).set_input_files(register)
    phone.get_by_role("button", name="Add the file").click()
    assert phone.get_by_text("register of attendance.pdf").count() >= 1
    phone.get_by_label("Web address").fill("not an address")
    phone.get_by_role("button", name="Add the link").click()
    assert phone.get_by_text("Enter a web address that begins with https://").count() == 2  # at the head and the field
    phone.get_by_role("link", name="Done: back to the answer").click()
    assert phone.get_by_label("What happened since the last update?").input_value() == "38 of 40 are trained."
    assert sideways(phone) == 0
    phone.get_by_role("button", name="Send and go to the next").click()

    # The second by way of the keyboard: a rating without a path to green is said, then mended.
    assert phone.get_by_role("heading", level=1).inner_text() == "Train every ward manager."
    phone.get_by_label("Red", exact=True).focus()
    phone.keyboard.press("Space")
    phone.get_by_label("What happened since the last update?").fill("The trainer left.")
    phone.get_by_role("button", name="Send and go to the next").press("Enter")
    phone.get_by_role("link", name="Say how this gets back to green").click()
    phone.get_by_label("Path to green").fill("A new trainer begins in March.")
    phone.get_by_role("button", name="Send and go to the next").click()
    assert phone.get_by_text("All sent. Thank you.").count() == 1

    # What was given can be had back, as a download; then the end.
    phone.get_by_text("Already sent (2)").click()
    phone.get_by_role("link", name="Train every front-line officer.").click()
    with phone.expect_download() as kept:
        phone.get_by_role("link", name="register of attendance").click()
    assert kept.value.suggested_filename == "register of attendance.pdf"
    phone.get_by_role("link", name="Finish").click()
    phone.get_by_role("button", name="Finish").click()
    assert phone.get_by_role("heading", level=1).inner_text() == "Thank you"
    phone.goto(f"/link/{token}/")
    assert phone.get_by_role("heading", level=1).inner_text() == "This link no longer works"

    with here.as_("auditor") as access:
        sent = {row.action_id: row for row in Update.objects.within(access)}
        assert {row.channel for row in sent.values()} == {Channel.LINK}
        assert sent[here.actions[1].pk].narrative == "38 of 40 are trained."
        assert Evidence.objects.within(access).get().content_type == "application/pdf"
        assert AnswerLink.objects.within(access).get().ended_because == "Finished"


@pytest.mark.parametrize("width", [320, 1280])
def test_pages_of_a_link_break_no_rule(live_cast: Cast, sign_in: SignIn, width: int) -> None:
    _, token = a_link(live_cast.here)
    page = sign_in(None, width=width)
    found: list[str] = []

    def look() -> None:
        found.extend(violations(page))
        if sideways(page) > 0:
            found.append(f"{page.url} scrolls sideways")

    page.goto(f"/link/{token}/")
    look()
    page.get_by_role("button", name="Continue").click()
    look()
    page.get_by_role("link", name="Train every front-line officer.").click()
    look()
    page.get_by_role("button", name="Keep the draft and add evidence").click()
    look()
    page.get_by_label("Web address").fill("https://police.example/" + "register/" * 20)
    page.get_by_role("button", name="Add the link").click()
    look()
    page.get_by_role("link", name="Finish").click()
    look()
    page.get_by_role("button", name="Finish").click()
    look()
    page.goto(f"/link/{token}/")
    look()
    page.get_by_role("button", name="Send a new link to the same address").click()
    look()
    coordinator = sign_in("coordinator", width=width)
    page = coordinator
    coordinator.goto(f"/p/northvale/rounds/{live_cast.here.plan.slug}/{live_cast.here.round.slug}/links/")
    look()
    assert "\n".join(found) == ""
