"""A plan as one piece of data: everything it prints, and how its actions stand, for whoever reads it next.

`to_json` and `from_json` are each other's inverse; docs/plan.schema.json says what the JSON holds, docs/export.md what
it means. Every exporter draws from a `PlanRecord` and from nothing else. No Django.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import cached_property
from typing import Any

from plans.rules.exemptions import EXEMPTIONS
from plans.rules.markings import MARKINGS, inherit
from plans.rules.timescale import Timescale
from prevent_tracker.core import codec

from .upgrading import from_1

FORMAT = "prevent-tracker-plan"
VERSION = 2
NOT_STATED = Timescale("", ())
Texts = tuple[str, ...]


@dataclass(frozen=True)
class LeadRecord:
    """One name of a lead cell in the words as printed. `agency` and `post` are slugs, "" where nobody has decided.

    Here as below, `marking` is "" where it is inherited; `marking_reason` is a key of `plans.rules.exemptions`.
    """

    words: str
    kind: str = "lead"  # lead, partner or resource
    nature: str = "agency"
    agency: str = ""
    agency_name: str = ""
    post: str = ""
    post_name: str = ""
    marking: str = ""
    marking_reason: str = ""


@dataclass(frozen=True)
class MilestoneRecord:
    text: str
    due_text: str = ""
    due_on: dt.date | None = None
    done_on: dt.date | None = None


@dataclass(frozen=True)
class ReportRecord:
    """What one agency reported, in an answer that stands. `rag`: red, amber or green."""

    agency: str
    round: str
    rag: str
    says_complete: bool = False
    narrative: str = ""
    path_to_green: str = ""
    forecast_on: dt.date | None = None
    marking: str = ""
    marking_reason: str = ""


@dataclass(frozen=True)
class StatusRecord:
    """Where an action stands: `value` is a rating, "complete", "not_reported" or a state; `round` the round it is from.
    `last_value` of `last_round` is what was known before. For information: an import never takes it in."""

    value: str
    round: str = ""
    last_value: str = ""
    last_round: str = ""
    reports: tuple[ReportRecord, ...] = ()


@dataclass(frozen=True)
class ActionRecord:
    """An action. `row` is the same for actions of one printed row; `requirement_codes`: "set/code"."""

    number: str
    text: str
    number_is_generated: bool = False
    row: str = ""
    steps: Texts = ()
    outcomes: Texts = ()
    leads_text: str = ""
    leads: tuple[LeadRecord, ...] = ()
    timescale: Timescale = NOT_STATED
    due_on: dt.date | None = None
    milestones: tuple[MilestoneRecord, ...] = ()
    progress_text: str = ""
    state: str = "in_progress"
    marking: str = ""
    marking_reason: str = ""
    requirement_codes: Texts = ()
    note: str = ""
    status: StatusRecord = StatusRecord("not_reported")


@dataclass(frozen=True)
class ObjectiveRecord:
    """A node of the plan's tree: its own actions are printed before its children."""

    number: str
    title: str
    number_is_generated: bool = False
    paragraphs: Texts = ()
    outcomes: Texts = ()
    requirements: Texts = ()
    actions: tuple[ActionRecord, ...] = ()
    children: tuple[ObjectiveRecord, ...] = ()
    marking: str = ""
    marking_reason: str = ""

    def every_action(self) -> Iterator[ActionRecord]:
        """Its actions and those below it, in printed order."""
        yield from self.actions
        for child in self.children:
            yield from child.every_action()


@dataclass(frozen=True)
class BlockRecord:
    """A paragraph (`text`) or a list (`items`)."""

    text: str = ""
    items: Texts = ()


@dataclass(frozen=True)
class FrontMatterRecord:
    heading: str
    blocks: tuple[BlockRecord, ...] = ()
    marking: str = ""
    marking_reason: str = ""


@dataclass(frozen=True)
class TermRecord:
    term: str
    meaning: str


@dataclass(frozen=True)
class ColumnRecord:
    """A column of the printed table: what it holds, and its heading as printed."""

    field: str
    heading: str


@dataclass(frozen=True)
class RagKeyRecord:
    """A rating in the partnership's own words."""

    value: str
    label: str
    definition: str = ""


@dataclass(frozen=True)
class LeftOutRecord:
    """What an edition leaves out: how many of what, and why."""

    what: str
    number: int
    reason: str


@dataclass(frozen=True)
class PlanRecord:
    """A plan, whole. `as_at` is the moment it is drawn as at; `edition` is board, partner or public."""

    title: str
    partnership: str
    period_label: str
    starts_on: dt.date
    ends_on: dt.date
    year_basis: str
    as_at: dt.datetime
    reference: str = ""
    subtitle: str = ""
    table_title: str = ""
    edition_words: str = ""
    stage: str = "draft"
    stage_on: dt.date | None = None
    marking: str = "partnership"
    marking_reason: str = ""
    responsible: str = ""
    council_priorities: Texts = ()
    indicators: Texts = ()
    requirement_sets: Texts = ()
    levels: Texts = ()
    columns: tuple[ColumnRecord, ...] = ()
    note: str = ""
    front_matter: tuple[FrontMatterRecord, ...] = ()
    objectives: tuple[ObjectiveRecord, ...] = ()
    glossary: tuple[TermRecord, ...] = ()
    rag_key: tuple[RagKeyRecord, ...] = ()
    edition: str = "board"
    left_out: tuple[LeftOutRecord, ...] = ()
    format: str = FORMAT
    version: int = VERSION

    @property
    def actions(self) -> list[ActionRecord]:
        """Every action, in printed order."""
        return [action for objective in self.objectives for action in objective.every_action()]

    @cached_property
    def effective_markings(self) -> dict[str, str]:
        """By number of an action: its own marking, or what it inherits."""
        found: dict[str, str] = {}

        def walk(nodes: tuple[ObjectiveRecord, ...], above: str) -> None:
            for node in nodes:
                here = inherit(node.marking, above)
                found.update((action.number, inherit(action.marking, here)) for action in node.actions)
                walk(node.children, here)

        walk(self.objectives, inherit(self.marking, ""))
        return found


def to_json(record: PlanRecord) -> str:
    """The record as JSON for people and programs: indented, fields in their documented order, UTF-8 as it is."""
    return json.dumps(codec.to_plain(record), ensure_ascii=False, indent=2) + "\n"


def from_json(text: str) -> PlanRecord:
    """The inverse of `to_json`, older versions brought up. Raises ValueError with a sentence for what is no record."""
    try:
        plain = json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"This is not JSON: line {error.lineno} cannot be read.") from error
    except RecursionError as error:
        raise ValueError("This JSON is nested more deeply than an exported plan ever is.") from error
    if not isinstance(plain, dict) or plain.get("format") != FORMAT:
        raise ValueError(f"This JSON is not an exported plan: one says “format”: “{FORMAT}”.")
    if plain.get("version") not in (1, VERSION):
        version = plain.get("version")
        raise ValueError(
            f"This plan was exported in version {version} of the format; this program reads 1 to {VERSION}."
        )
    try:
        plain = from_1(plain) if plain["version"] == 1 else plain
        record = codec.from_plain(PlanRecord, plain)
    except (codec.CodecError, RecursionError) as error:
        raise ValueError(f"This exported plan has been changed so that it cannot be read: {error}.") from error
    wrong = next(_wrong_markings(record), None)
    if wrong is not None:
        raise ValueError(f"This exported plan has been changed so that it cannot be read: “{wrong}” is no marking.")
    return record


def _wrong_markings(value: Any) -> Iterator[str]:
    """Markings and reasons, wherever they stand, that there are none of."""
    if isinstance(value, tuple):
        for item in value:
            yield from _wrong_markings(item)
    elif is_dataclass(value):
        for each in fields(value):
            found = getattr(value, each.name)
            known = {"marking": MARKINGS, "marking_reason": EXEMPTIONS}.get(each.name)
            if known is not None and found and found not in known:
                yield found
            yield from _wrong_markings(found)
