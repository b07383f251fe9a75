"""What Calc shows of a spreadsheet is what is read of it."""

from __future__ import annotations

import io
import time
from datetime import date

import pytest
from odfdo import Document
from odfdo import Table as Sheet

from plans.importers.errors import Unreadable
from plans.importers.gate import check_office
from plans.importers.readers.ods import read_ods
from plans.importers.source import Cell, Line, Paragraph, Source, Table

from .office import zipped

_NAMES = "urn:oasis:names:tc:opendocument:xmlns:"
SPACES = " ".join(
    f'xmlns:{prefix}="{_NAMES}{name}:1.0"'
    for prefix, name in {
        "table": "table",
        "text": "text",
        "office": "office",
        "style": "style",
        "draw": "drawing",
        "fo": "xsl-fo-compatible",
    }.items()
)
TYPE = "application/vnd.oasis.opendocument.spreadsheet"


def ods(rows: str, *, columns: str = "", styles: str = "", table: str = "", after: str = "") -> bytes:
    content = (
        f"<office:document-content {SPACES}><office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f'<office:spreadsheet><table:table table:name="Plan" {table}>{columns}{rows}</table:table>{after}'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return zipped({"mimetype": TYPE, "META-INF/manifest.xml": "<m/>", "content.xml": content})


def row(*cells: str, repeated: int = 1, more: str = "") -> str:
    inside = "".join(each if each.startswith("<") else cell(each) for each in cells)
    return f'<table:table-row table:number-rows-repeated="{repeated}" {more}>{inside}</table:table-row>'


def cell(*paragraphs: str, more: str = "", inside: str = "") -> str:
    texts = "".join(f"<text:p>{each}</text:p>" for each in paragraphs if each)
    return f"<table:table-cell {more}>{inside}{texts}</table:table-cell>"


def read(rows: str, **parts: str) -> Source:
    content = ods(rows, **parts)
    assert check_office(content) == "ods"
    return read_ods(content)


def table(rows: str, **parts: str) -> Table:
    (found,) = (block for block in read(rows, **parts).blocks if isinstance(block, Table))
    return found


def texts(found: Table) -> list[list[str]]:
    return [[each.text for each in row] for row in found.rows]


def asides(source: Source) -> list[tuple[str, str, str]]:
    return [(aside.place.part, aside.place.ref, aside.line.text) for aside in source.asides]


def second(given: str) -> Cell:
    return table(row("Action", "Due") + row("Train", given)).rows[1][1]


def test_what_another_program_writes_is_read() -> None:
    document = Document("spreadsheet")
    document.body.clear()
    sheet = Sheet("Plan")
    document.body.append(sheet)
    sheet.set_row_values(0, ["Prevent plan"])
    sheet.set_row_values(1, ["No", "Action", "Due"])
    sheet.set_row_values(2, [1, "Train staff", date(2017, 3, 31)])
    file = io.BytesIO()
    document.save(file)
    assert check_office(file.getvalue()) == "ods"
    title, found = read_ods(file.getvalue()).blocks
    assert isinstance(title, Paragraph)
    assert title.line.text == "Prevent plan"
    assert isinstance(found, Table)
    assert texts(found) == [["No", "Action", "Due"], ["1", "Train staff", "31 March 2017"]]
    assert [each.value for each in found.rows[1]] == [1.0, None, date(2017, 3, 31)]


@pytest.mark.parametrize(
    ("kind", "text", "shown", "held"),
    [
        ('float" office:value="3', "3", "3", 3.0),
        ('float" office:value="3', "", "3", 3.0),
        ('percentage" office:value="0.4', "40%", "40%", 0.4),
        ('currency" office:value="5', "£5.00", "£5.00", 5.0),
        ('date" office:date-value="2017-03-31', "31/03/17", "31 March 2017", date(2017, 3, 31)),
        ('date" office:date-value="2017-03-31T14:30:00', "31/03/17 14:30", "31 March 2017 14:30", date(2017, 3, 31)),
        ('date" office:date-value="2017-03-01', "Mar 17", "March 2017", None),
        ('date" office:date-value="2017-03-15', "Mar 17", "Mar 17", None),
        ('date" office:date-value="soon', "soon", "soon", None),
        ('boolean" office:boolean-value="true', "TRUE", "TRUE", None),
        ("string", "Ongoing", "Ongoing", None),
        ('string" office:string-value="Ongoing', "", "Ongoing", None),
    ],
)
def test_values_as_shown(kind: str, text: str, shown: str, held: object) -> None:
    found = second(cell(text, more=f'office:value-type="{kind}"'))
    assert (found.text, found.value) == (shown, held)


def test_paragraphs_of_a_cell_are_its_lines() -> None:
    inline = "a<text:s text:c='2'/>b<text:tab/>c<text:line-break/><text:span>d <text:a>e</text:a></text:span> f"
    assert second(cell("• Train", inline)).lines == (Line("Train", "•"), Line("a  b\tc"), Line("d e f"))


def test_colours_come_through_styles_and_columns() -> None:
    styles = (
        '<style:style style:name="base" style:family="table-cell"><style:table-cell-properties '
        'fo:background-color="#ff0000"/><style:text-properties fo:font-weight="bold"/></style:style>'
        '<style:style style:name="own" style:family="table-cell" style:parent-style-name="base"/>'
        '<style:style style:name="ring" style:family="table-cell" style:parent-style-name="ring"/>'
        '<style:style style:name="none" style:family="table-cell" style:parent-style-name="base">'
        '<style:table-cell-properties fo:background-color="transparent"/></style:style>'
    )
    columns = '<table:table-column table:number-columns-repeated="3"/>'
    columns += '<table:table-column table:default-cell-style-name="base"/>'
    own, none, ring = (cell(more=f'table:style-name="{name}"') for name in ("own", "none", "ring"))
    found = table(
        row("a", "b", "c", "d", "e") + row(own, none, "x", cell(), ring), styles=styles, columns=columns
    ).rows[1]
    assert [each.fill for each in found] == ["#FF0000", "", "", "#FF0000", ""]
    bold = table(row("a", "b") + row(cell("x", more='table:style-name="own"'), "y"), styles=styles).rows[1]
    assert [each.lines[0].bold for each in bold] == [True, False]


def test_merged_cells_know_their_anchor() -> None:
    covered = "<table:covered-table-cell/>"
    found = table(
        row("Subject", "Action", "Lead")
        + row(cell("Leadership", more='table:number-rows-spanned="2"'), "Train", "Police")
        + row(covered, "Review", "Council")
        + row(cell("Training", more='table:number-columns-spanned="3"'), covered, covered)
    )
    assert (found.rows[1][0].rows, found.rows[2][0].anchor) == (2, (2, 1))
    assert (found.rows[3][0].columns, found.rows[3][2].anchor) == (3, (4, 1))


def test_repeats_count_once_unless_they_hold_words() -> None:
    blank = cell(more='table:number-columns-repeated="16384"')
    began = time.process_time()
    found = table(
        row("a", cell("b", more='table:number-columns-repeated="2"'), blank)
        + row("x", "y", "z", repeated=2)
        + row(blank, repeated=1_000_000)
    )
    assert time.process_time() - began < 60  # each repeat by itself would take hours
    assert texts(found) == [["a", "b", "b"], ["x", "y", "z"], ["x", "y", "z"]]


def test_a_row_repeated_too_often_is_refused() -> None:
    with pytest.raises(Unreadable, match="more than 10,000 rows"):
        read_ods(ods(row("a", "b", repeated=1_000_000_000)))


def test_groups_of_rows_are_opened() -> None:
    head = f"<table:table-header-rows>{row('a', 'b')}</table:table-header-rows>"
    group = f"<table:table-row-group><table:table-rows>{row('c', 'd')}</table:table-rows></table:table-row-group>"
    assert texts(table(head + group)) == [["a", "b"], ["c", "d"]]


def test_what_is_hidden_or_pinned_on_stands_aside() -> None:
    note = "<office:annotation><text:p>Ask the police</text:p></office:annotation>"
    drawn = "<draw:frame><draw:text-box><text:p>Drawn</text:p></draw:text-box></draw:frame>"
    source = read(
        row("a", "b", "c")
        + row(cell("x", inside=note), cell("y", inside=drawn), "z")
        + row("1", "2", "3", more='table:visibility="filter"'),
        columns='<table:table-column/><table:table-column table:visibility="collapse"/><table:table-column/>',
    )
    assert texts(source.blocks[0]) == [["a", "c"], ["x", "z"]]  # type: ignore[arg-type]  # the only block is a table
    assert asides(source) == [
        ("text box", "", "Drawn"),
        ("comment", "A2", "Ask the police"),
        ("hidden column", "B1", "b"),
        ("hidden column", "B2", "y"),
        ("hidden row", "A3", "1"),
        ("hidden row", "B3", "2"),
        ("hidden row", "C3", "3"),
    ]
    assert "row 3, column B" in source.warnings[0]


def test_a_hidden_sheet_stands_aside() -> None:
    style = '<style:style style:name="off" style:family="table">{}</style:style>'
    styles = style.format('<style:table-properties table:display="false"/>')
    source = read(row("a", "b"), styles=styles, table='table:style-name="off"')
    assert source.blocks == ()
    assert asides(source)[0] == ("hidden sheet", "A1", "a")


def test_a_second_sheet_is_a_second_table() -> None:
    source = read(row("a", "b"), after=f'<table:table table:name="More">{row("c", "d")}</table:table>')
    assert [(each.number, each.name) for each in source.blocks if isinstance(each, Table)] == [(1, "Plan"), (2, "More")]


def test_colours_by_rule_are_said() -> None:
    space = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
    rule = f'<calcext:conditional-format xmlns:calcext="{space}"/>'
    assert "by rule" in read(row("a", "b") + rule).warnings[0]
    assert read(row("a", "b")).warnings == ()


def test_a_damaged_file_is_named() -> None:
    with pytest.raises(Unreadable, match=r"content\.xml"):
        read_ods(zipped({"content.xml": "<office"}))
