"""Delivery reports of mail servers (RFC 3464): which message did not arrive, and why."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage, Message

from prevent_tracker.core.errors import Invalid

MOST = 5 * 1024 * 1024  # bytes; a report holds the mail it is about
_ID = re.compile(r"^message-id:[ \t\r\n]*(<[^<>\s]+>)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True)
class Bounce:
    """`message_id`: of the mail that came back; `reason`: the server's words; `is_final`: no further try follows."""

    message_id: str
    reason: str
    is_final: bool


def read_bounce(raw: bytes) -> Bounce:
    """What a delivery report says. Raises `Invalid` with a sentence for what is none."""
    if len(raw) > MOST:
        raise Invalid({"": f"This is larger than {MOST // 1024 // 1024} MB: no delivery report is."})
    mail = message_from_bytes(raw, policy=policy.default)
    if mail.get_content_type() != "multipart/report" or mail.get_param("report-type") != "delivery-status":
        raise Invalid({"": "This is no delivery report (multipart/report, RFC 3464): nothing was recorded."})
    recipients = list(_recipients(mail))
    if not recipients:
        raise Invalid({"": "This delivery report names no recipient: nothing was recorded."})
    failed = next((part for part in recipients if _action(part) == "failed"), None)
    return Bounce(_about(mail), _reason(failed or recipients[0]), failed is not None)


def _recipients(mail: Message) -> Iterator[Message]:
    """The fields of each recipient; the first group of a report is about the whole."""
    for part in mail.walk():
        if part.get_content_type() == "message/delivery-status":
            groups = part.get_payload()
            yield from (group for group in groups if isinstance(group, Message) and group["Action"])


def _action(fields: Message) -> str:
    return str(fields["Action"]).strip().lower()


def _reason(fields: Message) -> str:
    """ "550 5.1.1 No such person", else the status code, else that it failed."""
    said = str(fields["Diagnostic-Code"] or "").partition(";")[2] or str(fields["Status"] or "") or "no reason given"
    return " ".join(said.split())[:500]


def _about(mail: Message) -> str:
    """The id of the mail that came back, whole or its header alone."""
    for part in mail.walk():
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload(0)
            if isinstance(inner, EmailMessage) and inner["Message-ID"]:
                return str(inner["Message-ID"]).strip()
        if part.get_content_type() == "text/rfc822-headers":
            found = _ID.search((part.get_payload(decode=True) or b"").decode("utf-8", "replace"))  # type: ignore[union-attr]  # bytes, when decoded
            if found:
                return found[1]
    raise Invalid({"": "This delivery report does not say which mail it is about: nothing was recorded."})
