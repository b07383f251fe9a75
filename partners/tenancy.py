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
from .roles import ROLES, Permission, Role, permissions, permissions_of_scopes, scope_for


@dataclass(frozen=True)
class Access:
    """One actor in one partnership, and what they may do there.

    `role` is a member's; a key, a single-use link and the installation's own work have none. `agency_id` is set for
    whoever answers for one agency, `round_id` for a link, which sees that agency's answers in that round alone.
    """

    partnership: Partnership
    granted: frozenset[Permission]
    actor_name: str
    who: str  # in a sentence: "a board member"
    role: Role | None = None
    user_id: uuid.UUID | None = None
    key_id: uuid.UUID | None = None
    link_id: uuid.UUID | None = None
    agency_id: uuid.UUID | None = None
    round_id: uuid.UUID | None = None
    is_secretary: bool = False

    @property
    def partnership_id(self) -> uuid.UUID:
        return self.partnership.pk

    def may(self, permission: Permission) -> bool:
        return permission in self.granted

    def require(self, permission: Permission) -> None:
        """Raise `NotAllowed` with a sentence that names who asked, and the scope that a key lacks for it."""
        if not self.may(permission):
            scope = scope_for(permission) if self.key_id else None
            lacking = f": it needs the scope “{scope}”" if scope else ""
            raise NotAllowed(f"{self.who[0].upper()}{self.who[1:]} may not {permission.value}{lacking}.")


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
    role = Role(row["role"])
    label = ROLES[role].label.lower()
    return Access(
        partnership=Partnership.objects.get(pk=row["partnership_id"]),
        granted=permissions(role, is_secretary=row["is_secretary"]),
        actor_name=user.name,
        who=f"{'an' if label[0] in 'aeiou' else 'a'} {label}",
        role=role,
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
        " set_config('app.agency_id', '', true), set_config('app.round_id', '', true)",
        [ids, ids],
    )


def count_call(token: str, address: str, window: int) -> tuple[uuid.UUID | None, int, int]:
    """Count a call of the API, outside any transaction: (the key's id; calls in this window of so many seconds; seconds
    until the next one). A token that opens nothing counts for the address that it came from."""
    prefix, _, secret = token.partition(".")
    digest = hashlib.sha256(secret.encode()).digest()
    [row] = _rows(
        "SELECT key.id, counted.used, counted.resets"
        " FROM (SELECT (SELECT id FROM app.enter_api_key(%s, %s)) AS id) key,"
        " LATERAL app.count_call(coalesce('key:' || key.id, 'address:' || %s), %s) counted",
        [prefix[:12], digest, address, window],
    )
    return row["id"], row["used"], row["resets"]


def log_call(key_id: uuid.UUID, method: str, path: str, status: int, milliseconds: int) -> None:
    """Write a line of a key's log, after the call's own transaction, so that refused ones are in it too."""
    _rows("SELECT app.log_call(%s, %s, %s, %s, %s)", [key_id, method, path, status, milliseconds])


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
        granted=permissions_of_scopes(row["scopes"]),
        actor_name=row["name"],
        who="this key",
        key_id=row["id"],
        agency_id=row["agency_id"],
    )


def enter_link(*, token: str = "", link_id: uuid.UUID | None = None, session: str = "") -> Access | None:
    """Open the partnership of a single-use link until the transaction ends; None for one that is no good.

    By its `token` while nobody has used it; afterwards by `link_id` and the secret of the browser session that did.
    """
    digest = hashlib.sha256((token or session).encode()).digest()
    found = _rows("SELECT * FROM app.enter_link(%s, %s)", [link_id, digest])
    if not found:
        return None
    row = found[0]
    return Access(
        partnership=Partnership.objects.get(pk=row["partnership_id"]),
        granted=frozenset({Permission.ANSWER}),
        actor_name=f"{row['name']} ({row['email']})",
        who="this link",
        link_id=row["id"],
        agency_id=row["agency_id"],
        round_id=row["round_id"],
    )


def enter_old_link(token: str) -> tuple[uuid.UUID, uuid.UUID] | None:
    """Open the partnership of a link that was used, replaced or has expired, to send its address a new one.

    (its id, the partnership's); None where the round has closed, the address is no contact any more, or somebody
    revoked it.
    """
    found = _rows("SELECT * FROM app.enter_old_link(%s)", [hashlib.sha256(token.encode()).digest()])
    return (found[0]["id"], found[0]["partnership_id"]) if found else None


def enter_calendar(token: str) -> Access | None:
    """Open the partnership of a secret calendar address, as its person, for reading only; None for a bad one."""
    digest = hashlib.sha256(token.encode()).digest()
    found = _rows("SELECT * FROM app.enter_calendar(%s)", [digest])
    if not found:
        return None
    row = found[0]
    role = Role(row["role"])
    return Access(
        partnership=Partnership.objects.get(pk=row["partnership_id"]),
        granted=permissions(role),
        actor_name="a calendar",
        who="a calendar",
        role=role,
        user_id=row["user_id"],
        agency_id=row["agency_id"],
    )


def enter_visitor() -> None:
    """Open what is published, for whoever asks, until the transaction ends or a partnership is opened in it."""
    _rows("SELECT app.enter_visitor()", [])


def the_installation(partnership_id: uuid.UUID) -> Access:
    """The installation's own work in a partnership (reminders, deliveries), inside a job that opened it."""
    return Access(
        partnership=Partnership.objects.get(pk=partnership_id),
        granted=permissions(Role.COORDINATOR),
        actor_name="The tracker",
        who="the tracker",
    )


def memberships(user: User) -> list[dict[str, Any]]:
    """The partnerships of a person: [{"slug", "name", "role"}], by name. Opens all of them for reading only."""
    return _rows("SELECT slug, name, role FROM app.enter_all(%s)", [user.pk])


@contextmanager
def acting(user: User, partnership: str) -> Iterator[Access]:
    """Jobs, commands and tests: a transaction inside which a member's partnership is open.

    Leaving it restores what was open before, so that blocks nest. Deferred checks (history) run inside.
    """
    names = [f"app.{name}" for name in ("partnership_ids", "writable_ids", "actor", "user_id", "agency_id", "round_id")]
    with transaction.atomic():
        before = _rows("SELECT " + ", ".join(f"current_setting('{name}', true) AS \"{name}\"" for name in names), [])[0]
        yield enter_user(user, partnership)
        if not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
                for name in names:
                    cursor.execute("SELECT set_config(%s, %s, true)", [name, before[name] or ""])
