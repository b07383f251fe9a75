"""Where one request stands, in the words of the chaser's table. No Django.

Every request is in exactly one of six states; three totals lie across them:

- *silent*: nothing was ever sent. A draft is its writer's own and counts as silence, as it does in a pack;
- *outstanding*: silent, or returned and not sent again: whoever is chased is chased for these;
- *late*: sent after the agency's own deadline, its extension's where it has one.

Source: design.md, "A quarter", 2 to 6; an update's own states are plans.models.UpdateState.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Stand(StrEnum):
    """In the order in which an answer comes about."""

    NOT_OPENED = "not_opened"
    OPENED = "opened"
    DRAFT = "draft"
    SENT = "sent"
    RETURNED = "returned"
    ACCEPTED = "accepted"


LABELS: dict[Stand, str] = {
    Stand.NOT_OPENED: "Not opened",
    Stand.OPENED: "Opened",
    Stand.DRAFT: "Draft",
    Stand.SENT: "Sent",
    Stand.RETURNED: "Returned",
    Stand.ACCEPTED: "Accepted",
}
SILENT = frozenset({Stand.NOT_OPENED, Stand.OPENED, Stand.DRAFT})
OUTSTANDING = SILENT | {Stand.RETURNED}
_OF_UPDATE = {
    "draft": Stand.DRAFT,
    "submitted": Stand.SENT,
    "returned": Stand.RETURNED,
    "accepted": Stand.ACCEPTED,
}


def stand(update_state: str, *, was_opened: bool) -> Stand:
    """The state of a request from its update's ("" where there is none) and whether its party ever looked at it."""
    if update_state:
        return _OF_UPDATE[update_state]
    return Stand.OPENED if was_opened else Stand.NOT_OPENED


@dataclass(frozen=True)
class Tally:
    """How many of an agency's requests are in each state; `late` of those sent."""

    by_stand: dict[Stand, int]
    late: int

    @property
    def asked(self) -> int:
        return sum(self.by_stand.values())

    @property
    def silent(self) -> int:
        return sum(self.by_stand[stand] for stand in SILENT)

    @property
    def outstanding(self) -> int:
        return sum(self.by_stand[stand] for stand in OUTSTANDING)

    @property
    def is_silent(self) -> bool:
        """Not a word from this agency on anything it was asked."""
        return bool(self.asked) and self.silent == self.asked


def tally(stands: Iterable[tuple[Stand, bool]]) -> Tally:
    """Count (state, was late) pairs. Every state is there, those of nobody with 0."""
    pairs = list(stands)
    counted = Counter(stand for stand, _ in pairs)
    late = sum(1 for stand, was_late in pairs if was_late and stand not in SILENT)
    return Tally({stand: counted[stand] for stand in Stand}, late)


def deadline_words(until: dt.date, today: dt.date) -> str:
    """How long there is left: "3 days left", "today", "5 days past"."""
    days = (until - today).days
    if days == 0:
        return "today"
    many = f"{abs(days)} day{'' if abs(days) == 1 else 's'}"
    return f"{many} left" if days > 0 else f"{many} past"
