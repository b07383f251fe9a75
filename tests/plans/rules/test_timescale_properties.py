"""What holds for every string: reading ends, never raises, never inverts dates, and survives storage."""

import json
import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plans.rules.timescale import Kind, Timescale, describe, due_on, next_due, overdue_on, resolve, sort_key, why
from plans.rules.timescale_reader import Context, read

VOCABULARY = (
    "by from until end of start mid early January Feb March 2024 May Sept 2016 31 1st 31/06/24 29/02 Q1 Q5 2024/25 "
    "24/25 - – / & and , ; · . ( ) to monthly quarterly every x4 weeks twice a year annual ongoing complete completed "
    "by awaiting subject when if see 9 above within 3 months after the board meeting spring term Easter TBC N/A was "
    "delivered needs Prevent Board first Monday 0 99 year next w/c FY25 revised now each permitting half : start:"
)
WORDS = VOCABULARY.split()
PHRASES = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join))
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))
CONTEXTS = st.builds(
    lambda days, basis, latest: Context(min(days), max(days), basis, latest=latest),
    st.tuples(DAYS, DAYS),
    st.sampled_from(["financial", "academic", "calendar"]),
    st.booleans(),
)
TODAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@settings(max_examples=400, deadline=None)
@given(PHRASES, CONTEXTS, TODAYS)
def test_every_string_is_read_and_every_rule_answers(phrase: str, context: Context, today: date) -> None:
    timescale = read(phrase, context)
    assert timescale.parts
    assert timescale == read(phrase, context)
    for part in timescale.parts:
        assert not (part.starts_on and part.due_on and part.starts_on > part.due_on)
        assert describe(part)
        assert part.met == (part.kind is Kind.COMPLETED)
    assert Timescale.from_json(json.loads(json.dumps(timescale.to_json()))) == timescale
    assert overdue_on(timescale, today) == bool((due := due_on(timescale)) and due < today)
    assert why(timescale, today)
    assert len(sort_key(timescale)) == 3
    next_due(timescale, today, (today,))
    resolve(timescale, {"9": timescale})


def whole(timescale: Timescale) -> list[tuple[object, ...]]:
    return [
        (part.kind, part.starts_on, part.due_on, part.recurrence, part.condition.lower(), part.refers_to.lower())
        for part in timescale.parts
    ]


@pytest.mark.parametrize(
    "phrase",
    [
        "By end of March 2024", "31st March 2024", "Quarter 3 (Oct-Dec 2023)", "Autumn term 2023", "X4 weekly",
        "Annually in September", "Awaiting Home Office guidance", "See action 3.2", "Ditto", "TBC", "w/c 3 June 2024",
        "Within six months of publication", "Phase 1: June 2023; Phase 2: Dec 2023", "Completed January 2016",
        "March 2016 and annual review", "May, Nov 2016 & Jan 2017", "BAU", "From January 2016 and ongoing",
    ],
)  # fmt: skip
def test_case_and_spaces_do_not_matter(phrase: str) -> None:
    expected = whole(read(phrase))
    for variant in (phrase.upper(), phrase.lower(), f"  {phrase.replace(' ', '  ')}\n", phrase.replace(" ", "\u00a0")):
        assert whole(read(variant)) == expected


@pytest.mark.parametrize(
    "text", ["\x00", "June\x00 2024", "\x02\x02 by \x02", "\ud800", "\u202e2024", "٣ June", "²", "¼ly"]
)
def test_odd_characters_are_read(text: str) -> None:
    assert read(text).parts


@pytest.mark.parametrize(
    "unit",
    ["a", " ", "1", "(", "by June 2024, ", "- ", "x4 ", "\x00", "once ", "is a b c ", "1/", "see 1.", "up to the "],
)
def test_long_text_takes_no_longer_than_its_length(unit: str) -> None:
    for length in (990, 100_000):
        text = (unit * length)[:length]
        started = time.perf_counter()
        assert read(text).parts
        assert time.perf_counter() - started < 30  # a search that goes back and forth would take hours
