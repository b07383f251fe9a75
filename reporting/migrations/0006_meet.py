"""Items whose paper is drawn for them, and the papers of Part B as a file of their own."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("partners", "0007_packs"),
        ("reporting", "0005_public"),
    ]

    operations = [
        migrations.AddField(
            model_name="bundle",
            name="is_private",
            field=models.BooleanField(default=False),
        ),
        migrations.AlterField(
            model_name="agendaitem",
            name="kind",
            field=models.CharField(
                choices=[
                    ("standing", "Standing item"),
                    ("minutes", "Minutes of the last meeting"),
                    ("matters", "Matters from other boards"),
                    ("pack", "Board pack"),
                    ("item", "Item"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="bundle",
            name="meeting",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="bundles", to="partners.meeting"
            ),
        ),
        migrations.AlterField(
            model_name="historicalagendaitem",
            name="kind",
            field=models.CharField(
                choices=[
                    ("standing", "Standing item"),
                    ("minutes", "Minutes of the last meeting"),
                    ("matters", "Matters from other boards"),
                    ("pack", "Board pack"),
                    ("item", "Item"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="bundle",
            constraint=models.UniqueConstraint(
                fields=("partnership", "meeting", "is_private"), name="one_bundle_a_part"
            ),
        ),
    ]
