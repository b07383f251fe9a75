"""Who may read what, as a table."""

from __future__ import annotations

import pytest

from plans.rules.markings import EDITIONS, MARKINGS, admits, inherit, inherit_words, narrowest, reason_words


def test_each_edition_admits_its_own_marking_and_those_for_wider_circles() -> None:
    assert {edition: [marking for marking in MARKINGS if admits(edition, marking)] for edition in EDITIONS} == {
        "board": ["public", "partnership", "restricted"],
        "partner": ["public", "partnership"],
        "public": ["public"],
    }


def test_an_edition_that_does_not_exist_is_said_so() -> None:
    with pytest.raises(ValueError, match="There is no “press” edition: choose board, partner or public"):
        admits("press", "public")


@pytest.mark.parametrize(
    ("own", "above", "expected", "of_words"),
    [
        ("", "public", "public", "partnership"),
        ("", "partnership", "partnership", "partnership"),
        ("", "restricted", "restricted", "restricted"),
        ("public", "restricted", "public", "public"),
        ("restricted", "public", "restricted", "restricted"),
        ("", "", "partnership", "partnership"),  # a plan without a marking is the partnership's
    ],
)
def test_a_marking_is_inherited_unless_set_and_words_are_never_public_by_inheritance(
    own: str, above: str, expected: str, of_words: str
) -> None:
    assert (inherit(own, above), inherit_words(own, above)) == (expected, of_words)


def test_the_narrowest_of_several() -> None:
    assert narrowest("public", "restricted", "partnership", "") == "restricted"
    assert narrowest("", "") == "partnership"


def test_why_something_is_left_out() -> None:
    assert reason_words("restricted") == "marked restricted"
    assert reason_words("partnership") == "marked for the partnership"
    assert reason_words("restricted", "Given in confidence") == "Given in confidence"
