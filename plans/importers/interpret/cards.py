"""Actions printed as forms: a label and beside it what it says, one table or one column to an action.

Read as a table of one row an action, whose head holds the labels, so that all other rules hold for them, too.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..source import Cell, Place, Table
from .headers import is_heading, read_heading

_ENOUGH = 3  # fields that a form must name before it is an action's


def read_cards(table: Table) -> Table | None:
    """The table turned so that its labels are a head and each action is a row, or None if it is no form of actions."""
    width = len(table.rows[0])
    if width in (2, 4):
        pairs = [(row[at], row[at + 1]) for row in table.rows for at in range(0, width, 2)]
        if _are_labels([label for label, _ in pairs]):
            return _turned(table, _cut(pairs))
    labels = [row[0] for row in table.rows]
    if width > 2 and _are_labels(labels):
        columns = [[(row[0], row[at]) for row in table.rows] for at in range(1, width)]
        return _turned(table, [card for card in columns if any(not value.is_blank for _, value in card)])
    return None


def _label(cell: Cell) -> str:
    return " ".join(cell.text.split()).rstrip(":")


def _are_labels(cells: Sequence[Cell]) -> bool:
    texts = [_label(cell) for cell in cells if not cell.is_blank]
    known = [column for text in texts if len(text) < 60 and is_heading(column := read_heading(text))]
    fields = {column.field for column in known}
    enough = "action" in fields and len(fields) >= _ENOUGH and bool(fields & {"leads", "timescale"})
    return enough and len(known) >= 0.6 * len(texts)


def _cut(pairs: Sequence[tuple[Cell, Cell]]) -> list[list[tuple[Cell, Cell]]]:
    """The pairs of each action: a new one starts where the first label comes again."""
    first = next(_label(label) for label, _ in pairs if not label.is_blank)
    cards: list[list[tuple[Cell, Cell]]] = []
    for label, value in pairs:
        if not cards or _label(label) == first:
            cards.append([])
        cards[-1].append((label, value))
    return cards


def _turned(table: Table, cards: Sequence[Sequence[tuple[Cell, Cell]]]) -> Table:
    labels: dict[str, Cell] = {}
    for card in cards:
        for label, value in card:
            if not (label.is_blank and value.is_blank):
                labels.setdefault(_label(label), label)
    rows = [tuple(labels.values())]
    for card in cards:
        said = {_label(label): value for label, value in card}
        rows.append(tuple(said.get(name, Cell(Place(table=table.number))) for name in labels))
    return Table(table.number, tuple(rows), 1, table.name)
