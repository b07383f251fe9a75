"""Printed rows beside what was read, and two wordings beside each other. No database."""

from __future__ import annotations

from typing import Any

import pytest

from plans.importers.proposal import Correction
from plans.importers.source import Cell, Line, Place, Source, Table
from plans.queries.excerpts import Excerpts, where
from plans.queries.mends import take_in, words
from plans.queries.wording import LONGEST, wordings

from .import_sample import HEADINGS, TITLE, place, source


def test_a_row_is_shown_whole_with_its_headings_and_what_is_meant_marked() -> None:
    found = Excerpts(source(), {1: HEADINGS})
    (row,) = found.rows([place(5, 2), place(5, 3)], marked={place(5, 3)})
    assert row.where == "table 1, row 5"
    assert [cell.heading for cell in row.cells] == list(HEADINGS)
    assert [cell.is_marked for cell in row.cells] == [False, False, True, False]
    assert row.cells[1].lines == ("Name a lead officer in each agency",)


def test_rows_of_several_places_come_once_in_printed_order() -> None:
    found = Excerpts(source(), {})
    rows = found.rows([place(5, 2), place(3, 2), place(3, 4), Place(line=1)])
    assert [row.where for row in rows] == ["line 1", "table 1, row 3", "table 1, row 5"]
    assert rows[0].cells[0].lines == (TITLE,)
    assert found.rows([Place(table=9, row=1), Place(line=99)]) == ()


def test_the_row_above_is_shown_unless_there_is_none() -> None:
    found = Excerpts(source(), {})
    above = found.above([place(4, 2)])
    assert above is not None
    assert above.where == "table 1, row 3"
    assert found.above([place(1, 1)]) is None
    assert found.above([Place(line=1)]) is None


def test_a_merged_cell_shows_the_words_it_shares() -> None:
    def cell(row: int, column: int, text: str = "", anchor: tuple[int, int] | None = None) -> Cell:
        return Cell(place(row, column), (Line(text),) if text else (), anchor=anchor)

    rows = (
        (cell(1, 1, "Police"), cell(1, 2, "Meet", None), cell(1, 3, anchor=(1, 2))),
        (cell(2, 1, anchor=(1, 1)), cell(2, 2, "Train"), cell(2, 3, "May")),
    )
    found = Excerpts(Source("docx", (Table(1, rows),)), {})
    first, second = found.row(1, 0), found.row(1, 1)
    assert [cell.lines for cell in first.cells] == [("Police",), ("Meet",)]
    assert second.cells[0].lines == ("Police",)
    assert second.cells[0].is_shared


def test_places_are_named_for_people() -> None:
    assert where(Place(sheet="Plan", ref="C7", table=1, row=7, column=3)) == "sheet Plan, row 7"
    assert where(Place(page=2, table=1, row=4, column=3)) == "page 2, table 1, row 4"
    assert where(Place(line=12)) == "line 12"


def test_what_is_no_part_of_the_body_cannot_be_taken_in() -> None:
    assert take_in(Place(part="footer", line=3), "action") is None
    assert take_in(Place(line=3), "section") == Correction("paragraph", {"line": 3, "role": "section"})
    assert take_in(place(3, 2), "prose") == Correction("row", {"table": 1, "row": 3, "role": "prose"})


@pytest.mark.parametrize(
    ("op", "given", "said"),
    [
        ("row", {"table": 1, "row": 4, "role": "join"}, "row 4 of table 1 is “Goes on with the row above”"),
        ("column", {"table": 2, "column": 3, "field": "leads"}, "column 3 of table 2 is “Leads”"),
        ("set", {"key": "t1r5", "field": "text", "value": "x"}, "Action of table 1, row 5 changed"),
        ("set_plan", {"field": "title", "value": "x"}, "Title of the plan changed"),
        ("remove", {"key": "p12"}, "what was read left out"),
    ],
)
def test_mends_are_said_in_words(op: str, given: dict[str, Any], said: str) -> None:
    assert words(Correction(op, given)) == said


def test_what_differs_between_two_wordings_is_marked() -> None:
    both = wordings("Meet four times a year.", "Meet five times a year.")
    assert [(piece.text, piece.differs) for piece in both.old] == [
        ("Meet ", False), ("four", True), (" times a year.", False),
    ]  # fmt: skip
    assert [piece.text for piece in both.new if piece.differs] == ["five"]
    lists = wordings(("One", "Two"), ("One", "Three"))
    assert "".join(piece.text for piece in lists.new) == "One\nThree"
    assert wordings("", "New").old == ()
    long = wordings("a " * LONGEST, "b")
    assert [piece.differs for piece in (*long.old, *long.new)] == [True, True]
