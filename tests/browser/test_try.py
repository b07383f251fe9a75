"""“Try it” on the page of API docs, in the browser: a key in memory, a call sent, the answer shown."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from plans.models import Update
from tests.cast import Cast

from .conftest import SignIn
from .test_axe import AXE, RUN

pytestmark = pytest.mark.browser


def opened(page: Page, operation: str) -> Locator:
    """The form of an operation, opened with the keyboard."""
    section = page.locator(f"section[aria-labelledby='{operation}']")
    summary = section.locator("[data-try] summary")
    summary.focus()
    page.keyboard.press("Enter")
    return section.locator("[data-try]")


def test_a_list_is_asked_by_keyboard_alone(sign_in: SignIn, live_cast: Cast) -> None:
    page = sign_in(None)
    page.goto("/api/")
    page.get_by_label("Your key").fill(live_cast.here.key)
    form = opened(page, "actions")
    form.get_by_label("Parameters").fill("?overdue=true")
    page.keyboard.press("Enter")
    expect(form.get_by_role("status")).to_contain_text("200")
    expect(form.locator("[data-try-body]")).to_contain_text("Train every front-line officer.")
    expect(form.locator("[data-try-headers]")).to_contain_text("etag")


def test_an_update_is_sent_and_a_refusal_is_shown(sign_in: SignIn, live_cast: Cast) -> None:
    page = sign_in(None)
    page.goto("/api/")
    page.get_by_label("Your key").fill(live_cast.here.key)
    form = opened(page, "send_update")
    form.get_by_role("button", name="Send").click()
    expect(form.get_by_role("status")).to_contain_text("422")
    expect(form.locator("[data-try-body]")).to_contain_text("There is no such action.")
    action = live_cast.here.actions[1].pk
    form.get_by_label("Body", exact=True).fill(
        f'{{"action": "{action}", "rag": "green", "narrative": "All on course."}}'
    )
    form.get_by_role("button", name="Send").click()
    expect(form.get_by_role("status")).to_contain_text("201")
    with live_cast.here.as_("auditor") as by:
        assert Update.objects.within(by).get().narrative == "All on course."


def test_without_a_key_it_says_what_is_needed(sign_in: SignIn, live_cast: Cast) -> None:
    page = sign_in(None)
    page.goto("/api/")
    form = opened(page, "plans")
    form.get_by_role("button", name="Send").click()
    expect(form.get_by_role("status")).to_contain_text("Enter your key first")
    expect(page.get_by_label("Your key")).to_be_focused()


def test_a_wrong_key_and_being_signed_in_open_nothing(sign_in: SignIn, live_cast: Cast) -> None:
    page = sign_in("coordinator")
    page.goto("/api/")
    page.get_by_label("Your key").fill("wrong.key")
    form = opened(page, "plans")
    form.get_by_role("button", name="Send").click()
    expect(form.get_by_role("status")).to_contain_text("401")


def test_nothing_keeps_the_key(sign_in: SignIn, live_cast: Cast) -> None:
    page = sign_in(None)
    page.goto("/api/")
    page.get_by_label("Your key").fill(live_cast.here.key)
    form = opened(page, "plans")
    form.get_by_role("button", name="Send").click()
    expect(form.get_by_role("status")).to_contain_text("200")
    kept = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie, location.href])")
    assert live_cast.here.key not in kept
    page.reload()
    expect(page.get_by_label("Your key")).to_have_value("")


def test_without_javascript_the_curl_line_stands_alone(sign_in: SignIn, live_cast: Cast) -> None:
    page = sign_in(None, javascript=False)
    page.goto("/api/")
    expect(page.locator("[data-try]").first).to_be_hidden()
    expect(page.get_by_label("Your key")).to_be_hidden()
    expect(page.get_by_role("region", name="Example: Send an update")).to_contain_text("Idempotency-Key")


@pytest.mark.parametrize("width", [320, 1280])
def test_it_is_accessible_when_open(sign_in: SignIn, live_cast: Cast, width: int) -> None:
    page = sign_in(None, width=width)
    page.goto("/api/")
    page.get_by_label("Your key").fill(live_cast.here.key)
    form = opened(page, "send_update")
    form.get_by_role("button", name="Send").click()
    expect(form.get_by_role("status")).to_contain_text("422")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    assert page.evaluate(RUN) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
