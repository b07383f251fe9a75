"""A bounce names a message, not a partnership: the database finds it."""

from django.db import migrations

from prevent_tracker.core.rls import definer_for_application

BOUNCE_SQL = """
-- What a mail server reported afterwards; a message that somebody sends again at this moment is left alone.
CREATE FUNCTION app.record_bounce(mail text, said text) RETURNS text LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE was text;
BEGIN
  SELECT state INTO was FROM partners_message WHERE message_id = mail FOR UPDATE;
  UPDATE partners_message SET state = 'failed', error = left(said, 500)
    WHERE message_id = mail AND state IN ('sending', 'sent', 'uncertain');
  RETURN was;
END $$;
""" + definer_for_application("app.record_bounce(text, text)")


class Migration(migrations.Migration):
    dependencies = [("partners", "0004_keys")]

    operations = [migrations.RunSQL(BOUNCE_SQL, "DROP FUNCTION app.record_bounce(text, text)")]
