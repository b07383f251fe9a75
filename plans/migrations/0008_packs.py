"""Markings of everything that is read, with their reasons; requirements and their ratings; decisions between boards."""

import django.contrib.postgres.fields
import django.db.models.deletion
import prevent_tracker.core.ids
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from prevent_tracker.core.rls import ProtectTable

KEYS = """
ALTER TABLE plans_decision ADD CONSTRAINT plans_decision_for_board_id_tenant FOREIGN KEY (partnership_id, for_board_id)
  REFERENCES partners_board (partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('partners', '0007_packs'),
        ('plans', '0007_feed'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='action',
            name='marking_reason',
            field=models.CharField(blank=True, choices=[('12A-1', 'Information about an individual (LGA 1972, Schedule 12A, paragraph 1)'), ('12A-2', 'Likely to reveal who an individual is (LGA 1972, Schedule 12A, paragraph 2)'), ('12A-3', 'Financial or business affairs (LGA 1972, Schedule 12A, paragraph 3)'), ('12A-5', 'Legal professional privilege (LGA 1972, Schedule 12A, paragraph 5)'), ('12A-7', 'Prevention, investigation or prosecution of crime (LGA 1972, Schedule 12A, paragraph 7)'), ('FOI-22', 'Intended for future publication (FOIA 2000, section 22)'), ('FOI-24', 'National security (FOIA 2000, section 24)'), ('FOI-31', 'Law enforcement (FOIA 2000, section 31)'), ('FOI-36', 'Conduct of public affairs (FOIA 2000, section 36)'), ('FOI-38', 'Health and safety (FOIA 2000, section 38)'), ('FOI-40', 'Personal information (FOIA 2000, section 40)'), ('FOI-41', 'Given in confidence (FOIA 2000, section 41)')], max_length=20),
        ),
        migrations.AddField(
            model_name='action',
            name='requirement_codes',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), blank=True, default=list, size=None),
        ),
        migrations.AddField(
            model_name='decision',
            name='for_board',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.board'),
        ),
        migrations.AddField(
            model_name='decision',
            name='marking',
            field=models.CharField(blank=True, choices=[('public', 'Public'), ('partnership', 'Partnership'), ('restricted', 'Restricted')], max_length=20),
        ),
        migrations.AddField(
            model_name='decision',
            name='marking_reason',
            field=models.CharField(blank=True, choices=[('12A-1', 'Information about an individual (LGA 1972, Schedule 12A, paragraph 1)'), ('12A-2', 'Likely to reveal who an individual is (LGA 1972, Schedule 12A, paragraph 2)'), ('12A-3', 'Financial or business affairs (LGA 1972, Schedule 12A, paragraph 3)'), ('12A-5', 'Legal professional privilege (LGA 1972, Schedule 12A, paragraph 5)'), ('12A-7', 'Prevention, investigation or prosecution of crime (LGA 1972, Schedule 12A, paragraph 7)'), ('FOI-22', 'Intended for future publication (FOIA 2000, section 22)'), ('FOI-24', 'National security (FOIA 2000, section 24)'), ('FOI-31', 'Law enforcement (FOIA 2000, section 31)'), ('FOI-36', 'Conduct of public affairs (FOIA 2000, section 36)'), ('FOI-38', 'Health and safety (FOIA 2000, section 38)'), ('FOI-40', 'Personal information (FOIA 2000, section 40)'), ('FOI-41', 'Given in confidence (FOIA 2000, section 41)')], max_length=20),
        ),
        migrations.AddField(
            model_name='frontmatter',
            name='marking',
            field=models.CharField(blank=True, choices=[('public', 'Public'), ('partnership', 'Partnership'), ('restricted', 'Restricted')], max_length=20),
        ),
        migrations.AddField(
            model_name='frontmatter',
            name='marking_reason',
            field=models.CharField(blank=True, choices=[('12A-1', 'Information about an individual (LGA 1972, Schedule 12A, paragraph 1)'), ('12A-2', 'Likely to reveal who an individual is (LGA 1972, Schedule 12A, paragraph 2)'), ('12A-3', 'Financial or business affairs (LGA 1972, Schedule 12A, paragraph 3)'), ('12A-5', 'Legal professional privilege (LGA 1972, Schedule 12A, paragraph 5)'), ('12A-7', 'Prevention, investigation or prosecution of crime (LGA 1972, Schedule 12A, paragraph 7)'), ('FOI-22', 'Intended for future publication (FOIA 2000, section 22)'), ('FOI-24', 'National security (FOIA 2000, section 24)'), ('FOI-31', 'Law enforcement (FOIA 2000, section 31)'), ('FOI-36', 'Conduct of public affairs (FOIA 2000, section 36)'), ('FOI-38', 'Health and safety (FOIA 2000, section 38)'), ('FOI-40', 'Personal information (FOIA 2000, section 40)'), ('FOI-41', 'Given in confidence (FOIA 2000, section 41)')], max_length=20),
        ),
        migrations.AddField(
            model_name='historicalaction',
            name='marking_reason',
            field=models.CharField(blank=True, choices=[('12A-1', 'Information about an individual (LGA 1972, Schedule 12A, paragraph 1)'), ('12A-2', 'Likely to reveal who an individual is (LGA 1972, Schedule 12A, paragraph 2)'), ('12A-3', 'Financial or business affairs (LGA 1972, Schedule 12A, paragraph 3)'), ('12A-5', 'Legal professional privilege (LGA 1972, Schedule 12A, paragraph 5)'), ('12A-7', 'Prevention, investigation or prosecution of crime (LGA 1972, Schedule 12A, paragraph 7)'), ('FOI-22', 'Intended for future publication (FOIA 2000, section 22)'), ('FOI-24', 'National security (FOIA 2000, section 24)'), ('FOI-31', 'Law enforcement (FOIA 2000, section 31)'), ('FOI-36', 'Conduct of public affairs (FOIA 2000, section 36)'), ('FOI-38', 'Health and safety (FOIA 2000, section 38)'), ('FOI-40', 'Personal information (FOIA 2000, section 40)'), ('FOI-41', 'Given in confidence (FOIA 2000, section 41)')], max_length=20),
        ),
        migrations.AddField(
            model_name='historicalaction',
            name='requirement_codes',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), blank=True, default=list, size=None),
        ),
        migrations.AddField(
            model_name='historicaldecision',
            name='for_board',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partners.board'),
        ),
        migrations.AddField(
            model_name='historicaldecision',
            name='marking',
            field=models.CharField(blank=True, choices=[('public', 'Public'), ('partnership', 'Partnership'), ('restricted', 'Restricted')], max_length=20),
        ),
        migrations.AddField(
            model_name='historicaldecision',
            name='marking_reason',
            field=models.CharField(blank=True, choices=[('12A-1', 'Information about an individual (LGA 1972, Schedule 12A, paragraph 1)'), ('12A-2', 'Likely to reveal who an individual is (LGA 1972, Schedule 12A, paragraph 2)'), ('12A-3', 'Financial or business affairs (LGA 1972, Schedule 12A, paragraph 3)'), ('12A-5', 'Legal professional privilege (LGA 1972, Schedule 12A, paragraph 5)'), ('12A-7', 'Prevention, investigation or prosecution of crime (LGA 1972, Schedule 12A, paragraph 7)'), ('FOI-22', 'Intended for future publication (FOIA 2000, section 22)'), ('FOI-24', 'National security (FOIA 2000, section 24)'), ('FOI-31', 'Law enforcement (FOIA 2000, section 31)'), ('FOI-36', 'Conduct of public affairs (FOIA 2000, section 36)'), ('FOI-38', 'Health and safety (FOIA 2000, section 38)'), ('FOI-40', 'Personal information (FOIA 2000, section 40)'), ('FOI-41', 'Given in confidence (FOIA 2000, section 41)')], max_length=20),
        ),
        migrations.AddField(
            model_name='historicalfrontmatter',
            name='marking',
            field=models.CharField(blank=True, choices=[('public', 'Public'), ('partnership', 'Partnership'), ('restricted', 'Restricted')], max_length=20),
        ),
        migrations.AddField(
            model_name='historicalfrontmatter',
            name='marking_reason',
            field=models.CharField(blank=True, choices=[('12A-1', 'Information about an individual (LGA 1972, Schedule 12A, paragraph 1)'), ('12A-2', 'Likely to reveal who an individual is (LGA 1972, Schedule 12A, paragraph 2)'), ('12A-3', 'Financial or business affairs (LGA 1972, Schedule 12A, paragraph 3)'), ('12A-5', 'Legal professional privilege (LGA 1972, Schedule 12A, paragraph 5)'), ('12A-7', 'Prevention, investigation or prosecution of crime (LGA 1972, Schedule 12A, paragraph 7)'), ('FOI-22', 'Intended for future publication (FOIA 2000, section 22)'), ('FOI-24', 'National security (FOIA 2000, section 24)'), ('FOI-31', 'Law enforcement (FOIA 2000, section 31)'), ('FOI-36', 'Conduct of public affairs (FOIA 2000, section 36)'), ('FOI-38', 'Health and safety (FOIA 2000, section 38)'), ('FOI-40', 'Personal information (FOIA 2000, section 40)'), ('FOI-41', 'Given in confidence (FOIA 2000, section 41)')], max_length=20),
        ),
        migrations.AddField(
            model_name='historicallead',
            name='marking',
            field=models.CharField(blank=True, choices=[('public', 'Public'), ('partnership', 'Partnership'), ('restricted', 'Restricted')], max_length=20),
        ),
        migrations.AddField(
            model_name='historicallead',
            name='marking_reason',
            field=models.CharField(blank=True, choices=[('12A-1', 'Information about an individual (LGA 1972, Schedule 12A, paragraph 1)'), ('12A-2', 'Likely to reveal who an individual is (LGA 1972, Schedule 12A, paragraph 2)'), ('12A-3', 'Financial or business affairs (LGA 1972, Schedule 12A, paragraph 3)'), ('12A-5', 'Legal professional privilege (LGA 1972, Schedule 12A, paragraph 5)'), ('12A-7', 'Prevention, investigation or prosecution of crime (LGA 1972, Schedule 12A, paragraph 7)'), ('FOI-22', 'Intended for future publication (FOIA 2000, section 22)'), ('FOI-24', 'National security (FOIA 2000, section 24)'), ('FOI-31', 'Law enforcement (FOIA 2000, section 31)'), ('FOI-36', 'Conduct of public affairs (FOIA 2000, section 36)'), ('FOI-38', 'Health and safety (FOIA 2000, section 38)'), ('FOI-40', 'Personal information (FOIA 2000, section 40)'), ('FOI-41', 'Given in confidence (FOIA 2000, section 41)')], max_length=20),
        ),
        migrations.AddField(
            model_name='historicalmeasure',
            name='marking',
            field=models.CharField(blank=True, choices=[('public', 'Public'), ('partnership', 'Partnership'), ('restricted', 'Restricted')], max_length=20),
        ),
        migrations.AddField(
            model_name='historicalmeasure',
            name='marking_reason',
            field=models.CharField(blank=True, choices=[('12A-1', 'Information about an individual (LGA 1972, Schedule 12A, paragraph 1)'), ('12A-2', 'Likely to reveal who an individual is (LGA 1972, Schedule 12A, paragraph 2)'), ('12A-3', 'Financial or business affairs (LGA 1972, Schedule 12A, paragraph 3)'), ('12A-5', 'Legal professional privilege (LGA 1972, Schedule 12A, paragraph 5)'), ('12A-7', 'Prevention, investigation or prosecution of crime (LGA 1972, Schedule 12A, paragraph 7)'), ('FOI-22', 'Intended for future publication (FOIA 2000, section 22)'), ('FOI-24', 'National security (FOIA 2000, section 24)'), ('FOI-31', 'Law enforcement (FOIA 2000, section 31)'), ('FOI-36', 'Conduct of public affairs (FOIA 2000, section 36)'), ('FOI-38', 'Health and safety (FOIA 2000, section 38)'), ('FOI-40', 'Personal information (FOIA 2000, section 40)'), ('FOI-41', 'Given in confidence (FOIA 2000, section 41)')], max_length=20),
        ),
        migrations.AddField(
            model_name='historicalobjective',
            name='marking',
            field=models.CharField(blank=True, choices=[('public', 'Public'), ('partnership', 'Partnership'), ('restricted', 'Restricted')], max_length=20),
        ),
        migrations.AddField(
            model_name='historicalobjective',
            name='marking_reason',
            field=models.CharField(blank=True, choices=[('12A-1', 'Information about an individual (LGA 1972, Schedule 12A, paragraph 1)'), ('12A-2', 'Likely to reveal who an individual is (LGA 1972, Schedule 12A, paragraph 2)'), ('12A-3', 'Financial or business affairs (LGA 1972, Schedule 12A, paragraph 3)'), ('12A-5', 'Legal professional privilege (LGA 1972, Schedule 12A, paragraph 5)'), ('12A-7', 'Prevention, investigation or prosecution of crime (LGA 1972, Schedule 12A, paragraph 7)'), ('FOI-22', 'Intended for future publication (FOIA 2000, section 22)'), ('FOI-24', 'National security (FOIA 2000, section 24)'), ('FOI-31', 'Law enforcement (FOIA 2000, section 31)'), ('FOI-36', 'Conduct of public affairs (FOIA 2000, section 36)'), ('FOI-38', 'Health and safety (FOIA 2000, section 38)'), ('FOI-40', 'Personal information (FOIA 2000, section 40)'), ('FOI-41', 'Given in confidence (FOIA 2000, section 41)')], max_length=20),
        ),
        migrations.AddField(
            model_name='historicalplan',
            name='marking_reason',
            field=models.CharField(blank=True, choices=[('12A-1', 'Information about an individual (LGA 1972, Schedule 12A, paragraph 1)'), ('12A-2', 'Likely to reveal who an individual is (LGA 1972, Schedule 12A, paragraph 2)'), ('12A-3', 'Financial or business affairs (LGA 1972, Schedule 12A, paragraph 3)'), ('12A-5', 'Legal professional privilege (LGA 1972, Schedule 12A, paragraph 5)'), ('12A-7', 'Prevention, investigation or prosecution of crime (LGA 1972, Schedule 12A, paragraph 7)'), ('FOI-22', 'Intended for future publication (FOIA 2000, section 22)'), ('FOI-24', 'National security (FOIA 2000, section 24)'), ('FOI-31', 'Law enforcement (FOIA 2000, section 31)'), ('FOI-36', 'Conduct of public affairs (FOIA 2000, section 36)'), ('FOI-38', 'Health and safety (FOIA 2000, section 38)'), ('FOI-40', 'Personal information (FOIA 2000, section 40)'), ('FOI-41', 'Given in confidence (FOIA 2000, section 41)')], max_length=20),
        ),
        migrations.AddField(
            model_name='historicalplan',
            name='requirement_sets',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), blank=True, default=list, size=None),
        ),
        migrations.AddField(
            model_name='historicalupdate',
            name='marking',
            field=models.CharField(blank=True, choices=[('public', 'Public'), ('partnership', 'Partnership'), ('restricted', 'Restricted')], max_length=20),
        ),
        migrations.AddField(
            model_name='historicalupdate',
            name='marking_reason',
            field=models.CharField(blank=True, choices=[('12A-1', 'Information about an individual (LGA 1972, Schedule 12A, paragraph 1)'), ('12A-2', 'Likely to reveal who an individual is (LGA 1972, Schedule 12A, paragraph 2)'), ('12A-3', 'Financial or business affairs (LGA 1972, Schedule 12A, paragraph 3)'), ('12A-5', 'Legal professional privilege (LGA 1972, Schedule 12A, paragraph 5)'), ('12A-7', 'Prevention, investigation or prosecution of crime (LGA 1972, Schedule 12A, paragraph 7)'), ('FOI-22', 'Intended for future publication (FOIA 2000, section 22)'), ('FOI-24', 'National security (FOIA 2000, section 24)'), ('FOI-31', 'Law enforcement (FOIA 2000, section 31)'), ('FOI-36', 'Conduct of public affairs (FOIA 2000, section 36)'), ('FOI-38', 'Health and safety (FOIA 2000, section 38)'), ('FOI-40', 'Personal information (FOIA 2000, section 40)'), ('FOI-41', 'Given in confidence (FOIA 2000, section 41)')], max_length=20),
        ),
        migrations.AddField(
            model_name='lead',
            name='marking',
            field=models.CharField(blank=True, choices=[('public', 'Public'), ('partnership', 'Partnership'), ('restricted', 'Restricted')], max_length=20),
        ),
        migrations.AddField(
            model_name='lead',
            name='marking_reason',
            field=models.CharField(blank=True, choices=[('12A-1', 'Information about an individual (LGA 1972, Schedule 12A, paragraph 1)'), ('12A-2', 'Likely to reveal who an individual is (LGA 1972, Schedule 12A, paragraph 2)'), ('12A-3', 'Financial or business affairs (LGA 1972, Schedule 12A, paragraph 3)'), ('12A-5', 'Legal professional privilege (LGA 1972, Schedule 12A, paragraph 5)'), ('12A-7', 'Prevention, investigation or prosecution of crime (LGA 1972, Schedule 12A, paragraph 7)'), ('FOI-22', 'Intended for future publication (FOIA 2000, section 22)'), ('FOI-24', 'National security (FOIA 2000, section 24)'), ('FOI-31', 'Law enforcement (FOIA 2000, section 31)'), ('FOI-36', 'Conduct of public affairs (FOIA 2000, section 36)'), ('FOI-38', 'Health and safety (FOIA 2000, section 38)'), ('FOI-40', 'Personal information (FOIA 2000, section 40)'), ('FOI-41', 'Given in confidence (FOIA 2000, section 41)')], max_length=20),
        ),
        migrations.AddField(
            model_name='measure',
            name='marking',
            field=models.CharField(blank=True, choices=[('public', 'Public'), ('partnership', 'Partnership'), ('restricted', 'Restricted')], max_length=20),
        ),
        migrations.AddField(
            model_name='measure',
            name='marking_reason',
            field=models.CharField(blank=True, choices=[('12A-1', 'Information about an individual (LGA 1972, Schedule 12A, paragraph 1)'), ('12A-2', 'Likely to reveal who an individual is (LGA 1972, Schedule 12A, paragraph 2)'), ('12A-3', 'Financial or business affairs (LGA 1972, Schedule 12A, paragraph 3)'), ('12A-5', 'Legal professional privilege (LGA 1972, Schedule 12A, paragraph 5)'), ('12A-7', 'Prevention, investigation or prosecution of crime (LGA 1972, Schedule 12A, paragraph 7)'), ('FOI-22', 'Intended for future publication (FOIA 2000, section 22)'), ('FOI-24', 'National security (FOIA 2000, section 24)'), ('FOI-31', 'Law enforcement (FOIA 2000, section 31)'), ('FOI-36', 'Conduct of public affairs (FOIA 2000, section 36)'), ('FOI-38', 'Health and safety (FOIA 2000, section 38)'), ('FOI-40', 'Personal information (FOIA 2000, section 40)'), ('FOI-41', 'Given in confidence (FOIA 2000, section 41)')], max_length=20),
        ),
        migrations.AddField(
            model_name='objective',
            name='marking',
            field=models.CharField(blank=True, choices=[('public', 'Public'), ('partnership', 'Partnership'), ('restricted', 'Restricted')], max_length=20),
        ),
        migrations.AddField(
            model_name='objective',
            name='marking_reason',
            field=models.CharField(blank=True, choices=[('12A-1', 'Information about an individual (LGA 1972, Schedule 12A, paragraph 1)'), ('12A-2', 'Likely to reveal who an individual is (LGA 1972, Schedule 12A, paragraph 2)'), ('12A-3', 'Financial or business affairs (LGA 1972, Schedule 12A, paragraph 3)'), ('12A-5', 'Legal professional privilege (LGA 1972, Schedule 12A, paragraph 5)'), ('12A-7', 'Prevention, investigation or prosecution of crime (LGA 1972, Schedule 12A, paragraph 7)'), ('FOI-22', 'Intended for future publication (FOIA 2000, section 22)'), ('FOI-24', 'National security (FOIA 2000, section 24)'), ('FOI-31', 'Law enforcement (FOIA 2000, section 31)'), ('FOI-36', 'Conduct of public affairs (FOIA 2000, section 36)'), ('FOI-38', 'Health and safety (FOIA 2000, section 38)'), ('FOI-40', 'Personal information (FOIA 2000, section 40)'), ('FOI-41', 'Given in confidence (FOIA 2000, section 41)')], max_length=20),
        ),
        migrations.AddField(
            model_name='plan',
            name='marking_reason',
            field=models.CharField(blank=True, choices=[('12A-1', 'Information about an individual (LGA 1972, Schedule 12A, paragraph 1)'), ('12A-2', 'Likely to reveal who an individual is (LGA 1972, Schedule 12A, paragraph 2)'), ('12A-3', 'Financial or business affairs (LGA 1972, Schedule 12A, paragraph 3)'), ('12A-5', 'Legal professional privilege (LGA 1972, Schedule 12A, paragraph 5)'), ('12A-7', 'Prevention, investigation or prosecution of crime (LGA 1972, Schedule 12A, paragraph 7)'), ('FOI-22', 'Intended for future publication (FOIA 2000, section 22)'), ('FOI-24', 'National security (FOIA 2000, section 24)'), ('FOI-31', 'Law enforcement (FOIA 2000, section 31)'), ('FOI-36', 'Conduct of public affairs (FOIA 2000, section 36)'), ('FOI-38', 'Health and safety (FOIA 2000, section 38)'), ('FOI-40', 'Personal information (FOIA 2000, section 40)'), ('FOI-41', 'Given in confidence (FOIA 2000, section 41)')], max_length=20),
        ),
        migrations.AddField(
            model_name='plan',
            name='requirement_sets',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), blank=True, default=list, size=None),
        ),
        migrations.AddField(
            model_name='update',
            name='marking',
            field=models.CharField(blank=True, choices=[('public', 'Public'), ('partnership', 'Partnership'), ('restricted', 'Restricted')], max_length=20),
        ),
        migrations.AddField(
            model_name='update',
            name='marking_reason',
            field=models.CharField(blank=True, choices=[('12A-1', 'Information about an individual (LGA 1972, Schedule 12A, paragraph 1)'), ('12A-2', 'Likely to reveal who an individual is (LGA 1972, Schedule 12A, paragraph 2)'), ('12A-3', 'Financial or business affairs (LGA 1972, Schedule 12A, paragraph 3)'), ('12A-5', 'Legal professional privilege (LGA 1972, Schedule 12A, paragraph 5)'), ('12A-7', 'Prevention, investigation or prosecution of crime (LGA 1972, Schedule 12A, paragraph 7)'), ('FOI-22', 'Intended for future publication (FOIA 2000, section 22)'), ('FOI-24', 'National security (FOIA 2000, section 24)'), ('FOI-31', 'Law enforcement (FOIA 2000, section 31)'), ('FOI-36', 'Conduct of public affairs (FOIA 2000, section 36)'), ('FOI-38', 'Health and safety (FOIA 2000, section 38)'), ('FOI-40', 'Personal information (FOIA 2000, section 40)'), ('FOI-41', 'Given in confidence (FOIA 2000, section 41)')], max_length=20),
        ),
        migrations.CreateModel(
            name='HistoricalRequirementRating',
            fields=[
                ('history_actor', models.TextField(editable=False, null=True)),
                ('history_txid', models.BigIntegerField(editable=False, null=True)),
                ('id', models.UUIDField(db_index=True, default=prevent_tracker.core.ids.new_id, editable=False)),
                ('code', models.CharField(max_length=80)),
                ('value', models.CharField(max_length=40)),
                ('note', models.TextField(blank=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('partnership', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partners.partnership')),
                ('plan', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='plans.plan')),
                ('round', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='plans.round')),
            ],
            options={
                'verbose_name': 'historical requirement rating',
                'verbose_name_plural': 'historical requirement ratings',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='RequirementRating',
            fields=[
                ('id', models.UUIDField(default=prevent_tracker.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=80)),
                ('value', models.CharField(max_length=40)),
                ('note', models.TextField(blank=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('partnership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.partnership')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='requirement_ratings', to='plans.plan')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='requirement_ratings', to='plans.round')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('partnership', 'round', 'code'), name='one_rating_a_round')],
            },
        ),
        migrations.RunSQL(KEYS, migrations.RunSQL.noop),
        ProtectTable("RequirementRating"),
    ]
