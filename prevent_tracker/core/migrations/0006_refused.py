"""Background work that cannot be done says why to who asked."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0005_cancel")]

    operations = [migrations.AddField("job", "refusal", models.TextField(blank=True, db_default="", default=""))]
