"""What a pack says of its quarter: exceptions, changes, silence, contradictions, decisions, and what is due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from reporting import figures
from reporting.document import ActionFacts, DecisionFacts, Document, RemovedFacts

from .action_view import ActionView, action_views
from .wording import Listing, Wording, cut, listed


@dataclass(frozen=True)
class Movement:
    """One kind of change since the last round, and the actions it happened to; `shape` is the one it is shown with."""

    shape: str
    heading: str
    actions: tuple[ActionView, ...] = ()
    removed: tuple[RemovedFacts, ...] = ()

    @property
    def count(self) -> int:
        return len(self.actions) + len(self.removed)

    @property
    def numbers(self) -> list[str]:
        return [*(action.facts.number for action in self.actions), *(gone.number for gone in self.removed)]


@dataclass(frozen=True)
class Silence:
    """An agency, the requests it left unanswered of those `asked`, and the share it answered in whole per cent."""

    agency: str
    asked: int
    coverage: int
    actions: tuple[ActionView, ...]


@dataclass(frozen=True)
class DecisionView:
    facts: DecisionFacts
    text: str
    outcome: str
    owner: str  # "" where the outcome names it
    put_to_us: bool
    mark: str


@dataclass(frozen=True)
class QuarterAhead:
    """Three months ("October to December 2016") and what is due in them."""

    label: str
    dues: tuple[tuple[figures.Due, ActionView], ...]


@dataclass(frozen=True)
class QuarterView:
    document: Document
    wording: Wording

    @cached_property
    def _actions(self) -> tuple[ActionFacts, ...]:
        return tuple(self.document.actions())

    @property
    def exceptions(self) -> Listing:
        found = figures.exceptions(self._actions)
        return listed((ActionView(action, self.wording) for action in found), self.wording.limits.exceptions)

    @cached_property
    def explains(self) -> bool:
        """Whether anything is said about an exception: the public reads ratings without the agencies' words."""
        return any(found.updates or found.contradictions for found in figures.exceptions(self._actions))

    @cached_property
    def movements(self) -> list[Movement]:
        """Each kind of change that happened."""
        found, was_there = figures.changes(self._actions), bool(self.document.period.before)
        kinds = (
            ("up", "Improved", found.improved),
            ("down", "Worsened", found.worsened),
            ("up", "Completed", found.completed),
            ("new", "Newly reported", found.started),
            ("down", "No longer reported", found.stopped),
            ("new", "New in the plan", found.new if was_there else ()),
        )
        moved = [Movement(shape, heading, action_views(own, self.wording)) for shape, heading, own in kinds if own]
        gone = self.document.removed
        return [*moved, Movement("down", "Removed from the plan", removed=gone)] if gone else moved

    @cached_property
    def deadline_changes(self) -> Listing:
        return listed(figures.deadline_changes(self._actions), None)

    @cached_property
    def was_asked(self) -> bool:
        return any(action.asked for action in self._actions)

    @cached_property
    def silence(self) -> Listing:
        lines = {line.agency: line for line in figures.by_agency(self._actions)}
        found = (
            Silence(
                agency,
                lines[agency].asked,
                lines[agency].answered * 100 // lines[agency].asked,
                action_views(actions, self.wording),
            )
            for agency, actions in figures.silent(self._actions)
        )
        return listed(found, None)

    @property
    def contradictions(self) -> tuple[ActionView, ...]:
        return action_views((action for action in self._actions if action.contradictions), self.wording)

    @property
    def decisions(self) -> Listing:
        return listed(map(self._decision, self.document.decisions), self.wording.limits.decisions)

    def _decision(self, decision: DecisionFacts) -> DecisionView:
        ours = (self.document.board, self.document.board_short)
        limit = self.wording.limits.sentence
        return DecisionView(
            decision,
            cut(decision.text, limit),
            cut(decision.outcome or _stand(decision), limit),
            owner="" if decision.owner in decision.outcome else decision.owner,
            put_to_us=decision.put_to in ours and decision.board not in ours,
            mark=self.wording.mark_words(decision.marking),
        )

    @cached_property
    def dues(self) -> Listing:
        """What is due in the next two quarters, by date."""
        last = _three_months(self.document.period.ends_on, 1)[1]
        found = (
            (due, ActionView(due.action, self.wording))
            for due in figures.look_ahead(self.document)
            if due.due_on <= last
        )
        return listed(found, self.wording.limits.ahead)

    @property
    def ahead(self) -> list[QuarterAhead]:
        return list(self._ahead())

    def _ahead(self) -> Iterator[QuarterAhead]:
        for index in (0, 1):
            first, last = _three_months(self.document.period.ends_on, index)
            dues = tuple((due, action) for due, action in self.dues if first <= due.due_on <= last)
            if dues:
                yield QuarterAhead(_months(first, last), dues)


def _stand(decision: DecisionFacts) -> str:
    """What came of a decision, where nobody said it in words."""
    if decision.done_on:
        return f"Done {decision.done_on:%-d %B %Y}."
    return f"Open, due {decision.due_on:%-d %B %Y}." if decision.due_on else ""


def _three_months(ends_on: dt.date, index: int) -> tuple[dt.date, dt.date]:
    """(first day, last day) of the index-th three months after a quarter's end."""
    first = ends_on + dt.timedelta(days=1)
    start, end = _later(first, 3 * index), _later(first, 3 * index + 3)
    return start, end - dt.timedelta(days=1)


def _later(day: dt.date, months: int) -> dt.date:
    """The same day that many months later; days beyond the 28th become the 28th, so that every month has it."""
    years, month = divmod(day.month - 1 + months, 12)
    return day.replace(year=day.year + years, month=month + 1, day=min(day.day, 28))


def _months(first: dt.date, last: dt.date) -> str:
    year = "" if first.year == last.year else f" {first.year}"
    return f"{first:%B}{year} to {last:%B %Y}"
