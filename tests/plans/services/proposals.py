"""Proposals made by hand, as a reading would make them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from plans.importers.proposal import (
    Layout,
    Origin,
    Proposal,
    ProposedAction,
    ProposedLead,
    ProposedPlan,
    ProposedSection,
)
from plans.importers.propose import Reading
from plans.importers.source import Cell, Line, Place, Source, Table
from plans.rules.timescale import Timescale
from plans.rules.timescale_reader import Context, read

STARTS_ON, ENDS_ON = dt.date(2017, 4, 1), dt.date(2018, 3, 31)
PERIOD = Context(STARTS_ON, ENDS_ON, "financial")
PLAN = ProposedPlan(
    title="Northvale Prevent plan 2017/18",
    reference="Appendix B",
    period_label="2017/18",
    starts_on=STARTS_ON,
    ends_on=ENDS_ON,
    columns={"number": "No.", "action": "Activity", "leads": "Lead", "timescale": "By when", "outcomes": "Result"},
    levels=("Theme", "Action"),
    council_priorities=("Safer streets",),
    front_matter=(("Why", ("Because.", {"list": ["One", "Two"]})),),
    glossary=(("CSP", "Community Safety Partnership"), ("CSP", "Community safety plan")),
)
SECTIONS = (
    ProposedSection("s1", "Partnership", "1", outcomes=("All agencies take part.",)),
    ProposedSection("s2", "Governance", "1.1", level=2, parent=0),
    ProposedSection("s3", "Training", "2", paragraphs=("Staff need to know.",)),
)
LAYOUT = Layout(1, ("No.", " Activity "), ("number", "action"), (1.0, 0.9), ("heading", "action"))


def timescale(text: str) -> Timescale:
    return read(text, PERIOD)


def action(number: str, text: str, section: int | None = 0, **facts: Any) -> ProposedAction:
    origins = {"action": Origin((Place(table=1, row=2, column=2),), 0.9)}
    return ProposedAction(f"a{number}", text, section, number, **({"origins": origins} | facts))


ACTIONS = (
    action(
        "1.1.1",
        "Meet four times a year.",
        1,
        timescale=timescale("quarterly"),
        leads_text="All agencies",
        leads=(ProposedLead("All agencies", nature="collective"),),
    ),
    action(
        "2.1",
        "Train every ward manager.",
        2,
        timescale=timescale("December 2017"),
        leads_text="Police; Heath Trust",
        leads=(ProposedLead("Police"), ProposedLead("Heath Trust", kind="partner")),
        milestones=("Find a hall",),
        outcomes=("Managers know whom to ask.",),
        steps=("Book", "Teach"),
        progress="Hall found",
        rag="amber",
        notes="Cost: none",
    ),
)
PROPOSAL = Proposal(PLAN, SECTIONS, ACTIONS, layouts=(LAYOUT,), format="docx")


def _cell(row: int, column: int, text: str) -> Cell:
    return Cell(Place(table=1, row=row, column=column), (Line(text),))


SOURCE = Source("docx", (Table(1, ((_cell(1, 1, "No."), _cell(1, 2, "Activity")),)),))


def reading(proposal: Proposal = PROPOSAL, source: Source | None = SOURCE) -> Reading:
    return Reading("docx", source, proposal)
