"""What webhooks are told of actions: ids and versions, no text; who wants the words asks the API with its own key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from partners.models import Webhook
from partners.tenancy import Access
from partners.webhooks import announce, is_wanted
from plans.models import Action, Lead, Plan

MOST_NAMED = 100  # actions in one event; `count` says how many there were
_together: ContextVar[dict[Any, Action] | None] = ContextVar("changed_together", default=None)


def actions_changed(by: Access, actions: Sequence[Action]) -> None:
    """Announce that actions were added or changed. One query when no webhook asked."""
    together = _together.get()
    if together is not None:
        together |= {action.pk: action for action in actions}
    elif actions and is_wanted(by, Webhook.Event.ACTION_CHANGED):
        _announce(by, actions)


@contextmanager
def told_once(by: Access) -> Iterator[None]:
    """What several verbs change inside is one event a plan: a file brought in is no thousand of them."""
    if _together.get() is not None:
        yield
        return
    token = _together.set({})
    try:
        yield
        changed = list((_together.get() or {}).values())
    finally:
        _together.reset(token)
    actions_changed(by, changed)


def _announce(by: Access, actions: Sequence[Action]) -> None:
    plans = Plan.objects.within(by).in_bulk({action.plan_id for action in actions})
    for plan in plans.values():
        changed = [action for action in actions if action.plan_id == plan.pk]
        leads = Lead.objects.within(by).filter(action__in=changed)
        agencies = {agency or post for agency, post in leads.values_list("agency", "post__agency")} - {None}
        data = {
            "plan": {"id": str(plan.pk), "slug": plan.slug},
            "count": len(changed),
            "actions": [
                {"id": str(action.pk), "number": action.number, "version": action.version}
                for action in changed[:MOST_NAMED]
            ],
        }
        announce(by, Webhook.Event.ACTION_CHANGED, data, agencies={agency for agency in agencies if agency})
