"""A frozen document with the markings of now, where they let fewer read than those it was frozen with. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from plans.rules.markings import narrowest

from .document import ComparedFacts, Document
from .styles.style import Style

Name = tuple[str, str, str]  # class, the key of what it belongs to, its own; a key alone names what has one
Mark = tuple[str, str]  # marking, reason


def narrowed(frozen: Document, now: Document) -> Document:
    """`frozen` with each marking that is narrower in `now`, the same pack drawn today: what was restricted since it was
    issued is restricted. What is not there any more keeps the marking that it had."""
    marks = dict(_marks(now, ""))
    words = dict(now.word_markings)
    found: Document = _narrowed(frozen, "", marks)
    kept = tuple((field, narrowest(marking, words.get(field, ""))) for field, marking in frozen.word_markings)
    return replace(found, word_markings=kept)


def _marks(value: Any, above: str) -> Iterator[tuple[Name, Mark]]:
    if isinstance(value, tuple):
        for each in value:
            yield from _marks(each, above)
    elif is_dataclass(value) and not isinstance(value, Style | ComparedFacts | type):
        if (reason := getattr(value, "marking_reason", None)) is not None:
            yield _name(value, above), (getattr(value, "marking", ""), reason)
        for each in fields(value):
            yield from _marks(getattr(value, each.name), getattr(value, "key", above))


def _narrowed(value: Any, above: str, marks: Mapping[Name, Mark]) -> Any:
    if isinstance(value, tuple):
        return tuple(_narrowed(each, above, marks) for each in value)
    if not is_dataclass(value) or isinstance(value, Style | type):
        return value
    inner = getattr(value, "key", above)
    changed = {each.name: _narrowed(getattr(value, each.name), inner, marks) for each in fields(value)}
    if hasattr(value, "marking_reason"):
        marking, reason = marks.get(_name(value, above), ("", ""))
        if marking and narrowest(changed["marking"], marking) != changed["marking"]:
            changed |= {"marking": marking, "marking_reason": reason}
    return replace(value, **changed)


def _name(value: Any, above: str) -> Name:
    if key := getattr(value, "key", ""):
        return "", "", key
    own = next((found for name in ("agency_key", "words", "heading") if (found := getattr(value, name, ""))), "")
    return type(value).__name__, above, own
