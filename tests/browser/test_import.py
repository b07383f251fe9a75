"""Bring your own plan, in the browser: upload, progress, preview, mend, commit; once without JavaScript on a phone."""

from __future__ import annotations

from pathlib import Path

import pytest

from plans.models import Action, ImportBatch
from prevent_tracker.core.jobs import work_once
from tests.cast import Cast

from .conftest import SignIn

pytestmark = pytest.mark.browser
PLAN = """Northvale Prevent action plan 2016/17

No.\tActivity\tLead\tTimescale
1.1\tMeet as a board every quarter and\tCouncil\tQuarterly
\treport to the partnership\t\t
1.2\tName a lead officer in each agency\tPolice / NHS Health Trust\tBy June 2016
1.3\tTrain front line staff\tNorthvale Police\tMarch 2017
"""
# A timescale that reports what was done is doubtful.
DOUBTFUL = """No.\tActivity\tLead\tTimescale and update
1.1\tMeet as a board every quarter\tCouncil\tQuarterly
1.2\tName a lead officer in each agency\tPolice\tCompleted and circulated in May – the next is due June 2017
"""


def test_a_file_becomes_a_plan(live_cast: Cast, sign_in: SignIn, tmp_path: Path) -> None:
    here, file = live_cast.here, tmp_path / "Our action plan.txt"
    file.write_text(PLAN, encoding="utf-8")
    page = sign_in("coordinator")
    page.get_by_role("link", name="Plans").click()
    page.get_by_role("button", name="Import a plan").click()
    page.get_by_label("The file with your plan").set_input_files(file)
    page.get_by_role("button", name="Read it").click()

    # Progress shows, and gives way to the preview by itself.
    page.locator("#working").wait_for()
    assert work_once()
    page.get_by_role("heading", name="Check what was read").wait_for()

    # A row of the file as read goes on with the row above; the mend is said, taken back, and made again.
    page.get_by_role("link", name="The file as read").click()
    row = page.locator("li", has_text="report to the partnership")
    row.get_by_text("It is something else").click()
    row.get_by_label("This is").select_option(label="Goes on with the row above")
    row.get_by_role("button", name="Read it so").click()
    page.locator("#mended").wait_for()
    page.get_by_role("link", name="Check", exact=True).click()
    page.get_by_role("button", name="Undo it").click()
    page.locator("#mended").wait_for(state="detached")
    with here.as_("coordinator") as by:
        batch = ImportBatch.objects.within(by).get()
        assert batch.corrections == []
    page.get_by_text("Without a section").click()
    page.get_by_role("link", name="Change action 1.3").click()
    page.get_by_role("textbox", name="Action").fill("Train all front line staff")
    page.get_by_role("button", name="Save").click()
    assert "Last mend:" in page.locator("#mended").inner_text()

    # A name nearly known is asked about; nobody is merged by itself.
    page.get_by_role("link", name="Names of leads").click()
    page.get_by_label("An agency of its own").check()
    page.get_by_role("button", name="Keep these").click()

    page.get_by_role("button", name="Make this a plan").first.click()
    page.get_by_role("button", name="Make the plan").click()
    assert "is now a plan" in page.locator(".govuk-notification-banner").inner_text()
    with here.as_("coordinator") as by:
        texts = Action.objects.within(by).exclude(plan=here.plan).order_by("order").values_list("text", flat=True)
        assert "Train all front line staff" in texts
        assert ImportBatch.objects.within(by).get().plan is not None

    # And it is given back.
    page.get_by_role("button", name="Download", exact=True).click()
    with page.expect_download() as downloading:
        page.get_by_role("button", name="Download").click()
    assert downloading.value.suggested_filename.endswith(".docx")


def test_a_doubt_is_mended_in_place_or_on_a_page_of_its_own(live_cast: Cast, sign_in: SignIn) -> None:
    page = sign_in("coordinator")
    page.goto("/p/northvale/imports/")
    page.get_by_label("Or paste your plan").fill(DOUBTFUL)
    page.get_by_role("button", name="Read it").click()
    assert work_once()
    page.get_by_role("heading", name="Check what was read").wait_for()
    page.get_by_role("link", name="Change words or leads").first.click()
    page.get_by_role("heading", name="Change it").wait_for()
    page.go_back()
    page.locator(".app-doubt").get_by_role("button", name="Looks right").click()
    page.locator("#mended").wait_for()
    page.get_by_text("Nothing is doubtful").wait_for()


def test_a_plan_is_pasted_on_a_phone_without_javascript(live_cast: Cast, sign_in: SignIn) -> None:
    page = sign_in("coordinator", width=320, javascript=False)
    page.goto("/p/northvale/imports/")
    page.get_by_label("Or paste your plan").fill(PLAN)
    page.get_by_role("button", name="Read it").click()
    assert work_once()
    page.get_by_role("heading", name="Check what was read").wait_for()  # the page loads itself again
    page.get_by_text("Without a section").click()
    page.get_by_role("link", name="Change action 1.2").click()
    page.get_by_role("button", name="Leave out").click()
    assert "Last mend:" in page.locator("#mended").inner_text()
    page.get_by_role("button", name="Make this a plan").first.click()
    page.get_by_role("button", name="Make the plan").click()
    assert "is now a plan" in page.locator(".govuk-notification-banner").inner_text()


def test_a_table_pasted_from_word_keeps_its_cells(live_cast: Cast, sign_in: SignIn) -> None:
    """What the clipboard holds as HTML goes along, since it knows a cell of two lines."""
    html = (
        "<table><tr><th>Activity</th><th>Lead</th><th>Timescale</th></tr>"
        "<tr><td><p>Meet every quarter</p></td><td><p>Police</p><p>Council</p></td><td>June 2016</td></tr>"
        "<tr><td>Train all staff</td><td>Police</td><td>March 2017</td></tr></table>"
    )
    page = sign_in("coordinator")
    page.goto("/p/northvale/imports/")
    page.get_by_label("Or paste your plan").evaluate(
        """(box, html) => {
          const data = new DataTransfer();
          data.setData("text/html", html);
          data.setData("text/plain", "Activity");
          box.focus();
          box.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true}));
          box.value = "Activity";
        }""",
        html,
    )
    page.get_by_role("button", name="Read it").click()
    assert work_once()
    page.get_by_role("heading", name="Check what was read").wait_for()
    with live_cast.here.as_("coordinator") as by:
        batch = ImportBatch.objects.within(by).get()
        assert (batch.kind, batch.name) == ("html", "pasted.html")
