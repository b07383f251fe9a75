from __future__ import annotations

import pytest

from plans.rules.lifecycle import ActionState, is_live, may_follow, needs_reason

ENDED = ("complete", "cancelled", "superseded")
ALL = tuple(state.value for state in ActionState)
# From each state, the states that may follow it.
FOLLOW = {
    "not_started": {"in_progress", "complete", "paused", "cancelled", "superseded"},
    "in_progress": {"not_started", "complete", "paused", "cancelled", "superseded"},
    "paused": {"not_started", "in_progress", "complete", "cancelled", "superseded"},
    "complete": {"in_progress"},
    "cancelled": {"in_progress"},
    "superseded": {"in_progress"},
}


def test_the_table_names_every_state() -> None:
    assert set(FOLLOW) == set(ALL)


@pytest.mark.parametrize("old", ALL)
def test_which_state_may_follow(old: str) -> None:
    assert {new for new in ALL if may_follow(old, new)} == FOLLOW[old]


@pytest.mark.parametrize("old", ALL)
def test_stopping_and_reopening_need_a_reason(old: str) -> None:
    asked = {new for new in ALL if needs_reason(old, new)}
    assert asked == (set(ALL) if old in ENDED else {"paused", "cancelled", "superseded"})


def test_only_work_in_hand_or_to_come_is_asked_about() -> None:
    assert {state for state in ALL if is_live(state)} == {"not_started", "in_progress"}
