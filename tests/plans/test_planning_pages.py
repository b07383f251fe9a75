"""Planning the rounds of a plan, their days, and how a partnership runs them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from plans.models import Plan, Round, RoundSettings
from plans.services.plans import create_plan
from prevent_tracker.core import clock
from tests.cast import Cast, World

SETTINGS = {
    "status_rule": "lead", "opens_days_after": 2, "closes_days_before": 8, "papers_days_before": 5, "sends_mail": "on",
    "send_at": "9.30", "remind_before": "1, 7", "remind_after": "", "senior_after": "", "version": "0",
}  # fmt: skip


def words(response: Any) -> str:
    return " ".join(response.content.decode().split())


def next_year(world: World) -> Plan:
    with world.as_("coordinator") as by:
        return create_plan(
            by=by, slug="plan-2017-18", title="Next year's plan", starts_on=dt.date(2017, 4, 1),
            ends_on=dt.date(2018, 3, 31), period_label="2017/18", year_basis="financial",
        )  # fmt: skip


def rounds(world: World, plan: Plan) -> list[Round]:
    with world.as_("auditor") as access:
        return list(Round.objects.within(access).filter(plan=plan).order_by("starts_on"))


def test_a_year_is_planned_in_one_press_and_not_twice(cast: Cast) -> None:
    here, client = cast.here, cast.here.client("coordinator")
    plan = next_year(here)
    url = reverse("plan_rounds", args=["northvale", plan.slug])
    page = words(client.get(url))
    assert "Plan these 4 rounds" in page
    assert "No meeting in time is known" in page
    assert rounds(here, plan) == []
    assert "4 rounds are planned." in words(client.post(url, follow=True))
    assert [row.label for row in rounds(here, plan)] == [f"Q{quarter} 2017/18" for quarter in (1, 2, 3, 4)]
    assert "Nothing new to plan." in words(client.post(url, follow=True))
    assert "Plan these" not in words(client.get(url))


def test_the_days_of_a_round_change_and_a_planned_one_is_removed(cast: Cast) -> None:
    here, client = cast.here, cast.here.client("coordinator")
    plan = next_year(here)
    client.post(reverse("plan_rounds", args=["northvale", plan.slug]))
    first, second, *_ = rounds(here, plan)
    days = {
        f"{name}_{part}": getattr(getattr(first, name), part)
        for name in ("opens_on", "closes_on")
        for part in ("day", "month", "year")
    }
    url = reverse("round_dates", args=["northvale", plan.slug, first.slug])
    wrong = client.post(url, days | {"closes_on_year": 2016})
    assert wrong.status_code == 422
    assert "The round must not close before it opens." in words(wrong)
    assert client.post(url, days | {"closes_on_day": 28}).status_code == 302
    assert rounds(here, plan)[0].closes_on == first.closes_on.replace(day=28)
    assert client.get(reverse("remove_round", args=["northvale", plan.slug, second.slug])).status_code == 405
    client.post(reverse("remove_round", args=["northvale", plan.slug, second.slug]))
    assert second not in rounds(here, plan)


def test_an_open_round_moves_its_last_day_with_a_reason_and_stays(cast: Cast) -> None:
    here, client = cast.here, cast.here.client("coordinator")
    where = ["northvale", here.plan.slug, here.round.slug]
    url = reverse("round_dates", args=where)
    assert "Remove this planned round" not in words(client.get(url))
    day = {"closes_on_day": 28, "closes_on_month": 4, "closes_on_year": 2017}
    assert "Give a reason" in words(client.post(url, day))
    assert client.post(url, day | {"reason": "The board meets later."}).status_code == 302
    assert rounds(here, here.plan)[0].closes_on == dt.date(2017, 4, 28)
    assert client.post(reverse("remove_round", args=where)).status_code == 409


def test_settings_are_kept_and_shown_again(cast: Cast) -> None:
    here, client = cast.here, cast.here.client("coordinator")
    url = reverse("round_settings", args=["northvale"])
    assert 'value="7, 2"' in words(client.get(url))
    assert client.post(url, SETTINGS).status_code == 302
    with here.as_("auditor") as access:
        stored = RoundSettings.objects.within(access).get()
    assert (stored.status_rule, stored.remind_before, stored.remind_after) == ("lead", [7, 1], [])
    assert (stored.send_at, stored.senior_after, stored.remind_on_the_day) == (dt.time(9, 30), None, False)
    page = words(client.get(url))
    assert 'value="09:30"' in page
    assert 'value="7, 1"' in page
    stale = client.post(url, SETTINGS | {"status_rule": "worst"})
    assert stale.status_code == 422
    assert "The first lead’s answer" in words(stale)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("remind_before", "a week", "give numbers of days with commas between"),
        ("remind_before", "7, 7", "different whole numbers of days"),
        ("remind_after", "1000", "each from 1 to 60"),
        ("send_at", "noonish", "Enter a time such as 9:00"),
        ("opens_days_after", "-1", "the end of its quarter: enter a whole number of days, 0 or more"),
        ("papers_days_before", "", "before the meeting: enter a whole number of days, 0 or more"),
        ("senior_after", "0", "enter a whole number of days, 1 or more"),
        ("status_rule", "best", "Select a valid choice"),
    ],
)
def test_a_setting_that_is_not_right_is_named(cast: Cast, field: str, value: str, said: str) -> None:
    answer = cast.here.client("coordinator").post(
        reverse("round_settings", args=["northvale"]), SETTINGS | {field: value}
    )
    assert answer.status_code == 422
    assert said in words(answer)
    with cast.here.as_("auditor") as access:
        assert not RoundSettings.objects.within(access).exists()


def test_a_plan_that_is_over_proposes_nothing_new(cast: Cast) -> None:
    here = cast.here
    with clock.at(dt.datetime(2018, 6, 1, 12, tzinfo=dt.UTC)):
        page = words(here.client("coordinator").get(reverse("plan_rounds", args=["northvale", here.plan.slug])))
    assert "Over already" in page
    assert "Every round that is still to come is planned." in page
