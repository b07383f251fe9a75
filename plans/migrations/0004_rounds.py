"""How a partnership asks (settings, links, extensions), evidence, measures, and the feed of changes."""

import datetime
import django.contrib.postgres.fields
import django.db.models.deletion
import plans.models.asking
import prevent_tracker.core.ids
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from prevent_tracker.core.rls import FeedTable, ProtectTable, definer_for_application


LINK_SQL = """
-- A single-use link: by its token while nobody has used it, afterwards by its id and the secret of one browser session.
CREATE FUNCTION app.enter_link(link uuid, digest bytea)
  RETURNS TABLE (id uuid, partnership_id uuid, agency_id uuid, round_id uuid, name text, email text) LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE l plans_answerlink;
BEGIN
  SELECT x.* INTO l FROM plans_answerlink x JOIN plans_round r ON r.id = x.round_id AND r.closed_at IS NULL
    WHERE x.ended_at IS NULL AND x.expires_at > app.now() AND CASE
      WHEN link IS NULL THEN x.token_sha256 = digest AND x.used_at IS NULL
      ELSE x.id = link AND x.session_sha256 = digest END;
  IF NOT FOUND THEN RETURN; END IF;
  PERFORM set_config('app.actor', 'link:' || l.id, true), set_config('app.user_id', '', true),
    set_config('app.partnership_ids', ARRAY[l.partnership_id]::text, true),
    set_config('app.writable_ids', ARRAY[l.partnership_id]::text, true),
    set_config('app.agency_id', l.agency_id::text, true), set_config('app.round_id', l.round_id::text, true);
  RETURN QUERY SELECT l.id, l.partnership_id, l.agency_id, l.round_id, l.name::text, l.email::text;
END $$;

-- A link's session writes answers of its own round only, whatever the code forgets.
CREATE POLICY link_inserts ON plans_update AS RESTRICTIVE FOR INSERT TO tracker_app
  WITH CHECK (app.setting('app.round_id') IS NULL OR round_id = app.setting('app.round_id')::uuid);
CREATE POLICY link_updates ON plans_update AS RESTRICTIVE FOR UPDATE TO tracker_app
  USING (app.setting('app.round_id') IS NULL OR round_id = app.setting('app.round_id')::uuid)
  WITH CHECK (app.setting('app.round_id') IS NULL OR round_id = app.setting('app.round_id')::uuid);
""" + definer_for_application("app.enter_link(uuid, bytea)")


class Migration(migrations.Migration):

    dependencies = [
        ('partners', '0003_rounds'),
        ('plans', '0003_imports'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='historicalupdate',
            name='is_unchanged',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='historicalupdaterequest',
            name='first_opened_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='update',
            name='is_unchanged',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='updaterequest',
            name='first_opened_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='agreedstatus',
            name='rule',
            field=models.CharField(choices=[('worst', 'The worst of the answers'), ('lead', 'The first lead’s answer'), ('majority', 'What most answered; the worse where even'), ('decided', 'Decided')], max_length=20),
        ),
        migrations.AlterField(
            model_name='historicalagreedstatus',
            name='rule',
            field=models.CharField(choices=[('worst', 'The worst of the answers'), ('lead', 'The first lead’s answer'), ('majority', 'What most answered; the worse where even'), ('decided', 'Decided')], max_length=20),
        ),
        migrations.AlterField(
            model_name='historicalupdate',
            name='channel',
            field=models.CharField(choices=[('browser', 'In the browser'), ('api', 'Through the API'), ('link', 'By single-use link'), ('behalf', "By the coordinator on the agency's behalf"), ('demonstration', 'Invented for this demonstration')], max_length=20),
        ),
        migrations.AlterField(
            model_name='update',
            name='channel',
            field=models.CharField(choices=[('browser', 'In the browser'), ('api', 'Through the API'), ('link', 'By single-use link'), ('behalf', "By the coordinator on the agency's behalf"), ('demonstration', 'Invented for this demonstration')], max_length=20),
        ),
        migrations.CreateModel(
            name='HistoricalAnswerLink',
            fields=[
                ('history_actor', models.TextField(editable=False, null=True)),
                ('history_txid', models.BigIntegerField(editable=False, null=True)),
                ('id', models.UUIDField(db_index=True, default=prevent_tracker.core.ids.new_id, editable=False)),
                ('name', models.CharField(max_length=200)),
                ('email', models.EmailField(max_length=254)),
                ('token_sha256', models.BinaryField(null=True)),
                ('session_sha256', models.BinaryField(null=True)),
                ('created_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ended_because', models.CharField(blank=True, max_length=200)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('agency', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partners.agency')),
                ('history_user', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('partnership', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partners.partnership')),
                ('round', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='plans.round')),
            ],
            options={
                'verbose_name': 'historical answer link',
                'verbose_name_plural': 'historical answer links',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalEvidence',
            fields=[
                ('history_actor', models.TextField(editable=False, null=True)),
                ('history_txid', models.BigIntegerField(editable=False, null=True)),
                ('id', models.UUIDField(db_index=True, default=prevent_tracker.core.ids.new_id, editable=False)),
                ('title', models.CharField(max_length=200)),
                ('url', models.URLField(blank=True, max_length=500)),
                ('file', models.CharField(blank=True, max_length=300)),
                ('content_type', models.CharField(blank=True, max_length=100)),
                ('size', models.PositiveIntegerField(default=0)),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('added_at', models.DateTimeField()),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('action', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='plans.action')),
                ('agency', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partners.agency')),
                ('history_user', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('partnership', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partners.partnership')),
                ('request', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='plans.updaterequest')),
            ],
            options={
                'verbose_name': 'historical evidence',
                'verbose_name_plural': 'historical evidence',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalExtension',
            fields=[
                ('history_actor', models.TextField(editable=False, null=True)),
                ('history_txid', models.BigIntegerField(editable=False, null=True)),
                ('id', models.UUIDField(db_index=True, default=prevent_tracker.core.ids.new_id, editable=False)),
                ('until', models.DateField()),
                ('reason', models.TextField()),
                ('history_change_reason', models.TextField(null=True)),
                ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('agency', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partners.agency')),
                ('history_user', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('partnership', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partners.partnership')),
                ('round', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='plans.round')),
            ],
            options={
                'verbose_name': 'historical extension',
                'verbose_name_plural': 'historical extensions',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalMeasure',
            fields=[
                ('history_actor', models.TextField(editable=False, null=True)),
                ('history_txid', models.BigIntegerField(editable=False, null=True)),
                ('id', models.UUIDField(db_index=True, default=prevent_tracker.core.ids.new_id, editable=False)),
                ('order', models.PositiveIntegerField()),
                ('name', models.CharField(max_length=300)),
                ('unit', models.CharField(blank=True, max_length=40)),
                ('better', models.CharField(choices=[('up', 'More is better'), ('down', 'Less is better')], max_length=10)),
                ('baseline', models.DecimalField(blank=True, decimal_places=3, max_digits=14, null=True)),
                ('target', models.DecimalField(blank=True, decimal_places=3, max_digits=14, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('action', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='plans.action')),
                ('history_user', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('objective', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='plans.objective')),
                ('partnership', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partners.partnership')),
                ('plan', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='plans.plan')),
            ],
            options={
                'verbose_name': 'historical measure',
                'verbose_name_plural': 'historical measures',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalRoundSettings',
            fields=[
                ('history_actor', models.TextField(editable=False, null=True)),
                ('history_txid', models.BigIntegerField(editable=False, null=True)),
                ('id', models.UUIDField(db_index=True, default=prevent_tracker.core.ids.new_id, editable=False)),
                ('status_rule', models.CharField(choices=[('worst', 'The worst of the answers'), ('lead', 'The first lead’s answer'), ('majority', 'What most answered; the worse where even')], default='worst', max_length=20)),
                ('opens_days_after', models.PositiveSmallIntegerField(default=1)),
                ('closes_days_before', models.PositiveSmallIntegerField(default=10)),
                ('papers_days_before', models.PositiveSmallIntegerField(default=5)),
                ('opens_by_itself', models.BooleanField(default=False)),
                ('sends_mail', models.BooleanField(default=True)),
                ('send_at', models.TimeField(default=datetime.time(9, 0))),
                ('remind_before', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), blank=True, default=plans.models.asking.two_reminders, size=None)),
                ('remind_on_the_day', models.BooleanField(default=True)),
                ('remind_after', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), blank=True, default=plans.models.asking.one_reminder, size=None)),
                ('senior_after', models.PositiveSmallIntegerField(blank=True, default=7, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('partnership', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partners.partnership')),
            ],
            options={
                'verbose_name': 'historical round settings',
                'verbose_name_plural': 'historical round settings',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Measure',
            fields=[
                ('id', models.UUIDField(default=prevent_tracker.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('order', models.PositiveIntegerField()),
                ('name', models.CharField(max_length=300)),
                ('unit', models.CharField(blank=True, max_length=40)),
                ('better', models.CharField(choices=[('up', 'More is better'), ('down', 'Less is better')], max_length=10)),
                ('baseline', models.DecimalField(blank=True, decimal_places=3, max_digits=14, null=True)),
                ('target', models.DecimalField(blank=True, decimal_places=3, max_digits=14, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('action', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='measures', to='plans.action')),
                ('objective', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='measures', to='plans.objective')),
                ('partnership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.partnership')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='measures', to='plans.plan')),
            ],
            options={
                'ordering': ['order'],
            },
        ),
        migrations.CreateModel(
            name='HistoricalReading',
            fields=[
                ('history_actor', models.TextField(editable=False, null=True)),
                ('history_txid', models.BigIntegerField(editable=False, null=True)),
                ('id', models.UUIDField(db_index=True, default=prevent_tracker.core.ids.new_id, editable=False)),
                ('value', models.DecimalField(decimal_places=3, max_digits=14)),
                ('note', models.TextField(blank=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('partnership', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partners.partnership')),
                ('round', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='plans.round')),
                ('measure', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='plans.measure')),
            ],
            options={
                'verbose_name': 'historical reading',
                'verbose_name_plural': 'historical readings',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Reading',
            fields=[
                ('id', models.UUIDField(default=prevent_tracker.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('value', models.DecimalField(decimal_places=3, max_digits=14)),
                ('note', models.TextField(blank=True)),
                ('measure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='readings', to='plans.measure')),
                ('partnership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.partnership')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='readings', to='plans.round')),
            ],
        ),
        migrations.CreateModel(
            name='RoundSettings',
            fields=[
                ('id', models.UUIDField(default=prevent_tracker.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('status_rule', models.CharField(choices=[('worst', 'The worst of the answers'), ('lead', 'The first lead’s answer'), ('majority', 'What most answered; the worse where even')], default='worst', max_length=20)),
                ('opens_days_after', models.PositiveSmallIntegerField(default=1)),
                ('closes_days_before', models.PositiveSmallIntegerField(default=10)),
                ('papers_days_before', models.PositiveSmallIntegerField(default=5)),
                ('opens_by_itself', models.BooleanField(default=False)),
                ('sends_mail', models.BooleanField(default=True)),
                ('send_at', models.TimeField(default=datetime.time(9, 0))),
                ('remind_before', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), blank=True, default=plans.models.asking.two_reminders, size=None)),
                ('remind_on_the_day', models.BooleanField(default=True)),
                ('remind_after', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), blank=True, default=plans.models.asking.one_reminder, size=None)),
                ('senior_after', models.PositiveSmallIntegerField(blank=True, default=7, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('partnership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.partnership')),
            ],
            options={
                'verbose_name_plural': 'round settings',
            },
        ),
        migrations.CreateModel(
            name='AnswerLink',
            fields=[
                ('id', models.UUIDField(default=prevent_tracker.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=200)),
                ('email', models.EmailField(max_length=254)),
                ('token_sha256', models.BinaryField(null=True)),
                ('session_sha256', models.BinaryField(null=True)),
                ('created_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ended_because', models.CharField(blank=True, max_length=200)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.agency')),
                ('partnership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.partnership')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links', to='plans.round')),
            ],
            options={
                'indexes': [models.Index(fields=['token_sha256'], name='link_by_token'), models.Index(fields=['partnership', 'round', 'agency'], name='links_of_round')],
            },
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.UUIDField(default=prevent_tracker.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=200)),
                ('url', models.URLField(blank=True, max_length=500)),
                ('file', models.CharField(blank=True, max_length=300)),
                ('content_type', models.CharField(blank=True, max_length=100)),
                ('size', models.PositiveIntegerField(default=0)),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('added_at', models.DateTimeField()),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='plans.action')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.agency')),
                ('partnership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.partnership')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='plans.updaterequest')),
            ],
            options={
                'verbose_name_plural': 'evidence',
                'ordering': ['added_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('url', ''), ('file', ''), _connector='XOR'), name='evidence_is_link_or_file')],
            },
        ),
        migrations.CreateModel(
            name='Extension',
            fields=[
                ('id', models.UUIDField(default=prevent_tracker.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('until', models.DateField()),
                ('reason', models.TextField()),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.agency')),
                ('partnership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.partnership')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='extensions', to='plans.round')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('partnership', 'round', 'agency'), name='one_extension')],
            },
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.UniqueConstraint(fields=('partnership', 'plan', 'order'), name='measure_order'),
        ),
        migrations.AddConstraint(
            model_name='reading',
            constraint=models.UniqueConstraint(fields=('partnership', 'measure', 'round'), name='one_reading_a_round'),
        ),
        migrations.AddConstraint(
            model_name='roundsettings',
            constraint=models.UniqueConstraint(fields=('partnership',), name='one_round_settings'),
        ),
        ProtectTable("RoundSettings", grant="SELECT, INSERT, UPDATE"),
        ProtectTable("AnswerLink", grant="SELECT, INSERT, UPDATE"),
        ProtectTable("Extension"),
        ProtectTable("Evidence", grant="SELECT, INSERT, UPDATE", agency="agency_id"),
        ProtectTable("Measure"),
        ProtectTable("Reading", grant="SELECT, INSERT, UPDATE"),
        migrations.RunSQL(LINK_SQL, migrations.RunSQL.noop),
        FeedTable("Plan", "plan"),
        FeedTable("Objective", "objective"),
        FeedTable("Action", "action"),
        FeedTable("Lead", "lead"),
        FeedTable("Milestone", "milestone"),
        FeedTable("Round", "round"),
        FeedTable("UpdateRequest", "request"),
        FeedTable("Update", "update"),
        FeedTable("AgreedStatus", "status"),
        FeedTable("Decision", "decision"),
        FeedTable("Measure", "measure"),
        FeedTable("Reading", "reading"),
    ]
