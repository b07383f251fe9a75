"""The Word document: the plan's own headings in Word's own structure, the same bytes for the same plan."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.table import Table
from lxml import etree

from plans.exporters.docx import export_docx
from plans.exporters.record import ColumnRecord, PlanRecord

from .sample import sample


@pytest.fixture(scope="module")
def document() -> Document:
    return opened(sample())


def opened(record: PlanRecord) -> Document:
    return docx.Document(io.BytesIO(export_docx(record)))


def grid(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def marks(table: Table, name: str) -> list[bool]:
    """Which rows carry a flag of Word's."""
    return [row._tr.find(f"{qn('w:trPr')}/{qn(name)}") is not None for row in table.rows]


def test_the_same_plan_gives_the_same_bytes() -> None:
    assert export_docx(sample()) == export_docx(sample())


def test_every_part_is_well_formed() -> None:
    with zipfile.ZipFile(io.BytesIO(export_docx(sample()))) as package:
        assert package.testzip() is None
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(package.read(name))


def test_headings_are_the_plan_s_own_in_printed_order_then_what_has_no_column(document: Document) -> None:
    own = [column.heading for column in sample().columns]
    assert grid(document.tables[0])[0] == [*own, "Steps", "Progress", "RAG"]


def test_words_stand_under_real_headings_and_lists(document: Document) -> None:
    found = [(paragraph.style.name, paragraph.text) for paragraph in document.paragraphs if paragraph.style]
    assert ("Title", sample().title) in found
    assert ("Normal", "Appendix 2") in found
    assert ("Subtitle", "Safer Northvale, outcome 4") in found
    assert ("Heading 1", "Governance") in found
    assert ("List Bullet", "Council") in found
    assert ("Heading 1", "The plan in full") in found
    assert ("Heading 2", "1. Working together") in found
    assert ("List Bullet", "A group of several agencies must agree the risk.") in found


def test_tables_repeat_their_head_keep_rows_whole_and_say_what_they_are(document: Document) -> None:
    for table in document.tables:
        assert marks(table, "w:tblHeader") == [True, *[False] * (len(table.rows) - 1)]
        assert all(marks(table, "w:cantSplit"))
        assert table.style is not None
        assert table.style.name == "Plan Table"
        described = [table._tbl.tblPr.find(qn(name)) for name in ("w:tblCaption", "w:tblDescription")]
        assert all(each is not None and each.get(qn("w:val")) for each in described)


def test_cells_shared_in_print_are_merged(document: Document) -> None:
    merged = [
        [cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}") is not None for cell in row._tr.tc_lst]
        for row in document.tables[0].rows
    ]
    heads = grid(document.tables[0])[0]
    shared = {head for head, first, second in zip(heads, merged[1], merged[2], strict=True) if first and second}
    assert shared == {"Objectives", "Owner"}


def test_a_generated_number_stands_in_brackets(document: Document) -> None:
    assert [row[0] for row in grid(document.tables[1])] == ["Ref", "[2.1]"]
    assert any("generated" in paragraph.text for paragraph in document.paragraphs)


def test_a_rating_is_a_word_on_its_colour(document: Document) -> None:
    cells = [row.cells[-1] for row in document.tables[0].rows[1:]]
    fills = [cell._tc.find(f"{qn('w:tcPr')}/{qn('w:shd')}").get(qn("w:fill")) for cell in cells]  # type: ignore[union-attr]  # both are filled
    assert [cell.text for cell in cells] == ["Complete", "Amber"]
    assert fills == ["1D70B8", "FFBF00"]
    silent = document.tables[1].rows[1].cells[-1]
    assert silent.text == "Not reported (last: Red, Q2 2016/17)"
    assert silent._tc.find(f"{qn('w:tcPr')}/{qn('w:shd')}") is None


def test_page_language_and_properties(document: Document) -> None:
    section = document.sections[0]
    assert section.page_width is not None
    assert section.page_height is not None
    assert section.page_width > section.page_height
    assert document.core_properties.title == sample().title
    languages = {each.get(qn("w:val")) for each in document.styles.element.iter(qn("w:lang"))}
    assert languages == {"en-GB"}
    foot = section.footer._element
    codes = [(each.text or "").strip() for each in foot.iter(qn("w:instrText"))]
    assert codes == ["PAGE", "NUMPAGES"]
    assert section.header.paragraphs[0].text == "For the partnership"


def test_a_plan_with_columns_for_its_levels_is_one_table() -> None:
    columns = (ColumnRecord("subject", "Subject"), ColumnRecord("outcomes", "Desired Outcomes"), *sample().columns[1:4])
    document = opened(replace(sample(), columns=columns))
    table = grid(document.tables[0])
    assert table[0] == [
        "No.", "Subject", "Desired Outcomes", "Objectives", "What we will do", "Owner",
        "Steps", "Timescale", "Milestones", "Progress", "RAG",
    ]  # fmt: skip
    assert [row[1].split("\n")[0] for row in table[1:]] == ["1. Working together", "1. Working together", "2. Training"]
    assert table[2][2] == "The group takes the decisions.\nEverybody knows who is accountable."


def test_control_characters_do_not_break_the_file() -> None:
    assert "badword" in export_text(replace(sample(), title="bad\x0bword"))


def export_text(record: PlanRecord) -> str:
    return "\n".join(paragraph.text for paragraph in opened(record).paragraphs)
