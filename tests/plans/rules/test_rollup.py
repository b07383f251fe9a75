"""Silence shows and green is never carried forward (design.md, "A quarter")."""

from __future__ import annotations

import pytest

from plans.rules.rollup import Agreed, Standing, standing

Q1_GREEN = Agreed("Q1", True, "green")
Q2_SILENT = Agreed("Q2", True, "")
Q2_AMBER = Agreed("Q2", True, "amber")
Q3_OPEN = Agreed("Q3", False, "")
Q3_OPEN_RED = Agreed("Q3", False, "red")


@pytest.mark.parametrize(
    ("state", "rounds", "expected"),
    [
        ("in_progress", [], Standing("not_reported")),
        ("not_started", [], Standing("not_started")),
        ("in_progress", [Q1_GREEN], Standing("green", "Q1")),
        ("not_started", [Q1_GREEN], Standing("green", "Q1")),
        ("in_progress", [Q2_SILENT], Standing("not_reported", "Q2")),
        ("in_progress", [Q1_GREEN, Q2_SILENT], Standing("not_reported", "Q2", "green", "Q1")),
        ("in_progress", [Q1_GREEN, Q2_AMBER], Standing("amber", "Q2", "green", "Q1", "worsened")),
        # An open round counts once somebody has answered in it, not before.
        ("in_progress", [Q1_GREEN, Q3_OPEN], Standing("green", "Q1")),
        ("in_progress", [Q1_GREEN, Q2_SILENT, Q3_OPEN], Standing("not_reported", "Q2", "green", "Q1")),
        ("in_progress", [Q2_AMBER, Q3_OPEN_RED], Standing("red", "Q3", "amber", "Q2", "worsened")),
        # The comparison skips silence: it is with what was last known.
        ("in_progress", [Q2_AMBER, Q2_SILENT, Q3_OPEN_RED], Standing("red", "Q3", "amber", "Q2", "worsened")),
        # What is not live shows its state, with what was last known beside it.
        ("complete", [Q1_GREEN], Standing("complete", last_value="green", last_as_of="Q1")),
        ("cancelled", [Q1_GREEN, Q2_SILENT], Standing("cancelled", last_value="green", last_as_of="Q1")),
        ("paused", [], Standing("paused")),
    ],
)
def test_standing(state: str, rounds: list[Agreed], expected: Standing) -> None:
    assert standing(state, rounds) == expected


def test_silence_is_told_apart() -> None:
    assert standing("in_progress", [Q1_GREEN, Q2_SILENT]).is_silent
    assert not standing("in_progress", [Q1_GREEN]).is_silent
