"""A style put together in a real browser: by keyboard alone on a small phone without JavaScript, and with it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from reporting.models import PackStyle
from reporting.services.styles import make_style
from reporting.styles.own import read_style
from tests.cast import Cast, World

from .conftest import SignIn
from .test_answering import tab_to

pytestmark = pytest.mark.browser


def headings(here: World) -> list[str]:
    with here.as_("auditor") as access:
        style = PackStyle.objects.within(access).get()
    return [part.heading for part in read_style(style.layout).parts]


def focused(page: Page) -> str:
    words: str = page.evaluate("() => document.activeElement.innerText.replace(/\\s+/g, ' ')")
    return words


def test_a_style_by_keyboard_alone_on_a_small_phone_without_javascript(live_cast: Cast, sign_in: SignIn) -> None:
    here = live_cast.here
    page = sign_in("coordinator", width=320, javascript=False)
    page.goto(f"/p/{here.partnership.slug}/packs/new-style/?from=csp")
    tab_to(page, "Name of the style")
    page.keyboard.type("For leaders")
    page.keyboard.press("Enter")
    page.wait_for_url("**/styles/for-leaders/")
    before = headings(here)

    tab_to(page, "“Decisions asked for”")  # the first of its controls after the box
    page.keyboard.press("Enter")
    expect(page.locator("[name=order]").nth(1)).to_have_value("recommendations")
    assert focused(page) == "Down “Decisions asked for”"
    page.keyboard.press("Enter")  # again, with nothing looked for in between
    expect(page.locator("[name=order]").nth(2)).to_have_value("recommendations")
    tab_to(page, "Heading")
    page.keyboard.press("Control+A")
    page.keyboard.type("What we ask of you")
    tab_to(page, "Preview")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What we ask of you", exact=True)).to_be_visible()
    assert headings(here) == before
    tab_to(page, "Go on editing")
    page.keyboard.press("Enter")
    expect(page.locator("[name=recommendations-heading]")).to_have_value("What we ask of you")
    tab_to(page, "Save")
    page.keyboard.press("Enter")
    page.get_by_text("The style “For leaders” is saved.").wait_for()
    assert headings(here)[:3] == [before[1], before[2], "What we ask of you"]


def test_with_javascript_parts_move_in_place(live_cast: Cast, sign_in: SignIn) -> None:
    here = live_cast.here
    with here.as_("coordinator") as by:
        make_style(by=by, label="Ours", based_on="csp")
    page = sign_in("coordinator")
    page.goto(f"/p/{here.partnership.slug}/packs/styles/ours/")
    page.get_by_label("Name", exact=True).fill("Not saved yet")
    page.locator("[name=summary-heading]").fill("Typed")
    measures = page.get_by_role("group", name="Measures", exact=True)
    assert not measures.get_by_label("Heading", exact=True).is_visible()
    measures.get_by_role("checkbox", name="Measures").check()
    expect(measures.get_by_label("Heading", exact=True)).to_be_visible()
    count = page.locator("[name$='-on']:checked").count()
    page.get_by_role("button", name="Up “Where the plan stands”").press("Enter")
    expect(page.locator("[name=order]").first).to_have_value("summary")
    expect(page.locator("#announce")).to_have_text(f"Where the plan stands is now 1 of {count}.")
    expect(page.get_by_role("button", name="Down “Where the plan stands”")).to_be_focused()
    expect(page.locator("[name=summary-heading]")).to_have_value("Typed")
    expect(page.get_by_label("Name", exact=True)).to_have_value("Not saved yet")
    expect(measures.get_by_role("checkbox", name="Measures")).to_be_checked()
