"""Who is asked: one update request for each lead party of each live action of an open round."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Sequence

from partners.models import Agency
from partners.tenancy import Access
from plans.models import Action, Lead, Round, UpdateRequest, UpdateState
from plans.rules.lifecycle import is_live
from prevent_tracker.core import clock

from .saving import insert, save

ASKED = "Asked for an update"  # the reason in history


def parties(by: Access, action: Action) -> set[uuid.UUID]:
    """Agencies that answer for an action: those behind its leads; where it names none, the coordinating agency."""
    return _asked_for(by, [action.pk])[action.pk]


def lead_parties(by: Access, actions: Collection[uuid.UUID]) -> dict[uuid.UUID, list[uuid.UUID]]:
    """By action: the agencies behind its leads, in the order of its leads. One query."""
    leads = Lead.objects.within(by).filter(action__in=actions, kind=Lead.Kind.LEAD).select_related("post")
    found: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    for lead in leads.order_by("order"):
        agency = lead.agency_id or (lead.post.agency_id if lead.post else None)
        if agency is not None and agency not in found[lead.action_id]:
            found[lead.action_id].append(agency)
    return found


def _asked_for(by: Access, actions: Collection[uuid.UUID]) -> dict[uuid.UUID, set[uuid.UUID]]:
    led = lead_parties(by, actions)
    coordinating = set(Agency.objects.within(by).filter(is_coordinating=True).values_list("pk", flat=True))
    return {pk: set(led.get(pk, ())) or coordinating for pk in actions}


def ask_all(by: Access, current: Round, actions: Sequence[Action]) -> None:
    """Ask every party of live actions in a round that has just opened: three statements, however many they are."""
    wanted = _asked_for(by, [action.pk for action in actions])
    rows = [
        UpdateRequest(partnership=by.partnership, round=current, action=action, agency_id=agency_id)
        for action in actions
        for agency_id in sorted(wanted[action.pk])
    ]
    insert(rows, ASKED)


def open_round(by: Access, plan_id: uuid.UUID) -> Round | None:
    """The plan's open round, if there is one."""
    rounds = Round.objects.within(by).filter(plan_id=plan_id, opened_at__isnull=False, closed_at=None)
    return rounds.order_by("starts_on").last()


def refresh_requests(by: Access, action: Action) -> None:
    """Make the open round ask who should now be asked; a request already answered is never withdrawn."""
    current = open_round(by, action.plan_id)
    if current is not None:
        ask(by, current, action)


def ask(by: Access, current: Round, action: Action) -> None:
    wanted = parties(by, action) if is_live(action.state) else set()
    rows = UpdateRequest.objects.within(by).filter(round=current, action=action).select_related("update")
    asked = {row.agency_id: row for row in rows}
    for agency_id in wanted - asked.keys():
        row = UpdateRequest(partnership=by.partnership, round=current, action=action, agency_id=agency_id)
        save(row, ASKED)
    for agency_id, row in asked.items():
        if agency_id in wanted and row.withdrawn_at is not None:
            row.withdrawn_at = None
            save(row, "Asked again")
        elif agency_id not in wanted and row.withdrawn_at is None and not _was_sent(row):
            row.withdrawn_at = clock.now()
            save(row, "No longer asked")


def _was_sent(request: UpdateRequest) -> bool:
    """Whether the party has said something, accepted or not; a draft is not said yet."""
    return hasattr(request, "update") and request.update.state != UpdateState.DRAFT
