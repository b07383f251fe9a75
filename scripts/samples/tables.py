"""Printed rows put together to tables: heads, pages, merged cells, places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from plans.importers.source import Cell, Place, Table

from .cells import BLANK, cell_of, cut, worded
from .layout import Layout
from .model import Row, Section


@dataclass(frozen=True)
class Draft:
    """A row before it has a place. Only an action's row can be cut; cells merge within one `section`."""

    cells: tuple[Cell, ...]
    section: str = ""
    is_action: bool = False


def heads(layout: Layout) -> list[Draft]:
    """The rows of headings: one, or two where headings are grouped."""
    drafts = []
    if layout.grouped_heads:
        cells = [cell for text, span in layout.grouped_heads for cell in across(text, span)]
        drafts.append(Draft(tuple(cells)))
    drafts.append(Draft(tuple(worded(heading) for _, heading in layout.columns)))
    return drafts


def across(text: str, columns: int) -> list[Cell]:
    """A cell over several columns, and the positions that it covers (their anchor is filled in by `placed`)."""
    return [replace(worded(text), columns=columns), *[replace(BLANK, anchor=(0, 0))] * (columns - 1)]


def section_row(section: Section, level: int, layout: Layout) -> Draft:
    """A row that says which section begins."""
    width = len(layout.columns)
    if layout.sections == "numbered rows":
        title = width - 1
        return Draft((worded(section.number), *across(section.title, title)))
    return Draft(tuple(across(layout.words_of(section, level), width)))


def action_rows(row: Row, subject: str, layout: Layout) -> list[Draft]:
    """The row of an action, or of several; or a row for each item of one field, the others beside the first."""
    cells = [worded(subject) if name == "subject" else cell_of(name, row, layout) for name in layout.fields]
    if not layout.item_rows:
        return [Draft(tuple(cells), subject, is_action=True)]
    column = layout.fields.index(layout.item_rows)
    items = [replace(BLANK, lines=(line,)) for line in cells[column].lines] or [BLANK]
    drafts = []
    for at, own in enumerate(items):
        others = cells if at == 0 else [BLANK] * len(cells)
        if layout.item_rows_merged and len(items) > 1:
            others = [replace(cell, rows=len(items)) if at == 0 else replace(BLANK, anchor=(0, 0)) for cell in cells]
        drafts.append(Draft((*others[:column], own, *others[column + 1 :]), subject, is_action=at == 0))
    return drafts


def paged(drafts: Sequence[Draft], layout: Layout) -> list[list[Draft]]:
    """The rows of each table, in order: pages end as the layout says, and each table begins with its heads."""
    tables = [heads(layout)]
    since = 0
    for at, draft in enumerate(drafts):
        since += draft.is_action
        ends = layout.break_after and since == layout.break_after and draft.is_action and at + 1 < len(drafts)
        if not ends:
            tables[-1].append(draft)
            continue
        since = 0
        above, *below = _cut(draft) if layout.cut else [draft]
        tables[-1].append(above)
        tables.extend(_page(layout, draft, below, drafts[at + 1]) if layout.page == "table" else ())
        tables[-1].extend(heads(layout) if layout.page == "heads" else ())
        tables[-1].extend(below)
    return tables


def _page(layout: Layout, last: Draft, below: list[Draft], after: Draft) -> list[list[Draft]]:
    """A new page's table: its heads, and the section's name again where a row of it follows."""
    goes_on = layout.continued and (below or (after.is_action and after.section == last.section))
    again = [Draft(tuple(across(f"{last.section} (continued)", len(layout.columns))))] if goes_on else []
    return [heads(layout) + again]


def _cut(draft: Draft) -> list[Draft]:
    pairs = [cut(cell) for cell in draft.cells]
    parts = [replace(draft, cells=tuple(cells)) for cells in zip(*pairs, strict=True)]
    return [part for part in parts if not all(cell.is_blank for cell in part.cells)]


def placed(drafts: Sequence[Draft], number: int, layout: Layout, name: str = "") -> Table:
    """The table: merged cells merged, each cell with its place and each covered one with its anchor."""
    grid = [list(draft.cells) for draft in drafts]
    for field in layout.merge_equal:
        _merge(grid, drafts, layout.fields.index(field))
    rows = [
        tuple(_at(cell, number, row, column) for column, cell in enumerate(cells, 1))
        for row, cells in enumerate(grid, 1)
    ]
    marked = heads(layout)
    header_rows = len(marked) if list(drafts[: len(marked)]) == marked else 0
    return Table(number, tuple(_anchored(rows)), header_rows=header_rows, name=name)


def _at(cell: Cell, table: int, row: int, column: int) -> Cell:
    return replace(cell, place=Place(table=table, row=row, column=column))


def _merge(grid: list[list[Cell]], drafts: Sequence[Draft], column: int) -> None:
    """Equal neighbours of one section become one cell over several rows."""
    top = 0
    for at in range(1, len(grid)):
        above, here = grid[top][column], grid[at][column]
        same = drafts[at].is_action and drafts[top].is_action and drafts[at].section == drafts[top].section
        if same and here.text == above.text and not here.is_blank:
            grid[top][column] = replace(above, rows=above.rows + 1)
            grid[at][column] = replace(BLANK, anchor=(0, 0))
        else:
            top = at


def _anchored(rows: Sequence[tuple[Cell, ...]]) -> Iterable[tuple[Cell, ...]]:
    """The rows with the anchor of each covered position filled in."""
    cover = {
        (row + down, column + right): (row, column)
        for row, cells in enumerate(rows, 1)
        for column, cell in enumerate(cells, 1)
        if cell.anchor is None
        for down in range(cell.rows)
        for right in range(cell.columns)
    }
    for row, cells in enumerate(rows, 1):
        yield tuple(
            replace(cell, anchor=cover[row, column]) if cell.anchor else cell for column, cell in enumerate(cells, 1)
        )
