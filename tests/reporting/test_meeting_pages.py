"""Pages of boards and meetings: what they show to whom, what they take, what they cost."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partners.models import Board, BoardSeat, Meeting
from partners.services import add_meeting, add_seat
from plans.models import Decision
from plans.services.decisions import record_decision
from prevent_tracker.core import clock
from reporting.models import AgendaItem, Attendance, Paper
from reporting.services.agenda import add_item, prepare_agenda
from reporting.services.minutes import Present, agree_minutes, record_attendance, write_notes
from reporting.services.papers import add_paper
from tests.cast import Cast, World

from .pdf_read import texts


@pytest.fixture
def here(cast: Cast) -> World:
    return cast.here


def url(name: str, *args: object) -> str:
    return reverse(name, args=["northvale", *args])


def read(client: Client, name: str, *args: object) -> str:
    response = client.get(url(name, *args))
    assert response.status_code == 200
    return response.content.decode()


def day(prefix: str, value: dt.date | None) -> dict[str, Any]:
    parts = (value.day, value.month, value.year) if value else ("", "", "")
    return dict(zip((f"{prefix}_day", f"{prefix}_month", f"{prefix}_year"), parts, strict=True))


# Boards


def test_a_board_comes_in_by_its_pages(here: World) -> None:
    client = here.client("coordinator")
    client.post(url("add_board"), {"name": "Learning Board", "short_name": "LB & Co", "style": "plain"})
    assert "Learning Board" in read(client, "boards")
    seats = {
        "form-TOTAL_FORMS": 3, "form-INITIAL_FORMS": 0, "form-0-words": "The chair",
        "form-1-agency": here.agencies["police"].pk,
    }  # fmt: skip
    client.post(url("board_seats", "lb-co"), seats)
    client.post(url("add_meeting", "lb-co"), day("held_on", clock.today() + dt.timedelta(days=40)))
    page = read(client, "board", "lb-co")
    assert "The chair" in page
    assert here.agencies["police"].name in page
    assert "Not yet" in page  # its agenda
    with here.as_("auditor") as access:
        assert BoardSeat.objects.within(access).filter(board__slug="lb-co").count() == 2
        assert Meeting.objects.within(access).filter(board__slug="lb-co").count() == 1


def test_settings_of_a_board_name_what_is_wrong_and_keep_what_was_typed(here: World) -> None:
    client, facts = here.client("coordinator"), {"name": "HPDG Board", "short_name": "H", "style": "hpdg"}
    wrong = client.post(url("edit_board", "hpdg"), facts | {"papers_clear_days": "many", "standing_items": "Mine"})
    assert wrong.status_code == 422
    said = wrong.content.decode()
    assert "Enter a whole number of days" in said
    assert "Mine" in said
    right = {"papers_clear_days": 3, "drafts_days_before": "", "standing_items": "Apologies\n\nHalls\n"}
    client.post(url("edit_board", "hpdg"), facts | right)
    with here.as_("auditor") as access:
        board = Board.objects.within(access).get(slug="hpdg")
    assert (board.papers_clear_days, board.drafts_days_before, board.standing_items) == (
        3,
        None,
        ["Apologies", "Halls"],
    )


@pytest.mark.parametrize(
    ("held_on", "said"),
    [
        ({"held_on_day": 31, "held_on_month": 2, "held_on_year": 2017}, "Day must be a real date"),
        ({"held_on_day": 1, "held_on_month": 2, "held_on_year": ""}, "Day must include a year"),
        (day("held_on", dt.date(2016, 11, 9)), "HPDG meets on 9 November 2016 already."),
        (day("held_on", dt.date(2016, 11, 10)) | {"starts_at": "half past"}, "Enter a time such as 14:00"),
    ],
)
def test_a_meeting_that_cannot_be(here: World, held_on: dict[str, Any], said: str) -> None:
    refused = here.client("coordinator").post(url("add_meeting", "hpdg"), held_on)
    assert refused.status_code == 422
    assert said in refused.content.decode()


def test_a_meeting_moves_and_goes(here: World) -> None:
    client, meeting = here.client("coordinator"), here.meetings[1]
    facts = day("held_on", dt.date(2017, 3, 1)) | {"starts_at": "9:30", "place": "Room 2", "version": 1}
    client.post(url("edit_meeting", meeting.pk), facts)
    page = read(client, "meeting", meeting.pk)
    assert "Meeting of 1 March 2017" in page
    assert "09:30, Room 2" in page
    stale = client.post(url("edit_meeting", meeting.pk), facts | {"place": "Room 3"})
    assert stale.status_code == 422
    assert "Somebody else saved" in stale.content.decode()
    client.post(url("edit_meeting", meeting.pk), {"remove": "1"})
    assert client.get(url("meeting", meeting.pk)).status_code == 404


# The agenda


def test_an_agenda_is_made_by_its_buttons(here: World) -> None:
    client, meeting = here.client("secretary"), here.meetings[1]
    client.post(url("prepare_agenda", meeting.pk))
    wrong = client.post(url("add_item", meeting.pk), {"title": ""})
    assert "Enter a title, or choose a pack" in wrong.content.decode()
    client.post(url("add_item", meeting.pk), {"title": "Halls", "is_private": "on"})
    with here.as_("auditor") as access:
        row = AgendaItem.objects.within(access).get(title="Halls")
    client.post(url("move_item", row.pk), {"direction": "up"})
    client.post(url("edit_item", row.pk), {"title": "Lettings", "presenter": "Head of Halls", "version": 1})
    page = read(client, "meeting", meeting.pk)
    assert page.index("Lettings") < page.index("Minutes of the last meeting")
    assert "Head of Halls" in page
    client.post(url("edit_item", row.pk), {"remove": "1"})
    assert "Lettings" not in read(client, "meeting", meeting.pk).replace("“Lettings” is off the agenda.", "")


def test_a_paper_is_given_and_taken_back(here: World) -> None:
    client, meeting = here.client("secretary"), here.meetings[1]
    with here.as_("secretary") as by:
        item = add_item(by=by, meeting=meeting, title="Halls")
    page = url("item_papers", item.pk)
    refused = client.post(page, {"file": SimpleUploadedFile("a.pdf", b"MZ\x90\0\3\0")})
    assert refused.status_code == 422
    assert "kind of file is not taken" in refused.content.decode()
    client.post(page, {"file": SimpleUploadedFile("Hall_list.csv", b"a,b"), "title": ""})
    listed = read(here.client("board_member"), "meeting_papers", meeting.pk)
    assert "2017-02-08 HPDG item 01 Hall list.csv" in listed
    got = here.client("board_member").get(url("meeting_paper", meeting.pk, "1"))
    assert (got.content, got["Content-Type"], got["X-Content-Type-Options"]) == (b"a,b", "text/csv", "nosniff")
    assert "2017-02-08%20HPDG" in got["Content-Disposition"] or "2017-02-08 HPDG" in got["Content-Disposition"]
    with here.as_("auditor") as access:
        paper = Paper.objects.within(access).get()
    client.post(page, {"remove": paper.pk})
    assert client.get(url("meeting_paper", meeting.pk, "1")).status_code == 404


# Minutes


def lines(count: int, **given: object) -> dict[str, object]:
    sent: dict[str, object] = {"form-TOTAL_FORMS": count, "form-INITIAL_FORMS": count}
    return sent | {name.replace("_", "-", 2): value for name, value in given.items()}


def test_minutes_come_about_page_by_page(here: World) -> None:
    client, meeting = here.client("secretary"), here.meetings[0]
    with here.as_("coordinator") as by:
        add_seat(by=by, board=here.boards["hpdg"], words="The chair")
        prepare_agenda(by=by, meeting=meeting)
    assert "The chair" in read(client, "attendance", meeting.pk)
    sent = lines(2, form_0_words="The chair", form_0_presence="apologies", form_0_note="Sent a deputy")
    sent |= {"form-1-words": "Head of Halls", "form-1-presence": "present", "form-INITIAL_FORMS": 1}
    client.post(url("attendance", meeting.pk), sent)
    with here.as_("auditor") as access:
        came = [(row.words, row.presence) for row in Attendance.objects.within(access)]
        first = AgendaItem.objects.within(access).order_by("order")[0]
    assert came == [("The chair", "apologies"), ("Head of Halls", "present")]
    prefix = f"item-{first.pk}"
    client.post(url("notes", meeting.pk), {f"{prefix}-minutes": "All were welcome.", f"{prefix}-version": 1})
    done = {"text": "Let the halls.", "for_board": here.boards["csp"].pk} | day("due_on", dt.date(2017, 1, 31))
    client.post(url("add_meeting_decision", meeting.pk), done)
    page = read(here.client("board_member"), "minutes", meeting.pk)
    for words in ("Head of Halls", "(Sent a deputy)", "All were welcome.", "Let the halls.", "Put to CSP", "Draft"):
        assert words in page
    client.post(url("agree_minutes", meeting.pk), day("agreed_on", dt.date(2016, 12, 1)))
    assert "by the board on 1 December 2016" in read(client, "minutes", meeting.pk)
    client.post(url("agree_minutes", meeting.pk), {"reason": "A wrong agency"})
    assert "Not yet agreed" in read(client, "minutes", meeting.pk)


def test_notes_are_saved_together_or_not_at_all(here: World) -> None:
    client, meeting = here.client("secretary"), here.meetings[0]
    with here.as_("secretary") as by:
        one, two = (add_item(by=by, meeting=meeting, title=title) for title in ("One", "Two"))
        write_notes(by=by, item=two, text="Written meanwhile.")
    sent = {f"item-{one.pk}-minutes": "Fine.", f"item-{one.pk}-version": 1}
    sent |= {f"item-{two.pk}-minutes": "Typed.", f"item-{two.pk}-version": 1}
    refused = client.post(url("notes", meeting.pk), sent)
    said = refused.content.decode()
    assert refused.status_code == 422
    assert "Somebody else saved" in said
    assert "Written meanwhile." in said
    assert "Typed." in said
    with here.as_("auditor") as access:
        assert AgendaItem.objects.within(access).get(pk=one.pk).minutes == ""
    case_data = client.post(url("notes", meeting.pk), {f"item-{one.pk}-minutes": "943 476 5919"})
    assert case_data.status_code == 422
    assert "NHS number" in case_data.content.decode()


def test_what_is_to_come_has_no_minutes_yet(here: World) -> None:
    with here.as_("coordinator") as by:
        coming = add_meeting(by=by, board=here.boards["hpdg"], held_on=clock.today() + dt.timedelta(days=20))
    client = here.client("secretary")
    for name in ("attendance", "notes"):
        response = client.get(url(name, coming.pk))
        assert response.status_code == 409
        assert "not been held yet" in response.content.decode()
    refused = client.post(url("add_meeting_decision", coming.pk), {"text": "Too early."})
    assert refused.status_code == 422
    assert "not been held yet" in refused.content.decode()
    assert "Nothing is on record yet" in read(client, "minutes", coming.pk)


def test_a_decision_is_marked_done_and_open_again(here: World) -> None:
    with here.as_("secretary") as by:
        row = record_decision(by=by, meeting=here.meetings[0], text="Let the halls.")
    client = here.client("secretary")
    wrong = client.post(url("close_decision", row.pk), day("done_on", clock.today() + dt.timedelta(days=9)))
    assert "must not be in the future" in wrong.content.decode()
    client.post(url("close_decision", row.pk), day("done_on", dt.date(2016, 12, 1)))
    assert "Done 1 Dec 2016" in read(client, "decisions")
    client.post(url("close_decision", row.pk), day("done_on", None))
    with here.as_("auditor") as access:
        assert Decision.objects.within(access).get().done_on is None


def test_minutes_as_a_file(here: World) -> None:
    meeting = here.meetings[0]
    with here.as_("secretary") as by:
        record_attendance(by=by, meeting=meeting, lines=[Present("The chair <b>", "present")])
    got = here.client("auditor").get(url("download_minutes", meeting.pk))
    assert got["Content-Type"] == "application/pdf"
    [page] = texts(got.content)
    assert "The chair <b>" in page
    assert "Draft: not yet agreed by the board" in page
    assert "Page 1 of 1" in page


# Who sees what


def test_readers_see_no_buttons(here: World) -> None:
    with here.as_("secretary") as by:
        prepare_agenda(by=by, meeting=here.meetings[0])
    page = read(here.client("board_member"), "meeting", here.meetings[0].pk)
    for words in ("Add an item", "Record a decision", "Change day or place", 'name="direction"'):
        assert words not in page
    assert "Add a board" not in read(here.client("auditor"), "boards")
    assert "Change day or place" not in read(here.client("secretary"), "meeting", here.meetings[0].pk)


def test_agreed_minutes_show_no_way_to_change_them(here: World) -> None:
    meeting = here.meetings[0]
    with here.as_("secretary") as by:
        prepare_agenda(by=by, meeting=meeting)
        agree_minutes(by=by, meeting=meeting, agreed_on=dt.date(2016, 12, 1))
    page = read(here.client("coordinator"), "meeting", meeting.pk)
    assert "Agreed on 1 December 2016" in page
    for words in ("Add an item", "Record a decision", "Change day or place"):
        assert words not in page


@pytest.mark.parametrize("name", ["boards", "board", "meeting", "meeting_papers", "minutes"])
def test_lists_are_constant_in_queries(here: World, name: str, django_assert_max_num_queries: Any) -> None:
    client, meeting = here.client("coordinator"), here.meetings[0]
    args = {"boards": [], "board": ["hpdg"]}.get(name, [meeting.pk])
    fill(here)
    few = asked(client, url(name, *args), django_assert_max_num_queries)
    for place in range(4):
        fill(here, place + 1)
    assert asked(client, url(name, *args), django_assert_max_num_queries) == few


def fill(here: World, place: int = 0) -> None:
    """One more of everything that the pages list."""
    meeting, csp = here.meetings[0], here.boards["csp"]
    with here.as_("coordinator") as by:
        add_seat(by=by, board=here.boards["hpdg"], words=f"Seat {place}", agency=here.agencies["police"])
        if not place:
            prepare_agenda(by=by, meeting=meeting)
        item = add_item(by=by, meeting=meeting, title=f"Item {place}")
        add_paper(by=by, item=item, title="", name=f"{place}.txt", content=b"a")
        record_decision(
            by=by, meeting=meeting, text=f"Decision {place}", action=here.actions[0], owner=here.agencies["police"]
        )
        above = add_meeting(by=by, board=csp, held_on=dt.date(2016, 10, 1) + dt.timedelta(days=place))
        record_decision(by=by, meeting=above, text=f"Put {place}", for_board=here.boards["hpdg"])
        add_meeting(by=by, board=here.boards["hpdg"], held_on=dt.date(2017, 4, 1) + dt.timedelta(days=place))


def asked(client: Client, address: str, most: Any) -> int:
    with most(60) as counted:
        assert client.get(address).status_code == 200
    assert isinstance(counted, CaptureQueriesContext)
    return len(counted)
