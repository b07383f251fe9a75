"""What PostgreSQL's own catalogue says about the promises of core/rls.py: `violations()` is empty, or names what broke.

It looks at the database that was made, not at the migrations that made it, so it also finds what nobody protected.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from prevent_tracker.core.database import APPLICATION, FUNCTIONS

Rows = list[dict[str, Any]]
Ask = Callable[..., Rows]

# By table, what a restrictive policy compares on writing: an agency's session writes only its own agency's rows, a
# link's only its own round's.
NARROWED = {
    ("plans_update", "app.agency_id"), ("plans_update", "app.round_id"), ("plans_evidence", "app.agency_id"),
}  # fmt: skip
# What a visitor reads of these tables, and of no other; both sides without white space.
VISITORS = {
    "reporting_publication": "((SELECT app.is_visitor() AS is_visitor) AND (withdrawn_at IS NULL))",
    "reporting_issue": """((SELECT app.is_visitor() AS is_visitor) AND ((edition)::text = 'public'::text) AND (EXISTS (
        SELECT FROM reporting_publication p WHERE ((p.partnership_id = reporting_issue.partnership_id)
        AND (p.plan_id = reporting_issue.plan_id) AND (NOT (p.pack_id IS DISTINCT FROM reporting_issue.pack_id))
        AND (p.withdrawn_at IS NULL) AND (p.published_at <= reporting_issue.issued_at)))))""",
}
IS_VISITOR = """SELECT coalesce(app.setting('app.visitor') = 'on' AND app.setting('app.partnership_ids') = '{}'
    AND app.setting('app.actor') = 'visitor', false)"""
# Not history, yet frozen in the same way.
FROZEN = {"reporting_issue"}
# Executable by everybody: it tells the time and nothing else, and triggers that run as their caller call it.
FOR_EVERYBODY = {"app.now()"}
REQUIRED_TRIGGERS = {("plans_round", "moments"), ("plans_update", "round_is_open"), ("plans_importfile", "file_stays")}
SETTINGS = {"r": "app.partnership_ids", "a": "app.writable_ids", "w": "app.writable_ids", "d": "app.writable_ids"}
COMMANDS = {"r": "SELECT", "a": "INSERT", "w": "UPDATE", "d": "DELETE"}

_TABLES = """
SELECT c.oid, c.relname AS name, c.relkind AS kind, c.relrowsecurity AS enabled, c.relforcerowsecurity AS forced,
  coalesce(obj_description(c.oid, 'pg_class'), '') AS comment, coalesce(c.reloptions::text, '') AS options,
  EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'partnership_id') AS has_tenant,
  has_table_privilege(%(app)s, c.oid, 'SELECT') AS r, has_table_privilege(%(app)s, c.oid, 'INSERT') AS a,
  has_table_privilege(%(app)s, c.oid, 'UPDATE') AS w, has_table_privilege(%(app)s, c.oid, 'DELETE') AS d,
  has_table_privilege(%(app)s, c.oid, 'TRUNCATE, TRIGGER, REFERENCES') AS more,
  has_table_privilege('public', c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE') AS public
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname IN ('public', 'app') AND c.relkind IN ('r', 'p', 'v', 'm', 'f') ORDER BY c.relname"""
_POLICIES = """
SELECT polname AS name, polrelid::regclass::text AS on, polcmd AS command, polpermissive AS permissive,
  coalesce(pg_get_expr(polqual, polrelid), '') AS sees, coalesce(pg_get_expr(polwithcheck, polrelid), '') AS writes
FROM pg_policy WHERE polroles && ARRAY[(SELECT oid FROM pg_roles WHERE rolname = %(app)s), 0::oid]"""
_TRIGGERS = """
SELECT tgrelid::regclass::text AS on, tgname AS name, tgenabled = 'O' AS enabled, tgdeferrable AS deferrable
FROM pg_trigger WHERE NOT tgisinternal"""
_DEFINERS = """
SELECT p.oid::regprocedure::text AS name, r.rolname AS owner, coalesce(p.proconfig::text, '') AS config,
  has_function_privilege('public', p.oid, 'EXECUTE') AS public
FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE p.prosecdef AND n.nspname IN ('public', 'app')"""
_IS_VISITOR = "SELECT prosrc AS says FROM pg_proc WHERE oid = 'app.is_visitor()'::regprocedure"
_KEYS = """
SELECT k.conrelid::regclass::text AS on, k.confrelid::regclass::text AS to, k.convalidated AS valid,
  (SELECT array_agg(a.attname::text ORDER BY a.attname) FROM pg_attribute a WHERE a.attrelid = k.conrelid
    AND a.attnum = ANY (k.conkey)) AS columns
FROM pg_constraint k WHERE k.contype = 'f'"""
_ROLES = """
SELECT rolname AS name, rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb AS mighty, rolcanlogin AS logs_in,
  EXISTS (SELECT FROM pg_auth_members m WHERE m.member = r.oid) AS is_member,
  (SELECT count(*) FROM pg_class WHERE relowner = r.oid) + (SELECT count(*) FROM pg_namespace WHERE nspowner = r.oid)
    AS relations, (SELECT count(*) FROM pg_proc WHERE proowner = r.oid) AS functions,
  has_schema_privilege(r.oid, 'public', 'CREATE') OR has_schema_privilege(r.oid, 'app', 'CREATE') AS creates
FROM pg_roles r WHERE rolname IN (%(app)s, %(functions)s)"""


def violations(cursor: Any) -> list[str]:
    """Sentences, one for each broken promise; `cursor` is any PEP 249 cursor on the database."""

    def ask(sql: str) -> Rows:
        cursor.execute(sql, {"app": APPLICATION, "functions": FUNCTIONS})
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    return [sentence for check in CHECKS for sentence in check(ask)]


def tenant_tables(cursor: Any) -> list[str]:
    """Every table with a `partnership_id`."""
    cursor.execute(_TABLES, {"app": APPLICATION})
    names = [column[0] for column in cursor.description]
    rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return [row["name"] for row in rows if row["has_tenant"] and row["kind"] == "r"]


def _tables(ask: Ask) -> Iterator[str]:
    for table in ask(_TABLES):
        name = table["name"]
        if table["kind"] == "v" and "security_invoker=true" not in table["options"]:
            yield f"{name}: a view without security_invoker shows every tenant"
        elif table["kind"] in "mf":
            yield f"{name}: a materialised view or foreign table knows no row-level security"
        elif table["kind"] in "rp" and not table["comment"].startswith("no tenant: "):
            if not (table["enabled"] and table["forced"]):
                yield f"{name}: row-level security is not forced, and no comment says why"
        elif table["kind"] in "rp" and table["has_tenant"]:
            yield f"{name}: says that it has no tenant, yet has partnership_id"
        if table["more"] or table["public"]:
            yield f"{name}: too much is granted"


def _policies(ask: Ask) -> Iterator[str]:
    policies = [policy for policy in ask(_POLICIES) if not _is_visitors(policy)]
    for policy in policies:
        if policy["permissive"] and any(
            f"'{SETTINGS.get(policy['command'])}'" not in said for said in (policy["sees"], policy["writes"]) if said
        ):
            yield f"{policy['on']}: policy {policy['name']} does not compare with the open partnership"
    found = {(policy["on"], policy["command"]) for policy in policies if policy["permissive"]}
    for table in ask(_TABLES):
        if table["enabled"]:
            for command, words in COMMANDS.items():
                if table[command] and (table["name"], command) not in found:
                    yield f"{table['name']}: {words} is granted without a policy"
    narrow = [policy for policy in policies if not policy["permissive"]]
    for name, setting in NARROWED:
        found = {each["command"] for each in narrow if each["on"] == name and f"'{setting}'" in each["writes"]}
        if not found >= {"a", "w"}:
            yield f"{name}: writing is not narrowed by {setting}"


def _is_visitors(policy: dict[str, Any]) -> bool:
    """Whether it is exactly what a visitor may read of its table; anything else is a policy like any other."""
    allowed = VISITORS.get(policy["on"])
    return allowed is not None and policy["command"] == "r" and _packed(policy["sees"]) == _packed(allowed)


def _packed(sql: str) -> str:
    return "".join(sql.split())


def _visitors(ask: Ask) -> Iterator[str]:
    for missing in VISITORS.keys() - {policy["on"] for policy in ask(_POLICIES) if _is_visitors(policy)}:
        yield f"{missing}: a visitor reads nothing of it"
    if [_packed(row["says"]) for row in ask(_IS_VISITOR)] != [_packed(IS_VISITOR)]:
        yield "app.is_visitor(): says something else"


def _history(ask: Ask) -> Iterator[str]:
    triggers = {(row["on"], row["name"]) for row in ask(_TRIGGERS) if row["enabled"]}
    deferred = {row["on"] for row in ask(_TRIGGERS) if row["name"] == "ensure_history" and row["deferrable"]}
    for table in ask(_TABLES):
        name = table["name"]
        is_history = "_historical" in name
        if is_history or name in FROZEN:
            if table["w"] or table["d"]:
                yield f"{name}: the application may change what is written once"
            for trigger in ("append_only", "no_truncate", *(["stamp"] if is_history else [])):
                if (name, trigger) not in triggers:
                    yield f"{name}: trigger {trigger} is missing or off"
        live = name.replace("_historical", "_")
        if is_history and ((live, "ensure_history") not in triggers or live not in deferred):
            yield f"{live}: nothing catches writes that skip its history"
    for on, trigger in REQUIRED_TRIGGERS - triggers:
        yield f"{on}: trigger {trigger} is missing or off"


def _definers(ask: Ask) -> Iterator[str]:
    for function in ask(_DEFINERS):
        name = function["name"]
        if "search_path=pg_catalog, public" not in function["config"]:
            yield f"{name}: SECURITY DEFINER without a fixed search_path"
        if function["owner"] != FUNCTIONS:
            yield f"{name}: SECURITY DEFINER owned by {function['owner']}"
        if function["public"] and name not in FOR_EVERYBODY:
            yield f"{name}: everybody may execute it"


def _keys(ask: Ask) -> Iterator[str]:
    keys = ask(_KEYS)
    written = {row["name"] for row in ask(_TABLES) if row["has_tenant"] and (row["a"] or row["w"])}
    tenant = {row["name"] for row in ask(_TABLES) if row["has_tenant"]}
    composite = {(row["on"], row["to"], tuple(row["columns"])) for row in keys}
    for key in keys:
        if not key["valid"]:
            yield f"{key['on']}: a foreign key to {key['to']} was never checked"
        pair = tuple(sorted([*key["columns"], "partnership_id"]))
        is_plain = key["on"] in written and key["to"] in tenant and len(key["columns"]) == 1
        if is_plain and (key["on"], key["to"], pair) not in composite:
            yield f"{key['on']}.{key['columns'][0]}: accepts a row of another partnership"


def _roles(ask: Ask) -> Iterator[str]:
    roles = {row["name"]: row for row in ask(_ROLES)}
    for name, role in roles.items():
        if role["mighty"] or role["is_member"] or role["relations"]:
            yield f"{name}: has rights that row-level security does not bind"
    if roles[APPLICATION]["functions"] or roles[APPLICATION]["creates"]:
        yield f"{APPLICATION}: owns or may create objects"
    if roles[FUNCTIONS]["logs_in"]:
        yield f"{FUNCTIONS}: may log in"


CHECKS: tuple[Callable[[Ask], Iterator[str]], ...] = (_tables, _policies, _visitors, _history, _definers, _keys, _roles)
