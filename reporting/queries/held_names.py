"""Names held back from the public now, for a document that was frozen earlier."""

from __future__ import annotations

from collections.abc import Sequence

from partners.models import Agency
from partners.tenancy import Access
from plans.queries.held_names import ever_called, is_held
from prevent_tracker.core import clock

from ..document import HeldName


def held_now(access: Access, frozen: Sequence[HeldName]) -> tuple[HeldName, ...]:
    """What was held when the document was frozen, unless its body was released since; and what has come to be held
    since. A body is known by its names: one that cannot be found any more stays held. Two queries."""
    called, today = ever_called(access, clock.now()), clock.today()
    bodies = list(Agency.objects.within(access).order_by("name", "pk"))
    released = [set(called[row.pk]) for row in bodies if row.released_on is not None and row.released_on <= today]
    still = [held for held in frozen if not any(set(held.names) <= names for names in released)]
    since = [HeldName(called[row.pk]) for row in bodies if is_held(row, today)]
    return tuple(dict.fromkeys((*still, *since)))
