"""The database's own checks of who may come in: each probe holds, and each check that is taken out makes one fail."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator
from typing import Any

import psycopg2
import pytest
from django.db import connection

from partners.roles import Role
from plans.models import AnswerLink
from prevent_tracker.core import clock
from prevent_tracker.core.database import as_owner

from .cast import Cast

Probes = dict[str, tuple[str, str, Any]]
NOBODY: list[tuple[Any, ...]] = []
# (function, what stands in it, what breaks it)
BROKEN = (
    ("app.open_membership(uuid,uuid)", "AND u.is_active", ""),
    ("app.open_membership(uuid,uuid)", "AND x.ended_at IS NULL", ""),
    ("app.open_membership(uuid,uuid)", "AND x.partnership_id = pid", ""),
    ("app.open_membership(uuid,uuid)", "app.role_writes(m.role, m.is_secretary)", "true"),
    ("app.open_membership(uuid,uuid)", "m.role = 'contributor'", "m.role = 'nobody'"),
    ("app.role_writes(text,boolean)", "'contributor'", "'contributor', 'auditor'"),
    ("app.enter_api_key(text,bytea)", "a.secret_sha256 = digest", "true"),
    ("app.enter_api_key(text,bytea)", "AND a.revoked_at IS NULL", ""),
    ("app.enter_api_key(text,bytea)", "AND a.expires_at > app.now()", ""),
    ("app.enter_api_key(text,bytea)", "'answer' = ANY (k.scopes)", "true"),
    ("app.enter_api_key(text,bytea)", "coalesce(k.agency_id::text, '')", "''"),
    ("app.enter_link(uuid,bytea)", "AND r.closed_at IS NULL", ""),
    ("app.enter_link(uuid,bytea)", "x.ended_at IS NULL AND", ""),
    ("app.enter_link(uuid,bytea)", "x.expires_at > app.now()", "true"),
    ("app.enter_link(uuid,bytea)", "AND x.used_at IS NULL", ""),
    ("app.enter_link(uuid,bytea)", "AND x.session_sha256 = digest", ""),
    ("app.enter_link(uuid,bytea)", "x.id = link AND", ""),
    ("app.enter_link(uuid,bytea)", "l.agency_id::text", "''"),
    ("app.enter_link(uuid,bytea)", "l.round_id::text", "''"),
    ("app.enter_calendar(bytea)", "x.token_sha256 = digest", "true"),
    ("app.enter_calendar(bytea)", "AND x.revoked_at IS NULL", ""),
    ("app.enter_calendar(bytea)", "set_config('app.writable_ids', '{}', true)", "1"),
    ("app.enter_job(uuid)", "current_setting('app.partnership_ids') = '{}'", "false"),
)


@pytest.fixture
def owner(live_cast: Cast) -> Iterator[Any]:
    """A cursor of the owner's in a transaction that is rolled back; it may call the ways in and replace them."""
    with as_owner():
        address = connection.get_connection_params()
    with psycopg2.connect(**address) as own:
        with own.cursor() as cursor:
            yield cursor
        own.rollback()
    own.close()


def digest(secret: str) -> str:
    return f"'\\x{hashlib.sha256(secret.encode()).hexdigest()}'"


def probes(cast: Cast, owner: Any) -> Probes:
    """{name: (what happens first, what is asked, what it must give)}."""
    here, there = cast.here, cast.elsewhere
    ours, coordinator = here.partnership.pk, here.people["coordinator"].pk
    link = _link(cast, owner)
    owner.execute(
        "INSERT INTO partners_calendaraddress (id, partnership_id, user_id, token_sha256, created_at)"
        f" VALUES (gen_random_uuid(), %s, %s, {digest('calendar')}, app.now())",
        [ours, coordinator],
    )
    member = f"SELECT role FROM app.open_membership('{coordinator}', '{ours}')"
    prefix, _, secret = here.key.partition(".")
    key = f"SELECT name FROM app.enter_api_key('{prefix}', {digest(secret)})"
    by_token = f"SELECT name FROM app.enter_link(NULL, {digest('token')})"
    by_session = f"SELECT name FROM app.enter_link('{link}', {digest('session')})"
    calendar = f"SELECT role FROM app.enter_calendar({digest('calendar')})"
    use = f"UPDATE plans_answerlink SET used_at = app.now(), session_sha256 = {digest('session')}"
    job = "INSERT INTO core_job (id, partnership_id, user_id, task, args, created_at, run_at, attempts, error) VALUES"
    jobs = f"{job} ('{link}', '{there.partnership.pk}', '{coordinator}', 't', '{{}}', now(), now(), 0, '')"

    change_key = "UPDATE partners_apikey SET"

    def of(who: str, setting: str) -> str:
        person = here.people[who].pk
        return f"SELECT current_setting('app.{setting}') FROM app.open_membership('{person}', '{ours}')"

    police, nothing = str(here.agencies["police"].pk), [("{}",)]
    return {
        "a member comes in": ("", member, [(Role.COORDINATOR,)]),
        "a deactivated one does not": ("UPDATE partners_user SET is_active = false", member, NOBODY),
        "nor one whose membership ended": ("UPDATE partners_membership SET ended_at = app.now()", member, NOBODY),
        "nor a member of elsewhere": ("", member.replace(str(ours), str(there.partnership.pk)), NOBODY),
        "an auditor writes nothing": ("", of("auditor", "writable_ids"), nothing),
        "nor a board member": ("", of("board_member", "writable_ids"), nothing),
        "a contributor is its agency": ("", of("contributor", "agency_id"), [(police,)]),
        "a key comes in": ("", key, [("Police records system",)]),
        "with its secret": ("", key.replace(digest(secret), digest("guess")), NOBODY),
        "not when revoked": (f"{change_key} revoked_at = app.now()", key, NOBODY),
        "not when expired": (f"{change_key} created_at = '2001-01-01', expires_at = '2001-01-02'", key, NOBODY),
        "one that only reads writes nothing": (
            f"{change_key} scopes = ARRAY['read']", key.replace("name", "current_setting('app.writable_ids')"), nothing,
        ),
        "a key is its agency": ("", key.replace("name", "current_setting('app.agency_id')"), [(police,)]),
        "a link comes in by its token": ("", by_token, [("Ann",)]),
        "once": (use, by_token, NOBODY),
        "then by its session": (use, by_session, [("Ann",)]),
        "by no other session": (use, by_session.replace(digest("session"), digest("guess")), NOBODY),
        "and by no other link": (use, by_session.replace(str(link), str(uuid.uuid4())), NOBODY),
        "not when it ended": ("UPDATE plans_answerlink SET ended_at = app.now()", by_token, NOBODY),
        "not when it expired": ("UPDATE plans_answerlink SET expires_at = '2001-01-01'", by_token, NOBODY),
        "not when the round closed": ("UPDATE plans_round SET closed_at = app.now()", by_token, NOBODY),
        "a link is its agency": ("", by_token.replace("name", "current_setting('app.agency_id')"), [(police,)]),
        "in its round": ("", by_token.replace("name", "current_setting('app.round_id')"), [(str(here.round.pk),)]),
        "a calendar comes in": ("", calendar, [(Role.COORDINATOR,)]),
        "with its address": ("", calendar.replace(digest("calendar"), digest("guess")), NOBODY),
        "not when revoked since": ("UPDATE partners_calendaraddress SET revoked_at = app.now()", calendar, NOBODY),
        "a calendar writes nothing": (
            "", f"SELECT current_setting('app.writable_ids') FROM ({calendar} OFFSET 0) found", nothing,
        ),
        "a job of somebody who is no member stops": (jobs, f"SELECT app.enter_job('{link}')", "is no member any more"),
    }  # fmt: skip


def _link(cast: Cast, owner: Any) -> uuid.UUID:
    here = cast.here
    with here.as_("coordinator") as by:
        link = AnswerLink.objects.within(by).create(
            partnership=by.partnership, round=here.round, agency=here.agencies["police"], name="Ann",
            email="ann@police.example", token_sha256=hashlib.sha256(b"token").digest(), created_at=clock.now(),
            expires_at=clock.now().replace(year=clock.today().year + 1),
        )  # fmt: skip
    owner.execute("SELECT count(*) FROM plans_answerlink")
    return link.pk


def failing(owner: Any, asked: Probes) -> list[str]:
    """The names of the probes that do not give what they must; each leaves nothing behind."""
    return [name for name, (first, call, wanted) in asked.items() if _given(owner, first, call) != wanted]


def _given(owner: Any, first: str, call: str) -> Any:
    owner.execute("SAVEPOINT probe")
    try:
        if first:
            owner.execute(first)
        owner.execute(call)
        return owner.fetchall()
    except psycopg2.Error as error:
        said = str(error)
        return "is no member any more" if "is no member any more" in said else said
    finally:
        owner.execute("ROLLBACK TO SAVEPOINT probe")


def test_who_comes_in(live_cast: Cast, owner: Any) -> None:
    assert failing(owner, probes(live_cast, owner)) == []


def test_each_check_that_is_taken_out_is_missed(live_cast: Cast, owner: Any) -> None:
    asked, unnoticed = probes(live_cast, owner), []
    for function, old, new in BROKEN:
        owner.execute("SAVEPOINT whole")
        owner.execute("SELECT pg_get_functiondef(%s::regprocedure)", [function])
        [source] = owner.fetchone()
        assert old in source, (function, old)
        owner.execute("SET LOCAL ROLE tracker_fn" if "SECURITY DEFINER" in source else "SELECT 1")
        owner.execute(source.replace(old, new))
        owner.execute("RESET ROLE")
        if not failing(owner, asked):
            unnoticed.append(f"{function}: {old}")
        owner.execute("ROLLBACK TO SAVEPOINT whole")
    assert unnoticed == []
