"""Joins neighbouring stretches of time into ranges and lists and gives them their years."""

import re
from dataclasses import dataclass, replace
from datetime import date

from plans.rules.timescale_reader.calendars import ASSUMED_TERMS, Context, Days, Granule, narrowed
from plans.rules.timescale_reader.dates import scan

_RANGE = re.compile(
    r"\.?\s*(?:\(start\)\s*)?(?:[-–]|to|until|till|through(?:\s+to)?|up\s+to|into)\s*(?:by\s+)?(?:the\s+)?", re.I
)
_EITHER = re.compile(r"\.?\s*(?:/|or)\s*", re.I)
_LIST = re.compile(r"\.?\s*(?:,|&|/|\+|and|,\s*and|,\s*&)\s*", re.I)
_BETWEEN = re.compile(r"\bbetween\s+(?:the\s+)?$", re.I)
_STARTING = re.compile(
    r"\b(?:start(?:s|ing|ed)?|commenc(?:e|es|ing)|begin(?:s|ning)?|from)(?:\s+date)?[\s:]*(?:in\s+)?$", re.I
)
_ASIDE = re.compile(r"\s*[(:,]?\s*")
_NO_YEAR = "The year is not printed and the plan's period is not known."
_IMPOSSIBLE = "No calendar has this date."


@dataclass(frozen=True)
class Stretch:
    """Text from `start` to `end` that names days. `first` and `last` are None where no year is known.

    `members` holds the days of each item of a list ("May, Nov 2016 & Jan 2017"); `months` their month numbers.
    """

    unit: str
    start: int
    end: int
    first: date | None = None
    last: date | None = None
    edge: str = ""
    ranged: bool = False
    members: tuple[Days, ...] = ()
    months: tuple[int, ...] = ()
    impossible: bool = False
    note: str = ""


def _days(granule: Granule, context: Context, year: int) -> Days:
    return granule.days(context, year)


def _plan_year(granule: Granule, context: Context, after: date | None) -> int | None:
    """The year in which a stretch ends on or after the plan's first day, or after the date printed before it."""
    opens = context.opens or after
    if opens is None:
        return None
    years = (opens.year - 1, opens.year, opens.year + 1, opens.year + 2, opens.year + 3, opens.year + 4)
    # Five years hold a 29 February wherever the plan opens; a day no year has raises in the last of them.
    possible = [year for year in years if _exists(granule, context, year)]
    return next((year for year in possible if _days(granule, context, year)[1] >= opens), years[1])


def _exists(granule: Granule, context: Context, year: int) -> bool:
    try:
        _days(granule, context, year)
    except ValueError:
        return False
    return True


def _fill_years(group: list[Granule], context: Context, after: date | None) -> list[Granule]:
    """Years for all of a group from those printed in it, the plan, or the date before; raises ValueError."""
    group = [_in_plan(granule, context) for granule in group]
    for index in range(len(group) - 2, -1, -1):
        following = group[index + 1]
        if group[index].year is None and following.year is not None:
            last = _days(following, context, following.year)[1]
            year = following.year
            group[index] = replace(group[index], year=year - (_days(group[index], context, year)[0] > last))
    if group[0].year is None:
        group[0] = replace(group[0], year=_plan_year(group[0], context, after))
    for index in range(1, len(group)):
        before = group[index - 1]
        if group[index].year is None and before.year is not None:
            first = _days(before, context, before.year)[0]
            year = before.year
            group[index] = replace(group[index], year=year + (_days(group[index], context, year)[1] < first))
    return group


def _in_plan(granule: Granule, context: Context) -> Granule:
    """ "Q4 2024" in a plan of 2023/24 is the quarter in 2024, although the financial year of 2024 starts later."""
    if granule.unit not in ("quarter", "half") or granule.year is None or granule.basis or not context.opens:
        return granule
    first, last = _days(granule, context, granule.year - 1)
    closes = context.plan_end or date(context.opens.year + 1, context.opens.month, 1)
    fits = context.opens <= first and last <= closes and _days(granule, context, granule.year)[0] > closes
    return replace(granule, year=granule.year - 1) if fits else granule


def _groups(text: str, granules: list[Granule]) -> list[tuple[str, list[Granule]]]:
    """Neighbours joined: ("range" | "list" | "one", members)."""
    groups: list[tuple[str, list[Granule]]] = []
    for granule in granules:
        how, group = groups[-1] if groups else ("", [])
        link = _link(text, group, granule) if group else ""
        if link and (how in ("one", link)) and not (link == "range" and len(group) > 1):
            groups[-1] = (link, [*group, granule])
        else:
            groups.append(("one", [granule]))
    return groups


def _link(text: str, group: list[Granule], granule: Granule) -> str:
    before = group[-1]
    between = text[before.end : granule.start]
    if _RANGE.fullmatch(between):
        return "range"
    if granule.edge == "end" and between.strip() in ("", ",") and _STARTING.search(text[: before.start][-30:]):
        return "range"
    if len(between) > 8:
        return ""
    if _EITHER.fullmatch(between) and (before.unit != granule.unit or _adjacent(before, granule)):
        return "range"
    if between.strip().lower() in ("and", "&") and _BETWEEN.search(text[max(0, before.start - 20) : before.start]):
        return "range"
    listed = before.unit == granule.unit and granule.unit in ("day", "month", "quarter", "year")
    return "list" if listed and _LIST.fullmatch(between) else ""


def _adjacent(before: Granule, granule: Granule) -> bool:
    return (
        bool(before.edge or granule.edge)
        or granule.unit in ("season", "term")
        or (
            granule.unit in ("month", "quarter", "half")
            and (granule.at[0] - before.at[0]) % {"month": 12, "quarter": 4, "half": 2}[granule.unit] == 1
        )
    )


def _stretch(how: str, group: list[Granule], context: Context, after: date | None) -> Stretch:
    start, end, unit = group[0].start, group[-1].end, group[-1].unit
    edge = group[0].edge if how == "one" else ""
    months = tuple(granule.at[-1] for granule in group if granule.unit in ("month", "day"))
    bare = Stretch(unit, start, end, edge=edge, ranged=how == "range", months=months)
    try:
        if not all(_exists(granule, context, granule.year or 2000) for granule in group):
            raise ValueError(_IMPOSSIBLE)
        filled = _fill_years(group, context, after)
        members = tuple(
            narrowed(_days(each, context, each.year), each.edge) for each in filled if each.year is not None
        )
    except ValueError:
        return replace(bare, impossible=True, note=_IMPOSSIBLE)
    if len(members) < len(group):
        return replace(bare, note=_NO_YEAR)
    if members[-1][1] < members[0][0]:
        return replace(bare, impossible=True, note="The end is before the start.")
    note = ASSUMED_TERMS if any(granule.unit == "term" for granule in group) and not context.terms else ""
    listed = members if how == "list" else ()
    return replace(bare, first=members[0][0], last=max(day for _, day in members), members=listed, note=note)


def _merge_asides(text: str, stretches: list[Stretch]) -> list[Stretch]:
    """ "Quarter 3 (Oct-Dec 2023)" is one quarter, dated by the months in brackets."""
    merged: list[Stretch] = []
    for stretch in stretches:
        before = merged[-1] if merged else None
        if before and _ASIDE.fullmatch(text[before.end : stretch.start]) and _explains(before, stretch):
            dated = stretch if stretch.first and (stretch.ranged or not before.first) else before
            closing = stretch.end + (text[stretch.end : stretch.end + 1] == ")")
            merged[-1] = replace(dated, unit=before.unit, ranged=False, months=(), start=before.start, end=closing)
        else:
            merged.append(stretch)
    return merged


def _explains(before: Stretch, stretch: Stretch) -> bool:
    named = ("quarter", "season", "term", "half")
    if before.members or stretch.members:
        return False
    return (before.unit in named and not before.ranged and stretch.unit == "month") or (
        stretch.unit in named
        and before.unit == "month"
        and stretch.first is not None
        and before.first is not None
        and stretch.first <= before.first <= (stretch.last or before.first)
    )


def find_stretches(text: str, context: Context) -> list[Stretch]:
    """Every stretch of time in tidy text, ranges and lists joined, in printed order."""
    stretches: list[Stretch] = []
    after: date | None = None
    for how, group in _groups(text, scan(text, context)):
        stretch = _stretch(how, group, context, after)
        after = stretch.first or after
        stretches.append(stretch)
    return _merge_asides(text, stretches)
