"""Webhooks: who is told what, signed as Standard Webhooks says, tried for a day, at least once whatever dies."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from partners import delivering, outgoing, webhooks
from partners.delivering import PAUSES, secret_of
from partners.models import Delivery, Webhook
from partners.webhooks import Event, add_webhook, announce, end_webhook, rotate_secret, send_again, send_test
from plans.models import UpdateRequest
from plans.services.actions import LeadWords, add_action, reword_action, set_leads
from plans.services.reviewing import accept
from plans.services.rounds import close_round
from plans.services.updates import Answer, submit
from prevent_tracker.core.errors import Closed, Invalid, NotAllowed, NotFound
from prevent_tracker.core.jobs import work_once
from prevent_tracker.core.models import Job
from reporting.services.drafting import draft_pack, write_pack
from reporting.services.issuing import issue_pack
from tests.cast import Cast, World

from . import receivers
from .receivers import Received, Receiver

PUBLIC = "https://93.184.215.14/hook"


@pytest.fixture
def here(live_cast: Cast, settings: Any) -> World:
    settings.WEBHOOKS_ALLOW_PRIVATE = True
    return live_cast.here


@pytest.fixture
def kept() -> Iterator[Receiver]:
    with receivers.receiver() as found:
        yield found


def hook(world: World, url: str, *events: str, agency: str = "") -> Webhook:
    with world.as_("administrator") as by:
        given = events or [Event.ROUND_OPENED]
        return add_webhook(by=by, url=url, events=given, agency=world.agencies[agency] if agency else None)


def tell(world: World, data: dict[str, Any] | None = None, event: Webhook.Event = Event.ROUND_OPENED) -> None:
    with world.as_("coordinator") as by:
        announce(by, event, data or {"round": "Q4"})


def deliveries(world: World) -> list[Delivery]:
    with world.as_("auditor") as access:
        return list(Delivery.objects.within(access).order_by("id"))


def delivery(world: World) -> Delivery:
    (found,) = deliveries(world)
    return found


def waiting(world: World) -> list[dt.datetime]:
    """When the worker has something to do, soonest first."""
    with world.as_("auditor"):
        return list(Job.objects.filter(done_at=None).order_by("run_at").values_list("run_at", flat=True))


def pass_time(world: World) -> None:
    """Whatever waits is due, and was tried long ago."""
    long_ago = timezone.now() - dt.timedelta(days=1)
    with world.as_("coordinator") as by:
        Job.objects.filter(done_at=None).update(run_at=long_ago)
        Delivery.objects.within(by).exclude(next_at=None).update(next_at=long_ago, tried_at=long_ago)


def work_all() -> int:
    """Do what is due now; how many jobs."""
    done = 0
    while work_once():
        done += 1
    return done


def verify(got: Received, secret: str) -> dict[str, Any]:
    """As a receiver would, from the specification and nothing of ours; the body."""
    key = base64.b64decode(secret.split("_", 1)[1])
    event_id, moment = got.headers["webhook-id"], got.headers["webhook-timestamp"]
    signed = event_id.encode() + b"." + moment.encode() + b"." + got.body
    expected = b"v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256))
    assert expected.decode() in got.headers["webhook-signature"].split(" ")
    assert abs(int(moment) - time.time()) < 60
    body: dict[str, Any] = json.loads(got.body)
    assert body["id"] == event_id
    return body


def test_an_event_arrives_signed_with_its_own_shape(here: World, kept: Receiver) -> None:
    webhook = hook(here, kept.url)
    tell(here, {"round": "Q4 – “last”"})
    assert kept.got == []  # nothing leaves before the caller's transaction is committed
    assert work_all() == 1
    (got,) = kept.got
    body = verify(got, secret_of(webhook))
    assert list(body) == ["id", "event", "at", "partnership", "data"]
    assert (body["event"], body["partnership"], body["data"]) == (
        "round.opened", "northvale", {"round": "Q4 – “last”"},
    )  # fmt: skip
    assert dt.datetime.fromisoformat(body["at"]).tzinfo is not None
    assert (got.headers["Content-Type"], got.path) == ("application/json", "/hook?for=us")
    found = delivery(here)
    assert (found.state, found.attempts, found.status_code, found.said) == ("delivered", 1, 200, "thank you")
    assert found.delivered_at is not None
    assert [(each["status"], each["said"]) for each in found.tries] == [(200, "thank you")]


def test_the_secret_is_not_stored_and_a_new_one_replaces_it(here: World, kept: Receiver) -> None:
    webhook = hook(here, kept.url)
    old = secret_of(webhook)
    assert len(base64.b64decode(old.removeprefix("whsec_"))) == 32
    assert old not in str(vars(webhook))
    with here.as_("administrator") as by:
        webhook = rotate_secret(by=by, webhook=webhook)
    tell(here)
    work_all()
    verify(kept.got[0], secret_of(webhook))
    with pytest.raises(AssertionError):
        verify(kept.got[0], old)


def test_two_webhooks_have_two_secrets(here: World, kept: Receiver) -> None:
    assert secret_of(hook(here, kept.url)) != secret_of(hook(here, kept.url))


def test_only_who_asked_and_whom_it_concerns_is_told(here: World) -> None:
    everything = hook(here, PUBLIC + "/all", Event.UPDATE_RETURNED, Event.ROUND_OPENED)
    police = hook(here, PUBLIC + "/police", Event.UPDATE_RETURNED, agency="police")
    health = hook(here, PUBLIC + "/health", Event.UPDATE_RETURNED, agency="health")
    hook(here, PUBLIC + "/other", Event.PACK_ISSUED)
    ended = hook(here, PUBLIC + "/ended", Event.UPDATE_RETURNED)
    with here.as_("administrator") as by:
        end_webhook(by=by, webhook=ended)

    def told(agencies: list[Any] | None) -> set[Any]:
        before = {row.pk for row in deliveries(here)}
        with here.as_("coordinator") as by:
            announce(by, Event.UPDATE_RETURNED, {}, agencies=agencies)
        return {row.webhook_id for row in deliveries(here) if row.pk not in before}

    assert told([here.agencies["police"].pk]) == {everything.pk, police.pk}
    assert told([]) == {everything.pk}
    assert told(None) == {everything.pk, police.pk, health.pk}


def test_one_event_is_one_body_for_every_webhook(here: World) -> None:
    hook(here, PUBLIC + "/1")
    hook(here, PUBLIC + "/2")
    tell(here)
    assert len({row.body for row in deliveries(here)}) == 1


def test_nobody_asked_costs_one_query_and_each_webhook_one_job(here: World, live_cast: Cast) -> None:
    hook(live_cast.elsewhere, PUBLIC)
    with here.as_("coordinator") as by, CaptureQueriesContext(connection) as queries:
        announce(by, Event.ROUND_OPENED, {})
    assert len(queries) == 1
    hook(here, PUBLIC + "/1")
    hook(here, PUBLIC + "/2")
    with here.as_("coordinator") as by, CaptureQueriesContext(connection) as queries:
        announce(by, Event.ROUND_OPENED, {})
    assert len([query for query in queries if "INSERT" in query["sql"] or "SELECT" in query["sql"]]) == 4
    assert deliveries(live_cast.elsewhere) == []


def test_what_is_rolled_back_is_told_to_nobody(here: World, kept: Receiver) -> None:
    hook(here, kept.url)
    with here.as_("coordinator") as by:
        announce(by, Event.ROUND_OPENED, {})
        transaction.set_rollback(True)
    assert (work_all(), kept.got) == (0, [])


def test_a_contributors_answer_can_announce_too(here: World, kept: Receiver) -> None:
    hook(here, kept.url)
    with here.as_("contributor") as by:
        announce(by, Event.ROUND_OPENED, {})
    assert (work_all(), len(kept.got)) == (1, 1)


def test_it_is_tried_for_about_a_day_and_then_given_up(here: World, kept: Receiver) -> None:
    kept.answers = [500]
    hook(here, kept.url)
    tell(here)
    seen = []
    for _ in PAUSES:
        before = timezone.now()
        assert work_all() == 1
        (run_at,) = waiting(here)
        seen.append(round((run_at - before).total_seconds()))
        assert abs((delivery(here).next_at or before) - run_at) < dt.timedelta(seconds=1)
        pass_time(here)
    assert seen == pytest.approx(list(PAUSES), abs=2)
    assert dt.timedelta(hours=18) < dt.timedelta(seconds=sum(PAUSES)) < dt.timedelta(hours=24)
    assert work_all() == 1
    found = delivery(here)
    assert (found.state, found.attempts, found.status_code, found.next_at) == ("failed", len(PAUSES) + 1, 500, None)
    assert [each["status"] for each in found.tries] == [500] * (len(PAUSES) + 1)
    assert (waiting(here), len(kept.got)) == ([], len(PAUSES) + 1)
    assert len({got.headers["webhook-id"] for got in kept.got}) == 1


def test_a_receiver_that_was_down_gets_it_later(here: World, kept: Receiver) -> None:
    kept.answers = [503, 429, 204]
    hook(here, kept.url)
    tell(here)
    for _ in range(3):
        work_all()
        pass_time(here)
    assert [each["status"] for each in delivery(here).tries] == [503, 429, 204]
    assert delivery(here).state == "delivered"
    assert work_all() == 0


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_no_delivery_and_is_not_followed(here: World, kept: Receiver, status: int) -> None:
    with receivers.receiver() as inside:
        kept.answers, kept.location = [status], inside.url
        hook(here, kept.url)
        tell(here)
        work_all()
    found = delivery(here)
    assert (inside.got, found.state, found.status_code) == ([], "waiting", status)
    assert "redirects are not followed" in found.said


def test_gone_ends_the_webhook(here: World, kept: Receiver) -> None:
    kept.answers = [410]
    webhook = hook(here, kept.url)
    tell(here)
    tell(here)
    assert work_all() == 2
    assert [row.state for row in deliveries(here)] == ["failed", "failed"]
    assert len(kept.got) == 1
    tell(here)
    assert len(deliveries(here)) == 2
    with here.as_("auditor") as access:
        assert Webhook.objects.within(access).get(pk=webhook.pk).ended_at is not None
        last = webhook.history.first()
        assert (last.history_change_reason, last.history_actor) == ("Ended: its address answered “410 Gone”", "system")


def test_an_address_that_turns_private_is_refused_at_each_attempt(
    here: World, kept: Receiver, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    webhook = hook(here, kept.url)
    settings.WEBHOOKS_ALLOW_PRIVATE = False
    with here.as_("administrator") as by:
        Webhook.objects.within(by).filter(pk=webhook.pk).update(url="https://receiver.example/hook")
    monkeypatch.setattr(outgoing.check, "__kwdefaults__", {"resolve": lambda *_: ["127.0.0.1"], "allow_private": False})
    tell(here)
    work_all()
    found = delivery(here)
    assert (found.state, found.status_code, kept.got) == ("waiting", None, [])
    assert "not on the public internet" in found.said


def test_a_huge_or_unprintable_answer_is_kept_short_and_clean(here: World, kept: Receiver) -> None:
    kept.said = b"\x00\x07Oh\x1b[31m no\n" + b"x" * 100_000
    hook(here, kept.url)
    tell(here)
    work_all()
    assert delivery(here).said.startswith("Oh [31m no xxx")
    assert len(delivery(here).said) <= 500


def test_a_target_that_hangs_holds_nothing_else_up_for_long(
    here: World, kept: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hundred events for it wait behind one attempt; what is for others goes on."""
    monkeypatch.setattr(outgoing.post, "__kwdefaults__", {"seconds": 0.5, "trust": None})
    with receivers.raw_server(receivers.says_nothing) as hanging:
        hook(here, hanging)
        for _ in range(100):
            tell(here)
        hook(here, kept.url, Event.PACK_ISSUED)
        tell(here, event=Event.PACK_ISSUED)
        started = time.monotonic()
        assert work_all() == 101
        assert time.monotonic() - started < 0.5 + 10  # one attempt; a hundred would have taken 50 s
        assert len(kept.got) == 1
        tried = [row for row in deliveries(here) if row.attempts and row.event == Event.ROUND_OPENED]
        assert len(tried) == 1
        assert tried[0].said == "No whole answer within 0.5 seconds."
        later = waiting(here)
        assert len(later) == 100
        assert max(later) < timezone.now() + delivering.REST


def test_what_rests_is_sent_when_its_turn_comes(here: World, kept: Receiver) -> None:
    kept.answers = [500, 200]
    hook(here, kept.url)
    for number in range(3):
        tell(here, {"number": number})
    work_all()
    assert len(kept.got) == 1
    pass_time(here)
    work_all()
    assert {row.state for row in deliveries(here)} == {"delivered"}
    assert sorted(json.loads(got.body)["data"]["number"] for got in kept.got) == [0, 0, 1, 2]


def test_what_waited_behind_a_delivery_that_was_given_up_goes_with_it(here: World, kept: Receiver) -> None:
    kept.answers = [500]
    hook(here, kept.url)
    tell(here)
    tell(here)
    with here.as_("coordinator") as by:
        first = Delivery.objects.within(by).order_by("id").first()
        assert first is not None
        Delivery.objects.within(by).filter(pk=first.pk).update(attempts=len(PAUSES))
        day_before = first.created_at - dt.timedelta(days=1)
        Delivery.objects.within(by).exclude(pk=first.pk).update(created_at=day_before)
    work_all()
    assert {(row.state, row.next_at) for row in deliveries(here)} == {("failed", None)}
    assert len(kept.got) == 1


def test_one_webhook_is_talked_to_by_one_worker_at_a_time(here: World, kept: Receiver) -> None:
    webhook = hook(here, kept.url)
    tell(here)
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(hashtextextended('webhook:' || %s, 0))", [str(webhook.pk)])
        assert work_all() == 1
        assert kept.got == []
    finally:
        other.close()
    (again,) = waiting(here)
    assert again - timezone.now() < dt.timedelta(seconds=3)
    pass_time(here)
    work_all()
    assert len(kept.got) == 1


def test_a_worker_killed_in_the_middle_loses_nothing(here: World, kept: Receiver) -> None:
    """At least once: the receiver has it twice, under one id."""
    hook(here, kept.url)
    tell(here)
    killing = (
        "import os; from partners import delivering; real = delivering._post\n"
        "def die(row): real(row); os._exit(9)\n"
        "delivering._post = die\n"
        "from django.core.management import call_command; call_command('worker', '--once')"
    )
    assert _python(killing) == 9
    assert len(kept.got) == 1
    found = delivery(here)
    assert (found.state, found.attempts) == ("waiting", 0)
    end = time.monotonic() + 5
    while not work_once() and time.monotonic() < end:  # the server notices the dead session in milliseconds
        time.sleep(0.05)
    assert delivery(here).state == "delivered"
    assert len(kept.got) == 2
    assert len({got.headers["webhook-id"] for got in kept.got}) == 1


def _python(code: str) -> int:
    address = urlsplit(os.environ["DATABASE_URL"])._replace(path="/" + connection.settings_dict["NAME"])
    environment = {
        **os.environ, "DATABASE_URL": address.geturl(), "WEBHOOKS_ALLOW_PRIVATE": "true",
        "DJANGO_SETTINGS_MODULE": "prevent_tracker.settings",
    }  # fmt: skip
    command = [sys.executable, "-c", "import django; django.setup()\n" + code]
    return subprocess.run(command, cwd=django_settings.BASE_DIR, env=environment, timeout=60, check=False).returncode


def test_what_was_given_up_can_be_sent_again(here: World, kept: Receiver) -> None:
    kept.answers = [410]
    webhook = hook(here, kept.url)
    tell(here)
    work_all()
    with pytest.raises(Closed, match="was ended"), here.as_("administrator") as by:
        send_again(by=by, delivery=delivery(here))
    kept.answers = [500, 200]
    second = hook(here, kept.url)
    tell(here)
    work_all()
    row = next(row for row in deliveries(here) if row.webhook_id == second.pk)
    with here.as_("administrator") as by:
        send_again(by=by, delivery=row)
    work_all()
    row = next(each for each in deliveries(here) if each.pk == row.pk)
    assert (row.state, row.attempts, [each["status"] for each in row.tries]) == ("delivered", 1, [500, 200])
    assert webhook.pk != second.pk
    pass_time(here)
    work_all()  # what was to be tried in 10 seconds finds it delivered
    assert len(kept.got) == 3


def test_sent_again_by_hand_it_waits_for_nobody_and_is_not_tried_twice(here: World, kept: Receiver) -> None:
    kept.answers = [500]
    hook(here, kept.url)
    tell(here)
    work_all()
    with here.as_("administrator") as by:
        send_again(by=by, delivery=delivery(here))
    assert work_all() == 1
    assert len(kept.got) == 2
    with here.as_("coordinator") as access:
        due = timezone.now() - dt.timedelta(seconds=1)
        first = Job.objects.filter(done_at=None).order_by("run_at").first()
        assert first is not None
        Job.objects.filter(pk=first.pk).update(run_at=due)
        Delivery.objects.within(access).update(next_at=timezone.now() + dt.timedelta(hours=1))
    assert work_all() == 1
    assert len(kept.got) == 2


def test_a_test_says_that_it_is_one_whatever_was_asked_for(here: World, kept: Receiver) -> None:
    webhook = hook(here, kept.url, Event.PACK_ISSUED)
    with here.as_("administrator") as by:
        send_test(by=by, webhook=webhook)
    work_all()
    assert verify(kept.got[0], secret_of(webhook))["event"] == "webhook.test"


@pytest.mark.parametrize("who", ["coordinator", "contributor", "board_member", "auditor"])
def test_only_an_administrator_looks_after_webhooks(cast: Cast, who: str) -> None:
    webhook = hook(cast.here, PUBLIC)
    tell(cast.here)
    row = delivery(cast.here)
    with cast.here.as_(who) as by:
        for verb in (
            lambda: add_webhook(by=by, url=PUBLIC, events=[Event.PACK_ISSUED]),
            lambda: rotate_secret(by=by, webhook=webhook),
            lambda: end_webhook(by=by, webhook=webhook),
            lambda: send_test(by=by, webhook=webhook),
            lambda: send_again(by=by, delivery=row),
        ):
            with pytest.raises(NotAllowed):
                verb()


def test_another_partnerships_webhook_is_not_found(cast: Cast) -> None:
    theirs = hook(cast.elsewhere, PUBLIC)
    tell(cast.elsewhere)
    row = delivery(cast.elsewhere)
    with cast.here.as_("administrator") as by:
        for verb in (
            lambda: end_webhook(by=by, webhook=theirs),
            lambda: send_again(by=by, delivery=row),
            lambda: add_webhook(
                by=by, url=PUBLIC, events=[Event.PACK_ISSUED], agency=cast.elsewhere.agencies["police"]
            ),
        ):
            with pytest.raises(NotFound):
                verb()


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"url": "http://93.184.215.14/"}, "url"),
        ({"url": "https://127.0.0.1/"}, "url"),
        ({"url": "https://[::1]/"}, "url"),
        ({"url": "https://169.254.169.254/latest/meta-data/"}, "url"),
        ({"url": "not an address"}, "url"),
        ({"events": []}, "events"),
        ({"events": ["webhook.test"]}, "events"),
        ({"events": ["everything"]}, "events"),
    ],
)
def test_what_is_wrong_with_a_new_webhook_is_named(cast: Cast, facts: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as caught, cast.here.as_("administrator") as by:
        add_webhook(by=by, **{"url": PUBLIC, "events": [Event.PACK_ISSUED], **facts})
    assert list(caught.value.errors) == [field]


def test_a_name_not_known_yet_is_taken(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(*_: Any) -> list[str]:
        raise outgoing.Unreachable("There is no host named soon.example.")

    monkeypatch.setattr(outgoing.check, "__kwdefaults__", {"resolve": nobody, "allow_private": False})
    assert hook(cast.here, "https://soon.example/").url == "https://soon.example/"


def test_there_are_at_most_so_many(cast: Cast) -> None:
    for number in range(webhooks.MOST):
        hook(cast.here, f"{PUBLIC}/{number}")
    with pytest.raises(Invalid, match="at most 20"):
        hook(cast.here, PUBLIC)


def test_an_action_that_changes_is_told_to_its_leads(cast: Cast) -> None:
    everything = hook(cast.here, PUBLIC, Event.ACTION_CHANGED)
    police = hook(cast.here, PUBLIC, Event.ACTION_CHANGED, agency="police")
    health = hook(cast.here, PUBLIC, Event.ACTION_CHANGED, agency="health")
    with cast.here.as_("coordinator") as by:
        action = reword_action(by=by, action=cast.here.actions[1], text="Train everybody.")
        rows = {row.webhook_id: json.loads(row.body) for row in Delivery.objects.within(by)}
        assert set(rows) == {everything.pk, police.pk}
        assert rows[police.pk]["data"] == {
            "plan": {"id": str(cast.here.plan.pk), "slug": "plan-2016-17"},
            "count": 1,
            "actions": [{"id": str(action.pk), "number": action.number, "version": action.version}],
        }
        leads = [LeadWords("Health Trust", agency=cast.here.agencies["health"])]
        set_leads(by=by, action=action, leads=leads)
        assert Delivery.objects.within(by).filter(webhook=health).count() == 1


def test_many_actions_at_once_are_one_event(cast: Cast) -> None:
    hook(cast.here, PUBLIC, Event.ACTION_CHANGED)
    with cast.here.as_("coordinator") as by:
        add_action(by=by, objective=cast.here.objectives[0], text="Meet more often.")
        assert Delivery.objects.within(by).count() == 1


def test_an_action_that_answers_start_or_complete_is_told_too(cast: Cast) -> None:
    hook(cast.here, PUBLIC, Event.ACTION_CHANGED)
    with cast.here.as_("contributor") as by:
        asked = UpdateRequest.objects.within(by).get(agency=by.agency_id, action=cast.here.actions[1])
        update = submit(by=by, request=asked, answer=Answer("green", "All are trained.", says_complete=True))
    with cast.here.as_("coordinator") as by:
        accept(by=by, update=update)
        body = json.loads(Delivery.objects.within(by).get().body)
    assert [action["number"] for action in body["data"]["actions"]] == ["2.1"]


def test_an_issued_pack_is_told_to_the_partnerships_own_webhooks(cast: Cast) -> None:
    own = hook(cast.here, PUBLIC, Event.PACK_ISSUED)
    hook(cast.here, PUBLIC, Event.PACK_ISSUED, agency="police")
    with cast.here.as_("coordinator") as by:
        closed = close_round(by=by, round=cast.here.round)
        pack = draft_pack(by=by, board=cast.here.boards["csp"], round=closed)
        pack = write_pack(
            by=by, pack=pack, headline="All well", narrative="", recommendations=[], marking="OFFICIAL", meeting=None,
            cover={},
        )  # fmt: skip
        issue = issue_pack(by=by, pack=pack)
        row = Delivery.objects.within(by).get()
    data = json.loads(row.body)["data"]
    assert row.webhook_id == own.pk
    assert data["issue"] == {
        "id": str(issue.pk), "number": 1, "pdf_sha256": issue.pdf_sha256, "pages": issue.pages,
    }  # fmt: skip
    assert data["pack"] == {
        "id": str(pack.pk), "board": "csp", "round": cast.here.round.slug, "plan": cast.here.plan.slug,
    }  # fmt: skip
