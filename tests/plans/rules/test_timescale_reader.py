"""How phrases are read, as tables: the phrase as printed, then what it says."""

from datetime import date

import pytest

from plans.rules.timescale import Kind, Part
from plans.rules.timescale_reader import Context, Term, read

PLAN = Context(date(2024, 4, 1), date(2025, 3, 31))
ACADEMIC = Context(date(2024, 9, 1), date(2025, 8, 31), "academic")
CALENDAR = Context(date(2024, 1, 1), date(2024, 12, 31), "calendar")


def only(phrase: str, context: Context = PLAN) -> Part:
    (part,) = read(phrase, context).parts
    return part


def span(part: Part) -> tuple[str, str]:
    return tuple(day.isoformat() if day else "" for day in (part.starts_on, part.due_on))  # type: ignore[return-value]  # two


@pytest.mark.parametrize(
    ("phrase", "kind", "starts", "due"),
    [
        # A day is itself; "by" and "end of" leave the start open.
        ("31/03/24", Kind.BY_DATE, "2024-03-31", "2024-03-31"),
        ("31.3.2024", Kind.BY_DATE, "2024-03-31", "2024-03-31"),
        ("03/04/2024", Kind.BY_DATE, "2024-04-03", "2024-04-03"),
        ("2024-03-31", Kind.BY_DATE, "2024-03-31", "2024-03-31"),
        ("31st March 2024", Kind.BY_DATE, "2024-03-31", "2024-03-31"),
        ("Thursday, 6th of June, 2024", Kind.BY_DATE, "2024-06-06", "2024-06-06"),
        ("June 30, 2024", Kind.BY_DATE, "2024-06-30", "2024-06-30"),
        ("29/02/2024", Kind.BY_DATE, "2024-02-29", "2024-02-29"),
        ("Complete by 1 Aug", Kind.BY_DATE, "", "2024-08-01"),
        ("by 31/12", Kind.BY_DATE, "", "2024-12-31"),
        ("No later than 30 June 2024", Kind.BY_DATE, "", "2024-06-30"),
        ("Before 1 August 2024", Kind.BY_DATE, "", "2024-07-31"),
        ("by end of March 2024", Kind.BY_DATE, "", "2024-03-31"),
        ("By end of February 15", Kind.BY_DATE, "", "2015-02-28"),
        ("end Q2 24/25", Kind.BY_DATE, "", "2024-09-30"),
        ("by Summer 2024", Kind.BY_DATE, "", "2024-08-31"),
        ("Start of Q2 2024/25", Kind.BY_DATE, "", "2024-07-01"),
        ("mid-May", Kind.BY_DATE, "", "2024-05-15"),
        ("early June 2024", Kind.BY_DATE, "", "2024-06-10"),
        ("end of financial year", Kind.BY_DATE, "", "2025-03-31"),
        ("Christmas 2023", Kind.BY_DATE, "2023-12-25", "2023-12-25"),
        ("To be completed by 30 September 2024", Kind.BY_DATE, "", "2024-09-30"),
        ("Annual report by June 2024", Kind.BY_DATE, "", "2024-06-30"),
        # Months.
        ("Mar-24", Kind.MONTH, "2024-03-01", "2024-03-31"),
        ("Apr-28", Kind.MONTH, "2028-04-01", "2028-04-30"),
        ("Sept. 2023", Kind.MONTH, "2023-09-01", "2023-09-30"),
        ("Febru ary 2024", Kind.MONTH, "2024-02-01", "2024-02-29"),
        ("03/2024", Kind.MONTH, "2024-03-01", "2024-03-31"),
        ("March 2023/24", Kind.MONTH, "2024-03-01", "2024-03-31"),
        ("November", Kind.MONTH, "2024-11-01", "2024-11-30"),
        ("February", Kind.MONTH, "2025-02-01", "2025-02-28"),
        # Quarters.
        ("Q1 2024/25", Kind.QUARTER, "2024-04-01", "2024-06-30"),
        ("Q4 24/25", Kind.QUARTER, "2025-01-01", "2025-03-31"),
        ("Q4", Kind.QUARTER, "2025-01-01", "2025-03-31"),
        ("2024/25 Q3", Kind.QUARTER, "2024-10-01", "2024-12-31"),
        ("Third quarter of 2024/25", Kind.QUARTER, "2024-10-01", "2024-12-31"),
        ("Quarter 3 (Oct-Dec 2023)", Kind.QUARTER, "2023-10-01", "2023-12-31"),
        # Periods.
        ("2024-25", Kind.PERIOD, "2024-04-01", "2025-03-31"),
        ("FY 2023/24", Kind.PERIOD, "2023-04-01", "2024-03-31"),
        ("2024/25 academic year", Kind.PERIOD, "2024-09-01", "2025-08-31"),
        ("2024", Kind.PERIOD, "2024-01-01", "2024-12-31"),
        ("2023-2026", Kind.PERIOD, "2023-04-01", "2026-03-31"),
        ("Summer 2024", Kind.PERIOD, "2024-06-01", "2024-08-31"),
        ("Winter 2023/24", Kind.PERIOD, "2023-12-01", "2024-02-29"),
        ("April - June 2023", Kind.PERIOD, "2023-04-01", "2023-06-30"),
        ("Nov / Dec 2016", Kind.PERIOD, "2016-11-01", "2016-12-31"),
        ("Dec - Feb 2024", Kind.PERIOD, "2023-12-01", "2024-02-29"),
        ("Sept 23 - Mar 24", Kind.PERIOD, "2023-09-01", "2024-03-31"),
        ("01.04.23 – 31.03.24", Kind.PERIOD, "2023-04-01", "2024-03-31"),
        ("1-5 May 2024", Kind.PERIOD, "2024-05-01", "2024-05-05"),
        ("Between April and June 2023", Kind.PERIOD, "2023-04-01", "2023-06-30"),
        ("end of 2016 / early 2017", Kind.PERIOD, "2016-12-01", "2017-03-31"),
        ("w/c 3 June 2024", Kind.PERIOD, "2024-06-03", "2024-06-09"),
        ("Q1-Q2 2024/25", Kind.PERIOD, "2024-04-01", "2024-09-30"),
        ("Ongoing until March 2025", Kind.PERIOD, "", "2025-03-31"),
        ("From 1 April 2024 to 31 March 2025", Kind.PERIOD, "2024-04-01", "2025-03-31"),
        ("1/4/24-31/3/25", Kind.PERIOD, "2024-04-01", "2025-03-31"),
        ("Start: April 2024 End: March 2025", Kind.PERIOD, "2024-04-01", "2025-03-31"),
        ("Spring/Summer 2024", Kind.PERIOD, "2024-03-01", "2024-08-31"),
        ("mid-2024", Kind.PERIOD, "2024-05-01", "2024-08-31"),
        ("FY25", Kind.PERIOD, "2024-04-01", "2025-03-31"),
        # A revised date counts, not the first.
        ("Was March 2024, now June 2024", Kind.MONTH, "2024-06-01", "2024-06-30"),
        ("Original: March 2024 Revised: June 2024", Kind.MONTH, "2024-06-01", "2024-06-30"),
        ("Extended to 31 March 2025", Kind.BY_DATE, "2025-03-31", "2025-03-31"),
        # Starts, and what is done.
        ("From April 2024", Kind.START_DATE_ONLY, "2024-04-01", ""),
        ("Commencing June 2024", Kind.START_DATE_ONLY, "2024-06-01", ""),
        ("Start date: 1 May 2024", Kind.START_DATE_ONLY, "2024-05-01", ""),
        ("Launched in June 2023", Kind.START_DATE_ONLY, "2023-06-01", ""),
        ("April 2023 – ongoing", Kind.START_DATE_ONLY, "2023-04-01", ""),
        ("2024 onwards", Kind.START_DATE_ONLY, "2024-01-01", ""),
        ("Completed January 2016", Kind.COMPLETED, "2016-01-01", "2016-01-31"),
        ("Complete – March 2020", Kind.COMPLETED, "2020-03-01", "2020-03-31"),
        ("Policies were updated April 2016", Kind.COMPLETED, "2016-04-01", "2016-04-30"),
        ("Done", Kind.COMPLETED, "", ""),
        ("Achieved", Kind.COMPLETED, "", ""),
        # Spans: dated only from an anchor, whose end counts.
        ("within six months of the start of the plan", Kind.RELATIVE, "", "2024-10-01"),
        ("within 6 weeks of 1 April 2024", Kind.RELATIVE, "", "2024-05-13"),
        ("12 months from April 2024", Kind.RELATIVE, "", "2025-04-30"),
        ("within 5 working days of 3 May 2024", Kind.RELATIVE, "", "2024-05-10"),
        ("Within 3 months", Kind.RELATIVE, "", ""),
        ("Medium term (1-3 years)", Kind.RELATIVE, "", ""),
        ("by the next board meeting", Kind.RELATIVE, "", ""),
        # Never a guess: no calendar has these days, or the words say nothing known.
        ("31 June", Kind.UNREAD, "", ""),
        ("29 February 2023", Kind.UNREAD, "", ""),
        ("45/13/2024", Kind.UNREAD, "", ""),
        ("Q5 2024", Kind.UNREAD, "", ""),
        ("December 2024 - March 2024", Kind.UNREAD, "", ""),
        ("From June 2024 and on until May 2024", Kind.UNREAD, "", ""),
        ("qwerty", Kind.UNREAD, "", ""),
        ("publication March 2011", Kind.NONE, "", ""),
    ],
)
def test_days(phrase: str, kind: Kind, starts: str, due: str) -> None:
    part = only(phrase)
    assert (part.kind, *span(part)) == (kind, starts, due)
    assert part.text == phrase.replace("Febru ary", "February")


@pytest.mark.parametrize(
    ("phrase", "context", "starts", "due"),
    [
        ("Q1", ACADEMIC, "2024-09-01", "2024-11-30"),
        ("Q1", CALENDAR, "2024-01-01", "2024-03-31"),
        ("Q1 2024", CALENDAR, "2024-01-01", "2024-03-31"),
        ("Q4 2024", Context(date(2023, 4, 1), date(2024, 3, 31)), "2024-01-01", "2024-03-31"),
        ("end of the academic year", ACADEMIC, "", "2025-08-31"),
        ("2024/25", ACADEMIC, "2024-09-01", "2025-08-31"),
        ("2024/25", CALENDAR, "2024-04-01", "2025-03-31"),
        ("November", Context(date(2016, 4, 1), date(2017, 3, 31)), "2016-11-01", "2016-11-30"),
        ("February", Context(date(2016, 4, 1), date(2017, 3, 31)), "2017-02-01", "2017-02-28"),
        ("February", Context(plan_end=date(2017, 3, 31)), "2017-02-01", "2017-02-28"),
        ("November", Context(), "", ""),
        ("Q4", Context(), "", ""),
        ("January 2016", Context(latest=True), "", "2016-01-31"),
        ("Autumn term 2023", Context(), "2023-09-01", "2023-12-31"),
        ("Start of the summer term 2016", Context(), "", "2016-04-11"),
        (
            "Summer term 2016",
            Context(terms=(Term("Summer", 2016, date(2016, 4, 12), date(2016, 7, 20)),)),
            "2016-04-12",
            "2016-07-20",
        ),
    ],
)
def test_the_plan_fills_in_what_is_not_printed(phrase: str, context: Context, starts: str, due: str) -> None:
    assert span(only(phrase, context)) == (starts, due)


@pytest.mark.parametrize("year", range(2016, 2026))
def test_the_assumed_summer_term_starts_after_easter_in_april(year: int) -> None:
    part = only(f"Summer term {year}")
    assert part.starts_on is not None
    assert part.starts_on.month == 4
    assert part.starts_on.weekday() < 5
    assert "assumed" in part.note


@pytest.mark.parametrize(
    ("phrase", "rule"),
    [
        ("Monthly", "FREQ=MONTHLY"),
        ("bi-monthly", "FREQ=MONTHLY;INTERVAL=2"),
        ("fortnightly", "FREQ=WEEKLY;INTERVAL=2"),
        ("every six weeks", "FREQ=WEEKLY;INTERVAL=6"),
        ("6-weekly", "FREQ=WEEKLY;INTERVAL=6"),
        ("X4 weekly", "FREQ=WEEKLY;INTERVAL=4"),
        ("on 4 weekly basis", "FREQ=WEEKLY;INTERVAL=4"),
        ("quarter ly", "FREQ=MONTHLY;INTERVAL=3"),
        ("every other month", "FREQ=MONTHLY;INTERVAL=2"),
        ("termly", "FREQ=MONTHLY;INTERVAL=4"),
        ("half-termly", "FREQ=MONTHLY;INTERVAL=2"),
        ("twice a year", "FREQ=MONTHLY;INTERVAL=6"),
        ("six-monthly", "FREQ=MONTHLY;INTERVAL=6"),
        ("bi-annually", "FREQ=MONTHLY;INTERVAL=6"),
        ("x4 a year", "FREQ=MONTHLY;INTERVAL=3"),
        ("Three times a year", "FREQ=MONTHLY;INTERVAL=4"),
        ("3 times p.a.", "FREQ=MONTHLY;INTERVAL=4"),
        ("twelve monthly", "FREQ=YEARLY"),
        ("annually", "FREQ=YEARLY"),
        ("every two years", "FREQ=YEARLY;INTERVAL=2"),
        ("annually in September", "FREQ=YEARLY;BYMONTH=9"),
        ("Annually by 31 March", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=31"),
        ("Quarterly (June, Sept, Dec, March)", "FREQ=YEARLY;BYMONTH=3,6,9,12"),
        ("Annual refresh by 31 March each year", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=31"),
        ("every April", "FREQ=YEARLY;BYMONTH=4"),
        ("Bi-annual (April and October)", "FREQ=YEARLY;BYMONTH=4,10"),
        ("Monthly (last Thursday)", "FREQ=MONTHLY;BYDAY=-1TH"),
        ("As and when needed / at least annually", "FREQ=YEARLY"),
        ("Prior to each Channel Panel", ""),
        ("first Monday of each month", "FREQ=MONTHLY;BYDAY=1MO"),
        ("last Friday of every month", "FREQ=MONTHLY;BYDAY=-1FR"),
        ("every Tuesday", "FREQ=WEEKLY;BYDAY=TU"),
        ("May, Nov 2016 & Jan 2017", "FREQ=YEARLY;BYMONTH=1,5,11"),
        ("Annually and Ongoing", "FREQ=YEARLY"),
        ("Ongoing at quarterly meetings", "FREQ=MONTHLY;INTERVAL=3"),
        ("At each board meeting", ""),
        ("during Ramadan", ""),
        ("Regular meetings", ""),
    ],
)
def test_recurrences(phrase: str, rule: str) -> None:
    part = only(phrase, Context())
    assert (part.kind, part.recurrence) == (Kind.RECURRING, rule)


def test_a_recurrence_keeps_its_bounds() -> None:
    assert span(only("Quarterly from April 2024")) == ("2024-04-01", "")
    assert span(only("Monthly until December 2024")) == ("", "2024-12-31")
    assert span(only("May, Nov 2016 & Jan 2017")) == ("2016-05-01", "2017-01-31")


ONGOING = """Ongoing, On-going, Continuous, Business as usual, BAU, In place and ongoing, Throughout the year, Rolling,
Ongoing support when necessary, WRAP training already in place to be continued, In progress"""


@pytest.mark.parametrize("phrase", [phrase.strip() for phrase in ONGOING.split(",")])
def test_ongoing(phrase: str) -> None:
    part = only(phrase)
    assert (part.kind, *span(part)) == (Kind.ONGOING, "", "")


@pytest.mark.parametrize(
    ("phrase", "condition"),
    [
        ("Awaiting Home Office guidance", "Home Office guidance"),
        ("Pending approval", "approval"),
        ("Subject to funding", "funding"),
        ("Once the officer is appointed", "the officer is appointed"),
        ("When resources allow", "resources allow"),
        ("As and when required", "required"),
        ("As required", "required"),
        ("as they arise", "they arise"),
        ("On receipt of guidance", "receipt of guidance"),
        ("Following the risk assessment", "the risk assessment"),
        ("After the May 2024 elections", "the May 2024 elections"),
        ("Dependent on funding", "funding"),
        ("If needed", "needed"),
        ("Resources permitting", "Resources"),
        ("Funding dependent", "Funding"),
        ("Ad hoc", "Ad hoc"),
    ],
)
def test_conditions(phrase: str, condition: str) -> None:
    part = only(phrase)
    assert (part.kind, part.condition, part.due_on) == (Kind.CONDITIONAL, condition, None)


def test_a_date_beside_a_condition_still_counts() -> None:
    for phrase in ("June 2024 (subject to funding)", "Subject to funding, June 2024"):
        part = only(phrase)
        assert (part.kind, part.condition, part.due_on) == (Kind.MONTH, "funding", date(2024, 6, 30))


@pytest.mark.parametrize(
    ("phrase", "refers_to"),
    [
        ("See 9 above", "9"),
        ("See action 3.2", "3.2"),
        ("Linked to 4.1", "4.1"),
        ("As per action 2.1", "2.1"),
        ("See actions 3.2 and 4.1", "3.2, 4.1"),
        ("As above", "above"),
        ("Ditto", "above"),
        ("See below", "below"),
        ("See training plan", "training plan"),
        ("Activity has been incorporated in service Action Plans", "service Action Plans"),
    ],
)
def test_cross_references(phrase: str, refers_to: str) -> None:
    part = only(phrase)
    assert (part.kind, part.refers_to) == (Kind.CROSS_REFERENCE, refers_to)


@pytest.mark.parametrize(
    ("phrase", "noted"),
    [
        *[(blank, False) for blank in ("", "  ", "-", "–", "N/A", "none", "Not stated", "(blank)", "out of hours")],
        *[(noted, True) for noted in ("TBC", "T.B.C.", "TBA", "to be confirmed", "ASAP", "Immediate", "Short term")],
    ],
)
def test_no_timescale(phrase: str, noted: bool) -> None:
    part = only(phrase)
    assert (part.kind, *span(part), bool(part.note)) == (Kind.NONE, "", "", noted)


@pytest.mark.parametrize(
    ("phrase", "parts"),
    [
        ("Phase 1: June 2023; Phase 2: Dec 2023", [("month", "Phase 1"), ("month", "Phase 2")]),
        ("Phase 1 June 2023, Phase 2 December 2023", [("month", "Phase 1"), ("month", "Phase 2")]),
        ("• June 2023 • December 2023", [("month", ""), ("month", "")]),
        ("Schools by March 2024 and colleges by June 2024", [("by-date", "Schools"), ("by-date", "colleges")]),
        ("March 2016 and annual review", [("month", ""), ("recurring", "")]),
        ("Ongoing, review March 2025", [("ongoing", ""), ("month", "review")]),
        ("Completed. Next review due June 2025", [("completed", ""), ("month", "Next review")]),
        ("Q1 & Q3 2024/25", [("quarter", ""), ("quarter", "")]),
        ("From April 2024, to be completed by March 2025", [("start-date-only", ""), ("by-date", "")]),
        ("Ongoing (via Ann) Talk planned here in Nov 2016.", [("ongoing", ""), ("month", "Talk planned here")]),
        ("See 3.2 - March 2024", [("cross-reference", ""), ("month", "")]),
        ("Review: June 2024", [("month", "Review")]),
        ("January 2016 to share our risk assessment", [("month", "share our risk assessment")]),
        ("April 2024 and 31 June 2024", [("month", ""), ("unread", "")]),
    ],
)  # fmt: skip
def test_several_parts_and_what_they_cover(phrase: str, parts: list[tuple[str, str]]) -> None:
    assert [(part.kind.value, part.scope) for part in read(phrase).parts] == parts


@pytest.mark.parametrize(
    ("start", "end"), [(date(2024, 4, 1), date(2023, 4, 1)), (date(1, 1, 1), None), (None, date(9999, 12, 31))]
)
def test_a_plan_has_a_sensible_period(start: date | None, end: date | None) -> None:
    with pytest.raises(ValueError, match="plan"):
        Context(start, end)
