"""A board pack's whole way: drafted, marked, issued, released to the public, checked, decided about, corrected."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from partners.services import add_agency, add_meeting
from plans.models import UpdateRequest
from plans.services.actions import LeadWords, add_action
from plans.services.plans import set_stage
from plans.services.rounds import close_round
from plans.services.updates import Answer, submit
from prevent_tracker.core import clock
from prevent_tracker.core.jobs import work_once
from tests.cast import Cast, World

from .conftest import SignIn
from .test_axe import violations

pytestmark = pytest.mark.browser
MOSQUE = "Masjid al-Amal"
SECRET = "Watch the back door of the hall."
HEADLINE = "One action is red; all others are reported."
DECIDED = "Hold the missed session again in February."
CORRECTED = "One action is red; all others were answered for or are not due."
WHY = "The headline said more than was reported."


@pytest.fixture
def here(live_cast: Cast) -> World:
    """A round that is closed with one answer, a name held back, and a meeting of today."""
    here = live_cast.here
    with here.as_("administrator") as by:
        mosque = add_agency(by=by, slug="masjid", name=MOSQUE, short_name="Masjid", kind="faith")
    with here.as_("coordinator") as by:
        lead = [LeadWords(MOSQUE, agency=mosque)]
        add_action(by=by, objective=here.objectives[0], text=f"Visit {MOSQUE} with its imam.", leads=lead)
        here.actions.append(add_action(by=by, objective=here.objectives[2], text=SECRET))
        set_stage(by=by, plan=here.plan, stage="endorsed", on=dt.date(2016, 4, 1))
        here.meetings.append(add_meeting(by=by, board=here.boards["hpdg"], held_on=clock.today(), label="January 2017"))
    with here.as_("contributor") as by:
        asked = UpdateRequest.objects.within(by).get(action=here.actions[1], agency=by.agency_id)
        submit(by=by, request=asked, answer=Answer("red", "Said by police alone.", path_to_green="In February."))
    with here.as_("coordinator") as by:
        here.round = close_round(by=by, round=here.round)
    return here


def test_a_pack_from_its_draft_to_the_public_and_its_correction(here: World, sign_in: SignIn, tmp_path: Path) -> None:
    coordinator = sign_in("coordinator")
    pack = draft(coordinator, here)
    change_contents(coordinator)
    mark(coordinator, here, pack)
    make_draft(coordinator)
    issue(coordinator)
    read_files(coordinator, tmp_path)
    address = release(coordinator)

    visitor = sign_in(None, width=320, javascript=False)
    published = read_as_a_visitor(visitor, address)
    check(visitor, published)
    read_as_a_contributor(sign_in("contributor"))

    decide(coordinator, here, sign_in)
    correct(coordinator, pack)
    visitor.goto(address)
    visitor.reload()
    expect(visitor.locator(".app-public__which")).to_contain_text("Issue 1")  # until the next is released
    coordinator.goto(pack)
    release_anew(coordinator, visitor, address)
    compare(coordinator, here, pack)
    file_papers(coordinator, here, tmp_path)


def draft(page: Page, here: World) -> str:
    """Start the pack and write it; its address."""
    page.get_by_role("link", name="Board packs").click()
    page.get_by_role("button", name="Draft a pack for HPDG Board").click()
    page.get_by_label("Headline").fill(HEADLINE)
    page.get_by_label("Recommendations").fill("Note the progress.\nAgree a new date.")
    page.get_by_label("Meeting").select_option(str(here.meetings[-1].pk))
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="Pack for HPDG Board")).to_be_visible()
    return page.url


def change_contents(page: Page) -> None:
    """One part goes, one has another heading, and one stands elsewhere."""
    page.get_by_role("button", name="Contents").click()
    page.locator("[name=reading-on]").uncheck()
    page.locator("[name=recommendations-heading]").fill("What we ask of you")
    page.get_by_role("button", name="Down “Decisions asked for”").click()
    expect(page.locator("[name=order]").nth(1)).to_have_value("recommendations")
    page.get_by_role("button", name="Save", exact=True).first.click()
    page.get_by_text("The contents are saved.").wait_for()


def mark(page: Page, here: World, pack: str) -> None:
    """The plan and the pack's headline are for everybody; one action is for the boards."""
    page.get_by_role("button", name="Who may read the words").click()
    page.get_by_role("group", name="Headline").get_by_label("Public").check()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Markings saved.").wait_for()
    plan = f"/p/{here.partnership.slug}/plans/{here.plan.slug}/markings/"
    for thing, marking, reason in (
        ("plan", "Public", ""),
        ("action 3.2", "Restricted", "12A-7"),
    ):
        page.goto(plan)
        page.get_by_role("link", name=f"Change who may read {thing}").click()
        page.get_by_label(marking, exact=True).check()
        page.get_by_label("Why it is left out").select_option(reason)
        page.get_by_role("button", name="Save").click()
        page.get_by_text("Marking changed.").wait_for()
    page.goto(pack)


def make_draft(page: Page) -> None:
    """The waiting page shows each section; when the worker is done it shows the draft."""
    page.get_by_role("button", name="Make a draft").click()
    expect(page.locator("#working")).to_be_visible()
    assert work_once()
    expect(page.get_by_role("link", name="download the draft")).to_be_visible()
    page.get_by_text("Nothing has changed since.").wait_for()


def issue(page: Page) -> None:
    page.get_by_role("button", name="Issue the pack").click()
    expect(page.locator("#working")).to_be_visible()
    assert work_once()


def downloaded(page: Page, link: str, folder: Path) -> bytes:
    with page.expect_download() as downloading:
        page.get_by_role("link", name=link, exact=True).first.click()
    path = folder / downloading.value.suggested_filename
    downloading.value.save_as(path)
    return path.read_bytes()


def words_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def read_files(page: Page, folder: Path) -> None:
    """The board's files: everything, in the order and under the headings that were chosen."""
    pdf = words_of(downloaded(page, "PDF of the board edition, issue 1", folder))
    for text in (HEADLINE, SECRET, MOSQUE, "Said by police alone.", "Agree a new date."):
        assert text in pdf, text
    assert pdf.rindex("The quarter at a glance") < pdf.rindex("What we ask of you")
    assert "How to read this report" not in pdf
    word = downloaded(page, "Word of the board edition, issue 1", folder)
    assert word.startswith(b"PK")
    sheets = load_workbook(io.BytesIO(downloaded(page, "Excel of the board edition, issue 1", folder)))
    assert SECRET in {cell.value for sheet in sheets for row in sheet.iter_rows() for cell in row}


def release(page: Page) -> str:
    """What a public reader would see is looked at, then released; its address."""
    page.get_by_role("link", name="Review and release").click()
    seen = page.locator(".app-sheet").inner_text()
    assert HEADLINE in seen
    for word in (MOSQUE, SECRET, "Said by police alone."):
        assert word not in seen, word
    page.get_by_text("What is left out, and why").first.click()
    log = page.locator("details", has_text="What is left out, and why").first.inner_text()
    assert "Schedule 12A, paragraph 7" in log
    assert "held until released" in log
    assert MOSQUE in page.locator("main").inner_text()  # who reviews is told which names are held
    assert violations(page) == []
    page.get_by_label("No: only those who have its address find it").check()
    page.get_by_role("button", name="Make it public").click()
    expect(page.locator("#working")).to_be_visible()
    assert work_once()
    link = page.locator("main a[href^='/public/']")
    link.wait_for()
    return link.get_attribute("href") or ""


def read_as_a_visitor(page: Page, address: str) -> bytes:
    """Anybody, on a small phone without JavaScript."""
    page.goto(address)
    expect(page.get_by_text("Issue 1", exact=True).first).to_be_visible()
    seen = page.content()
    assert HEADLINE in seen
    for word in (MOSQUE, SECRET, "Said by police alone."):
        assert word not in seen, word
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    file = page.locator(".app-public__files").get_by_role("link", name="PDF").get_attribute("href")
    assert file is not None
    pdf = page.request.get(file).body()
    assert HEADLINE in words_of(pdf)
    assert SECRET not in words_of(pdf)
    return pdf


def check(page: Page, published: bytes) -> None:
    """Is it what was published? A byte makes the difference."""
    changed = bytearray(published)
    changed[len(changed) // 2] ^= 1
    page.get_by_role("link", name="Check a PDF or JSON file").click()
    for content, answer in ((published, "Yes. This is issue 1 (public edition)"), (bytes(changed), "No. ")):
        page.locator("input[type=file]").set_input_files(
            {"name": "pack.pdf", "mimeType": "application/pdf", "buffer": content}
        )
        page.get_by_role("button", name="Check the file").click()
        expect(page.locator("#answer")).to_contain_text(answer)


def read_as_a_contributor(page: Page) -> None:
    page.get_by_role("link", name="Packs", exact=True).click()
    page.get_by_role("link", name="HPDG Board").click()
    seen = page.locator("main").inner_text()
    assert "Said by police alone." in seen
    assert SECRET not in seen
    assert page.get_by_text("Partners’ edition.").count() == 1


def decide(page: Page, here: World, sign_in: SignIn) -> None:
    """A decision of the meeting reaches the action and who is to do it."""
    page.goto(f"/p/{here.partnership.slug}/meetings/{here.meetings[-1].pk}/")
    page.get_by_role("button", name="Prepare the agenda").click()
    page.get_by_role("button", name="Record a decision").click()
    page.get_by_label("What was decided").fill(DECIDED)
    page.get_by_label("About which action").select_option(str(here.actions[1].pk))
    page.get_by_label("Who does it").select_option(label="Northvale Police")
    for name, value in (("Day", "28"), ("Month", "2"), ("Year", "2017")):
        page.get_by_label(name, exact=True).fill(value)
    page.get_by_role("button", name="Record").click()
    expect(page.get_by_role("table", name="What this meeting decided")).to_contain_text(DECIDED)
    page.goto(f"/p/{here.partnership.slug}/plans/{here.plan.slug}/actions/2.1/")
    assert DECIDED in page.locator("main").inner_text()
    owner = sign_in("contributor")
    asked = owner.get_by_role("region", name="Decisions for you")
    expect(asked).to_contain_text(DECIDED)
    expect(asked).to_contain_text("28 Feb")


def correct(page: Page, pack: str) -> None:
    page.goto(pack)
    page.get_by_role("button", name="Write", exact=True).click()
    page.get_by_label("Headline").fill(CORRECTED)
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Pack saved.").wait_for()
    page.get_by_role("button", name="Issue the pack").click()
    page.get_by_role("link", name="Say what this issue corrects").first.wait_for()  # a correction says why
    page.get_by_label("What does this issue correct?").fill(WHY)
    issue(page)
    page.get_by_role("link", name="Issue 2", exact=True).wait_for()
    table = page.get_by_role("table", name="Issues")
    expect(table.get_by_role("row", name="Issue 1")).to_contain_text("superseded")
    expect(table.get_by_role("row", name="Issue 2")).to_contain_text(WHY)
    assert violations(page) == []


def release_anew(page: Page, visitor: Page, address: str) -> None:
    page.get_by_role("link", name="Look after it").click()
    page.get_by_label("Why is there a new issue?").fill(WHY)
    page.get_by_role("button", name="Make it public").click()
    expect(page.locator("#working")).to_be_visible()
    assert work_once()
    page.get_by_text("issue 2 of").wait_for()
    visitor.reload()
    expect(visitor.locator(".app-public__which")).to_contain_text("Issue 2")
    visitor.get_by_role("link", name="Issue 1", exact=True).click()
    expect(visitor.get_by_role("region", name="Superseded")).to_contain_text(WHY)


def compare(page: Page, here: World, pack: str) -> None:
    page.goto(f"/p/{here.partnership.slug}/packs/compare/")
    for side, number in (("Before", 1), ("After", 2)):
        chosen = page.get_by_role("group", name=side).get_by_label("Which pack")
        option = chosen.locator("option", has_text=f"issue {number}")
        chosen.select_option(option.get_attribute("value"))
    page.get_by_role("button", name="Compare").click()
    for text in (HEADLINE, CORRECTED):
        expect(page.locator("#differences")).to_contain_text(text)
    page.goto(pack)
    page.get_by_role("button", name="As it stood").click()
    page.get_by_role("button", name="Show it").click()
    expect(page.locator("article.pack")).to_contain_text(CORRECTED)


def file_papers(page: Page, here: World, folder: Path) -> None:
    """The agenda holds the pack; all papers come as one file."""
    page.goto(f"/p/{here.partnership.slug}/meetings/{here.meetings[-1].pk}/")
    expect(page.get_by_role("table", name="Agenda")).to_contain_text("issue 2")
    page.get_by_role("link", name="All papers, as one PDF or as separate files").click()
    page.get_by_role("button", name="Put them together as one PDF").click()
    expect(page.locator("#working")).to_be_visible()
    assert work_once()
    papers = words_of(downloaded(page, "All as one PDF", folder))
    assert CORRECTED in papers
