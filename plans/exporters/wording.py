"""What codes and dates are called in exported documents. No Django."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from typing import Any

from prevent_tracker.core import codec

from .record import ObjectiveRecord, PlanRecord, StatusRecord, Texts

MARKINGS = {"public": "Public", "partnership": "For the partnership", "restricted": "Restricted"}
EDITIONS = {"board": "Board edition", "partner": "Partner edition", "public": "Public edition"}
STATES = {
    "not_started": "Not started",
    "in_progress": "In progress",
    "complete": "Complete",
    "paused": "Paused",
    "cancelled": "Cancelled",
    "superseded": "Superseded",
}
STATUSES = {
    "complete": "Complete",
    "green": "Green",
    "amber": "Amber",
    "red": "Red",
    "not_reported": "Not reported",
    **STATES,
}
# Fills and the ink upon them: contrast of at least 4.5 to 1 (WCAG 2.2, 1.4.3).
FILLS = {
    "complete": ("1D70B8", "FFFFFF"),
    "green": ("00703C", "FFFFFF"),
    "amber": ("FFBF00", "000000"),
    "red": ("D4351C", "FFFFFF"),
}
# In somebody's own document the ink is theirs, black as a rule: contrast of at least 6 to 1.
LIGHT_FILLS = {"complete": "5B9BD5", "green": "70AD47", "amber": "FFC000", "red": "FF5050"}
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_RANK = tuple(MARKINGS)
ABOUT = "About this copy"  # heads what a copy says of itself, which is no part of the plan
# Says that a document is an export, so that an import can take it back exactly (plans/importers/own_document.py).
MADE = "Made by the partnership's plan tracker, which can read this file again."
TABLE = "The plan"  # heads a table that has no title of its own
LEVELS_AS = "What the levels are called:"
READ_AS = "How the columns are read:"
GENERATED = "Numbers in square brackets are generated: the plan itself prints none there."


def day(date: dt.date) -> str:
    """A date as people write it: 31 January 2016."""
    return f"{date.day} {date:%B %Y}"


def status_label(record: PlanRecord, value: str) -> str:
    """A rating or state; a rating that the partnership calls otherwise with its own word: "Green (On track)"."""
    usual = STATUSES.get(value, value)
    own = next((entry.label for entry in record.rag_key if entry.value == value), usual)
    return usual if own.casefold() == usual.casefold() else f"{usual} ({own})"


def status_words(record: PlanRecord, status: StatusRecord) -> str:
    """ "Green", or for a silence what was known before: "Not reported (last: Green, Q1 2016/17)"; "" while nobody has
    been asked."""
    if is_unasked(status):
        return ""
    words = status_label(record, status.value)
    if status.value == "not_reported" and status.last_value:
        return f"{words} (last: {status_label(record, status.last_value)}, {status.last_round})"
    return words


def is_unasked(status: StatusRecord) -> bool:
    """Whether there is nothing to say yet: silence counts only once a round has asked."""
    return status.value in ("not_reported", "not_started") and not status.round and not status.last_value


def marking(record: PlanRecord) -> str:
    """The highest marking of what the document holds, in words."""
    highest = max(record.effective_markings.values(), key=_RANK.index, default="public")
    if record.edition == "board":
        highest = max(highest, record.marking, key=_RANK.index)
    return MARKINGS[highest]


def number(text: str, *, is_generated: bool) -> str:
    """A number as printed; one that is generated in square brackets."""
    return f"[{text}]" if is_generated and text else text


def titled(node: ObjectiveRecord) -> str:
    """An objective's heading: "1. Partnership", with a generated number "[A] Partnership"."""
    shown = number(node.number, is_generated=node.number_is_generated)
    title = " ".join(node.title.split())
    if not shown:
        return title
    return f"{shown} {title}" if node.number_is_generated else f"{shown}. {title}"


def period(record: PlanRecord) -> str:
    """ "2016/17 (1 April 2016 to 31 March 2017, financial year)"."""
    return f"{record.period_label} ({day(record.starts_on)} to {day(record.ends_on)}, {record.year_basis} year)".strip()


def facts(record: PlanRecord) -> list[tuple[str, Texts]]:
    """What is printed of the plan beside its heads: labels, and one text or a list for each."""
    found: list[tuple[str, Texts]] = [
        ("Period", (period(record),)),
        ("Edition as printed", (record.edition_words,)),
        ("Responsible", (record.responsible,)),
        ("Council priorities", record.council_priorities),
        ("Indicators", record.indicators),
    ]
    return [(label, texts) for label, texts in found if any(texts)]


def as_at(record: PlanRecord) -> str:
    """The edition and its moment: "Board edition as at 18 January 2017, 09:30"."""
    return f"{EDITIONS[record.edition]} as at {day(record.as_at)}, {record.as_at:%H:%M}"


def left_out(record: PlanRecord) -> list[str]:
    """Each kind of thing that the edition leaves out: "3 actions (marked restricted)"."""
    return [
        f"{entry.number} {entry.what if entry.number > 1 else _one(entry.what)} ({entry.reason})"
        for entry in record.left_out
    ]


def _one(plural: str) -> str:
    return f"{plural.removesuffix('ies')}y" if plural.endswith("ies") else plural.removesuffix("s")


def notes(record: PlanRecord, columns: Iterable[tuple[str, str, bool]]) -> list[str]:
    """What a copy says of itself: what it leaves out, what its brackets mean, the plan's note, the key of ratings.

    `columns`: heading, field, and whether the plan itself has no such column.
    """
    read_as = "; ".join(f"“{heading}” {field}{', added' if added else ''}" for heading, field, added in columns)
    found = [f"{record.partnership}. {as_at(record)}.", MADE, f"{READ_AS} {read_as}."]
    if record.levels:
        found.append(f"{LEVELS_AS} {', '.join(f'“{level}”' for level in record.levels)}.")
    if record.left_out:
        found.append(f"This edition leaves out: {', '.join(left_out(record))}.")
    flags = [each.number_is_generated for each in _nodes(record.objectives)]
    if any(flags) or any(action.number_is_generated for action in record.actions):
        found.append(GENERATED)
    if record.note:
        found.append(record.note)
    key = ((status_label(record, entry.value), entry.definition) for entry in record.rag_key)
    return found + [f"{label}: {definition}" for label, definition in key if definition]


def _nodes(objectives: Iterable[ObjectiveRecord]) -> Iterator[ObjectiveRecord]:
    for objective in objectives:
        yield objective
        yield from _nodes(objective.children)


def printable(record: PlanRecord) -> PlanRecord:
    """The record without characters that no XML and so no Office file may hold."""
    found: PlanRecord = codec.from_plain(PlanRecord, _without(codec.to_plain(record)))
    return found


def _without(plain: Any) -> Any:
    if isinstance(plain, str):
        return _UNPRINTABLE.sub("", plain)
    if isinstance(plain, list):
        return [_without(each) for each in plain]
    return {name: _without(each) for name, each in plain.items()} if isinstance(plain, dict) else plain
