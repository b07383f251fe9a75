"""Whether a partnership's plans have changed since an answer was made, from a handful of rows of the feed of changes.

A mark names the oldest transaction that was running as the answer was made, and counts the changes since it that the
answer saw. All earlier ones were settled then, so nothing is new as long as that count is the same: no slow writer's
change hides behind a quick one's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db import connection

from partners.tenancy import Access

_MOST = 1000  # changes to count; more since the mark are news in any case
_MARK = re.compile(r"(\d{1,9})\.(\d{1,18})\.(\d{1,4})\.([0-9a-f]{32})")


@dataclass(frozen=True)
class Mark:
    """`names`: a digest of what agencies and posts are called, which the feed does not tell."""

    epoch: int
    since: int
    count: int
    names: str

    def __str__(self) -> str:
        return f"{self.epoch}.{self.since}.{self.count}.{self.names}"


_SQL = """
SELECT e.last_value, m.since, (SELECT count(*) FROM (SELECT 1 FROM core_change c WHERE c.partnership_id = %(of)s
    AND c.epoch = e.last_value AND c.txid >= m.since LIMIT %(most)s) changes),
  md5(coalesce((SELECT string_agg(a.id || a.name, '' ORDER BY a.id) FROM partners_agency a
      WHERE a.partnership_id = %(of)s), '')
    || coalesce((SELECT string_agg(p.id || p.name || coalesce(p.agency_id::text, ''), '' ORDER BY p.id)
      FROM partners_post p WHERE p.partnership_id = %(of)s), ''))
FROM app.epoch e,
  (SELECT coalesce(%(since)s, pg_snapshot_xmin(pg_current_snapshot())::text::bigint) AS since) m"""


def mark(access: Access) -> Mark:
    """Where the partnership stands now."""
    return _look(access, None)


def still_holds(access: Access, given: str) -> bool:
    """Whether nothing has changed since a mark, as its text."""
    found = _MARK.fullmatch(given)
    if found is None:
        return False
    now = _look(access, int(found[2]))
    return now.count < _MOST and str(now) == given


def _look(access: Access, since: int | None) -> Mark:
    with connection.cursor() as cursor:
        cursor.execute(_SQL, {"of": access.partnership_id, "since": since, "most": _MOST})
        return Mark(*cursor.fetchone())
