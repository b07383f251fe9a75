"""Evidence and extensions are in the feed of changes."""

from django.db import migrations

from prevent_tracker.core.rls import FeedTable


class Migration(migrations.Migration):
    dependencies = [("plans", "0006_ticked_milestones"), ("core", "0004_feed")]

    operations = [FeedTable("Evidence", "evidence"), FeedTable("Extension", "extension")]
