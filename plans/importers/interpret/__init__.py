"""What a file's words and tables mean: a source becomes a proposal. Pure and deterministic; no Django.

In order: which tables are the plan's (`layout`), what their rows are (`rows`), what an action's cells say (`actions`),
then numbers and sections (`assemble`), a person's corrections, and the account of every character (`account`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..own_document import own_document
from ..proposal import Correction, Options, Proposal
from ..source import Source
from .account import account
from .corrections import change, steering_of
from .reading import read_plan

__all__ = ["Progress", "interpret"]

Progress = Callable[[str, int, int], None]
_STEPS = 3


def interpret(
    source: Source,
    options: Options | None = None,
    corrections: Sequence[Correction] = (),
    progress: Progress | None = None,
) -> Proposal:
    """The plan that a file proposes. Never raises for what the file says; a file without any action proposes none,
    with a warning that says so. `progress` is told what is being done, how many steps are, and of how many."""
    tell = progress or (lambda doing, done, total: None)
    tell("Reading the tables", 0, _STEPS)
    steering, unfit = steering_of(corrections)
    proposal, context = read_plan(source, options or Options(), steering, unfit)
    proposal = own_document(source, proposal, context) or proposal
    tell("Applying corrections", 1, _STEPS)
    proposal = change(proposal, corrections, context)
    tell("Checking that nothing is lost", 2, _STEPS)
    proposal = account(source, proposal)
    tell("Read", _STEPS, _STEPS)
    return proposal
