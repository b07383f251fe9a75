"""Webhooks: partners' systems that are told what happens. `announce` is called where it happens."""

from __future__ import annotations

import json
import secrets
import uuid
from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from prevent_tracker.core import clock
from prevent_tracker.core.errors import Closed, Invalid, NotFound
from prevent_tracker.core.ids import new_id
from prevent_tracker.core.rows import get

from . import outgoing
from .delivering import deliver
from .models import Agency, Delivery, Webhook
from .roles import Permission
from .tenancy import Access

MOST = 20  # live webhooks of a partnership
Event = Webhook.Event
CHOICES = [choice for choice in Event.choices if choice[0] != Event.TEST]


def announce(
    by: Access, event: Webhook.Event, data: dict[str, Any], *, agencies: Collection[uuid.UUID] | None = None
) -> None:
    """Tell every live webhook that asked for `event`, in the caller's transaction.

    `agencies`: whom it concerns; another agency's webhook is not told, a partnership's always is. None concerns all
    agencies, an empty collection none of them. `data` is JSON; the body is {"id", "event", "at", "partnership",
    "data"}, the same bytes and id for every webhook and every attempt. One query when nobody asked.
    """
    told = list(_asking(by, event, agencies))
    if told:
        _write(by, event, data, told)


def is_wanted(by: Access, event: Webhook.Event) -> bool:
    """Whether any webhook asks for an event: where gathering its data costs queries."""
    return _asking(by, event, None).exists()


def _asking(by: Access, event: str, agencies: Collection[uuid.UUID] | None) -> QuerySet[Webhook]:
    rows = Webhook.objects.within(by).filter(ended_at=None, events__contains=[event])
    return rows if agencies is None else rows.filter(Q(agency=None) | Q(agency__in=agencies))


def _write(by: Access, event: str, data: dict[str, Any], told: list[Webhook]) -> list[Delivery]:
    moment = clock.now()
    body = {
        "id": f"evt_{new_id().hex}",
        "event": event,
        "at": moment.isoformat(timespec="seconds"),
        "partnership": by.partnership.slug,
        "data": data,
    }
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    rows = [
        Delivery(partnership=by.partnership, webhook=webhook, event=event, body=text, created_at=moment)
        for webhook in told
    ]
    Delivery.objects.within(by).bulk_create(rows)
    for row in rows:
        _enqueue(row, by_hand=event == Event.TEST)
    return rows


def _enqueue(row: Delivery, *, by_hand: bool) -> None:
    deliver.enqueue(partnership_id=str(row.partnership_id), user_id=None, delivery_id=str(row.pk), by_hand=by_hand)


def _check_url(url: str) -> str:
    """A name that is not known yet is let pass: every attempt looks again, and says so."""
    url = url.strip()
    try:
        outgoing.check(url, allow_private=settings.WEBHOOKS_ALLOW_PRIVATE)
    except outgoing.Refused as error:
        raise Invalid({"url": str(error)}) from error
    except outgoing.Unreachable:
        return url
    return url


def _check_events(events: Collection[str]) -> list[str]:
    known = dict(CHOICES)
    if not events or not set(events) <= set(known):
        raise Invalid({"events": "Select what this address is to be told."})
    return [event for event in known if event in events]


def _save(webhook: Webhook, reason: str) -> Webhook:
    webhook._change_reason = reason  # type: ignore[attr-defined]  # simple-history's own name for it
    webhook.save()
    return webhook


@transaction.atomic
def add_webhook(*, by: Access, url: str, events: Collection[str], agency: Agency | None = None) -> Webhook:
    """An address that is told of events; of one agency's alone, where one is given."""
    by.require(Permission.MANAGE_MEMBERS)
    if agency is not None and agency.partnership_id != by.partnership_id:
        raise NotFound("There is no such agency.")
    if Webhook.objects.within(by).filter(ended_at=None).count() >= MOST:
        raise Invalid({"": f"A partnership has at most {MOST} webhooks. End one first."})
    webhook = Webhook(
        partnership=by.partnership, agency=agency, url=_check_url(url), events=_check_events(events),
        salt=secrets.token_hex(16), created_at=clock.now(),
    )  # fmt: skip
    return _save(webhook, "Webhook added")


def _live(by: Access, webhook: Webhook) -> Webhook:
    by.require(Permission.MANAGE_MEMBERS)
    row = get(Webhook.objects.within(by), "webhook", lock=True, pk=webhook.pk)
    if row.ended_at is not None:
        raise Closed("This webhook was ended; add a new one.")
    return row


@transaction.atomic
def rotate_secret(*, by: Access, webhook: Webhook) -> Webhook:
    """A new secret; whatever leaves from now on is signed with it."""
    row = _live(by, webhook)
    row.salt = secrets.token_hex(16)
    return _save(row, "Secret replaced")


@transaction.atomic
def end_webhook(*, by: Access, webhook: Webhook) -> Webhook:
    """Tell this address nothing more, what is waiting included."""
    row = _live(by, webhook)
    row.ended_at = clock.now()
    return _save(row, "Webhook ended")


@transaction.atomic
def send_test(*, by: Access, webhook: Webhook) -> Delivery:
    """An event that says only that it is a test, at once."""
    return _write(by, Event.TEST, {"message": "A test from the delivery plan tracker."}, [_live(by, webhook)])[0]


@transaction.atomic
def send_again(*, by: Access, delivery: Delivery) -> Delivery:
    """The same event under the same id, with a whole day of attempts before it."""
    by.require(Permission.MANAGE_MEMBERS)
    row = get(Delivery.objects.within(by).select_related("webhook"), "delivery", lock=True, pk=delivery.pk)
    _live(by, row.webhook)
    row.state, row.next_at, row.attempts = Delivery.State.WAITING, None, 0
    row.save()
    _enqueue(row, by_hand=True)
    return row
