"""What a pack is compared with, in its part “Compared”: an issue, or the plan as it stood at a moment."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from partners.roles import Permission
from partners.tenancy import Access
from plans.models import Plan
from plans.queries.as_at import as_at
from plans.services.saving import check_version, save
from prevent_tracker.core import clock
from prevent_tracker.core.errors import Invalid, NotFound
from prevent_tracker.core.rows import get

from ..models import Issue, Pack


@transaction.atomic
def compare_pack(
    *,
    by: Access,
    pack: Pack,
    issue: Issue | None = None,
    moment: dt.datetime | None = None,
    expected_version: int | None = None,
) -> Pack:
    """Compare a pack with an issue about the same plan, or with the plan at a past moment; with neither, with nothing.

    Raises `Invalid` for both at once, or for a moment at which the plan was not there; `NotFound`, `Stale`.
    """
    by.require(Permission.EDIT_PACK)
    row = get(Pack.objects.within(by).select_related("round"), "pack", lock=True, pk=pack.pk)
    check_version(row, expected_version, ("compare_to_id", "compare_moment"))
    if issue is not None and moment is not None:
        raise Invalid({"on": "Compare with an issue or with a day, not with both."})
    if issue is not None and (issue.partnership_id != by.partnership_id or issue.plan_id != row.round.plan_id):
        raise NotFound("There is no such issue.")
    if moment is not None:
        _check(by, row.round.plan_id, moment)
    row.compare_to, row.compare_moment = issue, moment
    row.version += 1
    return save(row, "Compared" if issue or moment else "Compared with nothing")


def _check(by: Access, plan_id: object, moment: dt.datetime) -> None:
    if moment > clock.now():
        raise Invalid({"on": "Choose a day that has been: nobody knows yet how things will stand."})
    if not as_at(by, Plan, moment, id=plan_id):
        raise Invalid({"on": "The plan was not there yet on that day. Choose a later one."})
