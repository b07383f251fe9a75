"""Row-level security, the history's guards and the migration operations that put them on a table.

Reasons and measurements: docs/adr/0002-tenancy.md. Names of roles: core/database.py.
"""

from __future__ import annotations

from typing import Any

from django.apps.registry import Apps
from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from .database import APPLICATION, FUNCTIONS, OWNER

SCHEMA_SQL = f"""
CREATE SCHEMA app;
GRANT USAGE ON SCHEMA app TO {APPLICATION};
GRANT USAGE, CREATE ON SCHEMA app TO {FUNCTIONS};

-- Loud: without a tenant a query is an error, since silence would print an empty board pack. '{{}}' says "none".
CREATE FUNCTION app.ids(name text) RETURNS uuid[] LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE value text := current_setting(name, true);
BEGIN
  IF value IS NULL OR value = '' THEN
    RAISE EXCEPTION 'no partnership is set for this transaction (%)', name USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN value::uuid[];
END $$;

CREATE FUNCTION app.setting(name text) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT NULLIF(current_setting(name, true), '') $$;

-- The database's clock. A given moment counts for the owner's own session under the maintenance flag, for nobody else;
-- a demonstration stands on its day.
CREATE FUNCTION app.now() RETURNS timestamptz LANGUAGE plpgsql VOLATILE SECURITY DEFINER
  SET search_path = pg_catalog, public AS $$
DECLARE demo date;
BEGIN
  IF session_user = '{OWNER}' AND app.setting('app.maintenance') = 'on' AND app.setting('app.moment') IS NOT NULL THEN
    RETURN app.setting('app.moment')::timestamptz;
  END IF;
  SELECT today INTO demo FROM core_democlock;
  IF demo IS NULL THEN RETURN clock_timestamp(); END IF;
  RETURN (demo + (clock_timestamp() AT TIME ZONE 'Europe/London')::time) AT TIME ZONE 'Europe/London';
END $$;

CREATE FUNCTION app.append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'TRUNCATE' AND current_database() LIKE 'test\\_%' THEN RETURN NULL; END IF;  -- tests empty their tables
  RAISE EXCEPTION '% on % refused: append-only', TG_OP, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;

-- Who and when are the database's, whatever Python says.
CREATE FUNCTION app.history_stamp() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.history_date := app.now();
  NEW.history_actor := coalesce(app.setting('app.actor'), 'unknown');
  NEW.history_user_id := app.setting('app.user_id')::uuid;
  NEW.history_txid := txid_current();
  RETURN NEW;
END $$;

-- The net, at commit: the last history row of this transaction equals the live row, or the database writes it.
CREATE FUNCTION app.ensure_history() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, public AS $$
DECLARE row_id uuid; live jsonb; last jsonb; kind text; history text := TG_ARGV[0];
BEGIN
  row_id := CASE WHEN TG_OP = 'DELETE' THEN OLD.id ELSE NEW.id END;
  EXECUTE format('SELECT to_jsonb(t) FROM %I t WHERE id = $1', TG_TABLE_NAME) INTO live USING row_id;
  EXECUTE format('SELECT to_jsonb(t) FROM %I t WHERE id = $1 AND history_txid = txid_current()'
    ' ORDER BY history_id DESC LIMIT 1', history) INTO last USING row_id;
  IF live IS NULL THEN
    IF last->>'history_type' = '-' THEN RETURN NULL; END IF;
    live := to_jsonb(OLD); kind := '-';
  ELSE
    IF last IS NOT NULL AND last->>'history_type' <> '-' AND last @> live THEN RETURN NULL; END IF;
    kind := CASE WHEN TG_OP = 'INSERT' THEN '+' ELSE '~' END;
  END IF;
  EXECUTE format('INSERT INTO %I OVERRIDING USER VALUE SELECT (jsonb_populate_record(NULL::%I, $1)).*',
    history, history)
    USING live || jsonb_build_object('history_type', kind, 'history_change_reason', 'captured by the database',
      'history_date', app.now());
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION app.ensure_history() FROM PUBLIC;
"""


def definer(signature: str) -> str:
    """Give a SECURITY DEFINER function to the role that cannot log in and owns nothing else."""
    return (
        f"ALTER FUNCTION {signature} OWNER TO {FUNCTIONS}; SET LOCAL ROLE {FUNCTIONS};"
        f" GRANT EXECUTE ON FUNCTION {signature} TO {OWNER}; RESET ROLE;"
    )


def definer_for_application(signature: str) -> str:
    return (
        definer(signature) + f"SET LOCAL ROLE {FUNCTIONS}; REVOKE ALL ON FUNCTION {signature} FROM PUBLIC;"
        f" GRANT EXECUTE ON FUNCTION {signature} TO {APPLICATION}, {OWNER}; RESET ROLE;"
    )


SCHEMA_SQL += definer("app.ensure_history()") + definer("app.now()")

_SEES = "{column} = ANY ((SELECT app.ids('app.partnership_ids'))::uuid[])"
_WRITES = "{column} = ANY ((SELECT app.ids('app.writable_ids'))::uuid[])"


def _policies(table: str, column: str, grant: str) -> str:
    sees, writes = _SEES.format(column=column), _WRITES.format(column=column)
    sql = f"""
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY; ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
GRANT {grant} ON {table} TO {APPLICATION};
GRANT SELECT, INSERT, UPDATE ON {table} TO {FUNCTIONS};
CREATE POLICY functions ON {table} TO {FUNCTIONS} USING (true);
CREATE POLICY owner ON {table} TO {OWNER} USING (app.setting('app.maintenance') = 'on');
CREATE POLICY sees ON {table} FOR SELECT TO {APPLICATION} USING ({sees});"""
    if "INSERT" in grant:
        sql += f"CREATE POLICY inserts ON {table} FOR INSERT TO {APPLICATION} WITH CHECK ({writes});"
    if "UPDATE" in grant:
        sql += f"CREATE POLICY updates ON {table} FOR UPDATE TO {APPLICATION} USING ({writes}) WITH CHECK ({writes});"
    if "DELETE" in grant:
        sql += f"CREATE POLICY deletes ON {table} FOR DELETE TO {APPLICATION} USING ({writes});"
    return sql


def _narrow_to_agency(table: str, column: str) -> str:
    """An agency's session or key writes its own agency's rows only, whatever the code forgets."""
    own = f"(app.setting('app.agency_id') IS NULL OR {column} = app.setting('app.agency_id')::uuid)"
    return (
        f"CREATE POLICY agency_inserts ON {table} AS RESTRICTIVE FOR INSERT TO {APPLICATION} WITH CHECK ({own});"
        f"CREATE POLICY agency_updates ON {table} AS RESTRICTIVE FOR UPDATE TO {APPLICATION}"
        f" USING ({own}) WITH CHECK ({own});"
    )


def append_only(table: str) -> str:
    return f"""
REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {APPLICATION};
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION app.append_only();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION app.append_only();"""


def _history(table: str, history: str) -> str:
    return (
        _policies(history, "partnership_id", "SELECT, INSERT")
        + append_only(history)
        + f"""
CREATE TRIGGER stamp BEFORE INSERT ON {history} FOR EACH ROW EXECUTE FUNCTION app.history_stamp();
CREATE INDEX {history}_as_at ON {history} (partnership_id, id, history_id DESC);
CREATE INDEX {history}_tx ON {history} (history_txid, id);
GRANT USAGE ON SEQUENCE {history}_history_id_seq TO {APPLICATION}, {FUNCTIONS};
CREATE CONSTRAINT TRIGGER ensure_history AFTER INSERT OR UPDATE OR DELETE ON {table} DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION app.ensure_history('{history}');"""
    )


def _same_tenant_keys(model: type[models.Model]) -> str:
    """A plain foreign key accepts another tenant's row; a composite one with the partnership does not."""
    table = model._meta.db_table
    sql = f"ALTER TABLE {table} ADD CONSTRAINT {table}_tenant UNIQUE (partnership_id, id);"
    for field in model._meta.local_fields:
        target = field.related_model if isinstance(field, models.ForeignKey) else None
        if target is None or isinstance(target, str) or not _has_partnership(target):
            continue
        sql += (
            f"ALTER TABLE {table} ADD CONSTRAINT {table}_{field.column}_tenant"
            f" FOREIGN KEY (partnership_id, {field.column})"
            f" REFERENCES {target._meta.db_table} (partnership_id, id) DEFERRABLE INITIALLY DEFERRED;"
        )
    return sql


def _has_partnership(model: type[models.Model]) -> bool:
    return any(field.name == "partnership" for field in model._meta.local_fields)


def _find(apps: Apps, app_label: str, name: str) -> type[models.Model] | None:
    try:
        return apps.get_model(app_label, name)
    except LookupError:
        return None


class ProtectTable(Operation):
    """Everything a tenant's table needs: policies, grants, same-tenant keys, and its history table's guards.

    There are no default privileges: a table that nobody protected is unusable for the application, not open.
    `column` holds the partnership's id; `agency` names the column that an agency's session is narrowed to.
    """

    reversible = False

    def __init__(
        self,
        model: str,
        *,
        column: str = "partnership_id",
        grant: str = "SELECT, INSERT, UPDATE, DELETE",
        agency: str = "",
        frozen: bool = False,
    ) -> None:
        self.model, self.column, self.grant, self.agency, self.frozen = model, column, grant, agency, frozen

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        kept = {"column": self.column, "grant": self.grant, "agency": self.agency, "frozen": self.frozen}
        return (type(self).__name__, [self.model], kept)

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The models' state does not change."""

    def describe(self) -> str:
        return f"Row-level security on {self.model}"

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        model = to_state.apps.get_model(app_label, self.model)
        table = model._meta.db_table
        sql = _policies(table, self.column, "SELECT, INSERT" if self.frozen else self.grant)
        if _has_partnership(model):
            sql += _same_tenant_keys(model)
        if self.agency:
            sql += _narrow_to_agency(table, self.agency)
        if self.frozen:
            sql += append_only(table)
        history = _find(to_state.apps, app_label, f"Historical{self.model}")
        if history is not None:
            sql += _history(table, history._meta.db_table)
        schema_editor.execute(sql)


class GrantGlobal(Operation):
    """A table without a tenant (accounts, sessions): what the application may do, and why, kept in the catalogue."""

    reversible = False

    def __init__(self, table: str, grant: str, reason: str) -> None:
        self.table, self.grant, self.reason = table, grant, reason

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return (type(self).__name__, [self.table, self.grant, self.reason], {})

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The models' state does not change."""

    def describe(self) -> str:
        return f"{self.table} has no tenant: {self.reason}"

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_get_serial_sequence(%s, 'id') FROM information_schema.columns"
                " WHERE table_name = %s AND column_name = 'id'",
                [self.table, self.table],
            )
            row = cursor.fetchone()
        sequence = f"GRANT USAGE ON SEQUENCE {row[0]} TO {APPLICATION};" if row and row[0] else ""
        reason = self.reason.replace("'", "''")
        schema_editor.execute(
            f"GRANT {self.grant} ON {self.table} TO {APPLICATION}; {sequence}"
            f"COMMENT ON TABLE {self.table} IS 'no tenant: {reason}';"
        )


class FeedTable(Operation):
    """Writes a line of the feed of changes (core.models.Change) for each history row of a model, in the same statement.

    What is a draft stays its writer's own: it makes no line.
    """

    reversible = False

    def __init__(self, model: str, kind: str) -> None:
        self.model, self.kind = model, kind

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return (type(self).__name__, [self.model, self.kind], {})

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The models' state does not change."""

    def describe(self) -> str:
        return f"Feed of changes from {self.model}"

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        history = to_state.apps.get_model(app_label, f"Historical{self.model}")._meta.db_table
        schema_editor.execute(
            f"CREATE TRIGGER feed AFTER INSERT ON {history} REFERENCING NEW TABLE AS written"
            f" FOR EACH STATEMENT EXECUTE FUNCTION app.feed('{self.kind}');"
        )
