"""One file into one proposal, before corrections and the account."""

from __future__ import annotations

from plans.rules.timescale_reader import Context

from ..proposal import Options, Proposal, ProposedPlan
from ..source import Source
from .actions import ActionReader
from .assemble import actions_of, columns_of, layouts_of, levels_of, sections_of
from .debris import vocabulary_of
from .fields import Words
from .layout import Steering, arrange
from .numbers import lift_numbers
from .rows import read_rows

NO_ACTIONS = (
    "No actions were found: the file has no table whose headings name actions, and no list of them below headings."
)


def read_plan(source: Source, options: Options, steering: Steering, warnings: list[str]) -> tuple[Proposal, Context]:
    """The proposal, and what the plan knows that its phrases leave out."""
    arrangement = arrange(source, options.layouts, steering)
    reading = read_rows(source, arrangement, steering)
    lift_numbers(reading.entries)
    words = Words(vocabulary_of([text for _, text in source.pieces()]))
    context = Context()
    reader = ActionReader(words, context, {})
    sections = sections_of(reading.nodes, words)
    actions = actions_of(reading.entries, sections, reader)
    columns, printed = columns_of(arrangement.parts)
    plan = ProposedPlan(
        columns=columns,
        levels=levels_of(arrangement.parts, reading, columns),
        origins={"columns": printed},
    )
    found = [] if actions else [NO_ACTIONS]
    proposal = Proposal(
        plan,
        sections,
        actions,
        layouts=layouts_of(arrangement, reading),
        warnings=(*source.warnings, *arrangement.warnings, *warnings, *found),
        format=source.kind,
    )
    return proposal, context
