"""What the templates of a pack are given: a document's facts and figures, put in the words that are printed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from reporting import figures
from reporting.document import ComparedFacts, Document, ObjectiveFacts
from reporting.styles import Limits, Part, Style
from reporting.styles.parts import PARTS

from .action_view import ActionView, action_views
from .assets import LOGO
from .figures_view import FiguresView
from .measure_view import MeasureView
from .plan_table import ColumnView, is_held, plan_columns, progress_columns
from .quarter_view import QuarterView
from .requirement_view import RequirementSetView
from .used_terms import used_terms
from .wording import Listing, Wording, cut, listed, wording_of

EDITIONS: Mapping[str, str] = {
    "board": "Board edition",
    "partner": "Partner edition",
    "public": "Public edition",
}
# What the markings of the board's document say of the whole plan.
_READERS: Mapping[str, str] = {
    "public": "public, except where marked",
    "partnership": "for the partnership, except where marked",
    "restricted": "restricted, except where marked",
}


@dataclass(frozen=True)
class SectionView:
    """A part as it stands in this pack; `level` is that of its heading, `inner` of the headings inside it."""

    part: Part
    number: str
    level: int

    @property
    def anchor(self) -> str:
        return f"pack-{self.part.key}"

    @property
    def inner(self) -> int:
        return self.level + 1

    @property
    def has_objectives(self) -> bool:
        """Whether it shows the plan's objectives one after the other, so that it can be cut between them."""
        return self.part.key in ("plan", "progress")

    @property
    def template(self) -> str:
        return f"reporting/pack/{self.part.key}.html"

    @property
    def title(self) -> str:
        return f"{self.number} {self.part.heading}".strip()


@dataclass(frozen=True)
class GroupView:
    """The actions right below one node of the tree; `heading` is None for the node that heads the section."""

    heading: ObjectiveFacts | None
    actions: tuple[ActionView, ...]
    mark: str = ""


@dataclass(frozen=True)
class ObjectiveView:
    """An objective at the top of the tree."""

    facts: ObjectiveFacts
    groups: tuple[GroupView, ...]
    index: int
    mark: str = ""

    @property
    def anchor(self) -> str:
        return f"pack-objective-{self.index}"


@dataclass(frozen=True)
class PackView:
    """Everything a template reads. Lists are already as long, and texts as short, as the style allows."""

    document: Document
    chosen_limits: Limits | None = None

    @cached_property
    def style(self) -> Style:
        return self.document.layout

    @property
    def limits(self) -> Limits:
        return self.chosen_limits or self.style.limits

    @property
    def head_template(self) -> str:
        return f"reporting/pack/{self.style.head}.html"

    @property
    def has_round(self) -> bool:
        """A plan by itself tells of no quarter: it has no ratings, no changes and nobody silent."""
        return bool(self.document.period.slug)

    @property
    def heading(self) -> str:
        """The title of the first page."""
        document = self.document
        return f"Progress report, {document.period.label}" if self.has_round else document.plan.title

    @property
    def below_heading(self) -> str:
        """Which plan it is, in which of its own editions, as far as the heading does not say so."""
        plan = self.document.plan
        words = [plan.title if self.has_round else plan.subtitle, plan.edition_words.strip("()")]
        return ", ".join(word for word in words if word and word not in self.heading)

    @property
    def edition(self) -> str:
        """ "Public edition"; of the board's also how its marks are to be read."""
        words = EDITIONS[self.document.edition]
        return f"{words}: {self.usual_readers}" if self.usual_readers else words

    @property
    def usual_readers(self) -> str:
        """For whom the board's document is in general; other editions do not tell."""
        return _READERS.get(self.document.plan.marking, "") if self.document.edition == "board" else ""

    @property
    def running(self) -> str:
        """The running head: whose pack, of when, and which edition where it is not the board's."""
        document = self.document
        words = [document.partnership_short, document.board_short, document.period.label]
        words += [EDITIONS[document.edition]] if document.edition != "board" else []
        return " · ".join(word for word in words if word)

    @property
    def logo(self) -> str:
        return self.document.logo if LOGO.fullmatch(self.document.logo) else ""

    @property
    def top_level(self) -> str:
        """What the plan calls the nodes at the top of its tree."""
        return next(iter(self.document.plan.levels), "Objective")

    @property
    def outcomes_heading(self) -> str:
        return dict(self.document.plan.columns).get("outcomes", "Desired outcomes")

    @property
    def not_reported(self) -> str:
        return self.label("not_reported")

    @cached_property
    def wording(self) -> Wording:
        return wording_of(self.document, self.limits)

    def label(self, value: str) -> str:
        """The partnership's own word for a status."""
        return self.wording.label(value)

    @cached_property
    def sections(self) -> tuple[SectionView, ...]:
        shown = [part for part in self.style.parts if self._is_shown(part)]
        numbered, grouped = self.style.numbered, any(part.group for part in self.style.parts)
        return tuple(
            SectionView(part, str(index) if numbered else "", 3 if grouped and not part.wide else 2)
            for index, part in enumerate(shown, 1)
        )

    def _is_shown(self, part: Part) -> bool:
        if PARTS[part.key].of_a_round and not self.has_round:
            return False
        return part.keep or bool(_CONTENT[part.key](self))

    @cached_property
    def keys(self) -> frozenset[str]:
        """Of the parts that this pack shows."""
        return frozenset(section.part.key for section in self.sections)

    @cached_property
    def plan_section(self) -> SectionView | None:
        """The first section that shows the objectives: the contents lead there."""
        return next((section for section in self.sections if section.has_objectives), None)

    @property
    def headline_in(self) -> str:
        """The key of the part that begins with the headline: a cover report's is its first section."""
        first = self.style.head == "report_head" and "recommendations" in self.keys
        return "recommendations" if first else "summary"

    @property
    def paths_in_exceptions(self) -> bool:
        """Whether every path to green of a red or amber action stands among the exceptions, to be pointed to."""
        return "exceptions" in self.keys and self.limits.exceptions is None and self.limits.updates is None

    @cached_property
    def objectives(self) -> tuple[ObjectiveView, ...]:
        return tuple(
            ObjectiveView(
                objective, tuple(self._groups(objective, top=True)), index, self.wording.mark(objective.marking)
            )
            for index, objective in enumerate(self.document.objectives, 1)
        )

    def _groups(self, objective: ObjectiveFacts, *, top: bool) -> Iterator[GroupView]:
        if objective.actions or not top:
            own = action_views(objective.actions, self.wording)
            yield GroupView(None if top else objective, own, self.wording.mark(objective.marking))
        for child in objective.children:
            yield from self._groups(child, top=False)

    @property
    def context_is_long(self) -> bool:
        """Enough for two columns of a page."""
        matter = self.document.plan.front_matter
        return sum(len(block.text) + sum(map(len, block.items)) for part in matter for block in part.blocks) > 2000

    @property
    def headline(self) -> str:
        return cut(self.document.headline, self.limits.headline)

    @property
    def narrative(self) -> str:
        return cut(self.document.narrative, self.limits.narrative)

    @property
    def recommendations(self) -> Listing:
        limit = self.limits.sentence
        return listed((cut(text, limit) for text in self.document.cover.recommendations), self.limits.recommendations)

    @property
    def marked_words(self) -> Mapping[str, str]:
        """The mark of each of the coordinator's words: "headline", "narrative", "recommendations", "cover"."""
        return {field: self.wording.mark_words(marking) for field, marking in self.document.word_markings}

    @cached_property
    def figures(self) -> FiguresView:
        return FiguresView(self.document, self.wording)

    @cached_property
    def quarter(self) -> QuarterView:
        return QuarterView(self.document, self.wording)

    @cached_property
    def measures(self) -> tuple[MeasureView, ...]:
        return tuple(MeasureView(facts, self.wording) for facts in self.document.measures)

    @cached_property
    def requirements(self) -> tuple[RequirementSetView, ...]:
        return tuple(RequirementSetView(facts) for facts in self.document.requirements if facts.requirements)

    @property
    def compared(self) -> list[tuple[ComparedFacts, str]]:
        """(line, mark) of the comparison."""
        found = self.document.comparison
        return [(line, self.wording.mark(line.marking)) for line in found.lines] if found else []

    @property
    def left_out(self) -> list[tuple[str, int]]:
        """(what, how many) of the redaction log, its reasons and places taken together."""
        found: dict[str, int] = {}
        for line in self.document.redactions:
            found[line.what] = found.get(line.what, 0) + line.count
        return list(found.items())

    @cached_property
    def glossary(self) -> tuple[tuple[str, str], ...]:
        return used_terms(self.document)

    @property
    def key(self) -> list[tuple[str, str, str]]:
        """(value, label, definition) of the partnership's key, in the order of the figures."""
        entries = {entry.value: entry for entry in self.document.rag_key}
        limit = self.limits.sentence
        return [
            (value, entries[value].label, cut(entries[value].definition, limit))
            for value in figures.STATUSES
            if value in entries
        ]

    @property
    def numbers_are_generated(self) -> bool:
        return any(action.number_is_generated for action in self.document.actions())

    @property
    def progress_columns(self) -> tuple[ColumnView, ...]:
        quarter = self.document.period.short or self.document.period.label
        return progress_columns(self.document.plan, quarter, tuple(self.document.actions()))

    @cached_property
    def has_leads(self) -> bool:
        """An edition may leave all of them out."""
        return is_held("leads", tuple(self.document.actions()))

    @property
    def plan_columns(self) -> tuple[ColumnView, ...]:
        return plan_columns(self.document.plan, tuple(self.document.actions()), with_status=self.has_round)


# What a part shows: where it is empty the part is left out, unless its style keeps it.
_CONTENT: Mapping[str, Callable[[PackView], object]] = {
    "recommendations": lambda pack: pack.document.cover.recommendations,
    "summary": lambda pack: True,
    "figures": lambda pack: pack.figures.number_of_actions,
    "exceptions": lambda pack: pack.quarter.exceptions,
    "changes": lambda pack: pack.quarter.movements or pack.quarter.deadline_changes,
    "movement": lambda pack: pack.quarter.movements or pack.quarter.deadline_changes,
    "silence": lambda pack: pack.quarter.silence,
    "contradictions": lambda pack: pack.quarter.contradictions,
    "decisions": lambda pack: pack.document.decisions,
    "ahead": lambda pack: pack.quarter.dues,
    "measures": lambda pack: pack.document.measures,
    "requirements": lambda pack: pack.requirements,
    "progress": lambda pack: pack.document.objectives,
    "plan": lambda pack: pack.document.objectives,
    "context": lambda pack: pack.document.plan.front_matter or pack.document.plan.priorities,
    "governance": lambda pack: pack.document.governance,
    "glossary": lambda pack: pack.glossary,
    "key": lambda pack: pack.document.rag_key,
    "reading": lambda pack: True,
    "comparison": lambda pack: pack.document.comparison,
    "implications": lambda pack: pack.document.cover.implications,
    "papers": lambda pack: (
        pack.document.cover.author
        or pack.document.cover.contact
        or pack.document.cover.background_papers
        or pack.document.cover.appendices
    ),
    "redactions": lambda pack: pack.document.redactions,
}
