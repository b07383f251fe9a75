"""Agencies are in the feed of changes."""

from django.db import migrations

from prevent_tracker.core.rls import FeedTable


class Migration(migrations.Migration):
    dependencies = [("partners", "0005_mail"), ("core", "0004_feed")]

    operations = [FeedTable("Agency", "agency")]
