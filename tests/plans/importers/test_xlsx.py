"""What Excel shows of a workbook is what is read of it; what it hides is said."""

from __future__ import annotations

import io
import time
from datetime import date, datetime
from typing import Literal

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.colors import Color
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.worksheet import Worksheet

from plans.importers.errors import Unreadable
from plans.importers.gate import check_office
from plans.importers.readers.number_formats import shown
from plans.importers.readers.xlsx import read_xlsx
from plans.importers.source import Cell, Line, Paragraph, Source, Table

from .office import with_part

RED, GREEN = PatternFill("solid", start_color="FFFF0000"), PatternFill("solid", start_color="FF00B050")
SPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def new(*rows: list[object]) -> tuple[Workbook, Worksheet]:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Plan"
    for row in rows:
        sheet.append(row)
    return book, sheet


def saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def read(book: Workbook) -> Source:
    content = saved(book)
    assert check_office(content) == "xlsx"
    return read_xlsx(content)


def table(book: Workbook) -> Table:
    (found,) = (block for block in read(book).blocks if isinstance(block, Table))
    return found


def texts(found: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in found.rows]


def cell(value: object, form: str = "General") -> Cell:
    book, sheet = new(["Action", "Due"], ["Train", value])
    sheet["B2"].number_format = form
    return table(book).rows[1][1]


def asides(source: Source) -> list[tuple[str, str, str]]:
    return [(aside.place.part, aside.place.ref, aside.line.text) for aside in source.asides]


@pytest.mark.parametrize(
    ("value", "form", "text", "held"),
    [
        (3, "General", "3", 3.0),
        (2.5, "General", "2.5", 2.5),
        (0.1 + 0.2, "General", "0.3", 0.3),
        (0.4, "0%", "40%", 0.4),
        (0.125, "0.0%", "12.5%", 0.125),
        (1234.5, '"£"#,##0.00', "£1,234.50", 1234.5),
        (1234.5, "[$£-809]#,##0", "£1,234", 1234.5),
        (-5, "0;(0)", "(5)", -5.0),
        (0, '0;-0;"none"', "none", 0.0),
        (7, "000", "007", 7.0),
        (1.5, "0.##", "1.5", 1.5),
        (5, '0" schools"', "5 schools", 5.0),
        (5, "@", "5", 5.0),
        (date(2017, 3, 31), "dd/mm/yyyy", "31 March 2017", date(2017, 3, 31)),
        (date(2017, 3, 31), "d-mmm", "31 March 2017", date(2017, 3, 31)),
        (date(2028, 4, 1), "mmm-yy", "April 2028", None),
        (date(2017, 1, 1), "yyyy", "2017", None),
        (datetime.fromisoformat("2017-03-31T14:30"), "dd/mm/yyyy hh:mm", "31 March 2017 14:30", date(2017, 3, 31)),
        (datetime.fromisoformat("2017-03-31T00:00"), "dd/mm/yyyy hh:mm", "31 March 2017", date(2017, 3, 31)),
        (0.5, "h:mm", "12:00", None),
        (True, "General", "TRUE", None),
        ("#N/A", "General", "#N/A", None),
        ("Ongoing", "General", "Ongoing", None),
        ("a_x000D_\nb", "General", "a\nb", None),
    ],
)  # fmt: skip
def test_values_as_shown(value: object, form: str, text: str, held: object) -> None:
    found = cell(value, form)
    assert (found.text, found.value) == (text, held)


def test_a_number_that_is_no_date_is_shown_as_a_number() -> None:
    assert shown(-5.0, "dd/mm/yyyy") == ("-5", -5.0)


def test_dates_count_from_1904_where_the_workbook_says_so() -> None:
    assert shown(1.0, "dd/mm/yyyy", from_1904=True) == ("2 January 1904", date(1904, 1, 2))


def test_a_cell_with_lines_and_bullets_has_them_apart() -> None:
    assert cell("• Train\n- report\n1. then rest").lines == (
        Line("Train", "•"),
        Line("report", "-"),
        Line("then rest", "1."),
    )


def test_first_lines_of_one_cell_are_paragraphs_and_blank_rows_and_columns_go() -> None:
    book, sheet = new(["Prevent plan"], [], ["2016/17"], [None, "No", None, "Action"], [], [None, 1, None, "Train"])
    sheet["Z900"] = "  "
    source = read(book)
    assert [(block.line.text, block.place.words()) for block in source.blocks if isinstance(block, Paragraph)] == [
        ("Prevent plan", "sheet Plan, cell A1"),
        ("2016/17", "sheet Plan, cell A3"),
    ]
    assert texts(table(book)) == [["No", "Action"], ["1", "Train"]]
    assert table(book).rows[1][1].place.ref == "D6"
    assert (table(book).rows[1][1].place.row, table(book).rows[1][1].place.column) == (2, 2)


def test_each_sheet_that_says_something_is_a_table() -> None:
    book, _ = new(["a", "b"])
    book.create_sheet("Empty")
    book.create_sheet("More").append(["c", "d"])
    found = [block for block in read(book).blocks if isinstance(block, Table)]
    assert [(each.number, each.name) for each in found] == [(1, "Plan"), (2, "More")]


def test_merged_cells_know_their_anchor() -> None:
    book, sheet = new(["Subject", "Action", "Lead"], ["Leadership", "Train", "Police"], [None, "Review", "Police"])
    sheet.merge_cells("A2:A3")
    sheet.append(["Training"])
    sheet.merge_cells("A4:C4")
    found = table(book)
    assert (found.rows[1][0].rows, found.rows[2][0].anchor) == (2, (2, 1))
    assert (found.rows[3][0].columns, found.rows[3][1].anchor, found.rows[3][2].anchor) == (3, (4, 1), (4, 1))


def test_a_merged_title_is_one_paragraph() -> None:
    book, sheet = new(["Prevent plan"], ["No", "Action"], [1, "Train"])
    sheet.merge_cells("A1:B1")
    assert [block.line.text for block in read(book).blocks if isinstance(block, Paragraph)] == ["Prevent plan"]


def test_words_under_a_merge_stand_aside() -> None:
    book, _ = new(["Action", "Lead"])
    data = f"<sheetData>{rows(['a', 'b'], ['c', 'buried'])}</sheetData>"
    xml = f'<worksheet {SPACE}>{data}<mergeCells><mergeCell ref="A2:B2"/></mergeCells></worksheet>'
    source = read_xlsx(with_part(saved(book), "xl/worksheets/sheet1.xml", xml))
    assert asides(source) == [("under a merged cell", "B2", "buried")]


def rows(*said: list[str]) -> str:
    """Rows as some programs write them: no references, text in the cell itself."""
    return "".join(
        "<row>" + "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in row) + "</row>" for row in said
    )


def test_colours_and_bold() -> None:
    book, sheet = new(["Action", "RAG", "Theme", "Old"], ["Train", None, None, None])
    sheet["B2"].fill = RED
    sheet["C2"].fill = PatternFill("solid", start_color=Color(theme=5, tint=0.4))
    sheet["D2"].fill = PatternFill("solid", start_color=Color(indexed=10))
    sheet["A2"].font = Font(bold=True)
    sheet["A1"].fill = PatternFill("solid", start_color="FFFFFFFF")
    found = table(book)
    assert [each.fill for each in found.rows[1]] == ["", "#FF0000", "#D99694", "#FF0000"]
    assert found.rows[0][0].fill == ""
    assert found.rows[1][0].lines[0].bold


def cell_is(operator: Literal["equal", "between", "greaterThan"], formula: list[str], fill: PatternFill) -> Rule:
    return Rule(type="cellIs", operator=operator, formula=formula, dxf=DifferentialStyle(fill=fill))


def test_colours_by_plain_rules_are_followed() -> None:
    book, sheet = new(
        ["Action", "RAG", "Score"], ["a", "Red", 1], ["b", "On track", 2], ["c", "Blue", 3], ["d", "Slipped late", 9]
    )
    amber = DifferentialStyle(fill=PatternFill(bgColor="FFFFC000"))
    sheet.conditional_formatting.add("B2:B5", cell_is("equal", ['"red"'], RED))
    sheet.conditional_formatting.add("B2:B5", Rule(type="beginsWith", text="On", dxf=amber))
    sheet.conditional_formatting.add("B2:B5", Rule(type="containsText", text="LATE", dxf=amber))
    sheet.conditional_formatting.add("C2:C5", cell_is("between", ["2", "3"], GREEN))
    sheet.conditional_formatting.add("C2:C5", cell_is("greaterThan", ["8"], RED))
    sheet.conditional_formatting.add(
        "A2:A5", Rule(type="expression", formula=['$B2="Red"'], dxf=DifferentialStyle(fill=RED))
    )
    source = read(book)
    (found,) = (block for block in source.blocks if isinstance(block, Table))
    assert [[each.fill for each in row] for row in found.rows[1:]] == [
        ["#FF0000", "#FF0000", ""],
        ["", "#FFC000", "#00B050"],
        ["", "", "#00B050"],
        ["", "#FFC000", "#FF0000"],
    ]
    assert source.warnings == ()


def test_the_first_rule_wins() -> None:
    book, sheet = new(["Action", "RAG"], ["a", "Red"])
    sheet["B2"].fill = GREEN
    sheet.conditional_formatting.add("B2", cell_is("equal", ['"Red"'], RED))
    sheet.conditional_formatting.add("B2", cell_is("equal", ['"Red"'], GREEN))
    assert table(book).rows[1][1].fill == "#FF0000"


def test_other_rules_are_said() -> None:
    book, sheet = new(["Action", "RAG"], ["a", 1])
    sheet.conditional_formatting.add("B2", Rule(type="duplicateValues", dxf=DifferentialStyle(fill=RED)))
    sheet.conditional_formatting.add(
        "A2", Rule(type="expression", formula=["TODAY()>B2"], dxf=DifferentialStyle(fill=RED))
    )
    (warning,) = read(book).warnings
    assert "duplicateValues, expression" in warning


def test_formulas_without_a_result_are_said_and_never_run() -> None:
    book, _ = new(["Action", "Cost"], ["Train", "=1+1"])
    source = read(book)
    assert "the formulas in B2 hold no result" in source.warnings[0]
    assert texts(table(book)) == [["Action", "Cost"], ["Train", ""]]


def test_the_kept_result_of_a_formula_is_read() -> None:
    book, _ = new(["Action", "Cost"])
    solved = '<row><c t="str"><f>A1</f><v>a</v></c><c><f>1+1</f><v>2</v></c></row>'
    xml = f"<worksheet {SPACE}><sheetData>{rows(['a', 'b'])}{solved}</sheetData></worksheet>"
    source = read_xlsx(with_part(saved(book), "xl/worksheets/sheet1.xml", xml))
    (found,) = source.blocks
    assert isinstance(found, Table)
    assert texts(found) == [["a", "b"], ["a", "2"]]
    assert source.warnings == ()


def test_what_is_hidden_stands_aside_and_is_said() -> None:
    book, sheet = new(["Action", "Cost", "Due"], ["Train", 5, "May"], ["Old", 6, "June"])
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["B"].hidden = True
    lists = book.create_sheet("Lists")
    lists.append(["Red"])
    lists.sheet_state = "hidden"
    source = read(book)
    assert texts(table(book)) == [["Action", "Due"], ["Train", "May"]]
    assert asides(source) == [
        ("hidden column", "B1", "Cost"),
        ("hidden column", "B2", "5"),
        ("hidden row", "A3", "Old"),
        ("hidden row", "B3", "6"),
        ("hidden row", "C3", "June"),
        ("hidden sheet", "A1", "Red"),
    ]
    assert "row 3, column B" in source.warnings[0]
    assert "the whole sheet" in source.warnings[1]


def test_comments_headers_and_footers_stand_aside() -> None:
    book, sheet = new(["Action", "Due"], ["Train", "May"])
    sheet["B2"].comment = Comment("Ask the police", "A clerk")
    assert sheet.oddHeader is not None
    assert sheet.oddFooter is not None
    sheet.oddHeader.center.text = "OFFICIAL"
    sheet.oddHeader.center.size = 14
    sheet.oddFooter.left.text = "Page &P of &N"
    assert asides(read(book)) == [
        ("header", "", "OFFICIAL"),
        ("footer", "", "Page of"),
        ("comment", "B2", "Ask the police"),
    ]


def test_a_claim_of_a_million_rows_costs_nothing() -> None:
    book, _ = new(["a"])
    empty = "".join(f'<row r="{row}" ht="15" customHeight="1"><c r="A{row}" s="1"/></row>' for row in range(3, 100_000))
    xml = (
        f'<worksheet {SPACE}><dimension ref="A1:XFD1048576"/><sheetData>{rows(["a", "b"])}{empty}'
        '<row r="1048576"><c r="A1048576"><v>1</v></c><c r="B1048576"><v>2</v></c></row></sheetData></worksheet>'
    )
    began = time.process_time()
    (found,) = read_xlsx(with_part(saved(book), "xl/worksheets/sheet1.xml", xml)).blocks
    assert time.process_time() - began < 60  # reading a million rows would take minutes
    assert isinstance(found, Table)
    assert texts(found) == [["a", "b"], ["1", "2"]]


def large(count: int) -> bytes:
    book, _ = new(["No", "Action", "Lead", "Due", "RAG", "Notes"])
    sheet = book.worksheets[0]
    for number in range(1, count):
        sheet.append([number, "• Train\n• Report", "Police; Council", date(2017, 3, 31), "Amber", "Going well"])
    return saved(book)


def test_more_rows_than_10_000_are_refused() -> None:
    book, _ = new(["a"])
    xml = f"<worksheet {SPACE}><sheetData>{rows(*[['a', 'b']] * 20_001)}</sheetData></worksheet>"
    with pytest.raises(Unreadable, match="more than 10,000 rows"):
        read_xlsx(with_part(saved(book), "xl/worksheets/sheet1.xml", xml))


def test_merges_that_lie_over_one_another_are_refused() -> None:
    book, _ = new(["a"])
    merges = '<mergeCell ref="A1:Z2000"/>' * 100
    data = f"<sheetData>{rows(*[['a'] * 26] * 1000)}</sheetData>"
    xml = f"<worksheet {SPACE}>{data}<mergeCells>{merges}</mergeCells></worksheet>"
    with pytest.raises(Unreadable, match="lie over one another"):
        read_xlsx(with_part(saved(book), "xl/worksheets/sheet1.xml", xml))


def test_a_damaged_sheet_is_named() -> None:
    book, _ = new(["a"])
    with pytest.raises(Unreadable, match=r"xl/worksheets/sheet1\.xml"):
        read_xlsx(with_part(saved(book), "xl/worksheets/sheet1.xml", "<worksheet><sheetData>"))


@pytest.mark.parametrize("number", ["", "soon", "-1", "1.5", "nan", "1e400", "99999999999"])
def test_numbers_that_are_none_break_nothing(number: str) -> None:
    cells = f'<c r="{number}" s="{number}"><v>{number}</v></c><c r="ZZZZ9" t="s"><v>{number}</v></c>'
    xml = (
        f'<worksheet {SPACE}><cols><col min="{number}" max="{number}"/></cols><sheetData>{rows(["a", "b"])}'
        f'<row r="2">{cells}<c t="inlineStr"><is><t>here</t></is></c></row></sheetData></worksheet>'
    )
    book, _ = new(["Action"])
    (found,) = read_xlsx(with_part(saved(book), "xl/worksheets/sheet1.xml", xml)).blocks
    assert isinstance(found, Table)
    assert found.rows[1][-1].text == "here"
