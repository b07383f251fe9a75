"""What looks like case data in a form is marked beside its box, to be taken out or confirmed; and in a file."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.http import QueryDict
from django.test import RequestFactory

from partners.errors import error_page
from plans.importers.proposal import Options
from plans.importers.propose import propose
from plans.models import Action, ImportBatch, ImportFile, Plan, Update, UpdateRequest
from plans.services import imports
from plans.services.actions import reword_action
from prevent_tracker.core.errors import Invalid
from prevent_tracker.core.hits import LEGEND
from prevent_tracker.core.models import Confirmation
from prevent_tracker.core.personal import CaseData, find
from prevent_tracker.core.screening import screened
from tests.cast import Cast, World

from .test_link_pages import answer as answer_of
from .test_link_pages import used

NUMBER, MAIL = "943 476 5919", "jo@school.example"
NAME = "not_about_a_person"
BOX = re.compile(rf'<input[^>]*name="{NAME}" type="checkbox"[^>]*value="(\w+)"([^>]*)>')
DAYS = {
    "starts_on_day": 1, "starts_on_month": 4, "starts_on_year": 2017,
    "ends_on_day": 31, "ends_on_month": 3, "ends_on_year": 2018,
}  # fmt: skip


def url_of(world: World, rest: str) -> str:
    return f"/p/{world.partnership.slug}/{rest}"


def confirmations(world: World) -> list[tuple[str, str]]:
    with world.as_("auditor") as by:
        rows = Confirmation.objects.filter(partnership_id=by.partnership_id)
        return sorted(rows.values_list("by", "label"))


def test_words_are_marked_and_a_box_lets_them_through(cast: Cast) -> None:
    here, client = cast.here, cast.here.client("coordinator")
    url = url_of(here, f"plans/{here.plan.slug}/actions/1.1/reword/")
    words = f"Ring {NUMBER} <b>now</b>"
    refused = client.post(url, {"text": words, "version": 1})
    page = refused.content.decode()
    assert refused.status_code == 422
    assert page.count(f"<mark>{NUMBER}</mark>") == 3  # in the summary, beside the box, at its own box
    assert "<b>now" not in page
    [(digest, attributes)] = BOX.findall(page)
    assert (digest, "checked" in attributes) == (find(NUMBER)[0].digest, False)
    assert LEGEND in page
    assert client.post(url, {"text": words, "version": 1, NAME: digest}).status_code == 302
    with here.as_("auditor") as by:
        assert Action.objects.within(by).get(pk=here.actions[0].pk).text == words
    assert confirmations(here) == [(here.people["coordinator"].name, "Action")]


def test_what_is_ticked_stays_ticked_while_something_else_is_asked(cast: Cast) -> None:
    here, client = cast.here, cast.here.client("contributor")
    with here.as_("contributor") as by:
        asked = UpdateRequest.objects.within(by).filter(agency=here.agencies["police"]).order_by("id")[0]
    url = url_of(here, f"updates/{asked.pk}/")
    answer = {"rag": "amber", "narrative": f"Rang {NUMBER}", "path_to_green": f"Write to {MAIL}"}
    page = client.post(url, answer).content.decode()
    assert {digest for digest, _ in BOX.findall(page)} == {find(NUMBER)[0].digest, find(MAIL)[0].digest}
    page = client.post(url, answer | {NAME: find(NUMBER)[0].digest}).content.decode()
    assert [(digest, "checked" in rest) for digest, rest in BOX.findall(page)] == [
        (find(MAIL)[0].digest, False),
        (find(NUMBER)[0].digest, True),
    ]
    assert confirmations(here) == []  # nothing was stored, so nothing is on the record
    sent = client.post(url, answer | {NAME: [find(NUMBER)[0].digest, find(MAIL)[0].digest]})
    assert sent.status_code == 302
    with here.as_("auditor") as by:
        assert Update.objects.within(by).get(request=asked).narrative == f"Rang {NUMBER}"
    assert [label for _, label in confirmations(here)] == ["Path to green", "What happened"]


def test_a_form_that_shows_no_errors_is_answered_by_a_page_that_sends_it_again(cast: Cast) -> None:
    request = RequestFactory().post("/p/northvale/x/?a=1", {"words": f"“{NUMBER}”", "more": ["1", "2"], NAME: "f" * 64})
    request.access = None  # type: ignore[attr-defined]  # as the middleware sets it
    answer = error_page(request, CaseData("words", "Words", find(NUMBER)))
    assert answer is not None
    assert answer.status_code == 422
    page = answer.content.decode()
    for name, value in (("words", f"“{NUMBER}”"), ("more", "1"), ("more", "2"), (NAME, "f" * 64)):
        assert f'<input type="hidden" name="{name}" value="{value}">' in page
    assert BOX.findall(page)[0][0] == find(NUMBER)[0].digest
    assert f"<mark>{NUMBER}</mark>" in page


def test_other_refusals_are_not_asked_about(cast: Cast) -> None:
    request = RequestFactory().post("/", QueryDict())
    assert error_page(request, Invalid({"words": "Too long."})) is None


PLAN = f"""No.,Activity,Lead,By when
1.1,Train every officer,Police,March 2018
1.2,Write to {MAIL} each term,Police,Ongoing
"""


def brought(world: World, text: str = PLAN) -> str:
    with world.as_("coordinator") as by:
        said = {"period": "2017/18", "year_basis": "financial"}
        reading = propose(text.encode(), "plan.csv", Options("financial", "2017/18"))
        batch = imports.keep_reading(by=by, name="plan.csv", content=text.encode(), options=said, reading=reading)
    return url_of(world, f"imports/{batch.pk}/")


def commit(world: World, url: str) -> str:
    given = {"title": "New plan", "slug": "new-plan", "year_basis": "financial", **DAYS}
    return world.client("coordinator").post(f"{url}commit/", given, follow=True).content.decode()


def test_a_file_is_no_plan_until_its_hits_are_confirmed(cast: Cast) -> None:
    here, url = cast.here, brought(cast.here)
    client = here.client("coordinator")
    page = client.get(url).content.decode()
    assert "Is this about a person?" in page
    assert f"Write to <mark>{MAIL}</mark> each term" in page
    refused = commit(here, url)
    assert "One place looks as if about a person" in refused
    assert "Action 1.2, action: “jo@school.example” looks like an e-mail address." in refused
    told = client.post(f"{url}people/", {NAME: find(MAIL)[0].digest}, follow=True).content.decode()
    assert "Kept on the record: this is not about a person." in told
    assert "Is this about a person?" not in told
    assert confirmations(here) == [(here.people["coordinator"].name, "Import of plan.csv")]
    assert "Your file is kept with it." in commit(here, url)


def test_all_of_a_kind_are_confirmed_by_one_press(cast: Cast) -> None:
    url = brought(cast.here, PLAN + "1.3,Write to a@b.example,Police,Ongoing\n1.4,Ring 07700 900123,Police,Ongoing\n")
    client = cast.here.client("coordinator")
    found = re.search(r'value="(\w+ \w+)"[^>]*>None of what looks like an e-mail', client.get(url).content.decode())
    assert found is not None
    told = client.post(f"{url}people/", {NAME: found[1]}, follow=True).content.decode()
    assert "these 2 are not about a person" in told
    assert "07700 900123" in told
    assert len(confirmations(cast.here)) == 2
    assert "confirmed already" in client.post(f"{url}people/", {NAME: found[1]}, follow=True).content.decode()


def test_words_that_are_taken_out_are_in_no_plan_and_their_file_is_not_kept(cast: Cast) -> None:
    here, url = cast.here, brought(cast.here)
    client = here.client("coordinator")
    link = re.search(r'href="([^"]+/items?/[^"]+)">Take it out', client.get(url).content.decode())
    assert link is not None
    changed = client.post(
        link[1], {"number": "1.2", "text": "Write to each school", "leads": "Police", "timescale": "Ongoing"}
    )
    assert changed.status_code == 302
    assert "Your file is not kept" in commit(here, url)
    with here.as_("auditor") as by:
        batch = ImportBatch.objects.within(by).get()
        assert (batch.state, ImportFile.objects.within(by).count()) == ("committed", 0)
        assert Plan.objects.within(by).filter(slug="new-plan").exists()
    assert confirmations(here) == []
    assert client.get(f"{url}file/").status_code == 404


def test_the_command_lists_the_places_and_takes_what_is_confirmed(live_cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_text(PLAN)
    out = io.StringIO()
    call_command("import_plan", str(path), "--dry-run", "--period", "2017/18", stdout=out)
    assert "1.2, text: “jo@school.example” looks like an e-mail address" in out.getvalue()
    options = ("--partnership", live_cast.here.partnership.slug, "--period", "2017/18")
    with pytest.raises(CommandError, match=r"--not-about-a-person WORDS\nAction 1\.2, action: “jo@school\.example”"):
        call_command("import_plan", str(path), *options)
    with pytest.raises(CommandError, match="nothing in the file"):
        call_command("import_plan", str(path), *options, "--not-about-a-person", "jo@other.example")
    assert confirmations(live_cast.here) == []
    call_command("import_plan", str(path), *options, "--not-about-a-person", "Jo@school.example", stdout=out)
    assert confirmations(live_cast.here) == [(live_cast.here.people["coordinator"].name, "Import of plan.csv")]


def test_a_single_use_link_is_asked_the_same_and_confirms_in_its_own_name(cast: Cast) -> None:
    client, link = used(cast.here)
    url, answer = answer_of(link, cast.here), {"rag": "green", "narrative": f"Rang {NUMBER}"}
    page = client.post(url, answer)
    assert page.status_code == 422
    assert [digest for digest, _ in BOX.findall(page.content.decode())] == [find(NUMBER)[0].digest]
    assert client.post(url, answer | {NAME: find(NUMBER)[0].digest}).status_code == 302
    [(who, label)] = confirmations(cast.here)
    assert link.email in who
    assert label == "What happened"


def test_a_draft_that_keeps_itself_is_not_kept_with_case_data(cast: Cast) -> None:
    here, client = cast.here, cast.here.client("contributor")
    with here.as_("contributor") as by:
        asked = UpdateRequest.objects.within(by).filter(agency=here.agencies["police"]).order_by("id")[0]
    answer = {"rag": "green", "narrative": f"Rang {NUMBER}"}
    told = client.post(url_of(here, f"updates/{asked.pk}/draft/"), answer)
    assert told.status_code == 422
    assert "looks like an NHS number" in told.content.decode()
    with here.as_("auditor") as by:
        assert not Update.objects.within(by).filter(request=asked).exists()


def test_the_record_is_a_page_and_shows_no_words_whole(cast: Cast) -> None:
    here, client = cast.here, cast.here.client("auditor")
    url = url_of(here, "confirmations/")
    assert "Nothing was confirmed yet" in client.get(url).content.decode()
    with here.as_("coordinator") as by, screened(by, [find(NUMBER)[0].digest, find(MAIL)[0].digest]):
        reword_action(by=by, action=here.actions[0], text=f"{NUMBER}, {MAIL}")
    page = client.get(url).content.decode()
    for words in ("94••••••••19", "an NHS number", "an e-mail address", here.people["coordinator"].name):
        assert words in page, words
    assert NUMBER not in page
    assert MAIL not in page
    assert client.get(f"{url}?before=no-such-key").status_code == 200
    assert "94•" not in cast.elsewhere.client("auditor").get(url_of(cast.elsewhere, "confirmations/")).content.decode()
