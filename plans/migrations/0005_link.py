"""The way in for whoever holds a link that has been used, replaced or has expired, and asks for a new one."""

from django.db import migrations

from prevent_tracker.core.rls import definer_for_application

# Only for an address that is still a contact of its agency, in a round that is still open; never for a link that the
# coordinator ended. The session that opens writes answers of nobody: the round and the agency stay narrowed.
AGAIN_SQL = """
CREATE FUNCTION app.enter_old_link(digest bytea) RETURNS TABLE (id uuid, partnership_id uuid) LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE l plans_answerlink;
BEGIN
  SELECT x.* INTO l FROM plans_answerlink x
    JOIN plans_round r ON r.id = x.round_id AND r.opened_at IS NOT NULL AND r.closed_at IS NULL
    WHERE x.token_sha256 = digest AND x.ended_because NOT LIKE 'Revoked%' AND EXISTS (
      SELECT FROM partners_agencycontact c WHERE c.partnership_id = x.partnership_id AND c.agency_id = x.agency_id
        AND lower(c.email) = lower(x.email) AND c.ended_at IS NULL);
  IF NOT FOUND THEN RETURN; END IF;
  PERFORM set_config('app.actor', 'link:' || l.id, true), set_config('app.user_id', '', true),
    set_config('app.partnership_ids', ARRAY[l.partnership_id]::text, true),
    set_config('app.writable_ids', ARRAY[l.partnership_id]::text, true),
    set_config('app.agency_id', l.agency_id::text, true), set_config('app.round_id', l.round_id::text, true);
  RETURN QUERY SELECT l.id, l.partnership_id;
END $$;
""" + definer_for_application("app.enter_old_link(bytea)")


class Migration(migrations.Migration):
    dependencies = [("plans", "0004_rounds")]

    operations = [migrations.RunSQL(AGAIN_SQL, migrations.RunSQL.noop)]
