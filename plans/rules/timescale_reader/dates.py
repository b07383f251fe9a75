"""Finds the named stretches of time in a phrase: days, months, quarters, terms, years. UK order, day first."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from plans.rules.timescale_reader.calendars import Context, Granule, YearBasis
from plans.rules.timescale_reader.words import DAY_NAME, MONTH, month_number, number

_Build = Callable[[re.Match[str], Context], Granule | None]

_Y4 = r"(?:19|20)\d\d"
_DASH = r"\s?[/–-]\s?"
# A year after a day or a month: 2024, 24, '24, -24, 2023/24; a count of people or a time of day is no year.
_YEAR = rf"(?P<y>{_Y4}|\d\d)(?:{_DASH}(?P<z>(?:20)?\d\d)(?![\d/.]))?(?!\d)(?!\s?(?:st|nd|rd|th|%|am\b|pm\b|[:.]\d))"
_SEP = r"(?:\s*[-/,.]\s*|\s+of\s+|\s*'|\s+)'?"
_YEAR_LABEL = (
    r"(?:(?P<label>fy|f/y|a/y|(?:financial|fiscal|academic|school|calendar|plan|municipal|council)\s+year)\s*)"
)
_OF_YEAR = rf"(?:[\s,(–-]*(?:of\s+|in\s+)?(?:the\s+)?{_YEAR_LABEL}?'?{_YEAR}\)?)?"
_PAIR = rf"(?P<y>(?:20)?\d\d){_DASH}(?P<z>(?:20)?\d\d)(?![\d/])"

# A number after one of these is the number of a thing ("Phase 1 June 2023"), not of a day.
_NUMBERED = re.compile(
    r"\b(?:phases?|stages?|steps?|parts?|actions?|objectives?|priorit(?:y|ies)|tranche|cohort|wave|years?|term|level|"
    r"groups?|no|item|section|outcome|milestones?|see|linked\s+to|x|q|quarter|linked|strand|page|tier|ward|zone)[\s.:-]*$",
    re.I,
)
_DEADLINE_WORD = re.compile(r"\b(?:by|before|on|due|until|from|deadline)[\s:]*$", re.I)
_EDGE = re.compile(
    r"\b(?:the\s+)?(?:(?P<edge>early|mid|middle|late|end(?:\s+date)?|close|(?:start|beginning|middle|end|latter\s+part)\s+(?:of|in)|"
    r"(?:first|last)\s+week(?:\s+(?:of|in))?)(?:\s+of)?)(?:\s+the)?\s*[-–:]?\s*$",
    re.I,
)
_EDGES = {"beg": "start", "sta": "start", "clo": "end", "end": "end", "mid": "mid", "ear": "early", "lat": "late"}
_WEEK = re.compile(r"\b(?:w/?c|w/b|week\s+(?:commencing|beginning|of|starting))[\s:]*(?:the\s+)?$", re.I)
_MODAL = re.compile(
    r"\s+(?:be|not|need|have|also|include|require|change|take|become|wish|only|still|vary|differ)\b", re.I
)
_WITH = re.compile(r"\b(?:with|via|c/o)\s+$", re.I)  # "with Jan Trust"
_MONTH_BEFORE = re.compile(rf"(?<![a-z]){MONTH}[\s.,'-]*$", re.I)  # the 23 of "Sept 23-Mar 24" is a year
_LOOK_BACK = 40


def full_year(digits: str) -> int:
    """Four digits as they are; two are of this century."""
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _basis(label: str | None) -> YearBasis | None:
    label = (label or "").strip().lower()
    if label.startswith(("ac", "sch", "a/")):
        return "academic"
    return "calendar" if label.startswith("cal") else "financial" if label.startswith("f") else None


def _pair(found: re.Match[str]) -> tuple[int, int] | None:
    """The two years of "2023/24" when the second follows the first by one to ten years."""
    fields = found.groupdict()
    if not fields.get("y") or not fields.get("z"):
        return None
    first = full_year(fields["y"])
    last = full_year(fields["z"]) if len(fields["z"]) == 4 else first - first % 100 + int(fields["z"])
    return (first, last) if 1 <= last - first <= 10 else None


def _make(
    found: re.Match[str],
    unit: str,
    at: tuple[int, ...] = (),
    *,
    name: str = "",
    year: int | None = None,
    basis: YearBasis | None = None,
    edge: str = "",
) -> Granule:
    # A full stop after a month may end the sentence, so it is not part of the date.
    end = found.start() + len(found[0].rstrip(". "))
    return Granule(unit, found.start(), end, at, name, year, basis, edge)


def _calendar_year(found: re.Match[str], month: int) -> int | None:
    """The calendar year of a month printed with a year or with a year pair ("March 2023/24" is in 2024)."""
    pair = _pair(found)
    if pair:
        return pair[0] if month >= 4 else pair[1]
    printed = found.groupdict().get("y")
    return full_year(printed) if printed else None


def _before(found: re.Match[str]) -> str:
    return found.string[max(0, found.start() - _LOOK_BACK) : found.start()]


def _day_month(found: re.Match[str], _context: Context) -> Granule | None:
    if not found["th"] and not found["weekday"] and _NUMBERED.search(_before(found)):
        return None
    if not found["th"] and _MONTH_BEFORE.search(_before(found)):
        return None
    month = month_number(found["m"])
    return _make(found, "day", (int(found["d"]), month), year=_calendar_year(found, month))


def _month_day(found: re.Match[str], _context: Context) -> Granule | None:
    month = month_number(found["m"])
    return _make(found, "day", (int(found["d"]), month), year=_calendar_year(found, month))


def _days_in_month(found: re.Match[str], _context: Context) -> Granule | None:
    month = month_number(found["m"])
    return _make(found, "days", (int(found["d"]), int(found["e"]), month), year=_calendar_year(found, month))


def _numeric(found: re.Match[str], _context: Context) -> Granule | None:
    if found["s"] == "." and _NUMBERED.search(_before(found)):
        return None
    return _make(found, "day", (int(found["d"]), int(found["m"])), year=full_year(found["y"]))


def _day_slash_month(found: re.Match[str], _context: Context) -> Granule | None:
    return _make(found, "day", (int(found["d"]), int(found["m"]))) if _DEADLINE_WORD.search(_before(found)) else None


def _month(found: re.Match[str], _context: Context) -> Granule | None:
    is_modal = found["m"].lower() == "may" and _MODAL.match(found.string, found.end())
    is_name = _WITH.search(_before(found)) and not found.groupdict().get("y")
    month = month_number(found["m"])
    return None if is_modal or is_name else _make(found, "month", (month,), year=_calendar_year(found, month))


def _month_of_year(found: re.Match[str], _context: Context) -> Granule | None:
    return _make(found, "month", (int(found["m"]),), year=full_year(found["y"]))


def _of_year(found: re.Match[str], context: Context) -> Granule:
    fields = found.groupdict()
    unit, length = ("half", 6) if fields.get("half") else ("quarter", 3)
    at = (_which(fields.get("half") or fields["n"] or ""), length)
    basis = _basis(fields.get("label"))
    pair = _pair(found)
    if pair:
        split: YearBasis = "academic" if context.year_basis == "academic" else "financial"
        return _make(found, unit, at, year=pair[0], basis=basis or split)
    return _make(found, unit, at, year=_named(found) if fields.get("y") else None, basis=basis)


def _named(found: re.Match[str]) -> int:
    """The year printed; FY25 is the year that ends in 2025."""
    fields = found.groupdict()
    ends_in = len(fields["y"]) == 2 and (fields.get("label") or "").strip().lower() in ("fy", "f/y")
    return full_year(fields["y"]) - ends_in


def _which(word: str) -> int:
    """1 to 9 for "3", "3rd", "third"."""
    return int(word[0]) if word[0].isdecimal() else number(word)


def _season(found: re.Match[str], _context: Context) -> Granule | None:
    name = found["name"].lower()
    pair = _pair(found)
    year = full_year(found["y"]) if found["y"] else None
    if pair:
        year = pair[0] if name in ("autumn", "winter") else pair[1]
    return _make(found, "term" if found["term"] else "season", name=name, year=year)


def _feast(found: re.Match[str], _context: Context) -> Granule:
    name = " ".join(found["name"].lower().split())
    year = full_year(found["y"]) if found["y"] else None
    return _make(found, "feast", name="christmas" if name == "xmas" else name, year=year)


def _year_pair(found: re.Match[str], context: Context) -> Granule | None:
    pair = _pair(found)
    label = found["label"] or found["after"]
    if pair is None or (len(found["y"]) == 2 and not label and ("/" not in found[0] or pair[1] != pair[0] + 1)):
        return None
    several = pair[1] > pair[0] + 1 and context.year_basis == "calendar"
    basis = _basis(label) or ("academic" if context.year_basis == "academic" else "financial")
    if several and not label:
        return _make(found, "year", (pair[1] - pair[0] + 1,), year=pair[0], basis="calendar")
    return _make(found, "year", (pair[1] - pair[0],), year=pair[0], basis=basis)


def _year(found: re.Match[str], _context: Context) -> Granule | None:
    return _make(found, "year", (1,), year=_named(found), basis=_basis(found["label"]) or "calendar")


def _named_year(found: re.Match[str], _context: Context) -> Granule:
    """ "end of the academic year": which year it is has to come from the plan."""
    kind = (found["kind"] or "").lower()
    edge = "start" if re.match(r"start|begin", found[0], re.I) else ""
    edge = edge or ("end" if re.search(r"end|close", found[0], re.I) else "")
    return _make(found, "plan" if kind.startswith(("plan", "proj")) else "year", (1,), basis=_basis(kind), edge=edge)


_ORDINAL = r"(?P<th>\s?(?:st|nd|rd|th)\b)?"
_WEEKDAY = rf"(?P<weekday>{DAY_NAME},?\s+)?(?:the\s+)?"
_M = rf"(?P<m>(?<![a-z]){MONTH})\.?"
_LINK = r"\s*(?:[-–/]|to|until|and|&)\s*"
_DAY = r"(?<![\d/.])(?P<d>\d{1,2})"
_FREE = r"(?<![\d/.-])"
_MONTH_YEAR = rf"{_M}(?:{_SEP}{_YEAR})"
_NAMED = r"(?:financial|fiscal|academic|school|calendar|municipal|council|plan|reporting)"
_ENDS = r"(?:end|close|start|beginning)\s+of\s+(?:the\s+|each\s+|this\s+)?"

# In order: the first pattern to claim a stretch of text keeps it.
_SOURCES: tuple[tuple[str, _Build], ...] = (
    # Days: 2024-03-31, 31/03/24, 1-5 May 2024, 31st March 2024, March 31 2024, March 31st.
    (rf"{_FREE}(?P<y>{_Y4})-(?P<m>\d\d)-(?P<d>\d\d)(?:T[\d:.]+Z?)?(?![\d/-])(?P<s>)", _numeric),
    (
        rf"(?<![\d/.])(?P<d>\d{{1,2}})\s?(?P<s>[/.-])\s?(?P<m>\d{{1,2}})\s?(?P=s)\s?(?P<y>{_Y4}|\d\d)(?![\d/])",
        _numeric,
    ),
    (
        rf"{_DAY}(?:st|nd|rd|th)?{_LINK}(?P<e>\d{{1,2}})(?:\s?(?:st|nd|rd|th))?\s+(?:of\s+)?{_M}(?:{_SEP}{_YEAR})?",
        _days_in_month,
    ),
    (rf"{_WEEKDAY}{_DAY}{_ORDINAL}(?:\s+of\s+|[./-]|\s*){_M}(?:{_SEP}{_YEAR})?", _day_month),
    (rf"{_M}\s+(?:the\s+)?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>{_Y4})(?![\d/])", _month_day),
    (rf"{_M}\s+(?:the\s+)?(?P<d>\d{{1,2}})\s?(?:st|nd|rd|th)\b", _month_day),
    (rf"{_M}\s+(?:the\s+)?(?P<d>[1-9])(?![\d/.]|\s?[-–]\s?\d)", _month_day),
    # Months of a year: March 2024, Mar-24, March '24.
    (_MONTH_YEAR, _month),
    # Quarters and halves: 2024/25 Q1, Q1 2024/25, third quarter of 2024, H1 2024/25, first half of 2024.
    (
        rf"(?<![\d/])(?P<y>{_Y4}|\d\d){_DASH}(?P<z>(?:20)?\d\d)[\s,:–-]*(?:q|quarter\s?)(?P<n>[1-9])(?!\d)",
        _of_year,
    ),
    (
        rf"(?<![a-z0-9])(?:q|qtr\s?|quarter\s?)(?P<n>[1-9]|(?<=\s)(?:one|two|three|four))(?![a-z0-9]){_OF_YEAR}",
        _of_year,
    ),
    (
        rf"(?<![a-z0-9])(?P<n>first|second|third|fourth|1st|2nd|3rd|4th|last|final)\s+quarter\b{_OF_YEAR}",
        _of_year,
    ),
    (rf"(?<![a-z0-9])h(?P<half>[12])(?![a-z0-9]){_OF_YEAR}", _of_year),
    (
        rf"(?<![a-z0-9])(?P<half>first|second|1st|2nd)\s+half(?=\s+of\s+(?:the\s+)?(?:fy|fin|20)){_OF_YEAR}",
        _of_year,
    ),
    # Seasons, terms and feasts: Summer 2024, autumn term 2023, Christmas 2023.
    (
        r"(?<![a-z])(?P<name>spring|summer|autumn|winter)(?![a-z]|\s+(?:holiday|break|recess))"
        rf"(?P<term>(?:\s+(?:school|half))?[\s-]+terms?\b(?:\s+\d(?!\d))?)?{_OF_YEAR}",
        _season,
    ),
    (
        r"(?<![a-z])(?:the\s+)?(?P<name>christmas|xmas|easter|new\s+year)(?![a-z])"
        rf"(?:\s+(?:break|holidays?|period))?{_OF_YEAR}",
        _feast,
    ),
    # Years: 2024/25, FY 2024-25, 2024/25 academic year; months in figures, before plain years.
    (
        rf"{_YEAR_LABEL}?(?<![\d/.]){_PAIR}(?P<after>\s+(?:academic|school|financial|fiscal)(?:\s+year)?)?",
        _year_pair,
    ),
    (rf"{_FREE}(?P<m>0?[1-9]|1[0-2])\s?[/.-]\s?(?P<y>{_Y4})(?![\d/-])", _month_of_year),
    (rf"{_FREE}(?P<y>{_Y4})[-/](?P<m>0[1-9]|1[0-2])(?![\d/-])", _month_of_year),
    (rf"{_FREE}(?P<d>\d{{1,2}})/(?P<m>\d{{1,2}})(?![\d/.-])", _day_slash_month),
    (_M, _month),
    (rf"{_YEAR_LABEL}?(?<![\d/.£])(?<!\d-)(?P<y>{_Y4})(?![\d/%])", _year),
    (r"(?<![a-z])(?P<label>fy)\s?'?(?P<y>\d\d)(?![\d/–-])", _year),
    # Years that only the plan can date: end of the academic year, financial year end, end of the plan.
    (rf"\b{_ENDS}(?:(?P<kind>{_NAMED})\s+)?year(?:\s+end)?\b", _named_year),
    (rf"\b(?:(?P<kind>{_NAMED})\s+)?year[\s-]?end\b", _named_year),
    (rf"\b{_ENDS}(?P<kind>plan period|plan|project)\b", _named_year),
    (rf"\b(?:this|current)\s+(?P<kind>{_NAMED})\s+year\b", _named_year),
)
_PATTERNS = [(re.compile(source, re.I), build) for source, build in _SOURCES]


def _with_edges(granule: Granule, text: str, floor: int) -> Granule:
    """Takes in the words before a stretch that change it: "end of", "mid-", "week commencing"."""
    before = text[max(floor, granule.start - _LOOK_BACK) : granule.start]
    week = _WEEK.search(before)
    if week and granule.unit == "day":
        return replace(granule, unit="week", start=granule.start - len(before) + week.start())
    edge = _EDGE.search(before)
    if not edge or granule.unit in ("day", "days", "week", "feast") or granule.edge:
        return granule
    words = edge["edge"].lower()
    name = " ".join(words.split()[:2]) if "week" in words else _EDGES[words[:3]]
    return replace(granule, start=granule.start - len(before) + edge.start(), edge=name)


def _claimed(text: str, context: Context) -> Iterator[Granule]:
    taken = bytearray(len(text))
    for pattern, build in _PATTERNS:
        for found in pattern.finditer(text):
            if not any(taken[found.start() : found.end()]):
                granule = build(found, context)
                if granule:
                    taken[found.start() : found.end()] = b"\1" * (found.end() - found.start())
                    yield granule


def scan(text: str, context: Context) -> list[Granule]:
    """The stretches of time in tidy text, in printed order, years not yet filled in."""
    granules: list[Granule] = []
    for granule in sorted(_claimed(text, context), key=lambda each: each.start):
        granules.append(_with_edges(granule, text, granules[-1].end if granules else 0))
    return granules
