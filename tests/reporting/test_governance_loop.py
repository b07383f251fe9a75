"""The governance loop: what a board decides reaches the agency that does it, and the board that it is put to; what came
of it reaches the board that decided."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from partners.services import add_meeting
from plans.models import Decision
from plans.services.decisions import close_decision, record_decision
from plans.services.notices import asked, chase
from reporting.queries import matters
from reporting.services.agenda import prepare_agenda
from reporting.services.drafting import draft_document, draft_pack
from tests.cast import Cast, World

HALLS = "Halls report who hires them."


@pytest.fixture
def here(cast: Cast) -> World:
    return cast.here


def decided(here: World, **facts: Any) -> Decision:
    """The CSP decides something for the HPDG, which the police are to do."""
    with here.as_("coordinator") as by:
        held = add_meeting(by=by, board=here.boards["csp"], held_on=dt.date(2016, 11, 30))
        owner = here.agencies["police"]
        return record_decision(
            by=by, meeting=held, text=HALLS, owner=owner, for_board=here.boards["hpdg"],
            due_on=dt.date(2017, 1, 31), **facts,
        )  # fmt: skip


def read(here: World, who: str, name: str, *args: object) -> str:
    return here.client(who).get(reverse(name, args=["northvale", *args])).content.decode()


def test_a_decision_of_one_board_reaches_the_other_and_comes_back(here: World) -> None:
    row, coming = decided(here), here.meetings[1]
    assert "Put to this board by others" in read(here, "board_member", "board", "hpdg")
    assert HALLS in read(here, "board_member", "board", "hpdg")
    with here.as_("coordinator") as by:
        items = [item.title for item in prepare_agenda(by=by, meeting=coming)]
        pack = draft_pack(by=by, board=here.boards["hpdg"], round=here.round, meeting=coming)
        [said] = [fact for fact in draft_document(by, pack).decisions if fact.text == HALLS]
    assert "Matters from CSP" in items
    assert (said.board, said.put_to, said.owner) == ("CSP", "HPDG", here.agencies["police"].name)
    assert said.done_on is None
    with here.as_("secretary") as by:
        close_decision(by=by, decision=row, done_on=dt.date(2017, 1, 10))
    with here.as_("coordinator") as by:
        assert list(matters.put_to(by, coming)) == []  # done before the day: it asks for nothing any more
        pack_above = draft_pack(by=by, board=here.boards["csp"], round=here.round)
        [known] = [fact for fact in draft_document(by, pack_above).decisions if fact.text == HALLS]
    assert known.done_on == dt.date(2017, 1, 10)
    assert "done 10 January 2017" in known.outcome


def test_its_owner_is_asked_until_it_is_done(here: World) -> None:
    row = decided(here)
    page = read(here, "contributor", "your_updates")
    assert "Decisions for you" in page
    assert HALLS in page
    assert HALLS not in read(here, "other_contributor", "your_updates")
    with here.as_("secretary") as by:
        close_decision(by=by, decision=row, done_on=dt.date(2017, 1, 10))
    assert HALLS not in read(here, "contributor", "your_updates")


def test_it_stands_on_its_action_with_owner_day_and_state(here: World) -> None:
    row = decided(here, action=here.actions[1])
    number = here.actions[1].number
    page = read(here, "contributor", "action", here.plan.slug, number)
    assert HALLS in page
    assert "31 Jan 2017" in page
    assert "Put to HPDG" in page
    with here.as_("secretary") as by:
        close_decision(by=by, decision=row, done_on=dt.date(2017, 1, 10))
    assert "Done 10 Jan 2017" in read(here, "contributor", "action", here.plan.slug, number)


@pytest.mark.parametrize("marking", ["", "restricted"])
def test_mail_to_its_owner_says_it_and_of_what_is_restricted_only_that_there_is_something(
    here: World, marking: str
) -> None:
    row = decided(here)
    with here.as_("coordinator") as by:
        Decision.objects.within(by).filter(pk=row.pk).update(marking=marking)
        lines = {part.agency.slug: part.decision_lines for part in asked(by, [here.round])}
    said = "A decision (restricted: its text is not sent by mail)" if marking else HALLS
    assert lines["police"] == [f"{said} (CSP, 30 November 2016; by 31 January 2017)"]
    assert lines["health"] == []


def test_the_mail_that_goes_out_holds_it(here: World) -> None:
    decided(here)
    with here.as_("coordinator") as by:
        letters = {letter.to_email: letter for letter in chase(by=by, round=here.round)}
    ours, others = (letters[here.people[who].email] for who in ("contributor", "other_contributor"))
    assert f"- {HALLS} (CSP, 30 November 2016; by 31 January 2017)" in ours.text
    assert HALLS in ours.html
    assert "Decided by boards" not in others.text + others.html
