"""The way in: strangers see what does not exist, members what their role may, and the database agrees who writes."""

from __future__ import annotations

import datetime as dt
import re
from itertools import product
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from partners.models import ApiKey
from partners.roles import Role, writes
from partners.tenancy import acting, enter_key, enter_user, memberships
from prevent_tracker.core import clock
from prevent_tracker.core.errors import NotFound
from tests.cast import Cast


@pytest.mark.parametrize(("role", "is_secretary"), list(product(Role, (False, True))))
def test_the_database_has_the_same_idea_of_who_writes(db: None, role: Role, is_secretary: bool) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.role_writes(%s, %s)", [role.value, is_secretary])
        assert cursor.fetchone()[0] is writes(role, is_secretary=is_secretary)


def test_nobody_is_sent_to_sign_in_and_back(cast: Cast) -> None:
    response = Client().get("/p/northvale/plans/")
    assert (response.status_code, response["Location"]) == (302, "/account/login/?next=/p/northvale/plans/")


def test_a_stranger_cannot_tell_a_partnership_from_nothing(cast: Cast) -> None:
    client = cast.elsewhere.client("coordinator")
    real, unreal = client.get("/p/northvale/plans/"), client.get("/p/nowhere-at-all/plans/")
    assert (real.status_code, unreal.status_code) == (404, 404)
    assert _words(real) == _words(unreal)
    assert "northvale" not in _words(real).lower()


def _words(response: Any) -> str:
    """The page without the form token, which differs each time."""
    return re.sub(r'(name="csrfmiddlewaretoken" value=")\w+', r"\1", response.content.decode())


def test_a_role_that_may_not_gets_words(cast: Cast) -> None:
    response = cast.here.client("auditor").get("/p/northvale/plans/plan-2016-17/add/")
    assert response.status_code == 403
    assert "An auditor may not edit plans." in response.content.decode()


def test_a_membership_that_ended_opens_nothing(cast: Cast) -> None:
    person = cast.here.people["auditor"]
    with cast.here.as_("administrator") as by, connection.cursor() as cursor:
        cursor.execute("UPDATE partners_membership SET ended_at = %s WHERE user_id = %s", [clock.now(), person.pk])
        assert cursor.rowcount == 1, by
    with pytest.raises(NotFound):
        enter_user(person, "northvale")
    assert memberships(person) == []


def test_an_account_that_is_switched_off_opens_nothing(cast: Cast) -> None:
    person = cast.here.people["auditor"]
    person.is_active = False
    person.save()
    with pytest.raises(NotFound):
        enter_user(person, "northvale")


def test_home_leads_straight_into_the_only_partnership(cast: Cast) -> None:
    for who, expected in {"coordinator": "/p/northvale/", "contributor": "/p/northvale/updates/"}.items():
        response = cast.here.client(who).get("/")
        assert (response.status_code, response["Location"]) == (302, expected)


def test_blocks_of_acting_nest_and_give_back_what_was_open(cast: Cast) -> None:
    with cast.here.as_("coordinator") as here:
        before = _opened()
        with acting(cast.elsewhere.people["auditor"], "southmere"):
            assert _opened() != before
        assert _opened() == before
        assert str(here.partnership_id) in before["app.partnership_ids"]


def _opened() -> dict[str, Any]:
    names = ("app.partnership_ids", "app.writable_ids", "app.actor", "app.agency_id")
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"current_setting('{name}', true)" for name in names))
        return dict(zip(names, cursor.fetchone(), strict=True))


def test_a_key_opens_its_agency_only_while_it_lasts(cast: Cast) -> None:
    access = enter_key(cast.here.key)
    assert access is not None
    assert (access.partnership_id, access.agency_id) == (cast.here.partnership.pk, cast.here.agencies["police"].pk)
    prefix, _, secret = cast.here.key.partition(".")
    for bad in ("", prefix, f"{prefix}.", f"{prefix}.{secret[:-1]}", f".{secret}", f"{'x' * 12}.{secret}"):
        assert enter_key(bad) is None, bad


@pytest.mark.parametrize("column", ["revoked_at", "expires_at"])
def test_a_key_that_is_revoked_or_expired_opens_nothing(cast: Cast, column: str) -> None:
    with cast.here.as_("administrator") as by:
        key = ApiKey.objects.within(by).get()
        key.created_at -= dt.timedelta(days=2)
        setattr(key, column, key.created_at + dt.timedelta(days=1))
        key.save()
    assert enter_key(cast.here.key) is None


def test_the_installation_has_no_back_door(cast: Cast) -> None:
    assert "django.contrib.admin" not in settings.INSTALLED_APPS
    assert not any(person.is_staff for person in cast.here.people.values())
