"""What came of each attempt of a delivery; calendar addresses of people who write nothing else."""

import django.contrib.postgres.fields
from django.db import migrations, models

from prevent_tracker.core.rls import definer_for_application

CALENDAR_SQL = """
-- A member's own secret calendar address, whatever their role may write: the one in force ends, and with a digest a new
-- one begins.
CREATE FUNCTION app.own_calendar(pid uuid, new_id uuid, digest bytea) RETURNS void LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE me uuid := app.setting('app.user_id')::uuid;
BEGIN
  IF NOT pid = ANY (app.ids('app.partnership_ids')) OR NOT EXISTS (SELECT FROM partners_membership m
    WHERE m.partnership_id = pid AND m.user_id = me AND m.ended_at IS NULL) THEN
    RAISE EXCEPTION 'no member of this partnership' USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('calendar:' || pid || me, 0));
  WITH ended AS (UPDATE partners_calendaraddress SET revoked_at = app.now()
    WHERE partnership_id = pid AND user_id = me AND revoked_at IS NULL RETURNING *)
  INSERT INTO partners_historicalcalendaraddress
    (id, partnership_id, user_id, token_sha256, created_at, revoked_at, history_type, history_change_reason, history_date)
    SELECT id, partnership_id, user_id, token_sha256, created_at, revoked_at, '~', 'Calendar address ended', app.now() FROM ended;
  IF digest IS NULL THEN RETURN; END IF;
  WITH made AS (INSERT INTO partners_calendaraddress (id, partnership_id, user_id, token_sha256, created_at)
    VALUES (new_id, pid, me, digest, app.now()) RETURNING *)
  INSERT INTO partners_historicalcalendaraddress
    (id, partnership_id, user_id, token_sha256, created_at, revoked_at, history_type, history_change_reason, history_date)
    SELECT id, partnership_id, user_id, token_sha256, created_at, revoked_at, '+', 'Calendar address made', app.now() FROM made;
END $$;
""" + definer_for_application("app.own_calendar(uuid, uuid, bytea)")


class Migration(migrations.Migration):

    dependencies = [
        ('partners', '0003_rounds'),
    ]

    operations = [
        migrations.AddField(
            model_name='delivery',
            name='tried_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='delivery',
            name='tries',
            field=models.JSONField(default=list),
        ),
        migrations.AlterField(
            model_name='delivery',
            name='event',
            field=models.CharField(choices=[('round.opened', 'A round opened'), ('update.returned', 'An update was returned'), ('update.accepted', 'An update was accepted'), ('action.changed', 'An action changed'), ('pack.issued', 'A pack was issued'), ('webhook.test', 'A test')], max_length=30),
        ),
        migrations.AlterField(
            model_name='historicalwebhook',
            name='events',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('round.opened', 'A round opened'), ('update.returned', 'An update was returned'), ('update.accepted', 'An update was accepted'), ('action.changed', 'An action changed'), ('pack.issued', 'A pack was issued'), ('webhook.test', 'A test')], max_length=30), size=None),
        ),
        migrations.AlterField(
            model_name='webhook',
            name='events',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('round.opened', 'A round opened'), ('update.returned', 'An update was returned'), ('update.accepted', 'An update was accepted'), ('action.changed', 'An action changed'), ('pack.issued', 'A pack was issued'), ('webhook.test', 'A test')], max_length=30), size=None),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(condition=models.Q(('state', 'waiting')), fields=['partnership', 'webhook'], name='deliveries_waiting'),
        ),
        migrations.RunSQL(CALENDAR_SQL, migrations.RunSQL.noop),
    ]
