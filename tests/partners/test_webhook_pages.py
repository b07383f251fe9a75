"""Pages of webhooks: added, tested, what was delivered, sent again, ended; the secret for administrators alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from partners import queries
from partners.delivering import secret_of
from partners.models import Delivery, Webhook
from partners.webhooks import Event, announce
from prevent_tracker.core.jobs import work_once
from tests.cast import Cast, World

from . import receivers
from .receivers import Receiver

WEBHOOKS = "/p/northvale/settings/webhooks/"


@pytest.fixture
def here(live_cast: Cast, settings: Any) -> World:
    settings.WEBHOOKS_ALLOW_PRIVATE = True
    return live_cast.here


@pytest.fixture
def client(here: World) -> Client:
    return here.client("administrator")


@pytest.fixture
def kept() -> Iterator[Receiver]:
    with receivers.receiver() as found:
        yield found


def add(client: Client, url: str, **facts: Any) -> str:
    response = client.post(f"{WEBHOOKS}add/", {"url": url, "events": ["round.opened"], **facts})
    assert response.status_code == 302, response.content.decode()
    return str(response["Location"])


def test_from_adding_to_delivered(client: Client, here: World, kept: Receiver) -> None:
    url = add(client, kept.url, agency=here.agencies["police"].pk, events=["round.opened", "action.changed"])
    page = client.get(url)
    text = page.content.decode()
    with here.as_("administrator") as by:
        webhook = Webhook.objects.within(by).get()
    assert "no-store" in page["Cache-Control"]
    for words in (kept.url, secret_of(webhook), "Northvale Police", "A round opened", "An action changed", "Live"):
        assert words.replace("&", "&amp;") in text
    assert "Nothing yet" in text
    assert client.post(f"{url}test/").status_code == 302
    assert "Waiting" in client.get(url).content.decode()
    while work_once():
        continue
    text = client.get(url).content.decode()
    assert len(kept.got) == 1
    assert "A test" in text
    assert "Delivered" in text
    assert "thank you" in text
    (delivery,) = set(re.findall(r'href="([^"]*/deliveries/[^"]*/)"', text))
    detail = client.get(delivery).content.decode()
    assert "webhook.test" in detail
    assert "thank you" in detail
    assert client.post(f"{delivery}again/").status_code == 302
    while work_once():
        continue
    assert len(kept.got) == 2


def test_a_failure_says_why_and_when_it_is_tried_next(client: Client, here: World, kept: Receiver) -> None:
    kept.answers, kept.said = [503], b"<script>alert(1)</script> we are moving"
    url = add(client, kept.url)
    with here.as_("coordinator") as by:
        announce(by, Event.ROUND_OPENED, {})
    work_once()
    text = client.get(url).content.decode()
    assert "Trying again" in text
    assert re.search(r"next try in (9|10) seconds", text)
    assert "we are moving" in text
    assert "<script>alert" not in text


def test_replacing_the_secret_and_ending_ask_first(client: Client, here: World, kept: Receiver) -> None:
    url = add(client, kept.url)
    with here.as_("administrator") as by:
        before = Webhook.objects.within(by).get()
    for way, words in (("secret", "Replace the secret?"), ("end", "End this webhook?")):
        assert words in client.get(f"{url}{way}/").content.decode()
    with here.as_("administrator") as by:
        assert Webhook.objects.within(by).get().salt == before.salt
    client.post(f"{url}secret/")
    assert secret_of(before) not in client.get(url).content.decode()
    client.post(f"{url}end/")
    ended = client.get(url).content.decode()
    assert "Ended" in ended
    assert "whsec_" not in ended
    assert "Send a test" not in ended
    assert client.post(f"{url}test/").status_code == 409
    assert "Ended" in client.get(WEBHOOKS).content.decode()


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"url": "https://10.0.0.1/"}, "not on the public internet"),
        ({"url": "http://93.184.215.14/"}, "begins with https://"),
        ({"url": ""}, "Enter"),
        ({"url": "https://a b/"}, "without spaces"),
        ({"events": []}, "Select what this address is to be told"),
        ({"events": ["webhook.test"]}, "webhook.test"),
        ({"agency": "nobody"}, "Error: Add a webhook"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    client: Client, here: World, settings: Any, facts: dict[str, Any], said: str
) -> None:
    settings.WEBHOOKS_ALLOW_PRIVATE = False
    body = {"url": "https://93.184.215.14/", "events": ["round.opened"], **facts}
    response = client.post(f"{WEBHOOKS}add/", body)
    assert response.status_code == 422
    assert said in response.content.decode()
    with here.as_("administrator") as by:
        assert not Webhook.objects.within(by).exists()


def test_deliveries_are_paged_and_narrowed(client: Client, here: World) -> None:
    url = add(client, "http://127.0.0.1:9/")
    with here.as_("coordinator") as by:
        for number in range(queries.PAGE + 3):
            announce(by, Event.ROUND_OPENED, {"number": number})
        last = Delivery.objects.within(by).order_by("id").last()
        assert last is not None
        Delivery.objects.within(by).filter(pk=last.pk).update(state="failed")
    newest = client.get(url).content.decode()
    assert newest.count('data-label="Attempts"') == queries.PAGE
    (older,) = re.findall(r'rel="next" href="(\?before=[\w-]+)"', newest)
    assert client.get(url + older).content.decode().count('data-label="Attempts"') == 3
    assert client.get(url + "?show=failed").content.decode().count('data-label="Attempts"') == 1
    assert "Nothing of this kind" in client.get(url + "?show=delivered").content.decode()
    for nonsense in ("?before=x", "?show=x", "?before=%00"):
        assert client.get(url + nonsense).status_code == 200


def test_queries_do_not_grow_with_rows(client: Client, here: World) -> None:
    def count(url: str) -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(url).status_code == 200
        return len(found)

    url = add(client, "http://127.0.0.1:9/1")
    with here.as_("coordinator") as by:
        announce(by, Event.ROUND_OPENED, {})
    client.get(url)
    one = (count(WEBHOOKS), count(url))
    add(client, "http://127.0.0.1:9/2")
    client.get(url)
    with here.as_("coordinator") as by:
        for _ in range(5):
            announce(by, Event.ROUND_OPENED, {})
    assert (count(WEBHOOKS), count(url)) == one
