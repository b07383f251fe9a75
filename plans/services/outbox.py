"""The outbox: every mail is a row before it leaves, and leaves at most once by itself.

`post` writes the row and its job in the caller's transaction. The job opens the mail server, commits "being sent", and
only then speaks: a worker that dies in between leaves a mail of which nobody knows whether it arrived. Such a mail is
"uncertain", and sent again by a person alone. A server that is away or asks for patience is tried for two days.
"""

from __future__ import annotations

import datetime as dt
import smtplib
import uuid
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django_tasks import task

from partners.models import Message
from partners.roles import Permission
from partners.tenancy import Access, the_installation
from plans.models import Round
from prevent_tracker.core import clock
from prevent_tracker.core.errors import Closed
from prevent_tracker.core.ids import new_id
from prevent_tracker.core.jobs import MAX_ATTEMPTS, committed_now, state_of
from prevent_tracker.core.models import Job
from prevent_tracker.core.rows import get

from . import mailing

State = Message.State
_HOUR = dt.timedelta(hours=1)
# After the first failure, the second, ...: two days and two hours in all, then it is given up.
PAUSES = (_HOUR / 60, _HOUR / 12, _HOUR / 4, _HOUR, 2 * _HOUR, 4 * _HOUR, 8 * _HOUR, 12 * _HOUR, 23 * _HOUR)
STOPPED = "The tracker stopped while this was being sent. It may have arrived."
UNREADY = "This could not be made ready for sending; the log of the worker says why."
TOO_LATE = "The round closed before this could be sent."
TRANSIENT = range(400, 500)  # SMTP reply codes that ask to try again later (RFC 5321, 4.2.1)

Outcome = tuple[str, str]  # state, words


@transaction.atomic
def post(
    by: Access,
    *,
    key: str,
    kind: str,
    about: Sequence[Mapping[str, str]],
    to_name: str,
    to_email: str,
    subject: str,
    text: str,
    html: str,
    calendar: str = "",
) -> Message | None:
    """Write a mail and have it sent; None when one with this `key` was written before.

    `{link:<id of an AnswerLink>}` in `text` and `html` becomes a single-use address as the mail leaves.
    """
    pk = new_id()
    row, is_new = Message.objects.within(by).get_or_create(
        partnership=by.partnership,
        key=key,
        defaults={
            "pk": pk,
            "kind": kind,
            "about": list(about),
            "to_name": _one_line(to_name),
            "to_email": to_email.lower(),
            "subject": _one_line(subject),
            "text": text,
            "html": html,
            "calendar": calendar,
            "message_id": f"<{pk.hex}@{urlsplit(settings.SITE_URL).hostname}>",
            "created_at": clock.now(),
        },
    )
    if not is_new:
        return None
    _enqueue(row)
    return row


def _one_line(words: str, most: int = 200) -> str:
    line = " ".join(words.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def _enqueue(message: Message, after: dt.timedelta | None = None) -> None:
    """Delivery is the installation's own work: it does not end with somebody's membership."""
    work = deliver.using(run_after=timezone.now() + after) if after else deliver
    work.enqueue(partnership_id=str(message.partnership_id), user_id=None, message_id=str(message.pk))


@task()
def deliver(*, partnership_id: str, user_id: None, message_id: str) -> None:
    """Background work: one attempt at one mail."""
    by = the_installation(uuid.UUID(partnership_id))
    message = get(Message.objects.within(by), "message", pk=message_id)
    if message.state == State.SENDING:
        _note(message, State.UNCERTAIN, STOPPED)
    elif message.state == State.WAITING and not _is_wanted(by, message):
        _note(message, State.FAILED, TOO_LATE)
    elif message.state == State.WAITING:
        _attempt(by, message)


def _is_wanted(by: Access, message: Message) -> bool:
    """Whether a round that it asks about still takes answers."""
    rounds = Round.objects.within(by).filter(pk__in={entry["round"] for entry in message.about})
    return not message.about or rounds.filter(closed_at=None).exists()


def _attempt(by: Access, message: Message) -> None:
    server = get_connection()
    try:
        _greet(server)
    except OSError as error:  # the library's errors are OSErrors too
        Message.objects.within(by).filter(pk=message.pk).update(attempts=F("attempts") + 1)
        _later(message, _words(error))
        return
    try:
        state, words = _speak(by, message, server)
    finally:
        _hang_up(server)
    if state == State.WAITING:
        _later(message, words)
    else:
        _note(message, state, words)


def _greet(server: BaseEmailBackend) -> None:
    """Connect and be greeted: until then nothing was said that could be half done."""
    server.open()
    smtp = getattr(server, "connection", None)
    if isinstance(smtp, smtplib.SMTP):
        smtp.ehlo_or_helo_if_needed()


def _speak(by: Access, message: Message, server: BaseEmailBackend) -> Outcome:
    """Put on record that it is being sent, then send it: its new state, and the server's words where it refused."""
    with committed_now():
        mail = mailing.mail(by, message, server)
        mail.message()  # what cannot be put into words fails here, before anything is said
        Message.objects.within(by).filter(pk=message.pk).update(state=State.SENDING, attempts=F("attempts") + 1)
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as error:
        code, said = next(iter(error.recipients.values()))
        return _refused(code, said)
    except smtplib.SMTPSenderRefused as error:  # says nothing about the recipient: the operator mends it meanwhile
        return State.WAITING, _words(error)
    except smtplib.SMTPResponseException as error:
        return _refused(error.smtp_code, error.smtp_error)
    except smtplib.SMTPNotSupportedError as error:  # an address that this server cannot write; nothing was sent
        return State.FAILED, _words(error)
    except OSError as error:  # silence after the greeting: it may have arrived
        return State.UNCERTAIN, _words(error)
    return State.SENT, ""


def _refused(code: int, said: bytes | str) -> Outcome:
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return State.WAITING if code in TRANSIENT else State.FAILED, _one_line(f"{code} {words}", 500)


def _words(error: OSError) -> str:
    """What the other side or the system said: "[Errno 111] Connection refused"."""
    if isinstance(error, smtplib.SMTPResponseException):
        return _refused(error.smtp_code, error.smtp_error)[1]
    return _one_line(str(error) or type(error).__name__, 500)


def _hang_up(server: BaseEmailBackend) -> None:
    """A bad farewell changes nothing about what was said before."""
    try:
        server.close()
    except OSError as error:
        mailing.logger.warning("the mail server did not say goodbye: %s", error)


def _later(message: Message, words: str) -> None:
    """Try again after a pause that grows; give up when the pauses are used up."""
    message.refresh_from_db(fields=["attempts"])
    if message.attempts > len(PAUSES):
        _note(message, State.FAILED, _one_line(f"Given up after two days: {words}", 500))
        return
    _note(message, State.WAITING, words)
    _enqueue(message, PAUSES[message.attempts - 1])


def _note(message: Message, state: str, words: str = "") -> None:
    sent_at = clock.now() if state == State.SENT else None
    Message.objects.within(message).filter(pk=message.pk).update(state=state, error=words, sent_at=sent_at)


@transaction.atomic
def send_again(*, by: Access, message: Message) -> Message:
    """A person's decision to send once more what failed or may not have arrived, with new single-use addresses.

    Raises `Closed` for one that is on its way, arrived, or asks about rounds that have closed.
    """
    by.require(Permission.MANAGE_ROUND)
    row = get(Message.objects.within(by), "message", lock=True, pk=message.pk)
    if row.state not in (State.FAILED, State.UNCERTAIN):
        raise Closed("This message is on its way or was sent; it is not sent twice.")
    if not _is_wanted(by, row):
        raise Closed("The round that this message asks about has closed.")
    row.text, row.html = mailing.with_new_links(by, row)
    row.state, row.error, row.attempts = State.WAITING, "", 0
    row.save(update_fields=["text", "html", "state", "error", "attempts"])
    _enqueue(row)
    return row


def settle_stranded(by: Access) -> None:
    """Show what no worker will take up again: its job has failed too often, or its workers died."""
    jobs = Job.objects.filter(partnership_id=by.partnership_id, task=deliver.module_path, done_at=None)
    for job in jobs.filter(attempts__gte=MAX_ATTEMPTS):
        if state_of(job)[0] != "failed":
            continue
        message = get(Message.objects.within(by), "message", lock=True, pk=job.args["message_id"])
        if message.state == State.SENDING:
            _note(message, State.UNCERTAIN, STOPPED)
        elif message.state == State.WAITING:
            _note(message, State.FAILED, UNREADY)
        Job.objects.filter(pk=job.pk).update(done_at=timezone.now())
