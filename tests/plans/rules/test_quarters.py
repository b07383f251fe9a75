"""Rounds proposed from a plan's year and its boards' meetings: tables that read as the specification."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.rules.bank_holidays import is_holiday
from plans.rules.quarters import LEAST_OPEN, USUALLY_OPEN, Days, Meets, Proposed, propose, stretches
from plans.rules.working_days import add_working_days, clear_days_before, is_working_day

YEAR = ("2016-04-01", "2017-03-31", "financial")
IN_TIME = "10 working days before papers are due (26 July 2016) for CSP on 3 August 2016, the earliest meeting in time."
NONE_KNOWN = "No meeting in time is known: 10 working days after the round opens."
TOO_SOON = "HPDG on 20 July 2016 is too soon: parties would have fewer than 5 working days to answer."


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def rounds(
    starts_on: str, ends_on: str, basis: str, *meetings: tuple[str, str], days: Days | None = None
) -> list[Proposed]:
    known = [Meets(day(held_on), board) for held_on, board in meetings]
    return list(propose(day(starts_on), day(ends_on), basis, known, days or Days(), is_holiday))


PERIODS = {
    "a financial year": (
        *YEAR,
        [
            ("2016-Q1", "Q1 2016/17", "2016-04-01", "2016-06-30"),
            ("2016-Q2", "Q2 2016/17", "2016-07-01", "2016-09-30"),
            ("2016-Q3", "Q3 2016/17", "2016-10-01", "2016-12-31"),
            ("2016-Q4", "Q4 2016/17", "2017-01-01", "2017-03-31"),
        ],
    ),
    "a calendar year": (
        "2016-01-01", "2016-12-31", "calendar",
        [
            ("2016-Q1", "Q1 2016", "2016-01-01", "2016-03-31"),
            ("2016-Q2", "Q2 2016", "2016-04-01", "2016-06-30"),
            ("2016-Q3", "Q3 2016", "2016-07-01", "2016-09-30"),
            ("2016-Q4", "Q4 2016", "2016-10-01", "2016-12-31"),
        ],
    ),
    "an academic year has three terms": (
        "2016-09-01", "2017-08-31", "academic",
        [
            ("2016-T1", "Autumn term 2016/17", "2016-09-01", "2016-12-31"),
            ("2016-T2", "Spring term 2016/17", "2017-01-01", "2017-03-31"),
            ("2016-T3", "Summer term 2016/17", "2017-04-01", "2017-08-31"),
        ],
    ),
    "three months": (
        "2016-07-01", "2016-09-30", "financial", [("2016-Q2", "Q2 2016/17", "2016-07-01", "2016-09-30")],
    ),
    "three months across two quarters": (
        "2016-05-15", "2016-08-14", "financial",
        [
            ("2016-Q1", "Q1 2016/17", "2016-05-15", "2016-06-30"),
            ("2016-Q2", "Q2 2016/17", "2016-07-01", "2016-08-14"),
        ],
    ),
    "eighteen months from January": (
        "2016-01-01", "2017-06-30", "financial",
        [
            ("2015-Q4", "Q4 2015/16", "2016-01-01", "2016-03-31"),
            ("2016-Q1", "Q1 2016/17", "2016-04-01", "2016-06-30"),
            ("2016-Q2", "Q2 2016/17", "2016-07-01", "2016-09-30"),
            ("2016-Q3", "Q3 2016/17", "2016-10-01", "2016-12-31"),
            ("2016-Q4", "Q4 2016/17", "2017-01-01", "2017-03-31"),
            ("2017-Q1", "Q1 2017/18", "2017-04-01", "2017-06-30"),
        ],
    ),
    "less than four weeks of a quarter join the one beside it, at either end": (
        "2016-06-20", "2017-01-20", "financial",
        [
            ("2016-Q2", "Q2 2016/17", "2016-06-20", "2016-09-30"),
            ("2016-Q3", "Q3 2016/17", "2016-10-01", "2017-01-20"),
        ],
    ),
    "a plan of two weeks across two quarters has one round": (
        "2016-06-24", "2016-07-07", "financial", [("2016-Q2", "Q2 2016/17", "2016-06-24", "2016-07-07")],
    ),
    "a plan of one day": ("2016-06-24", "2016-06-24", "calendar", [("2016-Q2", "Q2 2016", "2016-06-24", "2016-06-24")]),
    "the turn of the century": (
        "1999-10-01", "2000-03-31", "financial",
        [
            ("1999-Q3", "Q3 1999/00", "1999-10-01", "1999-12-31"),
            ("1999-Q4", "Q4 1999/00", "2000-01-01", "2000-03-31"),
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("starts_on", "ends_on", "basis", "expected"), PERIODS.values(), ids=PERIODS)
def test_a_plans_period_has_these_rounds(
    starts_on: str, ends_on: str, basis: str, expected: list[tuple[str, str, str, str]]
) -> None:
    found = rounds(starts_on, ends_on, basis)
    assert [(each.slug, each.label, f"{each.starts_on}", f"{each.ends_on}") for each in found] == expected


def test_two_years_have_eight() -> None:
    found = rounds("2016-04-01", "2018-03-31", "financial")
    assert [each.slug for each in found] == [f"{year}-Q{which}" for year in (2016, 2017) for which in (1, 2, 3, 4)]


@pytest.mark.parametrize(
    ("meetings", "opens_on", "closes_on", "why"),
    [
        (  # nothing is known: two weeks from the day after the quarter, 1 July
            [], "2016-07-01", "2016-07-15", NONE_KNOWN,
        ),
        (  # Wednesday 3 August: papers five clear working days before, answers ten working days before those
            [("2016-08-03", "CSP")], "2016-07-01", "2016-07-12",
            IN_TIME,
        ),
        (  # over a bank holiday, Monday 29 August
            [("2016-09-06", "CSP")], "2016-07-01", "2016-08-12",
            IN_TIME.replace("26 July", "26 August").replace("3 August", "6 September"),
        ),
        (  # two boards: the earlier meeting counts
            [("2016-09-14", "HPDG"), ("2016-08-03", "CSP")], "2016-07-01", "2016-07-12",
            IN_TIME,
        ),
        (  # on one day: by the board's name
            [("2016-08-03", "HPDG"), ("2016-08-03", "CSP")], "2016-07-01", "2016-07-12",
            IN_TIME,
        ),
        (  # a meeting before the quarter ends, or on its last day, is not about it
            [("2016-06-15", "CSP"), ("2016-06-30", "HPDG")], "2016-07-01", "2016-07-15",
            NONE_KNOWN,
        ),
        (  # one too soon after it is passed over, and that is said
            [("2016-07-20", "HPDG"), ("2016-08-03", "CSP")], "2016-07-01", "2016-07-12",
            f"{TOO_SOON} {IN_TIME}",
        ),
        (
            [("2016-07-20", "HPDG")], "2016-07-01", "2016-07-15",
            f"{TOO_SOON} {NONE_KNOWN}",
        ),
        (  # answers for it would be due after the next round opens
            [("2016-11-30", "CSP")], "2016-07-01", "2016-07-15",
            NONE_KNOWN,
        ),
    ],
)  # fmt: skip
def test_when_the_first_round_opens_and_closes(
    meetings: list[tuple[str, str]], opens_on: str, closes_on: str, why: str
) -> None:
    first = rounds(*YEAR, *meetings)[0]
    assert (f"{first.opens_on}", f"{first.closes_on}", first.why) == (opens_on, closes_on, why)


@pytest.mark.parametrize(
    ("days", "opens_on", "closes_on"),
    [
        (Days(), "2017-01-03", "2017-01-19"),  # 1 January is a Sunday, the 2nd its bank holiday
        (Days(opens_after=0), "2017-01-03", "2017-01-19"),
        (Days(opens_after=9), "2017-01-09", "2017-01-19"),
        (Days(opens_after=14), "2017-01-16", "2017-01-30"),  # the 14th is a Saturday; now the meeting is too soon
        (Days(closes_before=1), "2017-01-03", "2017-02-01"),
        (Days(papers_before=3), "2017-01-03", "2017-01-23"),
    ],
)
def test_what_a_partnership_sets(days: Days, opens_on: str, closes_on: str) -> None:
    """The third quarter, and a meeting on Friday 10 February 2017."""
    third = rounds(*YEAR, ("2017-02-10", "CSP"), days=days)[2]
    assert (f"{third.opens_on}", f"{third.closes_on}") == (opens_on, closes_on)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "basis", "said"),
    [
        ("2016-04-01", "2016-03-31", "financial", "ends on or after"),
        ("2016-04-01", "2017-03-31", "lunar", "no kind of year"),
    ],
)
def test_what_is_no_period_or_year_is_refused(starts_on: str, ends_on: str, basis: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        stretches(day(starts_on), day(ends_on), basis)


@st.composite
def plans(draw: st.DrawFn) -> tuple[dt.date, dt.date, str, list[Meets], Days]:
    starts_on = draw(st.dates(dt.date(2012, 1, 1), dt.date(2028, 12, 31)))
    ends_on = starts_on + dt.timedelta(days=draw(st.integers(0, 1200)))
    near = st.dates(starts_on - dt.timedelta(days=60), ends_on + dt.timedelta(days=300))
    meetings = draw(st.lists(st.builds(Meets, near, st.sampled_from(["CSP", "HPDG"])), max_size=12))
    days = draw(st.builds(Days, st.integers(0, 60), st.integers(1, 30), st.integers(0, 15)))
    return starts_on, ends_on, draw(st.sampled_from(["financial", "academic", "calendar"])), meetings, days


@given(plans())
def test_rounds_cover_the_plan_once_and_never_overlap(
    plan: tuple[dt.date, dt.date, str, list[Meets], Days],
) -> None:
    starts_on, ends_on, basis, meetings, days = plan
    found = propose(starts_on, ends_on, basis, meetings, days, is_holiday)
    assert (found[0].starts_on, found[-1].ends_on) == (starts_on, ends_on)
    assert len({each.slug for each in found}) == len({each.label for each in found}) == len(found)
    for before, after in pairwise(found):
        assert after.starts_on == before.ends_on + dt.timedelta(days=1)
        assert before.closes_on < after.opens_on, "one round of a plan is open at a time"


@given(plans())
def test_a_round_opens_after_its_quarter_and_closes_before_the_papers(
    plan: tuple[dt.date, dt.date, str, list[Meets], Days],
) -> None:
    starts_on, ends_on, basis, meetings, days = plan
    for each in propose(starts_on, ends_on, basis, meetings, days, is_holiday):
        assert each.ends_on + dt.timedelta(days=days.opens_after) <= each.opens_on < each.closes_on
        assert is_working_day(each.opens_on, is_holiday)
        assert is_working_day(each.closes_on, is_holiday)
        assert each.closes_on >= add_working_days(each.opens_on, LEAST_OPEN, is_holiday)
        if each.meeting is None or each.papers_on is None:
            assert each.closes_on == add_working_days(each.opens_on, USUALLY_OPEN, is_holiday)
        else:
            assert each.meeting in meetings
            assert each.ends_on < each.meeting.held_on
            assert each.papers_on == clear_days_before(each.meeting.held_on, days.papers_before, is_holiday)
            assert each.closes_on == add_working_days(each.papers_on, -days.closes_before, is_holiday)
            assert each.closes_on < each.papers_on < each.meeting.held_on
