"""One event to one webhook: signed, posted, tried again for about a day; what came of each attempt is kept.

Headers and signature follow Standard Webhooks (webhook-id, webhook-timestamp, webhook-signature: v1). An event arrives
at least once: a worker that dies after the answer sends it again under the same id.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import json
import re
import time
import uuid
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django_tasks import task

from prevent_tracker.core import clock

from . import outgoing
from .models import Delivery, Webhook
from .tenancy import Access, the_installation

# Seconds to the next attempt, after the first, the second, ...; about 21 hours, then it is given up.
PAUSES = (10, 60, 5 * 60, 30 * 60, 2 * 3600, 6 * 3600, 12 * 3600)
# While the last attempt at a webhook failed, what else waits for it waits so long at most: one try holds up the queue.
REST = dt.timedelta(minutes=15)
TURN = dt.timedelta(seconds=2)  # until another look, while another worker is talking to the same webhook
GONE = 410
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f]+")


def secret_of(webhook: Webhook) -> str:
    """The secret that the receiver verifies with: "whsec_" and 32 bytes in base64. It follows from SECRET_KEY."""
    digest = salted_hmac("partners.webhooks", f"{webhook.pk}:{webhook.salt}", algorithm="sha256").digest()
    return "whsec_" + base64.b64encode(digest).decode()


def signed_headers(secret: str, event_id: str, at: int, body: str) -> dict[str, str]:
    """`at`: seconds since 1970 of this attempt, so that a receiver can refuse what is replayed."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    digest = hmac.new(key, f"{event_id}.{at}.{body}".encode(), hashlib.sha256).digest()
    return {
        "Content-Type": "application/json",
        "User-Agent": "prevent-tracker-webhooks/1",
        "webhook-id": event_id,
        "webhook-timestamp": str(at),
        "webhook-signature": "v1," + base64.b64encode(digest).decode(),
    }


@task()
def deliver(*, partnership_id: str, user_id: None, delivery_id: str, by_hand: bool = False) -> None:
    """Background work of the installation: one attempt, if it is still wanted and the webhook is not resting.

    `by_hand`: somebody waits for it, so it rests for nobody.
    """
    by = the_installation(uuid.UUID(partnership_id))
    row = Delivery.objects.within(by).select_related("webhook").filter(pk=delivery_id).first()
    if row is None or row.state != Delivery.State.WAITING or _has_another_job(row):
        return
    if row.webhook.ended_at is not None:
        _give_up(row, "The webhook was ended.")
    elif not _hold(row.webhook):
        _later(row, timezone.now() + TURN, by_hand=by_hand)
    elif not by_hand and (until := _rests_until(row)) is not None:
        _later(row, until)
    else:
        _attempt(by, row)


def _has_another_job(row: Delivery) -> bool:
    """Sent again by hand meanwhile: what was to be tried at this moment is tried at another."""
    return row.next_at is not None and row.next_at > timezone.now() + TURN / 2


def _later(row: Delivery, moment: dt.datetime, *, by_hand: bool = False) -> None:
    """Have the worker look at a delivery at a moment (real time)."""
    row.next_at = moment
    row.save(update_fields=["next_at"])
    deliver.using(run_after=moment).enqueue(
        partnership_id=str(row.partnership_id), user_id=None, delivery_id=str(row.pk), by_hand=by_hand
    )


def _hold(webhook: Webhook) -> bool:
    """Whether this worker alone may talk to the webhook now, so that one that hangs never holds up two."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended('webhook:' || %s, 0))", [str(webhook.pk)])
        return bool(cursor.fetchone()[0])


def _rests_until(row: Delivery) -> dt.datetime | None:
    """While another delivery to the same webhook is being tried again: when this one has its turn."""
    moment = timezone.now()
    others = Delivery.objects.within(row).filter(webhook=row.webhook_id, state=Delivery.State.WAITING)
    tried = others.exclude(pk=row.pk).filter(tried_at__gt=moment - REST, next_at__gt=moment, attempts__gt=0)
    last = tried.order_by("tried_at").last()
    if last is None or last.next_at is None or last.tried_at is None:
        return None
    return min(last.next_at, last.tried_at + REST)


def _attempt(by: Access, row: Delivery) -> None:
    started, at = time.monotonic(), clock.now()
    status, said = _post(row)
    row.attempts += 1
    row.tried_at, row.status_code, row.said = timezone.now(), status, _UNPRINTABLE.sub(" ", said).strip()[:500]
    took = round((time.monotonic() - started) * 1000)
    row.tries = [*row.tries, {"at": at.isoformat(), "status": status, "said": row.said, "milliseconds": took}]
    if status is not None and 200 <= status < 300:
        row.state, row.next_at, row.delivered_at = Delivery.State.DELIVERED, None, clock.now()
        row.save()
    elif status == GONE:
        _give_up(row, row.said)
        _end_gone(row.webhook)
    elif row.attempts > len(PAUSES):
        _give_up(row, row.said)
        _give_up_those_before(row)
    else:
        row.save()
        _later(row, timezone.now() + dt.timedelta(seconds=PAUSES[row.attempts - 1]))


def _post(row: Delivery) -> tuple[int | None, str]:
    """(status or None, the start of the answer or why there was none)."""
    event_id = json.loads(row.body)["id"]
    headers = signed_headers(secret_of(row.webhook), event_id, int(time.time()), row.body)
    try:
        target = outgoing.check(row.webhook.url, allow_private=settings.WEBHOOKS_ALLOW_PRIVATE)
        answer = outgoing.post(target, row.body.encode(), headers)
    except (outgoing.Refused, outgoing.Unreachable) as error:
        return None, str(error)
    if 300 <= answer.status < 400:
        return answer.status, "It points elsewhere, and redirects are not followed: enter the new address."
    return answer.status, answer.said


def _give_up(row: Delivery, said: str) -> None:
    row.state, row.next_at, row.said = Delivery.State.FAILED, None, said
    row.save()


def _give_up_those_before(row: Delivery) -> None:
    """What has waited behind a delivery that was given up is given up with it; what is new gets its own tries."""
    waited = clock.now() - dt.timedelta(seconds=PAUSES[-1])
    rows = Delivery.objects.within(row).filter(webhook=row.webhook_id, state=Delivery.State.WAITING)
    given_up: dict[str, Any] = {"state": Delivery.State.FAILED, "next_at": None}
    rows.filter(created_at__lt=waited).update(**given_up, said="The webhook had not answered for a day.")


def _end_gone(webhook: Webhook) -> None:
    """410 Gone: the receiver wants nothing more."""
    webhook.ended_at = clock.now()
    webhook._change_reason = "Ended: its address answered “410 Gone”"  # type: ignore[attr-defined]  # simple-history's own name for it
    webhook.save()
