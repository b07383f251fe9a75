"""Pages of the import as a browser sends and reads them: every mend, undo, leads, commit, a newer version."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from partners.models import Agency
from partners.services import add_agency
from plans.forms.imports import lead_field
from plans.forms.mending import ColumnsForm
from plans.importers.interpret import interpret
from plans.importers.proposal import Origin
from plans.importers.propose import Reading
from plans.importers.reading import read_file
from plans.models import Action, ActionState, ImportBatch, Lead, UpdateRequest
from plans.queries.imports import asked_leads, parties, preview
from plans.queries.preview import Preview
from plans.services.imports import keep_reading
from plans.services.updates import Answer, submit
from prevent_tracker.core.jobs import work_once
from tests.cast import Cast, World
from tests.test_queries import count

from .import_sample import place, proposal, source

PLAN = "Activity\tLead\tTimescale\nMeet every quarter\tPolice\tQuarterly\nTrain all staff\tHealth Trust\tBy June 2016\n"


class Import:
    """One read import and the pages below its address, as the coordinator uses them."""

    def __init__(self, world: World, batch: ImportBatch) -> None:
        self.world, self.batch, self.client = world, batch, world.client("coordinator")
        self.url = f"/p/{world.partnership.slug}/imports/{batch.pk}/"

    def get(self, page: str = "") -> str:
        answer = self.client.get(self.url + page)
        assert answer.status_code == 200, (page, answer.status_code)
        return answer.content.decode()

    def post(self, page: str, **given: Any) -> tuple[int, str]:
        answer = self.client.post(self.url + page, given)
        return answer.status_code, answer.content.decode()

    def stored(self) -> ImportBatch:
        with self.world.as_("coordinator") as by:
            return ImportBatch.objects.within(by).get(pk=self.batch.pk)

    def mends(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.stored().corrections
        return found


@pytest.fixture
def read(cast: Cast) -> Import:
    """The sample's file, read by the real reading."""
    with cast.here.as_("coordinator") as by:
        reading = Reading("docx", source(), interpret(source()))
        batch = keep_reading(by=by, name="Plan.docx", content=b"PK sample", options={}, reading=reading)
    return Import(cast.here, batch)


@pytest.fixture
def doubted(cast: Cast) -> Import:
    """The sample's own proposal, which doubts one row."""
    with cast.here.as_("coordinator") as by:
        reading = Reading("docx", source(), proposal())
        return Import(
            cast.here, keep_reading(by=by, name="Plan.docx", content=b"PK sample", options={}, reading=reading)
        )


def test_a_pasted_plan_is_read_checked_and_made(live_cast: Cast) -> None:
    client = live_cast.here.client("coordinator")
    started = client.post("/p/northvale/imports/", {"pasted": PLAN, "period": "2016/17"})
    assert started.status_code == 302
    url = started.headers["Location"]
    waiting = client.get(url).content.decode()
    assert "Reading pasted.txt" in waiting
    assert 'http-equiv="refresh"' in waiting
    assert client.get(f"{url}progress/").headers.get("HX-Refresh") is None
    assert work_once()
    assert client.get(f"{url}progress/").headers["HX-Refresh"] == "true"
    page = client.get(url).content.decode()
    assert "Train all staff" in page
    given = {"title": "Our plan", "slug": "our-plan", "year_basis": "financial"}
    days = {"starts_on": (1, 4, 2016), "ends_on": (31, 3, 2017)}
    parts = {
        f"{name}_{part}": number
        for name, day in days.items()
        for part, number in zip(("day", "month", "year"), day, strict=True)
    }
    made = client.post(f"{url}commit/", given | parts, follow=True)
    assert "Our plan is now a plan" in made.content.decode()
    with live_cast.here.as_("coordinator") as by:
        actions = Action.objects.within(by).filter(plan__slug="our-plan").order_by("order")
        assert [row.text for row in actions] == ["Meet every quarter", "Train all staff"]
        assert Lead.objects.within(by).get(action=actions[0]).agency == live_cast.here.agencies["police"]


def test_a_file_that_is_none_is_refused_in_kind_words(cast: Cast) -> None:
    client = cast.here.client("coordinator")
    for content in (b"", b"MZ\x90\x00\x03 no document"):
        upload = SimpleUploadedFile("plan.docx", content)
        answer = client.post("/p/northvale/imports/", {"file": upload})
        assert answer.status_code == 422
        assert "There is a problem" in answer.content.decode()
    both = client.post("/p/northvale/imports/", {"file": SimpleUploadedFile("a.txt", b"x"), "pasted": "y"})
    assert "Choose a file or paste a plan, not both" in both.content.decode()
    assert "Choose a file, or paste your plan below" in client.post("/p/northvale/imports/", {}).content.decode()
    with cast.here.as_("coordinator") as by:
        assert not ImportBatch.objects.within(by).exists()


def test_the_preview_puts_the_doubtful_row_beside_its_source(doubted: Import) -> None:
    page = doubted.get()
    assert "It has no number: it may go on with the row above." in page
    assert "Table 1, row 4" in page
    assert "The row above" in page
    assert page.index("Join with the row above") < page.index("The whole plan")
    marked = page[page.index("app-cell--marked") :]
    assert "report to the partnership" in marked[:400]
    assert "2.1" in page


def test_a_press_joins_a_row_with_the_row_above_and_undo_takes_it_back(doubted: Import) -> None:
    assert doubted.post("items/t1r4/", mend="join", version=doubted.batch.version)[0] == 302
    assert doubted.mends() == [{"op": "row", "table": 1, "row": 4, "role": "join"}]
    page = doubted.get("?mended=1")
    assert "Last mend:" in page
    assert "autofocus" in page
    assert doubted.post("undo/")[0] == 302
    assert doubted.mends() == []


def test_what_looks_right_is_no_longer_doubtful(doubted: Import) -> None:
    assert "May be two actions." in doubted.get()
    doubted.post("items/t1r7/", mend="agree", version=doubted.batch.version)
    assert doubted.mends() == [{"op": "agree", "key": "t1r7"}]
    assert "May be two actions." not in doubted.get()
    assert Preview(source(), proposal()).doubtful_keys == ["t1r4", "t1r7"]
    assert Preview(source(), proposal(), agreed={"t1r7"}).doubtful_keys == ["t1r4"]


def test_actions_of_one_row_with_one_doubt_are_looked_at_together() -> None:
    read = proposal()
    note = {"timescale": Origin((place(7, 4),), 0.5, "Several actions share this cell.")}
    shared = [replace(read.actions[3], key=f"t1r7/{number}", origins=note) for number in (1, 2)]
    found = Preview(source(), replace(read, actions=(*read.actions[:3], *shared)))
    assert found.doubts == [("t1r4",), ("t1r7/1", "t1r7/2")]
    assert found.doubt(found.doubts[1]).is_group


def test_tables_that_are_alike_are_mended_together() -> None:
    read = proposal()
    layouts = (*read.layouts, replace(read.layouts[0], table=2), replace(read.layouts[0], table=3, headings=("A",) * 4))
    found = Preview(source(), replace(read, layouts=layouts)).tables()
    assert [table.words for table in found] == ["Tables 1 and 2", "Table 3"]
    data = {"column_1": "number", "column_2": "action", "column_3": "partners", "column_4": "timescale"}
    form = ColumnsForm(data, table=found[0])
    assert form.is_valid()
    assert [mend.arguments["table"] for mend in form.corrections()] == [1, 2]


@pytest.mark.parametrize(
    ("mend", "op"), [("section", {"op": "section", "key": "t1r5"}), ("remove", {"op": "remove", "key": "t1r5"})]
)
def test_other_presses(read: Import, mend: str, op: dict[str, str]) -> None:
    read.post("items/t1r5/", mend=mend, version=read.batch.version)
    assert read.mends() == [op]


def test_words_and_leads_are_changed_and_only_what_changed_is_a_mend(read: Import) -> None:
    page = read.get("items/t1r5/")
    assert "Name a lead officer in each agency" in page
    given = {"number": "1.2", "text": "Name a lead officer", "timescale": "By June 2016", "version": read.batch.version}
    given |= {"leads": "Police\nPartner: NHS Health Trust", "section": "t1r6"}
    assert read.post("items/t1r5/", **given)[0] == 302
    assert [each["field"] for each in read.mends()] == ["text", "leads", "section"]
    assert [lead["kind"] for lead in read.mends()[1]["value"]] == ["lead", "partner"]
    status, refused = read.post("items/t1r5/", **(given | {"text": ""}))
    assert status == 422
    assert "Enter action" in refused


def test_an_action_is_split_where_the_lines_part(read: Import) -> None:
    status, page = read.post("items/t1r7/", split="1", texts="Only one", version=read.batch.version)
    assert status == 422
    assert "there is only one line" in page
    read.post("items/t1r7/", split="1", texts="Train staff\nOffer workshops", version=read.batch.version)
    assert read.mends() == [{"op": "split", "key": "t1r7", "texts": ["Train staff", "Offer workshops"]}]
    preview = read.get()
    assert "Train staff" in preview
    assert "Offer workshops" in preview
    assert read.client.get(f"{read.url}items/t1r7/1/").status_code == 200


def test_a_column_is_said_to_be_something_else(read: Import) -> None:
    columns = {"column_1": "number", "column_2": "action", "column_3": "partners", "column_4": "timescale"}
    read.post("tables/1/", **columns, version=read.batch.version)
    assert read.mends() == [{"op": "column", "table": 1, "column": 3, "field": "partners"}]
    assert "(partner)" in read.get("items/t1r5/")


def test_a_row_of_the_source_is_taken_for_something_else(read: Import) -> None:
    page = read.get("source/")
    assert "Table 1, row 8" in page
    read.post("source/", table=1, row=4, role="join", version=read.batch.version)
    assert read.mends() == [{"op": "row", "table": 1, "row": 4, "role": "join"}]
    assert "Meet as a board every quarter and report to the partnership" in read.get()
    assert read.client.post(f"{read.url}source/", {"table": 9, "row": 1, "role": "join"}).status_code == 404


def test_what_is_left_out_is_shown_with_its_place_and_taken_in(doubted: Import) -> None:
    page = doubted.get("left-out/")
    assert "Table 1, row 8, column 2" in page
    assert "A page number." in page
    doubted.post("left-out/", mend="section:0", version=doubted.batch.version)
    assert doubted.mends() == [{"op": "row", "table": 1, "row": 8, "role": "section"}]


def test_a_mend_after_somebody_elses_is_refused_and_says_so(read: Import) -> None:
    read.post("items/t1r5/", mend="remove", version=read.batch.version)
    answer = read.client.post(f"{read.url}items/t1r3/", {"mend": "remove", "version": read.batch.version}, follow=True)
    assert "There is a problem" in answer.content.decode()
    assert len(read.mends()) == 1
    typed = {"number": "1.1", "text": "Words that took long", "version": read.batch.version}
    status, page = read.post("items/t1r3/", **typed)
    assert status == 422
    assert "Words that took long" in page


def test_leads_are_decided_and_none_is_merged_by_itself(read: Import) -> None:
    page = read.get("leads/")
    assert "Nearly known" in page
    with read.world.as_("coordinator") as by:
        asked = asked_leads(read.batch, preview(by, read.batch), parties(by))
    names = [each.lead.text for each in asked]
    assert names[0] == "NHS Health Trust"
    assert [party.name for party in asked[0].near] == ["Northvale Health Trust"]
    assert asked[0].suggestion == ""
    choices = {lead_field(name): "words" for name in names}
    choices[lead_field("NHS Health Trust")] = "new_agency:health:NHS Health Trust"
    assert read.post("leads/", **choices, version=read.batch.version)[0] == 302
    assert read.stored().parties["NHS Health Trust"] == "new_agency:health:NHS Health Trust"
    with read.world.as_("coordinator") as by:
        assert not Agency.objects.within(by).filter(name="NHS Health Trust").exists()


def test_the_same_file_again_says_so_and_a_discarded_one_is_gone(read: Import) -> None:
    with read.world.as_("coordinator") as by:
        reading = Reading("docx", source(), interpret(source()))
        again = keep_reading(by=by, name="Copy.docx", content=b"PK sample", options={}, reading=reading)
    second = Import(read.world, again)
    assert "This very file was brought before" in second.get()
    assert second.post("discard/")[0] == 302
    assert "was discarded" in second.get()
    assert second.client.get(f"{second.url}commit/").status_code == 404
    assert second.client.get(f"{second.url}file/").status_code == 404
    listed = second.client.get("/p/northvale/imports/").content.decode()
    assert listed.index("Discarded") < listed.index("To check")


def test_the_file_comes_back_as_it_came(read: Import) -> None:
    answer = read.client.get(f"{read.url}file/")
    assert answer.content == b"PK sample"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="plan.docx"'


def test_facts_of_the_plan_are_set(read: Import) -> None:
    read.post("facts/", title="Another title", responsible="Head of Safety", version=read.batch.version)
    assert {(each["field"], each["value"]) for each in read.mends()} >= {
        ("title", "Another title"),
        ("responsible", "Head of Safety"),
    }
    assert "Another title" in read.get("commit/")


def test_a_period_can_be_said_after_the_file_was_read(read: Import) -> None:
    title = preview_of(read).proposal.plan.title
    given = {"title": title, "period": "2018/19", "year_basis": "financial", "version": read.batch.version}
    assert read.post("facts/", **given)[0] == 302
    assert preview_of(read).proposal.plan.period_label == "2018/19"
    assert read.mends() == []


def preview_of(read: Import) -> Preview:
    with read.world.as_("coordinator") as by:
        return preview(by, read.stored())


def test_a_file_with_the_title_of_a_plan_is_perhaps_its_newer_version(cast: Cast) -> None:
    with cast.here.as_("coordinator") as by:
        titled = replace(proposal(), plan=replace(proposal().plan, title=cast.here.plan.title.upper()))
        reading = Reading("docx", source(), titled)
        batch = keep_reading(by=by, name="Plan.docx", content=b"PK sample", options={}, reading=reading)
    assert f"?into={cast.here.plan.slug}" in Import(cast.here, batch).get()


def test_a_newer_version_shows_both_wordings_and_takes_over_what_is_ticked(cast: Cast) -> None:
    here, plan = cast.here, cast.here.plan
    table = "No.\tAction\tLead\n1.1\tMeet five times a year.\tCouncil\n7.7\tOpen a new office.\tPolice\n"
    client = here.client("coordinator")
    with here.as_("coordinator") as by:
        found = read_file(table.encode(), "new.txt")
        reading = Reading(found.kind, found, interpret(found))
        batch = keep_reading(by=by, name="new.txt", content=table.encode(), options={}, reading=reading, into=plan)
    url = f"/p/northvale/imports/{batch.pk}/commit/"
    page = client.get(url).content.decode()
    assert "<del>four</del>" in page
    assert "<ins>five</ins>" in page
    assert "Cancel 2.1" in page
    assert 'value="gone:2.1" checked' not in page
    assert client.post(url, {"version": batch.version}).status_code == 422
    assert client.post(url, {"version": batch.version, "chosen": ["changed:1.1", "gone:2.1"]}).status_code == 302
    with here.as_("coordinator") as by:
        rows = {row.number: row for row in Action.objects.within(by).filter(plan=plan)}
    assert rows["1.1"].text == "Meet five times a year."
    assert rows["2.1"].state == ActionState.CANCELLED
    assert "7.7" not in rows


def test_more_boxes_are_ticked_than_a_usual_form_has(cast: Cast) -> None:
    here, plan = cast.here, cast.here.plan
    table = "No.\tAction\tLead\n1.1\tMeet five times a year.\tCouncil\n"
    with here.as_("coordinator") as by:
        found = read_file(table.encode(), "new.txt")
        reading = Reading(found.kind, found, interpret(found))
        batch = keep_reading(by=by, name="new.txt", content=table.encode(), options={}, reading=reading, into=plan)
    boxes = [f"added:t1r{row}" for row in range(1, 1500)]
    answer = here.client("coordinator").post(
        f"/p/northvale/imports/{batch.pk}/commit/", {"version": batch.version, "chosen": boxes}
    )
    assert answer.status_code == 422  # heard and weighed: a form too large would be 400
    assert "The plan has changed since you looked" in answer.content.decode()


def test_queries_do_not_grow_with_the_imports_or_the_file(read: Import) -> None:
    pages = ["", "source/", "left-out/", "leads/", "commit/", "items/t1r3/", "facts/", "tables/1/"]
    few = [count(read.client, read.url + page) for page in pages] + [count(read.client, "/p/northvale/imports/")]
    with read.world.as_("coordinator") as by:
        for number in range(5):
            reading = Reading("docx", source(), interpret(source()))
            keep_reading(by=by, name=f"{number}.docx", content=b"PK other", options={}, reading=reading)
        for number in range(20):
            add_agency(by=by, slug=f"a{number}", name=f"Agency {number}", short_name=f"A{number}", kind="other")
    many = [count(read.client, read.url + page) for page in pages] + [count(read.client, "/p/northvale/imports/")]
    assert many == few
    assert max(many) <= 16


@pytest.mark.parametrize(("kind", "start"), [("docx", b"PK"), ("xlsx", b"PK"), ("csv", b""), ("json", b"{")])
def test_a_plan_is_downloaded_in_every_form(cast: Cast, kind: str, start: bytes) -> None:
    url = f"/p/northvale/plans/{cast.here.plan.slug}/download/"
    client = cast.here.client("board_member")
    assert "Into your own Word file" in client.get(url).content.decode()
    answer = client.get(url, {"format": kind, "edition": "board"})
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{cast.here.plan.slug}.{kind}"'
    assert answer.content.startswith(start)


def test_a_downloaded_plan_is_taken_in_as_it_is(live_cast: Cast) -> None:
    client, plan = live_cast.here.client("coordinator"), live_cast.here.plan
    own = client.get(f"/p/northvale/plans/{plan.slug}/download/", {"format": "json", "edition": "board"}).content
    started = client.post("/p/northvale/imports/", {"file": SimpleUploadedFile("own.json", own)})
    assert work_once()
    page = client.get(started.headers["Location"]).content.decode()
    assert "it is taken in as it is" in page
    assert "Meet four times a year." in page
    assert "/items/" not in page


def test_a_download_says_what_is_wrong(cast: Cast) -> None:
    url = f"/p/northvale/plans/{cast.here.plan.slug}/download/"
    client = cast.here.client("coordinator")
    wrong: list[tuple[dict[str, str], str]] = [
        ({"format": "docx", "edition": "secret"}, "Select a valid choice"),
        ({"format": "docx", "edition": "public"}, "Nothing in this plan is marked for the public edition"),
        ({"format": "docx", "edition": "board", "on_day": "1", "on_month": "1", "on_year": "2015"}, "not there yet"),
        ({"format": "docx", "edition": "board", "time": "14:30"}, "Enter the day of this time"),
    ]
    for given, said in wrong:
        answer = client.get(url, given)
        assert (answer.status_code, said in answer.content.decode()) == (422, True), given
    refused = client.post(f"{url}word/", {"column": "RAG", "file": SimpleUploadedFile("x.docx", b"no zip")})
    assert refused.status_code == 422
    assert "There is a problem" in refused.content.decode()


def test_ratings_go_into_ones_own_word_file(cast: Cast) -> None:
    url = f"/p/northvale/plans/{cast.here.plan.slug}/download/"
    client = cast.here.client("coordinator")
    with cast.here.as_("contributor") as by:
        asked = UpdateRequest.objects.within(by).filter(agency=by.agency_id).first()
        assert asked is not None
        submit(by=by, request=asked, answer=Answer("green", "Forty people came."))
    own = client.get(url, {"format": "docx", "edition": "board"}).content
    given = {"column": "RAG", "what": "update_and_rag", "file": SimpleUploadedFile("own.docx", own)}
    answer = client.post(f"{url}word/", given)
    assert answer.status_code == 200, answer.content.decode()
    assert answer.content.startswith(b"PK")
