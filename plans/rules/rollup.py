"""Where an action stands, from its state and what was agreed round by round.

Source: design.md, "A quarter", 4 and 5: silence shows, green is never carried forward.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .lifecycle import ActionState, is_live
from .rag import direction

NOT_REPORTED = "not_reported"
NOT_STARTED = "not_started"


@dataclass(frozen=True)
class Agreed:
    """One round's agreed status of an action; `rag` is "" where nobody reported."""

    round_label: str
    is_closed: bool
    rag: str
    is_complete: bool = False


@dataclass(frozen=True)
class Standing:
    """What to show: `value` is a rating, "complete", "not_reported" or the action's state; `as_of` the round it is
    from; `last_value`, `last_as_of` what was known before, where `value` is silence or a comparison is wanted."""

    value: str
    as_of: str = ""
    last_value: str = ""
    last_as_of: str = ""
    direction: str = ""

    @property
    def is_silent(self) -> bool:
        return self.value == NOT_REPORTED


def standing(state: str, rounds: Sequence[Agreed]) -> Standing:
    """Where an action stands. `rounds` in order of time, those of the action only.

    An open round counts once somebody has answered in it; until then the last closed one does.
    """
    counted = [agreed for agreed in rounds if agreed.is_closed or agreed.rag]
    known = [agreed for agreed in counted if agreed.rag]
    if not is_live(state):
        before = known[-1] if known else None
        return Standing(state, last_value=before.rag if before else "", last_as_of=before.round_label if before else "")
    if not counted:
        return Standing(NOT_STARTED if state == ActionState.NOT_STARTED else NOT_REPORTED)
    latest = counted[-1]
    earlier = [agreed for agreed in known if agreed is not latest]
    last = earlier[-1] if earlier else None
    value = latest.rag or NOT_REPORTED
    return Standing(
        value,
        latest.round_label,
        last.rag if last else "",
        last.round_label if last else "",
        direction(last.rag if last else "", latest.rag),
    )


def shown_in(state_then: str, agreed: Agreed | None) -> str:
    """What an action counts as in one round: what was agreed, else its state at the close; "" before it was there."""
    if agreed is not None:
        return "complete" if agreed.is_complete else agreed.rag or NOT_REPORTED
    if not state_then:
        return ""
    return NOT_REPORTED if is_live(state_then) else state_then
