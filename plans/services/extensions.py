"""One agency may answer until a later day than the others."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from partners.models import Agency
from partners.roles import Permission
from partners.tenancy import Access
from plans.models import Extension, Round, UpdateRequest
from plans.rules.quarters import LONGEST
from prevent_tracker.core import clock
from prevent_tracker.core.errors import Closed, Invalid
from prevent_tracker.core.rows import get
from prevent_tracker.core.text import clean_text

from .saving import hold_open, hold_plan, same_partnership, save


@transaction.atomic
def extend(*, by: Access, round: Round, agency: Agency, until: dt.date, reason: str) -> Extension:  # noqa: A002  the domain's word
    """Give one agency longer to answer in an open round, or change how long; the round itself stays as it is.

    Raises `Invalid` naming "agency" (not asked), "until" (not later than the others' day, in the past, more than a
    year on) or "reason"; `Closed` when the round is not open, at this very moment included.
    """
    by.require(Permission.MANAGE_ROUND)
    same_partnership(by, round=round, agency=agency)
    hold_open(round.pk)
    hold_plan(by, round.plan_id)  # one extension of an agency at a time
    current = get(Round.objects.within(by), "round", pk=round.pk)
    if not current.is_open:
        raise Closed(f"{current.label} is not open; only in an open round may an agency have longer.")
    why = _checked(by, current, agency, until, reason)
    row = Extension.objects.within(by).filter(round=current, agency=agency).first()
    row = row or Extension(partnership=by.partnership, round=current, agency=agency)
    row.until, row.reason = until, why
    return save(row, f"May answer until {until:%-d %B %Y}: {why}")


def _checked(by: Access, current: Round, agency: Agency, until: dt.date, reason: str) -> str:
    errors: dict[str, str | list[str]] = {}
    why = ""
    if not UpdateRequest.objects.within(by).filter(round=current, agency=agency, withdrawn_at=None).exists():
        errors["agency"] = f"{agency.name} is not asked in {current.label}."
    first = max(current.closes_on + dt.timedelta(days=1), clock.today())
    if not first <= until <= current.ends_on + LONGEST:
        last = current.ends_on + LONGEST
        errors["until"] = f"Give a day from {first:%-d %B %Y} to {last:%-d %B %Y}."
    try:
        why = clean_text(reason, "reason", label="Reason", max_length=1000, required=True)
    except Invalid as error:
        errors.update(error.errors)
    if errors:
        raise Invalid(errors)
    return why


def deadline(round: Round, agency_id: uuid.UUID) -> dt.date:  # noqa: A002  the domain's word
    """The last day on which an agency's answer is not late: the round's, or its own extension's."""
    row = Extension.objects.within(round).filter(round=round, agency_id=agency_id).first()
    return row.until if row else round.closes_on
