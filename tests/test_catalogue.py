"""Tests that fail when somebody forgets: every table has its tenant, every promise of the schema is in the catalogue,
and the check itself is tried on broken schemas."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg2
import pytest
from django.apps import apps
from django.db import connection

from prevent_tracker.core.database import as_owner

from .catalogue import tenant_tables, violations

# Models without a tenant, each with its reason; the database says the same in a comment on the table.
NO_TENANT = {
    "core.DemoClock": "one day for the whole installation",
    "partners.User": "accounts are shared by partnerships",
    "partners.Partnership": "is the tenant; protected by its own key",
    "auth.Permission": "Django's own, unused",
    "auth.Group": "Django's own, unused",
    "auth.Group_permissions": "Django's own, unused",
    "contenttypes.ContentType": "Django's own",
    "sessions.Session": "read before the tenant is known",
    "account.EmailAddress": "accounts are shared by partnerships",
    "account.EmailConfirmation": "accounts are shared by partnerships",
}

MUTANTS = {
    "a policy is dropped": "DROP POLICY sees ON plans_plan",
    "a writing policy is dropped": "DROP POLICY updates ON plans_action",
    "a policy lets everybody see": "ALTER POLICY sees ON plans_plan USING (true)",
    "a policy more, open to all": "CREATE POLICY more ON plans_plan FOR SELECT USING (true)",
    "readers write": """DROP POLICY inserts ON plans_plan; CREATE POLICY inserts ON plans_plan FOR INSERT TO tracker_app
        WITH CHECK (partnership_id = ANY ((SELECT app.ids('app.partnership_ids'))::uuid[]))""",
    "FORCE is off": "ALTER TABLE plans_update NO FORCE ROW LEVEL SECURITY",
    "row-level security is off": "ALTER TABLE partners_agency DISABLE ROW LEVEL SECURITY",
    "a table that nobody protected": "CREATE TABLE plans_forgotten (id uuid PRIMARY KEY, partnership_id uuid)",
    "a tenant's table excused": "COMMENT ON TABLE plans_plan IS 'no tenant: nonsense'",
    "the agency's narrowing is dropped": "DROP POLICY agency_updates ON plans_update",
    "the link's narrowing is dropped": "DROP POLICY link_inserts ON plans_update",
    "the net is dropped": "DROP TRIGGER ensure_history ON plans_action",
    "the net is off": "ALTER TABLE plans_action DISABLE TRIGGER ensure_history",
    "the stamp is dropped": "DROP TRIGGER stamp ON plans_historicalaction",
    "append-only is dropped": "DROP TRIGGER append_only ON partners_historicalagency",
    "an issue may be truncated": "DROP TRIGGER no_truncate ON reporting_issue",
    "history may be updated": "GRANT UPDATE ON plans_historicalaction TO tracker_app",
    "an issue may be deleted": "GRANT DELETE ON reporting_issue TO tracker_app",
    "tables may be truncated": "GRANT TRUNCATE ON plans_action TO tracker_app",
    "everybody reads": "GRANT SELECT ON plans_plan TO PUBLIC",
    "a composite key is dropped": "ALTER TABLE plans_action DROP CONSTRAINT plans_action_objective_id_tenant",
    "a plain view": "CREATE VIEW every_plan AS SELECT * FROM plans_plan",
    "a materialised view": "CREATE MATERIALIZED VIEW every_plan AS SELECT * FROM plans_plan WITH NO DATA",
    "a definer of the owner's": "CREATE FUNCTION app.leak() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'",
    "everybody enters": "SET LOCAL ROLE tracker_fn; GRANT EXECUTE ON FUNCTION app.enter_user(uuid, text) TO PUBLIC",
    "no fixed search_path": "SET LOCAL ROLE tracker_fn; ALTER FUNCTION app.enter_user(uuid, text) RESET search_path",
    "the application creates tables": "GRANT CREATE ON SCHEMA app TO tracker_app",
    "the round's gate is dropped": "DROP TRIGGER round_is_open ON plans_update",
    "the round's moments are dropped": "DROP TRIGGER moments ON plans_round",
    "the visitor's policy is dropped": "DROP POLICY visitors ON reporting_issue",
    "a visitor reads what is withdrawn": "ALTER POLICY visitors ON reporting_publication USING (app.is_visitor())",
    "a visitor reads every edition": """ALTER POLICY visitors ON reporting_issue USING ((SELECT app.is_visitor())
        AND EXISTS (SELECT FROM reporting_publication p WHERE p.plan_id = reporting_issue.plan_id))""",
    "a visitor reads one table more": """CREATE POLICY visitors ON reporting_pack FOR SELECT TO tracker_app
        USING ((SELECT app.is_visitor()))""",
    "a visitor writes": """CREATE POLICY visiting ON reporting_publication FOR UPDATE TO tracker_app
        USING ((SELECT app.is_visitor() AS is_visitor) AND (withdrawn_at IS NULL))""",
    "everybody is a visitor": """CREATE OR REPLACE FUNCTION app.is_visitor() RETURNS boolean LANGUAGE sql STABLE
        AS 'SELECT true'""",
    "an imported file's guard is dropped": "DROP TRIGGER file_stays ON plans_importfile",
}


@pytest.fixture
def owner(django_db_setup: None) -> Iterator[Any]:
    """A cursor of the owner's on the test database, in a transaction that is rolled back."""
    with as_owner():
        address = connection.get_connection_params()
    with psycopg2.connect(**address) as own:
        with own.cursor() as cursor:
            yield cursor
        own.rollback()
    own.close()


def test_no_violations(owner: Any) -> None:
    assert violations(owner) == []


@pytest.mark.parametrize("mutant", MUTANTS)
def test_broken_schemas_are_noticed(owner: Any, mutant: str) -> None:
    owner.execute(MUTANTS[mutant])
    assert violations(owner) != []


def test_every_model_declares_its_tenant() -> None:
    undeclared = {
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        if not any(field.attname == "partnership_id" for field in model._meta.concrete_fields)
    }
    assert undeclared == set(NO_TENANT)


def test_the_database_agrees_which_tables_have_a_tenant(owner: Any) -> None:
    declared = {model._meta.db_table for model in apps.get_models() if model._meta.label not in NO_TENANT}
    assert set(tenant_tables(owner)) == declared


def test_every_tenant_row_has_its_partnership_always() -> None:
    """History rows lose their foreign key, never their tenant."""
    nullable = {
        model._meta.label
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.attname == "partnership_id" and field.null and "Historical" not in model.__name__
    }
    assert nullable == set()
