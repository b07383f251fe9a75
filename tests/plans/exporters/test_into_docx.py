"""Round trip into the user's own Word file: ratings and updates land in the column they name, nothing else changes."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from dataclasses import replace

import docx
import pytest
from lxml import etree

from plans.exporters.docx import export_docx
from plans.exporters.into_docx import changes_for, into_docx
from plans.exporters.record import ActionRecord, ObjectiveRecord, PlanRecord, ReportRecord, StatusRecord
from plans.importers.errors import Unreadable
from plans.importers.interpret import interpret
from plans.importers.readers.docx import read_docx

from .sample import sample

HEADS = ("No.", "Action", "Lead", "By when", "RAG", "Progress update")
ROWS = (
    ("1.1", "Train every front-line officer in the borough.", "Police", "July 2016", "", "Started in May."),
    ("1.2", "Meet the imams of the borough every quarter.", "Council", "Quarterly", "", ""),
    ("1.3", "Review how halls are let to outside bodies.", "Council", "Ongoing", "", ""),
)


def own_file(heads: tuple[str, ...] = HEADS, rows: tuple[tuple[str, ...], ...] = ROWS) -> bytes:
    document = docx.Document()
    document.add_heading("Northvale Prevent action plan 2016/17", 0)
    document.add_paragraph("How the plan came about, in words that stay.")
    table = document.add_table(rows=1, cols=len(heads), style="Table Grid")
    for cell, text in zip(table.rows[0].cells, heads, strict=True):
        cell.text = text
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.add_paragraph("What follows the table stays, too.")
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def report(rag: str, narrative: str, path: str = "") -> StatusRecord:
    said = ReportRecord("Northvale Police", "Q1 2016/17", rag, False, narrative, path)
    return StatusRecord(rag, "Q1 2016/17", reports=(said,))


def record(*statuses: StatusRecord) -> PlanRecord:
    actions = tuple(ActionRecord(row[0], row[1], status=status) for row, status in zip(ROWS, statuses, strict=True))
    return replace(sample(), objectives=(ObjectiveRecord("1", "One", actions=actions),))


REPORTED = record(
    report("amber", "Two of three stations.", "The third in June."),
    report("green", "Both meetings held."),
    StatusRecord("not_reported", "Q1 2016/17", "green", "Q4 2015/16"),
)


def column(content: bytes, heading: str, table: int = 0) -> list[str]:
    rows = [[cell.text for cell in row.cells] for row in docx.Document(io.BytesIO(content)).tables[table].rows]
    return [row[rows[0].index(heading)] for row in rows[1:]]


def test_ratings_go_to_the_column_of_ratings_with_their_colours() -> None:
    after = into_docx(REPORTED, own_file(), "RAG")
    assert column(after, "RAG") == ["Amber", "Green", "Not reported (last: Green, Q4 2015/16)"]
    assert column(after, "Progress update") == ["Started in May.", "", ""]
    found = interpret(read_docx(after))
    assert [action.rag for action in found.actions] == ["amber", "green", None]


def test_updates_go_to_the_column_of_progress() -> None:
    after = into_docx(REPORTED, own_file(), "progress  update")
    assert column(after, "Progress update") == [
        "Q1 2016/17: Two of three stations.\nPath to green: The third in June.",
        "Q1 2016/17: Both meetings held.",
        "",
    ]
    assert column(after, "RAG") == ["", "", ""]


def test_both_at_once_where_they_are_asked_for() -> None:
    after = into_docx(REPORTED, own_file(), "Progress update", "update_and_rag")
    assert column(after, "Progress update")[1] == "Green, Q1 2016/17\nQ1 2016/17: Both meetings held."


def test_words_of_other_columns_stay_and_updates_stand_below_them_once() -> None:
    after = into_docx(REPORTED, own_file(), "By when", "update")
    assert column(after, "By when")[1] == "Quarterly\nQ1 2016/17: Both meetings held."
    assert column(into_docx(REPORTED, after, "By when", "update"), "By when")[1] == column(after, "By when")[1]


def test_every_other_part_and_every_other_cell_is_identical() -> None:
    before = own_file()
    after = into_docx(REPORTED, before, "RAG")
    with zipfile.ZipFile(io.BytesIO(before)) as old, zipfile.ZipFile(io.BytesIO(after)) as new:
        assert old.namelist() == new.namelist()
        assert [n for n in old.namelist() if old.read(n) != new.read(n)] == ["word/document.xml"]
        trees = [etree.fromstring(package.read("word/document.xml")) for package in (old, new)]
    for tree in trees:
        for row in tree.iter("{*}tr"):
            list(row.iterchildren("{*}tc"))[HEADS.index("RAG")].clear()
    assert etree.tostring(trees[0], method="c14n") == etree.tostring(trees[1], method="c14n")


def test_reworded_actions_are_found_by_their_numbers_and_renumbered_ones_by_their_words() -> None:
    first, second, third = REPORTED.objectives[0].actions
    changed = (replace(first, text="Train each officer."), replace(second, number="7.7"), third)
    after = into_docx(replace(REPORTED, objectives=(ObjectiveRecord("1", "One", actions=changed),)), own_file(), "RAG")
    assert column(after, "RAG")[:2] == ["Amber", "Green"]


def test_actions_that_share_a_cell_are_named_in_it() -> None:
    document = docx.Document(io.BytesIO(own_file()))
    table = document.tables[0]
    table.rows[1].cells[4].merge(table.rows[2].cells[4])
    target = io.BytesIO()
    document.save(target)
    after = into_docx(REPORTED, target.getvalue(), "RAG")
    source = read_docx(after)
    assert column(after, "RAG")[0] == "1.1: Amber\n1.2: Green"
    changes = changes_for(REPORTED, source, interpret(source), "RAG")
    assert changes[0].fill == "FFC000", "the worse of the two"


def test_a_plan_that_was_exported_by_the_tracker_is_found_again() -> None:
    rated = replace(REPORTED, as_at=dt.datetime(2016, 7, 1, tzinfo=dt.UTC))
    later = replace(rated.objectives[0].actions[0], status=report("red", "None."))
    changed = replace(rated, objectives=(ObjectiveRecord("1", "One", actions=(later,)),))
    assert column(into_docx(changed, export_docx(rated), "RAG"), "RAG")[:2] == ["Red", "Green"]


@pytest.mark.parametrize(
    ("heading", "says"),
    [
        ("Cost", "No table of this document has a column “Cost”; there are “No.”, “Action”, “Lead”"),
        ("", "No table of this document has a column “”"),
    ],
)
def test_a_column_that_is_not_there(heading: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        into_docx(REPORTED, own_file(), heading)


def test_another_plan_s_document() -> None:
    rows = (("1", "Buy six bicycles for the wardens.", "Parks", "May 2016", "", ""),)
    with pytest.raises(ValueError, match="None of this plan's actions"):
        into_docx(REPORTED, own_file(rows=rows), "RAG")


def test_nothing_to_write() -> None:
    silent = record(*[StatusRecord("not_reported")] * 3)
    with pytest.raises(ValueError, match="Nothing has been reported"):
        into_docx(silent, own_file(), "RAG")


def test_what_is_no_word_file() -> None:
    with pytest.raises(Unreadable):
        into_docx(REPORTED, b"PK\x03\x04 not a file", "RAG")
    with pytest.raises(ValueError, match="no Word document"):
        into_docx(REPORTED, b"No.,Action,Lead\r\n1,Train,Police\r\n2,Meet,Council\r\n", "Lead")
