"""Background work can be cancelled, and says which steps it takes."""

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

from prevent_tracker.core.rls import definer_for_application

SQL = """
CREATE OR REPLACE FUNCTION app.claim_job(most integer) RETURNS SETOF core_job LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, public AS $$
DECLARE job core_job;
BEGIN
  FOR job IN SELECT * FROM core_job WHERE done_at IS NULL AND cancelled_at IS NULL AND run_at <= clock_timestamp()
             AND attempts < most ORDER BY run_at FOR UPDATE SKIP LOCKED LOOP
    IF pg_try_advisory_lock(hashtextextended('job:' || job.id, 0)) THEN
      UPDATE core_job SET attempts = attempts + 1 WHERE id = job.id RETURNING * INTO job;
      RETURN NEXT job; RETURN;
    END IF;
  END LOOP;
END $$;

-- `steps` are kept where a call gives none.
DROP FUNCTION app.job_progress(uuid, integer, integer, text);
CREATE FUNCTION app.job_progress(job uuid, done integer, total integer, doing text, steps text[] DEFAULT '{}')
  RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  INSERT INTO core_jobprogress (job_id, partnership_id, done, total, doing, steps)
    SELECT id, partnership_id, $2, $3, $4, $5 FROM core_job WHERE id = $1
  ON CONFLICT (job_id) DO UPDATE SET done = excluded.done, total = excluded.total, doing = excluded.doing,
    steps = CASE WHEN excluded.steps = '{}' THEN core_jobprogress.steps ELSE excluded.steps END
$$;
""" + definer_for_application("app.job_progress(uuid, integer, integer, text, text[])")


class Migration(migrations.Migration):
    dependencies = [("core", "0004_feed")]

    operations = [
        migrations.AddField("job", "cancelled_at", models.DateTimeField(null=True)),
        migrations.AddField("jobprogress", "steps", ArrayField(models.TextField(), default=list)),
        migrations.RemoveIndex("job", "job_waiting"),
        migrations.AddIndex(
            "job",
            models.Index(
                condition=models.Q(("cancelled_at", None), ("done_at", None)), fields=["run_at"], name="job_waiting"
            ),
        ),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]
