"""Row-level security, table by table from the catalogue, as the application's role: what the database returns, whatever
the code forgets."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, ProgrammingError, connection, transaction

from partners.models import Agency
from partners.tenancy import enter_key
from plans.models import Action, Plan, Update, UpdateRequest
from plans.services.updates import Answer, submit
from prevent_tracker.core.models import TenantModel, UnscopedQuery

from .addresses import build_scene
from .cast import Cast
from .catalogue import VISITORS, tenant_tables

INSUFFICIENT_PRIVILEGE = "42501"
TENANT_MODELS = [model for model in apps.get_models() if issubclass(model, TenantModel)]
# What no action of the cast fills: their policies are compared in the catalogue, their rows cannot be tried here.
EMPTY = {
    "core_confirmation", "core_idempotentcall", "core_jobprogress", "partners_post", "partners_historicalpost",
    "plans_frontmatter", "plans_historicalfrontmatter",
    "plans_glossaryentry", "plans_historicalglossaryentry", "plans_deadlinechange", "plans_historicaldeadlinechange",
    "plans_columnlayout", "plans_historicalcolumnlayout", "plans_roundsettings", "plans_historicalroundsettings",
    "plans_extension", "plans_historicalextension",
}  # fmt: skip


@pytest.fixture
def tables(cast: Cast) -> list[str]:
    build_scene(cast.here, "our-plan", "O")
    build_scene(cast.elsewhere, "their-plan", "T")
    with connection.cursor() as cursor:
        return tenant_tables(cursor)


@contextmanager
def opened(ids: list[uuid.UUID] | None, writable: list[uuid.UUID] | None = None) -> Iterator[Any]:
    """A cursor in a transaction of its own with these partnerships open; None: nothing was set."""
    with transaction.atomic(), connection.cursor() as cursor:
        for name, given in (("app.partnership_ids", ids), ("app.writable_ids", ids if writable is None else writable)):
            value = "" if given is None else "{" + ",".join(map(str, given)) + "}"
            cursor.execute("SELECT set_config(%s, %s, true), set_config('app.agency_id', '', true)", [name, value])
        yield cursor


def partnerships_in(cursor: Any, table: str) -> set[uuid.UUID]:
    cursor.execute(f"SELECT DISTINCT partnership_id FROM {table}")  # noqa: S608  from the catalogue
    return {row[0] for row in cursor.fetchall()}


def test_nothing_set_is_an_error_none_is_nothing_one_is_its_own(cast: Cast, tables: list[str]) -> None:
    """Silence would print an empty board pack, so forgetting to open a partnership is loud."""
    here, there = cast.here.partnership.pk, cast.elsewhere.partnership.pk
    empty = set()
    for table in tables:
        if table not in EMPTY:  # of a table without rows PostgreSQL asks no policy
            with pytest.raises(ProgrammingError, match="no partnership is set"), opened(None) as cursor:
                partnerships_in(cursor, table)
        for ids in ([], [here], [there], [here, there]):
            with opened(ids) as cursor:
                found = partnerships_in(cursor, table)
            assert found <= set(ids), table
            if ids and not found:
                empty.add(table)
            else:
                assert found == set(ids) or table in empty, table
    assert empty == EMPTY


def test_a_visitor_reads_what_is_published_and_nothing_else(cast: Cast, tables: list[str]) -> None:
    """Of every table; and once a partnership is opened in the same transaction, not as a visitor any more."""
    found, visitor = {}, "SELECT app.enter_visitor()"
    for table in tables:
        with opened(None) as cursor:
            cursor.execute(visitor)
            found[table] = partnerships_in(cursor, table)
    both = {cast.here.partnership.pk, cast.elsewhere.partnership.pk}
    assert {table: ids for table, ids in found.items() if ids} == dict.fromkeys(VISITORS, both)
    for entering in ("SELECT * FROM app.enter_user(%s, 'northvale')", "SELECT * FROM app.enter_user(%s, 'southmere')"):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(visitor)
            cursor.execute(entering, [cast.here.people["auditor"].pk])
            assert partnerships_in(cursor, "reporting_publication") <= {cast.here.partnership.pk}


def test_a_visitor_reads_public_editions_of_pages_that_are_open(cast: Cast, tables: list[str]) -> None:
    """Not the board’s edition, nor what is withdrawn, nor what was issued before a withdrawn page opened anew."""
    changes = {
        "": 2,
        "UPDATE reporting_publication SET withdrawn_at = now(), withdrawn_reason = 'x'": 1,
        "UPDATE reporting_publication SET published_at = now() + interval '1 second'": 1,
        "UPDATE reporting_publication SET pack_id = (SELECT id FROM reporting_pack LIMIT 1)": 1,
    }
    for change, seen in changes.items():
        point = transaction.savepoint()
        with opened([cast.here.partnership.pk]) as cursor:
            cursor.execute(change or "SELECT 1")
            cursor.execute("SELECT app.enter_visitor()")
            cursor.execute("SELECT edition FROM reporting_issue")
            assert cursor.fetchall() == [("public",)] * seen, change
        transaction.savepoint_rollback(point)


def test_a_visitor_writes_nothing(cast: Cast, tables: list[str]) -> None:
    for table in tables:
        for sql in (
            f"UPDATE {table} SET partnership_id = partnership_id",  # noqa: S608  from the catalogue
            f"DELETE FROM {table}",  # noqa: S608  as above
        ):
            assert _written(sql, [], reads=[], writes=[], first="SELECT app.enter_visitor()") == 0, sql


def test_rows_are_written_only_where_writing_is_open(cast: Cast, tables: list[str]) -> None:
    """Reading two and writing one: rows of the other neither change nor vanish, and none is given away."""
    here, there = cast.here.partnership.pk, cast.elsewhere.partnership.pk
    for table in tables:
        for sql in (
            f"UPDATE {table} SET partnership_id = partnership_id WHERE partnership_id = %s",  # noqa: S608  from the catalogue
            f"DELETE FROM {table} WHERE partnership_id = %s",  # noqa: S608  as above
        ):
            assert _written(sql, [there], reads=[here, there], writes=[here]) == 0, sql
            assert _written(sql, [here], reads=[here], writes=[]) == 0, sql
        if table not in EMPTY:
            give = f"UPDATE {table} SET partnership_id = %s WHERE partnership_id = %s"  # noqa: S608  as above
            assert _written(give, [there, here], reads=[here, there], writes=[here]) == 0, give


def _written(
    sql: str, params: list[Any], *, reads: list[uuid.UUID], writes: list[uuid.UUID], first: str = "SELECT 1"
) -> int:
    """Rows changed; 0 also where the database refuses in words."""
    point = transaction.savepoint()
    try:
        with opened(reads, writes) as cursor:
            cursor.execute(first)
            cursor.execute(sql, params)
            return int(cursor.rowcount)
    except ProgrammingError as error:
        if getattr(error.__cause__, "pgcode", "") != INSUFFICIENT_PRIVILEGE:
            raise
        return 0
    finally:
        transaction.savepoint_rollback(point)


def test_a_row_for_another_partnership_is_refused(cast: Cast) -> None:
    foreign = Agency(partnership=cast.elsewhere.partnership, slug="x", name="X", short_name="X", kind="other")
    with pytest.raises(ProgrammingError, match="row-level security"), cast.here.as_("administrator"):
        foreign.save(force_insert=True)


def test_a_reader_writes_nothing_even_by_raw_sql(cast: Cast) -> None:
    for who in ("auditor", "board_member"):
        with cast.here.as_(who), connection.cursor() as cursor:
            cursor.execute("UPDATE plans_action SET text = 'x'")
            assert cursor.rowcount == 0
            cursor.execute("DELETE FROM plans_lead")
            assert cursor.rowcount == 0


def test_a_plain_key_to_another_partnerships_row_is_refused(cast: Cast) -> None:
    """Composite keys: the row itself would pass the policy, its parent would not."""
    sql = "UPDATE plans_action SET objective_id = %s WHERE id = %s; SET CONSTRAINTS ALL IMMEDIATE"
    with (
        pytest.raises(DatabaseError, match="objective_id_tenant"),
        cast.here.as_("coordinator"),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql, [cast.elsewhere.objectives[0].pk, cast.here.actions[0].pk])


@pytest.mark.parametrize("model", TENANT_MODELS, ids=lambda model: model._meta.label)
def test_a_query_that_names_no_partnership_is_an_error(model: Any) -> None:
    for forgot in (model.objects.all, model.objects.count, model.objects.first, lambda: model.objects.filter(pk=None)):
        with pytest.raises(UnscopedQuery):
            forgot()


def test_a_forgotten_filter_leaks_nothing(cast: Cast) -> None:
    with cast.here.as_("coordinator"), connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT partnership_id FROM plans_action")
        assert cursor.fetchall() == [(cast.here.partnership.pk,)]
        assert Plan._base_manager.get() == cast.here.plan
        assert not Action._base_manager.filter(partnership=cast.elsewhere.partnership).exists()


@pytest.mark.parametrize("way", ["member", "key"])
def test_an_agency_writes_its_own_updates_alone_even_by_raw_orm(cast: Cast, way: str) -> None:
    here = cast.here
    with here.as_("other_contributor") as by:
        theirs = submit(
            by=by, request=UpdateRequest.objects.within(by).get(action=here.actions[2], agency=by.agency_id),
            answer=Answer("green", "All wards."),
        )  # fmt: skip
    with transaction.atomic():
        if way == "key":
            assert enter_key(here.key) is not None
        else:
            with connection.cursor() as cursor:
                cursor.execute("SELECT * FROM app.enter_user(%s, 'northvale')", [here.people["contributor"].pk])
        rows = Update._base_manager
        assert rows.filter(pk=theirs.pk).update(rag="red") == 0
        assert rows.get(pk=theirs.pk).rag == "green"
        request = UpdateRequest._base_manager.get(action=here.actions[3])
        forged = Update(
            partnership=here.partnership, request=request, round=here.round, action=here.actions[3],
            agency=here.agencies["health"], state="draft", channel="api",
        )  # fmt: skip
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            forged.save(force_insert=True)


@pytest.mark.django_db(transaction=True)
def test_what_was_open_ends_with_its_transaction(live_cast: Cast) -> None:
    """Connections are reused: the next request must not find the last one's partnership open."""
    with live_cast.here.as_("coordinator"):
        pass
    pid = _pid()
    for who in ("coordinator", "contributor"):
        live_cast.here.client(who).get("/p/northvale/plans/")
    assert _pid() == pid
    for table in ("plans_plan", "partners_membership", "plans_historicalaction"):
        with pytest.raises(ProgrammingError, match="no partnership is set"), connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608  three names


@pytest.mark.django_db(transaction=True)
def test_an_error_leaves_nothing_open_either(live_cast: Cast) -> None:
    with pytest.raises(ZeroDivisionError), live_cast.here.as_("coordinator"):
        raise ZeroDivisionError
    with pytest.raises(ProgrammingError, match="no partnership is set"):
        Plan._base_manager.count()


def _pid() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])
