"""The outbox against a real mail server: sent once, refused, patient, and killed at every stage of the dialogue."""

from __future__ import annotations

import datetime as dt
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from email import message_from_string
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.db import connection, transaction
from django.utils import timezone

from partners.models import Message
from plans.services import links, outbox
from plans.services.outbox import PAUSES, post, send_again, settle_stranded
from prevent_tracker.core.errors import Closed, NotAllowed
from prevent_tracker.core.jobs import MAX_ATTEMPTS, work_once
from prevent_tracker.core.models import Job
from tests.cast import Cast, World
from tests.mail_server import MailServer, mail_server

State = Message.State


@pytest.fixture
def here(live_cast: Cast) -> World:
    return live_cast.here


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    with mail_server() as found:
        settings.EMAIL_PORT = found.port
        yield found


def write(world: World, key: str = "k1", **more: Any) -> Message:
    facts: dict[str, Any] = {
        "kind": "opening", "about": [], "to_name": "Jo Bloggs", "to_email": "Jo@Police.example",
        "subject": "Updates asked for", "text": "Please answer.", "html": "<p>Please answer.</p>",
    }  # fmt: skip
    with world.as_("coordinator") as by:
        row = post(by, key=key, **facts | more)
    assert row is not None
    return row


def now(world: World, message: Message) -> Message:
    with world.as_("coordinator") as by:
        return Message.objects.within(by).get(pk=message.pk)


def make_due(world: World) -> None:
    with world.as_("coordinator"):
        Job.objects.filter(done_at=None).update(run_at=timezone.now() - dt.timedelta(seconds=1))


def work(world: World, *, until_idle: int = 20) -> None:
    """Do what is waiting, pauses left out."""
    for _ in range(until_idle):
        make_due(world)
        if not work_once():
            return


def test_a_mail_leaves_once_with_what_it_needs(here: World, server: MailServer) -> None:
    message = write(here, calendar="BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", subject="Über\n  two lines")
    assert (message.state, message.to_email) == (State.WAITING, "jo@police.example")
    work(here)
    found = now(here, message)
    assert (found.state, found.attempts, found.error) == (State.SENT, 1, "")
    assert found.sent_at is not None
    [(to, got)] = server.received
    assert to == "jo@police.example"
    assert got["To"] == "Jo Bloggs <jo@police.example>"
    assert got["Subject"] == "Über two lines"
    assert got["Message-ID"] == message.message_id
    assert got["Auto-Submitted"] == "auto-generated"
    assert here.people["coordinator"].email in got["Reply-To"]
    assert str(got["From"]).startswith("Northvale Prevent Partnership <")
    kinds = [part.get_content_type() for part in got.walk() if not part.is_multipart()]
    assert kinds == ["text/plain", "text/html", "text/calendar"]
    work(here)
    assert len(server.received) == 1


def test_the_same_key_is_written_once(here: World, server: MailServer) -> None:
    write(here)
    with here.as_("coordinator") as by:
        again = post(
            by, key="k1", kind="before", about=[], to_name="Jo", to_email="jo@police.example", subject="S", text="T",
            html="H",
        )  # fmt: skip
        assert (again, Message.objects.within(by).count()) == (None, 1)
    work(here)
    assert len(server.received) == 1


def test_what_was_rolled_back_is_never_sent(here: World, server: MailServer) -> None:
    with here.as_("coordinator") as by:
        post(by, key="k", kind="chase", about=[], to_name="J", to_email="j@a.example", subject="", text="", html="")
        transaction.set_rollback(True)
    work(here)
    assert server.received == []


@pytest.mark.parametrize(
    ("stage", "reply", "state", "words"),
    [
        ("RCPT", "550 5.1.1 No such person", State.FAILED, "550 5.1.1 No such person"),
        ("DOT", "554 5.7.1 Not wanted here", State.FAILED, "554 5.7.1 Not wanted here"),
        ("RCPT", "451 4.7.1 Greylisted", State.WAITING, "451 4.7.1 Greylisted"),
        ("DATA", "452 4.3.1 Disk full", State.WAITING, "452 4.3.1 Disk full"),
        ("MAIL", "550 5.7.1 Not from you", State.WAITING, "550 5.7.1 Not from you"),
        ("HELLO", "554 Go away", State.WAITING, "554 Go away"),
        ("HELLO", "421 Shutting down", State.WAITING, "421 Shutting down"),
        ("DOT", "", State.UNCERTAIN, "Connection unexpectedly closed"),
    ],
)
def test_what_the_server_says_is_kept(
    here: World, server: MailServer, stage: str, reply: str, state: str, words: str
) -> None:
    server.replies = {stage: reply}
    message = write(here)
    assert work_once()
    found = now(here, message)
    assert (found.state, found.error, found.attempts) == (state, words, 1)
    server.replies = {}
    work(here)
    taken = 1 if stage == "DOT" else 0  # the server had it, whatever it said then
    expected = {State.WAITING: (State.SENT, taken + 1)}.get(State(state), (state, taken))
    assert (now(here, message).state, len(server.received)) == expected


def test_a_server_that_is_away_loses_nothing(here: World, settings: Any, server: MailServer) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        nobody = taken.getsockname()[1]
    settings.EMAIL_PORT = nobody
    message = write(here)
    for attempt in range(1, 4):
        before = timezone.now()
        make_due(here)
        assert work_once()
        found = now(here, message)
        assert (found.state, found.attempts) == (State.WAITING, attempt)
        assert "refused" in found.error
        with here.as_("coordinator"):
            waits = Job.objects.get(done_at=None).run_at - before
        assert PAUSES[attempt - 1] <= waits < PAUSES[attempt - 1] + dt.timedelta(minutes=1)
    settings.EMAIL_PORT = server.port
    work(here)
    assert (now(here, message).state, now(here, message).error, len(server.received)) == (State.SENT, "", 1)


def test_after_two_days_it_is_given_up(here: World, settings: Any, server: MailServer) -> None:
    assert dt.timedelta(days=2) < sum(PAUSES, dt.timedelta()) < dt.timedelta(days=2, hours=4)
    server.replies = {"HELLO": "421 Not today"}
    message = write(here)
    work(here, until_idle=len(PAUSES) + 5)
    found = now(here, message)
    assert (found.state, found.attempts) == (State.FAILED, len(PAUSES) + 1)
    assert found.error == "Given up after two days: 421 Not today"
    server.replies = {}
    with here.as_("coordinator") as by:
        send_again(by=by, message=found)
    work(here)
    assert (now(here, message).state, len(server.received)) == (State.SENT, 1)


STAGES = {
    # Where the worker is killed: what becomes of the mail, and how many copies the server has.
    "HELLO": (State.SENT, 1),  # nothing was said yet: the next worker sends it
    "EHLO": (State.SENT, 1),
    "MAIL": (State.UNCERTAIN, 0),
    "RCPT": (State.UNCERTAIN, 0),
    "DATA": (State.UNCERTAIN, 0),
    "DOT": (State.UNCERTAIN, 1),
    "QUIT": (State.UNCERTAIN, 1),
}


@pytest.mark.parametrize("stage", STAGES)
def test_a_killed_worker_sends_nothing_twice(here: World, server: MailServer, stage: str) -> None:
    message = write(here)
    process = _worker(server)

    def kill(reached: str) -> None:
        if reached == stage and process.poll() is None:
            process.send_signal(signal.SIGKILL)
            process.wait(timeout=10)

    server.at = kill
    assert process.wait(timeout=60) == -signal.SIGKILL
    server.at = lambda reached: None
    _until_free(here)
    work(here)
    state, copies = STAGES[stage]
    assert (now(here, message).state, len(server.received)) == (state, copies)
    if state == State.UNCERTAIN:
        with here.as_("coordinator") as by:
            assert send_again(by=by, message=message).state == State.WAITING
        work(here)
        assert (now(here, message).state, len(server.received)) == (State.SENT, copies + 1)
        assert {got["Message-ID"] for _, got in server.received} == {message.message_id}  # a mailbox can tell


def _worker(server: MailServer) -> subprocess.Popen[bytes]:
    """The worker's own command in a process of its own, on the test's database and mail server."""
    address = urlsplit(os.environ["DATABASE_URL"])._replace(path="/" + connection.settings_dict["NAME"])
    environment = {
        **os.environ,
        "DATABASE_URL": address.geturl(),
        "EMAIL_URL": f"smtp://127.0.0.1:{server.port}?_default_from_email=plans@example.org",
    }
    command = [sys.executable, "manage.py", "worker", "--once"]
    return subprocess.Popen(command, cwd=django_settings.BASE_DIR, env=environment)


def _until_free(world: World) -> None:
    """The dead process's session ends when the database server notices, in milliseconds."""
    end = timezone.now() + dt.timedelta(seconds=5)
    while timezone.now() < end:
        with world.as_("coordinator"), connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended('job:' || id, 0)) FROM core_job")
            if all(row[0] for row in cursor.fetchall()):
                return
    raise AssertionError("the killed worker still holds its job")


def test_what_a_person_may_send_again(here: World, server: MailServer) -> None:
    message = write(here)
    work(here)
    with here.as_("coordinator") as by, pytest.raises(Closed, match="not sent twice"):
        send_again(by=by, message=message)
    with here.as_("contributor") as by, pytest.raises(NotAllowed):
        send_again(by=by, message=message)


def test_a_link_is_made_as_the_mail_leaves_and_stored_nowhere(here: World, server: MailServer) -> None:
    with here.as_("coordinator") as by:
        link = links.make(
            by, round=here.round, agency=here.agencies["police"], name="Jo Bloggs", email="jo@police.example"
        )
        foreign = links.make(by, round=here.round, agency=here.agencies["health"], name="Al", email="al@health.example")
    place, other = f"{{link:{link.pk}}}", f"{{link:{foreign.pk}}}"
    about = [{"round": str(here.round.pk), "agency": str(here.agencies["police"].pk)}]
    message = write(here, about=about, text=f"Here: {place} {other}", html=f'<a href="{place}">Here</a>')
    server.replies = {"DOT": "550 No"}
    work(here)
    [(_, got)] = server.received
    plain = got.get_body(("plain",))
    assert plain is not None
    words = plain.get_content()
    assert "/link/" in words
    assert other not in words
    assert words.count("/link/") == 1  # another recipient's place stays empty
    token = words.split("/link/")[1].split("/")[0]
    found = now(here, message)
    assert (found.state, token in found.text + found.html) == (State.FAILED, False)
    server.replies = {}
    with here.as_("coordinator") as by:
        send_again(by=by, message=message)
    work(here)
    again = server.received[1][1].get_body(("plain",))
    assert again is not None
    assert token not in again.get_content()  # what may lie in the wrong hands has ended
    with here.as_("coordinator") as by:
        link.refresh_from_db()
        assert link.ended_at is not None


def test_what_no_worker_will_take_up_again_shows(here: World, server: MailServer) -> None:
    lost, half = write(here, "k1"), write(here, "k2")
    with here.as_("coordinator") as by:
        Message.objects.within(by).filter(pk=half.pk).update(state=State.SENDING)
        Job.objects.update(attempts=MAX_ATTEMPTS)
        settle_stranded(by)
    assert (now(here, lost).state, now(here, lost).error) == (State.FAILED, outbox.UNREADY)
    assert (now(here, half).state, now(here, half).error) == (State.UNCERTAIN, outbox.STOPPED)
    with here.as_("coordinator") as by:
        send_again(by=by, message=lost)
        settle_stranded(by)  # the old job does not speak for the new attempt
    work(here)
    assert now(here, lost).state == State.SENT


def test_a_round_that_closed_is_not_asked_about(here: World, server: MailServer) -> None:
    message = write(here, about=[{"round": str(here.round.pk), "agency": str(here.agencies["police"].pk)}])
    with here.as_("coordinator") as by:
        here.round.closed_at = timezone.now()
        here.round.save()
        assert Message.objects.within(by).get(pk=message.pk).state == State.WAITING
    work(here)
    found = now(here, message)
    assert (found.state, found.error, server.received) == (State.FAILED, outbox.TOO_LATE, [])
    with here.as_("coordinator") as by, pytest.raises(Closed, match="has closed"):
        send_again(by=by, message=message)


def test_any_backend_of_django_will_do(here: World, mailoutbox: list[mail.EmailMessage]) -> None:
    message = write(here)
    work(here)
    assert now(here, message).state == State.SENT
    [sent] = mailoutbox
    assert message_from_string(sent.message().as_string())["To"] == "Jo Bloggs <jo@police.example>"
