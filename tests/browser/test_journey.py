"""The whole way: a quarter from the browser to the board's PDF."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest
from pypdf import PdfReader

from plans.models import Update
from prevent_tracker.core.jobs import work_once
from tests.cast import Cast

from .conftest import SignIn

pytestmark = pytest.mark.browser


def test_a_quarter_from_the_first_update_to_the_issued_pdf(live_cast: Cast, sign_in: SignIn, tmp_path: Path) -> None:
    here = live_cast.here
    coordinator = sign_in("coordinator")

    # The coordinator updates an action in the plan's own table, red, with its path to green.
    coordinator.get_by_role("link", name="Plans").click()
    coordinator.get_by_role("link", name=here.plan.title).click()
    coordinator.get_by_role("link", name="Update 1.1").click()
    row = coordinator.locator(f"#action-{here.actions[0].pk}")
    row.get_by_label("Red", exact=True).check()
    row.get_by_label("What happened since the last update?").fill("The January meeting was cancelled.")
    row.get_by_role("button", name="Save update").click()
    row.get_by_text("Say how this gets back to green").first.wait_for()
    row.get_by_label("Path to green").fill("A new date is set: 8 February.")
    row.get_by_role("button", name="Save update").click()
    row.locator(".app-rag--red").wait_for()

    # It stands in the history with who and when.
    row.get_by_role("link", name="Meet four times a year.").first.click()
    history = coordinator.locator(".moj-timeline").inner_text()
    assert "reported Red" in history
    assert here.people["coordinator"].name in history
    assert "18 January 2017" in history

    # Two agencies answer what they are asked, and see nothing else.
    for who, rating in (("contributor", "Green"), ("other_contributor", "Amber")):
        contributor = sign_in(who)
        assert contributor.get_by_role("heading", level=1).inner_text() == "Your updates due"
        contributor.locator("table a").first.click()
        while "/updates/" in contributor.url and contributor.locator("textarea[name=narrative]").count():
            contributor.get_by_label(rating, exact=True).check()
            contributor.get_by_label("What happened since the last update?").fill(f"Work went on ({rating}).")
            if rating == "Amber":
                contributor.get_by_label("Path to green").fill("Two more sessions in March.")
            contributor.get_by_role("button", name="Send and go to the next").click()
            contributor.wait_for_load_state()
        assert contributor.get_by_text("All sent. Thank you.").count() == 1

    # The coordinator accepts one answer, returns none, and closes the round.
    coordinator.goto(f"/p/{here.partnership.slug}/rounds/{here.plan.slug}/{here.round.slug}/")
    coordinator.get_by_role("button", name="Accept").first.click()
    coordinator.get_by_role("button", name="Close the round").click()
    coordinator.get_by_role("button", name="Close the round").click()
    coordinator.get_by_text("Closed 18 January 2017").wait_for()

    # The pack: drafted, written, previewed, issued.
    coordinator.get_by_role("link", name="Board packs").first.click()
    coordinator.get_by_role("button", name="Draft a pack for HPDG Board").click()
    coordinator.get_by_label("Headline").fill("One action is red; all others are reported.")
    coordinator.get_by_label("Recommendations").fill("Note the progress.\nAsk for a new meeting date.")
    coordinator.get_by_role("button", name="Save and preview").click()
    assert "One action is red" in coordinator.locator("article.pack").inner_text()
    coordinator.get_by_role("link", name="Back to the pack").click()
    coordinator.get_by_role("button", name="Issue the pack").click()
    coordinator.locator("#working").wait_for()
    assert work_once()
    coordinator.get_by_role("link", name="Issue 1", exact=True).wait_for()
    with coordinator.expect_download() as downloading:
        coordinator.get_by_role("link", name="PDF of the board edition, issue 1").click()
    downloading.value.save_as(tmp_path / "pack.pdf")
    check_pdf((tmp_path / "pack.pdf").read_bytes())

    # A board member reads it, and changes nothing.
    member = sign_in("board_member")
    member.get_by_role("link", name="Board packs").click()
    member.get_by_role("link", name="HPDG Board").first.click()
    member.get_by_role("link", name="Issue 1", exact=True).click()
    assert "One action is red" in member.locator("article.pack").inner_text()
    assert member.get_by_role("button", name="Issue the pack").count() == 0


def check_pdf(content: bytes) -> None:
    """What was downloaded is the pack: text, page numbers, marking, title, language, tags, bookmarks."""
    reader = PdfReader(io.BytesIO(content))
    pages = [page.extract_text() for page in reader.pages]
    text = "\n".join(pages)
    for words in (
        "One action is red",
        "Ask for a new meeting date.",
        "A new date is set: 8 February.",
        "Train every ward manager.",
    ):
        assert words in text, words
    for number, page in enumerate(pages, start=1):
        assert f"{number} of {len(pages)}" in page
        assert "OFFICIAL" in page
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.Root.Lang) == "en-GB"
        assert "/StructTreeRoot" in pdf.Root
        assert pdf.open_outline().root
        assert "Q4 2016/17" in str(pdf.docinfo["/Title"])


def test_a_stale_form_shows_both_texts_and_loses_neither(live_cast: Cast, sign_in: SignIn) -> None:
    here = live_cast.here
    url = f"/p/{here.partnership.slug}/plans/{here.plan.slug}/actions/1.1/reword/"
    first, second = sign_in("coordinator"), sign_in("coordinator")
    first.goto(url)
    second.goto(url)
    first.locator("textarea[name=text]").fill("Meet five times a year.")
    first.get_by_role("button", name="Save").click()
    first.get_by_text("Action reworded.").wait_for()
    second.locator("textarea[name=text]").fill("Meet six times a year.")
    second.get_by_role("button", name="Save").click()
    both = second.locator(".app-differences").inner_text()
    assert "Meet five times a year." in both
    assert "Meet six times a year." in both
    assert second.locator("textarea[name=text]").input_value() == "Meet six times a year."
    second.get_by_role("button", name="Save").click()
    second.get_by_text("Action reworded.").wait_for()


def test_an_update_works_without_javascript(live_cast: Cast, sign_in: SignIn) -> None:
    here = live_cast.here
    page = sign_in("contributor", javascript=False, width=320)
    page.locator("table a").first.click()
    page.get_by_label("Green", exact=True).check()
    page.get_by_label("What happened since the last update?").fill("Forty officers were trained.")
    page.get_by_role("button", name="Send and go to the next").click()
    assert "sent" in page.locator(".govuk-notification-banner").inner_text()
    with here.as_("coordinator") as access:
        assert Update.objects.within(access).get(narrative="Forty officers were trained.").rag == "green"
