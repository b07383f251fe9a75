from __future__ import annotations

import datetime as dt
from itertools import permutations

import pytest

from plans.rules.rag import contradiction, direction, needs_path_to_green, worst

LATE = dt.date(2016, 12, 31)


@pytest.mark.parametrize(("rag", "expected"), [("red", True), ("amber", True), ("green", False), ("", False)])
def test_exceptions_say_how_they_get_back(rag: str, expected: bool) -> None:
    assert needs_path_to_green(rag) is expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([], ""),
        ([""], ""),
        (["green"], "green"),
        (["", "green"], "green"),
        (["green", "amber"], "amber"),
        (["green", "amber", "red"], "red"),
        (["amber", "amber"], "amber"),
    ],
)
def test_several_ratings_become_the_worst_in_any_order(given: list[str], expected: str) -> None:
    assert {worst(order) for order in permutations(given)} == {expected}


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ("red", "amber", "improved"),
        ("amber", "green", "improved"),
        ("red", "green", "improved"),
        ("green", "amber", "worsened"),
        ("green", "red", "worsened"),
        ("amber", "red", "worsened"),
        ("amber", "amber", "same"),
        ("", "green", ""),
        ("green", "", ""),
        ("", "", ""),
    ],
)
def test_direction_needs_both_quarters(before: str, now: str, expected: str) -> None:
    assert direction(before, now) == expected


def test_direction_refuses_what_is_no_rating() -> None:
    with pytest.raises(ValueError, match="blue"):
        direction("blue", "green")


@pytest.mark.parametrize(
    ("rag", "since", "complete", "open_milestones", "expected"),
    [
        ("green", LATE, False, 0, "Rated green, but overdue since 31 December 2016."),
        ("green", LATE, True, 0, ""),
        ("green", None, False, 3, ""),
        ("amber", LATE, False, 0, ""),
        ("", LATE, False, 0, ""),
        ("green", None, True, 1, "Said to be complete, but 1 milestone is still open."),
        ("green", LATE, True, 2, "Said to be complete, but 2 milestones are still open."),
    ],
)
def test_contradictions(rag: str, since: dt.date | None, complete: bool, open_milestones: int, expected: str) -> None:
    said = contradiction(rag, overdue_since=since, says_complete=complete, open_milestones=open_milestones)
    assert said == expected
