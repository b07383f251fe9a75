"""The migration operations, beside what the catalogue's tests see, and migrations that say what models say."""

from __future__ import annotations

import io

from django.core.management import call_command
from django.db.migrations.writer import OperationWriter

from prevent_tracker.core.rls import GrantGlobal, ProtectTable, append_only, definer_for_application


def test_no_migration_is_missing(db: None) -> None:
    """`makemigrations --check` ends the process where a model has changed."""
    call_command("makemigrations", check_changes=True, dry_run=True, stdout=io.StringIO())


def test_operations_can_be_written_into_migrations_as_they_are() -> None:
    operation = ProtectTable("Update", grant="SELECT, INSERT, UPDATE", agency="agency_id")
    name, args, kwargs = operation.deconstruct()
    assert ProtectTable(*args, **kwargs).deconstruct() == (name, args, kwargs)
    assert kwargs["agency"] == "agency_id"
    written, imports = OperationWriter(GrantGlobal("a_table", "SELECT", "it's shared")).serialize()
    assert "it's shared" in written
    assert imports == {"import prevent_tracker.core.rls"}
    assert GrantGlobal("a_table", "SELECT", "reference data").describe() == "a_table has no tenant: reference data"


def test_functions_of_the_application_are_nobody_elses() -> None:
    sql = definer_for_application("app.enter(uuid)")
    assert "OWNER TO tracker_fn" in sql
    assert sql.index("REVOKE ALL ON FUNCTION app.enter(uuid) FROM PUBLIC") < sql.index("TO tracker_app, tracker_owner")


def test_append_only_covers_rows_and_truncation() -> None:
    sql = append_only("some_table")
    assert "BEFORE UPDATE OR DELETE ON some_table" in sql
    assert "BEFORE TRUNCATE ON some_table" in sql
