"""What was restricted since a document was frozen is restricted; what was opened since is not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reporting.document import (
    ActionFacts,
    ComparedFacts,
    ComparisonFacts,
    Document,
    FrontMatterFacts,
    LeadFacts,
    ObjectiveFacts,
    UpdateFacts,
)
from reporting.narrowing import narrowed

from .sample import document as sample


def whole(action: str = "public", lead: str = "public", update: str = "public", matter: str = "public") -> Document:
    reason = f"{action} by name"
    facts = ActionFacts(
        "1.1", "Meet.", "in_progress", key="a", marking=action, marking_reason=reason,
        leads=(LeadFacts("Council", marking=lead), LeadFacts("Unit 7", marking="public")),
        updates=(UpdateFacts("Police", "green", "Met.", agency_key="p", marking=update),),
    )  # fmt: skip
    base = sample("hpdg", actions=0)
    plan = replace(base.plan, front_matter=(FrontMatterFacts("Aims", (), marking=matter),), marking="public")
    compared = ComparisonFacts(
        "a", "b", (ComparedFacts("moved", "1.1", "Meet.", key="a", marking=action, marking_reason=reason),)
    )
    objective = ObjectiveFacts("1", "Aim", key="o", marking="public", actions=(facts,))
    words = (("headline", matter), ("narrative", "public"))
    return replace(base, plan=plan, objectives=(objective,), comparison=compared, word_markings=words)


@pytest.mark.parametrize("name", ["action", "lead", "update", "matter"])
def test_each_marking_is_the_narrower_of_then_and_now(name: str) -> None:
    restricted = whole(**{name: "restricted"})
    assert narrowed(whole(), restricted) == restricted
    assert narrowed(restricted, whole()) == restricted


def test_what_is_not_there_any_more_keeps_what_it_had() -> None:
    assert narrowed(whole(), replace(whole(), objectives=(), comparison=None)) == whole()
