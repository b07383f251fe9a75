"""Writing into somebody's own Word file: the named cells change, and not one byte of anything else."""

from __future__ import annotations

import hashlib
import io
import zipfile

import docx
import pytest
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Pt

from plans.exporters.docx_cells import CellChange, write_into
from plans.importers.readers.docx import read_docx
from plans.importers.source import Table


def own_file() -> bytes:
    """A file as people have it: prose, two tables, a merged cell, a look of its own, a picture of Word's quirks."""
    document = docx.Document()
    document.add_heading("Our plan", 1)
    document.add_paragraph("Words & marks that stay: “quoted”, <angled>, tab\there.")
    document.add_table(rows=1, cols=2).rows[0].cells[0].text = "Another table"
    table = document.add_table(rows=4, cols=3, style="Table Grid")
    for row, texts in zip(
        table.rows,
        (("No.", "Action", "RAG"), ("1", "Train", "tbc"), ("2", "Meet", ""), ("3", "Write", "")),
        strict=True,
    ):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    run = table.rows[1].cells[2].paragraphs[0].runs[0]
    run.italic, run.font.size = True, Pt(8)
    table.rows[2].cells[2].merge(table.rows[3].cells[2])
    document.add_paragraph("After the table.")
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def members(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: hashlib.sha256(package.read(name)).hexdigest() for name in package.namelist()}


def body(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read("word/document.xml").decode()


def cell(content: bytes, table: int, row: int, column: int) -> tuple[str, str]:
    tables = [block for block in read_docx(content).blocks if isinstance(block, Table)]
    found = tables[table - 1].rows[row - 1][column - 1]
    return found.text, found.fill


def test_every_other_part_is_identical() -> None:
    before = own_file()
    after = write_into(before, [CellChange(2, 2, 3, "Green", "70AD47")])
    assert {name for name, digest in members(after).items() if members(before)[name] != digest} == {"word/document.xml"}
    assert list(members(after)) == list(members(before))
    assert cell(after, 2, 2, 3) == ("Green", "#70AD47")


def test_every_byte_outside_the_cell_is_identical() -> None:
    before, after = body(own_file()), body(write_into(own_file(), [CellChange(2, 2, 3, "Green", "70AD47")]))
    same = next(at for at, pair in enumerate(zip(before, after, strict=False)) if pair[0] != pair[1])
    end = next(at for at, pair in enumerate(zip(before[::-1], after[::-1], strict=False)) if pair[0] != pair[1])
    changed = before[same : len(before) - end]
    assert before.count("<w:tc>", 0, same) == 2 + 6
    assert before.rindex("<w:tc>", 0, same) > before.rindex("</w:tc>", 0, same)
    assert "<w:tc>" not in changed
    assert len(changed) < 400
    assert "xmlns" not in after[same : len(after) - end]


def test_the_look_of_the_cell_stays() -> None:
    after = docx.Document(io.BytesIO(write_into(own_file(), [CellChange(2, 2, 3, "Green\nSecond line")])))
    paragraphs = after.tables[1].rows[1].cells[2].paragraphs
    assert [paragraph.text for paragraph in paragraphs] == ["Green", "Second line"]
    assert [(each.runs[0].italic, each.runs[0].font.size) for each in paragraphs] == [(True, Pt(8))] * 2


def test_words_can_be_added_below_those_there() -> None:
    after = write_into(own_file(), [CellChange(2, 2, 2, "Q1: six trained & <done>", is_added=True)])
    assert cell(after, 2, 2, 2)[0] == "Train\nQ1: six trained & <done>"


def test_a_merged_cell_is_written_where_it_starts() -> None:
    after = write_into(own_file(), [CellChange(2, 4, 3, "Red", "FF5050")])
    assert cell(after, 2, 3, 3) == ("Red", "#FF5050")


def test_a_colour_goes_when_none_is_wanted() -> None:
    red = write_into(own_file(), [CellChange(2, 2, 3, "Red", "FF5050")])
    kept = write_into(red, [CellChange(2, 2, 3, "Still red")])
    assert cell(kept, 2, 2, 3) == ("Still red", "#FF5050")
    gone = write_into(red, [CellChange(2, 2, 3, "Not reported", "")])
    assert cell(gone, 2, 2, 3) == ("Not reported", "")


def test_several_cells_at_once_and_none_at_all() -> None:
    changes = [CellChange(2, row, 2, f"New {row}") for row in (2, 3, 4)]
    after = write_into(own_file(), changes)
    assert [cell(after, 2, row, 2)[0] for row in (2, 3, 4)] == ["New 2", "New 3", "New 4"]
    content = own_file()
    assert write_into(content, []) == content


@pytest.mark.parametrize("place", [(3, 1, 1), (0, 1, 1), (2, 5, 1), (2, 0, 1), (2, 1, 4), (2, 1, 0)])
def test_a_cell_that_is_not_there(place: tuple[int, int, int]) -> None:
    table, row, column = place
    with pytest.raises(ValueError, match=f"no table {table}, row {row}, column {column}"):
        write_into(own_file(), [CellChange(table, row, column, "x")])


def test_rows_taken_away_by_tracked_changes_are_not_counted() -> None:
    document = docx.Document(io.BytesIO(own_file()))
    row = document.tables[1].rows[1]._tr
    row.get_or_add_trPr().append(OxmlElement("w:del"))
    target = io.BytesIO()
    document.save(target)
    after = write_into(target.getvalue(), [CellChange(2, 2, 1, "Two")])
    texts = [each.text for each in docx.Document(io.BytesIO(after)).element.body.iter(qn("w:t"))]
    assert "Two" in texts
    assert "1" in texts
    assert "2" not in texts
