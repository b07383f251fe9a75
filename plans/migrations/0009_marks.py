"""An answer of a closed round can be marked still: who may read it is no part of what was said."""

from django.db import migrations

SQL = """
CREATE OR REPLACE FUNCTION app.round_is_open() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, public AS $$
DECLARE closed timestamptz; marks text[] := '{marking,marking_reason}';
BEGIN
  IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - marks = to_jsonb(OLD) - marks THEN RETURN NEW; END IF;
  PERFORM pg_advisory_xact_lock_shared(hashtextextended('round:' || NEW.round_id, 0));
  SELECT closed_at INTO closed FROM plans_round WHERE id = NEW.round_id;
  IF closed IS NOT NULL THEN RAISE EXCEPTION 'the round is closed' USING ERRCODE = 'PT001'; END IF;
  RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("plans", "0008_packs")]

    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
