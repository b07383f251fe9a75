"""Contacts, mail, keys with scopes and a log, calendars, webhooks."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import prevent_tracker.core.ids
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from prevent_tracker.core.rls import FeedTable, ProtectTable, definer_for_application


# Keys made before scopes may do what they could: read, answer for their agency, read history.
def old_keys():
    return ["read", "answer", "history"]


ENTER_SQL = """
CREATE OR REPLACE FUNCTION app.open_membership(uid uuid, pid uuid)
  RETURNS TABLE (partnership_id uuid, role text, agency_id uuid, is_secretary boolean) LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE m partners_membership;
BEGIN
  SELECT * INTO m FROM partners_membership x JOIN partners_user u ON u.id = x.user_id AND u.is_active
    WHERE x.user_id = uid AND x.partnership_id = pid AND x.ended_at IS NULL;
  PERFORM set_config('app.actor', 'user:' || uid, true), set_config('app.user_id', uid::text, true),
    set_config('app.round_id', '', true);
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

DROP FUNCTION app.enter_api_key(text, bytea);
-- A key that may not answer writes nothing, whatever the code forgets.
CREATE FUNCTION app.enter_api_key(pfx text, digest bytea)
  RETURNS TABLE (id uuid, partnership_id uuid, agency_id uuid, name text, scopes text[]) LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE k partners_apikey;
BEGIN
  SELECT * INTO k FROM partners_apikey a WHERE a.prefix = pfx AND a.secret_sha256 = digest
    AND a.revoked_at IS NULL AND a.expires_at > app.now();
  IF NOT FOUND THEN RETURN; END IF;
  PERFORM set_config('app.actor', 'key:' || k.prefix, true), set_config('app.user_id', '', true),
    set_config('app.partnership_ids', ARRAY[k.partnership_id]::text, true),
    set_config('app.writable_ids',
      (CASE WHEN 'answer' = ANY (k.scopes) THEN ARRAY[k.partnership_id] ELSE '{}'::uuid[] END)::text, true),
    set_config('app.agency_id', coalesce(k.agency_id::text, ''), true), set_config('app.round_id', '', true);
  RETURN QUERY SELECT k.id, k.partnership_id, k.agency_id, k.name::text, k.scopes::text[];
END $$;

CREATE FUNCTION app.log_call(key uuid, verb text, address text, code integer, took integer) RETURNS void LANGUAGE sql
  SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  INSERT INTO partners_apicall (partnership_id, key_id, at, method, path, status, milliseconds)
    SELECT k.partnership_id, k.id, app.now(), left(verb, 10), left(address, 300), code, took
    FROM partners_apikey k WHERE k.id = log_call.key
$$;

CREATE FUNCTION app.enter_calendar(digest bytea)
  RETURNS TABLE (user_id uuid, partnership_id uuid, role text, agency_id uuid) LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE c partners_calendaraddress;
BEGIN
  SELECT * INTO c FROM partners_calendaraddress x WHERE x.token_sha256 = digest AND x.revoked_at IS NULL;
  IF NOT FOUND THEN RETURN; END IF;
  RETURN QUERY SELECT c.user_id, m.partnership_id, m.role, m.agency_id
    FROM app.open_membership(c.user_id, c.partnership_id) m;
  PERFORM set_config('app.writable_ids', '{}', true);
END $$;

-- A job is done in the name and with the rights, at this moment, of the person who asked for it; a job of nobody is
-- the installation's own (app.enqueue_ticks).
CREATE OR REPLACE FUNCTION app.enter_job(job uuid) RETURNS void LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE j core_job;
BEGIN
  SELECT * INTO j FROM core_job WHERE id = job;
  IF j.user_id IS NULL THEN
    PERFORM set_config('app.partnership_ids', ARRAY[j.partnership_id]::text, true),
      set_config('app.writable_ids', ARRAY[j.partnership_id]::text, true), set_config('app.actor', 'system', true),
      set_config('app.user_id', '', true), set_config('app.agency_id', '', true), set_config('app.round_id', '', true);
    RETURN;
  END IF;
  PERFORM app.open_membership(j.user_id, j.partnership_id);
  IF current_setting('app.partnership_ids') = '{}' THEN
    RAISE EXCEPTION 'the person who asked for job % is no member any more', job USING ERRCODE = 'insufficient_privilege';
  END IF;
END $$;
""" + "".join(
    definer_for_application(signature)
    for signature in (
        "app.enter_api_key(text, bytea)",
        "app.log_call(uuid, text, text, integer, integer)",
        "app.enter_calendar(bytea)",
    )
)

TICK_SQL = """
-- Work that nobody asks for: one job for each partnership, at most one in `every`; and what has had its day is deleted.
GRANT SELECT ON partners_partnership TO tracker_fn;
GRANT DELETE ON core_job, core_jobprogress, core_idempotentcall TO tracker_fn;
CREATE FUNCTION app.enqueue_ticks(path text, every interval) RETURNS integer LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE made integer;
BEGIN
  IF NOT pg_try_advisory_xact_lock(hashtextextended('tick:' || path, 0)) THEN RETURN 0; END IF;
  DELETE FROM core_job WHERE task = path AND done_at < clock_timestamp() - interval '1 day';
  DELETE FROM core_idempotentcall WHERE created_at < app.now() - interval '1 day';
  INSERT INTO core_job (id, partnership_id, user_id, task, args, created_at, run_at, attempts, error)
    SELECT gen_random_uuid(), p.id, NULL, path,
      jsonb_build_object('partnership_id', p.id::text, 'user_id', NULL), clock_timestamp(), clock_timestamp(), 0, ''
    FROM partners_partnership p WHERE NOT EXISTS (SELECT FROM core_job j WHERE j.task = path
      AND j.partnership_id = p.id AND j.created_at > clock_timestamp() - every);
  GET DIAGNOSTICS made = ROW_COUNT;
  RETURN made;
END $$;
""" + definer_for_application("app.enqueue_ticks(text, interval)")


class Migration(migrations.Migration):

    dependencies = [
        ('partners', '0002_guards'),
    ]

    operations = [
        migrations.CreateModel(
            name='AgencyContact',
            fields=[
                ('id', models.UUIDField(default=prevent_tracker.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=200)),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail address')),
                ('is_senior', models.BooleanField(default=False)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='ApiCall',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('partnership_id', models.UUIDField()),
                ('at', models.DateTimeField()),
                ('method', models.CharField(max_length=10)),
                ('path', models.CharField(max_length=300)),
                ('status', models.PositiveSmallIntegerField()),
                ('milliseconds', models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='CalendarAddress',
            fields=[
                ('id', models.UUIDField(default=prevent_tracker.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('token_sha256', models.BinaryField()),
                ('created_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.UUIDField(default=prevent_tracker.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('event', models.CharField(choices=[('round.opened', 'A round opened'), ('update.returned', 'An update was returned'), ('update.accepted', 'An update was accepted'), ('action.changed', 'An action changed'), ('pack.issued', 'A pack was issued')], max_length=30)),
                ('body', models.TextField()),
                ('created_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('delivered', 'Delivered'), ('failed', 'Given up')], default='waiting', max_length=20)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('status_code', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('said', models.CharField(blank=True, max_length=500)),
                ('next_at', models.DateTimeField(blank=True, null=True)),
                ('delivered_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name_plural': 'deliveries',
                'ordering': ['-created_at'],
            },
        ),
        migrations.CreateModel(
            name='HistoricalAgencyContact',
            fields=[
                ('history_actor', models.TextField(editable=False, null=True)),
                ('history_txid', models.BigIntegerField(editable=False, null=True)),
                ('id', models.UUIDField(db_index=True, default=prevent_tracker.core.ids.new_id, editable=False)),
                ('name', models.CharField(max_length=200)),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail address')),
                ('is_senior', models.BooleanField(default=False)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical agency contact',
                'verbose_name_plural': 'historical agency contacts',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalCalendarAddress',
            fields=[
                ('history_actor', models.TextField(editable=False, null=True)),
                ('history_txid', models.BigIntegerField(editable=False, null=True)),
                ('id', models.UUIDField(db_index=True, default=prevent_tracker.core.ids.new_id, editable=False)),
                ('token_sha256', models.BinaryField()),
                ('created_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical calendar address',
                'verbose_name_plural': 'historical calendar addresss',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalWebhook',
            fields=[
                ('history_actor', models.TextField(editable=False, null=True)),
                ('history_txid', models.BigIntegerField(editable=False, null=True)),
                ('id', models.UUIDField(db_index=True, default=prevent_tracker.core.ids.new_id, editable=False)),
                ('url', models.URLField(max_length=500)),
                ('events', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('round.opened', 'A round opened'), ('update.returned', 'An update was returned'), ('update.accepted', 'An update was accepted'), ('action.changed', 'An action changed'), ('pack.issued', 'A pack was issued')], max_length=30), size=None)),
                ('salt', models.CharField(max_length=64)),
                ('created_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical webhook',
                'verbose_name_plural': 'historical webhooks',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.UUIDField(default=prevent_tracker.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=200)),
                ('kind', models.CharField(choices=[('opening', 'Request for updates'), ('before', 'Reminder before the deadline'), ('on', 'Reminder on the day'), ('after', 'Reminder after the deadline'), ('senior', 'To the agency’s named senior'), ('chase', 'Chased by the coordinator'), ('returned', 'Update returned'), ('link', 'New link')], max_length=20)),
                ('about', models.JSONField(default=list)),
                ('to_name', models.CharField(max_length=200)),
                ('to_email', models.EmailField(max_length=254)),
                ('subject', models.CharField(max_length=200)),
                ('text', models.TextField()),
                ('html', models.TextField()),
                ('calendar', models.TextField(blank=True)),
                ('message_id', models.CharField(max_length=100, unique=True)),
                ('created_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('sending', 'Being sent'), ('sent', 'Sent'), ('failed', 'Not delivered'), ('uncertain', 'May not have arrived')], default='waiting', max_length=20)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('error', models.CharField(blank=True, max_length=500)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-created_at'],
            },
        ),
        migrations.CreateModel(
            name='Webhook',
            fields=[
                ('id', models.UUIDField(default=prevent_tracker.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('url', models.URLField(max_length=500)),
                ('events', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('round.opened', 'A round opened'), ('update.returned', 'An update was returned'), ('update.accepted', 'An update was accepted'), ('action.changed', 'An action changed'), ('pack.issued', 'A pack was issued')], max_length=30), size=None)),
                ('salt', models.CharField(max_length=64)),
                ('created_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='apikey',
            name='created_by',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name='apikey',
            name='scopes',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('read', 'read'), ('answer', 'answer'), ('history', 'history'), ('packs', 'packs')], max_length=20), default=old_keys, size=None),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='historicalapikey',
            name='created_by',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name='historicalapikey',
            name='scopes',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('read', 'read'), ('answer', 'answer'), ('history', 'history'), ('packs', 'packs')], max_length=20), default=old_keys, size=None),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name='apikey',
            name='agency',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='keys', to='partners.agency'),
        ),
        migrations.AddConstraint(
            model_name='apikey',
            constraint=models.CheckConstraint(condition=models.Q(('agency__isnull', False), models.Q(('scopes__contains', ['answer']), _negated=True), _connector='OR'), name='key_that_writes_has_agency'),
        ),
        migrations.AddField(
            model_name='agencycontact',
            name='agency',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contacts', to='partners.agency'),
        ),
        migrations.AddField(
            model_name='agencycontact',
            name='partnership',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.partnership'),
        ),
        migrations.AddField(
            model_name='apicall',
            name='key',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='partners.apikey'),
        ),
        migrations.AddField(
            model_name='calendaraddress',
            name='partnership',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.partnership'),
        ),
        migrations.AddField(
            model_name='calendaraddress',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='delivery',
            name='partnership',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.partnership'),
        ),
        migrations.AddField(
            model_name='historicalagencycontact',
            name='agency',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partners.agency'),
        ),
        migrations.AddField(
            model_name='historicalagencycontact',
            name='history_user',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalagencycontact',
            name='partnership',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partners.partnership'),
        ),
        migrations.AddField(
            model_name='historicalcalendaraddress',
            name='history_user',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalcalendaraddress',
            name='partnership',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partners.partnership'),
        ),
        migrations.AddField(
            model_name='historicalcalendaraddress',
            name='user',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalwebhook',
            name='agency',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partners.agency'),
        ),
        migrations.AddField(
            model_name='historicalwebhook',
            name='history_user',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalwebhook',
            name='partnership',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partners.partnership'),
        ),
        migrations.AddField(
            model_name='message',
            name='partnership',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.partnership'),
        ),
        migrations.AddField(
            model_name='webhook',
            name='agency',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='webhooks', to='partners.agency'),
        ),
        migrations.AddField(
            model_name='webhook',
            name='partnership',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.partnership'),
        ),
        migrations.AddField(
            model_name='delivery',
            name='webhook',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='partners.webhook'),
        ),
        migrations.AddConstraint(
            model_name='agencycontact',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('partnership', 'agency', 'email', 'is_senior'), name='one_contact_an_address'),
        ),
        migrations.AddIndex(
            model_name='apicall',
            index=models.Index(fields=['partnership_id', 'key', '-id'], name='calls_of_key'),
        ),
        migrations.AddConstraint(
            model_name='calendaraddress',
            constraint=models.UniqueConstraint(condition=models.Q(('revoked_at', None)), fields=('partnership', 'user'), name='one_calendar_address'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=django.contrib.postgres.indexes.GinIndex(fields=['about'], name='message_about', opclasses=['jsonb_path_ops']),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.UniqueConstraint(fields=('partnership', 'key'), name='written_once'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(fields=['partnership', 'webhook', '-id'], name='deliveries_of_webhook'),
        ),
        ProtectTable("ApiCall", grant="SELECT"),  # written by app.log_call alone
        ProtectTable("AgencyContact", grant="SELECT, INSERT, UPDATE"),
        ProtectTable("Message", grant="SELECT, INSERT, UPDATE"),
        ProtectTable("CalendarAddress", grant="SELECT, INSERT, UPDATE"),
        ProtectTable("Webhook", grant="SELECT, INSERT, UPDATE"),
        ProtectTable("Delivery", grant="SELECT, INSERT, UPDATE"),
        migrations.RunSQL(ENTER_SQL, migrations.RunSQL.noop),
        migrations.RunSQL(TICK_SQL, migrations.RunSQL.noop),
        FeedTable("Meeting", "meeting"),
    ]
