"""What one board sees about one quarter, as facts: frozen, versioned, and the same JSON for the same facts.

Counts, changes and lists are not facts but follow from them: see `figures`. A pack is drawn from nothing else, so that
an issue can be drawn again for as long as it is kept. Pure: no Django. All texts are plain text.

A `marking` is "public", "partnership" or "restricted", already inherited; a `marking_reason` is a sentence. The board's
document carries them; `editions` makes the others' from it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from prevent_tracker.core import codec

from .styles.style import Style
from .upgrading import PRESENT, upgraded

SCHEMA_VERSION = PRESENT
IDENTIFIED = "urn:sha256:"  # with its digest: how a file names the document that it was drawn from


class DocumentError(ValueError):
    """Facts that cannot make a pack, or JSON that is no document of this version."""


@dataclass(frozen=True)
class LeadFacts:
    """One name of the lead cell, in the words as printed; kind is "lead", "partner" or "resource". `agency_key`: of the
    agency that it is, or that its post answers through, the same for ever; "" where it is neither."""

    words: str
    kind: str = "lead"
    marking: str = ""
    marking_reason: str = ""
    agency_key: str = ""


@dataclass(frozen=True)
class MilestoneFacts:
    text: str
    due_text: str = ""
    due_on: dt.date | None = None
    done_on: dt.date | None = None


@dataclass(frozen=True)
class UpdateFacts:
    """An agency's accepted answer. `rag` is "green", "amber" or "red"."""

    agency: str
    rag: str
    narrative: str
    path_to_green: str = ""
    forecast_on: dt.date | None = None
    says_complete: bool = False
    on_behalf: bool = False
    late: bool = False
    marking: str = ""
    marking_reason: str = ""
    agency_key: str = ""


@dataclass(frozen=True)
class DeadlineChangeFacts:
    """One line of the slippage ledger since the last round; the texts are the timescale's words."""

    changed_on: dt.date
    old_text: str
    new_text: str
    reason: str
    agreed_by: str


@dataclass(frozen=True)
class ActionFacts:
    """An action at the moment of the document.

    `rag` is the agreed rating of this round, "" when nobody reported. `asked` holds the agencies asked this round;
    those without an update are silent. `previous_status` is what was shown in the round before (a value of
    `figures.STATUSES`), "" when there was none. `key` is the action's own for ever, whatever its number; `requirements`
    are codes of `Document.requirements`. `last_rag` and `last_period` ("green", "Q1 2016/17") tell the latest
    agreed rating before this round. `timescale_notes` are sentences ("Overdue since 1 July 2016").
    """

    number: str
    text: str
    state: str
    rag: str = ""
    number_is_generated: bool = False
    row: str = ""
    steps: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    leads_text: str = ""
    leads: tuple[LeadFacts, ...] = ()
    timescale_text: str = ""
    timescale_notes: tuple[str, ...] = ()
    due_on: dt.date | None = None
    overdue: bool = False
    milestones: tuple[MilestoneFacts, ...] = ()
    progress_text: str = ""
    status_reason: str = ""
    previous_status: str = ""
    last_rag: str = ""
    last_period: str = ""
    asked: tuple[str, ...] = ()
    updates: tuple[UpdateFacts, ...] = ()
    contradictions: tuple[str, ...] = ()
    deadline_changes: tuple[DeadlineChangeFacts, ...] = ()
    key: str = ""
    requirements: tuple[str, ...] = ()
    marking: str = ""
    marking_reason: str = ""


@dataclass(frozen=True)
class RemovedFacts:
    """An action that was in the plan when the round before closed and is no longer; its number and text as they last
    were."""

    key: str
    number: str
    text: str
    removed_on: dt.date | None = None
    marking: str = ""
    marking_reason: str = ""


@dataclass(frozen=True)
class ObjectiveFacts:
    """A node of the plan's tree, at most three deep: its own actions first, then its children."""

    number: str
    title: str
    level: str = ""
    number_is_generated: bool = False
    paragraphs: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    requirements: tuple[str, ...] = ()
    actions: tuple[ActionFacts, ...] = ()
    children: tuple[ObjectiveFacts, ...] = ()
    key: str = ""
    marking: str = ""
    marking_reason: str = ""

    def all_actions(self) -> Iterator[ActionFacts]:
        """The actions of this node and of those below, in printed order."""
        yield from self.actions
        for child in self.children:
            yield from child.all_actions()


@dataclass(frozen=True)
class Block:
    """A paragraph (`text`) or a list (`items`) of a headed section."""

    text: str = ""
    items: tuple[str, ...] = ()


@dataclass(frozen=True)
class FrontMatterFacts:
    heading: str
    blocks: tuple[Block, ...]
    marking: str = ""
    marking_reason: str = ""


@dataclass(frozen=True)
class PlanFacts:
    """`levels`: what each level is called, top down; `columns`: (field, heading as printed) in printed order.

    Fields: number, action, steps, leads, timescale, milestones, outcomes, progress; others head the objectives.
    """

    title: str
    period: str
    reference: str = ""
    subtitle: str = ""
    table_title: str = ""
    edition_words: str = ""
    responsible: str = ""
    priorities: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()
    front_matter: tuple[FrontMatterFacts, ...] = ()
    glossary: tuple[tuple[str, str], ...] = ()
    marking: str = ""
    marking_reason: str = ""


@dataclass(frozen=True)
class ReadingFacts:
    """A measure's figure at the end of a quarter: a decimal number as text, without zeros at its end ("12.5")."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True)
class MeasureFacts:
    """`better` is "up" or "down"; `about` the number of its action or objective, "" for the whole plan's. `readings`
    run from the oldest to the one of this round, at most `figures.QUARTERS_SHOWN`."""

    key: str
    name: str
    better: str
    unit: str = ""
    about: str = ""
    baseline: str = ""
    target: str = ""
    readings: tuple[ReadingFacts, ...] = ()
    marking: str = ""
    marking_reason: str = ""


@dataclass(frozen=True)
class RequirementFacts:
    """One requirement: the numbers of the actions that serve it (none: a gap), and its rating on the set's scale."""

    code: str
    title: str
    number: str = ""
    actions: tuple[str, ...] = ()
    rating: str = ""
    note: str = ""


@dataclass(frozen=True)
class RequirementSetFacts:
    """A set of requirements in one edition of it; `scale`: its ratings, worst first."""

    slug: str
    title: str
    source: str = ""
    scale: tuple[str, ...] = ()
    requirements: tuple[RequirementFacts, ...] = ()


@dataclass(frozen=True)
class CoverFacts:
    """The fields of a committee's cover report; what is "" is not printed. `implications` are (heading, text)."""

    decision_maker: str = ""
    lead_officer: str = ""
    author: str = ""
    contact: str = ""
    classification: str = ""
    purpose: str = ""
    recommendations: tuple[str, ...] = ()
    implications: tuple[tuple[str, str], ...] = ()
    background_papers: tuple[str, ...] = ()
    appendices: tuple[str, ...] = ()


@dataclass(frozen=True)
class DecisionFacts:
    """A decision of a board since the last round, the numbers of the actions it is about, and what came of it."""

    reference: str
    decided_on: dt.date
    board: str
    text: str
    actions: tuple[str, ...] = ()
    outcome: str = ""
    key: str = ""
    owner: str = ""
    due_on: dt.date | None = None
    done_on: dt.date | None = None
    put_to: str = ""  # the board that another board's decision is put to
    marking: str = ""
    marking_reason: str = ""


@dataclass(frozen=True)
class ComparedFacts:
    """One line of a comparison (reporting.comparing); `kind` is one of its KINDS. `text` says what it is about,
    `before` and `after` what differs, `reason` why, where the slippage ledger or a decision says so."""

    kind: str
    number: str
    text: str
    before: str = ""
    after: str = ""
    reason: str = ""
    key: str = ""
    marking: str = ""
    marking_reason: str = ""


@dataclass(frozen=True)
class ComparisonFacts:
    """What differs between two documents; `before` and `after` name them ("Q1 2016/17, issue 1")."""

    before: str
    after: str
    lines: tuple[ComparedFacts, ...] = ()


@dataclass(frozen=True)
class RedactionFacts:
    """One line of the redaction log: what was left out, how many of it, and why; never a word of it."""

    what: str
    reason: str
    count: int = 1
    where: str = ""


@dataclass(frozen=True)
class HeldName:
    """A name that public editions hold back, with its other names, and what stands for it. In no public edition."""

    names: tuple[str, ...]
    instead: str = "a community organisation"


@dataclass(frozen=True)
class QuarterFacts:
    """How many actions were shown under each status (`figures.STATUSES`) in an earlier round."""

    label: str
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class RagKeyEntry:
    """One line of the partnership's own key; value is one of `figures.STATUSES`."""

    value: str
    label: str
    definition: str


@dataclass(frozen=True)
class GovernanceFacts:
    board: str
    meets: str = ""
    terms: str = ""
    reports_to: str = ""
    members: tuple[str, ...] = ()


@dataclass(frozen=True)
class PeriodFacts:
    """The round: "Q2 2016/17", "2016-Q2"; `short` is its label within the year ("Q2"), `before` the last round's."""

    label: str
    slug: str
    starts_on: dt.date
    ends_on: dt.date
    short: str = ""
    before: str = ""


@dataclass(frozen=True)
class MeetingFacts:
    label: str
    held_on: dt.date | None = None


@dataclass(frozen=True)
class Document:
    """`layout`: which parts in which order, frozen with it. `version` is printed beside the marking ("Issue 2").

    `word_markings`: (field, marking) of the coordinator's words: headline, narrative, recommendations, cover. A plan by
    itself has no board and a `period` without a slug. `follows`: the issue before and its seal, in words. `logo`: a
    picture as a data URI ("data:image/png;base64,...") with `logo_alt`.
    """

    layout: Style
    title: str
    marking: str
    partnership: str
    partnership_short: str
    board: str
    board_short: str
    period: PeriodFacts
    as_at: dt.datetime
    plan: PlanFacts
    objectives: tuple[ObjectiveFacts, ...]
    edition: str = "board"
    version: str = "Draft"
    version_note: str = ""
    meeting: MeetingFacts | None = None
    cover: CoverFacts = CoverFacts()
    headline: str = ""
    narrative: str = ""
    history: tuple[QuarterFacts, ...] = ()
    decisions: tuple[DecisionFacts, ...] = ()
    rag_key: tuple[RagKeyEntry, ...] = ()
    governance: tuple[GovernanceFacts, ...] = ()
    measures: tuple[MeasureFacts, ...] = ()
    requirements: tuple[RequirementSetFacts, ...] = ()
    removed: tuple[RemovedFacts, ...] = ()
    comparison: ComparisonFacts | None = None
    word_markings: tuple[tuple[str, str], ...] = ()
    held_names: tuple[HeldName, ...] = ()
    redactions: tuple[RedactionFacts, ...] = ()
    follows: str = ""
    logo: str = ""
    logo_alt: str = ""
    language: str = "en-GB"
    schema_version: int = SCHEMA_VERSION

    def __post_init__(self) -> None:
        if self.as_at.tzinfo is None:
            raise DocumentError("as_at has no time zone")

    def actions(self) -> Iterator[ActionFacts]:
        """Every action, in printed order."""
        for objective in self.objectives:
            yield from objective.all_actions()


def to_json(document: Document) -> str:
    """Canonical JSON: sorted keys, no spaces, UTF-8 text kept."""
    return codec.encode(document)


def from_json(text: str) -> Document:
    """The inverse of `to_json`; a document of an older schema version is brought to the present one (`upgrading`).

    Raises `DocumentError` for anything else; the message names the place.
    """
    try:
        plain = codec.parse(text)
        version = plain.get("schema_version") if isinstance(plain, dict) else None
        if type(version) is int:  # not True, which is one too
            plain = upgraded(plain, version)
        return codec.from_plain(Document, plain)
    except codec.CodecError as error:
        raise DocumentError(str(error)) from error
    except RecursionError as error:
        raise DocumentError("nested too deeply") from error


def digest(document: Document) -> str:
    """SHA-256 of the canonical JSON, 64 hex digits."""
    return hashlib.sha256(to_json(document).encode()).hexdigest()
