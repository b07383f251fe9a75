"""Tables pasted as HTML from Word, Excel and LibreOffice, and web pages."""

from __future__ import annotations

from datetime import date

import pytest

from plans.importers.errors import Unreadable
from plans.importers.readers.html import read_html
from tests.plans.importers.shown import grids, prose, tables

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta charset="utf-8">
<style><!-- /* Style Definitions */ p.MsoNormal {margin:0cm;} --></style>
<!--[if gte mso 9]><xml><w:WordDocument>hidden</w:WordDocument></xml><![endif]--></head><body>
<!--StartFragment--><table class=MsoTableGrid border=1>
<tr><td><p class=MsoNormal><b>Action</b></p></td>
<td><p class=MsoNormal><b>Lead<o:p></o:p></b></p></td><td><b>RAG</b></td></tr>
<tr><td><p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol'><span
style='mso-list:Ignore'>·<span style='font:7.0pt'>&nbsp;&nbsp;</span></span></span><![endif]>Train
all staff</p><p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><span
style='mso-list:Ignore'>o<span>&nbsp;</span></span>and
managers</p></td><td><p class=MsoNormal>NHS &amp; police</p></td>
<td style='background:#FFC000;mso-shading:white'></td></tr>
</table><!--EndFragment--></body></html>"""

EXCEL = """Version:1.0
StartHTML:0000000105
<html><head><style>
<!--table {mso-displayed-decimal-separator:"\\.";} .xl65 {background:#FFC7CE; mso-pattern:black none;}
td.xl66 {mso-number-format:"dd\\/mm\\/yyyy";} .xl67 {background:white;} --></style></head><body><table>
<!--StartFragment--><tr height=20><td class=xl67>Action</td><td>When</td><td>RAG</td></tr>
<tr><td>Train</td><td class=xl66 align=right x:num="42370">01/01/2016</td><td class=xl65>&nbsp;</td></tr>
<tr style='display:none'><td>Secret</td><td></td><td></td></tr>
<tr><td>Meet</td><td sdval="42735" sdnum="2057;0;DD/MM/YY">31/12/16</td><td bgcolor=lime></td></tr>
<!--EndFragment--></table></body></html>"""


def test_a_table_from_word() -> None:
    source = read_html(WORD.encode())
    assert tables(source) == [
        [["Action", "Lead", "RAG"], ["· Train all staff\no and managers", "NHS & police", ""]],
    ]
    first, second = grids(source)[0].rows[1][0].lines
    assert (first.level, second.level) == (0, 1)
    assert grids(source)[0].rows[0][0].lines[0].bold
    assert grids(source)[0].rows[1][2].fill == "#FFC000"


def test_a_table_from_excel() -> None:
    source = read_html(EXCEL.encode())
    assert tables(source) == [[["Action", "When", "RAG"], ["Train", "01/01/2016", ""], ["Meet", "31/12/16", ""]]]
    cells = grids(source)[0].rows
    assert [row[1].value for row in cells] == [None, date(2016, 1, 1), date(2016, 12, 31)]
    assert [row[2].fill for row in cells] == ["", "#FFC7CE", "#00FF00"]
    assert cells[0][0].fill == ""
    assert [aside.line.text for aside in source.asides] == ["Secret"]
    assert prose(source) == []


def test_spans_have_anchors() -> None:
    source = read_html(
        b"<table><tr><td rowspan=2>a<td colspan=2>b</tr><tr><td>c<td>d</tr><tr><td colspan=99>section</tr></table>"
    )
    rows = grids(source)[0].rows
    assert tables(source) == [[["a", "b", ""], ["", "c", "d"], ["section", "", ""]]]
    assert (rows[0][0].rows, rows[0][1].columns, rows[2][0].columns) == (2, 2, 3)
    assert [rows[1][0].anchor, rows[0][2].anchor, rows[2][1].anchor] == [(1, 1), (1, 2), (3, 1)]
    assert rows[1][1].anchor is None


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("one<br>two", "one\ntwo"),
        ("<p>one</p><p>two</p>", "one\ntwo"),
        ("<ul><li>one<li>two</ul>", "• one\n• two"),
        ("<ol><li>one<li>two</ol>", "1. one\n2. two"),
        ("<ol type=a start=3><li>one<li value=9>two</ol>", "c. one\ni. two"),
        ("<ul style='list-style-type:none'><li>one</ul>", "one"),
        ("<ul><li><p>one</p><p>more</p></ul>", "• one\nmore"),
        ("- one<br>- two", "- one\n- two"),
        ("<table><tr><td>one<td>two</table>", "one\ntwo"),
        ("caf&eacute;&nbsp;&#8211;&nbsp;<i>bar</i>", "café – bar"),
        ("shown<span style='display: none'>hidden</span>", "shown"),
        ("<script>alert(1)</script>text<style>b{}</style>", "text"),
    ],
)
def test_cells(cell: str, expected: str) -> None:
    source = read_html(f"<table><tr><td>head<td>x</tr><tr><td>{cell}</td><td>y</tr></table>".encode())
    assert tables(source)[0][1] == [expected, "y"]


def test_a_page_around_its_tables() -> None:
    source = read_html(
        b"<html><head><title>The\n plan</title></head><body><nav>Home</nav><h1>Prevent plan</h1><p>About it.</p>"
        b"<table><caption>Actions</caption><thead><tr><th>Action<th>Lead</thead><tr><td>Train<td>NHS</table>"
        b"<h2>After</h2><div hidden>not shown</div><footer>Contact</footer></body></html>"
    )
    assert prose(source) == ["# Prevent plan", "About it.", "## After"]
    assert source.title == "The plan"
    assert (grids(source)[0].header_rows, grids(source)[0].name) == (1, "Actions")
    assert [aside.line.text for aside in source.asides] == ["Home", "not shown", "Contact"]


@pytest.mark.parametrize(
    "page",
    [
        "<table><tr><td><p>Words</p><table><tr><td>a<td>b<tr><td>c<td>d</table></td></tr></table>",
        "<table><tr><td>Words</td><td><table><tr><td>a<td>b<tr><td>c<td>d</table></td></tr></table>",
    ],
)
def test_tables_that_only_place_things_are_taken_apart(page: str) -> None:
    source = read_html(page.encode())
    assert prose(source) == ["Words"]
    assert tables(source) == [[["a", "b"], ["c", "d"]]]


@pytest.mark.parametrize(
    ("page", "encoding", "expected"),
    [
        ("<meta charset=windows-1252><p>It’s £5", "cp1252", "cp1252"),
        ("<meta charset=windows-1252><p>It’s £5", "utf-8", "utf-8"),
        ("<p>It’s £5", "utf-16", "utf-16"),
        ("<meta charset=nonsense><p>It’s £5", "cp1252", "cp1252"),
    ],
)
def test_encodings(page: str, encoding: str, expected: str) -> None:
    source = read_html(page.encode(encoding))
    assert prose(source) == ["It’s £5"]
    assert source.names["encoding"] == expected


def test_no_page_is_unreadable() -> None:
    with pytest.raises(Unreadable, match="no page"):
        read_html(b"<!-- -->")


@pytest.mark.parametrize(
    ("style", "fill"),
    [
        ("background:red", "#FF0000"),
        ("background-color: rgb(0, 176, 80)", "#00B050"),
        ("background:#0f0 none repeat", "#00FF00"),
        ("background:white", ""),
        ("background:none", ""),
        ("color:red", ""),
    ],
)
def test_fills(style: str, fill: str) -> None:
    source = read_html(f'<table><tr><td>a<td style="{style}">b</table>'.encode())
    assert grids(source)[0].rows[0][1].fill == fill
