"""Comma-separated values, and every cousin of them (RFC 4180 where it is followed). No Django."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from io import StringIO

from ..errors import Unreadable
from ..source import Block, Paragraph, Place, Source
from .encoding import decode
from .grid import Row, refuse_long, table_of
from .lines import lines_of

DELIMITERS = ",;\t|^~"  # the likelier first: the first of equals wins
_SAMPLE = 200  # rows that the choice of a delimiter looks at
_SEP = re.compile(r'"?sep=(.)"?\r?\n', re.IGNORECASE)  # Excel's own first line
_WRAPPER = re.compile(r'="(.*)"', re.DOTALL)  # Excel's way of keeping 007 and 1-2 as text
_GUARD = re.compile(r"'(?=[=+\-@\t\r])")  # written before what a spreadsheet would run
_LIMIT = 1_000_000  # characters of one cell


def read_csv(content: bytes) -> Source:
    """Each block of rows becomes a table, lone cells above it paragraphs. Raises Unreadable above 10,000 rows."""
    text, encoding = decode(content)
    text, delimiter = _delimiter_of(text.lstrip("\ufeff"))
    blocks: list[Block] = []
    tables = 0
    for titles, rows, notes in _pieces(list(_rows(text, delimiter))):
        blocks += _paragraphs(titles)
        if rows:
            tables += 1
            blocks.append(table_of(rows, tables))
        blocks += _paragraphs(notes)
    return Source("csv", tuple(blocks), names={"encoding": encoding, "delimiter": delimiter})


def _paragraphs(rows: list[Row]) -> Iterator[Paragraph]:
    for row in rows:
        for line in lines_of("\n".join(filter(str.strip, row.cells))):
            yield Paragraph(line, Place(line=row.line))


def best_delimiter(text: str) -> tuple[str, float, int]:
    """The delimiter under which the rows agree most; how well they do, from 0 (nothing is divided) to 1 (all rows are
    as wide as most); and that width. Quotes left inside cells count against it: they show a cell cut in two."""
    csv.field_size_limit(_LIMIT)
    scores = [(*_agreement(text, delimiter), delimiter) for delimiter in DELIMITERS]
    agreement, width, delimiter = max(scores, key=lambda each: each[:2])
    return delimiter, agreement, width


def _delimiter_of(text: str) -> tuple[str, str]:
    if said := _SEP.match(text):
        return text[said.end() :], said[1]
    return text, best_delimiter(text)[0]


def _agreement(text: str, delimiter: str) -> tuple[float, int]:
    rows = []
    for row in csv.reader(StringIO(text, newline=""), delimiter=delimiter):
        if any(cell.strip() for cell in row):
            rows.append(row)
        if len(rows) == _SAMPLE:
            break
    divided = Counter(len(row) for row in rows if len(row) > 1)
    if not divided:
        return 0.0, 0
    width, count = max(divided.items(), key=lambda each: (each[1], each[0]))
    # A row of one cell is a title or a section of any table.
    fitting = count + 0.5 * (len(rows) - divided.total()) * (count > 1)
    doubts = sum(_doubt(cell) for row in rows for cell in row[1:])
    return round(fitting / len(rows) - doubts / (len(rows) * width), 3), width


def _doubt(cell: str) -> float:
    """Signs that a sentence was cut, and not a row: half of a quoted cell, a blank after the comma."""
    return 1.0 if cell.count('"') % 2 else 0.2 * cell.startswith(" ")


def _rows(text: str, delimiter: str) -> Iterator[Row]:
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    line = 1
    for number, row in enumerate(_checked(reader), 1):
        refuse_long(number, "rows")
        yield Row(tuple(_unguarded(cell) for cell in row), line)
        line = reader.line_num + 1


def _checked(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    try:
        yield from reader
    except csv.Error as error:
        raise Unreadable(
            f"This file cannot be divided into cells ({error}). Save the sheet as CSV again, or as an Excel workbook."
        ) from error


def _unguarded(cell: str) -> str:
    if wrapped := _WRAPPER.fullmatch(cell.strip()):
        return wrapped[1].replace('""', '"')
    return _GUARD.sub("", cell, count=1) if cell.startswith("'") else cell


def _pieces(rows: list[Row]) -> Iterator[tuple[list[Row], list[Row], list[Row]]]:
    """(title rows, rows of a table, rows of notes below it) for each block of rows. Blank rows end a block only where
    another table starts, its head again, or fewer or more columns than above; or where no full row comes any more."""
    runs = _runs(rows)
    notes: list[list[Row]] = []
    while len(runs) > 1 and _are_notes(runs[-1], runs[:-1]):
        notes.insert(0, runs.pop())
    block: list[Row] = []
    for run in runs:
        if block and _starts_anew(block, run):
            yield *_split_titles(block), []
            block = []
        block += run
    if block:
        yield *_split_titles(block), [row for run in notes for row in run]


def _are_notes(run: list[Row], above: list[list[Row]]) -> bool:
    """Lone cells of the first column below a table; not where the table's rows are only begun."""
    full = sum(len(_filled(row)) > 1 for rows in above for row in rows)
    return full > 1 and all(_filled(row) == [0] for row in run)


def _runs(rows: list[Row]) -> list[list[Row]]:
    """The rows, divided at blank ones."""
    runs: list[list[Row]] = [[]]
    for row in rows:
        if row.is_blank:
            runs.append([])
        else:
            runs[-1].append(row)
    return [run for run in runs if run]


def _filled(row: Row) -> list[int]:
    return [at for at, cell in enumerate(row.cells) if cell.strip()]


def _width(rows: list[Row]) -> int:
    return max(_filled(row)[-1] + 1 for row in rows)


def _starts_anew(block: list[Row], run: list[Row]) -> bool:
    (_, above), (_, below) = _split_titles(block), _split_titles(run)
    if not below or all(len(_filled(row)) < 2 for row in above):
        return False
    head = _folded(above[0])
    wide, width = _width(below), _width(above)
    fewer = wide <= width / 2 and all(len(_filled(row)) > 1 for row in below)
    return any(_folded(row) == head for row in run[:4]) or fewer or wide > width


def _folded(row: Row) -> list[str]:
    return [cell.strip().casefold() for cell in row.cells]


def _split_titles(rows: list[Row]) -> tuple[list[Row], list[Row]]:
    """First rows of a single cell stand above the table, unless all are such."""
    first = next((at for at, row in enumerate(rows) if len(_filled(row)) > 1), None)
    if first is None:
        return ([], rows) if len(rows) > 1 else (rows, [])
    return rows[:first], rows[first:]
