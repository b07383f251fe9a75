"""Who may read what, as the document says it: a marking inherited downward, and the reason that came with it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from plans.models import Action, Marked, Objective, Plan
from plans.rules.exemptions import EXEMPTIONS
from plans.rules.markings import PARTNERSHIP, inherit, narrowest

MARKING = ("marking", "marking_reason")  # the columns: read as last decided, for a closed round too


@dataclass(frozen=True)
class Mark:
    """An effective marking, and why as a sentence ("" where nobody gave a reason)."""

    marking: str
    reason: str = ""

    @property
    def facts(self) -> dict[str, Any]:
        """As the document's classes take them."""
        return {"marking": self.marking, "marking_reason": self.reason}

    def below(self, row: Marked) -> Mark:
        """The mark of what belongs to this: its own with its own reason, else this one."""
        if row.marking:
            return Mark(row.marking, EXEMPTIONS.get(row.marking_reason, ""))
        return Mark(inherit("", self.marking), self.reason)

    def of_words(self, row: Marked) -> Mark:
        """The mark of what an agency or a board said about this: never public unless it is marked so itself."""
        if row.marking:
            return self.below(row)
        narrow = narrowest(self.marking, PARTNERSHIP)
        return Mark(narrow, self.reason if narrow == self.marking else "")


class Marks:
    """The marks of a plan, its objectives and its actions, those included that were deleted."""

    def __init__(self, plan: Plan, objectives: Iterable[Objective], actions: Iterable[Action]) -> None:
        self.plan = Mark("").below(plan)
        self._objectives = {row.pk: row for row in objectives}
        self._actions = {row.pk: row for row in actions}

    def of_objective(self, key: uuid.UUID | None) -> Mark:
        row = self._objectives.get(key) if key else None
        return self.of_objective(row.parent_id).below(row) if row else self.plan

    def of_action(self, key: uuid.UUID) -> Mark:
        row = self._actions[key]
        return self.of_objective(row.objective_id).below(row)

    def knows_action(self, key: uuid.UUID) -> bool:
        return key in self._actions
