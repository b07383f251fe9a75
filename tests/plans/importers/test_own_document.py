"""Exports that people have worked in since: what they changed is read, and what they broke breaks nothing."""

from __future__ import annotations

import io
from collections.abc import Callable

import docx
import openpyxl
import pytest
from docx.document import Document

from plans.exporters import wording
from plans.exporters.docx import export_docx
from plans.exporters.xlsx import export_xlsx
from plans.importers.interpret import interpret
from plans.importers.interpret.account import missing
from plans.importers.proposal import Proposal
from plans.importers.readers.docx import read_docx
from plans.importers.readers.xlsx import read_xlsx
from tests.plans.exporters.sample import sample


def after(change: Callable[[Document], object]) -> Proposal:
    document = docx.Document(io.BytesIO(export_docx(sample())))
    change(document)
    target = io.BytesIO()
    document.save(target)
    source = read_docx(target.getvalue())
    found = interpret(source)
    assert missing(source, found) == {}
    return found


def add_row(document: Document) -> None:
    cells = document.tables[1].add_row().cells  # type: ignore[no-untyped-call]  # python-docx leaves it untyped
    cells[2].text, cells[3].text, cells[4].text = "Train every governor.", "Council", "March 2017"


def test_a_row_that_was_added_in_word() -> None:
    found = after(add_row).actions[-1]
    assert (found.text, found.leads_text, found.timescale.text) == ("Train every governor.", "Council", "March 2017")
    assert (found.number, found.number_is_generated) == ("", True)


def test_a_row_that_was_added_in_excel() -> None:
    book = openpyxl.load_workbook(io.BytesIO(export_xlsx(sample())))
    page = book["Plan"]
    heads = [cell.value for cell in page[1]]
    for heading, text in (("Section", "3. Venues"), ("Ref", "3.1"), ("What we will do", "Visit every hall.")):
        page.cell(5, heads.index(heading) + 1).value = text
    target = io.BytesIO()
    book.save(target)
    found = interpret(read_xlsx(target.getvalue()))
    assert [(each.number, each.title) for each in found.sections][-1] == ("3", "Venues")
    assert [(each.number, each.text) for each in found.actions][-1] == ("3.1", "Visit every hall.")


def reword(document: Document) -> None:
    document.tables[0].rows[1].cells[2].text = "Agree who does what. Then tell everybody."
    document.tables[0].rows[1].cells[3].text = "Health Trust"


def test_words_that_were_changed() -> None:
    found = after(reword)
    assert found.actions[0].text == "Agree who does what. Then tell everybody."
    assert [lead.text for lead in found.actions[0].leads] == ["Health Trust"]


def replaced(old: str, new: str) -> Callable[[Document], None]:
    def change(document: Document) -> None:
        paragraph = next(each for each in document.paragraphs if each.text.startswith(old))
        paragraph.text = new

    return change


@pytest.mark.parametrize(
    "change",
    [
        replaced("Period:", "Period: whenever (31 Smarch 2016 to 1 April 2016, lunar year)"),
        replaced("Period:", "Period: 2016 (31 March 2017 to 1 April 2016, financial year)"),
        replaced(wording.READ_AS, f"{wording.READ_AS} “Ref” number."),
        replaced(wording.READ_AS, f"{wording.READ_AS} nonsense"),
        replaced(wording.MADE, ""),
        replaced(sample().title, "Another title"),
        lambda document: document.tables[0]._tbl.getparent().remove(document.tables[0]._tbl),
    ],
)
def test_what_people_break_breaks_nothing(change: Callable[[Document], object]) -> None:
    assert after(change).actions
