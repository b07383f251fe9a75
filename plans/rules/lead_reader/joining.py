"""Whether a delimiter between two names divides them, or stands inside one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from plans.rules.matching import key

from . import cues
from .natures import is_person


@dataclass(frozen=True)
class Known:
    """Names that are whole: of the partnership's parties, and the terms of the plan's glossary, as `key` gives them."""

    keys: Collection[str] = field(default_factory=frozenset)

    def holds(self, name: str) -> bool:
        return bool(self.keys) and key(name) in self.keys


def is_inside(left: str, delimiter: str, right: str, known: Known, bulleted: bool) -> bool:
    """Whether `delimiter` ("/", ",", "&" or "and") is part of one name that holds both sides."""
    if known.holds(f"{left} {delimiter} {right}"):
        return True
    if known.holds(left) or known.holds(right):
        return False
    if delimiter == ",":
        return False
    if delimiter in {"-", "–", "—"}:
        return not (is_person(left) or is_person(right.strip("()")))
    if delimiter.strip() == "/":
        return delimiter == "/" and _slashed(left, right)
    if _are_two(left, right):
        return False
    return _joined(left, delimiter, right, bulleted)


def _slashed(left: str, right: str) -> bool:
    """ "LSCB/SAB Business Manager", "Safeguarding/Prevent Lead": one post for two subjects."""
    if cues.is_acronym(left):
        first, *rest = right.split()
        return bool(rest) and cues.is_acronym(first) and cues.is_post(" ".join(rest)) and not cues.is_post(first)
    return not is_whole(left) and (cues.is_post(right) or cues.is_body(right)) and not cues.is_headed(right)


def is_whole(name: str) -> bool:
    """Whether a name needs nothing more: it ends with a post or a body, or stands alone."""
    return (
        cues.is_post(name)
        or cues.is_body(name)
        or cues.stands_alone(name)
        or cues.is_collective(name)
        or is_person(name)
    )


def _are_two(left: str, right: str) -> bool:
    """Whether both sides of "and" are surely names of their own."""
    if is_person(left) or is_person(right) or cues.is_headed(right):
        return True
    if cues.is_acronym(right) and not cues.are_pair(left, right):
        return True
    if cues.is_post(left) and not cues.subject_goes_on(left):
        return not cues.are_pair(left, right)
    return right[:1].islower() and (cues.is_collective(right) or cues.is_group(right))


def _joined(left: str, delimiter: str, right: str, bulleted: bool) -> bool:
    if cues.are_pair(left, right) or cues.is_general(left):
        return True
    if cues.subject_goes_on(left):
        return not (cues.is_post(right) or cues.is_agency(right) or cues.words(right)[-1:] == [] or shared_noun(right))
    if cues.is_acronym(left):
        first, *rest = right.split()
        whole = bool(rest) and rest[-1].casefold() in cues.POSTS | cues.BODIES | cues.GROUPS
        return cues.is_acronym(first) and whole and not cues.is_post(left)
    if cues.is_body(left) or cues.opens_with_body(left) or cues.is_collective(left) or cues.is_agency(left):
        return False
    if cues.stands_alone(left):
        return _subject_of_post(right) or (delimiter == "&" and not is_whole(right) and not cues.stands_alone(right))
    if shared_noun(right) or cues.words(right)[:1] == ["prevent"]:
        return False
    return bulleted or delimiter == "&" or not cues.is_collective(right)


def _subject_of_post(right: str) -> bool:
    """ "Resilience Manager" after "Community Safety and": one post. "Prevent Officer" is whole by itself."""
    found = cues.words(right)
    return bool(found) and found[-1] in cues.POSTS and found[0] != "prevent" and len(found) < 4


def shared_noun(right: str) -> str:
    """The plural noun that ends a name and may belong to the name before "and" as well: "Mosques", "sector"."""
    found = right.split()
    if len(found) < 2 or found[-1].casefold() not in cues.PLURAL_BODIES:
        return ""
    return found[-1]


def singular(noun: str) -> str:
    """ "Mosque" of "Mosques", "Church" of "Churches", "University" of "Universities"."""
    for ending, one in (("ies", "y"), ("ches", "ch"), ("s", "")):
        if noun.casefold().endswith(ending):
            return noun[: -len(ending)] + one
    return noun
