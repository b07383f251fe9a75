"""Drafts that make themselves before a board meets: on the right day, once, with a mail to who goes on with them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from partners.models import Board, Meeting, Message
from partners.services import add_meeting
from partners.tenancy import Access
from plans.rules.bank_holidays import is_holiday
from plans.rules.working_days import working_days_left
from plans.services.rounds import close_round
from prevent_tracker.core import clock
from prevent_tracker.core.errors import NotAllowed
from prevent_tracker.core.models import Job
from reporting.models import Pack
from reporting.queries.deadlines import papers_due_from
from reporting.services.drafting import draft_pack
from reporting.services.making import cancel_making
from reporting.services.scheduled import ask_for_due, draft_day, draft_for
from tests.cast import Cast, World


@pytest.fixture
def here(cast: Cast) -> World:
    return cast.here


@pytest.fixture
def by(here: World) -> Iterator[Access]:
    with here.as_("coordinator") as access:
        yield access


def meeting(by: Access, days_before: int | None) -> Meeting:
    """That of Wednesday 8 February 2017: papers are due on Tuesday 31 January."""
    Board.objects.within(by).filter(slug="hpdg").update(drafts_days_before=days_before)
    return Meeting.objects.within(by).select_related("board").get(held_on="2017-02-08")


@pytest.mark.parametrize(
    ("days_before", "day"),
    [
        (None, None),
        (1, "2017-01-30"),
        (2, "2017-01-27"),  # over a weekend
        (9, "2017-01-18"),
        (21, "2016-12-30"),  # over New Year's Day, kept on the Monday
    ],
)
def test_the_day_counts_in_working_days_before_papers_are_due(by: Access, days_before: int | None, day: str) -> None:
    found = draft_day(meeting(by, days_before))
    assert found == (dt.date.fromisoformat(day) if day else None)


@pytest.mark.parametrize(
    ("today", "left", "words"),
    [
        ("2017-01-18", 9, "9 working days left"),
        ("2017-01-28", 2, "2 working days left"),  # a Saturday
        ("2017-01-30", 1, "1 working day left"),
        ("2017-01-31", 0, "today"),
        ("2017-02-02", -2, "2 working days ago"),
    ],
)
def test_papers_are_due_so_many_working_days_from_today(by: Access, today: str, left: int, words: str) -> None:
    found = papers_due_from(dt.date.fromisoformat(today), meeting(by, None))
    assert found is not None
    assert (found.day, found.left, found.words) == (dt.date(2017, 1, 31), left, words)


def test_nothing_is_due_for_a_meeting_that_was_held_or_is_not_decided(by: Access) -> None:
    assert papers_due_from(dt.date(2017, 2, 9), meeting(by, None)) is None
    assert papers_due_from(dt.date(2017, 2, 9), None) is None


def test_days_left_count_the_day_itself_and_no_holiday() -> None:
    assert working_days_left(dt.date(2017, 4, 13), dt.date(2017, 4, 18), is_holiday) == 1  # Easter


@pytest.mark.parametrize(("days_before", "asked"), [(None, 0), (8, 0), (9, 1), (30, 1)])
def test_drafts_are_asked_for_when_their_day_has_come_and_once(by: Access, days_before: int | None, asked: int) -> None:
    assert clock.today() == dt.date(2017, 1, 18)
    meeting(by, days_before)
    assert (ask_for_due(by), ask_for_due(by)) == (asked, 0)


def test_a_meetings_packs_are_drafted_and_coordinators_told_once(by: Access, here: World) -> None:
    found = meeting(by, 9)
    [pack] = draft_for(by=by, meeting=found)
    assert (pack.round, pack.meeting, pack.board) == (here.round, found, found.board)
    assert [job.args["pack_id"] for job in Job.objects.all() if job.pk == pack.job_id] == [str(pack.pk)]
    [mail] = Message.objects.within(by)
    coordinator = here.people["coordinator"]
    assert (mail.to_email, mail.subject) == (coordinator.email, "Drafts for HPDG Board, 8 February 2017")
    assert "Papers are due on Tuesday 31 January 2017 (9 working days left)." in mail.text
    assert f"/p/northvale/packs/{pack.pk}/" in mail.text
    assert "the round is still open: close it before issuing" in mail.html
    assert draft_for(by=by, meeting=found) == []  # it is being made
    cancel_making(by=by, pack=pack)
    assert draft_for(by=by, meeting=found) == [pack]
    assert Message.objects.within(by).count() == 1


def test_a_closed_round_comes_before_the_open_one(by: Access, here: World) -> None:
    close_round(by=by, round=here.round)
    assert [pack.round for pack in draft_for(by=by, meeting=meeting(by, 9))] == [here.round]


def test_a_pack_for_another_coming_meeting_stays_there(by: Access, here: World) -> None:
    later = add_meeting(by=by, board=here.boards["hpdg"], held_on=dt.date(2017, 5, 10))
    draft_pack(by=by, board=here.boards["hpdg"], round=here.round, meeting=later)
    assert draft_for(by=by, meeting=meeting(by, 9)) == []
    assert not Message.objects.within(by).exists()


def test_a_pack_of_a_meeting_that_was_held_goes_to_the_next(by: Access, here: World) -> None:
    held = Meeting.objects.within(by).get(held_on="2016-11-09")
    draft_pack(by=by, board=here.boards["hpdg"], round=here.round, meeting=held)
    found = meeting(by, 9)
    assert [pack.meeting for pack in draft_for(by=by, meeting=found)] == [found]
    assert Pack.objects.within(by).count() == 1


def test_only_who_makes_packs_asks_for_drafts(by: Access, here: World) -> None:
    found = meeting(by, 9)
    with here.as_("auditor") as reader, pytest.raises(NotAllowed):
        draft_for(by=reader, meeting=found)
