"""Every part a pack can have, with the heading and the sentence by which people choose it. Pure data.

Each key has a template, templates/reporting/pack/<key>.html. Order and headings are a style's; see `style.Part`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .style import Part


@dataclass(frozen=True)
class PartFacts:
    """`heading` is what the part is called unless a style says otherwise, `about` one sentence of what it shows.

    `of_a_round`: it tells of a quarter, so that a plan by itself has none. `wide`: its tables read best on landscape
    pages. `keep`: best printed even when empty, since its silence would be read as an omission.
    """

    heading: str
    about: str
    of_a_round: bool = False
    wide: bool = False
    keep: bool = False


PARTS: Mapping[str, PartFacts] = {
    "recommendations": PartFacts("Decisions asked for", "The numbered list of what the board is asked to decide."),
    "summary": PartFacts(
        "Where the plan stands",
        "The headline, how many actions have each rating, and the narrative; the figures too, unless they have a part "
        "of their own.",
        of_a_round=True,
        keep=True,
    ),
    "figures": PartFacts(
        "Figures",
        "Charts, each with its table: ratings now, over the last eight quarters, by theme, and by agency.",
        of_a_round=True,
    ),
    "exceptions": PartFacts(
        "Exceptions and the path to green",
        "Each action rated red or amber, what is happening, and how it gets back.",
        of_a_round=True,
        keep=True,
    ),
    "changes": PartFacts(
        "Since the last quarter",
        "What improved, worsened, was completed, is new or was removed, and the dates that moved, with the reasons.",
        of_a_round=True,
        keep=True,
    ),
    "movement": PartFacts(
        "Since the last quarter, in brief",
        "How many actions improved, worsened, were completed, are new or were removed, in a few lines.",
        of_a_round=True,
    ),
    "silence": PartFacts(
        "Not reported",
        "Requests that went unanswered, agency by agency, with the last rating known and the share answered.",
        of_a_round=True,
        keep=True,
    ),
    "contradictions": PartFacts(
        "Contradictions",
        "Where what was reported does not fit the plan, such as green with a date that has passed.",
        of_a_round=True,
    ),
    "decisions": PartFacts(
        "Decisions and what came of them",
        "Decisions since the last meeting, whose they are, and what has been done; also those of other boards.",
        of_a_round=True,
    ),
    "ahead": PartFacts("Looking ahead", "What is due in the next two quarters, quarter by quarter.", of_a_round=True),
    "measures": PartFacts("Measures", "Each measure's line over the quarters, with its baseline and target."),
    "requirements": PartFacts(
        "Requirements: coverage and gaps",
        "Which actions serve each requirement, how it is rated, and which requirements no action serves.",
    ),
    "progress": PartFacts(
        "Progress on every action",
        "Every action with its rating and what each agency said.",
        of_a_round=True,
        wide=True,
    ),
    "plan": PartFacts("The plan", "The plan in full, under its own headings and in its own order.", wide=True),
    "context": PartFacts("The plan's context", "The plan's introduction and other headed texts, and the priorities."),
    "governance": PartFacts("Membership and governance", "Each board: its terms, when it meets, and who sits on it."),
    "glossary": PartFacts("Glossary", "The plan's abbreviations and terms, those only that this document uses."),
    "key": PartFacts("What the ratings mean", "The partnership's words for each rating.", of_a_round=True),
    "reading": PartFacts(
        "How to read this report",
        "What the figures are compared with, what is never carried forward, and how to check that a copy is genuine.",
    ),
    "comparison": PartFacts("Compared", "What differs from another pack or another moment, line by line."),
    "implications": PartFacts("Implications", "Financial, legal, equalities and other implications, as written."),
    "papers": PartFacts("Contact, background papers and appendices", "Whom to ask, and what was relied on."),
    "redactions": PartFacts(
        "What this edition leaves out, and why",
        "How many things this edition leaves out and for what reason, without a word of them.",
    ),
}

HEADS: Mapping[str, str] = {
    "cover": "A cover with the facts and the contents",
    "masthead": "A heading across the first page",
    "report_head": "A committee's cover report, as a table of fields",
}


def part(key: str) -> Part:
    """The part as it is by default. Raises `KeyError` for no part of a pack."""
    facts = PARTS[key]
    return Part(key, facts.heading, wide=facts.wide, keep=facts.keep)
