"""Sets of requirements that a plan can be held against: versioned data, with their own scales. Pure.

A code is "set/requirement" ("council-toolkit/training"). A set never changes once plans name it; a new edition of its
source is a new set.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


class UnknownSet(ValueError):
    """No set of that name."""


@dataclass(frozen=True)
class Requirement:
    """`code` is its own within the set; `number` as its source prints it, "" where it prints none."""

    code: str
    number: str
    title: str


@dataclass(frozen=True)
class RequirementSet:
    """`scale`: the ratings, worst first; `source`: what they are taken from, in words."""

    slug: str
    title: str
    source: str
    scale: tuple[str, ...]
    requirements: tuple[Requirement, ...]


_TOOLKIT = RequirementSet(
    slug="council-toolkit",
    title="Prevent duty toolkit for local authorities",
    source="Home Office, Prevent duty toolkit for local authorities, in eight parts",
    scale=("1", "2", "3", "4"),
    requirements=(
        Requirement("partnership-group", "1", "Multi-agency partnership group"),
        Requirement("risk-assessment", "2", "Local risk assessment"),
        Requirement("partnership-plan", "3", "Prevent partnership plan"),
        Requirement("referral-pathway", "4", "Referral pathway"),
        Requirement("channel-panel", "5", "Channel panel"),
        Requirement("training", "6", "Training programme"),
        Requirement("permissive-environments", "7", "Reducing permissive environments"),
        Requirement("communications", "8", "Communications and engagement"),
    ),
)
_DUTY = RequirementSet(
    slug="duty-2023",
    title="Prevent duty guidance",
    source="Prevent duty guidance: England and Wales, in force since 31 December 2023",
    scale=("Not met", "Met", "Exceeding"),
    requirements=(
        Requirement("leadership", "", "Leadership"),
        Requirement("partnership", "", "Working in partnership"),
        Requirement("understanding-risk", "", "Understanding risk"),
        Requirement("managing-risk", "", "Managing risk"),
        Requirement("sharing-information", "", "Sharing information"),
        Requirement("permissive-environments", "", "Reducing permissive environments"),
    ),
)
_DUTY_2015 = RequirementSet(
    slug="duty-2015",
    title="Prevent duty guidance of 2015, for local authorities",
    source="Revised Prevent duty guidance for England and Wales, 2015, what it asks of local authorities",
    scale=("Not met", "Met", "Exceeding"),
    requirements=(
        Requirement("partnership", "", "Partnership"),
        Requirement("risk-assessment", "", "Risk assessment"),
        Requirement("action-plan", "", "Action plan"),
        Requirement("staff-training", "", "Staff training"),
        Requirement("resources", "", "Use of local authority resources"),
        Requirement("collaboration", "", "Collaboration between areas"),
    ),
)
SETS: Mapping[str, RequirementSet] = {found.slug: found for found in (_TOOLKIT, _DUTY, _DUTY_2015)}


def set_named(slug: str) -> RequirementSet:
    """The set of that name. Raises `UnknownSet`."""
    try:
        return SETS[slug]
    except KeyError:
        raise UnknownSet(f"There is no requirement set “{slug}”; there are {', '.join(SETS)}.") from None


def requirement_of(code: str) -> tuple[RequirementSet, Requirement] | None:
    """What a code ("set/requirement") names; None for nothing."""
    slug, _, own = code.partition("/")
    found = SETS.get(slug)
    named = next((each for each in found.requirements if each.code == own), None) if found else None
    return (found, named) if found and named else None
