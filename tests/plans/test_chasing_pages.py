"""The coordinator's pages of a round: who is silent, chasing, more time, looking at answers, deciding."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from partners.models import Message
from plans.models import Extension, Update, UpdateRequest
from plans.queries import chase
from plans.services.extensions import extend
from plans.services.reviewing import accept, return_update
from plans.services.updates import Answer, mark_opened, save_draft, submit
from prevent_tracker.core import clock
from tests.cast import Cast, World

from .quarters import SAID, answer_of, asked_of, next_quarter

GREEN = Answer("green", SAID)
AMBER = Answer("amber", SAID, path_to_green="Two more sessions in March.")


def url(name: str, world: World, *more: Any) -> str:
    return reverse(name, args=[world.partnership.slug, world.plan.slug, world.round.slug, *more])


def words(response: Any) -> str:
    return " ".join(response.content.decode().split())


def send(world: World, who: str, index: int, answer: Answer, agency: str = "police") -> Update:
    with world.as_(who) as by:
        return submit(by=by, request=asked_of(world, index, agency), answer=answer)


def lines(world: World, who: str = "coordinator") -> dict[str, chase.Chase]:
    with world.as_(who) as access:
        return {line.agency.slug: line for line in chase.of_round(access, world.round, clock.today(), with_mail=True)}


def test_every_agency_stands_where_it_is_the_most_silent_first(cast: Cast) -> None:
    here = cast.here
    with here.as_("contributor") as by:
        mark_opened(by=by, request=asked_of(here, 1))
        save_draft(by=by, request=asked_of(here, 2), answer=Answer(narrative="Between ourselves."))
    with here.as_("other_contributor") as by:
        sent = submit(by=by, request=asked_of(here, 2, "health"), answer=GREEN)
        other = submit(by=by, request=asked_of(here, 3, "health"), answer=AMBER)
    with here.as_("coordinator") as by:
        accept(by=by, update=sent)
        return_update(by=by, update=other, reason="How many?")
    found = lines(here)
    assert {slug: [count for _, _, count in line.stands] for slug, line in found.items()} == {
        "police": [0, 1, 1, 0, 0, 0],
        "council": [1, 0, 0, 0, 0, 0],
        "health": [0, 0, 0, 0, 1, 1],
    }
    assert list(found) == ["police", "council", "health"]
    assert [(line.silent, line.outstanding) for line in found.values()] == [(2, 2), (1, 1), (0, 1)]
    page = words(here.client("coordinator").get(url("round", here)))
    assert (
        page.index("Northvale Police</a>")
        < page.index("Northvale Council</a>")
        < page.index("Northvale Health Trust</a>")
    )
    assert "Between ourselves." not in page


@pytest.mark.parametrize(
    ("show", "seen"),
    [
        ("silent", {"Northvale Police", "Northvale Council"}),
        ("to-review", {"Northvale Health Trust"}),
        ("nonsense", {"Northvale Police", "Northvale Council", "Northvale Health Trust"}),
    ],
)
def test_the_table_is_narrowed(cast: Cast, show: str, seen: set[str]) -> None:
    here = cast.here
    send(here, "other_contributor", 2, GREEN, "health")
    page = words(here.client("coordinator").get(url("round", here), {"show": show}))
    table = page[page.index("app-table--chase") : page.index("</table>", page.index("app-table--chase"))]
    assert {agency.name for agency in here.agencies.values() if agency.name in table} == seen


def test_a_late_answer_is_counted_by_the_agencys_own_deadline(cast: Cast) -> None:
    here = cast.here
    with here.as_("coordinator") as by:
        extend(by=by, round=here.round, agency=here.agencies["police"], until=dt.date(2017, 4, 28), reason="Sick leave")
    with clock.at(dt.datetime(2017, 4, 20, 12, tzinfo=dt.UTC)):
        send(here, "contributor", 1, GREEN)
        send(here, "other_contributor", 2, GREEN, "health")
        found = lines(here)
    assert (found["police"].tally.late, found["health"].tally.late) == (0, 1)
    assert (found["police"].is_overdue, found["council"].is_overdue) == (False, True)
    assert found["police"].left == "8 days left"


def test_mail_that_did_not_arrive_stands_in_the_table(cast: Cast) -> None:
    here = cast.here
    with here.as_("coordinator") as by:
        Message.objects.within(by).create(
            partnership=by.partnership, key="k", kind=Message.Kind.OPENING, to_name="D", to_email="desk@police.example",
            about=[{"round": str(here.round.pk), "agency": str(here.agencies["police"].pk)}], subject="s", text="t",
            html="h", message_id="<1@x>", created_at=clock.now(), state=Message.State.FAILED, error="550 no such user",
        )  # fmt: skip
    found = lines(here)
    assert found["police"].is_undelivered
    assert found["council"].is_unreachable
    assert found["health"].message is None
    page = words(here.client("coordinator").get(url("round", here)))
    assert "desk@police.example" in page
    assert "Nobody to write to" in page
    assert "desk@police.example" not in words(here.client("board_member").get(url("round", here)))


def test_chasing_names_who_will_get_mail_and_writes_once(cast: Cast) -> None:
    here, client = cast.here, cast.here.client("coordinator")
    page = words(client.get(url("chase_round", here), {"agency": "police"}))
    assert here.people["contributor"].email in page
    assert here.people["other_contributor"].email not in page
    said = words(client.post(f"{url('chase_round', here)}?agency=police", follow=True))
    assert "1 message is on the way." in said
    with here.as_("coordinator") as access:
        sent = Message.objects.within(access).filter(kind=Message.Kind.CHASE)
        assert [row.to_email for row in sent] == [here.people["contributor"].email]
    assert "chased today already" in words(client.post(f"{url('chase_round', here)}?agency=police", follow=True))


def test_an_agency_that_owes_nothing_is_not_chased(cast: Cast) -> None:
    here = cast.here
    for index in (1, 2):
        send(here, "contributor", index, GREEN)
    page = here.client("coordinator").post(f"{url('chase_round', here)}?agency=police")
    assert "Nothing is outstanding" in words(page)
    with here.as_("coordinator") as access:
        assert not Message.objects.within(access).filter(kind=Message.Kind.CHASE).exists()


def test_an_agencys_page_shows_every_action_and_no_drafts_words(cast: Cast) -> None:
    here = cast.here
    send(here, "contributor", 1, GREEN)
    with here.as_("contributor") as by:
        save_draft(by=by, request=asked_of(here, 2), answer=Answer("red", "Between ourselves."))
    for who in ("coordinator", "board_member"):
        page = words(here.client(who).get(url("round_agency", here, here.agencies["police"].pk)))
        assert SAID in page
        assert "Rated green, but overdue since 1 January 2017." in page
        assert "Draft" in page
        assert "Between ourselves." not in page
        assert ("Answer for them" in page) == (who == "coordinator")


def test_home_tells_the_coordinator_what_waits(cast: Cast) -> None:
    here = cast.here
    home = reverse("partnership", args=[here.partnership.slug])
    assert "to look at" not in words(here.client("coordinator").get(home))
    send(here, "contributor", 1, GREEN)
    assert "1 update to look at" in words(here.client("coordinator").get(home))
    assert "to look at" not in words(here.client("board_member").get(home))


@pytest.mark.parametrize("who", ["administrator", "board_member", "auditor"])
def test_whoever_reads_packs_finds_the_rounds(cast: Cast, who: str) -> None:
    here = cast.here
    page = words(here.client(who).get(reverse("partnership", args=[here.partnership.slug])))
    assert f'href="{reverse("rounds", args=[here.partnership.slug])}"' in page


def test_more_time_is_given_with_a_reason(cast: Cast) -> None:
    here, client = cast.here, cast.here.client("coordinator")
    address = url("extend", here, here.agencies["police"].pk)
    day = {"until_day": "28", "until_month": "4", "until_year": "2017"}
    assert "Give a reason" in words(client.post(address, day))
    early = client.post(address, day | {"until_month": "1", "reason": "Sick leave"})
    assert early.status_code == 422
    assert client.post(address, day | {"reason": "Sick leave"}).status_code == 302
    with here.as_("auditor") as access:
        assert [(row.until, row.reason) for row in Extension.objects.within(access)] == [
            (dt.date(2017, 4, 28), "Sick leave")
        ]
    closing = words(client.get(url("close_round", here)))
    assert "Answers are due by 14 April 2017, so agencies still have" in closing
    assert "may answer until 28 April 2017" in closing


def test_only_what_is_plainly_green_is_accepted_together(cast: Cast) -> None:
    here, client = cast.here, cast.here.client("coordinator")
    overdue = send(here, "contributor", 1, GREEN)  # contradicted: overdue since December
    plain = send(here, "contributor", 2, GREEN)
    amber = send(here, "other_contributor", 3, AMBER, "health")
    page = words(client.get(url("accept_all", here)))
    assert f'value="{plain.pk}:1" checked' in page
    assert str(overdue.pk) not in page
    assert str(amber.pk) not in page
    assert client.post(url("accept_all", here)).status_code == 422
    marks = [f"{update.pk}:1" for update in (plain, overdue, amber)]
    assert "1 update accepted." in words(client.post(url("accept_all", here), {"update": marks}, follow=True))
    assert [answer_of(here, update.request).state for update in (plain, overdue, amber)] == [
        "accepted", "submitted", "submitted",
    ]  # fmt: skip


def test_an_answer_sent_again_after_the_look_is_not_taken_unseen(cast: Cast) -> None:
    here, client = cast.here, cast.here.client("coordinator")
    seen = send(here, "contributor", 2, GREEN)
    send(here, "contributor", 2, Answer("green", "Other words."))
    assert client.post(url("accept_all", here), {"update": f"{seen.pk}:1"}).status_code == 422
    one = client.post(reverse("accept", args=["northvale", seen.pk]), {"version": "1"}, follow=True)
    assert "has sent another answer to 2.2: look again." in words(one)
    back = client.post(reverse("return_update", args=["northvale", seen.pk]), {"version": "1", "reason": "Why?"})
    assert back.status_code == 422
    assert "Other words." in words(back)
    assert answer_of(here, seen.request).state == "submitted"


def test_deciding_shows_positions_and_what_each_rule_would_give(cast: Cast) -> None:
    here = cast.here
    send(here, "contributor", 2, GREEN)
    send(here, "other_contributor", 2, AMBER, "health")
    page = words(here.client("coordinator").get(url("decide", here, "2.2")))
    rules = page[page.index('id="rules"') : page.index("</dl>")]
    assert [part.split('"')[0] for part in rules.split("app-rag--")[1:]] == ["amber", "green", "amber"]
    assert "your rule" in rules
    assert page.count(SAID) == 2


def test_what_does_not_fit_together_stands_on_the_rounds_page(cast: Cast) -> None:
    here = cast.here
    next_quarter(here, {1: AMBER})
    send(here, "contributor", 1, GREEN)
    page = words(here.client("board_member").get(url("round", here)))
    assert "Does not fit together" in page
    assert "Rated green, but overdue since 1 January 2017." in page


def test_a_draft_is_never_among_what_waits(cast: Cast) -> None:
    here = cast.here
    with here.as_("contributor") as by:
        asked = UpdateRequest.objects.within(by).filter(agency=by.agency_id).first()
        assert asked is not None
        save_draft(by=by, request=asked, answer=Answer("green", "Between ourselves."))
    page = words(here.client("coordinator").get(url("round", here)))
    assert "To look at" not in page
