"""A plan as one table of values, an action to a row, for files of rows and columns. No Django."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from . import wording
from .layout import Column, Layout, Lines, Row, layout, node_lines
from .record import ActionRecord, ObjectiveRecord, PlanRecord

Value = str | dt.date | None
# What the program knows and the plan does not print: field and heading. An import leaves these columns out.
INFORMATION = {
    "row": "Printed row",
    "due": "Due (date)",
    "state": "State",
    "rated_in": "Rated in",
    "last": "Last rated",
    "reported": "Reported by agencies",
    "path": "Path to green",
    "marking": "Marking",
    "note": "Editor's note",
}
FORMULAS = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet takes for a formula (OWASP, CSV injection)
SECTION_TEXT = "About the section"
_BESIDE = {"timescale": ("due",), "rag": ("state", "rated_in", "last", "reported", "path", "marking", "note")}


@dataclass(frozen=True)
class Sheet:
    """Columns by field and heading, and the rows' values in their order."""

    fields: tuple[str, ...]
    headings: tuple[str, ...]
    added: tuple[bool, ...]  # whether the plan itself has no such column
    rows: tuple[tuple[Value, ...], ...]


def sheet(record: PlanRecord) -> Sheet:
    """The plan's table, with what is known of each action beside it."""
    table = layout(record, sheet=True)
    texts = _section_texts(table)
    columns = list(_columns(table, has_texts=any(texts)))
    rows = tuple(
        tuple(_value(record, table, column, row, text) for column in columns)
        for row, text in zip(table.rows, texts, strict=True)
    )
    return Sheet(
        tuple(column.field for column in columns),
        tuple(column.heading for column in columns),
        tuple(column.is_added for column in columns),
        rows,
    )


def _columns(table: Layout, *, has_texts: bool) -> Iterator[Column]:
    last = max((at for at, column in enumerate(table.columns) if column.level >= 0), default=0)
    for at, column in enumerate(table.columns):
        yield column
        if column.field == "number" and any(row.action and row.action.row for row in table.rows):
            yield Column("row", INFORMATION["row"])
        if at == last and has_texts:
            yield Column("section_text", SECTION_TEXT)
        yield from (Column(field, INFORMATION[field]) for field in _BESIDE.get(column.field, ()))


def _section_texts(table: Layout) -> list[str]:
    """What is printed of objectives below their titles, at the first action of each."""
    known: set[int] = set()
    found = []
    for row in table.rows:
        new = [node for node in row.levels if node is not None and id(node) not in known]
        known.update(map(id, new))
        found.append("\n".join(filter(None, (_section_text(table, node) for node in new))))
    return found


def _section_text(table: Layout, node: ObjectiveRecord) -> str:
    title, *below = node_lines(node, with_outcomes=not table.outcomes_are_objectives)
    return joined((title, *below)) if below else ""


def _value(record: PlanRecord, table: Layout, column: Column, row: Row, section_text: str) -> Value:
    if column.field == "section_text":
        return section_text
    if column.level >= 0:
        return joined(table.lines(column, row)[:1])
    if column.field == "rag":
        is_said = row.action is not None and not wording.is_unasked(row.action.status)
        return wording.status_label(record, row.action.status.value) if row.action and is_said else ""
    if column.field in INFORMATION:
        return _information(record, row.action, column.field) if row.action else ""
    return joined(table.lines(column, row))


def joined(lines: Lines) -> str:
    """Paragraphs as lines of one cell; those of a list with their bullets."""
    return "\n".join(f"• {line.text}" if line.bullet else line.text for line in lines)


def _information(record: PlanRecord, action: ActionRecord, field: str) -> Value:
    status = action.status
    last = f"{wording.status_label(record, status.last_value)}, {status.last_round}" if status.last_value else ""
    values: dict[str, Value] = {
        "row": action.row,
        "due": action.due_on,
        "state": wording.STATES[action.state],
        "rated_in": status.round,
        "last": last,
        "reported": "\n".join(f"{each.agency} ({each.round}): {each.narrative}" for each in status.reports),
        "path": "\n".join(f"{each.agency}: {each.path_to_green}" for each in status.reports if each.path_to_green),
        "marking": wording.MARKINGS[record.effective_markings[action.number]],
        "note": action.note,
    }
    return values[field]
