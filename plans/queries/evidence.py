"""Evidence: what shows that an answer is so, and who sees it.

Its agency, and whoever runs the round, see a piece as soon as it is there; whoever may view plans sees it once the
answer was sent, as they see the answer itself.
"""

from __future__ import annotations

import re
import uuid
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from partners.roles import Permission
from partners.tenancy import Access
from plans.models import Action, Evidence, UpdateRequest
from plans.models.quarter import UpdateState
from prevent_tracker.core.errors import NotAllowed
from prevent_tracker.core.rows import get

_ENDING = re.compile(r"\.(?:pdf|docx|xlsx|pptx|odt|ods|csv|txt|png|jpe?g)$", re.IGNORECASE)
_UNSAFE = re.compile(r"[^\w .,()-]")


def visible(access: Access) -> QuerySet[Evidence]:
    """What the actor sees and nobody removed, oldest first."""
    return on_record(access).filter(removed_at=None)


def on_record(access: Access) -> QuerySet[Evidence]:
    """What the actor sees, what was removed included."""
    rows = Evidence.objects.within(access).select_related("agency", "request__round")
    if access.round_id is not None:
        return rows.filter(agency=access.agency_id, request__round=access.round_id)
    if access.may(Permission.ANSWER_ANY):
        return rows
    if not access.may(Permission.VIEW_PLAN) and not access.may(Permission.ANSWER):
        raise NotAllowed(f"{access.who[0].upper()}{access.who[1:]} may not {Permission.VIEW_PLAN.value}.")
    sent = Q(request__update__isnull=False) & ~Q(request__update__state=UpdateState.DRAFT)
    seen = sent if access.may(Permission.VIEW_PLAN) else Q(pk=None)
    return rows.filter(seen | Q(agency=access.agency_id) if access.agency_id else seen)


def one(access: Access, pk: uuid.UUID | str, request: UpdateRequest | None = None) -> Evidence:
    rows = visible(access)
    return get(rows.filter(request=request) if request else rows, "evidence", pk=pk)


def request_of_any(access: Access, pk: str) -> UpdateRequest:
    """Any agency's request in an open round, for whoever answers on its behalf."""
    access.require(Permission.ANSWER_ANY)
    rows = UpdateRequest.objects.within(access).filter(round__opened_at__isnull=False, round__closed_at=None)
    return get(rows.select_related("action", "agency", "round__plan"), "update request", pk=pk)


def of_request(access: Access, asked: UpdateRequest) -> list[Evidence]:
    return list(visible(access).filter(request=asked))


def of_action(access: Access, action: Action) -> list[Evidence]:
    """Of every round, the newest round first."""
    return list(visible(access).filter(action=action).order_by("-request__round__starts_on", "added_at"))


def by_request(access: Access, asked: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[Evidence]]:
    """Evidence of several requests, by their ids, in one query."""
    found: dict[uuid.UUID, list[Evidence]] = defaultdict(list)
    for row in visible(access).filter(request__in=asked):
        found[row.request_id].append(row)
    return found


def file_name(row: Evidence) -> str:
    """What a file is called when somebody saves it: its title, with the ending of what it was found to be."""
    stem, ending = _ENDING.sub("", row.title), row.file.rpartition(".")[2]
    return f"{_UNSAFE.sub('_', stem).strip(' .') or 'evidence'}.{ending}"
