"""Whether a community body is named to the public: held back until that was agreed with it."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from partners.models import Agency
from partners.roles import Permission
from partners.tenancy import Access
from plans.rules.held_names import HELD, RELEASED
from prevent_tracker.core import clock
from prevent_tracker.core.errors import Invalid
from prevent_tracker.core.rows import get
from prevent_tracker.core.text import clean_text

from .saving import save

_LENGTH = 300


@transaction.atomic
def release_name(*, by: Access, agency: Agency, reason: str, on: dt.date | None = None) -> Agency:
    """Name a community body in public editions from a day on (today unless said). `reason`: what was agreed."""
    by.require(Permission.EDIT_PACK)
    row = _community_body(by, agency)
    day = on or clock.today()
    if day > clock.today():
        raise Invalid({"on": "The day must be today or earlier: a name is released once that was agreed."})
    said = clean_text(reason, "reason", label="What was agreed", max_length=_LENGTH, required=True)
    row.released_on = day
    return save(row, f"{RELEASED}: {said}")


@transaction.atomic
def hold_name(*, by: Access, agency: Agency, reason: str) -> Agency:
    """Hold a released name back again. What was published with it stays published; the next edition is without it."""
    by.require(Permission.EDIT_PACK)
    row = _community_body(by, agency)
    said = clean_text(reason, "reason", label="Why", max_length=_LENGTH, required=True)
    row.released_on = None
    return save(row, f"{HELD}: {said}")


def _community_body(by: Access, agency: Agency) -> Agency:
    row = get(Agency.objects.within(by), "agency", lock=True, pk=agency.pk)
    if not row.is_community_body:
        raise Invalid({"": f"{row.name} is a public body: its name is not held back."})
    return row
