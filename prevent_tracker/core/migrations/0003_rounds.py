"""What rounds by API and mail stand on: confirmations, answers given once, the feed of changes, counters, ticks."""

import prevent_tracker.core.ids
from django.db import migrations, models

from prevent_tracker.core.rls import GrantGlobal, ProtectTable, definer, definer_for_application

FEED_SQL = """
CREATE SEQUENCE app.epoch;
SELECT nextval('app.epoch');
GRANT SELECT ON SEQUENCE app.epoch TO tracker_app, tracker_fn;
GRANT USAGE ON SEQUENCE core_change_seq_seq TO tracker_fn;
CREATE FUNCTION app.feed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  INSERT INTO core_change (partnership_id, epoch, txid, at, kind, row_id, agency_id, change)
    SELECT (w.row->>'partnership_id')::uuid, (SELECT last_value FROM app.epoch), txid_current(),
      (w.row->>'history_date')::timestamptz, TG_ARGV[0], (w.row->>'id')::uuid,
      CASE WHEN TG_ARGV[0] IN ('update', 'request') THEN (w.row->>'agency_id')::uuid END, w.row->>'history_type'
    FROM (SELECT to_jsonb(written) AS row FROM written) w
    WHERE NOT (TG_ARGV[0] = 'update' AND w.row->>'state' = 'draft');
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION app.feed() FROM PUBLIC;
""" + definer("app.feed()")

RATE_SQL = """
-- Lost with the server, and of no worth then: a counter of the minute.
CREATE UNLOGGED TABLE core_rate (bucket text, started_at timestamptz, used integer NOT NULL, PRIMARY KEY (bucket, started_at));
GRANT SELECT, INSERT, UPDATE, DELETE ON core_rate TO tracker_fn;
CREATE FUNCTION app.count_call(of text, seconds integer) RETURNS TABLE (used integer, resets integer) LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE epoch bigint := floor(extract(epoch FROM clock_timestamp()));
DECLARE started timestamptz := to_timestamp(epoch - epoch % seconds);
BEGIN
  INSERT INTO core_rate AS r (bucket, started_at, used) VALUES (of, started, 1)
    ON CONFLICT (bucket, started_at) DO UPDATE SET used = r.used + 1 RETURNING r.used INTO used;
  IF used = 1 THEN DELETE FROM core_rate r WHERE r.bucket = of AND r.started_at < started; END IF;
  resets := seconds - epoch % seconds;
  RETURN NEXT;
END $$;
""" + definer_for_application("app.count_call(text, integer)")


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0002_guards'),
    ]

    operations = [
        migrations.CreateModel(
            name='Change',
            fields=[
                ('seq', models.BigAutoField(primary_key=True, serialize=False)),
                ('partnership_id', models.UUIDField()),
                ('epoch', models.IntegerField()),
                ('txid', models.BigIntegerField()),
                ('at', models.DateTimeField()),
                ('kind', models.CharField(max_length=30)),
                ('row_id', models.UUIDField()),
                ('agency_id', models.UUIDField(null=True)),
                ('change', models.CharField(max_length=1)),
            ],
            options={
                'indexes': [models.Index(fields=['partnership_id', 'epoch', 'txid', 'seq'], name='feed_order')],
            },
        ),
        migrations.CreateModel(
            name='Confirmation',
            fields=[
                ('id', models.UUIDField(default=prevent_tracker.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('partnership_id', models.UUIDField()),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=200)),
                ('kind', models.CharField(max_length=30)),
                ('label', models.CharField(max_length=100)),
                ('shown', models.CharField(max_length=200)),
                ('digest', models.CharField(max_length=64)),
            ],
            options={
                'indexes': [models.Index(fields=['partnership_id', 'at'], name='confirmation_when')],
            },
        ),
        migrations.CreateModel(
            name='IdempotentCall',
            fields=[
                ('id', models.UUIDField(default=prevent_tracker.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('partnership_id', models.UUIDField()),
                ('caller', models.CharField(max_length=100)),
                ('key', models.CharField(max_length=255)),
                ('request_sha256', models.CharField(max_length=64)),
                ('status', models.PositiveSmallIntegerField(null=True)),
                ('headers', models.JSONField(default=dict)),
                ('body', models.TextField(blank=True)),
                ('created_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('partnership_id', 'caller', 'key'), name='answered_once')],
            },
        ),
        ProtectTable("Confirmation", frozen=True),
        ProtectTable("IdempotentCall", grant="SELECT, INSERT, UPDATE"),
        ProtectTable("Change", grant="SELECT"),  # written by app.feed alone
        migrations.RunSQL(FEED_SQL, migrations.RunSQL.noop),
        migrations.RunSQL(RATE_SQL, migrations.RunSQL.noop),
        GrantGlobal("core_rate", "SELECT", "counters of calls, by key or address; written by app.count_call"),
    ]
