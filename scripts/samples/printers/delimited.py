"""Comma-separated values, with any delimiter and in any encoding."""

from __future__ import annotations

import csv
import io

from plans.importers.source import Source

from .grid import sheets


def print_csv(source: Source, *, delimiter: str = ",", encoding: str = "utf-8", newline: str = "\r\n") -> bytes:
    """One sheet's rows; lines of a cell stay lines, in quotes. Raises ValueError for a source of several sheets."""
    [rows] = sheets(source).values()
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=newline)
    for row in rows:
        writer.writerow([cell.text for cell in row])
    return out.getvalue().encode(encoding)
