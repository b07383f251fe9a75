"""Pages of keys: made and shown once, what each did, revoked; a year at most, one agency or reading only."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from partners import queries
from partners.models import Agency, ApiKey
from partners.roles import Permission
from partners.services import LONGEST_KEY, create_key, revoke_key
from partners.tenancy import enter_key, log_call
from prevent_tracker.core import clock
from prevent_tracker.core.errors import Invalid, NotFound
from tests.cast import Cast, World

KEYS = "/p/northvale/settings/keys/"


@pytest.fixture
def here(cast: Cast) -> World:
    return cast.here


@pytest.fixture
def client(here: World) -> Client:
    return here.client("administrator")


def make(client: Client, here: World, **facts: Any) -> Any:
    body = {
        "name": "Records", "agency": here.agencies["police"].pk, "scopes": ["read", "answer"], "lasts": "90", **facts,
    }  # fmt: skip
    return client.post(f"{KEYS}add/", body)


def token_in(response: Any) -> str:
    (found,) = re.findall(r'id="token"[^>]*value="([\w.-]+)"', response.content.decode())
    return str(found)


def test_a_key_is_made_shown_once_and_works(client: Client, here: World) -> None:
    made = make(client, here)
    token = token_in(made)
    assert made.status_code == 200
    assert "no-store" in made["Cache-Control"]
    assert token not in str(dict(client.session))
    for url in (KEYS, f"{KEYS}add/"):
        assert token not in client.get(url).content.decode()
    answer = Client().get("/api/v1/requests/", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200
    access = enter_key(token)
    assert access is not None
    assert access.key_id is not None
    assert (access.agency_id, access.actor_name) == (here.agencies["police"].pk, "Records")
    assert access.granted == {Permission.VIEW_PLAN, Permission.ANSWER}
    row = ApiKey.objects.within(access).get(pk=access.key_id)
    assert row.created_by == here.people["administrator"].name
    assert dt.timedelta(days=89) < row.expires_at - clock.now() <= dt.timedelta(days=90)
    assert token.split(".")[1].encode() not in bytes(row.secret_sha256)


def test_without_an_agency_it_reads_only(client: Client, here: World) -> None:
    refused = make(client, here, agency="")
    assert refused.status_code == 422
    assert "Choose the agency that this key answers for" in refused.content.decode()
    token = token_in(make(client, here, agency="", scopes=["read", "packs"]))
    access = enter_key(token)
    assert access is not None
    assert (access.agency_id, access.may(Permission.ANSWER)) == (None, False)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"name": ""}, "What is it for"),
        ({"name": "x" * 101}, "100 characters"),
        ({"scopes": []}, "Select what the key may do"),
        ({"scopes": ["everything"]}, "everything"),
        ({"lasts": ""}, "Select how long it works"),
        ({"lasts": "3650"}, "3650"),
        ({"agency": "nobody"}, "agency"),
    ],
)
def test_what_is_wrong_with_a_key_is_said_and_nothing_is_made(
    client: Client, here: World, facts: dict[str, Any], said: str
) -> None:
    with here.as_("auditor") as access:
        before = ApiKey.objects.within(access).count()
    response = make(client, here, **facts)
    assert (response.status_code, said.lower() in response.content.decode().lower()) == (422, True)
    with here.as_("auditor") as access:
        assert ApiKey.objects.within(access).count() == before


@pytest.mark.parametrize("days", [0, -1, LONGEST_KEY.days + 1])
def test_a_key_ends_within_a_year(here: World, days: int) -> None:
    with pytest.raises(Invalid, match="within a year"), here.as_("administrator") as by:
        create_key(by=by, agency=None, name="Long", scopes=["read"], expires_at=clock.now() + dt.timedelta(days=days))


def test_another_partnerships_agency_is_not_found(here: World, cast: Cast) -> None:
    theirs: Agency = cast.elsewhere.agencies["police"]
    with pytest.raises(NotFound), here.as_("administrator") as by:
        create_key(by=by, agency=theirs, name="X", expires_at=clock.now() + dt.timedelta(days=1))


def test_the_list_says_whose_what_until_when_and_its_state(client: Client, here: World) -> None:
    make(client, here, name="Works well", lasts="365")
    make(client, here, name="Ends soon")
    make(client, here, name="Is over")
    with here.as_("administrator") as by:
        keys = {row.name: row for row in ApiKey.objects.within(by)}
        ApiKey.objects.within(by).filter(name="Ends soon").update(expires_at=clock.now() + dt.timedelta(days=3))
        revoke_key(by=by, key=keys["Is over"])
        log_call(keys["Works well"].pk, "GET", "/api/v1/plans/", 200, 12)
        states = {row.name: queries.state_of(row) for row in queries.keys(by)}
        assert list(states)[-1] == "Is over"
        assert {name: states[name] for name in ("Works well", "Ends soon", "Is over")} == {
            "Works well": "works", "Ends soon": "soon", "Is over": "revoked",
        }  # fmt: skip
    page = client.get(KEYS).content.decode()
    for words in ("Works well", "Northvale Police", "Answer for its agency: updates and evidence", "Revoked", "Never"):
        assert words in page


def test_queries_of_the_list_do_not_grow(client: Client, here: World) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as found:
            client.get(KEYS)
        return len(found)

    make(client, here)
    before = count()
    for number in range(5):
        make(client, here, name=f"Key {number}")
    assert count() == before


def test_revoking_asks_once_and_ends_it_at_once(client: Client, here: World) -> None:
    token = token_in(make(client, here))
    access = enter_key(token)
    assert access is not None
    assert access.key_id is not None
    url = f"{KEYS}{access.key_id}/revoke/"
    assert "Revoke “Records”?" in client.get(url).content.decode()
    assert enter_key(token) is not None
    assert client.post(url).status_code == 302
    assert enter_key(token) is None
    assert Client().get("/api/v1/plans/", headers={"Authorization": f"Bearer {token}"}).status_code == 401
    page = client.get(f"{KEYS}{access.key_id}/").content.decode()
    assert "Revoked" in page
    assert "Revoke this key" not in page
    with here.as_("administrator") as by:
        row = ApiKey.objects.within(by).get(pk=access.key_id)
        first = row.revoked_at
        assert revoke_key(by=by, key=row).revoked_at == first
        reasons = [each.history_change_reason for each in row.history.order_by("history_id")]
    assert reasons == ["Key made", "Key revoked"]


def test_what_a_key_did_is_paged_and_narrowed(client: Client, here: World) -> None:
    with here.as_("administrator") as by:
        key = ApiKey.objects.within(by).get(name="Police records system")
        for number in range(queries.PAGE + 5):
            log_call(key.pk, "GET", f"/api/v1/plans/?n={number}", 200 if number % 2 else 404, number)
    url = f"{KEYS}{key.pk}/"
    newest = client.get(url).content.decode()
    shown = re.findall(r"\?n=(\d+)<", newest)
    assert shown == [str(number) for number in range(queries.PAGE + 4, 4, -1)]
    (older,) = re.findall(r'rel="next" href="(\?before=\d+)"', newest)
    rest = client.get(url + older).content.decode()
    assert re.findall(r"\?n=(\d+)<", rest) == ["4", "3", "2", "1", "0"]
    assert "Back to the newest" in rest
    refused = client.get(url + "?show=refused").content.decode()
    assert {int(number) % 2 for number in re.findall(r"\?n=(\d+)<", refused)} == {0}
    assert "Nothing of this kind" in client.get(url + "?show=failed").content.decode()
    for nonsense in ("?before=x", "?before=-1", "?show=9", "?before=" + "9" * 40, "?before=%00"):
        assert client.get(url + nonsense).status_code == 200


def test_a_keys_own_call_is_in_its_log(client: Client, here: World) -> None:
    Client().get("/api/v1/plans/", headers={"Authorization": f"Bearer {here.key}"})
    Client().get("/api/v1/plans/1/", headers={"Authorization": f"Bearer {here.key}"})
    with here.as_("administrator") as by:
        key = queries.keys(by).get(name="Police records system")
        assert [(call.path, call.status) for call in queries.calls(by, key).rows] == [
            ("/api/v1/plans/1/", 404),
            ("/api/v1/plans/", 200),
        ]


@pytest.mark.parametrize(
    ("who", "shown", "hidden"),
    [
        ("administrator", ["API keys", "Webhooks"], ["Rounds and reminders"]),
        ("coordinator", ["Rounds and reminders"], ["API keys"]),
    ],
)
def test_settings_lead_on_to_what_one_may(here: World, who: str, shown: list[str], hidden: list[str]) -> None:
    client = here.client(who)
    page = client.get("/p/northvale/settings/").content.decode()
    main = page.split("<main")[1]
    assert all(words in main for words in shown)
    assert not any(words in main for words in hidden)
    assert 'href="/p/northvale/settings/"' in client.get("/p/northvale/plans/").content.decode()


def test_nobody_else_is_shown_the_way(here: World) -> None:
    for who in ("contributor", "board_member", "auditor"):
        assert "/settings/" not in here.client(who).get("/p/northvale/plans/").content.decode()
