"""What an import proposes, before anybody agrees: a plan, its sections and actions, each with source and confidence.

`codec` writes it as JSON, and reads it back. No Django.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from plans.rules.timescale import Timescale

from .source import Place

Json = dict[str, Any]


@dataclass(frozen=True)
class Origin:
    """Where a field's words were read, and how sure that is: 1 is printed so, below `DOUBTFUL` a person should look.

    `note` is one kind sentence about what was assumed."""

    places: tuple[Place, ...] = ()
    confidence: float = 1.0
    note: str = ""


DOUBTFUL = 0.75
NO_TIMESCALE = Timescale("", ())


@dataclass(frozen=True)
class ProposedLead:
    """One name of a lead cell in its own words. `kind`: lead, partner, resource; `nature` as in `plans.models.Lead`."""

    text: str
    kind: str = "lead"
    nature: str = "agency"


@dataclass(frozen=True)
class ProposedSection:
    """A node of the tree above the actions; `parent` is an index into the proposal's sections, `level` from 1."""

    key: str
    title: str
    number: str = ""
    number_is_generated: bool = False
    level: int = 1
    parent: int | None = None
    paragraphs: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    requirements: tuple[str, ...] = ()
    origins: Mapping[str, Origin] = field(default_factory=dict)  # by field name
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class ProposedAction:
    """One action. `key` names it for corrections and outlives a second reading: made of where it stood ("t1r5#2").

    `row` is shared by actions of one printed row; cells that the row prints once stand, whole, on each of them.
    `objectives` are the row's objectives where a plan prints them in a column of their own beside its sections: actions
    of a section with the same objectives hang on one node. `steps` are the bullets below a described item. `rag` is
    "red", "amber", "green" or "complete" only where the source says so in words or colour, else None.
    """

    key: str
    text: str
    section: int | None = None
    number: str = ""
    number_is_generated: bool = False
    row: str = ""
    objectives: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    leads_text: str = ""
    leads: tuple[ProposedLead, ...] = ()
    timescale: Timescale = NO_TIMESCALE
    milestones: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    progress: str = ""
    rag: str | None = None
    notes: str = ""  # words of columns that are none of the above, each under its heading
    origins: Mapping[str, Origin] = field(default_factory=dict)  # by field name
    warnings: tuple[str, ...] = ()

    @property
    def confidence(self) -> float:
        """That of the field one is least sure of."""
        return min((origin.confidence for origin in self.origins.values()), default=1.0)


@dataclass(frozen=True)
class LeftOut:
    """Words of the source that are in no field, with why: a repeated heading, a page number, a header, an empty
    bullet's mark. Shown to the coordinator, who may take them in."""

    text: str
    place: Place
    reason: str


@dataclass(frozen=True)
class ProposedPlan:
    """The plan's own facts. `columns` maps field to the heading as printed, in printed order; fields are those of
    `plans.models.Plan.columns`. `front_matter`: (heading, body) with body as in `plans.models.FrontMatter`."""

    title: str = ""
    reference: str = ""
    subtitle: str = ""
    table_title: str = ""
    edition_words: str = ""
    responsible: str = ""
    period_label: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    year_basis: str = "financial"
    columns: Mapping[str, str] = field(default_factory=dict)
    levels: tuple[str, ...] = ()
    council_priorities: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    front_matter: tuple[tuple[str, tuple[Any, ...]], ...] = ()
    glossary: tuple[tuple[str, str], ...] = ()
    origins: Mapping[str, Origin] = field(default_factory=dict)


@dataclass(frozen=True)
class Layout:
    """How one table was read: for each column (from 1) its heading and field, and for each row what it was taken for.
    Field names: number, subject, objective, action, steps, leads, partners, resources, milestones, outcomes, timescale,
    progress, rag, notes, ignore. Row roles: heading, section, action, join (continues the row above), prose, left_out.
    """

    table: int
    headings: tuple[str, ...]
    fields: tuple[str, ...]
    confidences: tuple[float, ...]
    roles: tuple[str, ...]


@dataclass(frozen=True)
class Proposal:
    plan: ProposedPlan
    sections: tuple[ProposedSection, ...]
    actions: tuple[ProposedAction, ...]
    left_out: tuple[LeftOut, ...] = ()
    layouts: tuple[Layout, ...] = ()
    warnings: tuple[str, ...] = ()
    format: str = ""


@dataclass(frozen=True)
class Options:
    """What the person who imports said: blank means "read it from the file". `layouts` are this partnership's
    remembered column layouts: headings (casefolded, blanks collapsed) to fields."""

    year_basis: str = ""
    period: str = ""
    layouts: Mapping[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Correction:
    """One mend, kept with the batch, as JSON: {"op": ..., arguments}. Applied in order; the first kinds steer the
    reading, the others change what was read.

    Steering: {"op": "column", "table": 1, "column": 3, "field": "leads"}; {"op": "row", "table": 1, "row": 7, "role":
    "join"}; {"op": "table", "table": 2, "role": "plan" | "prose" | "left_out"}; {"op": "paragraph", "line": 12, "role":
    "section" | "action" | "prose" | "title" | "left_out"}.
    Changing, on a key of a section or action: {"op": "set", "key": ..., "field": ..., "value": ...} (lists for list
    fields, {"text", "kind", "nature"} for leads, null for no rating); {"op": "split", "key", "texts": [..]}; {"op":
    "join", "key"} (with the action before it); {"op": "section", "key"} (this action is a section heading); {"op":
    "remove", "key"} (its words are then left out); {"op": "agree", "key"} (it was looked at and is right); {"op":
    "set_plan", "field", "value"}.
    """

    op: str
    arguments: Json = field(default_factory=dict)

    def to_json(self) -> Json:
        return {"op": self.op, **self.arguments}

    @classmethod
    def from_json(cls, value: Json) -> Correction:
        return cls(value["op"], {name: each for name, each in value.items() if name != "op"})
