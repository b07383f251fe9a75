"""One agency may answer longer; what comes after its own last day is late."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from plans.models import Extension, Update, UpdateRequest
from plans.services.extensions import deadline, extend
from plans.services.rounds import close_round
from plans.services.updates import Answer, submit
from prevent_tracker.core.errors import Closed, Invalid, NotAllowed, NotFound
from tests.cast import Cast, World

CLOSES, LATER = dt.date(2017, 4, 14), dt.date(2017, 4, 21)


def extended(
    world: World, until: dt.date = LATER, reason: str = "Short of staff.", agency: str = "police"
) -> Extension:
    with world.as_("coordinator") as by:
        return extend(by=by, round=world.round, agency=world.agencies[agency], until=until, reason=reason)


def answered(world: World, who: str, index: int) -> Update:
    with world.as_(who) as by:
        request = UpdateRequest.objects.within(by).get(action=world.actions[index], agency=by.agency_id)
        return submit(by=by, request=request, answer=Answer("green", "Went well."))


def test_one_agency_has_longer_and_the_others_have_not(cast: Cast) -> None:
    here = cast.here
    row = extended(here)
    with here.as_("auditor") as access:
        assert deadline(here.round, here.agencies["police"].pk) == LATER
        assert deadline(here.round, here.agencies["health"].pk) == CLOSES
        said = type(row).history.model.objects.get(id=row.pk, partnership_id=access.partnership_id)
    assert said.history_change_reason == "May answer until 21 April 2017: Short of staff."


@pytest.mark.parametrize(
    ("today", "police", "health"),
    [
        ("2017-04-14", False, False),  # everybody's last day
        ("2017-04-15", False, True),
        ("2017-04-21", False, True),  # the extension's last day
        ("2017-04-22", True, True),
    ],
)
def test_late_is_after_ones_own_last_day(cast: Cast, settings: Any, today: str, police: bool, health: bool) -> None:
    extended(cast.here)
    settings.DEMO_TODAY = dt.date.fromisoformat(today)
    assert answered(cast.here, "contributor", 2).is_late is police
    assert answered(cast.here, "other_contributor", 2).is_late is health


def test_extended_again_is_the_same_extension_changed(cast: Cast) -> None:
    first = extended(cast.here)
    second = extended(cast.here, dt.date(2017, 4, 18), "Sooner will do.")
    assert first.pk == second.pk
    with cast.here.as_("auditor") as access:
        assert Extension.objects.within(access).get().until == dt.date(2017, 4, 18)
        rows = Extension.history.model.objects.filter(id=first.pk).order_by("history_id")
        assert [row.until for row in rows] == [LATER, dt.date(2017, 4, 18)]


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"until": CLOSES}, {"until"}),
        ({"until": dt.date(2017, 1, 17)}, {"until"}),
        ({"until": dt.date(2018, 4, 2)}, {"until"}),
        ({"until": dt.date(9999, 12, 31)}, {"until"}),
        ({"reason": " "}, {"reason"}),
        ({"reason": "x" * 1001}, {"reason"}),
        ({"reason": "a\x00"}, {"reason"}),
        ({"until": CLOSES, "reason": ""}, {"until", "reason"}),
    ],
)
def test_what_is_not_right_is_named_and_nothing_written(cast: Cast, given: dict[str, Any], fields: set[str]) -> None:
    with pytest.raises(Invalid) as refused:
        extended(cast.here, **given)
    assert set(refused.value.errors) == fields
    with cast.here.as_("auditor") as access:
        assert not Extension.objects.within(access).exists()


def test_once_the_last_day_is_past_only_a_day_to_come_is_longer(cast: Cast, settings: Any) -> None:
    settings.DEMO_TODAY = dt.date(2017, 4, 19)
    with pytest.raises(Invalid, match="Give a day from 19 April 2017 to 1 April 2018"):
        extended(cast.here, dt.date(2017, 4, 18))
    assert extended(cast.here, dt.date(2017, 4, 19)).until == dt.date(2017, 4, 19)


def test_who_is_not_asked_has_nothing_to_extend(cast: Cast) -> None:
    with cast.here.as_("coordinator") as by:
        UpdateRequest.objects.within(by).filter(agency=cast.here.agencies["health"]).delete()
    with pytest.raises(Invalid, match="is not asked in Q4 2016/17") as refused:
        extended(cast.here, agency="health")
    assert set(refused.value.errors) == {"agency"}


def test_after_closing_nobody_has_longer(cast: Cast) -> None:
    extended(cast.here)
    with cast.here.as_("coordinator") as by:
        close_round(by=by, round=cast.here.round)
    with pytest.raises(Closed):
        extended(cast.here, dt.date(2017, 4, 28))
    with pytest.raises(Closed):
        answered(cast.here, "contributor", 1)


@pytest.mark.parametrize("who", ["administrator", "contributor", "board_member", "secretary", "auditor"])
def test_only_a_coordinator_extends(cast: Cast, who: str) -> None:
    here = cast.here
    with pytest.raises(NotAllowed), here.as_(who) as by:
        extend(by=by, round=here.round, agency=here.agencies["police"], until=LATER, reason="Us.")


def test_a_round_or_agency_of_another_partnership_is_not_found(cast: Cast) -> None:
    here, there = cast.here, cast.elsewhere
    for current, agency in ((there.round, here.agencies["police"]), (here.round, there.agencies["police"])):
        with pytest.raises(NotFound), here.as_("coordinator") as by:
            extend(by=by, round=current, agency=agency, until=LATER, reason="Theirs.")
