"""The ways in, once a person is gone, and moments that the application cannot give."""

from __future__ import annotations

import datetime as dt

from partners.tenancy import memberships
from plans.models import Round
from prevent_tracker.core import clock
from tests.cast import Cast


def test_a_deactivated_person_has_no_partnerships(cast: Cast) -> None:
    person = cast.here.people["coordinator"]
    assert [row["slug"] for row in memberships(person)] == [cast.here.partnership.slug]
    person.is_active = False
    person.save()
    assert memberships(person) == []


def test_a_round_made_as_closed_long_ago_was_closed_now(cast: Cast) -> None:
    past = clock.now() - dt.timedelta(days=400)
    with cast.here.as_("coordinator") as by:
        row = cast.here.round
        made = Round(
            partnership=by.partnership, plan=row.plan, slug="old", label="Old", starts_on=row.starts_on,
            ends_on=row.ends_on, opens_on=row.opens_on, closes_on=row.closes_on, opened_at=past, closed_at=past,
        )  # fmt: skip
        made.save()
        made.refresh_from_db()
        assert made.opened_at is not None
        assert made.closed_at is not None
        assert min(made.opened_at, made.closed_at) > past + dt.timedelta(days=399)
