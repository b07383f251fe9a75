"""Where a request stands, and what is counted as silence."""

from __future__ import annotations

import datetime as dt

import pytest

from plans.rules.chasing import LABELS, Stand, deadline_words, stand, tally


@pytest.mark.parametrize(
    ("update_state", "was_opened", "expected"),
    [
        ("", False, Stand.NOT_OPENED),
        ("", True, Stand.OPENED),
        ("draft", True, Stand.DRAFT),
        ("draft", False, Stand.DRAFT),  # begun through the API, which opens no page
        ("submitted", True, Stand.SENT),
        ("submitted", False, Stand.SENT),
        ("returned", True, Stand.RETURNED),
        ("accepted", False, Stand.ACCEPTED),
    ],
)
def test_every_request_is_in_exactly_one_state(update_state: str, was_opened: bool, expected: Stand) -> None:
    assert stand(update_state, was_opened=was_opened) == expected


def test_a_state_that_no_update_has_is_an_error() -> None:
    with pytest.raises(KeyError):
        stand("lost", was_opened=True)


@pytest.mark.parametrize(
    ("stands", "silent", "outstanding", "late", "is_silent"),
    [
        ([], 0, 0, 0, False),
        ([(Stand.NOT_OPENED, False), (Stand.OPENED, False)], 2, 2, 0, True),
        ([(Stand.DRAFT, False)], 1, 1, 0, True),  # nobody else has read it
        ([(Stand.DRAFT, True)], 1, 1, 0, True),  # what was not sent is not late either
        ([(Stand.RETURNED, False), (Stand.NOT_OPENED, False)], 1, 2, 0, False),
        ([(Stand.SENT, True), (Stand.ACCEPTED, True), (Stand.ACCEPTED, False)], 0, 0, 2, False),
        ([(Stand.RETURNED, True)], 0, 1, 1, False),
    ],
)
def test_what_a_chaser_counts(
    stands: list[tuple[Stand, bool]], silent: int, outstanding: int, late: int, is_silent: bool
) -> None:
    found = tally(stands)
    assert (found.asked, found.silent, found.outstanding) == (len(stands), silent, outstanding)
    assert (found.late, found.is_silent) == (late, is_silent)


def test_every_state_has_a_column_of_its_own() -> None:
    assert list(tally([]).by_stand) == list(Stand) == list(LABELS)


@pytest.mark.parametrize(
    ("until", "words"),
    [
        (dt.date(2017, 1, 21), "3 days left"),
        (dt.date(2017, 1, 19), "1 day left"),
        (dt.date(2017, 1, 18), "today"),
        (dt.date(2017, 1, 17), "1 day past"),
        (dt.date(2017, 1, 8), "10 days past"),
    ],
)
def test_a_deadline_in_words(until: dt.date, words: str) -> None:
    assert deadline_words(until, dt.date(2017, 1, 18)) == words
