"""Cuts a phrase into the pieces that each tell one time, also where no full stop divides them."""

import re
from collections.abc import Callable

from plans.rules.timescale_reader import signs
from plans.rules.timescale_reader.pieces import Piece
from plans.rules.timescale_reader.words import MARK

_BULLETS = re.compile(r"\s*[·•▪●◦‣∙|]\s*|\s*;\s*|\s+\*\s+")
_SENTENCES = re.compile(r"(?<!\be\.g)(?<!\bi\.e)(?<!\bapprox)(?<!\bno)(?<!\bnos)(?<!\bref)(?<!\bw\.e)\.\s+(?=\S)", re.I)
_ITEMS = re.compile(r"(?:^|(?<=\s))\(?(?:[a-h]|[1-9]|i{1,3}|iv|v)\)\s+", re.I)
_DASH = re.compile(r"\s+[-–]\s*|\s*–\s+")
_WEAK = re.compile(
    r"\s*[,(/]\s*(?:(?:and|then|but|with)\s+)?|\s+(?:&|and\s+then|and|then|but|plus|with)\s+|\s*:\s*", re.I
)
_RUN_ON = re.compile(rf"(?<=[a-z){MARK}])\s+(?=[A-Z][\w-]+\s)")
_LOOSE_END = re.compile(
    r"\b(?:by|of|to|with|for|in|at|and|the|via|from|as|per|on|a|an|or|between|&|when|once|if|after)\W*$", re.I
)
_PAST = re.compile(r"\b(?:has|have|had|was|were)\b", re.I)
_PLANNED = re.compile(r"\b(?:planned|scheduled|due|arranged|booked|proposed)\b", re.I)
_AGAIN = re.compile(r"^\W*(?:next|further|to\s+be|will|now|annual\w*|review|reviewed|more|another)\b", re.I)
_MERELY_ONGOING = re.compile(rf"^\W*(?:(?:{signs.ONGOING.pattern})\W*)+$", re.I)
_ASIDE = re.compile(r"[^()]*\)\W*$")
_MAX_WEAK = 60

_Cut = Callable[[Piece], tuple[Piece, Piece] | None]


def split(phrase: Piece) -> list[Piece]:
    """The pieces of a phrase, in printed order, at least one for a phrase with words in it."""
    pieces = [piece for item in _strong(phrase) for piece in item.cuts(_SENTENCES)]
    for cut in (_at_dash, _at_weak, _at_run_on):
        pieces = [part for piece in pieces for part in _cut_all(piece, cut)]
    return pieces


def _strong(phrase: Piece) -> list[Piece]:
    items = _ITEMS.findall(phrase.masked)
    return [piece for item in phrase.cuts(_BULLETS) for piece in (item.cuts(_ITEMS) if len(items) > 1 else [item])]


def _cut_all(piece: Piece, cut: _Cut) -> list[Piece]:
    """Cuts off the front again and again; each cut leaves a shorter rest."""
    pieces: list[Piece] = []
    rest: Piece | None = piece
    while rest is not None:
        both = cut(rest)
        pieces.append(both[0] if both else rest)
        rest = both[1] if both else None
    return [each for each in pieces if each.masked]


def _pairs(piece: Piece, separator: re.Pattern[str]) -> "list[tuple[Piece, Piece, str]]":
    found = [match for match in separator.finditer(piece.masked) if match.start() and match.end() < len(piece.masked)]
    return [
        (piece.cut(0, match.start()), piece.cut(match.end(), _end(piece.masked, match)), match[0].strip().lower())
        for match in found[:_MAX_WEAK]
    ]


def _end(masked: str, separator: re.Match[str]) -> int:
    """The end of what follows a separator: of an aside, before its closing bracket."""
    aside = "(" in separator[0] and _ASIDE.match(masked, separator.end())
    return masked.rindex(")") if aside else len(masked)


def _at_dash(piece: Piece) -> tuple[Piece, Piece] | None:
    return next(((left, right) for left, right, _ in _pairs(piece, _DASH) if _part_at_dash(left, right)), None)


def _part_at_dash(left: Piece, right: Piece) -> bool:
    if signs.REFERENCE.match(left.masked) and not left.dated:
        return right.dated
    if signs.PURE_DATE.match(right.masked):
        return (left.dated and not signs.STARTS.search(left.masked)) or bool(_MERELY_ONGOING.match(left.masked))
    if signs.PURE_DATE.match(left.masked):
        return right.dated or right.recurrence is not None or bool(signs.FINITE.search(right.masked))
    if _MERELY_ONGOING.match(left.masked) and not right.dated:
        return right.recurrence is None and bool(signs.FINITE.search(right.masked))
    if _MERELY_ONGOING.match(right.masked) and left.recurrence:
        return False
    return (_told(left) and (_told(right) or _clause(right))) or (_told(right) and _clause(left))


def _told(piece: Piece) -> bool:
    """Whether the piece says a time of any kind."""
    recurring = piece.recurrence is not None
    return piece.dated or recurring or bool(signs.ONGOING.search(piece.masked)) or signs.done(piece.masked, recurring)


def _clause(piece: Piece) -> bool:
    return bool(signs.FINITE.search(piece.masked))


def _at_weak(piece: Piece) -> tuple[Piece, Piece] | None:
    return next(((left, right) for left, right, how in _pairs(piece, _WEAK) if _part_at_weak(left, right, how)), None)


def _part_at_weak(left: Piece, right: Piece, how: str) -> bool:
    if how == ":" or (how.startswith("(") and (")" in right.masked or "(" in right.masked)):
        return False
    if signs.REFERENCE.match(left.masked) and not left.dated and how == ",":
        return right.dated
    if left.dated and right.dated:
        return _two_deadlines(left, right)
    starting = signs.STARTS.search(left.masked) or signs.STARTS_AFTER.search(left.masked)
    if left.dated and not right.dated:
        follows = right.recurrence is not None and not signs.CONDITION.match(right.masked)
        runs_on = bool(_MERELY_ONGOING.match(right.masked))
        return not starting and not left.recurrence and (follows or runs_on)
    if right.dated:
        return _late_date(left, right, how)
    two = (
        not how.startswith("(")
        and left.recurrence
        and right.recurrence
        and left.recurrence.rule != right.recurrence.rule
    )
    return bool(two and left.recurrence and left.recurrence.rule and right.recurrence and right.recurrence.rule)


def _two_deadlines(left: Piece, right: Piece) -> bool:
    """Two dates are two parts, except a recurrence's own list of days and a start with its end."""
    revised = signs.REVISED.search(right.masked[: right.masked.index(MARK)])
    if revised or (left.recurrence and not right.recurrence and signs.PURE_DATE.match(right.masked)):
        return False
    ends = signs.UNTIL.search(right.masked[: right.masked.index(MARK)])
    return not (signs.STARTS.search(left.masked) and ends and signs.PURE_DATE.match(right.masked))


def _late_date(left: Piece, right: Piece, how: str) -> bool:
    """A time without a date, then one with: "Ongoing, review March 2025", "Quarterly updates and a report by June"."""
    if _MERELY_ONGOING.match(left.masked):
        return not signs.STARTS.match(right.masked)
    if signs.PURE_DATE.match(right.masked) or how.startswith("/"):
        return False
    if left.recurrence and not right.recurrence:
        return bool(signs.BY_DATE_AFTER.search(right.masked)) or bool(signs.FINITE.search(right.masked))
    return signs.done(left.masked, False) and bool(_AGAIN.match(right.masked))


def _at_run_on(piece: Piece) -> tuple[Piece, Piece] | None:
    """Two sentences with no full stop: "Ongoing (via the coordinator) Meeting planned with ... in Nov 2016."."""
    for left, right, _ in _pairs(piece, _RUN_ON):
        if left.masked.count("(") == left.masked.count(")") and _run_on(left, right):
            return left, right
    head = re.match(rf"\W*{MARK}\s+(?=[a-z])", piece.masked, re.I)
    if head and signs.done(piece.masked[head.end() :], False) and _PAST.search(piece.masked):
        return piece.cut(0, head.end()), piece.cut(head.end(), len(piece.masked))
    return None


def _run_on(left: Piece, right: Piece) -> bool:
    if _LOOSE_END.search(left.masked) or signs.FINITE.search(left.masked) or signs.CONDITION.match(left.masked):
        return False
    if left.recurrence and not left.dated:
        return bool(_PAST.search(right.masked)) and not _PAST.search(left.masked)
    starts = signs.STARTS_AFTER.search(left.masked) or signs.PURE_DATE.match(left.masked)
    told = signs.ONGOING.match(left.masked) or starts
    return bool(told) and (_clause(right) or (right.dated and bool(_PLANNED.search(right.masked))))
