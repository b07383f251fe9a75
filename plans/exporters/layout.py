"""What a plan's table prints: its own headings in its own order, then what it holds and has no column for. No Django.

Levels of the tree that the plan prints in no column of its own are headings in Word, and columns of a sheet, which can
then be filtered.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from . import wording
from .record import ActionRecord, MilestoneRecord, ObjectiveRecord, PlanRecord

LEVELS = ("subject", "objective")
REQUIREMENTS, OUTCOMES = "Requirements:", "Outcomes:"
# Headings of what a plan has no column for, in the order in which they are added after its own.
_ADDED = {
    "action": "Action",
    "steps": "Steps",
    "leads": "Lead",
    "timescale": "Timescale",
    "milestones": "Milestones",
    "outcomes": "Outcomes",
    "progress": "Progress",
    "rag": "RAG",
}
_PRINTED = {"number", *LEVELS, *_ADDED}


@dataclass(frozen=True)
class Column:
    """A column: what it holds and its heading. `level` counts the columns of the tree from 0; -1 for all others.
    `is_added`: the plan itself has no such column."""

    field: str
    heading: str
    level: int = -1
    is_added: bool = True


@dataclass(frozen=True)
class Line:
    """A paragraph of a cell; `bullet` where it is one of a list's."""

    text: str
    bullet: bool = False


Lines = tuple[Line, ...]


@dataclass(frozen=True)
class Row:
    """An action; the objectives above it that are printed as `headings`, and those in the columns of `levels`. There is
    none where an objective has neither actions nor children."""

    action: ActionRecord | None
    objective: ObjectiveRecord
    headings: tuple[ObjectiveRecord, ...]
    levels: tuple[ObjectiveRecord | None, ...]


@dataclass(frozen=True)
class Layout:
    """The table of one plan."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    @property
    def outcomes_are_objectives(self) -> bool:
        """A column of outcomes to the left of the actions holds those of the objectives."""
        fields = [column.field for column in self.columns]
        return "outcomes" in fields and fields.index("outcomes") < fields.index("action")

    def lines(self, column: Column, row: Row) -> Lines:
        """What a cell prints; the rating is for each format to word."""
        if column.level >= 0:
            node = row.levels[column.level]
            return node_lines(node, with_outcomes=not self.outcomes_are_objectives) if node else ()
        if column.field == "outcomes" and self.outcomes_are_objectives:
            return bullets((*row.objective.outcomes, *(row.action.outcomes if row.action else ())))
        return action_lines(row.action, column.field) if row.action else ()

    def is_shared(self, column: Column, row: Row, above: Row) -> bool:
        """Whether a cell is the one above, printed once for several actions."""
        if column.level >= 0:
            upto = slice(0, column.level + 1)
            is_one = row.headings == above.headings and row.levels[upto] == above.levels[upto]
            return is_one and row.levels[column.level] is not None
        if row.objective != above.objective or row.action is None or above.action is None:
            return False
        if column.field == "outcomes" and self.outcomes_are_objectives:
            return not row.action.outcomes and not above.action.outcomes
        is_one_row = bool(row.action.row) and row.action.row == above.action.row
        same = self.lines(column, row) == self.lines(column, above) != ()
        return is_one_row and same and column.field in ("leads", "timescale", "progress")


def layout(record: PlanRecord, *, sheet: bool) -> Layout:
    """The plan's table for Word, or for a `sheet`."""
    own = [(column.field, column.heading) for column in record.columns if column.field in _PRINTED]
    fields = {field for field, _ in own}
    held = len(fields & set(LEVELS))
    rows = list(_rows(record.objectives, held))
    extra = max((len(row.headings) for row in rows), default=0)
    first = [] if "number" in fields else [("number", "No.")]
    levels = _level_headings(extra, fields) if sheet else []
    last = [
        (field, heading)
        for field, heading in _ADDED.items()
        if field not in fields and (_is_needed(record, field) or (sheet and field == "rag"))
    ]
    columns = tuple(_counted([*first, *levels, *own, *last], own))
    return Layout(columns, tuple(_in_columns(row, extra) if sheet else row for row in rows))


def _rows(objectives: Sequence[ObjectiveRecord], held: int) -> Iterator[Row]:
    """The actions in printed order. `held` levels stand in columns of the plan's own: the lowest ones.

    Once an objective of the first level is a heading, so are all after it, which would else seem to belong to it.
    """
    deepest = max((_depth(each) for each in objectives), default=0)
    headings = 0
    for root in objectives:
        wanted = _depth(root) - held if held == len(LEVELS) else deepest - held
        headings = max(wanted, min(headings, 1), 0)
        for path, action in _actions(root, ()):
            columns = (*path[headings:], *(None,) * held)[:held]
            yield Row(action, path[-1], path[:headings], columns)


def _depth(objective: ObjectiveRecord) -> int:
    return 1 + max((_depth(child) for child in objective.children), default=0)


def _actions(
    objective: ObjectiveRecord, above: tuple[ObjectiveRecord, ...]
) -> Iterator[tuple[tuple[ObjectiveRecord, ...], ActionRecord | None]]:
    path = (*above, objective)
    yield from ((path, action) for action in objective.actions)
    if not objective.actions and not objective.children:
        yield path, None
    for child in objective.children:
        yield from _actions(child, path)


def _level_headings(extra: int, fields: set[str]) -> list[tuple[str, str]]:
    """Headings for levels that have no column of the plan's own, outermost first."""
    below = "Objective" if "objective" not in fields else "Subject"
    return [("subject", "Section"), ("objective", below), ("objective", "Sub-objective")][:extra]


def _in_columns(row: Row, extra: int) -> Row:
    headings = (*row.headings, *(None,) * extra)[:extra]
    return Row(row.action, row.objective, (), (*headings, *row.levels))


def _counted(pairs: Sequence[tuple[str, str]], own: Sequence[tuple[str, str]]) -> Iterator[Column]:
    level = 0
    for pair in pairs:
        is_level = pair[0] in LEVELS
        yield Column(*pair, level=level if is_level else -1, is_added=all(pair is not each for each in own))
        level += is_level


def _is_needed(record: PlanRecord, field: str) -> bool:
    """Whether a field without a column needs one: it holds something."""
    if field == "rag":
        return any(not wording.is_unasked(action.status) for action in record.actions)
    return field == "action" or any(action_lines(action, field) for action in record.actions)


def node_lines(node: ObjectiveRecord, *, with_outcomes: bool) -> Lines:
    """An objective in a cell: number and title, then its paragraphs, what is required of it and what it is to bring."""
    found = [Line(wording.titled(node)), *map(Line, node.paragraphs)]
    if node.requirements:
        found += [Line(REQUIREMENTS), *bullets(node.requirements)]
    if node.outcomes and with_outcomes:
        found += [Line(OUTCOMES), *bullets(node.outcomes)]
    return tuple(found)


def action_lines(action: ActionRecord, field: str) -> Lines:
    """A field of an action in a cell, under any heading."""
    if field in ("steps", "outcomes"):
        return bullets(action.steps if field == "steps" else action.outcomes)
    if field == "milestones":
        return bullets(tuple(milestone_words(each) for each in action.milestones))
    words = {
        "number": wording.number(action.number, is_generated=action.number_is_generated),
        "action": action.text,
        "leads": action.leads_text or "; ".join(lead.words for lead in action.leads),
        "timescale": action.timescale.text,
        "progress": action.progress_text,
    }.get(field, "")
    return tuple(Line(text) for text in words.split("\n") if text.strip())


def milestone_words(milestone: MilestoneRecord) -> str:
    """A milestone with what is known of its time: "Halls listed (due May 2016; done 3 June 2016)"."""
    known = [f"due {milestone.due_text}"] if milestone.due_text else []
    if milestone.done_on:
        known.append(f"done {wording.day(milestone.done_on)}")
    return f"{milestone.text} ({'; '.join(known)})" if known else milestone.text


def bullets(texts: Sequence[str]) -> Lines:
    return tuple(Line(text, bullet=True) for text in texts)
