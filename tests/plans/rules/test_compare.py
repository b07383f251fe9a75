"""Two versions of a plan: which action is which, and what differs."""

from __future__ import annotations

import time

import pytest

from plans.rules.compare import Comparison, FieldChange, Stated, compare


def stated(key: str, text: str, number: str = "", **fields: str | tuple[str, ...]) -> Stated:
    return Stated(key, number, text, fields)


def pairs(found: Comparison) -> set[tuple[str, str]]:
    return {*found.same, *((each.old, each.new) for each in found.changed)}


def test_the_same_plan_has_no_differences() -> None:
    old = [stated("1", "Train every ward manager."), stated("2", "Review how halls are let.")]
    found = compare(old, [stated("a", "Train every ward manager."), stated("b", "Review how halls are let.")])
    assert found == Comparison((), (), (), (("1", "a"), ("2", "b")))


def test_added_changed_and_gone() -> None:
    old = [
        stated("1", "Train every ward manager by the summer.", timescale_text="June 2016"),
        stated("2", "Write a leaflet for parents."),
    ]
    new = [
        stated("a", "Ask schools which lessons they want."),
        stated("b", "Train every ward manager by the summer.", timescale_text="March 2017"),
    ]
    found = compare(old, new)
    assert (found.added, found.gone, found.same) == (("a",), ("2",), ())
    (changed,) = found.changed
    assert (changed.old, changed.new) == ("1", "b")
    assert changed.changes == (FieldChange("timescale_text", "June 2016", "March 2017"),)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Train every ward manager.", "Train every ward manager and each deputy."),
        ("Meet four times a year", "Meet four times every year, in public"),
        ("Review how halls are let", "REVIEW how the halls are let"),
    ],
)
def test_a_reworded_action_is_the_same_one(before: str, after: str) -> None:
    found = compare([stated("1", before)], [stated("a", after)])
    assert pairs(found) == {("1", "a")}
    assert [change.field for change in found.changed[0].changes] == ["text"]


def test_a_printed_number_says_that_a_rewritten_action_is_the_same() -> None:
    old = [stated("1", "Hold events.", "1.1"), stated("2", "Print posters.", "1.2")]
    new = [stated("a", "Six community lunches take place.", "1.1"), stated("b", "Print posters.", "1.2")]
    assert pairs(compare(old, new)) == {("1", "a"), ("2", "b")}


def test_numbers_that_moved_on_by_one_confuse_nobody() -> None:
    texts = ["Train every ward manager.", "Review how halls are let.", "Write to each school."]
    old = [stated(str(place), text, f"1.{place}") for place, text in enumerate(texts, start=1)]
    new = [stated("new", "Appoint a Prevent lead.", "1.1")]
    new += [stated(f"n{place}", text, f"1.{place + 1}") for place, text in enumerate(texts, start=1)]
    found = compare(old, new)
    assert found.added == ("new",)
    assert pairs(found) == {("1", "n1"), ("2", "n2"), ("3", "n3")}


def test_a_number_printed_twice_says_nothing() -> None:
    old = [stated("1", "Train ward managers in hospitals.", "1"), stated("2", "Let no hall unseen, anywhere.", "1")]
    new = [stated("a", "Let no hall unseen, anywhere.", "1"), stated("b", "Train ward managers in hospitals.", "1")]
    assert pairs(compare(old, new)) == {("2", "a"), ("1", "b")}


def test_the_same_words_twice_are_two_actions() -> None:
    old = [stated("1", "Send a report."), stated("2", "Send a report.")]
    found = compare(old, [stated("a", "Send a report."), stated("b", "Send a report."), stated("c", "Send a report.")])
    assert found.same == (("1", "a"), ("2", "b"))
    assert found.added == ("c",)


def test_what_only_looks_different_is_no_change() -> None:
    old = stated("1", "Ask the council’s lead – twice", leads_text="Police;\nHealth", outcomes=("One “two”",))
    new = stated("a", "Ask the council's lead - twice", leads_text="Police; Health", outcomes=('One "two"',))
    assert compare([old], [new]).same == (("1", "a"),)


def test_capitals_and_blanks_are_no_change() -> None:
    old = stated("1", "Meet as a board.", timescale_text="Quarterly", leads_text="Prevent lead")
    new = stated("a", "Meet as  a board. ", timescale_text=" quarterly ", leads_text="Prevent Lead\xa0")
    assert compare([old], [new]).same == (("1", "a"),)


def test_lists_are_compared_item_by_item_in_order() -> None:
    found = compare(
        [stated("1", "Meet.", milestones=("One", "Two"))], [stated("a", "Meet.", milestones=("Two", "One"))]
    )
    assert found.changed[0].changes == (FieldChange("milestones", ("One", "Two"), ("Two", "One")),)


def test_empty_versions() -> None:
    assert compare([], [stated("a", "Meet.")]).added == ("a",)
    assert compare([stated("1", "Meet.")], []).gone == ("1",)


def test_thousands_of_actions_in_seconds() -> None:
    """Every second one reworded: pairs are looked for by rare words, not each with each."""
    old = [
        stated(str(n), f"Agency {n} trains team {n * 7} in building {n * 13} and tells the board.") for n in range(2000)
    ]
    new = [
        stated(
            f"n{n}", f"Agency {n} trains team {n * 7} in building {n * 13}{' each autumn' * (n % 2)} and tells boards."
        )
        for n in range(2000)
    ]
    started = time.monotonic()
    found = compare(old, new)
    assert time.monotonic() - started < 120  # each with each would take an hour
    assert pairs(found) == {(str(n), f"n{n}") for n in range(2000)}
