"""Parts with days in them: deadlines, months, quarters, periods, lists, and spans counted from something."""

import re
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from plans.rules.timescale import Kind, Part
from plans.rules.timescale_reader import signs
from plans.rules.timescale_reader.calendars import Context, last_of_month
from plans.rules.timescale_reader.pieces import Piece, trim
from plans.rules.timescale_reader.stretches import Stretch
from plans.rules.timescale_reader.words import MARK, NUMBER, number

_KINDS = {"day": Kind.BY_DATE, "feast": Kind.BY_DATE, "month": Kind.MONTH, "quarter": Kind.QUARTER}
_LABEL = re.compile(r"^(?P<label>[^\x02]+?)\s*[:–-]\s*[^\w\x02]*(?:(?:target|due|by|end|in)\b\W*)*\x02", re.I)
_BEFORE_BY = re.compile(rf"^(?P<label>[^\x02]+?)\s+(?:(?:is|are)\s+due\s+)?(?:by|before|for)\s+(?:the\s+)?{MARK}", re.I)
_AFTER = re.compile(
    rf"{MARK}\s*(?:\(?(?:latest|deadline)\)?)?\s*(?:(?:for|to)\s+|[-–:,]\s*|\()(?P<label>[^\x02]+)$", re.I
)
_TO_BE = re.compile(r"\s+(?:to|will)\s+be\s+(?:\w+ed|in\s+place|\w+)$", re.I)
_NOTHING = re.compile(
    rf"^[\W\d]*(?:(?:{signs.GLUE}|start|end|completion|complete|completed|ongoing|throughout|when|done|close|play|business|cop|cob|to\s+be\s+\w+)\b\W*)*$",
    re.I,
)


def scope_of(piece: Piece, at: int) -> str:
    """What a dated piece covers: its label ("Phase 1: ..."), what comes before "by", or after "for" or "to"."""
    before_all = piece.masked[: at + 1]
    found = _LABEL.match(before_all) or _BEFORE_BY.match(before_all) or _AFTER.search(piece.masked[at:])
    if found is None or _NOTHING.match(found["label"]):
        found = _AFTER.search(piece.masked[at:])
    if found is None or _NOTHING.match(found["label"]) or signs.CONDITION.match(found["label"].strip(" (")):
        return _head(piece, at)
    return trim(_TO_BE.sub("", found["label"]))


def _head(piece: Piece, at: int) -> str:
    """A title with its date after it: "Draft strategy June 2023". Sentences have no such title."""
    words = trim(re.sub(rf"(?:\b{signs.GLUE}\b\W*)+$", "", piece.masked[:at], flags=re.I))
    is_title = words and MARK not in words and not _NOTHING.match(words) and len(words.split()) <= 6
    is_title = is_title and not re.match(r"(?:at|in|on|for|by|during|over)\b", words, re.I)
    return "" if not is_title or signs.FINITE.search(words) or signs.CONDITION.search(words) else words


def date_part(piece: Piece, context: Context) -> list[Part]:
    """The parts of a piece whose time is a stretch: one, or several where it lists days or quarters."""
    index, at = _chosen(piece)
    stretch, text = piece.stretches[index], piece.text
    scope, note = scope_of(piece, at), stretch.note
    if stretch.members and stretch.unit != "month":
        kind = _KINDS.get(stretch.unit, Kind.PERIOD)
        return [Part(kind, text, scope, first, last, note=note) for first, last in stretch.members]
    if len(stretch.months) > 1 and not stretch.ranged:
        return [Part(Kind.RECURRING, text, scope, stretch.first, stretch.last, by_months(stretch), note=note)]
    before, after = piece.masked[:at], piece.masked[at + 1 :]
    kind, starts_on, due_on = _interval(stretch, before, after, context)
    return [Part(kind, text, scope, starts_on, due_on, note=note)]


def _chosen(piece: Piece) -> tuple[int, int]:
    """The stretch that tells the time: a revised date, one after "by", one outside a condition, or the first."""
    places = [match.start() for match in re.finditer(MARK, piece.masked)]
    for index, at in reversed(list(enumerate(places))):
        if len(places) > 1 and signs.REVISED.search(piece.masked[:at]):
            return index, at
    for index, at in enumerate(places):
        if signs.BY.search(piece.masked[:at]):
            return index, at
    conditions = [match.span() for match in signs.CONDITION.finditer(piece.masked)]
    outside = [(i, at) for i, at in enumerate(places) if not any(start < at < end for start, end in conditions)]
    return (outside or list(enumerate(places)))[0]


def _interval(stretch: Stretch, before: str, after: str, context: Context) -> tuple[Kind, date | None, date | None]:
    if signs.BEFORE_DATE.search(before):
        return Kind.BY_DATE, None, stretch.first - timedelta(days=1) if stretch.first else None
    if signs.UNTIL.search(before) and not signs.REVISED.search(before):
        return Kind.PERIOD, None, stretch.last
    if stretch.edge == "start":
        return Kind.BY_DATE, None, stretch.first
    latest = signs.BY.search(before) or signs.LATEST_AFTER.match(after)
    if latest or stretch.edge == "end" or (stretch.edge and stretch.unit == "month"):
        return Kind.BY_DATE, None, stretch.last
    kind = Kind.PERIOD if stretch.ranged or stretch.edge else _KINDS.get(stretch.unit, Kind.PERIOD)
    is_latest = context.latest and not stretch.ranged
    return kind, None if is_latest else stretch.first, stretch.last


def by_months(stretch: Stretch) -> str:
    """The rule of named months: "FREQ=YEARLY;BYMONTH=1,5,11"."""
    return "FREQ=YEARLY;BYMONTH=" + ",".join(str(month) for month in sorted(set(stretch.months)))


_SPAN = re.compile(
    r"(?:\b(?P<lead>within|in|after|for|over|during|up\s+to|by|every)\s+)?(?:(?:up\s+to|the|next|first|a\s+period\s+of|"
    r"approx(?:imately|\.)?|around|about|maximum|at\s+least)\s+)*"
    rf"(?P<low>{NUMBER}|an?)(?:\s*(?:-|–|to|or)\s*(?P<high>{NUMBER}))?[\s-]*"
    r"(?:(?P<working>working|clear|business|school)\s+|calendar\s+)?(?P<unit>day|week|fortnight|month|year|term)s?(?![a-z])'?"
    r"(?:\s+(?:time\s+)?(?P<rel>of|from|after|following|before|prior\s+to|ahead\s+of|in\s+advance\s+of|post|since)\s+(?P<anchor>.+))?",
    re.I,
)
_STEP = {
    "day": relativedelta(days=1),
    "week": relativedelta(weeks=1),
    "fortnight": relativedelta(weeks=2),
    "month": relativedelta(months=1),
    "term": relativedelta(months=4),
    "year": relativedelta(years=1),
}


def relative_part(piece: Piece) -> Part | None:
    """ "Within six months of approval": dated only where the anchor is; the anchor's end counts, the latest reading."""
    found = _SPAN.search(piece.masked)
    if found is None or not (found["lead"] or found["anchor"] or _alone(piece.masked, found)):
        return None
    anchor = piece.quote(*found.span("anchor")) if found["anchor"] else ""
    count = number(found["high"] or found["low"]) or 1
    stretch = piece.stretches[0] if found["anchor"] and MARK in found["anchor"] and piece.stretches else None
    back = (found["rel"] or "").lower().startswith(("before", "prior", "ahead", "in"))
    first = None
    if stretch:
        first = stretch.first if stretch.edge == "start" or back else stretch.last
    due_on = _count(first, -count if back else count, found["unit"].lower(), bool(found["working"])) if first else None
    lead = (found["lead"] or "").lower()
    scope = trim(piece.masked[: found.start()])
    scope = "" if MARK in scope or _NOTHING.match(scope) else scope
    if lead in ("for", "over", "during") and not back:
        return Part(Kind.PERIOD, piece.text, scope, stretch.first if stretch else None, due_on, condition=anchor)
    return Part(Kind.RELATIVE, piece.text, scope, None, due_on, condition=anchor)


def _alone(masked: str, found: re.Match[str]) -> bool:
    return bool(_NOTHING.match(masked[: found.start()]) and re.match(r"^\W*$", masked[found.end() :])) or (
        bool(signs.HORIZON.search(masked[: found.start()]))
    )


def _count(first: date, count: int, unit: str, working: bool) -> date:
    if working and unit == "day":
        return _working_days(first, count)
    due = first + _STEP[unit] * count
    # From the end of one month is to the end of another: 29 February and a month is 31 March.
    whole = unit in ("month", "year", "term") and first == last_of_month(first)
    return last_of_month(due) if whole else due


def _working_days(first: date, count: int) -> date:
    """Monday to Friday; bank holidays are not left out."""
    day, step = first, 1 if count > 0 else -1
    for _ in range(abs(count)):
        day += timedelta(days=step)
        while day.weekday() >= 5:
            day += timedelta(days=step)
    return day
