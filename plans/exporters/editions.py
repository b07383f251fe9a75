"""Editions of a plan: the board reads all, partners what is marked for them or for the public, the public the rest.

Markings are inherited downward unless set (rules/markings.py); what is left out is counted, with its reason. Packs have
the same rule for their documents (reporting/editions.py). No Django.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from plans.rules.exemptions import EXEMPTIONS
from plans.rules.held_names import COMMUNITY, HeldNames
from plans.rules.markings import EDITIONS, HEADING_LEFT_OUT, admits, inherit, inherit_words, reason_words
from plans.rules.texts import texts, uses

from .record import ActionRecord, LeadRecord, LeftOutRecord, ObjectiveRecord, PlanRecord, ReportRecord

__all__ = ["EDITIONS", "edition"]

_NOTED = "notes are for the partnership"
_HELD = "community organisations, held until released"
# Fields without words: no name is looked for in them.
_CODES = frozenset(
    {
        "format", "version", "edition", "year_basis", "stage", "marking", "marking_reason", "kind", "nature", "state",
        "value", "last_value", "row", "field", "rag", "post", "recurrence", "refers_to", "requirement_codes",
        "requirement_sets",
    }
)  # fmt: skip
Held = Sequence[tuple[Sequence[str], str]]


@dataclass(frozen=True)
class _Marked:
    """An effective marking and why, as a sentence or ""."""

    marking: str
    reason: str = ""

    def below(self, own: str, reason: str) -> _Marked:
        return _Marked(own, EXEMPTIONS.get(reason, "")) if own else _Marked(inherit("", self.marking), self.reason)

    def words(self, own: str, reason: str) -> _Marked:
        """The same for what an agency said."""
        marking = inherit_words(own, self.marking)
        return self.below(own, reason) if own else _Marked(marking, self.reason if marking == self.marking else "")


def edition(record: PlanRecord, name: str, *, held: Held = ()) -> PlanRecord:
    """The plan as one edition prints it, made from the board's. `held`: the names of each thing that the public does
    not read by name, and what stands for them.

    Raises ValueError for an unknown edition, and where nothing of the plan is marked for this one.
    """
    is_whole = admits(name, inherit(record.marking, ""))
    if name == "board":
        return record
    made = _Edition(name)
    plan = _Marked("").below(inherit(record.marking, ""), record.marking_reason)
    objectives = made.objectives(record.objectives, plan)
    matter = tuple(
        part
        for part in record.front_matter
        if made.shows("front matter sections", plan.below(part.marking, part.marking_reason))
    )
    if not (is_whole or objectives or matter):
        raise ValueError(f"Nothing in this plan is marked for the {name} edition, so there is none.")
    found = replace(record, edition=name, objectives=made.without_followers(objectives), front_matter=matter)
    if not is_whole:
        found = made.bare(found, plan)
    if name == "public":
        found = made.for_the_public(found, held)
    found = made.without_unused_terms(record, found)
    lines = sorted(made.left_out.items())
    return replace(found, left_out=tuple(LeftOutRecord(what, number, reason) for (what, reason), number in lines))


@dataclass
class _Edition:
    """What is left out while an edition is made."""

    name: str
    left_out: Counter[tuple[str, str]] = field(default_factory=Counter)
    numbers: set[str] = field(default_factory=set)  # of the actions left out

    def shows(self, what: str, marked: _Marked, count: int = 1) -> bool:
        """Whether it shows what is marked so; what it does not is counted."""
        if admits(self.name, marked.marking):
            return True
        if count:
            self.left_out[what, reason_words(marked.marking, marked.reason)] += count
        return False

    def objectives(self, rows: Iterable[ObjectiveRecord], above: _Marked) -> tuple[ObjectiveRecord, ...]:
        """Those that are shown, with what is shown below them; one that is not, above what is, keeps its number."""
        found = []
        for row in rows:
            here = above.below(row.marking, row.marking_reason)
            is_shown = self.shows("objectives", here)
            actions = tuple(self._action(each, here) for each in row.actions if self._has(each, here))
            children = self.objectives(row.children, here)
            if is_shown:
                found.append(replace(row, actions=actions, children=children))
            elif actions or children:
                bare = replace(row, title=HEADING_LEFT_OUT, paragraphs=(), outcomes=(), requirements=())
                found.append(replace(bare, actions=actions, children=children))
        return tuple(found)

    def _has(self, row: ActionRecord, above: _Marked) -> bool:
        if self.shows("actions", above.below(row.marking, row.marking_reason)):
            return True
        self.numbers.add(row.number)
        return False

    def _action(self, row: ActionRecord, above: _Marked) -> ActionRecord:
        here = above.below(row.marking, row.marking_reason)
        leads = tuple(each for each in row.leads if self._has_lead(each, here))
        reports = tuple(each for each in row.status.reports if self._has_report(each, here))
        if len(leads) < len(row.leads):  # the cell as printed and the reports would name who is left out
            row = replace(row, leads=leads, leads_text="; ".join(each.words for each in leads))
            reports = ()
        return replace(row, status=replace(row.status, reports=reports))

    def _has_lead(self, row: LeadRecord, action: _Marked) -> bool:
        return self.shows("leads", action.below(row.marking, row.marking_reason))

    def _has_report(self, row: ReportRecord, action: _Marked) -> bool:
        return self.shows("reports", action.words(row.marking, row.marking_reason))

    def without_followers(self, rows: Iterable[ObjectiveRecord]) -> tuple[ObjectiveRecord, ...]:
        """Without dates that follow an action which is left out."""

        def quiet(action: ActionRecord) -> ActionRecord:
            refers = {each for part in action.timescale.parts for each in part.refers_to.split(", ")}
            return replace(action, due_on=None) if refers & self.numbers else action

        return tuple(_each(row, quiet) for row in rows)

    def bare(self, found: PlanRecord, plan: _Marked) -> PlanRecord:
        """Without what has the plan's own marking: its glossary and the facts beside its heads."""
        self.shows("glossary entries", plan, len(found.glossary))
        return replace(
            found, reference="", subtitle="", table_title="", edition_words="", responsible="", council_priorities=(),
            indicators=(), requirement_sets=(), note="", glossary=(),
        )  # fmt: skip

    def without_unused_terms(self, record: PlanRecord, found: PlanRecord) -> PlanRecord:
        """Without the terms that only what is left out uses."""
        before, now = _words(record), _words(found)
        kept = tuple(each for each in found.glossary if uses(now, each.term) or not uses(before, each.term))
        if len(kept) < len(found.glossary):
            self.left_out["glossary entries", "only what is left out uses them"] += len(found.glossary) - len(kept)
        return replace(found, glossary=kept)

    def for_the_public(self, found: PlanRecord, held: Held) -> PlanRecord:
        """Agreed ratings stay; editors' notes, names held back and the markings of what is left do not."""
        noted = sum(1 for text in (found.note, *(action.note for action in found.actions)) if text)
        if noted:
            self.left_out["notes", _NOTED] += noted
        names = HeldNames((name, instead) for called, instead in held for name in called)
        glossary = tuple(each for each in found.glossary if not names.stand_in(each.term))
        if len(glossary) < len(found.glossary):
            self.left_out["glossary entries", _HELD] += len(found.glossary) - len(glossary)
        found = names.replace_in(replace(found, note="", glossary=glossary), _CODES)
        for instead, count in names.replaced.items():
            reason = _HELD if instead == COMMUNITY else f"shown as “{instead}”"
            self.left_out["names", reason] += count
        matter = tuple(replace(part, marking="", marking_reason="") for part in found.front_matter)
        rows = tuple(map(_unmarked, found.objectives))
        return replace(found, marking="public", marking_reason="", front_matter=matter, objectives=rows)


def _words(record: PlanRecord) -> str:
    return "\n".join(texts(replace(record, glossary=(), left_out=()), _CODES))


def _unmarked(row: ObjectiveRecord) -> ObjectiveRecord:
    """Without notes, and without the markings and slugs that would tell what is special about it."""
    children = tuple(map(_unmarked, row.children))
    return replace(
        row, marking="", marking_reason="", actions=tuple(map(_unmarked_action, row.actions)), children=children
    )


def _unmarked_action(row: ActionRecord) -> ActionRecord:
    leads = tuple(replace(each, marking="", marking_reason="", agency="", post="") for each in row.leads)
    reports = tuple(replace(each, marking="", marking_reason="") for each in row.status.reports)
    status = replace(row.status, reports=reports)
    return replace(row, marking="", marking_reason="", note="", leads=leads, status=status)


def _each(row: ObjectiveRecord, change: Callable[[ActionRecord], ActionRecord]) -> ObjectiveRecord:
    children = tuple(_each(child, change) for child in row.children)
    return replace(row, actions=tuple(map(change, row.actions)), children=children)
