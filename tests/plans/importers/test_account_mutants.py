"""Is the account of every character honest? Proposals that lost a field, or one word of it, must be found out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from plans.importers.interpret import interpret
from plans.importers.interpret.account import missing
from plans.importers.proposal import ProposedAction
from plans.importers.reading import read_file

FOLDER = Path(__file__).parents[3] / "fixtures" / "samples"
FIELDS = ("text", "leads_text", "milestones", "outcomes", "progress", "notes")
ACTIONS = 6  # of each file


def mutants(action: ProposedAction) -> Iterator[tuple[str, ProposedAction]]:
    """The action without one field, and without the first or last word of one; `leads` go with their cell."""
    for field in FIELDS:
        value: Any = getattr(action, field)
        if not value:
            continue
        words = (value if isinstance(value, str) else value[-1]).split()
        shorter = [" ".join(words[1:]), " ".join(words[:-1])] if len(words) > 2 else []
        values = [type(value)(), *(each if isinstance(value, str) else (*value[:-1], each) for each in shorter)]
        for each in values:
            without = {field: each} | ({"leads": ()} if field == "leads_text" else {})
            yield f"{field} = {each!r}", replace(action, **without)


@pytest.mark.parametrize("name", ["section-rows.docx", "section-rows.xlsx", "section-rows.csv", "section-rows.txt"])
def test_what_is_lost_is_missed(name: str) -> None:
    source = read_file((FOLDER / name).read_bytes(), name)
    proposal = interpret(source)
    assert missing(source, proposal) == {}
    tried = 0
    for at, action in enumerate(proposal.actions[:ACTIONS]):
        for what, mutant in mutants(action):
            poorer = replace(proposal, actions=(*proposal.actions[:at], mutant, *proposal.actions[at + 1 :]))
            assert missing(source, poorer), what
            tried += 1
    assert tried > ACTIONS
