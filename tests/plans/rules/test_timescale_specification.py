"""The share of the five plans' phrases that are read as a careful person read them (data/timescales.csv)."""

import csv
import os
import re
from datetime import date
from pathlib import Path

import pytest

from plans.rules.timescale import Kind, Part, Timescale, due_on, next_due, resolve
from plans.rules.timescale_reader import Context, read

SPECIFICATION = Path(os.environ.get("TIMESCALES_CSV", "/work/shared/data/timescales.csv"))
FLOOR = 0.91
YEAR = {
    "000": Context(date(2010, 4, 1), date(2011, 3, 31)),
    "001": Context(date(2016, 4, 1), date(2017, 3, 31)),
    "002": Context(date(2015, 4, 1), date(2016, 3, 31)),
    "003": Context(),
    "004": Context(date(2016, 4, 1), date(2017, 3, 31)),
}
TARGETS = {
    "9": read(
        "January 2016 for production of guidance · Align other training with HSCB programme", Context(latest=True)
    ),
    "18": read("To be aligned with Governors Support Unit but annually"),
}
INTERVALS = {
    "P1M": ("FREQ=MONTHLY",),
    "P3M": ("FREQ=MONTHLY;INTERVAL=3",),
    "P1Y": ("FREQ=YEARLY",),
    "P4W": ("FREQ=WEEKLY;INTERVAL=4",),
}
Row = dict[str, str]


def rows() -> list[Row]:
    with SPECIFICATION.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def understood(row: Row) -> Timescale:
    context = YEAR[row["source"]]
    if row["source"] == "003" and not re.match(r"\[(?!By not later than)", row["notes"]):
        context = Context(context.plan_start, context.plan_end, latest=True)
    return resolve(read(row["phrase"], context), TARGETS)


def recurs_as_stated(part: Part, stated: str) -> bool:
    named = re.findall(r"\d{4}-(\d\d)", stated)
    if named:
        return part.recurrence == "FREQ=YEARLY;BYMONTH=" + ",".join(str(month) for month in sorted(map(int, named)))
    interval = re.search(r"P\d[MWY]", stated.replace("4 per year", "P3M"))
    return part.recurrence in INTERVALS[interval[0]] if interval else not part.recurrence


def read_right(part: Part, row: Row) -> bool:
    due = part.due_on
    if part.kind is Kind.RECURRING and due is None and part.starts_on:
        due = next_due(Timescale("", (part,)), part.starts_on)  # the specification gives the first turn
    days = ((part.starts_on or "", row["start"]), (due or "", row["due"]))
    return (
        part.kind == row["kind"]
        and all(str(found) == stated for found, stated in days)
        and (part.kind is not Kind.RECURRING or recurs_as_stated(part, row["recurrence"]))
    )


def right(row: Row, every: list[Row]) -> bool:
    """Several parts are right when each part that the specification lists is among them, and no others are."""
    timescale = understood(row)
    if row["kind"] != "multi-part":
        return len(timescale.parts) == 1 and read_right(timescale.parts[0], row)
    listed = [
        each
        for each in every
        if each["source"] == row["source"] and each["kind"] != "multi-part" and is_part_of(each, row)
    ]
    found = [any(read_right(part, each) for part in timescale.parts) for each in listed]
    return len(timescale.parts) > 1 and all(found)


def is_part_of(each: Row, row: Row) -> bool:
    """The row's own parts: "part 2 of 3 (row 20)" names the same row as "row 20" of the whole."""
    whole, part = re.search(r"row \d+\w?", row["notes"]), re.search(r"\((row \d+\w?)", each["notes"])
    return bool(whole and part and "part " in each["notes"][:6] and whole[0] == part[1])


@pytest.mark.skipif(not SPECIFICATION.exists(), reason="the reading of the five plans is not on this machine")
def test_share_read_right() -> None:
    every = rows()
    wrong = [row for row in every if not right(row, every)]
    share = 1 - len(wrong) / len(every)
    print(f"\n{len(every) - len(wrong)} of {len(every)} rows read right ({share:.1%}); not:")  # noqa: T201  # the report
    for row in wrong:
        timescale = understood(row)
        said = [(part.kind.value, part.starts_on, part.due_on, part.recurrence) for part in timescale.parts]
        print(f"- {row['phrase']!r}: {row['kind']}, read as {[tuple(map(str, part)) for part in said]}")  # noqa: T201
    assert len(every) == 133
    assert share >= FLOOR


def test_a_reference_takes_its_targets_date() -> None:
    assert due_on(resolve(read("See 9 above"), TARGETS)) == date(2016, 1, 31)
