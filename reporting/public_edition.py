"""What the public edition leaves out beyond what the markings say, and the names it holds back. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from plans.rules import texts as rules
from plans.rules.held_names import HeldNames

from . import document as doc
from .leaving_out import each_action
from .redaction_log import REASONS, RedactionLog
from .styles.style import Style

T = TypeVar("T")
MARKING = "OFFICIAL"  # at the head of every page: a handling caveat is for those who handle the board's edition
COMMUNITY, HELD = doc.HeldName(()).instead, "held until released"
_KEPT = "kept for the partnership"
# Fields that hold codes and not words, of any class or of one: no name is looked for in them.
CODES = frozenset(
    {
        "key", "agency_key", "kind", "state", "rag", "previous_status", "last_rag", "row", "better", "edition",
        "language", "logo", "held_names", "word_markings", "counts", "slug", "code", "value",
        "Style.name", "Style.head", "PlanFacts.columns", "ActionFacts.requirements",
    }
)  # fmt: skip
_SECRET = ("key", "agency_key", "marking", "marking_reason")


def for_the_public(found: doc.Document, log: RedactionLog) -> doc.Document:
    """An edition of what is marked public, without the partnership's own affairs, held names, keys and markings."""
    found = replace(
        found,
        version_note="",
        objectives=tuple(each_action(row, lambda action: _quiet(action, log)) for row in found.objectives),
        measures=tuple(_without_notes(row, log) for row in found.measures),
        requirements=tuple(_unrated(row, log) for row in found.requirements),
        comparison=_compared(found.comparison, log),
    )
    if any(action.asked for action in found.actions()):
        log.add("Who was asked for an update, and who answered", _KEPT)
        found = replace(
            found,
            objectives=tuple(each_action(row, lambda action: replace(action, asked=())) for row in found.objectives),
        )
    return replace(_bared(_names_held(found, log)), held_names=(), word_markings=(), marking=MARKING)


def _quiet(action: doc.ActionFacts, log: RedactionLog) -> doc.ActionFacts:
    said = len(action.contradictions) + bool(action.status_reason)
    log.add(REASONS, _KEPT, said)
    return replace(action, contradictions=(), status_reason="")


def _compared(found: doc.ComparisonFacts | None, log: RedactionLog) -> doc.ComparisonFacts | None:
    """Why a rating changed is kept for the partnership, as it is with the action; why a date moved is not."""
    if found is None:
        return None
    kept = tuple(line if line.kind == "moved" else replace(line, reason="") for line in found.lines)
    log.add(REASONS, _KEPT, sum(1 for line, bare in zip(found.lines, kept, strict=True) if line != bare))
    return replace(found, lines=kept)


def _without_notes(row: doc.MeasureFacts, log: RedactionLog) -> doc.MeasureFacts:
    log.add("Notes on measures", _KEPT, sum(1 for reading in row.readings if reading.note))
    return replace(row, readings=tuple(replace(reading, note="") for reading in row.readings))


def _unrated(row: doc.RequirementSetFacts, log: RedactionLog) -> doc.RequirementSetFacts:
    """What the partnership thinks of itself is its own; without a scale no rating looks missing."""
    log.add("Ratings of requirements", _KEPT, sum(1 for each in row.requirements if each.rating or each.note))
    return replace(row, scale=(), requirements=tuple(replace(each, rating="", note="") for each in row.requirements))


def _names_held(found: doc.Document, log: RedactionLog) -> doc.Document:
    held = HeldNames((name, body.instead) for body in found.held_names for name in body.names)
    columns = tuple((code, held.replace(heading)) for code, heading in found.plan.columns)
    glossary = tuple(entry for entry in found.plan.glossary if not held.stand_in(entry[0]))  # "ANM: Al-Noor Mosque"
    log.add("Glossary entries", HELD, len(found.plan.glossary) - len(glossary))
    found = held.replace_in(replace(found, plan=replace(found.plan, glossary=glossary)), CODES)
    for instead, count in held.replaced.items():
        community = instead == COMMUNITY
        log.add(
            "Names of community organisations" if community else "Other names",
            HELD if community else f"shown as “{instead}”",
            count,
        )
    return replace(found, plan=replace(found.plan, columns=columns))


def _bared(value: T) -> T:
    """The same without keys and markings, which would tell what is special about what is shown."""
    bare: T = _bare(value)
    return bare


def _bare(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(map(_bare, value))
    if not is_dataclass(value) or isinstance(value, Style | type):
        return value
    names = {each.name for each in fields(value)}
    inner = {name: new for name in names if (new := _bare(old := getattr(value, name))) is not old}
    return replace(value, **inner, **dict.fromkeys(names & set(_SECRET), ""))


def texts(value: Any) -> Iterator[str]:
    """Every text of a document that has words, however deep."""
    return rules.texts(value, CODES | set(_SECRET))
