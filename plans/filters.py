"""Filters of a plan's actions, for the page and, by the same names, for the API."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from plans.queries.plan import ActionLine


@dataclass(frozen=True)
class ActionFilter:
    """What a reader asked for: statuses, an agency's slug, only what is overdue, words in the text."""

    status: frozenset[str] = field(default_factory=frozenset)
    agency: str = ""
    overdue: bool = False
    words: str = ""

    @property
    def is_set(self) -> bool:
        return bool(self.status or self.agency or self.overdue or self.words)

    def keep(self, lines: Iterable[ActionLine]) -> list[ActionLine]:
        return [line for line in lines if self._keeps(line)]

    def _keeps(self, line: ActionLine) -> bool:
        if self.status and line.standing.value not in self.status:
            return False
        if self.overdue and not line.is_overdue:
            return False
        if self.agency and self.agency not in _agency_slugs(line):
            return False
        return all(word in _searched(line) for word in self.words.casefold().split())


def _agency_slugs(line: ActionLine) -> set[str]:
    found = {lead.agency.slug for lead in line.leads if lead.agency}
    return found | {lead.post.agency.slug for lead in line.leads if lead.post}


def _searched(line: ActionLine) -> str:
    action = line.action
    parts: Mapping[str, Iterable[str]] = {
        "own": (action.number, action.text, action.leads_text, action.timescale_text, action.objective.title),
        "lists": (*action.steps, *action.outcomes, *(milestone.text for milestone in line.milestones)),
    }
    return " ".join(text for texts in parts.values() for text in texts).casefold()
