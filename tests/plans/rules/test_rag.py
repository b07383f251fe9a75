from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.rules.rag import combine, contradictions, direction, is_routine, needs_path_to_green, stuck_at_amber, worst

LATE = dt.date(2016, 12, 31)
RATINGS = st.sampled_from(["green", "amber", "red", ""])


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
    ("answers", "worst_of", "lead", "majority"),
    [
        # (police leads, health and council are partners): by the worst, by the lead's, by the majority
        ({}, "", "", ""),
        ({"police": "green"}, "green", "green", "green"),
        ({"police": "green", "health": "red"}, "red", "green", "red"),
        ({"police": "red", "health": "green"}, "red", "red", "red"),
        ({"police": "green", "health": "green", "council": "red"}, "red", "green", "green"),
        ({"police": "red", "health": "green", "council": "green"}, "red", "red", "green"),
        ({"police": "amber", "health": "green", "council": "red"}, "red", "amber", "red"),
        # The lead is silent: not reported by its rule, whatever its partners say.
        ({"health": "green"}, "green", "", "green"),
        ({"health": "amber", "council": "green"}, "amber", "", "amber"),
    ],
)
def test_the_stated_rules(answers: dict[str, str], worst_of: str, lead: str, majority: str) -> None:
    given_answers = list(answers.items())
    found = [combine(rule, given_answers, "police") for rule in ("worst", "lead", "majority")]
    assert found == [worst_of, lead, majority]


@given(st.lists(st.tuples(st.integers(0, 9), RATINGS), max_size=8, unique_by=lambda answer: answer[0]), st.randoms())
def test_a_rule_asks_what_was_said_not_in_which_order(answers: list[tuple[int, str]], random: Any) -> None:
    mixed = random.sample(answers, len(answers))
    said = {rag for _, rag in answers if rag}
    for rule in ("worst", "lead", "majority"):
        found = combine(rule, answers, 0)
        assert combine(rule, mixed, 0) == found
        assert found in said or (found == "" and (not said or rule == "lead"))
    most = combine("majority", answers, 0)
    counts = [[rag for _, rag in answers].count(rag) for rag in said]
    assert not said or [rag for _, rag in answers].count(most) == max(counts)


@pytest.mark.parametrize(
    ("rag", "since", "complete", "open_milestones", "expected"),
    [
        ("green", LATE, False, 0, ["Rated green, but overdue since 31 December 2016."]),
        ("green", LATE, True, 0, []),
        ("green", None, False, 3, []),
        ("amber", LATE, False, 0, []),
        ("", LATE, False, 0, []),
        ("green", None, True, 1, ["Said to be complete, but 1 milestone is still open."]),
        ("green", LATE, True, 2, ["Said to be complete, but 2 milestones are still open."]),
    ],
)
def test_contradictions(
    rag: str, since: dt.date | None, complete: bool, open_milestones: int, expected: list[str]
) -> None:
    said = contradictions(rag, overdue_since=since, says_complete=complete, open_milestones=open_milestones)
    assert said == expected


@pytest.mark.parametrize(
    ("complete", "deny", "expected"),
    [
        (True, ["Health Trust"], ["Said to be complete, but not by Health Trust."]),
        (True, ["Fire", "Health Trust"], ["Said to be complete, but not by Fire or Health Trust."]),
        (True, [], []),
        (False, ["Health Trust"], []),
    ],
)
def test_complete_by_one_party_alone(complete: bool, deny: Sequence[str], expected: list[str]) -> None:
    assert contradictions("green", says_complete=complete, others_deny=deny) == expected


@pytest.mark.parametrize(("quarters", "is_said"), [(0, False), (1, False), (2, False), (3, True), (4, True)])
def test_amber_for_long_on_one_path(quarters: int, is_said: bool) -> None:
    said = contradictions("amber", quarters_amber=quarters)
    assert said == ([f"Amber {quarters} quarters running without a new path to green."] if is_said else [])


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ([], 0),
        ([("green", "")], 0),
        ([("amber", "By May.")], 1),
        ([("amber", "By May.")] * 3, 3),
        ([("amber", "By May."), ("amber", "by  MAY.\n"), ("amber", "By May.")], 3),  # case and spaces alone
        ([("amber", "By May."), ("amber", "By May."), ("amber", "By June.")], 1),  # a new path
        ([("amber", "By June."), ("amber", "By May."), ("amber", "By May.")], 2),
        ([("amber", "By May."), ("", ""), ("amber", "By May.")], 1),  # silence breaks the run
        ([("amber", "By May."), ("red", "By May."), ("amber", "By May.")], 1),
        ([("amber", "By May."), ("amber", "By May."), ("green", "")], 0),  # no longer amber
        ([("amber", "By May."), ("amber", "By May."), ("red", "By May.")], 0),
    ],
)
def test_how_long_amber_has_had_one_path(answers: list[tuple[str, str]], expected: int) -> None:
    assert stuck_at_amber(answers) == expected


@pytest.mark.parametrize(
    ("rag", "complete", "contradicted", "expected"),
    [
        ("green", False, False, True),
        ("green", True, False, False),  # what ends is looked at by itself
        ("green", False, True, False),
        ("amber", False, False, False),
        ("red", False, False, False),
        ("", False, False, False),
    ],
)
def test_what_may_be_accepted_together(rag: str, complete: bool, contradicted: bool, expected: bool) -> None:
    assert is_routine(rag, says_complete=complete, contradicted=contradicted) is expected
