"""Answering by single-use link, page by page: what it shows, what it does not, and how it ends."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from partners.models import Message
from plans.models import AnswerLink, Evidence, Update, UpdateRequest
from plans.queries.history import of_action
from plans.services import link_endings
from plans.services.rounds import close_round
from prevent_tracker.core.logs import SafeFormatter
from tests.cast import Cast, World
from tests.plans.services.test_links import EMAIL, a_link, contact, expire, make, messages, stored

GONE = "This link no longer works"


def landing(token: str) -> str:
    return reverse("link", args=[token])


def used(world: World, client: Client | None = None, **facts: Any) -> tuple[Client, AnswerLink]:
    """A browser that has pressed Continue."""
    link, token = a_link(world, **facts)
    client = client or Client()
    response = client.post(landing(token))
    assert response.status_code == 302
    assert response["Location"] == reverse("linked_your_updates", args=[link.pk])
    return client, link


def due(link: AnswerLink) -> str:
    return reverse("linked_your_updates", args=[link.pk])


def request_of(world: World, action: int, agency: str = "police") -> UpdateRequest:
    with world.as_("auditor") as access:
        return UpdateRequest.objects.within(access).get(action=world.actions[action], agency=world.agencies[agency])


def answer(link: AnswerLink, world: World, action: int = 1) -> str:
    return reverse("linked_answer", args=[link.pk, request_of(world, action).pk])


def words(response: Any) -> str:
    return str(response.content.decode())


def test_looking_writes_nothing_and_says_what_it_is(cast: Cast) -> None:
    """Programs that check mails follow every address in them."""
    link, token = a_link(cast.here)
    scanner = Client()
    for method in ("get", "head", "options"):
        getattr(scanner, method)(landing(token))
    response = scanner.get(landing(token))
    said = words(response)
    for part in (
        "Northvale Prevent Partnership",
        "Northvale Police",
        "Q4 2016/17",
        "14 April 2017",
        "2 of 2",
        "Continue",
    ):
        assert part in said, part
    assert "Train every front-line officer" not in said
    assert stored(cast.here, link).used_at is None
    assert Session.objects.count() == 0
    assert scanner.post(landing(token)).status_code == 302


def test_addresses_of_links_go_nowhere(cast: Cast) -> None:
    client, link = used(cast.here)
    _, token = a_link(cast.here, email="other@police.example")
    for url in (
        landing(token),
        landing("unknown"),
        due(link),
        reverse("linked_your_updates", args=[cast.here.plan.pk]),
    ):
        response = client.get(url)
        assert response["Referrer-Policy"] == "strict-origin"
        assert response["Cache-Control"] == "no-store"
        assert "noindex" in response["X-Robots-Tag"]
    assert token not in words(client.get(due(link)))


def test_continuing_works_once_and_in_one_browser(cast: Cast) -> None:
    link, token = a_link(cast.here)
    first, second = Client(), Client()
    assert first.post(landing(token)).status_code == 302
    assert first.get(due(link)).status_code == 200
    for response in (second.post(landing(token)), second.get(landing(token)), second.get(due(link))):
        assert response.status_code == 404
        assert GONE in words(response)
    assert first.get(landing(token))["Location"] == due(link)  # the mail's address, pressed again
    assert first.get(due(link)).status_code == 200


def test_the_session_gets_a_new_key_and_holds_no_token(cast: Cast) -> None:
    client = Client()
    session = client.session
    session["planted"] = True
    session.save()
    before = session.session_key
    link, token = a_link(cast.here)
    client.post(landing(token))
    assert client.session.session_key != before
    assert not Session.objects.filter(pk=before).exists()
    assert token not in str(dict(client.session))
    assert list(client.session["links"]) == [str(link.pk)]


def test_the_list_and_the_answer_are_the_agencys_alone(cast: Cast) -> None:
    client, link = used(cast.here)
    said = words(client.get(due(link)))
    assert "Train every front-line officer" in said
    assert "Train every ward manager" in said
    assert "Review how halls are let" not in said
    assert "Sign out" not in said
    assert "/p/northvale/" not in said
    page = words(client.get(answer(link, cast.here)))
    assert "What happened since the last update?" in page
    assert "/p/northvale/" not in page
    assert (
        client.get(reverse("linked_answer", args=[link.pk, request_of(cast.here, 3, "health").pk])).status_code == 404
    )


def test_an_answer_is_sent_and_its_history_names_person_address_and_agency(cast: Cast) -> None:
    client, link = used(cast.here)
    body = {"rag": "green", "narrative": "All trained.", "version": "0"}
    response = client.post(answer(link, cast.here), body)
    assert response["Location"] == answer(link, cast.here, 2)  # on to the next
    with cast.here.as_("auditor") as access:
        update = Update.objects.within(access).get(action=cast.here.actions[1])
        events = of_action(access, cast.here.actions[1])
    assert (update.channel, update.state) == ("link", "submitted")
    assert events[0].by == f"Duty Desk ({EMAIL}), Northvale Police"
    client.get(answer(link, cast.here))
    with cast.here.as_("auditor") as access:
        assert UpdateRequest.objects.within(access).get(pk=update.request_id).first_opened_at is not None


def test_drafts_no_change_and_evidence_by_link(cast: Cast) -> None:
    client, link = used(cast.here)
    asked = request_of(cast.here, 1)
    body = {"rag": "", "narrative": "Half of it.", "version": "0"}
    kept = client.post(reverse("linked_answer_draft", args=[link.pk, asked.pk]), body)
    assert kept.status_code == 200
    onward = client.post(answer(link, cast.here), body | {"version": "1", "draft": "evidence"})
    evidence_url = reverse("linked_answer_evidence", args=[link.pk, asked.pk])
    assert onward["Location"] == evidence_url
    added = client.post(evidence_url, {"add": "link", "url": "https://police.example/register", "title": "Register"})
    assert added.status_code == 302
    with cast.here.as_("auditor") as access:
        assert Evidence.objects.within(access).get().history.latest().history_actor == f"link:{link.pk}"
        assert Update.objects.within(access).get().state == "draft"
    unchanged = reverse("linked_answer_unchanged", args=[link.pk, asked.pk])
    assert client.post(unchanged, {"version": "2"}, follow=True).status_code == 200
    assert client.get(unchanged).status_code == 405


@pytest.mark.parametrize("why", ["replaced", "revoked", "expired", "closed"])
def test_what_ends_in_the_middle_ends_at_once(cast: Cast, why: str) -> None:
    client, link = used(cast.here)
    url = answer(link, cast.here)
    assert client.get(url).status_code == 200
    if why == "replaced":
        make(cast.here)
    elif why == "expired":
        expire(cast.here, link)
    else:
        with cast.here.as_("coordinator") as by:
            if why == "revoked":
                link_endings.revoke(by=by, link=link)
            else:
                close_round(by=by, round=cast.here.round)
    response = client.post(url, {"rag": "green", "narrative": "Too late.", "version": "0"})
    assert response.status_code == 404
    assert GONE in words(response)
    assert "Northvale" not in words(response)
    with cast.here.as_("auditor") as access:
        assert not Update.objects.within(access).exists()


def test_finishing_ends_the_session(cast: Cast) -> None:
    client, link = used(cast.here)
    url = reverse("linked_finish", args=[link.pk])
    assert "2 of 2 are not sent yet" in words(client.get(url))
    assert stored(cast.here, link).ended_at is None
    response = client.post(url, follow=True)
    assert "Thank you" in words(response)
    assert client.session["links"] == {}
    assert client.get(due(link)).status_code == 404
    assert stored(cast.here, link).ended_because == "Finished"


def test_a_member_who_uses_a_link_acts_as_the_link_and_stays_signed_in(cast: Cast) -> None:
    """Elsewhere's coordinator holds a link of the police here: nothing of theirs shows, nothing of theirs is lost."""
    client = cast.elsewhere.client("coordinator")
    _, link = used(cast.here, client)
    page = words(client.get(due(link)))
    assert cast.elsewhere.people["coordinator"].name not in page
    assert "Sign out" not in page
    assert "Southmere" not in page
    client.post(answer(link, cast.here), {"rag": "green", "narrative": "By link.", "version": "0"})
    with cast.here.as_("auditor") as access:
        update = Update.objects.within(access).get()
        row = update.history.latest()
    assert (row.history_actor, row.history_user_id) == (f"link:{link.pk}", None)
    assert client.get("/p/southmere/").status_code == 200
    assert client.get("/p/northvale/").status_code == 404


def test_a_link_opens_neither_plans_nor_the_api(cast: Cast) -> None:
    client, link = used(cast.here)
    slug = cast.here.partnership.slug
    for path in ("", "plans/", "plans/plan-2016-17/", "rounds/", "packs/", "updates/", "accent.css"):
        assert client.get(f"/p/{slug}/{path}").status_code == 302, path
    for path in ("plans/", "updates/", "requests/"):
        assert client.get(f"/api/v1/{path}").status_code == 401, path
    token = client.session["links"][str(link.pk)][0]
    assert client.get("/api/v1/plans/", headers={"Authorization": f"Bearer {token}"}).status_code == 401


def test_forged_requests_are_refused(cast: Cast) -> None:
    link, token = a_link(cast.here)
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(landing(token)).status_code == 403
    assert stored(cast.here, link).used_at is None
    csrf = strict.get(landing(token)).cookies["csrftoken"].value
    assert strict.post(landing(token), {"csrfmiddlewaretoken": csrf}).status_code == 302
    body = {"rag": "green", "narrative": "Forged.", "version": "0"}
    assert strict.post(answer(link, cast.here), body).status_code == 403
    with cast.here.as_("auditor") as access:
        assert not Update.objects.within(access).exists()


def test_every_dead_link_looks_the_same(cast: Cast) -> None:
    pages = set()
    for why in ("used", "replaced", "expired", "revoked", "unknown"):
        link, token = a_link(cast.here)
        if why == "used":
            Client().post(landing(token))
        if why == "replaced":
            make(cast.here)
        if why == "expired":
            expire(cast.here, link)
        if why == "revoked":
            with cast.here.as_("coordinator") as by:
                link_endings.revoke(by=by, link=link)
        if why == "unknown":
            token = "x" * len(token)
        response = Client().get(landing(token))
        assert response.status_code == 404
        pages.add(_without_tokens(words(response), token))
    assert len(pages) == 1


def _without_tokens(page: str, token: str) -> str:
    head, _, rest = page.partition('name="csrfmiddlewaretoken" value="')
    return (head + rest.partition('"')[2]).replace(token, "TOKEN")


def test_asking_for_a_new_link_says_the_same_to_everybody(cast: Cast) -> None:
    contact(cast.here)
    _, token = a_link(cast.here)
    client = Client()
    known = client.post(reverse("link_again", args=[token]))
    unknown = client.post(reverse("link_again", args=["x" * 43]))
    assert (known.status_code, unknown.status_code) == (200, 200)
    assert words(known) == words(unknown)
    [message] = messages(cast.here)
    assert (message.to_email, message.kind) == (EMAIL, Message.Kind.LINK)
    assert client.get(reverse("link_again", args=[token])).status_code == 405


def test_no_line_of_the_log_holds_a_token(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    _, token = a_link(cast.here)
    Client().post(landing(token))
    with caplog.at_level(logging.DEBUG):
        Client().get(landing(token))
        Client(enforce_csrf_checks=True).post(reverse("link_again", args=[token]))
    assert any(token in record.getMessage() for record in caplog.records)  # Django would write it
    lines = [SafeFormatter("%(message)s").format(record) for record in caplog.records]
    assert not any(token in line for line in lines)
    assert any("/link/[hidden]/" in line for line in lines)


def test_the_log_of_an_installation_hides_them(settings: Any) -> None:
    made = settings.LOGGING["formatters"]["line"]
    assert made["()"] == "prevent_tracker.core.logs.SafeFormatter"
    assert {handler["formatter"] for handler in settings.LOGGING["handlers"].values()} == {"line"}


def test_the_coordinator_sees_and_revokes_links(cast: Cast) -> None:
    used(cast.here)
    link, _ = a_link(cast.here, email="other@police.example", name="Other Desk")
    client = cast.here.client("coordinator")
    url = reverse("round_links", args=["northvale", cast.here.plan.slug, cast.here.round.slug])
    page = words(client.get(url))
    for part in (EMAIL, "other@police.example", "Northvale Police", "Open in a browser", "Waiting to be used"):
        assert part in page, part
    revoke = reverse("revoke_link", args=["northvale", link.pk])
    assert "Revoked by the coordinator" in words(client.post(revoke, follow=True))
    assert "has ended already" in words(client.post(revoke, follow=True))
    theirs = make(cast.elsewhere)
    assert client.post(reverse("revoke_link", args=["northvale", theirs.pk])).status_code == 404


def test_links_of_a_round_are_few_queries(cast: Cast, django_assert_max_num_queries: Any) -> None:
    client = cast.here.client("coordinator")
    url = reverse("round_links", args=["northvale", cast.here.plan.slug, cast.here.round.slug])
    for place in range(12):
        make(cast.here, email=f"desk{place}@police.example")
    with django_assert_max_num_queries(12):
        assert client.get(url).status_code == 200


def test_a_link_of_long_ago_is_forgotten_by_a_browser_that_holds_many(cast: Cast) -> None:
    client = Client()
    for place in range(12):
        used(cast.here, client, email=f"desk{place}@police.example")
    assert len(client.session["links"]) == 10
