"""When a community body may be named to the public; a board's papers and standing items; a meeting's place."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('partners', '0006_feed'),
    ]

    operations = [
        migrations.AddField(
            model_name='agency',
            name='released_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='board',
            name='drafts_days_before',
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='board',
            name='papers_clear_days',
            field=models.PositiveSmallIntegerField(default=5),
        ),
        migrations.AddField(
            model_name='board',
            name='standing_items',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), blank=True, default=list, size=None),
        ),
        migrations.AddField(
            model_name='historicalagency',
            name='released_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='historicalboard',
            name='drafts_days_before',
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='historicalboard',
            name='papers_clear_days',
            field=models.PositiveSmallIntegerField(default=5),
        ),
        migrations.AddField(
            model_name='historicalboard',
            name='standing_items',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), blank=True, default=list, size=None),
        ),
        migrations.AddField(
            model_name='historicalmeeting',
            name='minutes_agreed_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='historicalmeeting',
            name='place',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name='historicalmeeting',
            name='starts_at',
            field=models.TimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='historicalmeeting',
            name='version',
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddField(
            model_name='meeting',
            name='minutes_agreed_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='meeting',
            name='place',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name='meeting',
            name='starts_at',
            field=models.TimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='meeting',
            name='version',
            field=models.PositiveIntegerField(default=1),
        ),
    ]
