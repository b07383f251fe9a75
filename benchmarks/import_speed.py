"""How long a file takes to its proposal, how that grows with its rows, and what a naive reader takes."""

from __future__ import annotations

import io
import math
import resource
import statistics
import time
from collections.abc import Callable
from dataclasses import replace

import docx
from openpyxl import load_workbook

from plans.importers.codec import proposal_to_json
from plans.importers.interpret import interpret
from plans.importers.reading import read_file
from scripts.samples.laid_out import lay_out
from scripts.samples.layouts import NORTHMERE, NUMBERED
from scripts.samples.model import Row, SamplePlan, Section
from scripts.samples.printers.docx import print_docx
from scripts.samples.printers.xlsx import print_xlsx

SIZES = (250, 500, 1000, 2000)
ROUNDS = 3
DOCX_ACTIONS = 58


def plan(actions: int) -> SamplePlan:
    """A plan of so many actions: the rows of a sample again and again, each with a place of its own in its words."""
    rows = [row for _, section in NORTHMERE.walk() for row in section.rows]
    per_section = 25
    sections = []
    for first in range(0, actions, per_section):
        at = first // per_section + 1
        count = min(per_section, actions - first)
        own = tuple(_row(rows[(first + row) % len(rows)], f"{at}.{row + 1}", first + row + 1) for row in range(count))
        sections.append(Section(f"Theme of ward {at}", str(at), own))
    return replace(NORTHMERE, sections=tuple(sections))


def _row(row: Row, number: str, street: int) -> Row:
    return replace(row, number=number, actions=(f"{row.actions[0].rstrip('.')} in ward {street}.",))


def read(content: bytes, name: str) -> int:
    """From bytes to what the command prints; the number of actions found."""
    return len(proposal_to_json(interpret(read_file(content, name)))["actions"])


def naive_docx(content: bytes, name: str) -> int:
    """Opens the document and lists the words of every cell."""
    tables = docx.Document(io.BytesIO(content)).tables
    return sum(len(cell.text) > 0 for table in tables for row in table.rows for cell in row.cells)


def naive_xlsx(content: bytes, name: str) -> int:
    """Opens the workbook and lists the value of every cell."""
    book = load_workbook(io.BytesIO(content))
    return sum(value is not None for sheet in book for row in sheet.iter_rows(values_only=True) for value in row)


def seconds(work: Callable[[bytes, str], int], content: bytes, name: str) -> float:
    """Of the clock, the reading process included."""
    start = time.perf_counter()
    work(content, name)
    return time.perf_counter() - start


def mebibytes() -> float:
    """The most memory that this process, or one of its readers, has held so far."""
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return max(resource.getrusage(kind).ru_maxrss for kind in kinds) / 1024


def docx_times() -> tuple[float, float]:
    """Medians of (ours, naive) for a Word table of 58 actions."""
    content = print_docx(lay_out(plan(DOCX_ACTIONS), NUMBERED))
    return _medians(content, "plan.docx", naive_docx)


def growth() -> list[tuple[int, float, float, float]]:
    """For each size: (rows, median seconds, naive median, MiB held at most until then)."""
    found = []
    for size in SIZES:
        content = print_xlsx(lay_out(plan(size), NUMBERED))
        ours, naive = _medians(content, "plan.xlsx", naive_xlsx)
        found.append((size, ours, naive, mebibytes()))
    return found


def _medians(content: bytes, name: str, naive: Callable[[bytes, str], int]) -> tuple[float, float]:
    runs = [(seconds(read, content, name), seconds(naive, content, name)) for _ in range(ROUNDS)]
    ours, theirs = zip(*runs, strict=True)
    return statistics.median(ours), statistics.median(theirs)


def exponent(first: tuple[int, float], last: tuple[int, float]) -> float:
    """Of growth between two (size, seconds): 1 is in proportion."""
    return math.log(last[1] / first[1]) / math.log(last[0] / first[0])
