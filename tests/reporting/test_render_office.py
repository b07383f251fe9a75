"""A pack in Word and in Excel: real styles, heads that repeat, typed values, and nothing lost on the way."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from dataclasses import replace
from itertools import pairwise
from typing import Any

import docx
import openpyxl
import pytest
from docx.document import Document as Word
from docx.oxml.ns import qn

from reporting import figures
from reporting.document import Document, MeasureFacts, ReadingFacts, UpdateFacts
from reporting.render.docx import render_docx
from reporting.render.xlsx import render_xlsx
from reporting.render.xlsx_sheets import sheets
from reporting.styles import STYLES

from .sample import document

HOSTILE = '<b>bold</b> & "quoted" =1+1 \U0001f600'


def opened(facts: Document) -> Word:
    return docx.Document(io.BytesIO(render_docx(facts)))


def texts(word: Word) -> str:
    """All words of the body, of cells too, in their order."""
    return " ".join(" ".join(node.text or "" for node in word.element.body.iter(qn("w:t"))).split())


def with_words(facts: Document, words: str) -> Document:
    objective = facts.objectives[0]
    action = replace(objective.actions[0], text=words, updates=(UpdateFacts("Police", "red", words, words),))
    return replace(facts, objectives=(replace(objective, actions=(action,)),), headline=words)


@pytest.mark.parametrize("style", sorted(set(STYLES) - {"public_plan"}))  # a plan by itself asks and tells no board
def test_word_says_what_the_document_says(style: str) -> None:
    facts = document(style, 6)
    said = texts(opened(facts))
    for words in (facts.headline, facts.plan.title, *facts.cover.recommendations):
        assert words in said
    assert "{" not in said


def test_headings_are_words_own_and_skip_no_level() -> None:
    word = opened(document("hpdg", 12))
    styles = [paragraph.style.name for paragraph in word.paragraphs if paragraph.style is not None]
    levels = [0 if name == "Title" else int(name[-1]) for name in styles if name == "Title" or "Heading" in name]
    assert levels[0] == 0
    assert levels.count(0) == 1
    assert max(levels) >= 2
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_table_has_a_head_that_repeats_and_is_described() -> None:
    word = opened(document("hpdg", 12))
    assert len(word.tables) > 8
    for table in word.tables:
        head = table.rows[0]._tr
        assert head.find(f".//{qn('w:tblHeader')}") is not None
        assert table._tbl.tblPr.find(qn("w:tblDescription")) is not None


def test_numbered_lists_each_begin_with_one() -> None:
    word = opened(document("hpdg", 4))
    listed = [each for each in word.paragraphs if each.style is not None and each.style.name == "List Number"]
    elements: list[Any] = [each._p for each in listed]
    numbers = [element.pPr.numPr.numId.val for element in elements]
    assert len(numbers) >= 3
    starts = word.part.numbering_part.element.findall(f".//{qn('w:startOverride')}")
    assert len(starts) >= len(set(numbers)) > 0


def test_wide_parts_lie_on_their_side() -> None:
    word = opened(document("safer_harrow", 4))
    ways = [str(section.orientation) for section in word.sections]
    assert ways[0].startswith("PORTRAIT")
    assert any(way.startswith("LANDSCAPE") for way in ways)


def test_the_marking_version_and_pages_stand_at_head_and_foot() -> None:
    word = opened(replace(document("hpdg", 2), marking="OFFICIAL-SENSITIVE", version="Issue 3"))
    section = word.sections[0]
    assert section.header.paragraphs[0].text == "OFFICIAL-SENSITIVE"
    assert section.footer.paragraphs[0].text.startswith("OFFICIAL-SENSITIVE  |  Issue 3  |  Page ")
    codes = [node.text for node in section.footer._element.iter(qn("w:instrText"))]
    assert codes == [" PAGE ", " NUMPAGES "]


@pytest.mark.parametrize("words", [HOSTILE, "مراجعة الخطة", "long " * 2000])
def test_odd_words_come_whole(words: str) -> None:
    facts = with_words(document("hpdg", 12), words)
    assert " ".join(words.split()) in texts(opened(facts))
    book = openpyxl.load_workbook(io.BytesIO(render_xlsx(facts)))
    assert book["Actions"]["C2"].value == words


def test_right_to_left_paragraphs_are_set_so() -> None:
    word = opened(with_words(document("hpdg", 12), "مراجعة الخطة"))
    [first, *_] = [
        p for table in word.tables for p in table._tbl.iter(qn("w:p")) if "مراجعة" in str(p.xpath("string()"))
    ]
    assert first.find(f".//{qn('w:bidi')}") is not None


@pytest.mark.parametrize("render", [render_docx, render_xlsx])
def test_the_same_document_gives_the_same_bytes_and_names_no_moment_of_writing(render: object) -> None:
    assert callable(render)
    facts = document("plain", 3)
    content = render(facts)
    assert content == render(facts)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_excel_holds_numbers_dates_and_words_each_as_such() -> None:
    measure = MeasureFacts(
        "m", "People trained", "up", "people", baseline="120", target="400.5", readings=(ReadingFacts("Q2", "233"),)
    )
    facts = replace(document("hpdg", 12), measures=(measure,))
    book = openpyxl.load_workbook(io.BytesIO(render_xlsx(facts)))
    kinds = {
        sheet.title: [type(cell.value) for cell in sheet[2]]
        for sheet in book
        if sheet.title in ("Measures", "Decisions")
    }
    assert kinds["Measures"][4:8] == [int, float, str, int]
    assert kinds["Decisions"][1] is dt.datetime
    counted = {row[0].value: [cell.value for cell in row[1:]] for row in book["Quarters"].iter_rows(min_row=2)}
    assert counted[facts.period.label] == list(figures.counts(facts.actions()).values())
    due = [row[5].value for row in book["Actions"].iter_rows(min_row=2) if row[5].value]
    assert due
    assert all(isinstance(value, dt.datetime) for value in due)


def test_what_looks_like_a_formula_is_words() -> None:
    facts = with_words(document("hpdg", 12), '=HYPERLINK("https://example.org")')
    book = openpyxl.load_workbook(io.BytesIO(render_xlsx(facts)))
    cell = book["Actions"]["C2"]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


def test_every_action_and_answer_has_its_row_and_empty_tables_are_left_out() -> None:
    facts = document("hpdg", 12)
    found = {sheet.name: sheet for sheet in sheets(facts)}
    assert len(found["Actions"].rows) == 12
    asked = sum(len({*action.asked, *(update.agency for update in action.updates)}) for action in facts.actions())
    assert len(found["Updates"].rows) == asked
    assert "Left out" not in found
    assert all(len(sheet.heads) == len(row) for sheet in found.values() for row in sheet.rows)


def test_an_empty_plan_still_gives_files_that_open() -> None:
    bare = replace(document("hpdg", 1), objectives=(), history=(), decisions=())
    facts = replace(bare, measures=(), requirements=(), removed=())
    assert facts.partnership in texts(opened(facts))
    assert openpyxl.load_workbook(io.BytesIO(render_xlsx(facts))).sheetnames == ["Pack", "Quarters"]
