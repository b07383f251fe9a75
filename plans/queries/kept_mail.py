"""The mails of a demonstration: Django's file backend keeps them in a folder, and this reads them back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

from prevent_tracker.core.errors import NotFound

_BETWEEN = b"-" * 79 + b"\n"  # what the backend writes after each mail
MOST = 300  # mails shown, the newest


@dataclass(frozen=True)
class Attachment:
    place: int
    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class KeptMail:
    """One mail. `name` finds it again."""

    name: str
    mail: EmailMessage

    @property
    def at(self) -> dt.datetime:
        """When it left, by the demonstration's clock."""
        return parsedate_to_datetime(str(self.mail["Date"]))

    @property
    def to(self) -> str:
        return str(self.mail["To"])

    @property
    def subject(self) -> str:
        return str(self.mail["Subject"])

    @property
    def headers(self) -> list[tuple[str, str]]:
        names = ("From", "To", "Reply-To", "Date", "Message-ID", "Auto-Submitted")
        return [(name, str(self.mail[name])) for name in names if self.mail[name]]

    @property
    def text(self) -> str:
        return self._body("plain")

    @property
    def html(self) -> str:
        return self._body("html")

    def _body(self, kind: str) -> str:
        part = self.mail.get_body((kind,))
        return str(part.get_content()) if part is not None else ""

    @property
    def attachments(self) -> list[Attachment]:
        return [
            Attachment(
                place,
                part.get_filename() or "file",
                part.get_content_type(),
                bytes(part.get_payload(decode=True) or b""),
            )
            for place, part in enumerate(self.mail.iter_attachments())
        ]


def kept_mails(folder: Path) -> list[KeptMail]:
    """The newest first; none where nothing was sent yet."""
    found: list[KeptMail] = []
    for path in sorted(folder.glob("*.log"), reverse=True):
        found += reversed(list(_in_file(path)))
        if len(found) >= MOST:
            break
    return found[:MOST]


def kept_mail(folder: Path, name: str) -> KeptMail:
    """One mail by its name; `name` never becomes part of a path."""
    found = next((kept for kept in kept_mails(folder) if kept.name == name), None)
    if found is None:
        raise NotFound("There is no such mail.")
    return found


def _in_file(path: Path) -> Iterator[KeptMail]:
    for place, raw in enumerate(path.read_bytes().split(_BETWEEN)):
        if raw.strip():
            mail = message_from_bytes(raw, policy=policy.default)
            assert isinstance(mail, EmailMessage)  # what this policy makes
            yield KeptMail(f"{path.stem}-{place}", mail)
