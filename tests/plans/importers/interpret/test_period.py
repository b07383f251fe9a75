"""What period a plan is for, read from its titles or, failing that, its dates."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.importers.interpret.period import read_period
from plans.importers.proposal import DOUBTFUL, Options

PRINTED = [
    ("Elmshire Prevent Plan 2016/17", "2016/17", "2016-04-01", "2017-03-31", "financial"),
    ("Prevent Action Plan 2016-17 (public version)", "2016-17", "2016-04-01", "2017-03-31", "financial"),
    ("Plan 2016-2017", "2016-2017", "2016-04-01", "2017-03-31", "financial"),
    ("Plan 2021–2024", "2021–2024", "2021-04-01", "2024-03-31", "financial"),
    ("Business Plan 2010/11 Appendix A", "2010/11", "2010-04-01", "2011-03-31", "financial"),
    ("Plan for the 2016/17 academic year", "2016/17", "2016-09-01", "2017-08-31", "academic"),
    ("April 2016 to March 2019", "April 2016 to March 2019", "2016-04-01", "2019-03-31", "financial"),
    ("Sept 2023 - July 2024", "Sept 2023 - July 2024", "2023-09-01", "2024-07-31", "academic"),
    ("1 April - 31 March 2017", "1 April - 31 March 2017", "2016-04-01", "2017-03-31", "financial"),
    ("January to December 2025", "January to December 2025", "2025-01-01", "2025-12-31", "calendar"),
    ("Elmshire Plan 2015", "2015", "2015-01-01", "2015-12-31", "calendar"),
    ("Safety Strategy 16/17", "16/17", "2016-04-01", "2017-03-31", "financial"),
]


@pytest.mark.parametrize(("text", "label", "starts_on", "ends_on", "basis"), PRINTED)
def test_printed(text: str, label: str, starts_on: str, ends_on: str, basis: str) -> None:
    period = read_period([text])
    assert (period.label, period.year_basis) == (label, basis)
    assert (str(period.starts_on), str(period.ends_on)) == (starts_on, ends_on)


@pytest.mark.parametrize("text", ["", "Action Plan", "Outcome 6", "Item 12/34", "ref 2016/17/4", "in 1 of 4 schools"])
def test_not_printed(text: str) -> None:
    period = read_period([text])
    assert period.starts_on is None
    assert period.confidence < DOUBTFUL
    assert period.note


def test_the_first_text_that_names_a_period_is_the_one_and_a_plain_year_pair_beats_a_short_one() -> None:
    assert read_period(["Action Plan", "Plan 2024/25", "Plan 2019/20"]).label == "2024/25"
    assert read_period(["Outcome 16/17", "Plan 2024/25"]).label == "2024/25"


def test_options_win() -> None:
    assert read_period(["Plan 2024/25"], (), Options(period="2016/17")).label == "2016/17"
    academic = read_period(["Plan 2024/25"], (), Options(year_basis="academic"))
    assert academic.starts_on == date(2024, 9, 1)
    assert read_period(["Plan 2015"], (), Options(year_basis="financial")).ends_on == date(2016, 3, 31)


def test_due_dates_tell_the_year_where_none_is_printed() -> None:
    period = read_period(["Action Plan"], [date(2016, 1, 31), date(2016, 3, 31), date(2016, 6, 30)])
    assert (period.label, period.starts_on, period.ends_on) == ("2015-2017", date(2015, 4, 1), date(2017, 3, 31))
    assert period.confidence < DOUBTFUL
    one = read_period([], [date(2016, 5, 1)])
    assert (one.label, one.starts_on, one.ends_on) == ("2016/17", date(2016, 4, 1), date(2017, 3, 31))
    calendar = read_period([], [date(2016, 5, 1)], Options(year_basis="calendar"))
    assert (calendar.label, calendar.ends_on) == ("2016", date(2016, 12, 31))


def test_a_single_late_date_does_not_stretch_the_period() -> None:
    usual = [date(2024, 6, 30)] * 20
    assert read_period([], [*usual, date(2031, 1, 1)]).label == "2024/25"


def test_due_dates_that_run_past_a_year_lengthen_it() -> None:
    period = read_period(["Plan 2015"], [date(2015, 12, 31), date(2016, 4, 30), date(2016, 4, 30)])
    assert (period.starts_on, period.ends_on) == (date(2015, 1, 1), date(2016, 4, 30))
    assert period.confidence < DOUBTFUL
    outside = read_period(["Plan 2019/20"], [date(2024, 1, 1)])
    assert outside.ends_on == date(2020, 3, 31)
    assert outside.confidence < DOUBTFUL


@given(
    st.text(alphabet="0123456789/- toAprilMarch", max_size=40),
    st.lists(st.dates(date(1990, 1, 1), date(2090, 1, 1)), max_size=5),
)
def test_any_text_and_dates_are_read_without_error(text: str, dates: list[date]) -> None:
    period = read_period([text], dates)
    assert (period.starts_on is None) == (period.ends_on is None)
    if period.starts_on and period.ends_on:
        assert period.starts_on < period.ends_on
