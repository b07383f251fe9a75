"""Delivery reports: read, recorded, and refused in a sentence."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from partners.bounces import Bounce, read_bounce
from partners.models import Message
from plans.services.outbox import post
from prevent_tracker.core.errors import Invalid
from tests.cast import Cast

REPORT = """From: MAILER-DAEMON@mx.example
To: plans@example.org
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

It could not be delivered.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; jo@police.example
Action: {action}
Status: 5.1.1
{diagnostic}
--b
{original}
--b--
"""
DIAGNOSTIC = "Diagnostic-Code: smtp; 550 5.1.1 <jo@police.example>:\n    no such person\n"
WHOLE = "Content-Type: message/rfc822\n\nMessage-ID: {id}\nSubject: Updates\n\nPlease answer.\n"
HEADERS = "Content-Type: text/rfc822-headers\n\nSubject: Updates\nMessage-Id:\n {id}\n"


def report(
    message_id: str = "<a@b>", action: str = "failed", diagnostic: str = DIAGNOSTIC, original: str = WHOLE
) -> bytes:
    return REPORT.format(action=action, diagnostic=diagnostic, original=original.format(id=message_id)).encode()


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (report(), Bounce("<a@b>", "550 5.1.1 <jo@police.example>: no such person", True)),
        (report(original=HEADERS), Bounce("<a@b>", "550 5.1.1 <jo@police.example>: no such person", True)),
        (report(diagnostic=""), Bounce("<a@b>", "5.1.1", True)),
        (report(action="delayed"), Bounce("<a@b>", "550 5.1.1 <jo@police.example>: no such person", False)),
        (report(action="Failed "), Bounce("<a@b>", "550 5.1.1 <jo@police.example>: no such person", True)),
        (report().replace(b"\n", b"\r\n"), Bounce("<a@b>", "550 5.1.1 <jo@police.example>: no such person", True)),
    ],
)
def test_reports_are_read(raw: bytes, expected: Bounce) -> None:
    assert read_bounce(raw) == expected


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "no delivery report"),
        (b"\xff\x00\xfe", "no delivery report"),
        (b"Subject: Out of office\n\nI am away.", "no delivery report"),
        (report(original="Content-Type: text/plain\n\n{id}\n"), "which mail"),
        (report().replace(b"Action", b"Faction"), "names no recipient"),
        (report().replace(b"message/delivery-status", b"text/plain"), "names no recipient"),
        (b"x" * (5 * 1024 * 1024 + 1), "larger than 5 MB"),
    ],
)
def test_what_is_no_report_is_refused_in_a_sentence(raw: bytes, said: str) -> None:
    with pytest.raises(Invalid, match=said):
        read_bounce(raw)


def record(monkeypatch: pytest.MonkeyPatch, raw: bytes) -> str:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(raw)))
    out = io.StringIO()
    call_command("record_bounce", stdout=out)
    return out.getvalue()


@pytest.fixture
def message(cast: Cast) -> Message:
    with cast.here.as_("coordinator") as by:
        row = post(
            by, key="k", kind="opening", about=[], to_name="Jo", to_email="jo@police.example", subject="S", text="T",
            html="H",
        )  # fmt: skip
    assert row is not None
    return row


def set_state(cast: Cast, message: Message, **fields: Any) -> Message:
    with cast.here.as_("coordinator") as by:
        Message.objects.within(by).filter(pk=message.pk).update(**fields)
        return Message.objects.within(by).get(pk=message.pk)


@pytest.mark.parametrize(
    ("before", "after"),
    [("sent", "failed"), ("uncertain", "failed"), ("sending", "failed"), ("waiting", "waiting"), ("failed", "failed")],
)
def test_a_bounce_marks_its_message(
    cast: Cast, message: Message, monkeypatch: pytest.MonkeyPatch, before: str, after: str
) -> None:
    set_state(cast, message, state=before)
    assert "was not delivered: 550 5.1.1" in record(monkeypatch, report(message.message_id))
    found = set_state(cast, message)
    assert found.state == after
    assert ("no such person" in found.error) is (before not in ("waiting", "failed"))


def test_a_delay_marks_nothing(cast: Cast, message: Message, monkeypatch: pytest.MonkeyPatch) -> None:
    set_state(cast, message, state="sent")
    assert "only delayed" in record(monkeypatch, report(message.message_id, action="delayed"))
    assert set_state(cast, message).state == "sent"


@pytest.mark.parametrize("raw", [report("<nobody@nowhere>"), b"Subject: Hello\n\nHello"])
def test_what_cannot_be_recorded_ends_with_a_sentence(cast: Cast, monkeypatch: pytest.MonkeyPatch, raw: bytes) -> None:
    with pytest.raises(CommandError, match="nothing was recorded"):
        record(monkeypatch, raw)
