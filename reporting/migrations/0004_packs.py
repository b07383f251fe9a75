"""Editions, seals and publications of issues; styles, drafts, and meetings with their papers."""

import datetime
import hashlib
import json

import django.db.models.constraints
import django.db.models.deletion
import django.utils.timezone
import prevent_tracker.core.ids
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from prevent_tracker.core.rls import ProtectTable

PROTECTED = (
    "PackStyle", "PackSettings", "Draft", "DrawnSection", "Publication", "AgendaItem", "Paper", "Attendance", "Bundle",
)
KEYS = """
ALTER TABLE reporting_issue ADD CONSTRAINT reporting_issue_plan_id_tenant FOREIGN KEY (partnership_id, plan_id)
  REFERENCES plans_plan (partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE reporting_pack ADD CONSTRAINT reporting_pack_compare_to_id_tenant
  FOREIGN KEY (partnership_id, compare_to_id) REFERENCES reporting_issue (partnership_id, id)
  DEFERRABLE INITIALLY DEFERRED;
"""


def seal_what_is_issued(apps, schema_editor):
    """Issues of before get their plan, moment, digests and seals. They are frozen, so their guard steps aside once."""
    issues = apps.get_model("reporting", "Issue")
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.maintenance', 'on', true)")
        cursor.execute("ALTER TABLE reporting_issue DISABLE TRIGGER append_only")
    seals = {}
    for issue in issues.objects.select_related("pack__round").order_by("issued_at", "number").iterator(chunk_size=10):
        issue.plan_id = issue.pack.round.plan_id
        issue.as_at = datetime.datetime.fromisoformat(json.loads(issue.document)["as_at"])
        issue.html_sha256 = hashlib.sha256(issue.html.encode()).hexdigest()
        issue.previous_seal = seals.get(issue.pack_id, "")
        issue.seal_sha256 = seals[issue.pack_id] = _seal(issue)
        issue.save(update_fields=["plan", "as_at", "html_sha256", "previous_seal", "seal_sha256"])
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("ALTER TABLE reporting_issue ENABLE TRIGGER append_only")


def _seal(issue):
    """reporting/seal.py, as it was when this migration was written."""
    facts = {
        "partnership": str(issue.partnership_id), "plan": str(issue.plan_id), "pack": str(issue.pack_id),
        "edition": issue.edition, "number": issue.number, "document_sha256": issue.document_sha256,
        "html_sha256": issue.html_sha256, "pdf_sha256": issue.pdf_sha256,
        "as_at": issue.as_at.astimezone(datetime.UTC).isoformat(),
        "issued_at": issue.issued_at.astimezone(datetime.UTC).isoformat(), "issued_by": issue.issued_by,
        "reason": issue.reason, "previous_seal": issue.previous_seal,
    }
    text = json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


class Migration(migrations.Migration):

    dependencies = [
        ('partners', '0007_packs'),
        ('plans', '0008_packs'),
        ('reporting', '0003_feed'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AgendaItem',
            fields=[
                ('id', models.UUIDField(default=prevent_tracker.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('order', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(choices=[('standing', 'Standing item'), ('pack', 'Board pack'), ('item', 'Item')], max_length=20)),
                ('title', models.CharField(max_length=200)),
                ('presenter', models.CharField(blank=True, max_length=200)),
                ('is_private', models.BooleanField(default=False)),
                ('minutes', models.TextField(blank=True)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ['order'],
            },
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.UUIDField(default=prevent_tracker.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('order', models.PositiveSmallIntegerField()),
                ('words', models.CharField(max_length=300)),
                ('presence', models.CharField(choices=[('present', 'Present'), ('apologies', 'Apologies'), ('absent', 'Not there')], max_length=20)),
                ('note', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'verbose_name_plural': 'attendance',
                'ordering': ['order'],
            },
        ),
        migrations.CreateModel(
            name='Bundle',
            fields=[
                ('id', models.UUIDField(default=prevent_tracker.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('pdf', models.BinaryField(blank=True, null=True)),
                ('pages', models.PositiveSmallIntegerField(default=0)),
                ('made_at', models.DateTimeField(blank=True, null=True)),
                ('job_id', models.UUIDField(blank=True, null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.UUIDField(default=prevent_tracker.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('document_sha256', models.CharField(max_length=64)),
                ('pdf', models.BinaryField()),
                ('pages', models.PositiveSmallIntegerField()),
                ('as_at', models.DateTimeField()),
                ('made_at', models.DateTimeField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='DrawnSection',
            fields=[
                ('id', models.UUIDField(default=prevent_tracker.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('sha256', models.CharField(max_length=64)),
                ('pdf', models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name='HistoricalAgendaItem',
            fields=[
                ('history_actor', models.TextField(editable=False, null=True)),
                ('history_txid', models.BigIntegerField(editable=False, null=True)),
                ('id', models.UUIDField(db_index=True, default=prevent_tracker.core.ids.new_id, editable=False)),
                ('order', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(choices=[('standing', 'Standing item'), ('pack', 'Board pack'), ('item', 'Item')], max_length=20)),
                ('title', models.CharField(max_length=200)),
                ('presenter', models.CharField(blank=True, max_length=200)),
                ('is_private', models.BooleanField(default=False)),
                ('minutes', models.TextField(blank=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical agenda item',
                'verbose_name_plural': 'historical agenda items',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalAttendance',
            fields=[
                ('history_actor', models.TextField(editable=False, null=True)),
                ('history_txid', models.BigIntegerField(editable=False, null=True)),
                ('id', models.UUIDField(db_index=True, default=prevent_tracker.core.ids.new_id, editable=False)),
                ('order', models.PositiveSmallIntegerField()),
                ('words', models.CharField(max_length=300)),
                ('presence', models.CharField(choices=[('present', 'Present'), ('apologies', 'Apologies'), ('absent', 'Not there')], max_length=20)),
                ('note', models.CharField(blank=True, max_length=200)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical attendance',
                'verbose_name_plural': 'historical attendance',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalPackSettings',
            fields=[
                ('history_actor', models.TextField(editable=False, null=True)),
                ('history_txid', models.BigIntegerField(editable=False, null=True)),
                ('id', models.UUIDField(db_index=True, default=prevent_tracker.core.ids.new_id, editable=False)),
                ('logo', models.BinaryField(blank=True, null=True)),
                ('logo_type', models.CharField(blank=True, max_length=20)),
                ('logo_alt', models.CharField(blank=True, max_length=200)),
                ('version', models.PositiveIntegerField(default=1)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical pack settings',
                'verbose_name_plural': 'historical pack settings',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalPackStyle',
            fields=[
                ('history_actor', models.TextField(editable=False, null=True)),
                ('history_txid', models.BigIntegerField(editable=False, null=True)),
                ('id', models.UUIDField(db_index=True, default=prevent_tracker.core.ids.new_id, editable=False)),
                ('slug', models.SlugField(max_length=30)),
                ('label', models.CharField(max_length=100)),
                ('layout', models.JSONField(default=dict)),
                ('archived_at', models.DateTimeField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical pack style',
                'verbose_name_plural': 'historical pack styles',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalPaper',
            fields=[
                ('history_actor', models.TextField(editable=False, null=True)),
                ('history_txid', models.BigIntegerField(editable=False, null=True)),
                ('id', models.UUIDField(db_index=True, default=prevent_tracker.core.ids.new_id, editable=False)),
                ('order', models.PositiveSmallIntegerField()),
                ('title', models.CharField(max_length=200)),
                ('file', models.CharField(max_length=300)),
                ('content_type', models.CharField(max_length=100)),
                ('size', models.PositiveIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('pages', models.PositiveSmallIntegerField(default=0)),
                ('is_tagged', models.BooleanField(default=False)),
                ('added_at', models.DateTimeField()),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical paper',
                'verbose_name_plural': 'historical papers',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalPublication',
            fields=[
                ('history_actor', models.TextField(editable=False, null=True)),
                ('history_txid', models.BigIntegerField(editable=False, null=True)),
                ('id', models.UUIDField(db_index=True, default=prevent_tracker.core.ids.new_id, editable=False)),
                ('address', models.CharField(db_index=True, max_length=200)),
                ('partnership_name', models.CharField(max_length=200)),
                ('title', models.CharField(max_length=400)),
                ('is_indexable', models.BooleanField(default=False)),
                ('published_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_reason', models.TextField(blank=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical publication',
                'verbose_name_plural': 'historical publications',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='PackSettings',
            fields=[
                ('id', models.UUIDField(default=prevent_tracker.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('logo', models.BinaryField(blank=True, null=True)),
                ('logo_type', models.CharField(blank=True, max_length=20)),
                ('logo_alt', models.CharField(blank=True, max_length=200)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'verbose_name_plural': 'pack settings',
            },
        ),
        migrations.CreateModel(
            name='PackStyle',
            fields=[
                ('id', models.UUIDField(default=prevent_tracker.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('slug', models.SlugField(max_length=30)),
                ('label', models.CharField(max_length=100)),
                ('layout', models.JSONField(default=dict)),
                ('archived_at', models.DateTimeField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ['label'],
            },
        ),
        migrations.CreateModel(
            name='Paper',
            fields=[
                ('id', models.UUIDField(default=prevent_tracker.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('order', models.PositiveSmallIntegerField()),
                ('title', models.CharField(max_length=200)),
                ('file', models.CharField(max_length=300)),
                ('content_type', models.CharField(max_length=100)),
                ('size', models.PositiveIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('pages', models.PositiveSmallIntegerField(default=0)),
                ('is_tagged', models.BooleanField(default=False)),
                ('added_at', models.DateTimeField()),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['order', 'added_at'],
            },
        ),
        migrations.CreateModel(
            name='Publication',
            fields=[
                ('id', models.UUIDField(default=prevent_tracker.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('address', models.CharField(max_length=200, unique=True)),
                ('partnership_name', models.CharField(max_length=200)),
                ('title', models.CharField(max_length=400)),
                ('is_indexable', models.BooleanField(default=False)),
                ('published_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_reason', models.TextField(blank=True)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ['address'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='issue',
            name='issue_number',
        ),
        migrations.AddField(
            model_name='historicalpack',
            name='compare_moment',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='historicalpack',
            name='compare_to',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='reporting.issue'),
        ),
        migrations.AddField(
            model_name='historicalpack',
            name='contents',
            field=models.JSONField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='historicalpack',
            name='markings',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='historicalpack',
            name='style',
            field=models.CharField(blank=True, max_length=30),
        ),
        migrations.AddField(
            model_name='issue',
            name='as_at',
            field=models.DateTimeField(default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='issue',
            name='edition',
            field=models.CharField(choices=[('board', 'Board'), ('partner', 'Partner'), ('public', 'Public')], default='board', max_length=20),
        ),
        migrations.AddField(
            model_name='issue',
            name='html_sha256',
            field=models.CharField(default='', max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='issue',
            name='made_with',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name='issue',
            name='plan',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='issues', to='plans.plan'),
        ),
        migrations.AddField(
            model_name='issue',
            name='previous_seal',
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name='issue',
            name='seal_sha256',
            field=models.CharField(default='', max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='pack',
            name='compare_moment',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='pack',
            name='compare_to',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reporting.issue'),
        ),
        migrations.AddField(
            model_name='pack',
            name='contents',
            field=models.JSONField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='pack',
            name='markings',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='pack',
            name='style',
            field=models.CharField(blank=True, max_length=30),
        ),
        migrations.AlterField(
            model_name='issue',
            name='pack',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='issues', to='reporting.pack'),
        ),
        migrations.RunPython(seal_what_is_issued, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='issue',
            name='plan',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='issues', to='plans.plan'),
        ),
        migrations.AddConstraint(
            model_name='issue',
            constraint=models.UniqueConstraint(fields=('partnership', 'plan', 'pack', 'edition', 'number'), name='issue_number', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='issue',
            constraint=models.CheckConstraint(condition=models.Q(('pack__isnull', False), ('edition', 'public'), _connector='OR'), name='plan_alone_is_public'),
        ),
        migrations.AddField(
            model_name='agendaitem',
            name='meeting',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agenda', to='partners.meeting'),
        ),
        migrations.AddField(
            model_name='agendaitem',
            name='pack',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reporting.pack'),
        ),
        migrations.AddField(
            model_name='agendaitem',
            name='partnership',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.partnership'),
        ),
        migrations.AddField(
            model_name='attendance',
            name='agency',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.agency'),
        ),
        migrations.AddField(
            model_name='attendance',
            name='meeting',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendance', to='partners.meeting'),
        ),
        migrations.AddField(
            model_name='attendance',
            name='partnership',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.partnership'),
        ),
        migrations.AddField(
            model_name='bundle',
            name='meeting',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='bundle', to='partners.meeting'),
        ),
        migrations.AddField(
            model_name='bundle',
            name='partnership',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.partnership'),
        ),
        migrations.AddField(
            model_name='draft',
            name='pack',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='draft', to='reporting.pack'),
        ),
        migrations.AddField(
            model_name='draft',
            name='partnership',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.partnership'),
        ),
        migrations.AddField(
            model_name='drawnsection',
            name='pack',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='drawn', to='reporting.pack'),
        ),
        migrations.AddField(
            model_name='drawnsection',
            name='partnership',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.partnership'),
        ),
        migrations.AddField(
            model_name='historicalagendaitem',
            name='history_user',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalagendaitem',
            name='meeting',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partners.meeting'),
        ),
        migrations.AddField(
            model_name='historicalagendaitem',
            name='pack',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='reporting.pack'),
        ),
        migrations.AddField(
            model_name='historicalagendaitem',
            name='partnership',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partners.partnership'),
        ),
        migrations.AddField(
            model_name='historicalattendance',
            name='agency',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partners.agency'),
        ),
        migrations.AddField(
            model_name='historicalattendance',
            name='history_user',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalattendance',
            name='meeting',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partners.meeting'),
        ),
        migrations.AddField(
            model_name='historicalattendance',
            name='partnership',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partners.partnership'),
        ),
        migrations.AddField(
            model_name='historicalpacksettings',
            name='history_user',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalpacksettings',
            name='partnership',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partners.partnership'),
        ),
        migrations.AddField(
            model_name='historicalpackstyle',
            name='history_user',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalpackstyle',
            name='partnership',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partners.partnership'),
        ),
        migrations.AddField(
            model_name='historicalpaper',
            name='history_user',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalpaper',
            name='item',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='reporting.agendaitem'),
        ),
        migrations.AddField(
            model_name='historicalpaper',
            name='partnership',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partners.partnership'),
        ),
        migrations.AddField(
            model_name='historicalpublication',
            name='history_user',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalpublication',
            name='pack',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='reporting.pack'),
        ),
        migrations.AddField(
            model_name='historicalpublication',
            name='partnership',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partners.partnership'),
        ),
        migrations.AddField(
            model_name='historicalpublication',
            name='plan',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='plans.plan'),
        ),
        migrations.AddField(
            model_name='packsettings',
            name='partnership',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.partnership'),
        ),
        migrations.AddField(
            model_name='packstyle',
            name='partnership',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.partnership'),
        ),
        migrations.AddField(
            model_name='paper',
            name='item',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='reporting.agendaitem'),
        ),
        migrations.AddField(
            model_name='paper',
            name='partnership',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.partnership'),
        ),
        migrations.AddField(
            model_name='publication',
            name='pack',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='publication', to='reporting.pack'),
        ),
        migrations.AddField(
            model_name='publication',
            name='partnership',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.partnership'),
        ),
        migrations.AddField(
            model_name='publication',
            name='plan',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='publications', to='plans.plan'),
        ),
        migrations.AddConstraint(
            model_name='agendaitem',
            constraint=models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('partnership', 'meeting', 'order'), name='agenda_order'),
        ),
        migrations.AddConstraint(
            model_name='agendaitem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'pack'), _negated=True), ('pack__isnull', False), _connector='OR'), name='pack_item_has_pack'),
        ),
        migrations.AddConstraint(
            model_name='attendance',
            constraint=models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('partnership', 'meeting', 'order'), name='attendance_order'),
        ),
        migrations.AddConstraint(
            model_name='drawnsection',
            constraint=models.UniqueConstraint(fields=('partnership', 'pack', 'sha256'), name='section_drawn_once'),
        ),
        migrations.AddConstraint(
            model_name='packsettings',
            constraint=models.UniqueConstraint(fields=('partnership',), name='one_pack_settings'),
        ),
        migrations.AddConstraint(
            model_name='packstyle',
            constraint=models.UniqueConstraint(fields=('partnership', 'slug'), name='style_slug'),
        ),
        migrations.AddConstraint(
            model_name='publication',
            constraint=models.UniqueConstraint(condition=models.Q(('pack', None)), fields=('partnership', 'plan'), name='one_publication_a_plan'),
        ),
        migrations.AddConstraint(
            model_name='publication',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_at', None), models.Q(('withdrawn_reason', ''), _negated=True), _connector='OR'), name='withdrawn_has_reason'),
        ),
        migrations.RunSQL(KEYS, migrations.RunSQL.noop),
        *(ProtectTable(name) for name in PROTECTED),
    ]
