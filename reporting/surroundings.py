"""What an edition leaves out around the plan's tree: the plan's words, the pack's, figures, decisions, lists. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from plans.rules.markings import inherit, inherit_words

from . import document as doc
from .figures import STATUSES
from .leaving_out import Marked, Reader, Tree
from .redaction_log import RedactionLog

_ABOUT = "what it is about is left out"
_FACTS = ("reference", "subtitle", "table_title", "edition_words", "responsible", "priorities")


class NoEdition(ValueError):
    """Nothing of the plan is marked for this edition; the sentence says what to do."""


def leave_out(document: doc.Document, reader: Reader, log: RedactionLog) -> doc.Document:
    """The document with what its markings admit to the reader. Raises `NoEdition` where that is nothing of the plan."""
    plan = Marked(inherit(document.plan.marking, ""), document.plan.marking_reason)
    tree = Tree(reader, log)
    objectives = tree.dated(tree.without(document.objectives, plan))
    around = _Around(document, reader, log, plan, tree)
    facts = around.plan_facts()
    if not (around.shows_plan or objectives or facts.front_matter):
        raise NoEdition(
            f"Nothing in this plan is marked for the {reader.edition} edition, so there is none. "
            "Its page “Markings” is where you say who may read the plan, a section or an action."
        )
    return replace(
        document,
        edition=reader.edition,
        follows="",
        plan=facts,
        objectives=objectives,
        removed=around.removed(),
        history=around.history(objectives),
        measures=around.measures(),
        decisions=around.decisions(),
        requirements=around.requirements(),
        comparison=around.comparison(),
        governance=around.governance(),
        headline=around.words("headline", document.headline),
        narrative=around.words("narrative", document.narrative),
        cover=around.cover(),
    )


class _Around:
    def __init__(self, document: doc.Document, reader: Reader, log: RedactionLog, plan: Marked, tree: Tree) -> None:
        self.document, self.reader, self.log, self.plan, self.tree = document, reader, log, plan, tree
        self.shows_plan = reader.sees(plan.marking)
        self.some_left_out = bool(tree.actions_out)

    def _shows(self, what: str, own: str, reason: str) -> bool:
        """Whether something marked so is shown; what is not is counted."""
        marked = self.plan.of(own, reason)
        if self.reader.sees(marked.marking):
            return True
        self.log.marked(what, marked.marking, marked.reason)
        return False

    def _is_about_nothing_shown(self, what: str, numbers: Iterable[str], left_out: set[str]) -> bool:
        about = set(numbers) - {""}
        if not about or about - left_out:
            return False
        self.log.add(what, _ABOUT)
        return True

    def plan_facts(self) -> doc.PlanFacts:
        """The title, the period and the names of levels and columns are always there: they head what is shown."""
        plan = self.document.plan
        shown = tuple(
            row for row in plan.front_matter if self._shows("Introductory sections", row.marking, row.marking_reason)
        )
        found = replace(plan, front_matter=shown)
        if self.shows_plan:
            return found
        self._count("The plan’s own words beside its headings", sum(1 for name in _FACTS if getattr(plan, name)))
        self._count("Glossary entries", len(plan.glossary))
        bare = {name: type(getattr(plan, name))() for name in _FACTS}
        return replace(found, **bare, glossary=())

    def _count(self, what: str, count: int) -> None:
        self.log.marked(what, self.plan.marking, self.plan.reason, count)

    def removed(self) -> tuple[doc.RemovedFacts, ...]:
        shown = tuple(
            row for row in self.document.removed if self._shows("Removed actions", row.marking, row.marking_reason)
        )
        self.some_left_out |= len(shown) < len(self.document.removed)
        return shown

    def history(self, objectives: Iterable[doc.ObjectiveFacts]) -> tuple[doc.QuarterFacts, ...]:
        """Earlier quarters' counts would tell of what is left out. The last one is counted anew from what is shown."""
        history, before = self.document.history, self.document.period.before
        if not self.some_left_out or not history:
            return history
        shown = Counter(action.previous_status for row in objectives for action in row.all_actions())
        counts = tuple((value, shown[value]) for value in STATUSES if shown[value])
        anew = (doc.QuarterFacts(before, counts),) if before and counts else ()
        self.log.add("Figures of earlier quarters", "they count what is left out", len(history) - len(anew))
        return anew

    def measures(self) -> tuple[doc.MeasureFacts, ...]:
        left_out = self.tree.actions_out | self.tree.headings_out
        return tuple(
            row
            for row in self.document.measures
            if not self._is_about_nothing_shown("Measures", [row.about], left_out)
            and self._shows("Measures", row.marking, row.marking_reason)
        )

    def decisions(self) -> tuple[doc.DecisionFacts, ...]:
        """What a board said is like what an agency said: never public unless it is marked so."""
        out = self.tree.actions_out
        return tuple(
            replace(row, actions=tuple(number for number in row.actions if number not in out))
            for row in self.document.decisions
            if not self._is_about_nothing_shown("Decisions", row.actions, out)
            and self._shows("Decisions", inherit_words(row.marking, self.plan.marking), row.marking_reason)
        )

    def requirements(self) -> tuple[doc.RequirementSetFacts, ...]:
        """A requirement whose actions are all left out is left out: it would look like a gap."""
        out = self.tree.actions_out
        found = []
        for each in self.document.requirements:
            shown = tuple(
                replace(row, actions=tuple(number for number in row.actions if number not in out))
                for row in each.requirements
                if not self._is_about_nothing_shown("Requirements", row.actions, out)
            )
            if self.shows_plan:
                found.append(replace(each, requirements=shown))
            else:
                self._count("Requirements", len(shown))
        return tuple(found)

    def comparison(self) -> doc.ComparisonFacts | None:
        found, what = self.document.comparison, "Lines of the comparison"
        if found is None:
            return None
        return replace(
            found,
            lines=tuple(
                row
                for row in found.lines
                if not self._is_about_nothing_shown(what, [row.number], self._compared_out(row.kind))
                and self._shows(what, row.marking, row.marking_reason)
            ),
        )

    def _compared_out(self, kind: str) -> set[str]:
        return self.tree.actions_out | (self.tree.dates_out if kind == "moved" else set())

    def governance(self) -> tuple[doc.GovernanceFacts, ...]:
        """Boards, their terms and seats are as public as the plan that prints them."""
        if self.shows_plan:
            return self.document.governance
        self._count("Boards and their members", len(self.document.governance))
        return ()

    def words(self, field: str, text: str) -> str:
        return text if not text or self._shows_words(field) else ""

    def _shows_words(self, field: str) -> bool:
        """The coordinator's words have a marking of their own, the partnership's unless it is set."""
        return self._shows("The coordinator’s words", inherit(dict(self.document.word_markings).get(field, ""), ""), "")

    def cover(self) -> doc.CoverFacts:
        cover = self.document.cover
        asked, rest = cover.recommendations, replace(cover, recommendations=())
        if asked and not self._shows_words("recommendations"):
            asked = ()
        if rest != doc.CoverFacts() and not self._shows_words("cover"):
            rest = doc.CoverFacts()
        return replace(rest, recommendations=asked)
