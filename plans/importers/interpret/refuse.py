"""When what was read is no plan that could be kept: one kind sentence, or nothing."""

from __future__ import annotations

from plans.importers.proposal import Proposal


def refusal(proposal: Proposal) -> str | None:
    """Why this proposal must not become a plan as it is; None where it may."""
    if not proposal.actions:
        return (
            "No actions were found in this file: it has no table with a column of actions, and no list of activities"
            " below headings. Bring the file that holds the plan's table."
        )
    return None
