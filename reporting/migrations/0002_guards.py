"""Row-level security on packs; an issue is frozen for everybody, the owner's role included."""

from django.db import migrations

from prevent_tracker.core.rls import ProtectTable


class Migration(migrations.Migration):
    dependencies = [("reporting", "0001_initial"), ("plans", "0002_guards")]

    operations = [ProtectTable("Pack"), ProtectTable("Issue", frozen=True)]
