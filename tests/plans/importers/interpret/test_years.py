"""What a whole file says of its year, and how its timescales are read by it."""

from datetime import date

from .building import read, table


def test_a_labelled_period_goes_before_years_in_titles_of_the_properties() -> None:
    rows = [["Action", "Lead", "Start date", "End date"], ["Survey doors", "Council", "01/10/2023", "31/01/2024"]]
    plan = read("# Safe homes plan", "Period: 1 October 2023 to 30 September 2024", table(rows)).plan
    assert (plan.starts_on, plan.ends_on) == (date(2023, 10, 1), date(2024, 9, 30))
    assert plan.period_label == "1 October 2023 to 30 September 2024"


def test_a_heading_makes_a_bare_month_the_latest() -> None:
    rows = [["Action", "By not later than"], ["Set up the hub", "March 2016"]]
    (action,) = read("# Plan 2015/16", table(rows)).actions
    (part,) = action.timescale.parts
    assert (part.starts_on, part.due_on) == (None, date(2016, 3, 31))
