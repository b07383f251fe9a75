"""`Access`: who acts, in which partnership, with which rights. Every query and every service takes one.

Opening one sets the same facts in the database for the rest of the transaction, in one round trip that also checks
the membership or the key; row-level security then stands behind whatever the code forgets.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from prevent_tracker.core.errors import NotAllowed, NotFound

from .models import Partnership, User
from .roles import ROLES, Permission, Role, permissions


@dataclass(frozen=True)
class Access:
    """One actor in one partnership. `agency_id` is set for a contributor and for an agency's key."""

    partnership: Partnership
    role: Role
    actor_name: str
    user_id: uuid.UUID | None = None
    key_id: uuid.UUID | None = None
    agency_id: uuid.UUID | None = None
    is_secretary: bool = False

    @property
    def partnership_id(self) -> uuid.UUID:
        return self.partnership.pk

    @property
    def role_label(self) -> str:
        return ROLES[self.role].label

    def may(self, permission: Permission) -> bool:
        return permission in permissions(self.role, is_secretary=self.is_secretary)

    def require(self, permission: Permission) -> None:
        """Raise `NotAllowed` with a sentence that names the role."""
        if not self.may(permission):
            role = self.role_label.lower()
            raise NotAllowed(f"{'An' if role[0] in 'aeiou' else 'A'} {role} may not {permission.value}.")


def _rows(sql: str, params: list[Any]) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def enter_user(user: User, slug: str) -> Access:
    """Open a partnership as one of its members, until the transaction ends.

    Raises `NotFound` when it does not exist or the person is no member: the two look the same.
    """
    found = _rows("SELECT * FROM app.enter_user(%s, %s)", [user.pk, slug])
    if not found:
        raise NotFound("There is no such partnership.")
    row = found[0]
    return Access(
        partnership=Partnership.objects.get(pk=row["partnership_id"]),
        role=Role(row["role"]),
        actor_name=user.name,
        user_id=user.pk,
        agency_id=row["agency_id"],
        is_secretary=row["is_secretary"],
    )


def open_new(partnership_id: uuid.UUID) -> None:
    """Open a partnership that is being founded: it has no members yet who could (services.add_partnership)."""
    ids = "{" + str(partnership_id) + "}"
    _rows(
        "SELECT set_config('app.partnership_ids', %s, true), set_config('app.writable_ids', %s, true),"
        " set_config('app.actor', 'system', true), set_config('app.user_id', '', true),"
        " set_config('app.agency_id', '', true)",
        [ids, ids],
    )


def enter_key(token: str) -> Access | None:
    """Open the partnership of an API key `prefix.secret`, until the transaction ends; None for a bad one."""
    prefix, _, secret = token.partition(".")
    digest = hashlib.sha256(secret.encode()).digest()
    found = _rows("SELECT * FROM app.enter_api_key(%s, %s)", [prefix[:12], digest])
    if not found:
        return None
    row = found[0]
    return Access(
        partnership=Partnership.objects.get(pk=row["partnership_id"]),
        role=Role.CONTRIBUTOR,
        actor_name=row["name"],
        key_id=row["id"],
        agency_id=row["agency_id"],
    )


def memberships(user: User) -> list[dict[str, Any]]:
    """The partnerships of a person: [{"slug", "name", "role"}], by name. Opens all of them for reading only."""
    return _rows("SELECT slug, name, role FROM app.enter_all(%s)", [user.pk])


@contextmanager
def acting(user: User, partnership: str) -> Iterator[Access]:
    """Jobs, commands and tests: a transaction inside which a member's partnership is open.

    Leaving it restores what was open before, so that blocks nest. Deferred checks (history) run inside.
    """
    names = ["app.partnership_ids", "app.writable_ids", "app.actor", "app.user_id", "app.agency_id"]
    with transaction.atomic():
        before = _rows("SELECT " + ", ".join(f"current_setting('{name}', true) AS \"{name}\"" for name in names), [])[0]
        yield enter_user(user, partnership)
        if not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
                for name in names:
                    cursor.execute("SELECT set_config(%s, %s, true)", [name, before[name] or ""])
