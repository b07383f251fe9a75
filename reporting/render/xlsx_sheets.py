"""What a pack's workbook holds: a table for each kind of fact, in values that a spreadsheet counts and sorts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from reporting import figures
from reporting.document import ActionFacts, Document, ObjectiveFacts

from .wording import Wording, wording_of

Value = str | int | Decimal | dt.date | None
Row = tuple[Value, ...]
_DIRECTIONS = {
    "improved": "Improved", "worsened": "Worsened", "same": "No change", "new": "New",
    "started": "Newly reported", "stopped": "No longer reported", "": "",
}  # fmt: skip
_STATES = {
    "not_started": "Not started", "in_progress": "In progress", "complete": "Complete", "paused": "Paused",
    "cancelled": "Cancelled", "superseded": "Superseded",
}  # fmt: skip


@dataclass(frozen=True)
class Sheet:
    """A table: its name (at most 31 characters, as Excel has it), heads, and rows of values under them."""

    name: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]


def sheets(document: Document) -> list[Sheet]:
    """The tables of a pack that have any rows, the facts about the pack itself first."""
    words = wording_of(document, document.layout.limits)
    found = [
        Sheet("Pack", ("What", "Words"), tuple(_about(document))),
        Sheet("Actions", _ACTION_HEADS, tuple(_actions(document, words))),
        Sheet("Updates", _UPDATE_HEADS, tuple(_updates(document, words))),
        Sheet("Milestones", ("No.", "Milestone", "Due as printed", "Due", "Done"), tuple(_milestones(document))),
        Sheet("Dates moved", _MOVED_HEADS, tuple(_moved(document))),
        _by_objective(document, words),
        _quarters(document, words),
        _agencies(document, words),
        Sheet("Removed", ("No.", "Action", "Removed"), tuple(_removed(document))),
        Sheet("Decisions", _DECISION_HEADS, tuple(_decisions(document))),
        Sheet("Measures", _MEASURE_HEADS, tuple(_measures(document))),
        Sheet("Requirements", _REQUIREMENT_HEADS, tuple(_requirements(document))),
        Sheet("Left out", ("What", "Why", "How many", "Where"), tuple(_left_out(document))),
    ]
    return [sheet for sheet in found if sheet.rows]


def _about(document: Document) -> Iterator[Row]:
    cover = document.cover
    pairs: list[tuple[str, Value]] = [
        ("Title", document.title),
        ("Partnership", document.partnership),
        ("Board", document.board),
        ("Plan", document.plan.title),
        ("Period", document.period.label),
        ("Position at", timezone.localdate(document.as_at)),
        ("Edition", document.edition.capitalize()),
        ("Version", document.version),
        ("Marking", document.marking),
        ("Headline", document.headline),
        ("Narrative", document.narrative),
        *((f"Recommendation {number}", text) for number, text in enumerate(cover.recommendations, 1)),
        *((entry.label, entry.definition) for entry in document.rag_key),
    ]
    yield from (pair for pair in pairs if pair[1])


def _walk(document: Document) -> Iterator[tuple[str, ActionFacts]]:
    """(the headings above it, action) of every action, in printed order."""

    def below(objective: ObjectiveFacts, above: tuple[str, ...]) -> Iterator[tuple[str, ActionFacts]]:
        path = (*above, f"{objective.number} {objective.title}".strip())
        yield from ((" › ".join(path), action) for action in objective.actions)
        for child in objective.children:
            yield from below(child, path)

    for objective in document.objectives:
        yield from below(objective, ())


_ACTION_HEADS = (
    "No.", "Objective", "Action", "Leads", "Timescale", "Due", "Overdue", "State", "Status", "Status before",
    "Direction", "Last known", "Contradictions", "Requirements",
)  # fmt: skip


def _actions(document: Document, words: Wording) -> Iterator[Row]:
    has_round = bool(document.period.slug)
    for objective, action in _walk(document):
        leads = action.leads_text or "; ".join(lead.words for lead in action.leads)
        before = words.label(action.previous_status) if action.previous_status else ""
        last = f"{words.label(action.last_rag)}, {action.last_period}" if action.last_rag else ""
        yield (
            action.number, objective, _lines((action.text, *action.steps)), leads, action.timescale_text,
            action.due_on, "Yes" if action.overdue else "No", _STATES[action.state],
            words.label(figures.status(action)) if has_round else "", before,
            _DIRECTIONS[figures.direction(action)] if words.compares else "", last,
            _lines(action.contradictions), _lines(action.requirements),
        )  # fmt: skip


_UPDATE_HEADS = (
    "No.", "Agency", "Rating", "Says complete", "What happened", "Path to green", "Forecast", "Late",
    "By the coordinator",
)  # fmt: skip


def _updates(document: Document, words: Wording) -> Iterator[Row]:
    for action in document.actions():
        answered = {update.agency for update in action.updates}
        for update in action.updates:
            yield (
                action.number, update.agency, words.label(update.rag), _yes(update.says_complete), update.narrative,
                update.path_to_green, update.forecast_on, _yes(update.late), _yes(update.on_behalf),
            )  # fmt: skip
        for agency in action.asked:
            if agency not in answered:
                yield (action.number, agency, words.label("not_reported"), "No", "", "", None, "No", "No")


def _milestones(document: Document) -> Iterator[Row]:
    for action in document.actions():
        for each in action.milestones:
            yield (action.number, each.text, each.due_text, each.due_on, each.done_on)


_MOVED_HEADS = ("No.", "Action", "Changed", "Was", "Is now", "Reason", "Agreed by")


def _moved(document: Document) -> Iterator[Row]:
    for action, each in figures.deadline_changes(document.actions()):
        yield (action.number, action.text, each.changed_on, each.old_text, each.new_text, each.reason, each.agreed_by)


def _counted(words: Wording) -> tuple[str, ...]:
    return tuple(words.label(value) for value in figures.STATUSES)


def _by_objective(document: Document, words: Wording) -> Sheet:
    rows: list[Row] = [(number, title, *counts.values()) for number, title, counts in figures.by_objective(document)]
    return Sheet("By objective", ("No.", "Objective", *_counted(words)), tuple(rows) if document.period.slug else ())


def _quarters(document: Document, words: Wording) -> Sheet:
    rows: list[Row] = [(label, *counts.values()) for label, counts in figures.over_quarters(document)]
    return Sheet("Quarters", ("Quarter", *_counted(words)), tuple(rows) if document.period.slug else ())


def _agencies(document: Document, words: Wording) -> Sheet:
    rows: list[Row] = [
        (line.agency, line.asked, line.answered, line.silent, *line.ratings.values())
        for line in figures.by_agency(document.actions())
    ]
    heads = ("Agency", "Asked", "Received", "Not received", *(words.label(value) for value in figures.HEADLINE[:4]))
    return Sheet("Agencies", heads, tuple(rows))


def _removed(document: Document) -> Iterator[Row]:
    yield from ((each.number, each.text, each.removed_on) for each in document.removed)


_DECISION_HEADS = ("Board", "Decided", "Decision", "Actions", "Owner", "Due", "Done", "Put to", "What came of it")


def _decisions(document: Document) -> Iterator[Row]:
    for each in document.decisions:
        yield (
            each.board, each.decided_on, each.text, ", ".join(each.actions), each.owner, each.due_on, each.done_on,
            each.put_to, each.outcome,
        )  # fmt: skip


_MEASURE_HEADS = ("Measure", "About", "Unit", "Better", "Baseline", "Target", "Quarter", "Figure", "Note")


def _measures(document: Document) -> Iterator[Row]:
    for each in document.measures:
        own = (each.name, each.about, each.unit, "More" if each.better == "up" else "Less")
        goals = (_number(each.baseline), _number(each.target))
        for reading in each.readings:
            yield (*own, *goals, reading.label, _number(reading.value), reading.note)
        if not each.readings:
            yield (*own, *goals, "", None, "")


_REQUIREMENT_HEADS = ("Set", "No.", "Requirement", "Actions", "How many", "Rating", "Note")


def _requirements(document: Document) -> Iterator[Row]:
    for each in document.requirements:
        for line in each.requirements:
            yield (
                each.title, line.number, line.title, ", ".join(line.actions), len(line.actions), line.rating, line.note,
            )  # fmt: skip


def _left_out(document: Document) -> Iterator[Row]:
    yield from ((each.what, each.reason, each.count, each.where) for each in document.redactions)


def _lines(texts: Iterable[str]) -> str:
    return "\n".join(texts)


def _yes(is_so: bool) -> str:
    return "Yes" if is_so else "No"


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None
