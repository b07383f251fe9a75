"""Boards, agendas, papers, attendance, notes: what may be written, when, and what is said when it may not."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest

from partners.models import Board, BoardSeat, Meeting
from partners.services import add_board, add_meeting
from plans.services.decisions import close_decision, record_decision
from prevent_tracker.core import clock
from prevent_tracker.core.errors import Closed, DomainError, Invalid, NotFound, Stale
from prevent_tracker.core.personal import CaseData
from reporting.models import AgendaItem, Attendance, Pack, Paper
from reporting.paper_file import pdf_facts
from reporting.queries import boards as board_queries
from reporting.queries import meetings as queries
from reporting.services import agenda, boards, minutes, papers
from reporting.services.drafting import draft_pack
from tests.cast import Cast, World

from .pdf_read import drawn

LATER = dt.timedelta(days=30)


@pytest.fixture
def here(cast: Cast) -> World:
    return cast.here


def meeting_to_come(by: Any, here: World) -> Meeting:
    return add_meeting(by=by, board=here.boards["hpdg"], held_on=clock.today() + LATER)


def items(by: Any, meeting: Meeting) -> list[str]:
    return [row.title for row in queries.items(by, meeting)]


def refusal(write: Callable[[], object], kind: type[DomainError] = Invalid) -> str:
    with pytest.raises(kind) as refused:
        write()
    return str(refused.value)


# Boards and meetings

SETTINGS: dict[str, Any] = {
    "name": "HPDG Board", "short_name": "HPDG", "style": "hpdg", "reports_to": None, "meets": "", "terms": "",
    "papers_clear_days": 3, "drafts_days_before": 2, "standing_items": ["Apologies", " ", "AOB"],
}  # fmt: skip


def test_a_board_is_set_as_it_works(here: World) -> None:
    with here.as_("coordinator") as by:
        row = boards.change_board(by=by, board=here.boards["hpdg"], **SETTINGS | {"reports_to": here.boards["csp"]})
        assert (row.papers_clear_days, row.drafts_days_before, row.standing_items) == (3, 2, ["Apologies", "AOB"])
        assert Board.objects.within(by).get(slug="hpdg").reports_to == here.boards["csp"]


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"style": "glossy"}, "style", "Choose one of the styles"),
        ({"papers_clear_days": 40}, "papers_clear_days", "from 0 to 20"),
        ({"drafts_days_before": 0}, "drafts_days_before", "from 1 to 60"),
        ({"name": " "}, "name", "Enter name"),
        ({"standing_items": ["x"] * 41}, "standing_items", "at most 40"),
        ({"standing_items": ["x" * 201]}, "standing_items", "200 characters"),
        ({"reports_to": "itself"}, "reports_to", "cannot report to itself"),
    ],
)
def test_settings_that_cannot_be(here: World, wrong: dict[str, Any], field: str, words: str) -> None:
    board = here.boards["hpdg"]
    facts = SETTINGS | wrong | ({"reports_to": board} if wrong.get("reports_to") else {})
    with here.as_("coordinator") as by, pytest.raises(Invalid) as refused:
        boards.change_board(by=by, board=board, **facts)
    assert words in refused.value.errors[field][0]


def test_boards_report_to_each_other_in_no_circle(here: World) -> None:
    with here.as_("coordinator") as by:
        boards.change_board(by=by, board=here.boards["hpdg"], **SETTINGS | {"reports_to": here.boards["csp"]})
        facts = SETTINGS | {"name": "CSP", "short_name": "CSP", "reports_to": here.boards["hpdg"]}
        assert "cannot report" in refusal(lambda: boards.change_board(by=by, board=here.boards["csp"], **facts))


def test_another_partnerships_board_is_not_found(cast: Cast) -> None:
    theirs = cast.elsewhere.boards["csp"]
    with cast.here.as_("coordinator") as by:
        for write in (
            lambda: boards.change_board(by=by, board=theirs, **SETTINGS),
            lambda: boards.change_board(by=by, board=cast.here.boards["hpdg"], **SETTINGS | {"reports_to": theirs}),
            lambda: agenda.prepare_agenda(by=by, meeting=cast.elsewhere.meetings[0]),
            lambda: boards.set_seats(
                by=by, board=cast.here.boards["hpdg"], seats=[boards.Seat("x", cast.elsewhere.agencies["police"])]
            ),
        ):
            refusal(write, NotFound)


def test_names_of_boards_are_their_own(here: World) -> None:
    with here.as_("coordinator") as by:
        said = refusal(lambda: add_board(by=by, slug="other", name="hpdg BOARD", short_name="X", style="plain"))
    assert said == "There is a board of that name already."


def test_seats_are_replaced_line_by_line(here: World) -> None:
    board, police = here.boards["hpdg"], here.agencies["police"]
    with here.as_("coordinator") as by:
        first = boards.set_seats(by=by, board=board, seats=[boards.Seat("Chair"), boards.Seat("Police", police)])
        second = boards.set_seats(by=by, board=board, seats=[boards.Seat("Chair")])
        assert [row.pk for row in second] == [first[0].pk]
        assert BoardSeat.history.model.objects.filter(id=first[0].pk).count() == 1  # the same line was left alone
        assert [row.words for row in board_queries.seats(by, board)] == ["Chair"]


def test_one_meeting_a_day(here: World) -> None:
    board, day = here.boards["hpdg"], dt.date(2016, 11, 9)
    with here.as_("coordinator") as by:
        assert refusal(lambda: add_meeting(by=by, board=board, held_on=day)) == "HPDG meets on 9 November 2016 already."
        row = add_meeting(by=by, board=board, held_on=dt.date(2016, 11, 30))
        assert row.label == "November 2016"
        assert "already" in refusal(lambda: boards.change_meeting(by=by, meeting=row, held_on=day, label=""))
        moved = boards.change_meeting(
            by=by, meeting=row, held_on=dt.date(2016, 12, 1), label="", starts_at=dt.time(14), place="Room 2"
        )
        assert (moved.label, moved.place, moved.version) == ("December 2016", "Room 2", 2)
        refusal(
            lambda: boards.change_meeting(by=by, meeting=row, held_on=row.held_on, label="", expected_version=1), Stale
        )


def test_a_meeting_that_decided_stays_in_the_past_and_is_not_removed(here: World) -> None:
    held = here.meetings[0]
    with here.as_("coordinator") as by:
        empty = meeting_to_come(by, here)
        record_decision(by=by, meeting=held, text="Agreed.")
        said = refusal(lambda: boards.change_meeting(by=by, meeting=held, held_on=clock.today() + LATER * 2, label=""))
        assert said == "This meeting decided something: its day cannot be in the future."
        assert "has decisions" in refusal(lambda: boards.remove_meeting(by=by, meeting=held), Closed)
        boards.remove_meeting(by=by, meeting=empty)
        assert not Meeting.objects.within(by).filter(pk=empty.pk).exists()


@pytest.mark.parametrize(
    ("day", "clear", "due"),
    [
        ("2017-01-26", 5, "2017-01-18"),  # a Thursday
        ("2017-01-26", 3, "2017-01-20"),
        ("2017-01-04", 5, "2016-12-22"),  # Christmas, Boxing Day and New Year are holidays, two of them moved
    ],
)
def test_papers_are_due_clear_working_days_before(here: World, day: str, clear: int, due: str) -> None:
    board = Board(papers_clear_days=clear)
    found = board_queries.papers_due(Meeting(board=board, held_on=dt.date.fromisoformat(day)))
    assert found == dt.date.fromisoformat(due)


# Agenda


def test_an_agenda_is_prepared_and_later_takes_what_has_come(here: World) -> None:
    with here.as_("secretary") as by:
        meeting = here.meetings[1]
        agenda.prepare_agenda(by=by, meeting=meeting)
        before = items(by, meeting)
        agenda.prepare_agenda(by=by, meeting=meeting)
        assert items(by, meeting) == before
    with here.as_("coordinator") as by:
        pack = draft_pack(by=by, board=here.boards["hpdg"], round=here.round, meeting=meeting)
        above = add_meeting(by=by, board=here.boards["csp"], held_on=dt.date(2016, 12, 1))
        record_decision(by=by, meeting=above, text="Report on halls.", for_board=here.boards["hpdg"])
        agenda.prepare_agenda(by=by, meeting=meeting)
        found = list(queries.items(by, meeting))
    assert [row.order for row in found] == list(range(len(found)))
    assert [row.title for row in found] == [*before[:-2], "Matters from CSP", found[-3].title, *before[-2:]]
    assert found[-3].pack_id == pack.pk


def test_items_are_added_moved_changed_and_removed(here: World) -> None:
    meeting = here.meetings[1]
    with here.as_("secretary") as by:
        agenda.prepare_agenda(by=by, meeting=meeting)
        count = len(items(by, meeting))
        row = agenda.add_item(by=by, meeting=meeting, title="Halls", presenter="Head of Halls")
        assert items(by, meeting)[-3:][0] == "Halls"  # before what closes the meeting
        for _ in range(count + 2):
            agenda.move_item(by=by, item=row, up=True)
        assert items(by, meeting)[0] == "Halls"
        agenda.move_item(by=by, item=row, up=False)
        assert items(by, meeting)[1] == "Halls"
        changed = agenda.change_item(
            by=by, item=row, title="Lettings", presenter="", is_private=True, expected_version=1
        )
        assert (changed.title, changed.is_private, changed.version) == ("Lettings", True, 2)
        refusal(
            lambda: agenda.change_item(by=by, item=row, title="x", presenter="", is_private=False, expected_version=1),
            Stale,
        )
        agenda.remove_item(by=by, item=row)
        assert [row.order for row in queries.items(by, meeting)] == list(range(count))


def test_a_pack_of_the_board_is_put_on_once(here: World) -> None:
    meeting = here.meetings[1]
    with here.as_("coordinator") as by:
        ours = draft_pack(by=by, board=here.boards["hpdg"], round=here.round)
        theirs = draft_pack(by=by, board=here.boards["csp"], round=here.round)
        row = agenda.add_item(by=by, meeting=meeting, title="", pack=ours)
        assert row.title == f"{here.plan.title}: progress, Q4 2016/17"
        assert "already" in refusal(lambda: agenda.add_item(by=by, meeting=meeting, title="", pack=ours))
        assert "this board" in refusal(lambda: agenda.add_item(by=by, meeting=meeting, title="", pack=theirs))
        assert refusal(lambda: agenda.add_item(by=by, meeting=meeting, title=" ")) == "Enter title."
        [line] = queries.agenda(by, meeting)
        assert (line.papers, line.lacks) == ((), "Item 1 has no issued pack yet.")
        assert Pack.objects.within(by).count() == 2


# Papers


def untagged(*, encrypted: bool = False) -> bytes:
    file, out = pikepdf.new(), io.BytesIO()
    file.add_blank_page()
    file.save(out, encryption=pikepdf.Encryption(owner="o", user="") if encrypted else None)
    return out.getvalue()


def test_papers_are_kept_in_order_and_known_by_what_they_are(here: World) -> None:
    with here.as_("secretary") as by:
        item = agenda.add_item(by=by, meeting=here.meetings[1], title="Halls")
        given = [("", "Hall_list 2017.csv", b"a,b\n1,2"), ("Plan", "x.pdf", drawn("csp")), ("", "y.pdf", untagged())]
        for title, name, content in given:
            papers.add_paper(by=by, item=item, title=title, name=name, content=content)
        [line] = queries.agenda(by, here.meetings[1])
        assert [(paper.reference, paper.title, paper.joins) for paper in line.papers] == [
            ("1", "Hall list 2017", False), ("1a", "Plan", True), ("1b", "y", False),
        ]  # fmt: skip
        assert line.papers[2].name == "2017-02-08 HPDG item 01b y.pdf"
        kept = line.papers[1].paper
        assert kept is not None
        assert kept.pages == pdf_facts(drawn("csp")).pages > 1
        assert papers.content(by, kept) == drawn("csp")
        papers.remove_paper(by=by, paper=kept)
        refusal(lambda: papers.content(by, kept), NotFound)
        refusal(lambda: papers.remove_paper(by=by, paper=kept), Closed)
        assert "has papers" in refusal(lambda: agenda.remove_item(by=by, item=item), Closed)
        assert Paper.objects.within(by).count() == 3  # it stays on the record


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "a.pdf", "The file is empty"),
        (b"MZ\x90\0", "a.pdf", "kind of file is not taken"),
        (b"x" * (10 * 2**20 + 1), "a.txt", "10 MB is the most"),
        (b"%PDF-1.7\nnothing\n%%EOF", "a.pdf", "damaged"),
        (untagged(encrypted=True), "a.pdf", "protected by a password"),
        (b"%PDF-1.7 /JavaScript %%EOF", "a.pdf", "small program"),
    ],
    ids=["empty", "program", "too large", "no PDF", "locked", "script"],
)
def test_files_that_are_no_papers(here: World, content: bytes, name: str, words: str) -> None:
    with here.as_("secretary") as by:
        item = agenda.add_item(by=by, meeting=here.meetings[1], title="Halls")
        with pytest.raises(Invalid) as refused:
            papers.add_paper(by=by, item=item, title="", name=name, content=content)
        assert words in refused.value.errors["file"][0]
        assert not Paper.objects.within(by).exists()


def test_an_item_takes_so_many_papers(here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(papers, "MOST", 1)
    with here.as_("secretary") as by:
        item = agenda.add_item(by=by, meeting=here.meetings[1], title="Halls")
        papers.add_paper(by=by, item=item, title="", name="a.txt", content=b"a")
        add = lambda: papers.add_paper(by=by, item=item, title="", name="a.txt", content=b"a")  # noqa: E731  tried twice
        assert "1 papers already" in refusal(add, Closed)
        monkeypatch.setattr(papers, "MOST", 9)
        monkeypatch.setattr(papers, "MOST_BYTES", 1)
        refusal(add, Closed)


# Minutes


def test_attendance_is_recorded_by_seat_and_agency(here: World) -> None:
    meeting, police = here.meetings[0], here.agencies["police"]
    lines = [minutes.Present("Chair", "present"), minutes.Present("Police", "apologies", police, "Sent a deputy")]
    with here.as_("secretary") as by:
        first = minutes.record_attendance(by=by, meeting=meeting, lines=lines)
        again = minutes.record_attendance(by=by, meeting=meeting, lines=[lines[0]])
        assert again[0].pk == first[0].pk
        assert Attendance.history.model.objects.filter(id=first[0].pk).count() == 1
        assert queries.attendance_by_presence(by, meeting) == [
            ("Present", again), ("Apologies", []), ("Not there", []),
        ]  # fmt: skip
        for wrong in (minutes.Present("", "present"), minutes.Present("Chair", "asleep")):
            refusal(lambda wrong=wrong: minutes.record_attendance(by=by, meeting=meeting, lines=[wrong]))  # type: ignore[misc]  # bound now


def test_nothing_is_noted_of_a_meeting_to_come(here: World) -> None:
    with here.as_("coordinator") as by:
        meeting = meeting_to_come(by, here)
        item = agenda.add_item(by=by, meeting=meeting, title="Halls")
        for write in (
            lambda: minutes.record_attendance(by=by, meeting=meeting, lines=[]),
            lambda: minutes.write_notes(by=by, item=item, text="Said."),
            lambda: minutes.agree_minutes(by=by, meeting=meeting, agreed_on=clock.today()),
        ):
            assert "not been held yet" in refusal(write, Closed)
        assert "not been held" in refusal(lambda: record_decision(by=by, meeting=meeting, text="Agreed."))


def test_notes_are_screened_and_never_overwritten_unseen(here: World) -> None:
    with here.as_("secretary") as by:
        item = agenda.add_item(by=by, meeting=here.meetings[0], title="Halls")
        row = minutes.write_notes(by=by, item=item, text="Two halls agreed.", expected_version=1)
        assert row.version == 2
        refusal(lambda: minutes.write_notes(by=by, item=item, text="Other", expected_version=1), Stale)
        with pytest.raises(CaseData):
            minutes.write_notes(by=by, item=item, text="NHS number 943 476 5919")
        assert "on record" in refusal(lambda: agenda.remove_item(by=by, item=item), Closed)


def test_agreed_minutes_no_longer_change_until_they_are_opened_with_a_reason(here: World) -> None:
    meeting = here.meetings[0]
    with here.as_("secretary") as by:
        item = agenda.add_item(by=by, meeting=meeting, title="Halls")
        for day in (meeting.held_on, clock.today() + dt.timedelta(days=1)):
            refusal(lambda day=day: minutes.agree_minutes(by=by, meeting=meeting, agreed_on=day))  # type: ignore[misc]  # bound now
        minutes.agree_minutes(by=by, meeting=meeting, agreed_on=dt.date(2016, 12, 1))
        for write in (
            lambda: minutes.write_notes(by=by, item=item, text="More"),
            lambda: minutes.record_attendance(by=by, meeting=meeting, lines=[]),
            lambda: agenda.add_item(by=by, meeting=meeting, title="Late"),
            lambda: papers.add_paper(by=by, item=item, title="", name="a.txt", content=b"a"),
            lambda: agenda.prepare_agenda(by=by, meeting=meeting),
            lambda: record_decision(by=by, meeting=meeting, text="Late."),
        ):
            assert "agreed" in refusal(write, Closed)
        assert refusal(lambda: minutes.open_minutes(by=by, meeting=meeting, reason=" ")) == "Enter reason."
        minutes.open_minutes(by=by, meeting=meeting, reason="A wrong agency.")
        minutes.write_notes(by=by, item=item, text="More")
        refusal(lambda: minutes.open_minutes(by=by, meeting=meeting, reason="Again"), Closed)
        reasons = Meeting.history.model.objects.filter(id=meeting.pk).values_list("history_change_reason", flat=True)
        assert "Minutes opened again: A wrong agency." in reasons
        assert AgendaItem.objects.within(by).get().minutes == "More"


# Decisions


def test_decisions_have_days_that_can_be(here: World) -> None:
    meeting, hpdg = here.meetings[0], here.boards["hpdg"]
    with here.as_("secretary") as by:
        early = lambda: record_decision(by=by, meeting=meeting, text="x", due_on=dt.date(2016, 11, 8))  # noqa: E731  read below
        assert refusal(early) == "The day must not be before the meeting, 9 November 2016."
        assert "another board" in refusal(lambda: record_decision(by=by, meeting=meeting, text="x", for_board=hpdg))
        row = record_decision(by=by, meeting=meeting, text="Let halls.", for_board=here.boards["csp"])
        for day in (dt.date(2016, 11, 8), clock.today() + dt.timedelta(days=1)):
            refusal(lambda day=day: close_decision(by=by, decision=row, done_on=day))  # type: ignore[misc]  # bound now
        assert close_decision(by=by, decision=row, done_on=dt.date(2016, 12, 1)).done_on == dt.date(2016, 12, 1)
        assert close_decision(by=by, decision=row, done_on=None).done_on is None
