"""Reads of what an administrator looks after: keys and what they did, webhooks and what was delivered."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Count, Model, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from prevent_tracker.core import clock
from prevent_tracker.core.models import Confirmation
from prevent_tracker.core.rows import get

from .models import Agency, ApiCall, ApiKey, CalendarAddress, Delivery, Webhook
from .roles import SCOPES, Permission, Scope
from .tenancy import Access

PAGE = 50
SOON = dt.timedelta(days=14)
STATUSES = {"done": "Done", "refused": "Refused", "failed": "Failed"}
_RANGES = {"done": (100, 400), "refused": (400, 500), "failed": (500, 600)}  # of HTTP statuses
M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Slice(Generic[M]):
    """A part of a list, newest first. `older`: the key to go on from, None at the end."""

    rows: Sequence[M]
    older: str | None


def agencies(access: Access) -> QuerySet[Agency]:
    access.require(Permission.MANAGE_MEMBERS)
    return Agency.objects.within(access).order_by("name")


def keys(access: Access) -> QuerySet[ApiKey]:
    """Every key, those that work first, with `last_used`; `state_of` says which they are."""
    access.require(Permission.MANAGE_MEMBERS)
    calls = ApiCall.objects.within(access).filter(key=OuterRef("pk")).order_by("-id")
    rows = ApiKey.objects.within(access).select_related("agency")
    return rows.annotate(
        last_used=Subquery(calls.values("at")[:1]), is_over=Q(revoked_at__isnull=False) | Q(expires_at__lte=clock.now())
    ).order_by("is_over", "-created_at")


def key(access: Access, pk: uuid.UUID) -> ApiKey:
    return get(keys(access), "key", pk=pk)


def state_of(row: ApiKey) -> str:
    """ "revoked", "expired", "soon" (it will be, within a fortnight) or "works"."""
    if row.revoked_at is not None:
        return "revoked"
    if row.expires_at <= clock.now():
        return "expired"
    return "soon" if row.expires_at <= clock.now() + SOON else "works"


def scopes_in_words(row: ApiKey) -> list[str]:
    return [SCOPES[scope][0] for scope in Scope if scope in row.scopes]


def calls(access: Access, row: ApiKey, *, before: str = "", status: str = "") -> Slice[ApiCall]:
    """What a key did. `before`: the line to go on from; `status`: one of STATUSES, or "" for all."""
    access.require(Permission.MANAGE_MEMBERS)
    rows = ApiCall.objects.within(access).filter(key=row).order_by("-id")
    if status in STATUSES:
        least, below = _RANGES[status]
        rows = rows.filter(status__gte=least, status__lt=below)
    if before.isascii() and before.isdigit():
        rows = rows.filter(id__lt=min(int(before[:19]), 2**63 - 1))
    return _slice(rows)


def confirmations(access: Access, *, before: str = "") -> Slice[Confirmation]:
    """Words that somebody said are about no person (core/screening.py), masked; the newest first."""
    access.require(Permission.VIEW_HISTORY)
    rows = Confirmation.objects.filter(partnership_id=access.partnership_id).order_by("-id")
    try:
        return _slice(rows.filter(id__lt=uuid.UUID(before)) if before else rows)
    except ValueError:  # not one of ours: from the newest
        return _slice(rows)


def webhooks(access: Access) -> QuerySet[Webhook]:
    """Every webhook, live ones first, with how many deliveries `waiting` and `failed`."""
    access.require(Permission.MANAGE_MEMBERS)
    return (
        Webhook.objects.within(access)
        .select_related("agency")
        .annotate(
            waiting=Count("deliveries", filter=Q(deliveries__state=Delivery.State.WAITING)),
            failed=Count("deliveries", filter=Q(deliveries__state=Delivery.State.FAILED)),
            is_over=Q(ended_at__isnull=False),
        )
        .order_by("is_over", "-created_at")
    )


def webhook(access: Access, pk: uuid.UUID) -> Webhook:
    return get(webhooks(access), "webhook", pk=pk)


def deliveries(access: Access, row: Webhook, *, before: str = "", state: str = "") -> Slice[Delivery]:
    """What went, or is to go, to a webhook; keys sort by time."""
    access.require(Permission.MANAGE_MEMBERS)
    rows = Delivery.objects.within(access).filter(webhook=row).order_by("-id")
    if state in Delivery.State.values:
        rows = rows.filter(state=state)
    try:
        rows = rows.filter(id__lt=uuid.UUID(before)) if before else rows
    except ValueError:  # not one of ours: from the newest
        return _slice(rows)
    return _slice(rows)


def delivery(access: Access, webhook_id: uuid.UUID, pk: uuid.UUID) -> Delivery:
    access.require(Permission.MANAGE_MEMBERS)
    rows = Delivery.objects.within(access).filter(webhook=webhook_id).select_related("webhook__agency")
    return get(rows, "delivery", pk=pk)


def next_try(row: Delivery) -> str:
    """When the next attempt is, in words, by the queue's own, real time: "at once", "in 5 minutes"; "" for none."""
    if row.state != Delivery.State.WAITING:
        return ""
    seconds = round((row.next_at - timezone.now()).total_seconds()) if row.next_at else 0
    for size, word in ((3600, "hour"), (60, "minute"), (1, "second")):
        if seconds >= size:
            count = round(seconds / size)
            return f"in {count} {word}{'' if count == 1 else 's'}"
    return "at once"


def calendar_address(access: Access) -> CalendarAddress | None:
    """The actor's own address in force."""
    access.require(Permission.VIEW_PLAN)
    return CalendarAddress.objects.within(access).filter(user=access.user_id, revoked_at=None).first()


def _slice(rows: QuerySet[M]) -> Slice[M]:
    found = list(rows[: PAGE + 1])
    return Slice(found[:PAGE], str(found[PAGE - 1].pk) if len(found) > PAGE else None)
