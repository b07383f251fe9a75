"""The feed of changes knows evidence and extensions, which are one agency's own, and rows that are made once."""

from django.db import migrations

from prevent_tracker.core.rls import definer

SQL = """
CREATE OR REPLACE FUNCTION app.feed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, public AS $$
BEGIN
  INSERT INTO core_change (partnership_id, epoch, txid, at, kind, row_id, agency_id, change)
    SELECT (w.row->>'partnership_id')::uuid, (SELECT last_value FROM app.epoch), txid_current(),
      (w.row->>'history_date')::timestamptz, TG_ARGV[0], (w.row->>'id')::uuid,
      CASE WHEN TG_ARGV[0] IN ('update', 'request', 'evidence', 'extension') THEN (w.row->>'agency_id')::uuid END,
      w.row->>'history_type'
    FROM (SELECT to_jsonb(written) AS row FROM written) w
    WHERE NOT (TG_ARGV[0] = 'update' AND w.row->>'state' = 'draft');
  RETURN NULL;
END $$;

-- For what is frozen as it is made, and so is its own history.
CREATE FUNCTION app.feed_made() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, public AS $$
BEGIN
  INSERT INTO core_change (partnership_id, epoch, txid, at, kind, row_id, agency_id, change)
    SELECT w.partnership_id, (SELECT last_value FROM app.epoch), txid_current(), app.now(), TG_ARGV[0], w.id, NULL, '+'
    FROM written w;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION app.feed_made() FROM PUBLIC;
""" + definer("app.feed_made()")


class Migration(migrations.Migration):
    dependencies = [("core", "0003_rounds")]

    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
