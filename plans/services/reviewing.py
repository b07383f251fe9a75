"""Answers looked at by the coordinator: accepted, together with others or alone, or returned with a reason."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence

from django.db import transaction

from partners.roles import Permission
from partners.tenancy import Access
from plans.models import ABOVE_ACTION, Round, Update, UpdateState
from plans.queries.contradictions import of_updates
from plans.rules.rag import is_routine
from prevent_tracker.core.errors import Closed
from prevent_tracker.core.rows import get
from prevent_tracker.core.text import clean_text

from . import notices
from .agreeing import agree, hold_actions, settle, settle_all
from .announcing import tell_accepted, tell_returned
from .saving import change, check_version, hold_open, same_partnership, save
from .updates import FIELDS, hold_action, in_open_round


@transaction.atomic
def accept(*, by: Access, update: Update, reason: str = "", expected_version: int | None = None) -> Update:
    """The coordinator takes an answer as it is. When every party says it is complete, the action is.

    `expected_version`: the one that was looked at; `Stale` when the agency has sent another since.
    """
    by.require(Permission.MANAGE_ROUND)
    why = clean_text(reason, "reason", label="Reason", max_length=1000)
    row = _reviewable(by, update, expected_version)
    row.state, row.return_reason = UpdateState.ACCEPTED, ""
    row.version += 1
    in_open_round(lambda: save(row, f"Accepted: {why}" if why else "Accepted"))
    settle(by, row.round, row.action)
    tell_accepted(by, row.round, [row])
    return row


@transaction.atomic
def accept_all(*, by: Access, round: Round, updates: Sequence[Update]) -> int:  # noqa: A002  the domain's word
    """Accept together those answers of a round that are routine: sent, green, work going on, nothing against them.

    `updates` as the coordinator looked at them: one that was sent again since is left, and so is whatever is not
    routine (`plans.rules.rag.is_routine`) or no longer waits. Returns how many were accepted.
    """
    by.require(Permission.MANAGE_ROUND)
    same_partnership(by, round=round)
    hold_open(round.pk)
    current = get(Round.objects.within(by).select_related("plan"), "round", pk=round.pk)
    if not current.is_open:
        raise Closed(f"{current.label} is closed; its answers no longer change.")
    seen = {update.pk: update.version for update in updates}
    given = Update.objects.within(by).filter(round=current, pk__in=seen, state=UpdateState.SUBMITTED)
    hold_actions(by, set(given.values_list("action_id", flat=True)))
    rows = given.select_related("agency", *ABOVE_ACTION).order_by("pk").select_for_update(of=("self",), no_key=True)
    unchanged = [row for row in rows if seen[row.pk] == row.version]
    against = of_updates(by, current)
    chosen = [row for row in unchanged if _is_routine(row, against)]
    for row in chosen:
        row.state, row.return_reason = UpdateState.ACCEPTED, ""
        row.version += 1
    in_open_round(lambda: change(chosen, ["state", "return_reason", "version"], "Accepted with others"))
    settle_all(by, current, {row.action_id for row in chosen})
    tell_accepted(by, current, chosen)
    return len(chosen)


def _is_routine(row: Update, against: Mapping[uuid.UUID, Collection[str]]) -> bool:
    return is_routine(row.rag, says_complete=row.says_complete, contradicted=bool(against.get(row.pk)))


@transaction.atomic
def return_update(
    *, by: Access, update: Update, reason: str, expected_version: int | None = None, quietly: bool = False
) -> Update:
    """The coordinator asks again, saying why, and by mail unless `quietly`; it counts as unanswered until it is sent
    again."""
    by.require(Permission.MANAGE_ROUND)
    why = clean_text(reason, "reason", label="Reason", max_length=1000, required=True)
    row = _reviewable(by, update, expected_version)
    row.state, row.return_reason = UpdateState.RETURNED, why
    row.version += 1
    in_open_round(lambda: save(row, f"Returned: {why}"))
    agree(by, row.round, row.action)
    tell_returned(by, row)
    if not quietly:
        notices.returned(by, row)
    return row


def _reviewable(by: Access, update: Update, expected_version: int | None) -> Update:
    hold_open(update.round_id)
    hold_action(by, update.action_id)
    rows = Update.objects.within(by).select_related("round__plan", "agency", *ABOVE_ACTION)
    row = get(rows, "update", lock=True, pk=update.pk)
    if not row.round.is_open:
        raise Closed(f"{row.round.label} is closed; its answers no longer change.")
    if row.state != UpdateState.SUBMITTED:
        raise Closed("This update is not waiting to be looked at.")
    check_version(row, expected_version, FIELDS)
    return row
