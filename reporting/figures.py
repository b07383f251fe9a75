"""What follows from a document's facts: statuses, counts, changes, exceptions, silence. Pure functions, no Django."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from .document import ActionFacts, DeadlineChangeFacts, Document, UpdateFacts

# What an action is shown as; counts and charts keep this order.
STATUSES = ("complete", "green", "amber", "red", "not_reported", "paused", "cancelled", "superseded")
LABELS: Mapping[str, str] = {
    "complete": "Complete",
    "green": "Green",
    "amber": "Amber",
    "red": "Red",
    "not_reported": "Not reported",
    "paused": "Paused",
    "cancelled": "Cancelled",
    "superseded": "Superseded",
}
HEADLINE = STATUSES[:5]
_ENDED = ("complete", "paused", "cancelled", "superseded")
_BEST_LAST = ("red", "amber", "green", "complete")
QUARTERS_SHOWN = 8

Counts = dict[str, int]


def status(action: ActionFacts) -> str:
    """What an action is shown as: its state once it is not live, else its agreed rating, else not reported."""
    if action.state in _ENDED:
        return action.state
    return action.rag or "not_reported"


def direction(action: ActionFacts) -> str:
    """Since the last round: "improved", "worsened", "same", "new" (it was not in it), "started" or "stopped" (being
    reported), or "" where neither quarter has a rating."""
    before, now = action.previous_status, status(action)
    if not before:
        return "new"
    if before in _BEST_LAST and now in _BEST_LAST:
        step = _BEST_LAST.index(now) - _BEST_LAST.index(before)
        return "same" if step == 0 else "improved" if step > 0 else "worsened"
    if before == "not_reported" and now in _BEST_LAST:
        return "started"
    if before in _BEST_LAST and now == "not_reported":
        return "stopped"
    return ""


def counts(actions: Iterable[ActionFacts]) -> Counts:
    """How many actions are shown under each status; every status of `STATUSES` is there, in order."""
    found = Counter(status(action) for action in actions)
    return {value: found[value] for value in STATUSES}


def by_objective(document: Document) -> list[tuple[str, str, Counts]]:
    """(number, title, counts) of each objective at the top of the tree that has actions below it."""
    return [
        (objective.number, objective.title, counts(actions))
        for objective in document.objectives
        if (actions := list(objective.all_actions()))
    ]


@dataclass(frozen=True)
class AgencyFigures:
    """What one agency was asked and answered; `ratings` counts its own ratings, not the agreed ones."""

    agency: str
    asked: int
    answered: int
    ratings: Mapping[str, int]

    @property
    def silent(self) -> int:
        return self.asked - self.answered


def by_agency(actions: Iterable[ActionFacts]) -> list[AgencyFigures]:
    """One line for each agency that was asked, in alphabetical order."""
    asked: Counter[str] = Counter()
    ratings: dict[str, Counter[str]] = {}
    for action in actions:
        answered = {update.agency: update for update in action.updates}
        for agency in action.asked:
            asked[agency] += 1
            given = ratings.setdefault(agency, Counter())
            if update := answered.get(agency):
                given["complete" if update.says_complete else update.rag] += 1
    return [
        AgencyFigures(
            agency, asked[agency], ratings[agency].total(), {value: ratings[agency][value] for value in HEADLINE[:4]}
        )
        for agency in sorted(asked, key=str.casefold)
    ]


def coverage(actions: Iterable[ActionFacts]) -> tuple[int, int, int]:
    """(updates received, updates asked for, whole per cent); (0, 0, 0) when nobody was asked."""
    lines = by_agency(actions)
    asked, answered = sum(line.asked for line in lines), sum(line.answered for line in lines)
    return answered, asked, answered * 100 // asked if asked else 0


def over_quarters(document: Document) -> list[tuple[str, Counts]]:
    """(label, counts) of the last rounds, oldest first, this one last; at most `QUARTERS_SHOWN`."""
    past = [
        (quarter.label, {value: dict(quarter.counts).get(value, 0) for value in STATUSES})
        for quarter in document.history
    ]
    return [*past, (document.period.label, counts(document.actions()))][-QUARTERS_SHOWN:]


@dataclass(frozen=True)
class Changes:
    """The actions that moved since the last round; an action is in one list only."""

    completed: tuple[ActionFacts, ...]
    improved: tuple[ActionFacts, ...]
    worsened: tuple[ActionFacts, ...]
    started: tuple[ActionFacts, ...]
    stopped: tuple[ActionFacts, ...]
    new: tuple[ActionFacts, ...]

    @property
    def total(self) -> int:
        lists = (self.completed, self.improved, self.worsened, self.started, self.stopped, self.new)
        return sum(len(found) for found in lists)


def changes(actions: Iterable[ActionFacts]) -> Changes:
    """Sorted by what happened; "completed" takes precedence over "improved" and "started"."""
    found: dict[str, list[ActionFacts]] = {}
    for action in actions:
        done = status(action) == "complete" and action.previous_status not in ("complete", "")
        found.setdefault("completed" if done else direction(action), []).append(action)
    kinds = ("completed", "improved", "worsened", "started", "stopped", "new")
    return Changes(*(tuple(found.get(kind, ())) for kind in kinds))


def deadline_changes(actions: Iterable[ActionFacts]) -> list[tuple[ActionFacts, DeadlineChangeFacts]]:
    """Every changed deadline with its action, in printed order."""
    return [(action, change) for action in actions for change in action.deadline_changes]


def exceptions(actions: Iterable[ActionFacts]) -> list[ActionFacts]:
    """Red first, then amber: within each, overdue first, then as printed."""
    found = [action for action in actions if status(action) in ("red", "amber")]
    return sorted(found, key=lambda action: (status(action) != "red", not action.overdue))


def overdue(actions: Iterable[ActionFacts]) -> list[ActionFacts]:
    """Live actions past their date, the longest overdue first."""
    found = [action for action in actions if action.overdue]
    return sorted(found, key=lambda action: action.due_on or dt.date.max)


def silent(actions: Iterable[ActionFacts]) -> list[tuple[str, list[ActionFacts]]]:
    """(agency, actions it was asked about and did not answer), most silent first."""
    found: dict[str, list[ActionFacts]] = {}
    for action in actions:
        answered = {update.agency for update in action.updates}
        for agency in action.asked:
            if agency not in answered:
                found.setdefault(agency, []).append(action)
    return sorted(found.items(), key=lambda item: (-len(item[1]), item[0].casefold()))


@dataclass(frozen=True)
class Due:
    """An action, or one of its milestones, and the day it is due."""

    due_on: dt.date
    action: ActionFacts
    milestone: str = ""


def look_ahead(document: Document, days: int = 183) -> list[Due]:
    """What is due after the round's end and within the next two quarters, by date; what is done or stopped is not."""
    first, last = document.period.ends_on, document.period.ends_on + dt.timedelta(days=days)
    return sorted((due for due in _open_dates(document) if first < due.due_on <= last), key=lambda due: due.due_on)


def _open_dates(document: Document) -> Iterator[Due]:
    for action in document.actions():
        if action.state in _ENDED:
            continue
        if action.due_on:
            yield Due(action.due_on, action)
        for milestone in action.milestones:
            if milestone.due_on and not milestone.done_on and milestone.due_on != action.due_on:
                yield Due(milestone.due_on, action, milestone.text)


def worst_first(updates: Iterable[UpdateFacts]) -> list[UpdateFacts]:
    """The answers that explain a rating before those that do not: red, amber, green; within each, as they stand."""
    return sorted(updates, key=lambda update: _BEST_LAST.index(update.rag))


def paths_to_green(action: ActionFacts) -> list[UpdateFacts]:
    """The answers that say how an action gets back."""
    return [update for update in action.updates if update.path_to_green]
