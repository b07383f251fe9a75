"""The states of an action, and which may follow which."""

from __future__ import annotations

from enum import StrEnum


class ActionState(StrEnum):
    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    COMPLETE = "complete"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    SUPERSEDED = "superseded"


LIVE = frozenset({ActionState.NOT_STARTED, ActionState.IN_PROGRESS})
_ENDED = frozenset({ActionState.COMPLETE, ActionState.CANCELLED, ActionState.SUPERSEDED})
_NEEDS_REASON = frozenset({ActionState.PAUSED, ActionState.CANCELLED, ActionState.SUPERSEDED})


def is_live(state: str) -> bool:
    """A live action is asked about each round, and can be overdue."""
    return state in LIVE


def may_follow(old: str, new: str) -> bool:
    """Any other state may follow a state that is not ended; what ended can only be reopened."""
    if old == new:
        return False
    return new == ActionState.IN_PROGRESS if old in _ENDED else True


def needs_reason(old: str, new: str) -> bool:
    """Stopping needs a reason; so does reopening what had ended."""
    return new in _NEEDS_REASON or old in _ENDED
