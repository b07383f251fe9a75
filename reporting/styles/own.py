"""Styles put together in the browser, and packs whose contents differ from their style's. Pure."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from prevent_tracker.core import codec
from prevent_tracker.core.errors import Invalid

from .parts import HEADS, PARTS, part
from .style import Limits, Part, Style

NAME = "own"  # of every own style in a document: its label may hold words that an edition leaves out
LONGEST_HEADING = 100  # characters; of a label and of a group's heading too
MOST_PAGES = 200
LARGEST_LIMIT = 10_000
LIMITS: Mapping[str, str] = {
    "objectives": "Themes in the figures",
    "exceptions": "Exceptions",
    "updates": "Answers to each exception",
    "decisions": "Decisions and what came of them",
    "ahead": "Lines of what is ahead",
    "recommendations": "Decisions asked for",
    "headline": "Characters of the headline",
    "narrative": "Characters of the narrative",
    "sentence": "Characters of other sentences",
    "name": "Characters of a name",
}


def with_contents(style: Style, contents: Sequence[Mapping[str, str]]) -> Style:
    """A style with the parts of `contents` ([{"key", "heading"}]), in that order and under those headings.

    How a part lies on its pages stays as the style has it. The heading of a group passes from a part that is left out
    to the next one in the group.
    """
    chosen = {entry["key"] for entry in contents}
    own = _kept(style.parts, chosen)
    parts = (replace(own.get(entry["key"]) or part(entry["key"]), heading=entry["heading"]) for entry in contents)
    return replace(style, parts=tuple(parts))


def _kept(parts: Sequence[Part], chosen: set[str]) -> dict[str, Part]:
    kept: dict[str, Part] = {}
    passed_on = ""
    for each in parts:
        group = each.group or passed_on
        passed_on = "" if each.key in chosen else group
        if each.key in chosen:
            kept[each.key] = replace(each, group=group)
    return kept


def read_style(plain: Mapping[str, Any]) -> Style:
    """A stored style. What a style has learnt since it was stored takes its default.

    Raises `codec.CodecError` for what is no style.
    """
    parts = [_filled(Part, each) for each in plain.get("parts", ())]
    whole = _filled(Style, {**plain, "parts": parts, "limits": _filled(Limits, plain.get("limits") or {})})
    if whole["tighter"] is not None:
        whole["tighter"] = _filled(Limits, whole["tighter"])
    return codec.from_plain(Style, whole)


def _filled(cls: type[Style | Part | Limits], plain: Mapping[str, Any]) -> dict[str, Any]:
    defaults = {
        field.name: codec.to_plain(field.default)
        for field in dataclasses.fields(cls)
        if field.default is not dataclasses.MISSING
    }
    return {**defaults, **plain}


def checked(plain: Mapping[str, Any]) -> Style:
    """A style as somebody put it together, in the shape of `codec.to_plain(style)`; what is missing takes its default.

    Raises `Invalid` with every field that is not right: "label", "head", "parts", "heading_<key>", "group_<key>",
    "page_limit", "limit_<name>", "tighter_<name>", "full_report"; "" where it is no style at all.
    """
    try:
        style = read_style(plain)
    except (codec.CodecError, AttributeError, TypeError, ValueError) as error:
        raise Invalid({"": f"This is no style: {error}."}) from error
    errors: dict[str, list[str]] = {}
    for field, sentence in _faults(style):
        errors.setdefault(field, []).append(sentence)
    if errors:
        raise Invalid(errors)
    return style


def checked_contents(contents: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """The contents of one pack, in the shape that `with_contents` takes. Raises `Invalid` as `checked` does."""
    style = checked({"name": "contents", "label": "Contents", "head": next(iter(HEADS)), "parts": contents})
    return [{"key": each.key, "heading": each.heading} for each in style.parts]


def _faults(style: Style) -> Iterator[tuple[str, str]]:
    """(field, sentence) of all that is not right with a style."""
    if not style.label.strip():
        yield "label", "Enter a name for the style."
    if style.head not in HEADS:
        yield "head", "Choose how the first page begins."
    if not style.parts:
        yield "parts", "Choose at least one part: a pack without any would be empty."
    yield from _part_faults(style.parts)
    for field, called, text in (
        ("label", "Name", style.label),
        ("full_report", "Where the rest is", style.full_report),
    ):
        if len(text) > LONGEST_HEADING:
            yield field, f"{called} must be {LONGEST_HEADING} characters or fewer; this has {len(text):,}."
    if style.page_limit is not None and not 1 <= style.page_limit <= MOST_PAGES:
        yield "page_limit", f"The most pages must be a whole number from 1 to {MOST_PAGES}, or empty for any number."
    yield from _limit_faults(style)


def _part_faults(parts: Sequence[Part]) -> Iterator[tuple[str, str]]:
    for key, times in Counter(each.key for each in parts).items():
        if key not in PARTS:
            yield "parts", f"There is no part “{key}”."
        elif times > 1:
            yield "parts", f"“{PARTS[key].heading}” is in it {times} times; each part can be in it once."
    for each in parts:
        if not each.heading.strip():
            yield f"heading_{each.key}", f"Enter a heading for “{_called(each.key)}”."
        for field, words in ((f"heading_{each.key}", each.heading), (f"group_{each.key}", each.group)):
            if len(words) > LONGEST_HEADING:
                said = f"must be {LONGEST_HEADING} characters or fewer; this has {len(words):,}."
                yield field, f"The heading of “{_called(each.key)}” {said}"


def _called(key: str) -> str:
    return PARTS[key].heading if key in PARTS else key


def _limit_faults(style: Style) -> Iterator[tuple[str, str]]:
    tighter = style.tighter or Limits()
    for name, label in LIMITS.items():
        most, least = getattr(style.limits, name), getattr(tighter, name)
        for field, value in ((f"limit_{name}", most), (f"tighter_{name}", least)):
            if value is not None and not 1 <= value <= LARGEST_LIMIT:
                yield field, f"{label}: enter a whole number from 1 to {LARGEST_LIMIT:,}, or nothing for no limit."
        if most is not None and least is not None and least > most:
            yield f"tighter_{name}", f"{label}: the tighter number must be {most:,} or fewer."
