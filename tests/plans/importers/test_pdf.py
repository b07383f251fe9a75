"""PDF files, made with WeasyPrint and read back."""

from __future__ import annotations

import functools
import io
from collections.abc import Callable

import pikepdf
import pytest
import weasyprint

from plans.importers.errors import Unreadable
from plans.importers.readers.pdf import read_pdf
from tests.plans.importers.shown import grids, prose, tables

FURNITURE = """@page { @top-center { content: 'Exampleshire - OFFICIAL' }
@bottom-right { content: 'Page ' counter(page) ' of ' counter(pages) } }"""
PAGE = """@page { size: A4 landscape; margin: 2cm }
body { font: 10pt sans-serif } td, th { padding: 4pt; vertical-align: top; text-align: left } li { margin-left: 1em }
h1 { font-size: 18pt } h2 { font-size: 13pt } ul { margin: 0 } """
RULED = "table { border-collapse: collapse } td, th { border: 1px solid black }"
SPACED = "td, th { border: 1px solid black }"
RULED_ROWS = "table { border-collapse: collapse } tr { border-bottom: 1px solid black }"
PLAIN = ""

HEAD = "<thead><tr><th>No</th><th>Action</th><th>Lead</th><th>RAG</th><th>When</th></tr></thead>"
ROWS = """<tr><td>1</td><td>Train everybody who works with the public in how to notice that somebody may be at risk, and
how to pass a concern on</td><td>Police; NHS</td><td style="background: #FFC000"></td><td>March 2017</td></tr>
<tr><td>2</td><td>Review the plan</td><td>Council</td><td style="background: #00B050"></td><td>Ongoing</td></tr>
<tr><td>3</td><td><ul><li>Meet</li><li>Report on the meeting to the board of the partnership and to each agency that has
a seat on it</li></ul></td><td>Council</td><td></td><td>June 2017</td></tr>"""
READ = [
    ["No", "Action", "Lead", "RAG", "When"],
    [
        "1",
        "Train everybody who works with the public in how to notice that somebody may be at risk, and how to pass a"
        " concern on",
        "Police; NHS",
        "",
        "March 2017",
    ],
    ["2", "Review the plan", "Council", "", "Ongoing"],
    [
        "3",
        "• Meet\n• Report on the meeting to the board of the partnership and to each agency that has a seat on it",
        "Council",
        "",
        "June 2017",
    ],
]


@functools.cache
def printed(body: str, style: str = RULED) -> bytes:
    pdf: bytes = weasyprint.HTML(string=f"<style>{PAGE}{style}</style>{body}").write_pdf()
    return pdf


@pytest.mark.parametrize("style", [RULED, SPACED, RULED_ROWS, PLAIN], ids=["ruled", "spaced", "rows", "plain"])
def test_a_table_under_any_rules(style: str) -> None:
    source = read_pdf(printed(f"<h1>Plan</h1><table>{HEAD}{ROWS}</table><p>After it.</p>", style))
    assert tables(source) == [READ]
    assert [row[3].fill for row in grids(source)[0].rows] == ["", "#FFC000", "#00B050", ""]
    assert prose(source) == ["# Plan", "After it."]


def test_merged_cells_have_anchors() -> None:
    body = """<table><tr><td rowspan=2>Area</td><td>One</td><td>NHS</td></tr><tr><td>Two</td><td>Police</td></tr>
    <tr><td colspan=3>Section of all</td></tr></table>"""
    rows = grids(read_pdf(printed(body)))[0].rows
    assert [[cell.text for cell in row] for row in rows] == [
        ["Area", "One", "NHS"],
        ["", "Two", "Police"],
        ["Section of all", "", ""],
    ]
    assert (rows[0][0].rows, rows[2][0].columns) == (2, 3)
    assert [rows[1][0].anchor, rows[2][1].anchor, rows[1][1].anchor] == [(1, 1), (3, 1), None]


HEADED = "table { border-collapse: collapse; width: 100% } th { background: #003366; color: white }"
PIECES = {
    "rules below cells": "table { border-collapse: collapse; width: 100% } tr { border-bottom: 1px solid black }",
    "every other row coloured": f"{HEADED} tbody tr:nth-child(even) {{ background: #EEEEEE }}",
    "colours of cells": f"{HEADED} tbody tr:nth-child(odd) td {{ background: #EEEEEE }}",
}


@pytest.mark.parametrize("style", PIECES.values(), ids=PIECES)
def test_columns_are_told_by_what_is_drawn_piece_by_piece(style: str) -> None:
    """Also below a title, with sections, and where the last row has nothing drawn below it."""
    rows = "".join(
        f"<tr><td colspan=4>{at}. A section about safeguarding with a rather long name</td></tr><tr><td>{at}.1</td>"
        f"<td>Train everybody who works with the public, {at}</td><td>NHS</td><td>May</td></tr>"
        for at in range(1, 4)
    )
    head = "<thead><tr><th>No</th><th>Action</th><th>Lead</th><th>When</th></tr></thead>"
    source = read_pdf(printed(f"<h1>Plan</h1><p>Agreed by the board.</p><table>{head}<tbody>{rows}</table>", style))
    assert prose(source) == ["# Plan", "Agreed by the board."]
    assert [[list(filter(None, row)) for row in table] for table in tables(source)] == [
        [
            ["No", "Action", "Lead", "When"],
            *(
                row
                for at in range(1, 4)
                for row in (
                    [f"{at}. A section about safeguarding with a rather long name"],
                    [f"{at}.1", f"Train everybody who works with the public, {at}", "NHS", "May"],
                )
            ),
        ]
    ]


def test_a_heading_between_tables_without_uprights_is_no_row() -> None:
    style = (
        HEADED
        + " @page { size: A3 landscape } table { table-layout: fixed } tbody tr:nth-child(odd) { background: #EEEEEE }"
    )
    table = f"<h2>Schools</h2><table>{HEAD}<tbody>{ROWS}</table>"
    source = read_pdf(printed(table * 2, style))
    assert [words.lstrip("# ") for words in prose(source)] == ["Schools", "Schools"]
    assert [len(each) for each in tables(source)] == [4, 4]


def test_a_colour_that_ends_where_a_row_is_cut_is_no_rule() -> None:
    """The short cells of the last row stand on the first page, with one colour behind them."""
    style = f"{RULED} @page {{ size: 14cm 7cm; margin: 1cm }} tr {{ orphans: 3; widows: 3 }}"
    row = "<tr><td>{0}</td><td>{1}</td><td>NHS</td><td style='background: red'></td><td>May</td></tr>"
    body = "".join(row.format(at, "words of an action that has several lines " * at) for at in range(1, 4))
    source = read_pdf(printed(f"<table>{HEAD}{body}</table>", style))
    assert prose(source) == []
    assert {len(row) for table in grids(source) for row in table.rows} == {5}


def test_tables_of_other_columns_that_touch_are_tables_of_their_own() -> None:
    style = RULED + " table { width: 20cm; table-layout: fixed }"
    first = """<table><tr><td style="width: 8cm">Action</td><td style="width: 7cm">Lead</td><td>When</td></tr>
    <tr><td colspan=3>Schools</td></tr><tr><td>Train</td><td rowspan=2>NHS</td><td>May</td></tr>
    <tr><td>Meet</td><td>June</td></tr><tr><td>Ask</td><td colspan=2>Nobody</td></tr></table>"""
    second = """<table><tr><td style="width: 3cm">No</td><td style="width: 9cm">Risk</td><td>Likely</td></tr>
    <tr><td>1</td><td>Rain</td><td>Yes</td></tr></table>"""
    source = read_pdf(printed(first + second, style))
    assert [[list(filter(None, row)) for row in table] for table in tables(source)] == [
        [["Action", "Lead", "When"], ["Schools"], ["Train", "NHS", "May"], ["Meet", "June"], ["Ask", "Nobody"]],
        [["No", "Risk", "Likely"], ["1", "Rain", "Yes"]],
    ]
    assert [len(row) for table in grids(source) for row in table.rows] == [3] * 7


def test_a_row_divided_in_its_own_way_is_no_table_of_its_own() -> None:
    style = RULED + " table { width: 18cm; table-layout: fixed }"
    row = "<tr><td colspan=2>{}</td><td colspan=2>{}</td><td colspan=2>{}</td></tr>"
    odd = "<tr><td>Lead officer</td><td colspan=5>Anna, of the council</td></tr>"
    body = f"<table>{row.format('A', 'B', 'C')}{odd}{row.format('D', 'E', 'F')}</table>"
    found = tables(read_pdf(printed(body, style)))
    assert len(found) == 1
    assert [list(filter(None, row)) for row in found[0]] == [
        ["A", "B", "C"],
        ["Lead officer", "Anna, of the council"],
        ["D", "E", "F"],
    ]


def test_a_table_over_three_pages_with_its_head_again() -> None:
    row = "<tr><td>{0}</td><td>Action {0}: " + "words that fill the lines of a cell " * 8 + "</td><td>NHS</td></tr>"
    body = "<table><thead><tr><th>No</th><th>Action</th><th>Lead</th></tr></thead>"
    body += "".join(row.format(number) for number in range(1, 25)) + "</table>"
    source = read_pdf(printed(body, RULED + FURNITURE))
    found = tables(source)
    assert len(found) > 2
    assert all(table[0] == ["No", "Action", "Lead"] for table in found)
    assert [row[0] for table in found for row in table[1:] if row[0]] == [str(number) for number in range(1, 25)]
    assert [table.rows[0][0].place.page for table in grids(source)] == list(range(1, len(found) + 1))
    words = "".join(cell for table in found for row in table[1:] for cell in row[1:2])
    assert words.count("words") == 24 * 8


def test_borders_are_no_fill() -> None:
    body = f"<div style='border: 2px solid black; padding: 3pt'><table>{HEAD}{ROWS}</table></div>" * 3
    fills = [[row[3].fill for row in table.rows] for table in grids(read_pdf(printed(body, SPACED)))]
    assert {fill for each in fills for fill in each} == {"", "#FFC000", "#00B050"}


@pytest.mark.parametrize("style", [RULED, SPACED, RULED_ROWS, PLAIN], ids=["ruled", "spaced", "rows", "plain"])
def test_no_word_is_lost_over_pages(style: str) -> None:
    """Each word comes out once, wherever rows and pages break."""
    row = "<tr><td>{0}</td><td>{1}</td><td>Lead{0}</td><td></td><td>When{0}</td></tr>"
    words = {number: [f"w{number}x{at}" for at in range(40)] for number in range(1, 31)}
    body = "".join(row.format(number, " ".join(each)) for number, each in words.items())
    source = read_pdf(printed(f"<table>{HEAD}{body}</table>", style + FURNITURE))
    found = sorted(word for _, text in source.pieces() for word in text.split() if word.startswith("w"))
    assert found == sorted(word for each in words.values() for word in each)
    assert {row[2] for table in tables(source) for row in table} >= {f"Lead{number}" for number in words}


def test_paragraphs_headings_and_lists_in_reading_order() -> None:
    long = (
        "This paragraph is long enough to run over the end of its line, so that it has to be put together again. " * 3
    )
    body = f"""<h1>Prevent delivery plan</h1><p>{long}</p><h2>Introduction</h2><p>Short one.</p><p>Another one.</p>
    <ul><li>first</li><li>second {long}</li></ul><p><b>Governance</b></p><p>Who meets.</p>"""
    assert prose(read_pdf(printed(body))) == [
        "# Prevent delivery plan",
        long.strip(),
        "## Introduction",
        "Short one.",
        "Another one.",
        "• first",
        f"• second {long.strip()}",
        "### Governance",
        "Who meets.",
    ]


def test_heads_and_feet_of_pages_are_asides() -> None:
    pages = "<p style='break-after: page'>Some words on this page.</p>"
    source = read_pdf(printed(f"{pages}<p>More words here.</p><p style='break-before: page'>And here.</p>", FURNITURE))
    assert prose(source) == ["Some words on this page.", "More words here.", "And here."]
    found = {(aside.place.part, aside.place.page): aside.line.text for aside in source.asides}
    assert found == {
        **{("header", page): "Exampleshire - OFFICIAL" for page in (1, 2, 3)},
        **{("footer", page): f"Page {page} of 3" for page in (1, 2, 3)},
    }


def test_words_are_read_that_stand_on_their_side() -> None:
    style = RULED + " .side { transform: rotate(-90deg); width: 3cm; height: 3cm }"
    body = """<table><tr><td><div class=side>Lead agency</div></td><td>Action</td></tr>
    <tr><td>NHS</td><td>Train</td></tr></table>"""
    assert tables(read_pdf(printed(body, style))) == [[["Lead agency", "Action"], ["NHS", "Train"]]]


def test_a_box_around_words_is_no_table() -> None:
    source = read_pdf(printed("<div style='border: 1px solid black; padding: 5pt'>Words in a box.</div><p>Others.</p>"))
    assert tables(source) == []
    assert prose(source) == ["Words in a box.", "Others."]


def test_progress_is_told_page_by_page() -> None:
    told: list[tuple[str, int, int]] = []
    read_pdf(printed("<p style='break-after: page'>One page.</p><p>Two pages.</p>"), lambda *each: told.append(each))
    assert told == [("Reading page", 1, 2), ("Reading page", 2, 2)]


def changed(content: bytes, change: Callable[[pikepdf.Pdf], None], lock: pikepdf.Encryption | None = None) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        change(pdf)
        pdf.save(out, encryption=lock)
    return out.getvalue()


@pytest.mark.parametrize("turned", [0, 90], ids=["as it is", "turned by the file"])
@pytest.mark.parametrize("degrees", [-90, 90], ids=["upwards", "downwards"])
def test_a_page_on_its_side_is_read_upright(turned: int, degrees: int) -> None:
    def turn(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Rotate = turned

    body = f"<div style='transform: rotate({degrees}deg); width: 15cm; height: 15cm'><table>{HEAD}{ROWS}</table></div>"
    found = tables(read_pdf(changed(printed(body), turn)))
    assert found[0][0] == READ[0]
    assert found[0][2] == READ[2]


def nothing(pdf: pikepdf.Pdf) -> None:
    """Saved as it is."""


def locked(user: str) -> bytes:
    return changed(printed("<p>Some words here</p>"), nothing, pikepdf.Encryption(owner="a", user=user))


UNREADABLE = {
    "picture of a document": lambda: printed("<div style='background: red; width: 5cm; height: 5cm'></div>"),
    "protected by a password": lambda: locked("secret"),
    "damaged or was cut": lambda: printed("<p>Some words</p>")[:600],
    "damaged": lambda: b"%PDF-1.7\n" + b"junk " * 200,
    "301 pages": lambda: changed(printed("<p>Some words</p>"), lambda pdf: pdf.pages.extend([pdf.pages[0]] * 300)),
}


@pytest.mark.parametrize("words", UNREADABLE)
def test_unreadable(words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        read_pdf(UNREADABLE[words]())


def test_a_pdf_locked_only_against_changes_is_read() -> None:
    assert prose(read_pdf(locked(""))) == ["Some words here"]


def test_a_word_cut_for_want_of_room_is_whole_again() -> None:
    """As word processors cut one that is wider than its cell; a short word below a full line stays a word."""
    style = RULED + "table { table-layout: fixed; width: 150pt } td { overflow-wrap: anywhere; font-family: monospace }"
    narrow = "<table><tr><td>Lead</td><td>By</td></tr><tr><td>Prevent Coordinators</td><td>30/06/2024</td></tr></table>"
    (grid,) = tables(read_pdf(printed(narrow, style)))
    assert grid[1] == ["Prevent Coordinators", "30/06/2024"]
