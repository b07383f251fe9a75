"""Files that become plans. What a file became stands on its bytes: they never change, and stay with the plan."""

import django.contrib.postgres.fields
import django.db.models.deletion
import prevent_tracker.core.ids
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from prevent_tracker.core.rls import ProtectTable

FILE_SQL = """
CREATE FUNCTION app.import_file_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' OR EXISTS (SELECT FROM plans_importbatch WHERE id = OLD.batch_id AND state = 'committed') THEN
    RAISE EXCEPTION 'the bytes of an import stay as they came' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER file_stays BEFORE DELETE OR UPDATE OF content, batch_id ON plans_importfile
  FOR EACH ROW EXECUTE FUNCTION app.import_file_stays();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('partners', '0002_guards'),
        ('plans', '0002_guards'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalColumnLayout',
            fields=[
                ('history_actor', models.TextField(editable=False, null=True)),
                ('history_txid', models.BigIntegerField(editable=False, null=True)),
                ('id', models.UUIDField(db_index=True, default=prevent_tracker.core.ids.new_id, editable=False)),
                ('headings', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ('fields', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), size=None)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('partnership', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partners.partnership')),
            ],
            options={
                'verbose_name': 'historical column layout',
                'verbose_name_plural': 'historical column layouts',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalImportBatch',
            fields=[
                ('history_actor', models.TextField(editable=False, null=True)),
                ('history_txid', models.BigIntegerField(editable=False, null=True)),
                ('id', models.UUIDField(db_index=True, default=prevent_tracker.core.ids.new_id, editable=False)),
                ('name', models.CharField(max_length=255)),
                ('kind', models.CharField(max_length=10)),
                ('size', models.PositiveIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('options', models.JSONField(blank=True, default=dict)),
                ('corrections', models.JSONField(blank=True, default=list)),
                ('parties', models.JSONField(blank=True, default=dict)),
                ('state', models.CharField(choices=[('waiting', 'Being read'), ('read', 'Read'), ('failed', 'Could not be read'), ('committed', 'Imported'), ('discarded', 'Discarded')], default='waiting', max_length=20)),
                ('error', models.TextField(blank=True)),
                ('started_by', models.CharField(max_length=200)),
                ('started_at', models.DateTimeField()),
                ('job_id', models.UUIDField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('into', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='plans.plan')),
                ('partnership', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partners.partnership')),
                ('plan', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='plans.plan')),
            ],
            options={
                'verbose_name': 'historical import batch',
                'verbose_name_plural': 'historical import batches',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='ImportBatch',
            fields=[
                ('id', models.UUIDField(default=prevent_tracker.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=255)),
                ('kind', models.CharField(max_length=10)),
                ('size', models.PositiveIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('options', models.JSONField(blank=True, default=dict)),
                ('corrections', models.JSONField(blank=True, default=list)),
                ('parties', models.JSONField(blank=True, default=dict)),
                ('state', models.CharField(choices=[('waiting', 'Being read'), ('read', 'Read'), ('failed', 'Could not be read'), ('committed', 'Imported'), ('discarded', 'Discarded')], default='waiting', max_length=20)),
                ('error', models.TextField(blank=True)),
                ('started_by', models.CharField(max_length=200)),
                ('started_at', models.DateTimeField()),
                ('job_id', models.UUIDField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='newer_versions', to='plans.plan')),
                ('partnership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.partnership')),
                ('plan', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='imports', to='plans.plan')),
            ],
            options={
                'verbose_name_plural': 'import batches',
                'ordering': ['-started_at'],
            },
        ),
        migrations.CreateModel(
            name='ImportFile',
            fields=[
                ('id', models.UUIDField(default=prevent_tracker.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('content', models.BinaryField()),
                ('source', models.TextField(blank=True)),
                ('proposal', models.TextField(blank=True)),
                ('mended', models.TextField(blank=True)),
                ('batch', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='file', to='plans.importbatch')),
                ('partnership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.partnership')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ColumnLayout',
            fields=[
                ('id', models.UUIDField(default=prevent_tracker.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('headings', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ('fields', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), size=None)),
                ('partnership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.partnership')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('partnership', 'headings'), name='one_layout_for_headings'), models.CheckConstraint(condition=models.Q(('headings__len', models.F('fields__len'))), name='layout_names_each_column')],
            },
        ),
        migrations.AddIndex(
            model_name='importbatch',
            index=models.Index(fields=['partnership', 'sha256'], name='import_same_bytes'),
        ),
        migrations.AddConstraint(
            model_name='importbatch',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('plan__isnull', False), ('state', 'committed')), models.Q(models.Q(('state', 'committed'), _negated=True), ('plan', None)), _connector='OR'), name='import_committed_has_plan'),
        ),
        migrations.AddConstraint(
            model_name='importbatch',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'failed'), _negated=True), models.Q(('error', ''), _negated=True), _connector='OR'), name='import_failed_says_why'),
        ),
        ProtectTable("ImportBatch", grant="SELECT, INSERT, UPDATE"),
        ProtectTable("ImportFile"),
        ProtectTable("ColumnLayout"),
        migrations.RunSQL(FILE_SQL, migrations.RunSQL.noop),
    ]
