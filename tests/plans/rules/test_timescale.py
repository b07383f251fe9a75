"""The rules over a read timescale: what is due, what is overdue, what comes next, and why."""

from datetime import date

import pytest

from plans.rules.timescale import (
    Kind,
    Part,
    Timescale,
    describe,
    due_on,
    next_due,
    overdue_on,
    resolve,
    sort_key,
    why,
)
from plans.rules.timescale_reader import Context, read

PLAN = Context(date(2016, 4, 1), date(2017, 3, 31))
TODAY = date(2017, 1, 16)
MEETINGS = (date(2016, 11, 2), date(2017, 1, 25))


def one(kind: Kind, **fields: object) -> Timescale:
    return Timescale("words", (Part(kind, "words", **fields),))  # type: ignore[arg-type]  # a test's short form


@pytest.mark.parametrize(
    "kind",
    [Kind.BY_DATE, Kind.MONTH, Kind.QUARTER, Kind.PERIOD, Kind.RECURRING, Kind.RELATIVE, Kind.CROSS_REFERENCE],
)
def test_a_deadline_is_overdue_the_day_after_its_interval_ends(kind: Kind) -> None:
    timescale = one(kind, starts_on=date(2016, 6, 1), due_on=date(2016, 6, 30))
    assert due_on(timescale) == date(2016, 6, 30)
    assert not overdue_on(timescale, date(2016, 6, 30))
    assert overdue_on(timescale, date(2016, 7, 1))


@pytest.mark.parametrize(
    "kind", [Kind.ONGOING, Kind.CONDITIONAL, Kind.START_DATE_ONLY, Kind.COMPLETED, Kind.NONE, Kind.UNREAD]
)
def test_what_is_no_deadline_is_never_overdue(kind: Kind) -> None:
    timescale = one(kind, starts_on=date(2010, 1, 1), due_on=date(2010, 1, 31))
    assert due_on(timescale) is None
    assert not overdue_on(timescale, date(2099, 1, 1))


def test_an_endless_recurrence_is_never_overdue() -> None:
    assert not overdue_on(read("Quarterly from April 2010"), TODAY)


def test_the_earliest_deadline_that_is_not_met_counts() -> None:
    timescale = read("Council buildings and schools by March 2016 · All other buildings by June 2016")
    assert due_on(timescale) == date(2016, 3, 31)
    met = Timescale(timescale.text, (Part(Kind.BY_DATE, "", due_on=date(2016, 3, 31), met=True), timescale.parts[1]))
    assert due_on(met) == date(2016, 6, 30)


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("by June 2016", date(2016, 6, 30)),  # passed, but still the due date until it is met
        ("Ongoing", None),
        ("Quarterly", date(2017, 3, 31)),
        ("Monthly", date(2017, 1, 31)),
        ("Every four weeks", None),  # counted from the last panel, which the words do not give
        ("Annually", None),
        ("Annually in May", date(2017, 5, 31)),
        ("Annually by 15 March", date(2017, 3, 15)),
        ("First Tuesday of each month", date(2017, 2, 7)),
        ("Quarterly from 10 November 2016", date(2017, 2, 10)),
        ("March 2016 and annual review", date(2016, 3, 31)),
        ("quarterly at HPDG meetings: May, Nov 2016 & Jan 2017", date(2017, 1, 31)),
        ("quarterly at HPDG meetings: May, Jul & Nov 2016", date(2016, 11, 30)),
        ("From March 2017", date(2017, 3, 1)),
        ("From January 2016 and ongoing", None),
        ("At each board meeting", date(2017, 1, 25)),
        ("by the next board meeting", date(2017, 1, 25)),
        ("Awaits CTLP sharing", None),
        ("Completed January 2016", None),
    ],
)
def test_what_is_next(phrase: str, expected: date | None) -> None:
    assert next_due(read(phrase), TODAY, MEETINGS) == expected


def test_an_anchored_annual_review_comes_round_each_year() -> None:
    review = Timescale("", read("March 2016 and annual review").parts[1:])
    assert next_due(review, date(2016, 4, 1)) == date(2017, 3, 31)
    assert next_due(review, date(2017, 4, 1)) == date(2018, 3, 31)


@pytest.mark.parametrize(
    ("phrase", "sentence"),
    [
        ("June 2016", "Overdue since 1 July 2016: printed as “June 2016”"),
        ("by end of March 2017", "Due 31 March 2017: printed as “by end of March 2017”"),
        ("Awaits CTLP sharing", "Awaiting: CTLP sharing: printed as “Awaits CTLP sharing”"),
        ("Ongoing", "Ongoing: printed as “Ongoing”"),
        ("", "No timescale is stated"),
        ("31 June", "Not read: printed as “31 June”"),
        ("Completed January 2016", "Completed: printed as “Completed January 2016”"),
    ],
)
def test_why(phrase: str, sentence: str) -> None:
    assert why(read(phrase), TODAY) == sentence


@pytest.mark.parametrize(
    ("phrase", "words"),
    [
        ("by March 2016", "By 31 March 2016"),
        ("June 2016", "1 June 2016 to 30 June 2016"),
        ("X4 weekly", "Every 4 weeks"),
        ("Monthly", "Every month"),
        ("Regular meetings", "At intervals that are not stated"),
        ("May, Nov 2016 & Jan 2017", "Each January, May and November until 31 January 2017"),
        ("From May 2016", "From 1 May 2016"),
        ("See 9 above", "Follows action 9"),
        ("Once funding is agreed", "Awaiting: funding is agreed"),
        ("within six months of publication", "Counted from: publication"),
        ("November", "No year or first day is stated for “November”"),
    ],
)
def test_parts_in_words(phrase: str, words: str) -> None:
    assert describe(read(phrase).parts[0]) == words


def test_a_cross_reference_moves_with_its_target() -> None:
    reference = read("See 9 above")
    before = resolve(reference, {"9": read("January 2016")})
    after = resolve(reference, {"9": read("June 2016")})
    assert (due_on(before), due_on(after)) == (date(2016, 1, 31), date(2016, 6, 30))
    assert why(before, date(2016, 1, 1)) == "Follows action 9, due 31 January 2016"
    assert resolve(after, {"9": read("January 2016")}) == before


def test_a_cross_reference_follows_a_chain_and_takes_a_recurrence() -> None:
    targets = {"19": read("See 18 above"), "18": read("To be aligned with Governors Support Unit but annually")}
    assert resolve(read("As 19"), targets).parts[0].recurrence == "FREQ=YEARLY"


def test_several_references_follow_the_earliest() -> None:
    targets = {"3.2": read("June 2024"), "4.1": read("May 2024")}
    assert due_on(resolve(read("See actions 3.2 and 4.1"), targets)) == date(2024, 5, 31)


def test_references_in_a_circle_or_to_nothing_have_no_date() -> None:
    targets = {"1": read("See 2"), "2": read("See 1")}
    assert due_on(resolve(targets["1"], targets)) is None
    assert due_on(resolve(read("See 3"), targets)) is None


def test_order_is_deadlines_then_recurring_awaiting_ongoing_unread_blank_done() -> None:
    phrases = ["June 2016", "March 2017", "Monthly", "Subject to funding", "Ongoing", "31 June", "", "Completed"]
    backwards = phrases[::-1]
    assert sorted(backwards, key=lambda phrase: sort_key(read(phrase))) == phrases


@pytest.mark.parametrize("stored", [{}, {"text": ""}, {"text": "", "parts": [{"kind": "never"}]}])
def test_json_of_another_shape_is_refused(stored: dict[str, object]) -> None:
    with pytest.raises((KeyError, ValueError)):
        Timescale.from_json(stored)


def test_json_parts_that_are_no_list_are_refused() -> None:
    with pytest.raises(TypeError, match="list"):
        Timescale.from_json({"text": "", "parts": "June"})
