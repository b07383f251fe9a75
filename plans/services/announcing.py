"""What webhooks are told of a round: one event for each agency that it concerns, however many answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from partners.models import Webhook
from partners.tenancy import Access
from partners.webhooks import announce, is_wanted
from plans.models import Marking, Round, Update


def tell_opened(by: Access, current: Round) -> None:
    announce(by, Webhook.Event.ROUND_OPENED, _round(current))


def tell_returned(by: Access, update: Update) -> None:
    _tell(by, Webhook.Event.UPDATE_RETURNED, update.round, [update])


def tell_accepted(by: Access, current: Round, updates: Sequence[Update]) -> None:
    """`updates` of one round, with their actions and agencies loaded."""
    _tell(by, Webhook.Event.UPDATE_ACCEPTED, current, updates)


def _tell(by: Access, event: Webhook.Event, current: Round, updates: Sequence[Update]) -> None:
    """{"round": ..., "agency": slug, "updates": [...]} for each agency: only its own webhooks and the partnership's."""
    if not updates or not is_wanted(by, event):
        return
    by_agency: dict[Any, list[Update]] = defaultdict(list)
    for update in updates:
        by_agency[update.agency].append(update)
    for agency, rows in by_agency.items():
        data = {"round": _round(current), "agency": agency.slug, "updates": [_update(row) for row in rows]}
        announce(by, event, data, agencies=[agency.pk])


def _round(current: Round) -> dict[str, Any]:
    return {
        "id": str(current.pk),
        "plan": current.plan.slug,
        "slug": current.slug,
        "label": current.label,
        "opens_on": current.opens_on.isoformat(),
        "closes_on": current.closes_on.isoformat(),
    }


def _update(update: Update) -> dict[str, Any]:
    return {
        "id": str(update.pk),
        "request": str(update.request_id),
        "action": {"id": str(update.action_id), "number": update.action.number},
        "rag": update.rag,
        "state": update.state,
        "return_reason": "" if _is_restricted(update) else update.return_reason,
        "version": update.version,
    }


def _is_restricted(update: Update) -> bool:
    """Whether what is said about an update stays inside the tracker. Reads `ABOVE_ACTION` where a reason was given."""
    return bool(update.return_reason) and (update.marking == Marking.RESTRICTED or update.action.is_restricted)
