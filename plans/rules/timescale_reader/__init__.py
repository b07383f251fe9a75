"""Reads the words of a timescale into parts. Pure: phrase and context in, timescale out."""

from dataclasses import replace
from datetime import date, datetime, time

from dateutil.rrule import rrulestr

from plans.rules.timescale import Kind, Part, Timescale
from plans.rules.timescale_reader.calendars import Context, Term, YearBasis
from plans.rules.timescale_reader.kinds import parts_of
from plans.rules.timescale_reader.pieces import Piece
from plans.rules.timescale_reader.splitting import split
from plans.rules.timescale_reader.words import mend, tidy

__all__ = ["Context", "Term", "YearBasis", "read"]

# The longest cell in the five plans has 160 characters; what is this long is a page, not a timescale.
LONGEST = 1000
_NOTHING = Part(Kind.NONE, "")


def read(phrase: str, context: Context = Context()) -> Timescale:  # noqa: B008  # frozen, so safe to share
    """The parts of a phrase as printed in a plan's timescale column.

    An empty phrase is of kind none. What cannot be read is of kind unread, with a note, and never guessed.
    Never raises, whatever the text.
    """
    text = tidy(phrase[: LONGEST * 4])
    if len(text) > LONGEST or len(phrase) > LONGEST * 4:
        note = f"Longer than {LONGEST} characters: too long for a timescale."
        return Timescale(phrase, (Part(Kind.UNREAD, text[:LONGEST], note=note),))
    if not text:
        return Timescale(phrase, (_NOTHING,))
    pieces = split(Piece.of(mend(text), context))
    parts = [_in_order(part) for piece in pieces for part in parts_of(piece, context)] or [replace(_NOTHING, text=text)]
    return Timescale(phrase, tuple(_linked(_without_chatter(parts, text))))


def _in_order(part: Part) -> Part:
    """A part that would end before it starts has not been understood."""
    inverted = part.starts_on and part.due_on and part.due_on < part.starts_on
    return Part(Kind.UNREAD, part.text, note="The end is before the start.") if inverted else part


def _without_chatter(parts: list[Part], text: str) -> list[Part]:
    """Neighbouring sentences that say no time at all are one part."""
    if len(parts) > 1 and all(part.kind in (Kind.NONE, Kind.UNREAD) for part in parts):
        kind = Kind.UNREAD if all(part.kind is Kind.UNREAD for part in parts) else Kind.NONE
        return [replace(parts[0], kind=kind, text=text, note=parts[0].note if kind is Kind.UNREAD else "")]
    return parts


def _linked(parts: list[Part]) -> list[Part]:
    """Gives a part the date of the one before it: an annual review after March 2016 is first due a year on."""
    linked: list[Part] = []
    for part in parts:
        before = linked[-1] if linked else None
        if before and before.due_on and not part.starts_on and not part.due_on:
            part = _anchored(part, before)
        linked.append(part)
    return linked


def _anchored(part: Part, before: Part) -> Part:
    if part.kind is Kind.COMPLETED and before.kind in (Kind.PERIOD, Kind.MONTH, Kind.QUARTER):
        return replace(part, starts_on=before.starts_on, due_on=before.due_on)
    plain = part.kind is Kind.RECURRING and part.recurrence and "BY" not in part.recurrence
    if not plain or before.due_on is None or before.kind not in (Kind.MONTH, Kind.BY_DATE):
        return part
    anchor = before.due_on.replace(day=1) if before.kind is Kind.MONTH else before.due_on
    return replace(part, starts_on=_turn_after(part.recurrence, anchor))


def _turn_after(recurrence: str, anchor: date) -> date | None:
    at = datetime.combine(anchor, time.min)
    turn = rrulestr(recurrence, dtstart=at).after(at)
    return turn.date() if turn else None
