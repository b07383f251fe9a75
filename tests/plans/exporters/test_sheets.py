"""Excel and CSV: typed values under the plan's own headings, one action to a row, and nothing that runs."""

from __future__ import annotations

import csv
import datetime as dt
import io

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from plans.exporters import FORMATS
from plans.exporters.csv import export_csv
from plans.exporters.record import PlanRecord
from plans.exporters.xlsx import export_xlsx

from .sample import sample
from .shapes import with_text

DANGEROUS = ["=1+1", "+44", "-2", "@SUM(A1)", "\tx", '=HYPERLINK("http://x.example")']


def book(record: PlanRecord) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(export_xlsx(record)))


def lines(record: PlanRecord) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(export_csv(record).decode("utf-8-sig"))))


@pytest.mark.parametrize("kind", FORMATS)
def test_the_same_plan_gives_the_same_bytes(kind: str) -> None:
    assert FORMATS[kind].write(sample()) == FORMATS[kind].write(sample())


def test_csv_is_utf_8_with_a_mark_and_an_action_to_a_row() -> None:
    assert export_csv(sample()).startswith(b"\xef\xbb\xbf")
    found = lines(sample())
    assert [row["Ref"] for row in found] == ["1.1", "1.2", "[2.1]"]
    assert [row["Section"] for row in found] == ["1. Working together", "1. Working together", "2. Training"]
    assert found[0]["By when"] == "July 2016"
    assert found[0]["Due (date)"] == "2016-07-31"
    assert found[1]["RAG"] == "Amber"
    assert found[1]["Path to green"] == "Northvale Police: The third is booked."
    assert found[2]["Steps"] == "• Heads first.\n• Then governors."


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_could_be_a_formula_is_inert(text: str) -> None:
    record = with_text(sample(), text)
    assert lines(record)[0]["What we will do"] == f"'{text}"
    page = book(record)["Plan"]
    found = [cell for row in page.iter_rows() for cell in row if cell.value == text]
    assert len(found) == 1
    assert (found[0].data_type, found[0].quotePrefix) == ("s", True)


def test_the_sheet_is_typed_and_guides_the_eye() -> None:
    workbook = book(sample())
    page = workbook["Plan"]
    heads = [cell.value for cell in page[1]]
    assert workbook.sheetnames == ["Plan", "About"]
    assert page["A2"].value == "1. Working together"
    due = page.cell(2, heads.index("Due (date)") + 1)
    assert isinstance(due.value, dt.datetime)
    assert (due.value.date(), due.is_date) == (dt.date(2016, 7, 31), True)
    assert page.freeze_panes == "A2"
    assert page.auto_filter.ref == page.dimensions
    assert page.print_title_rows == "$1:$1"
    assert (page.page_setup.orientation, page.page_setup.fitToHeight) == ("landscape", 0)
    assert page.oddHeader is not None
    assert page.oddHeader.center.text == "For the partnership"
    assert all(cell.alignment.wrap_text for cell in page[2])


def test_ratings_and_states_are_chosen_from_lists_and_coloured() -> None:
    workbook = book(sample())
    page, about = workbook["Plan"], workbook["About"]
    choices = {}
    for validation in page.data_validations.dataValidation:
        column = str(validation.sqref)[0]
        cells = about[validation.formula1.removeprefix("About!").replace("$", "")]
        choices[page[f"{column}1"].value] = [cell.value for (cell,) in cells]
    assert choices["RAG"][:5] == ["Complete", "Green", "Amber", "Red", "Not reported"]
    assert choices["State"][0] == "Not started"
    rules = [rule for found in page.conditional_formatting for rule in found.rules]
    assert [rule.formula[0].split("=")[1] for rule in rules] == ['"Complete"', '"Green"', '"Amber"', '"Red"']
    assert all(rule.dxf.fill.bgColor.rgb and rule.dxf.font.color.rgb for rule in rules)


def test_the_other_sheet_holds_what_stands_around_the_table() -> None:
    rows = list(book(sample())["About"].iter_rows(max_col=2, values_only=True))
    assert ("Title", sample().title) in rows
    assert ("Governance", "The board meets four times a year.\n• Council\n• Police") in rows
    assert ("WRAP", "Workshop to Raise Awareness of Prevent") in rows
    assert any("leaves out: 1 action (marked restricted)" in str(text) for _, text in rows)
