"""A plan's ratings and updates written into the very Word file that people work in, in a column that they name.

The file is read as an import reads it; its actions are found among the plan's by number and words. See `docx_cells` for
what stays as it is, which is everything else. No Django.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from plans.importers.interpret import interpret
from plans.importers.proposal import Layout, Proposal, ProposedAction
from plans.importers.reading import read_file
from plans.importers.source import Place, Source, Table
from plans.rules.rag import worst

from . import wording
from .docx_cells import CellChange, write_into
from .record import ActionRecord, PlanRecord

WHAT = ("update", "rag", "update_and_rag")
# Columns whose words are the last report's and make way for the next; all others keep theirs, and go on below.
_REPLACED = frozenset({"rag", "progress"})


def into_docx(record: PlanRecord, content: bytes, column: str, what: str = "") -> bytes:
    """The Word file with what `record` says of its actions in the column headed `column`.

    `what` is "update", "rag" or "update_and_rag"; blank: what suits the column's heading. Raises ValueError
    (`Unreadable` for the file) with a sentence that says what is wrong.
    """
    source = read_file(content)
    if source.kind != "docx":
        raise ValueError("This is no Word document (.docx): choose the one that the plan was imported from.")
    changes = changes_for(record, source, interpret(source), column, what)
    if all(wording.is_unasked(action.status) for action in record.actions):
        raise ValueError("Nothing has been reported on this plan's actions yet, so there is nothing to write.")
    return write_into(content, changes)


def changes_for(
    record: PlanRecord, source: Source, proposal: Proposal, column: str, what: str = ""
) -> list[CellChange]:
    """What to write where: one change for each cell, which several actions may share.

    Raises ValueError where no table has the column, or none of its actions is one of the plan's.
    """
    places = _columns(proposal.layouts, column)
    tables = {block.number: block for block in source.blocks if isinstance(block, Table)}
    shared: dict[Place, list[ActionRecord]] = defaultdict(list)
    for printed, action in _pairs(proposal.actions, record.actions):
        row = next((place for place in _places(printed) if place.table in places), None)
        if row is not None:
            shared[_start(tables[row.table], row.row, places[row.table].number)].append(action)
    if not shared:
        raise ValueError("None of this plan's actions stands in a table of this document that has that column.")
    writer = _Writer(record, what)
    changes = (writer.change(tables, place, actions, places[place.table]) for place, actions in shared.items())
    return [change for change in changes if change is not None]


@dataclass(frozen=True)
class _Column:
    """Where a column stands, from 1, and the field it is read as."""

    number: int
    field: str
    heading: str


def _columns(layouts: Iterable[Layout], column: str) -> dict[int, _Column]:
    """The named column of each table that has it."""
    wanted, found, known = _plain(column), {}, dict[str, None]()
    for layout in layouts:
        for number, (heading, name) in enumerate(zip(layout.headings, layout.fields, strict=True), start=1):
            known[f"“{' '.join(heading.split())}”"] = None
            if _plain(heading) == wanted and layout.table not in found and wanted:
                found[layout.table] = _Column(number, name, heading)
    if not found:
        raise ValueError(f"No table of this document has a column “{column}”; there are {', '.join(known) or 'none'}.")
    return found


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _pairs(
    printed: Sequence[ProposedAction], actions: Sequence[ActionRecord]
) -> list[tuple[ProposedAction, ActionRecord]]:
    """Printed actions beside the plan's: of the same words, else of the same printed number."""
    by_text: dict[str, list[ActionRecord]] = defaultdict(list)
    for action in actions:
        by_text[_plain(action.text)].append(action)
    pairs = []
    for each in printed:
        same = by_text[_plain(each.text)]
        if same:
            pairs.append((each, _of_number(same, each.number) or same[0]))
            same.remove(pairs[-1][1])
    known = {each.key for each, _ in pairs}
    left = [action for same in by_text.values() for action in same]
    for each in printed:
        found = None if each.key in known or each.number_is_generated else _of_number(left, each.number)
        if found is not None:
            pairs.append((each, found))
    order = {each.key: at for at, each in enumerate(printed)}
    return sorted(pairs, key=lambda pair: order[pair[0].key])


def _of_number(actions: Iterable[ActionRecord], number: str) -> ActionRecord | None:
    return next((action for action in actions if action.number == number), None)


def _places(action: ProposedAction) -> list[Place]:
    """Where an action's words stand; its own text first."""
    origins = sorted(action.origins.items(), key=lambda pair: pair[0] not in ("text", "action"))
    return [place for _, origin in origins for place in origin.places if place.table]


def _start(table: Table, row: int, column: int) -> Place:
    """The cell at a place, or the one that is merged over it."""
    cell = table.rows[row - 1][column - 1]
    first, at = cell.anchor or (row, column)
    return Place(table=table.number, row=first, column=at)


@dataclass(frozen=True)
class _Writer:
    """Words what an action's cell is to say."""

    record: PlanRecord
    what: str

    def change(
        self, tables: Mapping[int, Table], place: Place, actions: Sequence[ActionRecord], column: _Column
    ) -> CellChange | None:
        """The change of one cell, None where there is nothing to say."""
        what = self.what or _usual(column)
        cell = tables[place.table].rows[place.row - 1][place.column - 1]
        is_added = column.field not in _REPLACED and not cell.is_blank
        lines = [line for action in actions for line in self._lines(action, what, named=len(actions) > 1)]
        if is_added:
            lines = [line for line in lines if line not in cell.text.split("\n")]
        if not lines:
            return None
        fill = None
        if what != "update" and not is_added:
            fill = wording.LIGHT_FILLS.get(self._rating(actions), "")
        return CellChange(place.table, place.row, place.column, "\n".join(dict.fromkeys(lines)), fill, is_added)

    def _lines(self, action: ActionRecord, what: str, *, named: bool) -> list[str]:
        rating = "" if what == "update" else wording.status_words(self.record, action.status)
        if what == "update_and_rag" and rating and action.status.round:
            rating = f"{rating}, {action.status.round}"
        lines = [rating] if rating else []
        if what != "rag":
            reports = action.status.reports
            for each in reports:
                who = f"{each.agency}, {each.round}" if len(reports) > 1 else each.round
                lines.append(f"{who}: {each.narrative}")
                lines += [f"Path to green: {each.path_to_green}"] if each.path_to_green else []
        name = action.text if action.number_is_generated else action.number
        return [f"{_brief(name)}: {line}" for line in lines] if named else lines

    def _rating(self, actions: Sequence[ActionRecord]) -> str:
        """The worst rating of those that share a cell; "complete" only where all are."""
        values = {action.status.value for action in actions}
        return values.pop() if len(values) == 1 else worst(values)


def _brief(text: str) -> str:
    words = text.split()
    return " ".join(words[:6]) + ("…" if len(words) > 6 else "")


def _usual(column: _Column) -> str:
    if column.field == "rag":
        return "rag"
    has_rating = "rag" in column.heading.casefold() or "status" in column.heading.casefold()
    return "update" if column.field == "progress" and not has_rating else "update_and_rag"
