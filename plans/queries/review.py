"""Answers that wait for the coordinator, each beside what the party said before and what speaks against it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from partners.roles import Permission
from partners.tenancy import Access
from plans.models import Evidence, Round, Update, UpdateState
from plans.rules.rag import is_routine

from . import contradictions, evidence
from .asked import Said, said_before


@dataclass(frozen=True)
class Line:
    """One answer, what its party said before, the sentences that speak against it, and what shows it is so."""

    update: Update
    said: Said
    contradictions: tuple[str, ...]
    evidence: Sequence[Evidence]

    @property
    def is_routine(self) -> bool:
        """Green, going on, and nothing speaks against it: may be taken together with others, after a look."""
        return is_routine(
            self.update.rag, says_complete=self.update.says_complete, contradicted=bool(self.contradictions)
        )

    @property
    def mark(self) -> str:
        """Names the answer as it was shown: a later one of the same party is another."""
        return f"{self.update.pk}:{self.update.version}"


def to_review(access: Access, round: Round) -> list[Line]:  # noqa: A002  the domain's word
    """Answers that wait to be looked at, in the plan's order."""
    access.require(Permission.MANAGE_ROUND)
    rows = (
        Update.objects.within(access)
        .filter(round=round, state=UpdateState.SUBMITTED, request__withdrawn_at=None)
        .select_related("action__objective", "agency", "request__round", "round__plan")
        .order_by("action__objective__order", "action__order", "agency__name")
    )
    return _lines(access, round, list(rows))


def of_update(access: Access, update: Update) -> Line:
    """One answer that waits to be looked at."""
    return _lines(access, update.round, [update])[0]


def _lines(access: Access, round: Round, updates: Sequence[Update]) -> list[Line]:  # noqa: A002  the domain's word
    said = said_before(access, [update.request for update in updates])
    against = contradictions.of_updates(access, round) if updates else {}
    shown = evidence.by_request(access, [update.request_id for update in updates])
    return [
        Line(update, said.get(update.request_id, Said()), tuple(against.get(update.pk, ())), shown[update.request_id])
        for update in updates
    ]
