"""The database's own half of tenancy, history and jobs (core/rls.py), and tables without a tenant."""

from django.db import migrations

from prevent_tracker.core.rls import SCHEMA_SQL, GrantGlobal, ProtectTable, definer_for_application

JOBS_SQL = """
-- Claims by session advisory lock: it lives as long as the worker's connection, so a dead worker frees its job at once.
-- The attempt is committed before the work, so that a poisonous job cannot loop for ever.
CREATE FUNCTION app.claim_job(most integer) RETURNS SETOF core_job LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, public AS $$
DECLARE job core_job;
BEGIN
  FOR job IN SELECT * FROM core_job WHERE done_at IS NULL AND run_at <= clock_timestamp() AND attempts < most
             ORDER BY run_at FOR UPDATE SKIP LOCKED LOOP
    IF pg_try_advisory_lock(hashtextextended('job:' || job.id, 0)) THEN
      UPDATE core_job SET attempts = attempts + 1 WHERE id = job.id RETURNING * INTO job;
      RETURN NEXT job; RETURN;
    END IF;
  END LOOP;
END $$;
CREATE FUNCTION app.job_progress(job uuid, done integer, total integer, doing text) RETURNS void LANGUAGE sql
  SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  INSERT INTO core_jobprogress (job_id, partnership_id, done, total, doing)
    SELECT id, partnership_id, $2, $3, $4 FROM core_job WHERE id = $1
  ON CONFLICT (job_id) DO UPDATE SET done = excluded.done, total = excluded.total, doing = excluded.doing
$$;
CREATE FUNCTION app.job_failed(job uuid, said text, again timestamptz) RETURNS void LANGUAGE sql
  SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  UPDATE core_job SET error = said, run_at = again WHERE id = job
$$;
""" + definer_for_application("app.claim_job(integer)") + definer_for_application("app.job_failed(uuid, text, timestamptz)") + definer_for_application("app.job_progress(uuid, integer, integer, text)")

CACHE_SQL = """
CREATE TABLE core_cache (cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL);
CREATE INDEX core_cache_expires ON core_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0001_initial"),
        ("sessions", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]

    operations = [
        migrations.RunSQL(SCHEMA_SQL, migrations.RunSQL.noop),
        migrations.RunSQL(CACHE_SQL, "DROP TABLE core_cache"),
        ProtectTable("Job"),
        ProtectTable("JobProgress", grant="SELECT"),  # written by app.job_progress alone
        migrations.RunSQL(JOBS_SQL, migrations.RunSQL.noop),
        migrations.RunSQL("GRANT SELECT ON core_democlock TO tracker_fn", migrations.RunSQL.noop),
        GrantGlobal("core_democlock", "SELECT", "one day for the whole installation"),
        GrantGlobal("core_cache", "SELECT, INSERT, UPDATE, DELETE", "counters of failed sign-ins"),
        GrantGlobal("django_session", "SELECT, INSERT, UPDATE, DELETE", "needed before the tenant is known"),
        GrantGlobal("django_content_type", "SELECT", "reference data"),
        GrantGlobal("django_migrations", "SELECT", "reference data"),
        GrantGlobal("auth_permission", "SELECT", "reference data, unused"),
        GrantGlobal("auth_group", "SELECT", "reference data, unused"),
        GrantGlobal("auth_group_permissions", "SELECT", "reference data, unused"),
        GrantGlobal("account_emailaddress", "SELECT, INSERT, UPDATE, DELETE", "accounts are shared by partnerships"),
        GrantGlobal("account_emailconfirmation", "SELECT, INSERT, UPDATE, DELETE", "accounts are shared by partnerships"),
    ]
