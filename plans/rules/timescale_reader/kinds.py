"""Decides what kind of time a piece tells. The order of the rules is their precedence."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from plans.rules.timescale import Kind, Part
from plans.rules.timescale_reader import signs
from plans.rules.timescale_reader.calendars import Context
from plans.rules.timescale_reader.dated import by_months, date_part, relative_part
from plans.rules.timescale_reader.pieces import Piece, trim
from plans.rules.timescale_reader.stretches import Stretch
from plans.rules.timescale_reader.words import MARK

_Rule = Callable[[Piece, Context], list[Part]]

_NOT_CONFIRMED = "The date is to be confirmed."
_HASTE = "Asks for speed but names no date."
_HORIZON = "A horizon that the plan itself defines, not a date."
_NOT_ANYONES = "The date of a publication is nobody's deadline."
_UNREAD = "These words could not be read."


def _one(kind: Kind, piece: Piece, **more: str) -> list[Part]:
    return [Part(kind, piece.text, **more)]  # type: ignore[arg-type]  # only the fields of text are passed so


def _blank(piece: Piece, _context: Context) -> list[Part]:
    if signs.NOT_CONFIRMED.match(piece.masked) and not signs.CONDITION.search(piece.masked):
        return _one(Kind.NONE, piece, note=_NOT_CONFIRMED)
    blank = signs.NOT_STATED.match(piece.masked) or not re.search(r"[\w\x02\"'?]", piece.masked)
    return _one(Kind.NONE, piece) if blank else []


def _impossible(piece: Piece, _context: Context) -> list[Part]:
    bad = next((stretch for stretch in piece.stretches if stretch.impossible), None)
    return _one(Kind.UNREAD, piece, note=bad.note) if bad else []


def _reference(piece: Piece, _context: Context) -> list[Part]:
    found = signs.REFERENCE.match(piece.masked)
    if found and not piece.dated:
        refs = re.split(r"\s*(?:,|&|\band\b|/)\s*", found["ref"].strip(), flags=re.I)
        return _one(Kind.CROSS_REFERENCE, piece, refers_to=", ".join(ref.strip() for ref in refs if ref.strip()))
    found = signs.ABOVE.match(piece.masked)
    if found:
        below = (found["where"] or "").lower() == "below"
        return _one(Kind.CROSS_REFERENCE, piece, refers_to="below" if below else "above")
    found = None if piece.dated or piece.recurrence else signs.DOCUMENT.match(piece.masked)
    found = found or signs.HANDED_OVER.search(piece.masked)
    return _one(Kind.CROSS_REFERENCE, piece, refers_to=trim(piece.quote(*found.span("what")))) if found else []


def _publication(piece: Piece, _context: Context) -> list[Part]:
    return _one(Kind.NONE, piece, note=_NOT_ANYONES) if signs.PUBLICATION.match(piece.masked) else []


def _relative(piece: Piece, _context: Context) -> list[Part]:
    part = None if piece.recurrence else relative_part(piece)
    return [part] if part else []


def _after_date(piece: Piece, _context: Context) -> list[Part]:
    if not signs.AFTER_ONLY.match(piece.masked):
        return []
    last = piece.stretches[0].last
    return [Part(Kind.START_DATE_ONLY, piece.text, starts_on=last + timedelta(days=1) if last else None)]


def _condition_first(piece: Piece, context: Context) -> list[Part]:
    found = signs.CONDITION.match(piece.masked.lstrip(" (")) or None
    if not found or (MARK in piece.masked and MARK not in found["what"]):
        return []
    if piece.recurrence and not found["what"].count(piece.masked[piece.recurrence.start : piece.recurrence.end]):
        return []
    return _conditional(piece, context)


def _done(piece: Piece, _context: Context) -> list[Part]:
    if _start(piece) or not signs.done(piece.masked, piece.recurrence is not None):
        return []
    first = piece.stretches[0] if piece.stretches else None
    starts_on, due_on, note = (first.first, first.last, first.note) if first else (None, None, "")
    return [Part(Kind.COMPLETED, piece.text, starts_on=starts_on, due_on=due_on, met=True, note=note)]


def _condition(piece: Piece) -> str:
    """What has to happen first, as printed; "" where nothing has to."""
    found = signs.CONDITION.search(piece.masked) or signs.ALIGNED.search(piece.masked)
    if found is None:
        return ""
    start = found.start("cue") if found.re is signs.ALIGNED else found.start("what")
    return piece.quote(start, found.end("what"))


def _recurring(piece: Piece, context: Context) -> list[Part]:
    recurrence = piece.recurrence
    if recurrence is None:
        return []
    stretch = piece.stretches[0] if piece.stretches else None
    if stretch and (signs.BY_DATE_AFTER.search(piece.masked[recurrence.end :]) and not _adverbial(piece)):
        return []
    part = Part(
        Kind.RECURRING, piece.text, recurrence=recurrence.rule, condition=_condition(piece), note=recurrence.note
    )
    return [_bounded(part, piece, stretch)] if stretch else [part]


def _adverbial(piece: Piece) -> bool:
    """ "Annually by 31 March" recurs; "Annual report by June 2024" is one report."""
    recurrence = piece.recurrence
    if recurrence is None or any(stretch.first is None for stretch in piece.stretches):
        return True
    said = piece.masked.lower()
    return (
        said[recurrence.start : recurrence.end].endswith("lly")
        or "each year" in said
        or bool(re.match(r"\W*(?:by|before)\b", piece.masked[recurrence.end :], re.I))
    )


def _bounded(part: Part, piece: Piece, stretch: Stretch) -> Part:
    """A recurrence with the days printed beside it: named months, a start, an end, or a period."""
    at = piece.masked.index(MARK)
    before, note = piece.masked[:at], part.note or stretch.note
    if len(stretch.months) > 1 and not stretch.ranged:
        part = replace(part, recurrence=by_months(stretch), note="" if stretch.first is None else stretch.note)
        is_bounded = re.search(r"\d", piece.printed[0])
        return replace(part, starts_on=stretch.first, due_on=stretch.last) if is_bounded else part
    starting = signs.STARTS.search(piece.masked) or signs.STARTS_AFTER.search(piece.masked)
    starting = starting or re.search(r"\bnext\b", before, re.I)
    if stretch.ranged or (stretch.unit in ("year", "plan", "term", "half", "season", "quarter") and not starting):
        return replace(part, starts_on=stretch.first, due_on=stretch.last, note=note)
    if signs.UNTIL.search(before):
        return replace(part, due_on=stretch.last, note=note)
    if part.recurrence == "FREQ=YEARLY" and len(stretch.months) == 1 and not starting:
        return _yearly_on(part, stretch, printed=piece.printed[0])
    return replace(part, starts_on=stretch.first, note=note)


def _yearly_on(part: Part, stretch: Stretch, printed: str) -> Part:
    rule = "FREQ=YEARLY;" + by_months(stretch).split(";")[1]
    if stretch.unit == "day" and stretch.first:
        rule += f";BYMONTHDAY={stretch.first.day}"
    elif stretch.unit == "day":
        day = re.search(r"\d{1,2}", printed)
        rule += f";BYMONTHDAY={int(day[0])}" if day else ""
    has_year = (re.search(r"\d{2}\D*$", printed) is not None and stretch.unit != "day") or re.search(r"\d{4}", printed)
    return replace(part, recurrence=rule, starts_on=stretch.first if has_year else None)


def _start(piece: Piece) -> bool:
    starts = signs.STARTS.search(piece.masked) or signs.STARTS_AFTER.search(piece.masked)
    starts = starts or signs.RUNS_ON.search(piece.masked)
    ranged = bool(piece.stretches) and piece.stretches[0].ranged
    return bool(starts) and not ranged and not signs.BY_DATE_AFTER.search(piece.masked)


def _start_only(piece: Piece, _context: Context) -> list[Part]:
    if not _start(piece):
        return []
    first, rest = piece.stretches[0], piece.stretches[1:]
    if rest and signs.UNTIL.search(piece.masked[: piece.masked.rindex(MARK)]):
        return [Part(Kind.PERIOD, piece.text, starts_on=first.first, due_on=rest[-1].last, note=first.note)]
    return [Part(Kind.START_DATE_ONLY, piece.text, starts_on=first.first, note=first.note)]


def _dated(piece: Piece, context: Context) -> list[Part]:
    if not piece.dated:
        return []
    condition = _condition(piece) if signs.CONDITION.search(piece.masked) else ""
    merely = signs.ONGOING.match(piece.masked) and not signs.BY_DATE_AFTER.search(piece.masked)
    parts = date_part(piece, context)
    if merely and "throughout" not in piece.masked.lower() and not any(signs.UNTIL.search(b) for b in _befores(piece)):
        return [replace(part, kind=Kind.ONGOING) for part in parts]
    return [replace(part, condition=condition) for part in parts]


def _befores(piece: Piece) -> list[str]:
    return [piece.masked[: found.start()] for found in re.finditer(MARK, piece.masked)]


def _ongoing(piece: Piece, _context: Context) -> list[Part]:
    if not signs.ONGOING.search(piece.masked):
        return []
    found = signs.AS_PER.search(piece.masked)
    refers_to = piece.quote(*found.span("what")) if found else ""
    return _one(Kind.ONGOING, piece, condition=_condition(piece), refers_to=refers_to)


def _conditional(piece: Piece, _context: Context) -> list[Part]:
    condition = _condition(piece)
    if not condition and (signs.ON_DEMAND.search(piece.masked) or signs.EVENTS.match(piece.masked)):
        condition = trim(piece.text)
    if permitting := signs.PERMITTING.match(piece.masked):
        condition = permitting["what"].strip()
    if not condition:
        return []
    found = signs.CONDITION.search(piece.masked)
    aligned = None if found else signs.ALIGNED.search(piece.masked)
    head = trim(piece.masked[: found.start()]) if found else ""
    refers_to = piece.quote(*aligned.span("what")) if aligned else ""
    return _one(
        Kind.CONDITIONAL,
        piece,
        condition=condition,
        refers_to=refers_to,
        scope="" if MARK in head or signs.NOT_CONFIRMED.match(head) else head,
    )


def _next_meeting(piece: Piece, _context: Context) -> list[Part]:
    found = signs.NEXT_MEETING.search(piece.masked)
    return _one(Kind.RELATIVE, piece, condition=found["what"]) if found else []


def _no_time(piece: Piece, _context: Context) -> list[Part]:
    for sign, note in ((signs.HASTE, _HASTE), (signs.HORIZON, _HORIZON)):
        if sign.search(piece.masked):
            return _one(Kind.NONE, piece, note=note)
    is_prose = signs.PROSE.search(piece.masked) and not re.search(r"\d", piece.masked)
    return _one(Kind.NONE, piece) if is_prose else _one(Kind.UNREAD, piece, note=_UNREAD)


_RULES: tuple[_Rule, ...] = (
    _blank,
    _impossible,
    _reference,
    _publication,
    _relative,
    _after_date,
    _condition_first,
    _done,
    _recurring,
    _start_only,
    _dated,
    _ongoing,
    _next_meeting,
    _conditional,
    _no_time,
)


def parts_of(piece: Piece, context: Context) -> list[Part]:
    """The parts of one piece: one, or several where it lists days. The last rule reads whatever the others leave."""
    return next(parts for rule in _RULES if (parts := rule(piece, context)))
