"""Pages of mail: the coordinator's list, agencies with contacts, and the demonstration's outbox."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from partners.models import AgencyContact, Message
from plans.services.outbox import post
from plans.services.tick import tick
from tests.cast import Cast, World


@pytest.fixture
def here(cast: Cast) -> World:
    return cast.here


def write(world: World, key: str = "k1", state: str = "failed", error: str = "550 5.1.1 No such person") -> Message:
    with world.as_("coordinator") as by:
        row = post(
            by, key=key, kind="opening", about=[{"round": str(world.round.pk), "agency": "x"}], to_name="Jo Bloggs",
            to_email="jo@police.example", subject="2 updates asked for",
            text="Answer here: {link:01a2092d-7a86-724b-9839-a487178616f0}", html="<p>H</p>",
        )  # fmt: skip
        assert row is not None
        Message.objects.within(by).filter(pk=row.pk).update(state=state, error=error)
    return row


def test_the_list_shows_what_did_not_arrive_and_sends_again(here: World) -> None:
    client, row = here.client("coordinator"), write(here)
    said = client.get("/p/northvale/messages/").content.decode()
    assert "550 5.1.1 No such person" in said
    assert "Not delivered" in said
    said = client.get(f"/p/northvale/messages/{row.pk}/").content.decode()
    assert "(a link for the recipient alone)" in said
    assert "{link:" not in said
    answer = client.post(f"/p/northvale/messages/{row.pk}/send/", follow=True)
    assert "on its way again" in answer.content.decode()
    assert "Waiting" in answer.content.decode()
    answer = client.post(f"/p/northvale/messages/{row.pk}/send/", follow=True)
    assert "not sent twice" in answer.content.decode()


@pytest.mark.parametrize(
    ("query", "shown"), [("", True), ("?state=failed", True), ("?state=sent", False), ("?state=nonsense", True)]
)
def test_the_list_is_narrowed_to_a_state(here: World, query: str, shown: bool) -> None:
    write(here)
    said = here.client("coordinator").get(f"/p/northvale/messages/{query}").content.decode()
    assert ("jo@police.example" in said) is shown


def test_an_empty_list_says_what_to_do(here: World) -> None:
    assert "No mail yet" in here.client("coordinator").get("/p/northvale/messages/").content.decode()


@pytest.mark.parametrize("page", ["messages/", "agencies/"])
def test_lists_are_constant_in_queries(here: World, page: str) -> None:
    client = here.client("coordinator")

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            client.get(f"/p/northvale/{page}")
        return len(found)

    write(here)
    contact(client, here, "first@police.example")
    queries()
    before = queries()
    for place in range(4):
        write(here, f"more {place}")
        contact(client, here, f"more{place}@police.example")
    assert queries() == before


def contact(client: Client, world: World, email: str, is_senior: str = "no") -> Any:
    url = f"/p/northvale/agencies/{world.agencies['police'].pk}/contacts/add/"
    return client.post(url, {"name": "Jo Bloggs", "email": email, "is_senior": is_senior}, follow=True)


@pytest.mark.parametrize("who", ["coordinator", "administrator"])
def test_a_contact_is_added_changed_and_ended(here: World, who: str) -> None:
    client = here.client(who)
    said = client.get("/p/northvale/agencies/").content.decode()
    assert "Nobody to write to" in said
    assert "1 agency has nobody to write to" in re.sub(r"\s+", " ", said)
    assert "is a contact of Northvale Police now" in contact(client, here, "jo@police.example").content.decode()
    again = contact(client, here, "jo@police.example")
    assert again.status_code == 422
    assert "a contact of the agency already" in again.content.decode()
    with here.as_("coordinator") as by:
        row = AgencyContact.objects.within(by).get()
    url = f"/p/northvale/contacts/{row.pk}/"
    assert 'value="jo@police.example"' in client.get(url).content.decode()
    wrong = client.post(url, {"name": "", "email": "nobody", "is_senior": "perhaps"})
    assert wrong.status_code == 422
    assert "Enter a name" in wrong.content.decode()
    said = client.post(
        url, {"name": "Al", "email": "al@police.example", "is_senior": "yes"}, follow=True
    ).content.decode()
    assert "(senior)" in said
    said = client.post(url, {"end": "1"}, follow=True).content.decode()
    assert "is not written to for Northvale Police any more" in said
    assert client.get(url).status_code == 404


@pytest.fixture
def folder(db: None, settings: Any, tmp_path: Path) -> Path:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    settings.LOCAL = True
    return tmp_path


def send(*addresses: str) -> None:
    """Several mails on one connection: the backend keeps them in one file."""
    with get_connection() as server:
        for address in addresses:
            mail = EmailMultiAlternatives("Über 2 updates", "Go: http://127.0.0.1:8000/link/abc/ now", to=[address])
            mail.attach_alternative(
                '<p style="color:#0b0c0c"><a href="/link/abc/">Go</a></p><script>x</script>', "text/html"
            )
            mail.attach("deadline.ics", "BEGIN:VCALENDAR", "text/calendar")
            mail.connection = server
            mail.send()


def test_the_outbox_shows_every_mail_with_its_links(folder: Path) -> None:
    client = Client()
    assert "Nothing was sent yet" in client.get("/outbox/").content.decode()
    send("jo@police.example", "al@health.example")
    said = client.get("/outbox/").content.decode()
    assert said.count("Über 2 updates") == 2
    urls = re.findall(r'href="(/outbox/[-\w]+/)"', said)
    assert len(set(urls)) == 2
    page = client.get(urls[0]).content.decode()
    assert 'href="http://127.0.0.1:8000/link/abc/"' in page
    assert "al@health.example" in page  # the newest first
    html = client.get(f"{urls[0]}html/")
    assert '<p style="color:#0b0c0c">' in html.content.decode()
    policy = html.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "script-src" not in policy
    file = client.get(f"{urls[0]}files/0/")
    assert (file.content, file.headers["Content-Type"]) == (b"BEGIN:VCALENDAR", "text/calendar")
    assert file.headers["Content-Disposition"] == 'attachment; filename="deadline.ics"'
    for nothing in ("/outbox/none/", f"{urls[0]}files/1/", "/outbox/..%2f..%2fetc/"):
        assert client.get(nothing).status_code == 404


def test_an_installation_has_no_outbox_page(folder: Path, settings: Any) -> None:
    send("jo@police.example")
    url = re.findall(r'href="(/outbox/[-\w]+/)"', Client().get("/outbox/").content.decode())[0]
    for name, value in (("LOCAL", False), ("EMAIL_FILE_PATH", None)):
        before = getattr(settings, name)
        setattr(settings, name, value)
        for page in ("/outbox/", url, f"{url}html/", f"{url}files/0/"):
            assert Client().get(page, secure=True).status_code == 404
        setattr(settings, name, before)


def test_the_banner_leads_to_the_outbox(folder: Path, settings: Any) -> None:
    assert 'href="/outbox/"' in Client().get("/help/").content.decode()
    settings.EMAIL_FILE_PATH = None
    assert 'href="/outbox/"' not in Client().get("/help/").content.decode()


def test_a_tick_fills_it(here: World) -> None:
    with here.as_("coordinator"):
        tick.func(partnership_id=str(here.partnership.pk))
    said = here.client("coordinator").get("/p/northvale/messages/").content.decode()
    assert "Request for updates" in said
