"""The visitor's door: whoever has not signed in reads what is published, and no other row of any table."""

from django.db import migrations

from prevent_tracker.core.database import APPLICATION

SQL = f"""
CREATE FUNCTION app.enter_visitor() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('app.partnership_ids', '{{}}', true), set_config('app.writable_ids', '{{}}', true),
    set_config('app.actor', 'visitor', true), set_config('app.user_id', '', true),
    set_config('app.agency_id', '', true), set_config('app.round_id', '', true), set_config('app.visitor', 'on', true);
END $$;

-- Whoever opens a partnership, or fails to, is no visitor any more, by whichever function: none of them has to know.
CREATE FUNCTION app.is_visitor() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
SELECT coalesce(app.setting('app.visitor') = 'on' AND app.setting('app.partnership_ids') = '{{}}'
  AND app.setting('app.actor') = 'visitor', false) $$;

CREATE POLICY visitors ON reporting_publication FOR SELECT TO {APPLICATION}
  USING ((SELECT app.is_visitor()) AND withdrawn_at IS NULL);

-- What was issued before the page was last opened stays away: what was withdrawn stays withdrawn.
CREATE POLICY visitors ON reporting_issue FOR SELECT TO {APPLICATION}
  USING ((SELECT app.is_visitor()) AND edition = 'public' AND EXISTS (
    SELECT FROM reporting_publication p WHERE p.partnership_id = reporting_issue.partnership_id
      AND p.plan_id = reporting_issue.plan_id AND p.pack_id IS NOT DISTINCT FROM reporting_issue.pack_id
      AND p.withdrawn_at IS NULL AND p.published_at <= reporting_issue.issued_at));
"""


class Migration(migrations.Migration):
    dependencies = [("reporting", "0004_packs")]

    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
