"""Row-level security on plans and quarters; a round closes at a moment that the database decides."""

from django.db import migrations

from prevent_tracker.core.rls import ProtectTable, definer

ROUND_SQL = """
-- Updates take the round's advisory lock shared, the closer takes it alone: an answer at the very moment of closing is
-- either in or refused. (Row locks would let a stream of updates starve the closer: security.md, "Concurrency".)
CREATE FUNCTION app.round_is_open() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, public AS $$
DECLARE closed timestamptz;
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtextextended('round:' || NEW.round_id, 0));
  SELECT closed_at INTO closed FROM plans_round WHERE id = NEW.round_id;
  IF closed IS NOT NULL THEN RAISE EXCEPTION 'the round is closed' USING ERRCODE = 'PT001'; END IF;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION app.round_is_open() FROM PUBLIC;

CREATE FUNCTION app.round_moments() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.closed_at IS NOT NULL AND NEW.closed_at IS DISTINCT FROM OLD.closed_at THEN
    RAISE EXCEPTION 'a closed round stays closed' USING ERRCODE = 'PT001';
  END IF;
  IF NEW.opened_at IS DISTINCT FROM OLD.opened_at AND NEW.opened_at IS NOT NULL THEN NEW.opened_at := app.now(); END IF;
  IF NEW.closed_at IS DISTINCT FROM OLD.closed_at THEN
    PERFORM pg_advisory_xact_lock(hashtextextended('round:' || NEW.id, 0));
    NEW.closed_at := app.now();
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER moments BEFORE INSERT OR UPDATE ON plans_round FOR EACH ROW EXECUTE FUNCTION app.round_moments();
CREATE TRIGGER round_is_open BEFORE INSERT OR UPDATE ON plans_update FOR EACH ROW EXECUTE FUNCTION app.round_is_open();
""" + definer("app.round_is_open()")


class Migration(migrations.Migration):
    dependencies = [("plans", "0001_initial"), ("partners", "0002_guards")]

    operations = [
        ProtectTable("Plan"),
        ProtectTable("FrontMatter"),
        ProtectTable("GlossaryEntry"),
        ProtectTable("Objective"),
        ProtectTable("Action"),
        ProtectTable("Lead"),
        ProtectTable("Milestone"),
        ProtectTable("DeadlineChange", grant="SELECT, INSERT"),
        ProtectTable("Round"),
        ProtectTable("UpdateRequest"),
        ProtectTable("Update", grant="SELECT, INSERT, UPDATE", agency="agency_id"),
        ProtectTable("AgreedStatus"),
        ProtectTable("Decision"),
        migrations.RunSQL(ROUND_SQL, migrations.RunSQL.noop),
    ]
