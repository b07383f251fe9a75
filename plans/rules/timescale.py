"""What a timescale says, in parts, and the rules over it.

A timescale keeps its words as printed and the parts read from them. An interval runs from `starts_on` to
`due_on`, both inclusive, so a part is overdue the day after `due_on`. Recurrences are RFC 5545 RRULE strings.
Today is always an argument. Source of the rules: the phrases of five published Prevent delivery plans.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from dateutil.relativedelta import relativedelta
from dateutil.rrule import rrulestr

JsonPart = dict[str, str | bool | None]


class Kind(StrEnum):
    """How a part of a timescale tells time; "multi-part" is not a kind but more than one part."""

    BY_DATE = "by-date"
    MONTH = "month"
    QUARTER = "quarter"
    PERIOD = "period"
    ONGOING = "ongoing"
    RECURRING = "recurring"
    CONDITIONAL = "conditional"
    CROSS_REFERENCE = "cross-reference"
    START_DATE_ONLY = "start-date-only"
    COMPLETED = "completed"
    RELATIVE = "relative"
    NONE = "none"
    UNREAD = "unread"


# A date in one of these is a deadline; in every other kind it is a fact or a start.
DEADLINES = frozenset(
    {
        Kind.BY_DATE,
        Kind.MONTH,
        Kind.QUARTER,
        Kind.PERIOD,
        Kind.RECURRING,
        Kind.RELATIVE,
        Kind.CROSS_REFERENCE,
    }
)


@dataclass(frozen=True)
class Part:
    """One reading: `text` as printed, what it covers (`scope`), and its time. Empty strings mean "not said".

    `note` is a sentence about what was assumed or could not be read. `met` marks a part as done.
    """

    kind: Kind
    text: str
    scope: str = ""
    starts_on: date | None = None
    due_on: date | None = None
    recurrence: str = ""
    condition: str = ""
    refers_to: str = ""
    met: bool = False
    note: str = ""

    def to_json(self) -> JsonPart:
        """A JSON-able dict: dates as ISO strings or None, the kind as its value."""
        return {
            "kind": self.kind.value,
            "text": self.text,
            "scope": self.scope,
            "starts_on": self.starts_on.isoformat() if self.starts_on else None,
            "due_on": self.due_on.isoformat() if self.due_on else None,
            "recurrence": self.recurrence,
            "condition": self.condition,
            "refers_to": self.refers_to,
            "met": self.met,
            "note": self.note,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, object]) -> Part:
        """The inverse of `to_json`. Raises KeyError or ValueError on a dict of another shape."""
        starts_on, due_on = stored["starts_on"], stored["due_on"]
        return cls(
            kind=Kind(str(stored["kind"])),
            text=str(stored["text"]),
            scope=str(stored.get("scope", "")),
            starts_on=date.fromisoformat(str(starts_on)) if starts_on else None,
            due_on=date.fromisoformat(str(due_on)) if due_on else None,
            recurrence=str(stored.get("recurrence", "")),
            condition=str(stored.get("condition", "")),
            refers_to=str(stored.get("refers_to", "")),
            met=bool(stored.get("met", False)),
            note=str(stored.get("note", "")),
        )


@dataclass(frozen=True)
class Timescale:
    """The words as printed and the parts read from them, in printed order.

    `is_shared`: several actions are printed beside one cell of several parts, and which date is whose is not said.
    """

    text: str
    parts: tuple[Part, ...]
    is_shared: bool = False

    def to_json(self) -> dict[str, object]:
        """A JSON-able dict; `from_json` gives the same timescale back."""
        stored: dict[str, object] = {"text": self.text, "parts": [part.to_json() for part in self.parts]}
        return stored | {"is_shared": True} if self.is_shared else stored

    @classmethod
    def from_json(cls, stored: Mapping[str, object]) -> Timescale:
        """The inverse of `to_json`. Raises KeyError, TypeError or ValueError on a dict of another shape."""
        parts = stored["parts"]
        if not isinstance(parts, list):
            raise TypeError("A timescale's parts are a list.")
        shared = stored.get("is_shared") is True
        return cls(text=str(stored["text"]), parts=tuple(Part.from_json(part) for part in parts), is_shared=shared)


def _open_deadlines(timescale: Timescale) -> list[Part]:
    return [part for part in timescale.parts if part.due_on and part.kind in DEADLINES and not part.met]


def due_on(timescale: Timescale) -> date | None:
    """The earliest deadline among the parts that are not met; None where no date is surely this one's."""
    if timescale.is_shared:
        return None
    return min((part.due_on for part in _open_deadlines(timescale) if part.due_on), default=None)


def overdue_on(timescale: Timescale, today: date) -> bool:
    """Whether a deadline's interval ended before today. What is ongoing, awaited or only started is never overdue."""
    due = due_on(timescale)
    return due is not None and due < today


def overdue_since(timescale: Timescale, today: date) -> date | None:
    """The first day on which it was overdue, the day after the deadline's interval ended; None while it is not."""
    due = due_on(timescale)
    return due + timedelta(days=1) if due and due < today else None


def next_due(timescale: Timescale, today: date, meetings: Iterable[date] = ()) -> date | None:
    """The next day something is expected: a deadline (also a passed one), an occurrence, a start, a meeting.

    `meetings` are the days of the group that the plan reports to; they date "each meeting" and "the next meeting".
    """
    upcoming = sorted(day for day in meetings if day >= today)
    days = [_next_of(part, today, upcoming) for part in timescale.parts if not part.met]
    return min((day for day in days if day), default=None)


def _next_of(part: Part, today: date, upcoming: list[date]) -> date | None:
    if part.kind is Kind.RECURRING:
        return _next_occurrence(part, today, upcoming)
    if part.kind is Kind.START_DATE_ONLY:
        return part.starts_on if part.starts_on and part.starts_on >= today else None
    if part.kind is Kind.RELATIVE and not part.due_on and "meeting" in part.condition.lower():
        return upcoming[0] if upcoming else None
    return part.due_on if part.kind in DEADLINES else None


def _next_occurrence(part: Part, today: date, upcoming: list[date]) -> date | None:
    if not part.recurrence:
        return upcoming[0] if upcoming else part.due_on
    # A rule without a first date is counted from 1 April: the quarters of the financial year that boards meet by.
    first = part.starts_on or date(today.year - 1, 4, 1)
    span = _span(part, first)
    if span is None:
        return part.due_on
    rule = rrulestr(part.recurrence, dtstart=datetime.combine(first, time.min))
    earliest = datetime.combine(today - relativedelta(months=span), time.min)
    for turn in rule.xafter(earliest, count=3, inc=True):
        day = turn.date() + relativedelta(months=span, days=-1 if span else 0)
        if day >= today:
            return min(day, part.due_on) if part.due_on else day
    return part.due_on


def _span(part: Part, first: date) -> int | None:
    """The months in which one turn may fall: 0 for an exact day, None where no day can be known.

    A turn known by its month is due by the month's end; a plain monthly rule with no first date by the end of its
    block of months, where whole blocks fill a year.
    """
    fields = dict(field.split("=", 1) for field in part.recurrence.split(";"))
    by_month = fields.get("FREQ") in ("MONTHLY", "YEARLY") and not {"BYDAY", "BYMONTHDAY"} & fields.keys()
    if part.starts_on or "BY" in part.recurrence:
        return 1 if by_month and first.day == 1 else 0
    months = int(fields.get("INTERVAL", "1"))
    return months if fields.get("FREQ") == "MONTHLY" and 12 % months == 0 else None


_ORDER = {
    Kind.RECURRING: 1,
    Kind.START_DATE_ONLY: 1,
    Kind.RELATIVE: 2,
    Kind.CROSS_REFERENCE: 2,
    Kind.CONDITIONAL: 2,
    Kind.ONGOING: 3,
    Kind.UNREAD: 4,
    Kind.NONE: 5,
    Kind.COMPLETED: 6,
}


def sort_key(timescale: Timescale) -> tuple[int, date, str]:
    """Deadlines first by day, then what recurs or starts, awaits, runs on, is unread, is blank, is done."""
    due = due_on(timescale)
    if due:
        return (0, due, timescale.text)
    still_open = [part for part in timescale.parts if not part.met] or timescale.parts
    group = min((_ORDER.get(part.kind, 4) for part in still_open), default=5)
    starts = min((part.starts_on for part in still_open if part.starts_on), default=date.max)
    return (group, starts, timescale.text)


def why(timescale: Timescale, today: date) -> str:
    """One sentence for a screen: what is due or awaited, and the printed words that say so."""
    if timescale.is_shared:
        return "Several actions share these words, and which date is whose is not said: ask, then give each its own"
    deadlines = sorted(_open_deadlines(timescale), key=lambda part: part.due_on or date.max)
    if deadlines and deadlines[0].due_on:
        return _why_deadline(deadlines[0], deadlines[0].due_on, today)
    still_open = [part for part in timescale.parts if not part.met]
    if not still_open:
        return "Completed" + _printed(timescale.text) if timescale.parts else "No timescale is stated"
    part = min(still_open, key=lambda each: _ORDER.get(each.kind, 4))
    return describe(part) + (_printed(part.text) if part.kind is not Kind.NONE else "")


def _why_deadline(part: Part, due: date, today: date) -> str:
    if part.kind is Kind.CROSS_REFERENCE:
        late = f", overdue since {words(due + timedelta(days=1))}" if due < today else ""
        return f"Follows action {part.refers_to}, due {words(due)}{late}"
    if due < today:
        return f"Overdue since {words(due + timedelta(days=1))}{_printed(part.text)}"
    return f"Due {words(due)}{_printed(part.text)}"


def _printed(text: str) -> str:
    return f": printed as “{text}”" if text else ""


def words(day: date) -> str:
    """A date as people write it: 31 January 2016."""
    return f"{day.day} {day:%B %Y}"


def describe(part: Part) -> str:
    """A part in a few words: "By 31 March 2016", "Every 4 weeks", "Awaiting: CTLP sharing"."""
    if part.kind is Kind.CONDITIONAL:
        return f"Awaiting: {part.condition or part.text}"
    if part.kind is Kind.CROSS_REFERENCE:
        return f"Follows action {part.refers_to}" + (f", due {words(part.due_on)}" if part.due_on else "")
    if part.kind is Kind.RECURRING:
        return _describe_recurring(part)
    if part.kind is Kind.START_DATE_ONLY:
        return f"From {words(part.starts_on)}" if part.starts_on else "From a date that is not stated"
    if part.kind in DEADLINES:
        return _describe_deadline(part)
    return {
        Kind.ONGOING: "Ongoing",
        Kind.COMPLETED: "Completed" + (f" by {words(part.due_on)}" if part.due_on else ""),
        Kind.NONE: "No timescale is stated",
    }.get(part.kind, "Not read")


def _describe_deadline(part: Part) -> str:
    if part.due_on is None:
        return (
            f"Counted from: {part.condition}" if part.condition else f"No year or first day is stated for “{part.text}”"
        )
    if part.starts_on and part.starts_on != part.due_on:
        return f"{words(part.starts_on)} to {words(part.due_on)}"
    return f"By {words(part.due_on)}"


def _describe_recurring(part: Part) -> str:
    fields = dict(field.split("=", 1) for field in part.recurrence.split(";") if "=" in field)
    unit = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year"}.get(fields.get("FREQ", ""), "")
    count = int(fields.get("INTERVAL", "1"))
    if unit and "BYMONTH" in fields:
        months = [f"{date(2000, int(month), 1):%B}" for month in fields["BYMONTH"].split(",")]
        text = "Each " + " and ".join(filter(None, [", ".join(months[:-1]), months[-1]]))
    else:
        text = (
            (f"Every {count} {unit}s" if count > 1 else f"Every {unit}") if unit else "At intervals that are not stated"
        )
    return text + (f" until {words(part.due_on)}" if part.due_on else "")


def resolve(timescale: Timescale, targets: Mapping[str, Timescale]) -> Timescale:
    """The timescale with each cross-reference dated from its target, so that it moves when the target moves.

    `targets` maps printed action numbers to timescales. References to nothing known, and circles, have no date.
    """
    return _resolve(timescale, targets, frozenset())


def _resolve(timescale: Timescale, targets: Mapping[str, Timescale], seen: frozenset[str]) -> Timescale:
    parts = tuple(_follow(part, targets, seen) for part in timescale.parts)
    return replace(timescale, parts=parts)


def _follow(part: Part, targets: Mapping[str, Timescale], seen: frozenset[str]) -> Part:
    if part.kind is not Kind.CROSS_REFERENCE:
        return part
    numbers = frozenset(part.refers_to.split(", "))
    followed = [_resolve(targets[number], targets, seen | numbers) for number in numbers - seen if number in targets]
    due = min((day for day in map(due_on, followed) if day), default=None)
    recurrence = min((each.recurrence for found in followed for each in found.parts if each.recurrence), default="")
    return replace(part, starts_on=None, due_on=due, recurrence=recurrence)
