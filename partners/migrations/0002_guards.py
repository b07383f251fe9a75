"""The ways into a partnership, checked by the database, and row-level security on the tables of who."""

from django.db import migrations

from prevent_tracker.core.rls import GrantGlobal, ProtectTable, definer_for_application

ENTER_SQL = """
-- Who may write at all; the same rule as partners.roles.writes (a test compares them).
CREATE FUNCTION app.role_writes(role text, is_secretary boolean) RETURNS boolean LANGUAGE sql IMMUTABLE AS
$$ SELECT role IN ('administrator', 'coordinator', 'contributor') OR (role = 'board_member' AND is_secretary) $$;

CREATE FUNCTION app.open_membership(uid uuid, pid uuid)
  RETURNS TABLE (partnership_id uuid, role text, agency_id uuid, is_secretary boolean) LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE m partners_membership;
BEGIN
  SELECT * INTO m FROM partners_membership x JOIN partners_user u ON u.id = x.user_id AND u.is_active
    WHERE x.user_id = uid AND x.partnership_id = pid AND x.ended_at IS NULL;
  PERFORM set_config('app.actor', 'user:' || uid, true), set_config('app.user_id', uid::text, true);
  IF NOT FOUND OR m.id IS NULL THEN
    PERFORM set_config('app.partnership_ids', '{}', true), set_config('app.writable_ids', '{}', true),
      set_config('app.agency_id', '', true);
    RETURN;
  END IF;
  PERFORM set_config('app.partnership_ids', ARRAY[m.partnership_id]::text, true),
    set_config('app.writable_ids',
      (CASE WHEN app.role_writes(m.role, m.is_secretary) THEN ARRAY[m.partnership_id] ELSE '{}'::uuid[] END)::text, true),
    set_config('app.agency_id', CASE WHEN m.role = 'contributor' THEN m.agency_id::text ELSE '' END, true);
  RETURN QUERY SELECT m.partnership_id, m.role::text, CASE WHEN m.role = 'contributor' THEN m.agency_id END, m.is_secretary;
END $$;

CREATE FUNCTION app.enter_user(uid uuid, slug text)
  RETURNS TABLE (partnership_id uuid, role text, agency_id uuid, is_secretary boolean) LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  RETURN QUERY SELECT * FROM app.open_membership(uid, (SELECT p.id FROM partners_partnership p WHERE p.slug = enter_user.slug));
END $$;

CREATE FUNCTION app.enter_all(uid uuid) RETURNS TABLE (slug text, name text, role text) LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  PERFORM set_config('app.actor', 'user:' || uid, true), set_config('app.user_id', uid::text, true),
    set_config('app.agency_id', '', true), set_config('app.writable_ids', '{}', true),
    set_config('app.partnership_ids', coalesce(array_agg(m.partnership_id), '{}')::text, true)
    FROM partners_membership m JOIN partners_user u ON u.id = m.user_id AND u.is_active
    WHERE m.user_id = uid AND m.ended_at IS NULL;
  RETURN QUERY SELECT p.slug::text, p.name::text, m.role::text FROM partners_membership m
    JOIN partners_user u ON u.id = m.user_id AND u.is_active
    JOIN partners_partnership p ON p.id = m.partnership_id WHERE m.user_id = uid AND m.ended_at IS NULL ORDER BY p.name;
END $$;

CREATE FUNCTION app.enter_api_key(pfx text, digest bytea)
  RETURNS TABLE (id uuid, partnership_id uuid, agency_id uuid, name text) LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE k partners_apikey;
BEGIN
  SELECT * INTO k FROM partners_apikey a WHERE a.prefix = pfx AND a.secret_sha256 = digest
    AND a.revoked_at IS NULL AND a.expires_at > app.now();
  IF NOT FOUND THEN RETURN; END IF;
  PERFORM set_config('app.actor', 'key:' || k.prefix, true), set_config('app.user_id', '', true),
    set_config('app.partnership_ids', ARRAY[k.partnership_id]::text, true),
    set_config('app.writable_ids', ARRAY[k.partnership_id]::text, true),
    set_config('app.agency_id', k.agency_id::text, true);
  RETURN QUERY SELECT k.id, k.partnership_id, k.agency_id, k.name::text;
END $$;

-- A job is done in the name and with the rights, at this moment, of the person who asked for it.
CREATE FUNCTION app.enter_job(job uuid) RETURNS void LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE j core_job;
BEGIN
  SELECT * INTO j FROM core_job WHERE id = job;
  PERFORM app.open_membership(j.user_id, j.partnership_id);
  IF current_setting('app.partnership_ids') = '{}' THEN
    RAISE EXCEPTION 'the person who asked for job % is no member any more', job USING ERRCODE = 'insufficient_privilege';
  END IF;
END $$;
""" + "".join(
    definer_for_application(signature)
    for signature in (
        "app.open_membership(uuid, uuid)",
        "app.enter_user(uuid, text)",
        "app.enter_all(uuid)",
        "app.enter_api_key(text, bytea)",
        "app.enter_job(uuid)",
    )
)


class Migration(migrations.Migration):
    dependencies = [("partners", "0001_initial"), ("core", "0002_guards")]

    operations = [
        GrantGlobal("partners_user", "SELECT, INSERT, UPDATE", "accounts are shared by partnerships; listed only through memberships"),
        migrations.RunSQL("GRANT SELECT ON partners_user TO tracker_fn", migrations.RunSQL.noop),
        ProtectTable("Partnership", column="id", grant="SELECT, INSERT, UPDATE"),
        ProtectTable("Agency"),
        ProtectTable("Post"),
        ProtectTable("Board"),
        ProtectTable("BoardSeat"),
        ProtectTable("Meeting"),
        ProtectTable("Membership"),
        ProtectTable("ApiKey"),
        migrations.RunSQL(ENTER_SQL, migrations.RunSQL.noop),
    ]
