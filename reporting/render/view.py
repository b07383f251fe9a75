"""What the templates of a pack are given: a document's facts and figures, put in the words that are printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from reporting import figures
from reporting.document import ActionFacts, Document, ObjectiveFacts
from reporting.styles import Limits, Part, Style

from .action_view import ActionView
from .drawing import SOLID, Column, Segment, bar, columns
from .plan_table import ColumnView, plan_columns, progress_columns
from .wording import Listing, Wording, cut, listed, wording_of


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


@dataclass(frozen=True)
class ObjectiveView:
    facts: ObjectiveFacts
    groups: tuple[GroupView, ...]
    index: int

    @property
    def anchor(self) -> str:
        return f"pack-objective-{self.index}"


@dataclass(frozen=True)
class Tile:
    """A headline number and how it moved since the last round ("+2", "−1", "no change", "")."""

    value: str
    label: str
    count: int
    change: str


@dataclass(frozen=True)
class BarRow:
    number: str
    name: str
    counts: tuple[int, ...]
    total: int
    segments: tuple[Segment, ...]


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
        shown = [part for part in self.style.parts if part.keep or self._has(part.key)]
        numbered, grouped = self.style.numbered, any(part.group for part in self.style.parts)
        return tuple(
            SectionView(part, str(index) if numbered else "", 3 if grouped and not part.wide else 2)
            for index, part in enumerate(shown, 1)
        )

    def _has(self, key: str) -> bool:
        document = self.document
        present: Mapping[str, object] = {
            "recommendations": document.cover.recommendations,
            "summary": True,
            "changes": self.changes.total or self.deadline_changes.items,
            "silence": self.silence.items,
            "ahead": self.ahead.items,
            "decisions": document.decisions,
            "context": document.plan.front_matter or document.plan.priorities,
            "governance": document.governance,
            "glossary": document.plan.glossary,
            "implications": document.cover.implications,
            "papers": True,
        }
        return bool(present[key])

    def _views(self, actions: Iterable[ActionFacts]) -> tuple[ActionView, ...]:
        """The actions of one group; a cell printed once for several is printed once here too."""
        views: list[ActionView] = []
        for action in actions:
            above = views[-1] if views and action.row and views[-1].facts.row == action.row else None
            leads_as = timescale_as = ""
            if above and above.facts.leads_text == action.leads_text:
                leads_as = above.leads_as or above.facts.number
            if above and above.facts.timescale_text == action.timescale_text:
                timescale_as = above.timescale_as or above.facts.number
            views.append(ActionView(action, self.wording, leads_as, timescale_as))
        return tuple(views)

    @cached_property
    def actions(self) -> tuple[ActionFacts, ...]:
        return tuple(self.document.actions())

    @cached_property
    def objectives(self) -> tuple[ObjectiveView, ...]:
        return tuple(
            ObjectiveView(objective, tuple(self._groups(objective, top=True)), index)
            for index, objective in enumerate(self.document.objectives, 1)
        )

    def _groups(self, objective: ObjectiveFacts, *, top: bool) -> Iterator[GroupView]:
        if objective.actions or not top:
            yield GroupView(None if top else objective, self._views(objective.actions))
        for child in objective.children:
            yield from self._groups(child, top=False)

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

    @cached_property
    def tiles(self) -> tuple[Tile, ...]:
        quarters = figures.over_quarters(self.document)
        now, before = quarters[-1][1], quarters[-2][1] if len(quarters) > 1 else None
        return tuple(
            Tile(value, self.label(value), now[value], _change(now[value], before[value]) if before else "")
            for value in figures.HEADLINE
        )

    @property
    def coverage(self) -> tuple[int, int, int]:
        return figures.coverage(self.actions)

    @property
    def overdue(self) -> int:
        return len(figures.overdue(self.actions))

    @cached_property
    def totals(self) -> figures.Counts:
        return figures.counts(self.actions)

    @property
    def columns_shown(self) -> tuple[tuple[str, str], ...]:
        """(value, label) of the statuses that the tables of figures have a column for."""
        return tuple(
            (value, self.label(value)) for value in figures.STATUSES if value in figures.HEADLINE or self.totals[value]
        )

    @property
    def legend(self) -> list[tuple[str, str, str]]:
        """(value, label, plain paint or "") of each status in the drawings."""
        return [(value, label, SOLID.get(value, "")) for value, label in self.columns_shown]

    @property
    def by_objective(self) -> Listing:
        rows = [self._bar(number, title, counts) for number, title, counts in figures.by_objective(self.document)]
        return listed(rows, self.limits.objectives)

    def _bar(self, number: str, name: str, counts: figures.Counts) -> BarRow:
        shown = tuple(counts[value] for value, _ in self.columns_shown)
        return BarRow(number, cut(name, self.limits.name), shown, sum(shown), bar(counts, self.wording.labels))

    @property
    def all_objectives(self) -> BarRow:
        return self._bar("", "All actions", self.totals)

    @property
    def quarters(self) -> tuple[Column, ...]:
        """The trend, when there is more than one quarter to show."""
        rows = figures.over_quarters(self.document)
        return columns(rows, self.wording.labels) if len(rows) > 1 else ()

    @property
    def by_agency(self) -> list[figures.AgencyFigures]:
        return figures.by_agency(self.actions)

    @property
    def exceptions(self) -> Listing:
        return listed(self._views(figures.exceptions(self.actions)), self.limits.exceptions)

    @cached_property
    def changes(self) -> figures.Changes:
        return figures.changes(self.actions)

    @property
    def movements(self) -> list[tuple[str, str, tuple[ActionView, ...]]]:
        """(shape, heading, actions) of each kind of change that happened."""
        found = self.changes
        kinds = (
            ("up", "Completed", found.completed),
            ("up", "Improved", found.improved),
            ("down", "Worsened", found.worsened),
            ("new", "Newly reported", found.started),
            ("down", "No longer reported", found.stopped),
            ("new", "New in the plan", found.new if self.document.period.before else ()),
        )
        return [(shape, heading, self._views(actions)) for shape, heading, actions in kinds if actions]

    @property
    def deadline_changes(self) -> Listing:
        return listed(figures.deadline_changes(self.actions), None)

    @property
    def silence(self) -> Listing:
        return listed(((agency, self._views(actions)) for agency, actions in figures.silent(self.actions)), None)

    @property
    def ahead(self) -> Listing:
        dues = ((due, ActionView(due.action, self.wording)) for due in figures.look_ahead(self.document))
        return listed(dues, self.limits.ahead)

    @property
    def decisions(self) -> Listing:
        limit = self.limits.sentence
        shortened = (
            replace(decision, text=cut(decision.text, limit), outcome=cut(decision.outcome, limit))
            for decision in self.document.decisions
        )
        return listed(shortened, self.limits.decisions)

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
        return any(action.number_is_generated for action in self.actions)

    @property
    def progress_columns(self) -> tuple[ColumnView, ...]:
        return progress_columns(self.document.plan, self.document.period.short or self.document.period.label)

    @property
    def plan_columns(self) -> tuple[ColumnView, ...]:
        return plan_columns(self.document.plan)


def _change(now: int, before: int) -> str:
    if now == before:
        return "no change"
    return f"+{now - before}" if now > before else f"−{before - now}"
