"""The contributor's pages in a real browser: by keyboard alone, on a small phone, without JavaScript, and drafts that
keep themselves."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from plans.models import Update, UpdateRequest
from plans.services.updates import Answer, save_draft
from tests.cast import Cast, World
from tests.plans.quarters import BEFORE, SAID, answer_of, asked_of, next_quarter

from .conftest import SignIn

pytestmark = pytest.mark.browser


def address(world: World, asked: UpdateRequest) -> str:
    return f"/p/{world.partnership.slug}/updates/{asked.pk}/"


def tab_to(page: Page, words: str) -> None:
    """Press Tab until the control with this name has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "() => { const e = document.activeElement; return e.labels?.[0]?.innerText || e.innerText }"
        )
        if words in focused:
            return
    raise AssertionError(f"Tab never reaches “{words}”")


def test_a_quarter_by_keyboard_alone_on_a_small_phone_without_javascript(live_cast: Cast, sign_in: SignIn) -> None:
    here = live_cast.here
    next_quarter(here, {1: Answer("green", SAID)})
    page = sign_in("contributor", width=320, javascript=False)
    tab_to(page, "Answer it now")
    page.keyboard.press("Enter")
    page.wait_for_url("**/updates/*/")
    assert SAID in page.locator(".app-last").first.inner_text()
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0

    # In one press: what was said last time still holds.
    tab_to(page, f"No change since {BEFORE}")
    page.keyboard.press("Enter")
    page.get_by_text("2.1: sent as no change.").wait_for()

    # The next one, with words of its own: kept as a draft, then gone on with and sent.
    tab_to(page, "Green")
    page.keyboard.press("ArrowDown")  # on to amber, as in every group of radios
    tab_to(page, "Path to green")
    page.keyboard.type("Two more sessions in July.")
    tab_to(page, "What happened since the last update?")
    page.keyboard.type("Four wards are left.")
    tab_to(page, "Keep as a draft")
    page.keyboard.press("Enter")
    page.get_by_text("2.2: draft kept.").wait_for()
    tab_to(page, "Go on with your draft")
    page.keyboard.press("Enter")
    page.wait_for_url("**/updates/*/")
    assert page.locator("textarea[name=narrative]").input_value() == "Four wards are left."
    tab_to(page, "Send and go to the next")
    page.keyboard.press("Enter")
    page.get_by_text("All sent. Thank you.").wait_for()
    sent = answer_of(here, asked_of(here, 2))
    assert (sent.state, sent.rag, sent.path_to_green) == ("submitted", "amber", "Two more sessions in July.")
    assert answer_of(here, asked_of(here, 1)).is_unchanged


def test_last_quarters_words_stand_beside_the_boxes_and_above_them_on_a_phone(live_cast: Cast, sign_in: SignIn) -> None:
    here = live_cast.here
    next_quarter(here, {1: Answer("green", SAID)})
    asked = asked_of(here, 1)
    for width, is_beside in ((1280, True), (390, False)):
        page = sign_in("contributor", width=width)
        page.goto(address(here, asked))
        last, now = page.locator(".app-beside__last").bounding_box(), page.locator(".app-beside__now").bounding_box()
        assert last is not None
        assert now is not None
        assert (last["x"] + last["width"] <= now["x"]) == is_beside
        assert (last["y"] + last["height"] <= now["y"]) == (not is_beside)


def test_a_draft_keeps_itself_as_it_is_typed(live_cast: Cast, sign_in: SignIn) -> None:
    here = live_cast.here
    asked = asked_of(here, 1)
    page = sign_in("contributor")
    page.goto(address(here, asked))
    box, status = page.get_by_label("What happened since the last update?"), page.locator("[data-autosave]")
    box.press_sequentially("Nine were held.", delay=20)
    expect(status).to_contain_text("Draft saved")
    box.press_sequentially(" Ten are planned.", delay=20)
    expect(page.locator("#id_version")).to_have_value("2")
    assert box.input_value() == "Nine were held. Ten are planned."
    expect(box).to_be_focused()
    assert answer_of(here, asked).narrative == "Nine were held. Ten are planned."
    page.get_by_label("Green", exact=True).check()
    page.get_by_role("button", name="Send and go to the next").click()  # before the next save is due
    page.get_by_text("2.1: sent.").wait_for()
    sent = answer_of(here, asked)
    assert (sent.state, sent.rag) == ("submitted", "green")


def test_words_typed_just_before_leaving_are_kept(live_cast: Cast, sign_in: SignIn) -> None:
    here = live_cast.here
    asked = asked_of(here, 1)
    page = sign_in("contributor")
    page.goto(address(here, asked))
    page.get_by_label("What happened since the last update?").fill("Typed and gone.")
    page.get_by_role("link", name="Back to your updates").click()
    page.get_by_role("heading", name="Your updates due").wait_for()
    page.wait_for_timeout(500)  # the last words go on their own, beside the next page
    page.goto(address(here, asked))
    expect(page.get_by_label("What happened since the last update?")).to_have_value("Typed and gone.")


def test_what_somebody_else_wrote_meanwhile_is_not_overwritten_nor_what_is_typed_lost(
    live_cast: Cast, sign_in: SignIn
) -> None:
    here = live_cast.here
    asked = asked_of(here, 1)
    page = sign_in("contributor")
    page.goto(address(here, asked))
    with here.as_("contributor") as by:
        save_draft(by=by, request=asked, answer=Answer(narrative="From the other tab."))
    box = page.get_by_label("What happened since the last update?")
    box.fill("From this tab.")
    expect(page.locator("[data-autosave]")).to_contain_text("changed elsewhere")
    assert box.input_value() == "From this tab."
    with here.as_("contributor") as access:
        assert Update.objects.within(access).get(request=asked).narrative == "From the other tab."
    page.get_by_role("button", name="Keep as a draft").click()
    page.get_by_text("Saved by somebody else while you were writing").wait_for()
    assert "From the other tab." in page.locator(".app-differences").inner_text()
    assert page.get_by_label("What happened since the last update?").input_value() == "From this tab."


def test_what_could_not_be_kept_is_said_and_tried_again_when_the_network_is_back(
    live_cast: Cast, sign_in: SignIn
) -> None:
    here = live_cast.here
    asked = asked_of(here, 1)
    page = sign_in("contributor")
    page.goto(address(here, asked))
    page.route("**/draft/", lambda route: route.fulfill(status=409, body="Not saved yet."))
    box, status = page.get_by_label("What happened since the last update?"), page.locator("[data-autosave]")
    box.fill("On the train.")
    expect(status).to_contain_text("Not saved yet.")
    assert box.input_value() == "On the train."
    page.unroute("**/draft/")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(status).to_contain_text("Draft saved")
    assert answer_of(here, asked).narrative == "On the train."
