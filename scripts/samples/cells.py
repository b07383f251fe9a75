"""The cells of a printed row, field by field, and what a page's end does to them."""

from __future__ import annotations

from dataclasses import replace

from plans.importers.source import Cell, Line, Place

from .layout import RAG_LETTERS, RAG_WORDS, STATES, Layout
from .model import Row

WORDS = {"words": RAG_WORDS, "letters": RAG_LETTERS, "states": STATES}
FILLS = {"red": "#FF0000", "amber": "#FFC000", "green": "#00B050", "complete": "#0070C0"}
LONG = 8  # words: a shorter cell is not cut by a page's end, nor short lines without a mark from each other
BLANK = Cell(Place())


def worded(*texts: str, mark: str = "") -> Cell:
    """A cell of so many lines, each with the mark."""
    return Cell(Place(), tuple(Line(text, mark) for text in texts if text))


def _items(texts: tuple[str, ...], mark: str) -> Cell:
    return worded(*texts, mark=mark)


def _actions(row: Row, layout: Layout) -> Cell:
    if layout.number_in_action and row.number:
        return worded(f"{row.number} {row.actions[0]}")
    return worded(*row.actions, mark=layout.mark if len(row.actions) > 1 else "")


def _names(names: tuple[str, ...], layout: Layout) -> Cell:
    """On one line with the joiner between; or on lines of their own, each with the joiner as its mark."""
    if layout.joiner.strip() in ("", "•", "·"):
        return worded(*names, mark=layout.joiner.strip())
    return worded(layout.joiner.join(names))


def _timescale(row: Row, layout: Layout) -> Cell:
    if layout.real_dates and row.due:
        return Cell(Place(), (Line(f"{row.due.day} {row.due:%B %Y}"),), value=row.due)
    return worded(row.timescale, row.progress if layout.progress_in_timescale else "")


def _rag(row: Row, layout: Layout) -> Cell:
    if not row.rag:
        return BLANK
    if layout.rag != "colour":
        return worded(WORDS[layout.rag][row.rag])
    # Blue means complete in most places and not in all: the word stands beside it.
    words = (RAG_WORDS["complete"],) if row.rag == "complete" else ()
    return replace(worded(*words), fill=FILLS[row.rag])


def cell_of(name: str, row: Row, layout: Layout) -> Cell:
    """The cell of a field. Raises AttributeError for a field that no row has."""
    items = {"objective": row.objectives, "steps": row.steps, "milestones": row.milestones, "outcomes": row.outcomes}
    if name in items:
        return _items(items[name], layout.mark)
    names = {"leads": row.leads, "partners": row.partners}
    if name in names:
        return _names(names[name], layout)
    by_name = {"action": _actions, "timescale": _timescale, "rag": _rag}
    if name in by_name:
        return by_name[name](row, layout)
    return worded(getattr(row, name))


def _middle(words: list[str]) -> int:
    """Where to cut: at half, moved on to a word that cannot be taken for a new beginning."""
    places = [
        at for at in range(len(words) // 2, len(words)) if words[at][0].islower() and words[at - 1][-1] not in ".!?"
    ]
    return places[0] if places else len(words)


def cut(cell: Cell) -> tuple[Cell, Cell]:
    """What of a cell stands on the one page and what on the next; between words, within one line."""
    texts = [line.text.split() for line in cell.lines]
    marked = any(line.bullet for line in cell.lines)
    if sum(map(len, texts)) < LONG or (not marked and max(map(len, texts)) < LONG):
        return cell, replace(cell, lines=(), value=None)
    longest = max(range(len(texts)), key=lambda at: len(texts[at]))
    middle = _middle(texts[longest])
    line = cell.lines[longest]
    above = replace(line, text=" ".join(texts[longest][:middle]))
    below = replace(line, text=" ".join(texts[longest][middle:]), bullet="")
    rest = ((below,) if below.text else ()) + cell.lines[longest + 1 :]
    return replace(cell, lines=(*cell.lines[:longest], above)), replace(cell, lines=rest)
