"""Lone cells below a table, which a blank row parts from it, are notes or a glossary and no rows of the plan."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from openpyxl import Workbook

from plans.importers.interpret import interpret
from plans.importers.readers.csv import read_csv
from plans.importers.readers.xlsx import read_xlsx
from plans.importers.source import Paragraph, Source, Table

Rows = list[list[str]]
HEAD = ["Action", "Lead", "By when"]
PLAN: Rows = [
    ["Harbour Plan 2025/26"],
    HEAD,
    ["Light the quay", "Highways", "June 2025"],
    ["Mend the rails", "Port", ""],
]
GLOSSARY: Rows = [[], ["Glossary"], ["PHA – Port Health Authority"]]


def as_csv(rows: Rows) -> Source:
    return read_csv("\n".join(",".join([*row, *[""] * (3 - len(row))]) for row in rows).encode())


def as_xlsx(rows: Rows) -> Source:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    out = io.BytesIO()
    book.save(out)
    return read_xlsx(out.getvalue())


EACH = pytest.mark.parametrize("read", [as_csv, as_xlsx])


def shape(source: Source) -> list[str | int]:
    """The words of each paragraph, and how many rows each table has."""
    return [block.line.text if isinstance(block, Paragraph) else len(block.rows) for block in source.blocks]


@EACH
def test_they_are_paragraphs(read: Callable[[Rows], Source]) -> None:
    found = shape(read(PLAN + GLOSSARY))
    assert found == ["Harbour Plan 2025/26", 3, "Glossary", "PHA – Port Health Authority"]


@EACH
def test_a_glossary_is_read_and_is_no_title(read: Callable[[Rows], Source]) -> None:
    plan = interpret(read(PLAN + GLOSSARY)).plan
    assert (plan.title, plan.glossary) == ("Harbour Plan 2025/26", (("PHA", "Port Health Authority"),))


@EACH
def test_without_a_blank_row_they_are_the_tables(read: Callable[[Rows], Source]) -> None:
    assert shape(read([*PLAN, ["and the bollards"]])) == ["Harbour Plan 2025/26", 4]


@EACH
def test_a_table_that_is_only_begun_keeps_its_rows(read: Callable[[Rows], Source]) -> None:
    [table] = [
        block for block in read([HEAD, ["Light the quay"], [], ["Mend the rails"]]).blocks if isinstance(block, Table)
    ]
    assert [row[0].text for row in table.rows] == ["Action", "Light the quay", "Mend the rails"]
