"""A set of requirements: which the plan serves, which it does not, and how each is rated."""

from __future__ import annotations

from dataclasses import dataclass

from reporting.document import RequirementFacts, RequirementSetFacts


@dataclass(frozen=True)
class RequirementSetView:
    facts: RequirementSetFacts

    @property
    def total(self) -> int:
        return len(self.facts.requirements)

    @property
    def gaps(self) -> tuple[RequirementFacts, ...]:
        """The requirements that no action serves."""
        return tuple(found for found in self.facts.requirements if not found.actions)

    @property
    def served(self) -> int:
        return self.total - len(self.gaps)

    @property
    def gap_names(self) -> list[str]:
        return [found.number or found.title for found in self.gaps]

    @property
    def is_rated(self) -> bool:
        return any(found.rating or found.note for found in self.facts.requirements)

    @property
    def ratings(self) -> list[tuple[str, int]]:
        """(rating, how many requirements have it), worst first as in the set's scale, without those that none has."""
        given = [found.rating for found in self.facts.requirements]
        return [(rating, given.count(rating)) for rating in self.facts.scale if rating in given]
