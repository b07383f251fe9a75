"""Actions printed as forms: a label and beside it what it says, one table or one column to an action.

Read as a table of one row an action, whose head holds the labels, so that all other rules hold for them, too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ..proposal import LeftOut
from ..source import Cell, Place, Table
from .headers import is_heading, read_heading

_ENOUGH = 3  # fields that a form must name before it is an action's
Pair = tuple[Cell, Cell]
Card = list[Pair]


def read_cards(tables: Sequence[Table]) -> list[Table]:
    """The tables that are forms of actions, turned: a row for each action below a head of the labels.

    A page break may cut a form: what stands above the first label of a table goes on with the last action above it.
    """
    turned = _read(tables)
    labels = _head(turned)
    return [_turned(table, cards, labels) for table, cards in turned]


def _read(tables: Sequence[Table]) -> list[tuple[Table, list[Card]]]:
    turned: list[tuple[Table, list[Card]]] = []
    for table in tables:
        pairs = _pairs(table)
        known = {_label(label) for _, cards in turned for card in cards for label, _ in card}
        if pairs and (_are_labels([label for label, _ in pairs]) or _all_in(pairs, known)):
            first = _label(turned[0][1][0][0][0]) if turned else _label(pairs[0][0])
            cards = _cut(pairs, first)
            if turned and _label(cards[0][0][0]) != first and _completes(turned[-1][1][-1], cards[0]):
                turned[-1][1][-1].extend(cards.pop(0))
            if cards:
                turned.append((table, cards))
        elif columns := _columns(table):
            turned.append((table, columns))
    return turned


def labels_of(tables: Sequence[Table]) -> list[LeftOut]:
    """The labels of the forms, each as it is printed beside what it says; their numbers are those of the actions."""
    return [
        LeftOut(_label(label), label.place, "The label of what is read beside or below it.")
        for table, cards in _read(tables)
        for pairs in cards
        for label, _ in pairs
        if _label(label)
    ]


def _label(cell: Cell) -> str:
    return _bare(cell.text)


def _bare(label: str) -> str:
    """Without its colon and its own number: "Action 2:" is the label of another action."""
    return re.sub(r"\s*\d*\s*:?\s*$", "", " ".join(label.split()))


def _printed(row: Sequence[Cell]) -> list[Cell]:
    """The cells that people see: those that a merged one covers are left out."""
    return [cell for cell in row if not (cell.anchor and cell.anchor[0] == cell.place.row)]


def _pairs(table: Table) -> list[Pair]:
    rows = [_cut_at_colon(_printed(row)) for row in table.rows]
    if any(len(row) not in (2, 4) for row in rows):
        return []
    pairs = [(row[at], row[at + 1]) for row in rows for at in range(0, len(row), 2)]
    return [(label, value) for label, value in pairs if not (label.is_blank and value.is_blank)]


def _cut_at_colon(row: list[Cell]) -> list[Cell]:
    """A row that prints label and value in one cell ("Action 1: Open a hub") as two cells."""
    if len(row) > 2 or any(not cell.is_blank for cell in row[1:]) or not row[0].lines:
        return row
    first, *others = row[0].lines
    label, colon, value = first.text.partition(":")
    if not (colon and value.strip() and is_heading(read_heading(_bare(label)))):
        return row
    lines = (replace(first, text=value.strip()), *others)
    return [replace(row[0], lines=(replace(first, text=f"{label}:"),)), replace(row[0], lines=lines)]


def _columns(table: Table) -> list[Card]:
    """The cards of a table whose first column holds the labels, and each other one an action."""
    width = len(table.rows[0])
    if width < 3 or not _are_labels([row[0] for row in table.rows]):
        return []
    cards = [[(row[0], row[at]) for row in table.rows] for at in range(1, width)]
    return [card for card in cards if any(not value.is_blank for _, value in card)]


def _are_labels(cells: Sequence[Cell]) -> bool:
    texts = [_label(cell) for cell in cells if not cell.is_blank]
    known = [column for text in texts if len(text) < 60 and is_heading(column := read_heading(text))]
    fields = {column.field for column in known}
    enough = "action" in fields and len(fields) >= _ENOUGH and bool(fields & {"leads", "timescale"})
    return enough and len(known) >= 0.6 * len(texts)


def _all_in(pairs: Sequence[Pair], known: set[str]) -> bool:
    return bool(known) and all(_label(label) in known for label, _ in pairs)


def _completes(card: Card, rest: Card) -> bool:
    """Whether the labels at the top of a table are those that the card cut by the page still lacks."""
    said = {_label(label) for label, _ in card}
    return not any(_label(label) in said for label, _ in rest)


def _cut(pairs: Sequence[Pair], first: str) -> list[Card]:
    """The pairs of each action: a new one starts where the first label comes again."""
    cards: list[Card] = []
    for label, value in pairs:
        if not cards or _label(label) == first:
            cards.append([])
        cards[-1].append((label, value))
    return cards


def _head(turned: Sequence[tuple[Table, list[Card]]]) -> dict[str, Cell]:
    """Each label once, in printed order, with the cell that prints it first."""
    labels: dict[str, Cell] = {}
    for _, cards in turned:
        for card in cards:
            for label, _ in card:
                labels.setdefault(_label(label), _only(label, _label(label)))
    return labels


def _only(cell: Cell, text: str) -> Cell:
    return replace(cell, lines=(replace(cell.lines[0], text=text),)) if cell.lines else cell


def _number(card: Card) -> Cell:
    """The number within the label of what is to be done: "2" of "Action 2:"."""
    label = card[0][0]
    found = re.search(r"(\d+)\s*:?\s*$", " ".join(label.text.split()))
    return _only(label, found[1] if found else "")


def _turned(table: Table, cards: Sequence[Card], labels: dict[str, Cell]) -> Table:
    nowhere = Cell(Place(table=table.number))
    rows = [(nowhere, *labels.values())]
    for card in cards:
        said = {_label(label): value for label, value in card}
        rows.append((_number(card), *(said.get(name, nowhere) for name in labels)))
    if all(row[0].is_blank for row in rows):
        rows = [row[1:] for row in rows]
    return Table(table.number, tuple(rows), 1, table.name)
