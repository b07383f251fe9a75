"""The redaction log of an edition: what was left out, why and how often, without a word of it. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from plans.rules.markings import reason_words

from .document import RedactionFacts

REASONS = "Reasons given for ratings, and contradictions"
# What is left out, in the order of the log.
KINDS = (
    "Actions",
    "Removed actions",
    "Headings",
    "Introductory sections",
    "The plan’s own words beside its headings",
    "Leads",
    "Agencies’ updates",
    "Who was asked for an update, and who answered",
    REASONS,
    "Dates that follow an action left out",
    "Measures",
    "Notes on measures",
    "Decisions",
    "Requirements",
    "Ratings of requirements",
    "Boards and their members",
    "Glossary entries",
    "Lines of the comparison",
    "The coordinator’s words",
    "Figures of earlier quarters",
    "Names of community organisations",
    "Other names",
)


class RedactionLog:
    """Lines are kept by kind, reason and place; `before` are those of the document that the edition is made from."""

    def __init__(self, before: Iterable[RedactionFacts] = ()) -> None:
        self._counts: Counter[tuple[str, str, str]] = Counter()
        for line in before:
            self._counts[line.what, line.reason, line.where] += line.count

    def add(self, what: str, reason: str, count: int = 1, where: str = "") -> None:
        if count:
            self._counts[what, reason, where] += count

    def marked(self, what: str, marking: str, reason: str, count: int = 1, where: str = "") -> None:
        """Left out by its marking: the reason is the exemption, else the marking in words."""
        self.add(what, reason_words(marking, reason), count, where)

    def lines(self) -> tuple[RedactionFacts, ...]:
        found = (RedactionFacts(what, reason, count, where) for (what, reason, where), count in self._counts.items())
        return tuple(sorted(found, key=lambda line: (KINDS.index(line.what), _in_order(line.where), line.reason)))


def _in_order(where: str) -> list[tuple[int, str]]:
    """So that section 2 comes before section 10."""
    return [(int(part), "") if part.isdecimal() else (0, part) for part in re.split(r"(\d+)", where)]
