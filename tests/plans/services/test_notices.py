"""Who is written to, and what: mails read back as they leave."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from partners.models import Message, User
from partners.roles import Role
from partners.services import add_member
from plans.models import Action, Objective, Plan, Round, Update, UpdateRequest
from plans.models.plan import Marking
from plans.queries.mail import last_by_agency
from plans.services import notices
from plans.services.actions import LeadWords, add_action
from plans.services.contacts import add_contact
from plans.services.extensions import extend
from plans.services.plans import add_objective, create_plan
from plans.services.reviewing import return_update
from plans.services.round_settings import change_settings
from plans.services.rounds import open_round, plan_round
from plans.services.tick import tick
from plans.services.updates import Answer, submit
from prevent_tracker.core import clock
from prevent_tracker.core.errors import Closed
from tests.cast import Cast, UserFactory, World


@pytest.fixture
def here(cast: Cast) -> World:
    return cast.here


def on(day: dt.date, hour: int = 10) -> Any:
    """That day, as Python's clock sees it."""
    return clock.at(dt.datetime.combine(day, dt.time(hour), tzinfo=dt.UTC))


def run_tick(world: World) -> None:
    with world.as_("coordinator"):
        tick.func(partnership_id=str(world.partnership.pk))


def messages(world: World) -> list[Message]:
    with world.as_("coordinator") as by:
        return list(Message.objects.within(by).order_by("pk"))


def kinds(world: World) -> list[tuple[str, str]]:
    return sorted((row.to_email, row.kind) for row in messages(world))


def contact(world: World, agency: str, email: str, *, is_senior: bool = False) -> None:
    with world.as_("coordinator") as by:
        add_contact(by=by, agency=world.agencies[agency], name="Jo Bloggs", email=email, is_senior=is_senior)


def settings(world: World, **fields: Any) -> None:
    with world.as_("coordinator") as by:
        change_settings(by=by, expected_version=None, **fields)


def answer(world: World, who: str, *actions: int) -> None:
    with world.as_(who) as by:
        for index in actions:
            request = UpdateRequest.objects.within(by).get(action=world.actions[index], agency=by.agency_id)
            submit(by=by, request=request, answer=Answer("green", "All went well."))


def second_round(world: World, *, quietly: bool = True, open_it: bool = True) -> Round:
    """Another plan, on which the police and the council lead, with a round of its own."""
    with world.as_("coordinator") as by:
        plan = create_plan(
            by=by, slug="venues", title="Venues plan", starts_on=dt.date(2016, 4, 1), ends_on=dt.date(2017, 3, 31),
            period_label="2016/17", year_basis="financial",
        )  # fmt: skip
        objective = add_objective(by=by, plan=plan, title="Halls")
        add_action(
            by=by,
            objective=objective,
            text="Visit <every> hall.",
            leads=[LeadWords("P", agency=world.agencies["police"])],
        )
        row = plan_round(
            by=by, plan=plan, slug="q4", label="Q4 2016/17", starts_on=dt.date(2017, 1, 1),
            ends_on=dt.date(2017, 3, 31), opens_on=dt.date(2017, 1, 17), closes_on=dt.date(2017, 4, 7),
        )  # fmt: skip
        return open_round(by=by, round=row, quietly=quietly) if open_it else row


def test_an_opened_round_is_told_at_once_to_everybody_asked(here: World) -> None:
    contact(here, "police", "jo@police.example")
    contact(here, "police", "chief@police.example", is_senior=True)
    row = second_round(here, quietly=False)
    police = here.people["contributor"].email
    assert kinds(here) == sorted([(police, "opening"), ("jo@police.example", "opening")])
    with_account, by_link = sorted(messages(here), key=lambda message: message.to_email == "jo@police.example")
    assert with_account.subject == "1 update asked for by 7 April 2017: Q4 2016/17, Venues plan"
    assert "/p/northvale/updates/" in with_account.text
    assert "{link:" not in with_account.text
    assert re.search(r"\{link:[0-9a-f-]{36}\}", by_link.text)
    assert "Visit <every> hall." in by_link.text
    assert "Visit &lt;every&gt; hall." in by_link.html
    assert "7 April 2017" in by_link.text
    assert row.opened_at is not None
    event = Calendar.from_ical(by_link.calendar).walk("VEVENT")[0]
    assert event.decoded("DTSTART") == dt.date(2017, 4, 7)
    with here.as_("coordinator") as by:
        assert notices.ask(by, row) == []


def test_a_contact_who_is_called_by_an_address_stops_nobodys_mail(here: World) -> None:
    """A name is no case data: a tick that refused it would write to nobody, again and again."""
    with here.as_("coordinator") as by:
        for name, email in (("duty.desk@council.example", "duty.desk@council.example"), ("Ann Lee", "ann@c.example")):
            add_contact(by=by, agency=here.agencies["council"], name=name, email=email)
    with on(dt.date(2017, 1, 18)):
        run_tick(here)
    written = {row.to_email for row in messages(here)}
    assert {"duty.desk@council.example", "ann@c.example"} <= written


def test_one_mail_for_all_plans_and_agencies(here: World) -> None:
    second_round(here)
    contact(here, "police", "jo@shared.example")
    contact(here, "health", "jo@shared.example")
    contact(here, "council", "jo@shared.example")
    run_tick(here)
    [row] = [message for message in messages(here) if message.to_email == "jo@shared.example"]
    assert row.subject == "6 updates asked for by 7 April 2017: 2 plans"
    headings = re.findall(r"^(\S.*): \d updates? due by (.*)$", row.text, re.MULTILINE)
    assert headings == [
        ("Northvale Council", "14 April 2017"), ("Northvale Health Trust", "14 April 2017"),
        ("Northvale Police", "14 April 2017"), ("Northvale Police", "7 April 2017"),
    ]  # fmt: skip
    assert len(re.findall(r"\{link:", row.text)) == 4
    run_tick(here)
    assert len(messages(here)) == 3  # two contributors, and Jo


def test_reminders_go_once_each_to_who_has_not_answered(here: World) -> None:
    contact(here, "police", "chief@police.example", is_senior=True)
    police, health = here.people["contributor"].email, here.people["other_contributor"].email
    run_tick(here)
    assert kinds(here) == sorted([(police, "opening"), (health, "opening")])
    answer(here, "other_contributor", 2, 3)
    expected = {  # the round closes on Good Friday, 14 April 2017; Easter Monday is the 17th
        dt.date(2017, 4, 6): [], dt.date(2017, 4, 7): [(police, "before")], dt.date(2017, 4, 12): [(police, "before")],
        dt.date(2017, 4, 13): [(police, "on")], dt.date(2017, 4, 17): [], dt.date(2017, 4, 18): [(police, "after")],
        dt.date(2017, 4, 20): [], dt.date(2017, 4, 21): [("chief@police.example", "senior")], dt.date(2017, 5, 9): [],
    }  # fmt: skip
    before = len(messages(here))
    for day, written in expected.items():
        for _ in range(2):
            with on(day):
                run_tick(here)
        new = messages(here)[before:]
        assert [(row.to_email, row.kind) for row in new] == written, day
        before += len(new)


def test_a_reminder_before_a_holiday_does_not_say_today(here: World) -> None:
    extended, good_friday = dt.date(2017, 4, 19), dt.date(2017, 4, 14)
    with here.as_("coordinator") as by:
        extend(by=by, round=here.round, agency=here.agencies["police"], until=extended, reason="Easter")
    for day in (good_friday - dt.timedelta(days=1), extended):
        with on(day):
            run_tick(here)
    last = {row.to_email.partition("@")[0]: row.text for row in messages(here) if row.kind == Message.Kind.ON}
    texts = sorted(last.values())
    assert any("This is the last working day before the deadline: " in text for text in texts)
    assert ["Today is the day: " in text for text in texts if "due by 19 April 2017" in text] == [True]


def test_what_was_missed_is_one_mail(here: World) -> None:
    police, health = here.people["contributor"].email, here.people["other_contributor"].email
    with on(dt.date(2017, 4, 19)):
        run_tick(here)
        run_tick(here)
    assert kinds(here) == sorted([(police, "after"), (health, "after")])
    assert all(
        "was due on 14 April 2017" in row.text or "were due on 14 April 2017" in row.text for row in messages(here)
    )


def test_nothing_before_the_hour_that_the_partnership_sets(here: World) -> None:
    settings(here, send_at=dt.time(15))
    run_tick(here)
    assert {kind for _, kind in kinds(here)} == {"opening"}  # what was opened is told at any hour
    with on(dt.date(2017, 4, 7), hour=9):
        run_tick(here)
    assert {kind for _, kind in kinds(here)} == {"opening"}
    with on(dt.date(2017, 4, 7), hour=15):
        run_tick(here)
    assert {kind for _, kind in kinds(here)} == {"opening", "before"}


def test_an_extension_moves_that_agencys_reminders(here: World) -> None:
    police = here.people["contributor"].email
    run_tick(here)
    with here.as_("coordinator") as by:
        extend(by=by, round=here.round, agency=here.agencies["police"], until=dt.date(2017, 4, 28), reason="Sick")
    with on(dt.date(2017, 4, 18)):
        run_tick(here)
    assert (police, "after") not in kinds(here)
    with on(dt.date(2017, 4, 21)):
        run_tick(here)
    [row] = [row for row in messages(here) if (row.to_email, row.kind) == (police, "before")]
    assert "28 April 2017" in row.text


def test_a_partnership_that_sends_no_mail(here: World) -> None:
    settings(here, sends_mail=False)
    second_round(here, quietly=False)
    run_tick(here)
    answer(here, "contributor", 1)
    with here.as_("coordinator") as by:
        return_update(by=by, update=Update.objects.within(by).get(), reason="Why?")
        with pytest.raises(Closed, match="switched off"):
            notices.chase(by=by, round=here.round)
    assert messages(here) == []


def test_rounds_open_by_themselves_where_that_is_wanted(here: World) -> None:
    row = second_round(here, open_it=False)
    run_tick(here)
    with here.as_("coordinator") as by:
        assert not Round.objects.within(by).get(pk=row.pk).is_open
    settings(here, opens_by_itself=True, send_at=dt.time(0))
    run_tick(here)
    with here.as_("coordinator") as by:
        assert Round.objects.within(by).get(pk=row.pk).is_open
    [mine] = [m for m in messages(here) if m.to_email == here.people["contributor"].email and "Venues" in m.text]
    assert mine.kind == "opening"


@pytest.mark.parametrize(
    ("day", "opens"),
    # The first of its days, the day before, a Saturday, its last day, the one after.
    [((1, 17), True), ((1, 16), False), ((1, 21), False), ((4, 7), True), ((4, 8), False), ((4, 10), False)],
)
def test_rounds_open_between_their_days_alone(here: World, day: tuple[int, int], opens: bool) -> None:
    row = second_round(here, open_it=False)
    settings(here, opens_by_itself=True, send_at=dt.time(0))
    with on(dt.date(2017, *day)):
        run_tick(here)
    with here.as_("coordinator") as by:
        assert Round.objects.within(by).get(pk=row.pk).is_open is opens


def test_chasing_one_or_all(here: World) -> None:
    police, health = here.people["contributor"].email, here.people["other_contributor"].email
    with here.as_("coordinator") as by:
        [row] = notices.chase(by=by, round=here.round, agency=here.agencies["police"])
        assert (row.to_email, row.kind) == (police, "chase")
        with pytest.raises(Closed, match="twice a day"):
            notices.chase(by=by, round=here.round, agency=here.agencies["police"])
        assert [row.to_email for row in notices.chase(by=by, round=here.round)] == [health]
        with pytest.raises(Closed, match="nobody to write to"):
            notices.chase(by=by, round=here.round, agency=here.agencies["council"])
    answer(here, "contributor", 1, 2)
    with here.as_("coordinator") as by, pytest.raises(Closed, match="Nothing is outstanding"):
        notices.chase(by=by, round=here.round, agency=here.agencies["police"])


def test_what_came_back_says_why(here: World) -> None:
    contact(here, "police", "jo@police.example")
    answer(here, "contributor", 1)
    with here.as_("coordinator") as by:
        return_update(by=by, update=Update.objects.within(by).get(), reason="How many officers?")
    assert kinds(here) == sorted([("jo@police.example", "returned"), (here.people["contributor"].email, "returned")])
    for row in messages(here):
        assert "Why: How many officers?" in row.text
        assert "How many officers?" in row.html
        assert "Train every front-line officer." in row.text


@pytest.mark.parametrize("where", ["action", "objective", "plan"])
def test_what_is_restricted_is_named_by_number_alone(here: World, where: str) -> None:
    with here.as_("coordinator") as by:
        if where == "action":
            Action.objects.within(by).filter(pk=here.actions[1].pk).update(marking=Marking.RESTRICTED)
        elif where == "objective":
            Objective.objects.within(by).filter(plan=here.plan).update(marking=Marking.RESTRICTED)
        else:
            Plan.objects.within(by).filter(pk=here.plan.pk).update(marking=Marking.RESTRICTED)
    run_tick(here)
    answer(here, "contributor", 1)
    with here.as_("coordinator") as by:
        return_update(by=by, update=Update.objects.within(by).get(), reason="Name the secret.")
    rows = messages(here)
    assert rows
    for row in rows:
        assert "front-line officer" not in row.text + row.html + row.calendar
        assert "Name the secret" not in row.text + row.html
    mine = next(row for row in rows if row.to_email == here.people["contributor"].email)
    assert f"{here.actions[1].number} (restricted" in mine.text


def test_failures_show_first_and_lists_are_constant_in_queries(here: World) -> None:
    contact(here, "police", "jo@police.example")
    run_tick(here)
    with here.as_("coordinator") as by:
        Message.objects.within(by).update(state="sent")
        Message.objects.within(by).filter(to_email="jo@police.example").update(state="failed")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            found = last_by_agency(by, here.round)
        assert len(queries) == 1
    states = {agency: row.state for agency, row in found.items()}
    assert states == {here.agencies["police"].pk: "failed", here.agencies["health"].pk: "sent"}


def test_a_tick_asks_the_database_no_more_for_more_people(here: World) -> None:
    run_tick(here)

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            run_tick(here)
        return len(found)

    before = queries()
    for _ in range(5):
        with here.as_("administrator") as by:
            user: User = UserFactory.create()
            add_member(by=by, user=user, role=Role.CONTRIBUTOR, agency=here.agencies["health"])
    run_tick(here)
    assert queries() == before
