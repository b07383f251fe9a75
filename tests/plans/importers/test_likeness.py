"""The measure that `make bench-import` scores readings with."""

from __future__ import annotations

import pytest

from benchmarks.likeness import bare, f1, pairs, share


def test_dress_is_no_difference() -> None:
    assert bare("• The board’s\n<b>plan</b> – agreed.") == bare("the  board's plan - agreed")


def test_each_text_has_one_partner_the_most_alike() -> None:
    found = ["Train all housing officers in the new form", "Train all housing officers"]
    true = ["Train all housing officers", "Train all housing officers in the new form."]
    assert {(at, to) for at, to, _ in pairs(found, true)} == {(0, 1), (1, 0)}


def test_equal_texts_are_matched_in_their_order() -> None:
    assert {(at, to) for at, to, _ in pairs(["Review", "Review"], ["Review", "Review"])} == {(0, 0), (1, 1)}


def test_what_is_not_alike_has_no_partner() -> None:
    assert pairs(["Light the canal path"], ["Recruit community champions"]) == []


@pytest.mark.parametrize(
    ("matched", "found", "true", "score"), [(3, 3, 3, 1.0), (0, 2, 2, 0.0), (2, 2, 4, 2 / 3), (0, 0, 0, 1.0)]
)
def test_f1_is_the_harmonic_mean_of_precision_and_recall(matched: int, found: int, true: int, score: float) -> None:
    assert f1(matched, found, true) == pytest.approx(score)


def test_a_share_of_nothing_is_whole() -> None:
    assert (share(1, 4), share(0, 0)) == (0.25, 1.0)
