"""Issues of packs are in the feed of changes."""

from django.db import migrations

SQL = """CREATE TRIGGER feed AFTER INSERT ON reporting_issue REFERENCING NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION app.feed_made('issue')"""


class Migration(migrations.Migration):
    dependencies = [("reporting", "0002_guards"), ("core", "0004_feed")]

    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
