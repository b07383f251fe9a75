"""Reads how often something recurs, as an RFC 5545 RRULE."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from plans.rules.timescale_reader.words import DAY_NAME, DAYS, MARK, NUMBER, number

UNSPECIFIED = "How often is not said."
EVENLY = "Counted as evenly spaced."


@dataclass(frozen=True)
class Recurrence:
    """`rule` is an RRULE, empty where the words say that something recurs but not how often."""

    rule: str
    start: int
    end: int
    note: str = ""


# (frequency, how many of it) for each word that says an interval.
_ADVERBS = {
    "daily": ("DAILY", 1),
    "weekly": ("WEEKLY", 1),
    "fortnightly": ("WEEKLY", 2),
    "monthly": ("MONTHLY", 1),
    "quarterly": ("MONTHLY", 3),
    "termly": ("MONTHLY", 4),
    "yearly": ("YEARLY", 1),
    "annual": ("YEARLY", 1),
    "annually": ("YEARLY", 1),
    "biennial": ("YEARLY", 2),
    "biennially": ("YEARLY", 2),
    "triennial": ("YEARLY", 3),
    "triennially": ("YEARLY", 3),
    "qtrly": ("MONTHLY", 3),
    "qtly": ("MONTHLY", 3),
    "qrtly": ("MONTHLY", 3),
    "quaterly": ("MONTHLY", 3),
    "anually": ("YEARLY", 1),
}
_UNITS = {
    "day": ("DAILY", 1),
    "week": ("WEEKLY", 1),
    "fortnight": ("WEEKLY", 2),
    "month": ("MONTHLY", 1),
    "quarter": ("MONTHLY", 3),
    "term": ("MONTHLY", 4),
    "year": ("YEARLY", 1),
    "annum": ("YEARLY", 1),
}
_LENGTHS = {
    "week": (0, 1),
    "fortnight": (0, 2),
    "month": (1, 4),
    "term": (4, 17),
    "quarter": (3, 13),
    "year": (12, 52),
    "annum": (12, 52),
}
_NAMES = {unit: name for name, unit in reversed(_UNITS.items())} | {("YEARLY", 2): "year", ("YEARLY", 3): "year"}
_AMBIGUOUS = "“Bi-” is read as every second, not twice."
_ADVERB = "|".join(sorted(_ADVERBS, key=len, reverse=True))
_UNIT = "|".join(_UNITS)


def _every(unit: tuple[str, int], count: int) -> str:
    frequency, length = unit
    interval = length * count
    if frequency == "MONTHLY" and interval % 12 == 0:
        frequency, interval = "YEARLY", interval // 12
    return f"FREQ={frequency}" + (f";INTERVAL={interval}" if interval > 1 else "")


def _times(count: int, unit: str) -> tuple[str, str]:
    """The rule for `count` times in a unit, evenly spaced: whole months, else whole weeks, else whole days."""
    if count == 1 or unit == "day":
        return _every(_UNITS[unit], 1), ""
    months, weeks = _LENGTHS[unit]
    if months % count == 0 and months:
        return _every(_UNITS["month"], months // count), EVENLY
    if weeks >= count:
        return _every(_UNITS["week"], weeks // count), EVENLY
    return _every(_UNITS["day"], max(1, weeks * 7 // count)), EVENLY


def _adverb(found: re.Match[str]) -> tuple[str, str]:
    prefix, word = (found["prefix"] or "").strip(" -").lower(), found["word"].lower()
    unit = _ADVERBS[word]
    if prefix in ("half", "semi", "twice", "thrice") or (prefix == "bi" and word.startswith("annual")):
        return _times(3 if prefix == "thrice" else 2, _NAMES[unit])[0], ""
    if prefix == "bi":
        return _every(unit, 2), _AMBIGUOUS
    return _every(unit, 3 if prefix == "tri" else 1), ""


def _counted_adverb(found: re.Match[str]) -> tuple[str, str]:
    """ "X4 weekly" and "4-weekly" are every four weeks; "4 x yearly" and "four times yearly" are four a year."""
    count, unit = number(found["n"]), _ADVERBS[found["word"].lower()]
    if found["times"] or (unit[0] == "YEARLY" and found["x"]):
        return _times(count, _NAMES[unit])
    return _every(unit, count), ""


def _interval(found: re.Match[str]) -> tuple[str, str]:
    count = 2 if re.search(r"other|alternate|second", found[0], re.I) else number(found["n"] or "one")
    return _every(_UNITS[found["unit"].lower()], count), ""


def _frequency(found: re.Match[str]) -> tuple[str, str]:
    return _times(number(found["n"]), found["unit"].lower())


def _half_term(_found: re.Match[str]) -> tuple[str, str]:
    return _every(("MONTHLY", 1), 2), EVENLY


def _half_year(_found: re.Match[str]) -> tuple[str, str]:
    return _every(("MONTHLY", 1), 6), ""


def _weekday(found: re.Match[str]) -> tuple[str, str]:
    day = DAYS[found["day"].lower()[:3]]
    ordinal = (found["nth"] or "").lower()
    if not ordinal:
        return f"FREQ=WEEKLY;BYDAY={day}", ""
    if ordinal in ("other", "alternate"):
        return f"FREQ=WEEKLY;INTERVAL=2;BYDAY={day}", ""
    place = -1 if ordinal == "last" else number(re.sub(r"(?<=\d)\w+", "", ordinal))
    return f"FREQ=MONTHLY;BYDAY={place}{day}", ""


def _unspecified(_found: re.Match[str]) -> tuple[str, str]:
    return "", UNSPECIFIED


def _yearly(_found: re.Match[str]) -> tuple[str, str]:
    """ "Every April": the month beside it narrows the rule."""
    return _every(_UNITS["year"], 1), ""


def _per_annum(found: re.Match[str]) -> tuple[str, str]:
    return _times(number(found["n"] or "one"), "year")


_L, _R = r"(?<![a-z0-9])", r"(?![a-z])"
_COUNTABLE = "|".join(word for word in sorted(_ADVERBS, key=len, reverse=True) if not word.startswith("annual"))
_NTH = r"first|second|third|fourth|last|1st|2nd|3rd|4th|other|alternate"
_SOURCES: tuple[tuple[str, Callable[[re.Match[str]], tuple[str, str]]], ...] = (
    # Half-termly, every half year.
    (rf"{_L}half[\s-]?termly{_R}|{_L}(?:every|each|per)\s+half[\s-]?term{_R}", _half_term),
    (rf"{_L}(?:every|each)\s+half[\s-]?year{_R}", _half_year),
    # Four times a year, x4 meetings a year, once per month; 4 x p.a.
    (
        rf"{_L}x?\s?(?P<n>{NUMBER})\s*x?\s*(?:times\s+)?(?:[\w'-]+\s+){{0,3}}?"
        rf"(?:an?|per|each|every|/|in\s+an?|in\s+each)\s*(?P<unit>{_UNIT}){_R}",
        _frequency,
    ),
    (rf"{_L}(?:every|each)\s+(?={MARK})", _yearly),
    (rf"{_L}(?:(?P<n>{NUMBER})\s*x?\s*(?:times\s+)?)?p\.?/?a\.?{_R}", _per_annum),
    # First Monday of each month, every other Friday, every Tuesday.
    (
        rf"{_L}(?:(?:on|the|every|each)\s+)*(?P<nth>{_NTH})\s+(?P<day>{DAY_NAME})"
        r"(?:\s+(?:of|in)\s+(?:the|each|every)\s+month)?",
        _weekday,
    ),
    # X4 weekly, six-monthly, four times yearly.
    (
        rf"{_L}(?P<x>x\s?)?(?P<n>{NUMBER})\s*(?P<times>x\s|times\s*)?[\s-]*(?P<word>{_COUNTABLE}){_R}",
        _counted_adverb,
    ),
    (rf"{_L}(?P<prefix>(?:bi|half|semi|tri|twice|thrice)[\s-]?)?(?P<word>{_ADVERB}){_R}", _adverb),
    (rf"{_L}(?:every|each|on)\s+(?P<nth>)(?P<day>(?:mon|tues|wednes|thurs|fri|satur|sun)days?){_R}", _weekday),
    # Every six weeks, each quarter, alternate months.
    (
        rf"{_L}(?:every\s+other|every\s+second|(?:every\s+|on\s+)?alternate|every|each|per)\s+"
        rf"(?:(?P<n>{NUMBER})[\s-]+)?(?:(?:financial|academic|calendar|school|single)\s+)?(?P<unit>{_UNIT})s?{_R}",
        _interval,
    ),
    (
        rf"{_L}(?:regular(?:ly)?|periodic(?:al)?(?:ly)?|routine(?:ly)?|standing\s+(?:agenda\s+)?item|"
        r"(?:each|every)\s+(?:\w+\s+){0,3}(?:meetings?|panels?|boards?|sessions?|events?)|all\s+(?:\w+\s+){0,3}meetings|"
        r"(?:in\s+advance\s+of|before|prior\s+to|ahead\s+of)\s+(?:each\s+|every\s+)?meetings?|"
        rf"during\s+ramadan|(?:are|is)\s+(?:\w+ed\s+and\s+)?\w+ed\s+at){_R}",
        _unspecified,
    ),
)
_PATTERNS = [(re.compile(source, re.I), build) for source, build in _SOURCES]


def find_recurrence(text: str) -> Recurrence | None:
    """What the text says about how often; an interval wins over "regular", the first over later ones."""
    unspecified: Recurrence | None = None
    for pattern, build in _PATTERNS:
        for found in pattern.finditer(text):
            count = found.groupdict().get("n")
            if count and not number(count):
                continue
            rule, note = build(found)
            if rule:
                return Recurrence(rule, found.start(), found.end(), note)
            unspecified = unspecified or Recurrence("", found.start(), found.end(), note)
    return unspecified
