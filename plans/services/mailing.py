"""A row of the outbox as the mail that leaves."""

from __future__ import annotations

import logging
import re
import uuid
from email.mime.text import MIMEText
from email.utils import format_datetime, formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend

from partners.models import Membership, Message
from partners.roles import Role
from partners.tenancy import Access
from plans.models import AnswerLink
from prevent_tracker.core import clock

from . import links

logger = logging.getLogger(__name__)
PLACE = re.compile(r"\{link:([0-9a-f-]{36})\}")


def mail(by: Access, message: Message, server: BaseEmailBackend) -> EmailMultiAlternatives:
    """The mail of a message, with its single-use addresses made now; they are stored nowhere but as hashes.

    It says that a machine wrote it (RFC 3834), so that no out-of-office answers; a person's reply reaches the
    coordinators.
    """
    filled = {link_id: links.mint(link) for link_id, link in _links(by, message).items()}
    sender = formataddr((by.partnership.name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))
    found = EmailMultiAlternatives(
        message.subject,
        _fill(message.text, filled),
        from_email=sender,
        to=[formataddr((message.to_name, message.to_email))],
        reply_to=_coordinators(by),
        headers={
            "Message-ID": message.message_id,
            "Date": format_datetime(clock.now()),
            "Auto-Submitted": "auto-generated",
        },
        connection=server,
    )
    found.attach_alternative(_fill(message.html, filled), "text/html")
    if message.calendar:
        found.attach(_calendar(message.calendar))
    return found


def without_links(words: str) -> str:
    """The words of a message for people to look at."""
    return PLACE.sub("(a link for the recipient alone)", words)


def with_new_links(by: Access, message: Message) -> tuple[str, str]:
    """Text and HTML of a message that asks again: what was sent before may lie in the wrong hands, and ends."""
    new = {
        old_id: f"{{link:{links.make(by, round=old.round, agency=old.agency, name=old.name, email=old.email).pk}}}"
        for old_id, old in _links(by, message).items()
        if old.round.is_open
    }
    return _fill(message.text, new), _fill(message.html, new)


def _links(by: Access, message: Message) -> dict[str, AnswerLink]:
    """Links of this recipient that the message has places for: no words that somebody typed make another's."""
    wanted = [uuid.UUID(found) for found in set(PLACE.findall(message.text + message.html))]
    rows = AnswerLink.objects.within(by).filter(pk__in=wanted, email__iexact=message.to_email)
    return {str(row.pk): row for row in rows.select_related("round", "agency", "partnership")}


def _fill(words: str, addresses: dict[str, str]) -> str:
    return PLACE.sub(lambda found: addresses.get(found[1], ""), words)


def _coordinators(by: Access) -> list[str]:
    rows = Membership.objects.within(by).filter(role=Role.COORDINATOR, ended_at=None, user__is_active=True)
    return [formataddr(person) for person in rows.order_by("pk").values_list("user__name", "user__email")]


def _calendar(words: str) -> MIMEText:
    part = MIMEText(words, "calendar", "utf-8")
    part.set_param("method", "PUBLISH")
    part.add_header("Content-Disposition", "attachment", filename="deadline.ics")
    return part
