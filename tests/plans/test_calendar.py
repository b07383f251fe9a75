"""Calendars: each person's own days at a secret address, as RFC 5545 has it; nothing for anybody else."""

from __future__ import annotations

import datetime as dt
import logging
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from partners.models import CalendarAddress, Membership
from partners.services import add_meeting, add_seat, end_calendar_address, make_calendar_address
from partners.tenancy import enter_key
from plans.calendars import Entry, feed
from plans.models import ActionState, UpdateRequest
from plans.queries.calendar import entries
from plans.services.actions import LeadWords, add_action, change_deadline, change_state, reword_action
from plans.services.extensions import extend
from plans.services.plans import add_objective, create_plan
from plans.services.rounds import open_round, plan_round
from plans.services.updates import Answer, submit
from prevent_tracker.core import clock
from prevent_tracker.core.errors import NotAllowed
from prevent_tracker.core.logs import SafeFormatter
from tests.cast import PEOPLE, Cast, World

STAMP = dt.datetime(2017, 1, 16, 9, 0, tzinfo=dt.UTC)


def address(world: World, who: str) -> str:
    with world.as_(who) as by:
        return f"/calendar/{make_calendar_address(by=by)}.ics"


def events(text: bytes) -> dict[str, Any]:
    """Title -> event, read by the library as a calendar's own program would."""
    return {str(event["summary"]): event for event in in_calendar(text)}


def in_calendar(text: bytes | str) -> list[Any]:
    return list(Calendar.from_ical(text).walk("VEVENT"))


def get(url: str, **headers: str) -> Any:
    return Client().get(url, headers=headers)


def titles(world: World, who: str) -> dict[str, dt.date]:
    with world.as_(who) as access:
        return {entry.title: entry.day for entry in entries(access, clock.today())}


DUE = "Updates due: Q4 2016/17, Northvale Prevent plan 2016/17 (Police)"


def test_a_contributors_days_are_their_agencys_own(cast: Cast) -> None:
    with cast.here.as_("administrator") as by:
        add_seat(by=by, board=cast.here.boards["hpdg"], words="The police", agency=cast.here.agencies["police"])
    police, health = titles(cast.here, "contributor"), titles(cast.here, "other_contributor")
    assert police == {
        DUE: dt.date(2017, 4, 14),
        "Action 2.1 due: Northvale Prevent plan 2016/17": dt.date(2016, 12, 31),
        "Action 2.2 due: Northvale Prevent plan 2016/17": dt.date(2017, 3, 31),
        "HPDG Board meets": dt.date(2017, 2, 8),
    }
    assert DUE.replace("Police", "Health Trust") in health
    assert not {DUE, "Action 2.1 due: Northvale Prevent plan 2016/17", "HPDG Board meets"} & set(health)


def test_more_time_moves_the_day_and_says_so(cast: Cast) -> None:
    url = address(cast.here, "contributor")
    before = events(get(url).content)[DUE]
    until = dt.date(2017, 4, 28)
    with cast.here.as_("coordinator") as by:
        extend(by=by, round=cast.here.round, agency=cast.here.agencies["police"], until=until, reason="Sickness")
    after = events(get(url).content)[DUE]
    assert (before["dtstart"].dt, after["dtstart"].dt) == (dt.date(2017, 4, 14), until)
    assert before["uid"] == after["uid"]
    assert after["last-modified"].dt >= before["last-modified"].dt
    with cast.here.as_("coordinator") as by:
        later = until + dt.timedelta(days=3)
        extend(by=by, round=cast.here.round, agency=cast.here.agencies["police"], until=later, reason="Still")
    again = events(get(url).content)[DUE]
    assert (again["dtstart"].dt, again["uid"]) == (later, before["uid"])
    assert int(again["sequence"]) > int(after["sequence"])


def test_what_is_answered_or_done_leaves_the_calendar(cast: Cast) -> None:
    with cast.here.as_("contributor") as by:
        for request in UpdateRequest.objects.within(by).filter(agency=by.agency_id):
            submit(by=by, request=request, answer=Answer("green", "Done as planned."))
    assert DUE not in titles(cast.here, "contributor")
    with cast.here.as_("coordinator") as by:
        change_state(by=by, action=cast.here.actions[1], state=ActionState.COMPLETE)
    assert "Action 2.1 due: Northvale Prevent plan 2016/17" not in titles(cast.here, "contributor")


def test_actions_are_named_in_the_order_of_the_plan(cast: Cast) -> None:
    world = cast.here
    with world.as_("coordinator") as by:
        plan = create_plan(
            by=by, slug="long", title="Long", year_basis="financial", period_label="2016/17",
            starts_on=world.plan.starts_on, ends_on=world.plan.ends_on,
        )  # fmt: skip
        objective = add_objective(by=by, plan=plan, title="Many")
        for number in ("1.2", "1.10"):
            leads = [LeadWords("Police", agency=world.agencies["police"])]
            add_action(by=by, objective=objective, text=f"Do {number}", number=number, leads=leads)
        row = plan_round(
            by=by, plan=plan, slug="q4", label="Q4", starts_on=world.round.starts_on,
            ends_on=world.round.ends_on, opens_on=world.round.opens_on, closes_on=world.round.closes_on,
        )  # fmt: skip
        open_round(by=by, round=row, quietly=True)
    with world.as_("contributor") as access:
        texts = [entry.text for entry in entries(access, clock.today())]
    assert "2 updates to send, on actions 1.2, 1.10." in texts


def test_a_coordinator_has_rounds_papers_and_boards(cast: Cast) -> None:
    with cast.here.as_("coordinator") as by:
        extend(
            by=by, round=cast.here.round, agency=cast.here.agencies["health"], until=dt.date(2017, 4, 28), reason="Ill"
        )
    assert titles(cast.here, "coordinator") == {
        "HPDG Board meets": dt.date(2017, 2, 8),
        "Papers due: HPDG Board": dt.date(2017, 1, 31),  # five clear working days before
        "Opens: Q4 2016/17, Northvale Prevent plan 2016/17": dt.date(2017, 1, 16),
        "Answers due: Q4 2016/17, Northvale Prevent plan 2016/17": dt.date(2017, 4, 14),
        "Answers of Health Trust due: Q4 2016/17, Northvale Prevent plan 2016/17": dt.date(2017, 4, 28),
    }


@pytest.mark.parametrize("who", ["administrator", "board_member", "secretary", "auditor"])
def test_others_have_the_boards_meetings(cast: Cast, who: str) -> None:
    assert set(titles(cast.here, who)) == {"HPDG Board meets"}


def test_nothing_of_another_partnership_is_in_it(cast: Cast) -> None:
    with cast.elsewhere.as_("administrator") as by:
        add_meeting(by=by, board=cast.elsewhere.boards["csp"], held_on=dt.date(2017, 3, 1), label="Theirs")
    text = get(address(cast.here, "coordinator")).content.decode()
    assert "Southmere" not in text
    assert "CSP Board" not in text


def test_no_word_of_an_action_is_in_it(cast: Cast) -> None:
    with cast.here.as_("coordinator") as by:
        reword_action(by=by, action=cast.here.actions[1], text="Something restricted about officers.")
    text = get(address(cast.here, "contributor")).content.decode()
    assert "restricted" not in text
    assert "officers" not in text


def test_the_feed_is_what_calendars_want(cast: Cast) -> None:
    response = get(address(cast.here, "contributor"))
    assert (response.status_code, response["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert response["Cache-Control"] == "private, no-cache"
    raw = response.content
    assert raw.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    assert b"\n" not in raw.replace(b"\r\n", b"")
    calendar: Any = Calendar.from_ical(raw)
    assert (calendar["version"], calendar["x-wr-calname"]) == ("2.0", "Northvale: delivery plans")
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT4H" in raw
    uids = set()
    for event in calendar.walk("VEVENT"):
        assert isinstance(event["dtstart"].dt, dt.date)
        assert not isinstance(event["dtstart"].dt, dt.datetime)
        assert event["dtend"].dt - event["dtstart"].dt == dt.timedelta(days=1)
        assert event["dtstamp"].dt.tzinfo is not None
        assert event["dtstamp"].dt == event["last-modified"].dt
        uids.add(str(event["uid"]))
    assert len(uids) == len(list(calendar.walk("VEVENT"))) > 2
    assert all(re.fullmatch(r"[0-9a-f-]+[a-z-]*@[\w.-]+", uid) for uid in uids)


def test_who_has_it_already_is_told_so(cast: Cast) -> None:
    url = address(cast.here, "contributor")
    first = get(url)
    again = get(url, **{"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    with cast.here.as_("coordinator") as by:
        change_deadline(by=by, action=cast.here.actions[1], timescale_text="June 2017", reason="r", agreed_by="Chair")
    third = get(url, **{"If-None-Match": first["ETag"]})
    assert third.status_code == 200
    assert third["ETag"] != first["ETag"]
    moved = events(third.content)["Action 2.1 due: Northvale Prevent plan 2016/17"]
    assert moved["dtstart"].dt == dt.date(2017, 6, 30)


def test_the_number_of_queries_does_not_grow(cast: Cast) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert get(url).status_code == 200
        return len(queries)

    url = address(cast.here, "coordinator")
    before = count()
    with cast.here.as_("administrator") as by:
        for day in range(1, 9):
            add_meeting(by=by, board=cast.here.boards["csp"], held_on=dt.date(2017, 5, day), label=f"{day}")
    assert count() == before
    assert before < 20


@pytest.mark.parametrize("method", ["get", "head"])
def test_only_reading_is_possible(cast: Cast, method: str) -> None:
    url = address(cast.here, "coordinator")
    assert getattr(Client(), method)(url).status_code == 200
    for other in ("post", "put", "delete"):
        assert getattr(Client(), other)(url).status_code == 405


def test_a_wrong_replaced_or_ended_address_is_not_found(cast: Cast) -> None:
    old = address(cast.here, "contributor")
    assert get(old).status_code == 200
    new = address(cast.here, "contributor")
    assert (get(old).status_code, get(new).status_code) == (404, 200)
    wrong = new.replace(".ics", "x.ics")
    assert get(wrong).status_code == 404
    assert b"Northvale" not in get(wrong).content
    with cast.here.as_("contributor") as by:
        end_calendar_address(by=by)
    assert get(new).status_code == 404


def test_an_address_ends_with_the_membership(cast: Cast) -> None:
    url = address(cast.here, "contributor")
    with cast.here.as_("administrator") as by:
        rows = Membership.objects.within(by).filter(user=cast.here.people["contributor"])
        rows.update(ended_at=clock.now())
    assert get(url).status_code == 404


def test_the_token_opens_nothing_else_and_is_kept_hashed(cast: Cast) -> None:
    token = address(cast.here, "coordinator").removeprefix("/calendar/").removesuffix(".ics")
    assert enter_key(token) is None
    assert get(f"/link/{token}/").status_code == 404
    with cast.here.as_("coordinator") as by:
        row = CalendarAddress.objects.within(by).get()
        assert token.encode() not in bytes(row.token_sha256)
        assert len(bytes(row.token_sha256)) == 32


def test_nothing_of_the_token_is_in_the_log(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    wrong = address(cast.here, "coordinator").replace(".ics", "x.ics")
    with caplog.at_level(logging.WARNING):
        get(wrong)
    lines = [SafeFormatter("%(message)s").format(record) for record in caplog.records]
    assert lines
    assert not any(wrong.split("/")[2][:20] in line for line in lines)


@pytest.mark.parametrize("who", PEOPLE)
def test_everybody_has_a_page_for_it_readers_too(cast: Cast, who: str) -> None:
    client, url = cast.here.client(who), "/p/northvale/calendar/"
    assert "Make my address" in client.get(url).content.decode()
    made = client.post(url)
    assert "no-store" in made["Cache-Control"]
    (feed_url,) = set(re.findall(r"https?://[^\"]*(/calendar/[\w-]{43}\.ics)", made.content.decode()))
    assert get(feed_url).status_code == 200
    again = client.get(url).content.decode()
    assert feed_url not in again
    assert "Replace the address" in again
    replaced = client.post(url).content.decode()
    assert feed_url not in replaced
    assert get(feed_url).status_code == 404
    client.post("/p/northvale/calendar/end/")
    assert "Make my address" in client.get(url).content.decode()


def test_an_address_has_history_with_its_reasons(cast: Cast) -> None:
    address(cast.here, "auditor")
    address(cast.here, "auditor")
    with cast.here.as_("auditor") as by:
        end_calendar_address(by=by)
    with cast.here.as_("administrator") as by:
        history = CalendarAddress.history.model.objects.filter(partnership_id=by.partnership_id)
        assert [row.history_change_reason for row in history.order_by("history_id")] == [
            "Calendar address made", "Calendar address ended", "Calendar address made", "Calendar address ended",
        ]  # fmt: skip
        assert {row.history_actor for row in history} == {f"user:{cast.here.people['auditor'].pk}"}


def test_a_key_has_no_calendar(cast: Cast) -> None:
    by = enter_key(cast.here.key)
    assert by is not None
    with pytest.raises(NotAllowed, match="Only a person"):
        make_calendar_address(by=by)


def test_a_deadline_can_be_added_once(cast: Cast) -> None:
    url = f"/p/northvale/rounds/{cast.here.plan.slug}/{cast.here.round.slug}/deadline.ics"
    response = cast.here.client("contributor").get(url)
    (event,) = events(response.content).values()
    assert str(event["summary"]) == DUE
    assert 'filename="deadline.ics"' in response["Content-Disposition"]
    assert "METHOD:PUBLISH" in response.content.decode()
    assert str(event["uid"]) in get(address(cast.here, "contributor")).content.decode().replace("\r\n ", "")


def test_long_and_foreign_titles_survive() -> None:
    title = "Ymgysylltu â’r gymuned: “Prevent”; " * 8 + "\nand a line"
    text = feed([Entry("k", dt.date(2024, 2, 29), title, STAMP)], host="h", name="N")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    (event,) = in_calendar(text)
    assert str(event["summary"]) == title
    assert event["dtend"].dt == dt.date(2024, 3, 1)
