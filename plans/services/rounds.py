"""A round: planned, opened, closed at the database's own moment, its statuses agreed."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import connection, transaction

from partners.roles import Permission
from partners.tenancy import Access
from plans.models import Action, ActionState, AgreedStatus, Plan, Rag, Round, Update, UpdateRequest, UpdateState
from plans.models.quarter import ANSWERED
from plans.rules import rag
from plans.rules.lifecycle import LIVE
from prevent_tracker.core import clock
from prevent_tracker.core.errors import Closed, Invalid, NotFound
from prevent_tracker.core.rows import get
from prevent_tracker.core.text import clean_text

from .requests import ask
from .saving import hold_plan, plan_for_change, same_partnership, save


@transaction.atomic
def plan_round(
    *,
    by: Access,
    plan: Plan,
    slug: str,
    label: str,
    starts_on: dt.date,
    ends_on: dt.date,
    opens_on: dt.date,
    closes_on: dt.date,
) -> Round:
    """A round to come: the quarter it is about, and the days between which answers are collected."""
    by.require(Permission.MANAGE_ROUND)
    if closes_on < opens_on:
        raise Invalid({"closes_on": "The round must not close before it opens."})
    row = Round(
        partnership=by.partnership,
        slug=slug,
        label=label,
        starts_on=starts_on,
        ends_on=ends_on,
        opens_on=opens_on,
        closes_on=closes_on,
        **same_partnership(by, plan=plan),
    )
    return save(row, "Round planned")


@transaction.atomic
def open_round(*, by: Access, round: Round) -> Round:  # noqa: A002  the domain's word
    """Open a round and ask every lead party of every live action."""
    by.require(Permission.MANAGE_ROUND)
    plan_for_change(by, round.plan_id)
    row = get(Round.objects.within(by), "round", lock=True, pk=round.pk)
    if row.opened_at is not None:
        raise Closed(f"{row.label} was already opened.")
    if Round.objects.within(by).filter(plan_id=row.plan_id, opened_at__isnull=False, closed_at=None).exists():
        raise Closed("Close the open round of this plan first.")
    _stamp(row, "opened_at", "Round opened")
    for action in Action.objects.within(by).filter(plan_id=row.plan_id, state__in=LIVE):
        ask(by, row, action)
    return row


def hold_open(round_id: uuid.UUID) -> None:
    """Keep a round from closing until this transaction ends, or wait while it closes; then read the round afresh.

    Taken before any row's lock: whoever closes the round takes it first too, so neither waits for the other's rows.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(hashtextextended('round:' || %s, 0))", [str(round_id)])


def agree(by: Access, round: Round, action: Action) -> AgreedStatus:  # noqa: A002  the domain's word
    """Roll up the answers of one action: the worst counts; complete when every party asked says so.

    A status that the coordinator decided stays decided. Two parties that answer at once wait for each other here:
    the second sees the first's answer.
    """
    get(Action.objects.within(by), "action", lock=True, pk=action.pk)
    requests = UpdateRequest.objects.within(by).filter(round=round, action=action, withdrawn_at=None)
    answers = list(Update.objects.within(by).filter(round=round, action=action, state__in=ANSWERED))
    stored = AgreedStatus.objects.within(by).filter(round=round, action=action).first()
    status = stored or AgreedStatus(partnership=by.partnership, round=round, action=action, rule="worst")
    rolled_up = rag.worst(answer.rag for answer in answers)
    complete = bool(answers) and all(answer.says_complete for answer in answers) and len(answers) >= requests.count()
    if status.rule == "worst" and (stored is None or (status.rag, status.is_complete) != (rolled_up, complete)):
        status.rag, status.is_complete = rolled_up, complete
        save(status, "Rolled up from the answers")
    return status


def settle(by: Access, round: Round, action: Action) -> AgreedStatus:  # noqa: A002  the domain's word
    """Agree the status of an action whose answers were accepted, and let its state follow: what every party says is
    complete is complete, what is reported on has been started."""
    status = agree(by, round, action)
    row = get(Action.objects.within(by), "action", lock=True, pk=action.pk)
    if status.is_complete and row.state in LIVE:
        row.state, said = ActionState.COMPLETE, "Complete: every party says so"
    elif status.rag and row.state == ActionState.NOT_STARTED:
        row.state, said = ActionState.IN_PROGRESS, "In progress: reported on"
    else:
        return status
    row.version += 1
    save(row, said)
    return status


@transaction.atomic
def decide_status(*, by: Access, round: Round, action: Action, rag: str, reason: str) -> AgreedStatus:  # noqa: A002  the domain's word
    """The coordinator's own status for an action, against the roll-up, with a reason."""
    by.require(Permission.MANAGE_ROUND)
    hold_open(round.pk)
    round = get(Round.objects.within(by), "round", pk=round.pk)  # noqa: A001  the domain's word
    same_partnership(by, action=action)
    if not round.is_open:
        raise Closed(f"{round.label} is not open; its statuses do not change.")
    if action.plan_id != round.plan_id:
        raise NotFound("There is no such action.")
    if rag not in Rag.values:
        raise Invalid({"rag": "Choose green, amber or red."})
    status = agree(by, round, action)
    status.rag, status.rule, status.is_complete = rag, "decided", False
    status.reason = clean_text(reason, "reason", label="Reason", max_length=1000, required=True)
    return save(status, f"Decided: {status.reason}")


@transaction.atomic
def close_round(*, by: Access, round: Round) -> Round:  # noqa: A002  the domain's word
    """Close a round: what was sent is accepted, every action asked about gets its status, silence stays silence.

    The database decides the moment, alone: an answer at that very moment is either in or refused.
    """
    by.require(Permission.MANAGE_ROUND)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('round:' || %s, 0))", [str(round.pk)])
    hold_plan(by, round.plan_id)
    row = get(Round.objects.within(by), "round", lock=True, pk=round.pk)
    if not row.is_open:
        raise Closed(f"{row.label} is not open.")
    for update in Update.objects.within(by).filter(round=row, state=UpdateState.SUBMITTED):
        update.state = UpdateState.ACCEPTED
        update.version += 1
        save(update, "Accepted when the round closed")
    asked = UpdateRequest.objects.within(by).filter(round=row, withdrawn_at=None).values("action")
    for action in Action.objects.within(by).filter(pk__in=asked):
        settle(by, row, action)
    return _stamp(row, "closed_at", "Round closed")


def _stamp(row: Round, field: str, reason: str) -> Round:
    """Set a moment, which the database replaces by its own; then read it back, so that history says the same."""
    Round.objects.within(row).filter(pk=row.pk).update(**{field: clock.now()})
    row.refresh_from_db(fields=[field])
    return save(row, reason)
