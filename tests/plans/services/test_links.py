"""Single-use links: made, minted, used once, ended; and what a new one is sent for."""

from __future__ import annotations

import datetime as dt
import hashlib
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction

from partners.models import AgencyContact, Message
from partners.tenancy import Access, enter_link
from plans.models import AnswerLink, Channel, UpdateRequest
from plans.queries import asked as asked_queries
from plans.services import link_endings, links, new_links
from plans.services.extensions import extend
from plans.services.rounds import close_round
from plans.services.updates import Answer, submit
from prevent_tracker.core import clock
from prevent_tracker.core.errors import Closed, Invalid, NotAllowed, NotFound
from tests.cast import Cast, World

EMAIL = "duty.desk@police.example"


def make(world: World, email: str = EMAIL, agency: str = "police", name: str = "Duty Desk") -> AnswerLink:
    with world.as_("coordinator") as by:
        return links.make(by, round=world.round, agency=world.agencies[agency], name=name, email=email)


def mint(world: World, link: AnswerLink) -> str:
    """The token of a link's address, as its mail would hold it."""
    with world.as_("coordinator"):
        return token_of(links.mint(link))


def token_of(address: str) -> str:
    return address.rstrip("/").rsplit("/", 1)[-1]


def a_link(world: World, **facts: Any) -> tuple[AnswerLink, str]:
    link = make(world, **facts)
    return link, mint(world, link)


@contextmanager
def by_link(**door: Any) -> Iterator[Access | None]:
    """What a link opens, in a transaction; nothing stays open after it."""
    names = ("partnership_ids", "writable_ids", "actor", "user_id", "agency_id", "round_id")
    with transaction.atomic():
        yield enter_link(**door)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
            for name in names:
                cursor.execute("SELECT set_config(%s, '', true)", [f"app.{name}"])


def use(token: str) -> str:
    with by_link(token=token) as by:
        assert by is not None
        return links.start(by)


def opens(**door: Any) -> bool:
    with by_link(**door) as by:
        return by is not None


def stored(world: World, link: AnswerLink) -> AnswerLink:
    with world.as_("auditor") as access:
        return AnswerLink.objects.within(access).get(pk=link.pk)


def contact(world: World, email: str = EMAIL, **facts: Any) -> None:
    with world.as_("coordinator") as by:
        AgencyContact.objects.within(by).create(
            partnership=by.partnership, agency=world.agencies["police"], name="Duty Desk", email=email, **facts
        )


def messages(world: World) -> list[Message]:
    with world.as_("auditor") as access:
        return list(Message.objects.within(access).filter(kind=Message.Kind.LINK))


def test_an_address_is_made_as_the_mail_leaves_and_stored_as_a_hash_alone(cast: Cast, settings: Any) -> None:
    settings.SITE_URL = "https://plans.example"
    link = make(cast.here, email=" Duty.Desk@Police.example ")
    assert (link.token_sha256, link.email) == (None, EMAIL)
    with cast.here.as_("coordinator"):
        address = links.mint(link)
    assert address.startswith("https://plans.example/link/")
    token = token_of(address)
    assert len(token) >= 43
    assert bytes(stored(cast.here, link).token_sha256 or b"") == hashlib.sha256(token.encode()).digest()
    again = mint(cast.here, link)
    assert (opens(token=token), opens(token=again)) == (False, True)


def test_a_link_is_made_by_whoever_runs_the_round_while_it_is_open(cast: Cast) -> None:
    here, police = cast.here, cast.here.agencies["police"]
    with here.as_("contributor") as by, pytest.raises(NotAllowed):
        links.make(by, round=here.round, agency=police, name="x", email=EMAIL)
    with here.as_("coordinator") as by:
        with pytest.raises(Invalid, match="e-mail address"):
            links.make(by, round=here.round, agency=police, name="x", email="nobody")
        with pytest.raises(NotFound):
            links.make(by, round=here.round, agency=cast.elsewhere.agencies["police"], name="x", email=EMAIL)
        closed = close_round(by=by, round=here.round)
        with pytest.raises(Closed, match="not open"):
            links.make(by, round=closed, agency=police, name="x", email=EMAIL)


def test_a_link_opens_its_agency_and_its_round_and_nothing_else(cast: Cast) -> None:
    link, token = a_link(cast.here)
    with by_link(token=token) as by:
        assert by is not None
        assert (by.agency_id, by.round_id, by.link_id) == (link.agency_id, cast.here.round.pk, link.pk)
        assert (by.user_id, by.key_id, by.role) == (None, None, None)
        assert {permission.name for permission in by.granted} == {"ANSWER"}


def test_it_is_used_once_and_goes_on_with_a_secret_of_its_own(cast: Cast) -> None:
    link, token = a_link(cast.here)
    with by_link(token=token) as by, by_link(token=token) as again:
        assert by is not None
        assert again is not None
        secret = links.start(by)
    with by_link(link_id=link.pk, session=secret) as by:
        assert by is not None
        with pytest.raises(NotFound, match="has been used"):
            links.start(by)
    assert not opens(token=token)
    assert not opens(link_id=link.pk, session=token)
    assert not opens(link_id=uuid.uuid4(), session=secret)
    assert not opens(link_id=link.pk, session="")


def test_an_answer_by_link_says_so_and_who(cast: Cast) -> None:
    link, token = a_link(cast.here)
    secret = use(token)
    with by_link(link_id=link.pk, session=secret) as by:
        assert by is not None
        request = UpdateRequest.objects.within(by).get(action=cast.here.actions[1], agency=by.agency_id)
        update = submit(by=by, request=request, answer=Answer("green", "Trained."))
    assert update.channel == Channel.LINK
    with cast.here.as_("auditor"):
        assert update.history.latest().history_actor == f"link:{link.pk}"


def test_requests_of_others_are_not_found(cast: Cast) -> None:
    link, token = a_link(cast.here)
    secret = use(token)
    with cast.here.as_("coordinator") as by:
        theirs = UpdateRequest.objects.within(by).get(action=cast.here.actions[3])
    with cast.elsewhere.as_("coordinator") as by:
        elsewhere = UpdateRequest.objects.within(by).filter(action=cast.elsewhere.actions[1]).get()
    for request in (theirs, elsewhere):
        with by_link(link_id=link.pk, session=secret) as by:
            assert by is not None
            with pytest.raises(NotFound):
                submit(by=by, request=request, answer=Answer("green", "Ours."))
    with by_link(link_id=link.pk, session=secret) as by:
        assert by is not None
        [due] = asked_queries.your_updates(by, clock.today())
        assert {row.request.action_id for row in due.open} == {cast.here.actions[1].pk, cast.here.actions[2].pk}


def test_a_newer_link_for_the_same_address_replaces_it(cast: Cast) -> None:
    link, token = a_link(cast.here)
    secret = use(token)
    others = [make(cast.here, email="other@police.example"), make(cast.here, agency="health")]
    newer = make(cast.here, email=EMAIL.upper())
    assert not opens(link_id=link.pk, session=secret)
    assert stored(cast.here, link).ended_because == "Replaced by a newer link"
    assert [stored(cast.here, row).ended_at for row in (*others, newer)] == [None, None, None]


def test_a_link_ends_when_it_is_finished(cast: Cast) -> None:
    link, token = a_link(cast.here)
    secret = use(token)
    with by_link(link_id=link.pk, session=secret) as by:
        assert by is not None
        link_endings.finish(by)
    assert not opens(link_id=link.pk, session=secret)
    assert stored(cast.here, link).ended_because == "Finished"


@pytest.mark.parametrize("is_used", [False, True])
def test_a_link_ends_when_it_is_revoked(cast: Cast, is_used: bool) -> None:
    link, token = a_link(cast.here)
    door = {"link_id": link.pk, "session": use(token)} if is_used else {"token": token}
    assert opens(**door)
    with cast.here.as_("contributor") as by, pytest.raises(NotAllowed):
        link_endings.revoke(by=by, link=link)
    with cast.here.as_("coordinator") as by:
        link_endings.revoke(by=by, link=link)
        with pytest.raises(Closed, match="ended already"):
            link_endings.revoke(by=by, link=link)
    assert not opens(**door)


def test_links_end_when_their_round_closes(cast: Cast) -> None:
    (first, token), (second, other) = a_link(cast.here), a_link(cast.here, email="other@police.example")
    secret = use(token)
    with cast.here.as_("coordinator") as by:
        close_round(by=by, round=cast.here.round)
    assert not opens(link_id=first.pk, session=secret)
    assert not opens(token=other)
    assert {stored(cast.here, row).ended_because for row in (first, second)} == {"The round closed"}


def test_links_end_when_their_address_is_no_contact_any_more(cast: Cast) -> None:
    link, token = a_link(cast.here)
    with cast.here.as_("contributor") as by, pytest.raises(NotAllowed):
        link_endings.end_address(by, agency=cast.here.agencies["police"], email=EMAIL)
    with cast.here.as_("administrator") as by:
        link_endings.end_address(by, agency=cast.here.agencies["police"], email=EMAIL.title())
    assert not opens(token=token)
    assert stored(cast.here, link).ended_because.startswith("Revoked")


def test_a_link_expires_two_weeks_after_its_agencys_own_deadline(cast: Cast) -> None:
    assert timezone_day(make(cast.here)) == cast.here.round.closes_on + dt.timedelta(days=14)
    until = cast.here.round.closes_on + dt.timedelta(days=30)
    with cast.here.as_("coordinator") as by:
        extend(by=by, round=cast.here.round, agency=cast.here.agencies["police"], until=until, reason="A court case")
    assert timezone_day(make(cast.here)) == until + dt.timedelta(days=14)


def timezone_day(link: AnswerLink) -> dt.date:
    return link.expires_at.astimezone(clock.now().tzinfo).date()


@pytest.mark.parametrize("is_used", [False, True])
def test_an_expired_link_opens_nothing(cast: Cast, is_used: bool) -> None:
    link, token = a_link(cast.here)
    door = {"link_id": link.pk, "session": use(token)} if is_used else {"token": token}
    expire(cast.here, link)
    assert not opens(**door)


def expire(world: World, link: AnswerLink) -> None:
    with world.as_("coordinator") as by:
        AnswerLink.objects.within(by).filter(pk=link.pk).update(expires_at=clock.now() - dt.timedelta(seconds=1))


def again(token: str) -> None:
    with transaction.atomic():
        new_links.send_again(token)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


@pytest.mark.parametrize("state", ["unused", "used", "replaced", "expired", "finished"])
def test_a_new_link_goes_to_the_same_address(cast: Cast, state: str) -> None:
    contact(cast.here)
    link, token = a_link(cast.here)
    if state in ("used", "finished"):
        secret = use(token)
        if state == "finished":
            with by_link(link_id=link.pk, session=secret) as by:
                assert by is not None
                link_endings.finish(by)
    if state == "replaced":
        make(cast.here)
    if state == "expired":
        expire(cast.here, link)
    again(token)
    [message] = messages(cast.here)
    assert (message.to_email, message.to_name) == (EMAIL, "Duty Desk")
    with cast.here.as_("auditor") as access:
        new = AnswerLink.objects.within(access).filter(ended_at=None).get()
        assert new.history.earliest().history_actor == f"link:{link.pk}"
    assert new.pk != link.pk
    assert message.text.count(f"{{link:{new.pk}}}") == 1
    assert message.html.count(f"{{link:{new.pk}}}") == 1
    assert token not in message.text + message.html


@pytest.mark.parametrize("why", ["unknown", "no contact", "contact ended", "revoked", "closed", "often"])
def test_no_new_link_is_sent(cast: Cast, why: str) -> None:
    if why != "no contact":
        contact(cast.here, ended_at=clock.now() if why == "contact ended" else None)
    link, token = a_link(cast.here)
    with cast.here.as_("coordinator") as by:
        if why == "revoked":
            link_endings.revoke(by=by, link=link)
        if why == "closed":
            close_round(by=by, round=cast.here.round)
    if why == "often":
        make(cast.here), make(cast.here)
    before = len(messages(cast.here))
    again("x" * 43 if why == "unknown" else token)
    assert len(messages(cast.here)) == before


def test_three_links_an_hour_are_enough(cast: Cast) -> None:
    contact(cast.here)
    _, token = a_link(cast.here)
    for _ in range(5):
        again(token)
    assert len(messages(cast.here)) == new_links.MOST - 1  # the first was made before


@pytest.mark.django_db(transaction=True)
def test_of_many_who_press_continue_at_once_one_wins(live_cast: Cast) -> None:
    _, token = a_link(live_cast.here)
    together, won, lost = threading.Barrier(8), list[str](), list[str]()

    def press() -> None:
        try:
            with transaction.atomic():
                by = enter_link(token=token)
                together.wait(timeout=10)
                if by is None:
                    lost.append("door")
                else:
                    won.append(links.start(by))
        except NotFound:
            lost.append("start")
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(won), len(lost)) == (1, 7)
