"""Tables whose columns are kept apart by blanks alone, as a PDF's text "with layout" has them. No Django."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .grid import Row
from .lines import split_mark
from .printed import Found, Printed, rewrapped, runs_on

_GAP = re.compile(r"\S(?:.*?\S)??(?=\s{2,}|$)")  # words up to the next two blanks
_SENTENCES = re.compile(r"[.!?:;]  (?=\S)")  # some people type two blanks after a full stop
_RULE = re.compile(r"[\s\-=_]+")
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,2})*[.)]?")


def find(lines: Sequence[Printed], start: int) -> Found | None:
    """The table whose head is this line: words at least two blanks apart, with lines below it that leave the same gaps.
    A cell's lines are put together again; a row starts where its first cell starts afresh."""
    text = lines[start].text.expandtabs(8)
    head = [(found.start(), found.end()) for found in _GAP.finditer(text)]
    if len(head) < 2 or head[0][0] > 12 or split_mark(text)[0] or _SENTENCES.search(text):
        return None
    body = _stretch(lines, start)
    texts = [line.text.expandtabs(8) for line in body]
    cuts = [_cut(texts, head[at][0], head[at + 1][0]) for at in range(len(head) - 1)]
    end = _fitting(texts, cuts)
    body, texts = body[:end], texts[:end]
    columns = [_cells(text, cuts) for text in texts]
    divided = sum(sum(map(bool, cells)) > 1 for cells in columns)
    if divided < (3 if len(head) > 2 else 4) or divided * 2 < sum(any(cells) for cells in columns):
        return None
    rows = tuple(_rows(body, columns, cuts))
    return Found(rows, start + len(body)) if len(rows) > 1 else None


def _stretch(lines: Sequence[Printed], start: int) -> list[Printed]:
    """The lines from here up to two blank ones, or to a row divided by tabs."""
    end = start
    while end < len(lines) and not (lines[end].is_blank and (end + 1 == len(lines) or lines[end + 1].is_blank)):
        if "\t" in lines[end].text.strip():
            break
        end += 1
    return list(lines[start:end])


def _cut(texts: Sequence[str], left: int, right: int) -> int:
    """Where the column starts whose heading stands at `right`: the place that most lines leave blank before it."""

    def blanks(at: int) -> int:
        return sum(not text[at - 2 : at].strip() for text in texts)

    return max(range(left + 3, right + 1), key=lambda at: (blanks(at), at), default=right)


def _fits(text: str, cuts: Sequence[int]) -> bool:
    return all(not text[cut - 1 : cut].strip() for cut in cuts)


def _fitting(texts: Sequence[str], cuts: Sequence[int]) -> int:
    """How many lines belong to the table: up to the last that is divided, and what goes on below it without a blank
    line. One line may cross the gaps (a section's heading), two in a row end the table."""
    end = 0
    for at, text in enumerate(texts):
        fits = _fits(text, cuts)
        if not fits and at + 1 < len(texts) and not _fits(texts[at + 1], cuts):
            break
        if fits and (sum(map(bool, _cells(text, cuts))) > 1 or (text.strip() and end == at)):
            end = at + 1
    return end


def _cells(text: str, cuts: Sequence[int]) -> list[str]:
    if _RULE.fullmatch(text):
        return [""] * (len(cuts) + 1)
    if not _fits(text, cuts):  # a section's heading runs over the columns
        return [text.strip(), *[""] * len(cuts)]
    return [text[a:b].strip() for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]


def _rows(body: Sequence[Printed], lines: Sequence[list[str]], cuts: Sequence[int]) -> Iterator[Row]:
    wholes = [not _fits(line.text.expandtabs(8), cuts) for line in body]
    divided = [cells for cells, whole in zip(lines, wholes, strict=True) if not whole]
    widths = [max(len(cell) for cell in column) for column in zip(*divided, strict=True)]
    numbered = sum(bool(_NUMBER.fullmatch(cells[0])) for cells in lines) > 0.2 * len(lines)
    group: list[int] = []
    after_whole = False
    for at in range(len(lines)):
        if group and (wholes[at] or after_whole or _starts_row(lines, at, widths, numbered)):
            yield _row(body, lines, group, widths)
            group = []
        if any(lines[at]):
            group.append(at)
            after_whole = wholes[at]
    if group:
        yield _row(body, lines, group, widths)


def _starts_row(lines: Sequence[list[str]], at: int, widths: Sequence[int], numbered: bool) -> bool:
    first = lines[at][0]
    if numbered:
        return bool(_NUMBER.match(first)) or bool(first and not any(lines[at][1:]))
    above = lines[at - 1][0]
    return bool(first) and not runs_on(above, first, widths[0]) and not (above and first[0].islower())


def _row(body: Sequence[Printed], lines: Sequence[list[str]], group: Sequence[int], widths: Sequence[int]) -> Row:
    cells = [rewrapped([lines[at][c] for at in group], width) for c, width in enumerate(widths)]
    return Row(tuple(cells), body[group[0]].number, body[group[0]].page)
