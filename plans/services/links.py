"""Single-use links: one address answers for one agency in one round, without an account."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from partners.models import Agency
from partners.roles import Permission
from partners.tenancy import Access
from plans.models import AnswerLink, Round
from prevent_tracker.core import clock
from prevent_tracker.core.errors import Closed, Invalid, NotFound
from prevent_tracker.core.rows import get
from prevent_tracker.core.text import clean_text

from .extensions import deadline
from .link_endings import REPLACED, end, live
from .saving import same_partnership, save

LIVES = dt.timedelta(days=14)  # after the agency's deadline: late answers are taken until the round closes


@transaction.atomic
def make(by: Access, *, round: Round, agency: Agency, name: str, email: str) -> AnswerLink:  # noqa: A002  the domain's word
    """A link for one address; this address's earlier links for the round and the agency end.

    It opens nothing before `mint` gave it an address. Raises `Closed` unless the round is open.
    """
    by.require(Permission.MANAGE_ROUND)
    if not round.is_open:
        raise Closed(f"{round.label} is not open, so nobody can answer by link.")
    ids = same_partnership(by, round=round, agency=agency)
    address = _address(email)
    for row in live(by, round=round, agency=agency, email__iexact=address):
        end(row, REPLACED)
    last_day = max(deadline(round, agency.pk), clock.today()) + LIVES
    link = AnswerLink(
        partnership=by.partnership,
        name=clean_text(name, "name", label="Name", max_length=200, required=True, is_contact=True),
        email=address,
        created_at=clock.now(),
        expires_at=timezone.make_aware(dt.datetime.combine(last_day, dt.time.max)),
        **ids,
    )
    return save(link, "Link made")


@transaction.atomic
def mint(link: AnswerLink) -> str:
    """The absolute address to put into a mail that leaves now: a new one each time, of which only the hash is kept.

    The address of an earlier try stops working. A link that ended meanwhile gets one too: its page offers a new link.
    """
    row = get(AnswerLink.objects.within(link), "link", lock=True, pk=link.pk)
    token = secrets.token_urlsafe(32)
    row.token_sha256 = _digest(token)
    save(row, "Link sent")
    return settings.SITE_URL + reverse("link", args=[token])


@transaction.atomic
def start(by: Access) -> str:
    """Use the link, once: the secret with which this browser, and no other, goes on.

    Of two that press at the same moment, one wins. Raises `NotFound` for the other.
    """
    row = get(AnswerLink.objects.within(by), "link", lock=True, pk=by.link_id)
    if row.used_at is not None or row.ended_at is not None:
        raise NotFound("This link has been used.")
    secret = secrets.token_urlsafe(32)
    row.used_at, row.session_sha256 = clock.now(), _digest(secret)
    save(row, "Link used")
    return secret


def _address(email: str) -> str:
    found = email.strip().lower()
    try:
        validate_email(found)
    except ValidationError:
        raise Invalid({"email": "Enter an e-mail address, such as name@example.org."}) from None
    return found


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
