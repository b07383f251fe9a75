"""What stands on an agenda, and what its papers are called."""

from __future__ import annotations

import datetime as dt

import pytest

from reporting.agenda import USUAL, Line, lines
from reporting.filing import BYTES, collection_name, paper_name, reference

AGENDAS: dict[str, tuple[list[str], list[str], list[str], list[tuple[str, str]]]] = {
    "usual": (
        [],
        ["Prevent plan, Q2"],
        [],
        [
            ("standing", USUAL[0]),
            ("standing", USUAL[1]),
            ("minutes", USUAL[2]),
            ("pack", "Prevent plan, Q2"),
            ("standing", USUAL[3]),
            ("standing", USUAL[4]),
        ],
    ),
    "own order": (
        ["Apologies", "AOB", "Minutes of 19 May", "Community tensions"],
        ["A", "B"],
        ["CSP"],
        [
            ("standing", "Apologies"),
            ("minutes", "Minutes of 19 May"),
            ("standing", "Community tensions"),
            ("matters", "Matters from CSP"),
            ("pack", "A"),
            ("pack", "B"),
            ("standing", "AOB"),
        ],
    ),
    "two boards, no pack": (
        ["Apologies"],
        [],
        ["CSP", "LSCB", "SAB"],
        [("standing", "Apologies"), ("matters", "Matters from CSP, LSCB and SAB")],
    ),
    "blank lines are none": (["  ", "Apologies"], [], [], [("standing", "Apologies")]),
}


@pytest.mark.parametrize("case", AGENDAS)
def test_an_agenda_has_its_order(case: str) -> None:
    standing, packs, others, expected = AGENDAS[case]
    found = lines(standing, packs, others)
    assert [(line.kind, line.title) for line in found] == expected
    assert [line.pack for line in found if line.kind == "pack"] == list(range(len(packs)))


def test_a_pack_says_which_it_is() -> None:
    assert lines(["Apologies"], ["A", "B"], [])[1:] == [Line("pack", "A", 0), Line("pack", "B", 1)]


DAY = dt.date(2016, 11, 16)
NAMES = [
    (
        ("HPDG", 5, "Prevent delivery plan progress report Q2", 0),
        "2016-11-16 HPDG item 05 Prevent delivery plan progress report Q2.pdf",
    ),
    (("HPDG", 5, "Risk register", 1), "2016-11-16 HPDG item 05a Risk register.pdf"),
    (("HPDG", 12, "Budget: 2016/17 <draft>?", 0), "2016-11-16 HPDG item 12 Budget 2016-17 draft.pdf"),
    (("Haringey/CSP", 0, "Agenda.", 0), "2016-11-16 Haringey CSP item 00 Agenda.pdf"),
    (("HPDG", 1, "../../etc/passwd\x00\u202e", 0), "2016-11-16 HPDG item 01 etc passwd.pdf"),
    (("HPDG", 1, "Café Müller & “Söhne”", 2), "2016-11-16 HPDG item 01b Café Müller & Söhne.pdf"),
    (("HPDG", 1, "???", 0), "2016-11-16 HPDG item 01 Paper.pdf"),
]


@pytest.mark.parametrize(("facts", "name"), NAMES)
def test_a_paper_is_called_by_date_board_item_and_title(facts: tuple[str, int, str, int], name: str) -> None:
    board, item, title, appendix = facts
    assert paper_name(DAY, board, item, title, "pdf", appendix=appendix) == name


def test_names_sort_as_the_agenda_runs() -> None:
    places = [(item, appendix) for item in range(12) for appendix in range(30)]
    names = [paper_name(DAY, "HPDG", item, "Title", "pdf", appendix=appendix) for item, appendix in places]
    assert names == sorted(names)
    assert len(set(names)) == len(names)


def test_a_name_fits_a_file_system_and_an_agenda_has_short_ones() -> None:
    name = paper_name(DAY, "HPDG", 1, "ẞ" * 500, "pptx")
    assert len(name.encode()) < BYTES + 50 < 255
    assert [reference(5), reference(5, 1), reference(5, 28)] == ["5", "5a", "5zb"]
    assert collection_name(DAY, "HPDG", "Papers, Part B", "zip") == "2016-11-16 HPDG Papers, Part B.zip"
