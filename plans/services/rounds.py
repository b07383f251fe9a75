"""A round: planned, opened, closed at the database's own moment, its statuses decided."""

from __future__ import annotations

import datetime as dt
import re

from django.db import connection, transaction

from partners.roles import Permission
from partners.tenancy import Access
from plans.models import (
    ABOVE_ACTION,
    Action,
    AgreedStatus,
    Extension,
    Plan,
    Rag,
    Round,
    Update,
    UpdateRequest,
    UpdateState,
)
from plans.queries.proposed import proposed_rounds
from plans.rules.lifecycle import LIVE
from plans.rules.quarters import LONGEST
from prevent_tracker.core import clock
from prevent_tracker.core.errors import Closed, Invalid, NotFound
from prevent_tracker.core.rows import get
from prevent_tracker.core.text import clean_text

from . import notices
from .agreeing import DECIDED, agree, settle_all
from .announcing import tell_accepted, tell_opened
from .link_endings import end_all
from .requests import ask_all
from .saving import change, hold_open, hold_plan, plan_for_change, same_partnership, save

_SLUG = re.compile(r"[-\w]{1,50}", re.ASCII)


@transaction.atomic
def plan_rounds(*, by: Access, plan: Plan) -> list[Round]:
    """Plan the rounds that the plan's year and its boards' meetings propose and that are not there yet.

    Pressed again it plans nothing twice: a quarter that has a round, or would have closed before today, is left alone.
    """
    by.require(Permission.MANAGE_ROUND)
    held = plan_for_change(by, plan.pk)
    return [
        save(
            Round(
                partnership=by.partnership,
                plan=held,
                slug=found.slug,
                label=found.label,
                starts_on=found.starts_on,
                ends_on=found.ends_on,
                opens_on=found.opens_on,
                closes_on=found.closes_on,
            ),
            f"Round planned. {found.why}",
        )
        for found in (line.proposed for line in proposed_rounds(by, held) if line.state == "new")
    ]


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
    same_partnership(by, plan=plan)
    hold_plan(by, plan.pk)
    row = Round(
        partnership=by.partnership,
        plan=plan,
        slug=slug,
        label=clean_text(label, "label", label="Name", max_length=40, required=True),
        starts_on=starts_on,
        ends_on=ends_on,
        opens_on=opens_on,
        closes_on=closes_on,
    )
    errors = _wrong_days(row)
    if not _SLUG.fullmatch(slug):
        errors["slug"] = "Use letters, digits and hyphens, such as 2016-Q2; at most 50."
    elif Round.objects.within(by).filter(plan=plan, slug=slug).exists():
        errors["slug"] = f"This plan has a round {slug} already."
    if errors:
        raise Invalid(errors)
    return save(row, "Round planned")


def _wrong_days(row: Round) -> dict[str, str | list[str]]:
    """What is wrong with a round's days, by field."""
    if row.ends_on < row.starts_on:
        return {"ends_on": "The quarter must not end before it begins."}
    if row.opens_on < row.starts_on:
        return {"opens_on": f"The round must not open before its quarter begins, on {row.starts_on:%-d %B %Y}."}
    if row.closes_on < row.opens_on:
        return {"closes_on": "The round must not close before it opens."}
    if row.closes_on > row.ends_on + LONGEST:
        return {"closes_on": f"The round must close by {row.ends_on + LONGEST:%-d %B %Y}, a year after its quarter."}
    return {}


@transaction.atomic
def change_round(
    *,
    by: Access,
    round: Round,  # noqa: A002  the domain's word
    opens_on: dt.date | None = None,
    closes_on: dt.date | None = None,
    reason: str = "",
) -> Round:
    """Other days for a round that has not opened; for an open one a last day from today on, with a reason.

    An agency's extension that the new last day has overtaken is moved with it. Raises `Invalid` naming the field, or
    `Closed` when the round has closed.
    """
    by.require(Permission.MANAGE_ROUND)
    same_partnership(by, round=round)
    hold_open(round.pk)
    plan_for_change(by, round.plan_id)
    row = get(Round.objects.within(by), "round", lock=True, pk=round.pk)
    if row.closed_at is not None:
        raise Closed(f"{row.label} has closed; its days no longer change.")
    was = (row.opens_on, row.closes_on)
    row.opens_on, row.closes_on = opens_on or row.opens_on, closes_on or row.closes_on
    if was == (row.opens_on, row.closes_on):
        return row
    errors = _wrong_days(row)
    if row.is_open and row.opens_on != was[0]:
        errors["opens_on"] = f"{row.label} has already opened."
    if row.is_open and row.closes_on < clock.today():
        errors["closes_on"] = "The last day must be today or later: to end the round now, close it."
    if errors:
        raise Invalid(errors)
    why = clean_text(reason, "reason", label="Reason", max_length=1000, required=row.is_open)
    days = f"Opens {row.opens_on:%-d %B %Y}, closes {row.closes_on:%-d %B %Y}"
    _move_extensions(by, row)
    return save(row, f"{days}: {why}" if why else days)


def _move_extensions(by: Access, row: Round) -> None:
    overtaken = list(Extension.objects.within(by).filter(round=row, until__lt=row.closes_on))
    for extension in overtaken:
        extension.until = row.closes_on
    change(overtaken, ["until"], "Moved with the round")


@transaction.atomic
def remove_round(*, by: Access, round: Round) -> None:  # noqa: A002  the domain's word
    """Take a planned round away; its history stays. One that was opened stays itself: packs and answers stand on it."""
    by.require(Permission.MANAGE_ROUND)
    same_partnership(by, round=round)
    plan_for_change(by, round.plan_id)
    row = get(Round.objects.within(by), "round", lock=True, pk=round.pk)
    if row.opened_at is not None:
        raise Closed(f"{row.label} has been opened: it is on the record and stays.")
    row._change_reason = "Round removed"  # type: ignore[attr-defined]  # simple-history's own name for it
    row.delete()


@transaction.atomic
def open_round(*, by: Access, round: Round, quietly: bool = False) -> Round:  # noqa: A002  the domain's word
    """Open a round and ask every lead party of every live action; tell them by mail, unless `quietly`: the next tick
    then writes to everybody at once, about all that was opened."""
    by.require(Permission.MANAGE_ROUND)
    plan_for_change(by, round.plan_id)
    row = get(Round.objects.within(by), "round", lock=True, pk=round.pk)
    if row.opened_at is not None:
        raise Closed(f"{row.label} was already opened.")
    if Round.objects.within(by).filter(plan_id=row.plan_id, opened_at__isnull=False, closed_at=None).exists():
        raise Closed("Close the open round of this plan first.")
    _stamp(row, "opened_at", "Round opened")
    ask_all(by, row, list(Action.objects.within(by).filter(plan_id=row.plan_id, state__in=LIVE)))
    tell_opened(by, row)
    if not quietly:
        notices.ask(by, row)
    return row


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
    status.rag, status.rule, status.is_complete = rag, DECIDED, False
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
    sent = Update.objects.within(by).filter(round=row, state=UpdateState.SUBMITTED)
    updates = list(sent.select_related("agency", *ABOVE_ACTION).order_by("pk"))
    for update in updates:
        update.state = UpdateState.ACCEPTED
        update.version += 1
    change(updates, ["state", "version"], "Accepted when the round closed")
    asked = UpdateRequest.objects.within(by).filter(round=row, withdrawn_at=None)
    settle_all(by, row, set(asked.values_list("action_id", flat=True)))
    tell_accepted(by, row, updates)
    end_all(by, row)
    return _stamp(row, "closed_at", "Round closed")


def _stamp(row: Round, field: str, reason: str) -> Round:
    """Set a moment, which the database replaces by its own; then read it back, so that history says the same."""
    Round.objects.within(row).filter(pk=row.pk).update(**{field: clock.now()})
    row.refresh_from_db(fields=[field])
    return save(row, reason)
