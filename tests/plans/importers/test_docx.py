"""What Word shows of a document is what is read of it."""

from __future__ import annotations

import io

import pytest
from docx import Document

from plans.importers.errors import Unreadable
from plans.importers.readers.docx import read_docx
from plans.importers.source import Line, Paragraph, Source, Table

from .office import docx, p, r, relationships, tbl, tc, tr, with_part, zipped

BOX = (
    "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:wsp><wps:txbx><w:txbxContent>{0}"
    "</w:txbxContent></wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>"
    "<w:txbxContent>{0}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)
STYLES = """
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Uberschrift2"><w:name w:val="heading 2"/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Own"><w:name w:val="Council head"/><w:basedOn w:val="Uberschrift2"/></w:style>
<w:style w:type="paragraph" w:styleId="Lined"><w:name w:val="Lined"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Ring"><w:name w:val="Ring"/><w:basedOn w:val="Ring"/></w:style>
<w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Secret"><w:name w:val="Secret"/><w:rPr><w:vanish/></w:rPr></w:style>
"""


def body(inside: str, **parts: str) -> Source:
    return read_docx(docx(inside, **parts))


def words(source: Source) -> list[str]:
    return [block.line.text for block in source.blocks if isinstance(block, Paragraph)]


def asides(source: Source) -> list[tuple[str, str]]:
    return [(aside.place.part, aside.line.text) for aside in source.asides]


def table(*rows: str, grid: tuple[int, ...] = ()) -> Table:
    found = body(tbl(*rows, grid=grid)).blocks[0]
    assert isinstance(found, Table)
    return found


def texts(found: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in found.rows]


def style(name: str) -> str:
    return f'<w:pStyle w:val="{name}"/>'


@pytest.mark.parametrize(
    ("properties", "heading"),
    [
        (style("Uberschrift2"), 2),
        (style("Own"), 2),
        (style("Lined"), 3),
        (style("Title"), 1),
        (style("Normal"), 0),
        (style("Ring"), 0),
        (style("Nowhere"), 0),
        ("", 0),
        ('<w:outlineLvl w:val="0"/>', 1),
        (style("Own") + '<w:outlineLvl w:val="9"/>', 0),
    ],
)
def test_headings_are_what_the_styles_say(properties: str, heading: int) -> None:
    (found,) = body(p("Leadership", properties), styles=STYLES).blocks
    assert isinstance(found, Paragraph)
    assert found.heading == heading


@pytest.mark.parametrize(
    ("runs", "bold"),
    [
        (r("All", "<w:b/>"), True),
        (r("All", '<w:b w:val="0"/>'), False),
        (r("All", '<w:rStyle w:val="Strong"/>'), True),
        (r("All", "<w:b/>") + r(" of it"), False),
        (r("All", "<w:b/>") + r("  "), True),
    ],
)
def test_a_line_is_bold_when_all_of_it_is(runs: str, bold: bool) -> None:
    (found,) = body(p(runs), styles=STYLES).blocks
    assert isinstance(found, Paragraph)
    assert found.line.bold is bold


def test_a_style_makes_bold() -> None:
    (found,) = body(p("Head", style("Own")), styles=STYLES).blocks
    assert isinstance(found, Paragraph)
    assert found.line.bold


@pytest.mark.parametrize(
    ("inside", "lines"),
    [
        pytest.param(r("one") + "<w:r><w:br/></w:r>" + r("two"), ["one", "two"], id="break"),
        pytest.param(r("one") + "<w:r><w:tab/></w:r>" + r("two"), ["one\ttwo"], id="tab"),
        pytest.param(r("co") + "<w:r><w:noBreakHyphen/></w:r>" + r("ordinate"), ["co-ordinate"], id="hard hyphen"),
        pytest.param(r("imple") + "<w:r><w:softHyphen/></w:r>" + r("ment"), ["implement"], id="soft hyphen"),
        pytest.param(r("imple\u00adment"), ["implement"], id="soft hyphen typed"),
        pytest.param('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>', ["✓"], id="symbol"),
        pytest.param(r("a") + f"<w:ins>{r(' b')}</w:ins>", ["a b"], id="inserted"),
        pytest.param(r("a") + "<w:del><w:r><w:delText> b</w:delText></w:r></w:del>", ["a"], id="deleted"),
        pytest.param(f"<w:moveTo>{r('here')}</w:moveTo><w:moveFrom>{r('there')}</w:moveFrom>", ["here"], id="moved"),
        pytest.param(f"<w:hyperlink>{r('the site')}</w:hyperlink>", ["the site"], id="link"),
        pytest.param(f"<w:smartTag><w:smartTag>{r('Luton')}</w:smartTag></w:smartTag>", ["Luton"], id="smart tag"),
        pytest.param(f"<w:sdt><w:sdtContent>{r('Amber')}</w:sdtContent></w:sdt>", ["Amber"], id="control"),
        pytest.param(f'<w:fldSimple w:instr="DATE">{r("1 May")}</w:fldSimple>', ["1 May"], id="simple field"),
        pytest.param("<m:oMath><m:r><m:t>x+1</m:t></m:r></m:oMath>", ["x+1"], id="formula"),
        pytest.param(
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE</w:instrText></w:r>' + r("hidden")
            + '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + r("1 May")
            + '<w:r><w:fldChar w:fldCharType="end"/></w:r>' + r(" 2016"),
            ["1 May 2016"],
            id="field",
        ),
        pytest.param(
            '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData>'
            '</w:fldChar></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>' + r(" done"),
            ["☒ done"],
            id="check box",
        ),
        pytest.param(
            '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="Red"/>'
            '<w:listEntry w:val="Amber"/></w:ddList></w:ffData></w:fldChar></w:r>'
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
            ["Amber"],
            id="drop-down",
        ),
        pytest.param(
            f"<w:r><w:ruby><w:rt>{r('above')}</w:rt><w:rubyBase>{r('base')}</w:rubyBase></w:ruby></w:r>",
            ["base"],
            id="ruby",
        ),
    ],
)  # fmt: skip
def test_what_is_shown_is_read(inside: str, lines: list[str]) -> None:
    assert words(body(p(inside))) == lines


def test_a_mark_that_was_deleted_joins_two_paragraphs() -> None:
    gone = "<w:rPr><w:del/></w:rPr>"
    assert words(body(p("Train all ", gone) + p("staff") + p("Review"))) == ["Train all staff", "Review"]


def test_tracked_changes_are_said() -> None:
    assert "tracked changes" in body(p(f"<w:ins>{r('a')}</w:ins>")).warnings[0]
    assert body(p("a")).warnings == ()


def test_typed_marks_are_split_off() -> None:
    (found,) = body(p("- Train staff")).blocks
    assert isinstance(found, Paragraph)
    assert found.line == Line("Train staff", "-")


def test_paragraphs_are_counted_without_the_blank_ones() -> None:
    found = body(p("one") + p("") + p("two")).blocks
    assert [block.place.line for block in found if isinstance(block, Paragraph)] == [1, 2]


def test_hidden_words_prompts_and_contents_stand_aside() -> None:
    prompt = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{r('Choose an item.')}</w:sdtContent></w:sdt>"
    source = body(
        p(r("seen") + r("unseen", "<w:vanish/>") + r(" too", '<w:rStyle w:val="Secret"/>'))
        + p(prompt)
        + p("Leadership 3", style("TOC1")),
        styles=STYLES,
    )
    assert words(source) == ["seen"]
    assert asides(source) == [
        ("hidden text", "unseen too"),
        ("prompt", "Choose an item."),
        ("table of contents", "Leadership 3"),
    ]


def test_headers_notes_and_comments_stand_aside() -> None:
    source = body(
        p("a"),
        header=p("OFFICIAL"),
        footnotes='<w:footnote w:type="separator"><w:p/></w:footnote><w:footnote>'
        + p("See the duty.")
        + "</w:footnote>",
        comments="<w:comment>" + p("Check this date") + "</w:comment>",
    )
    assert asides(source) == [
        ("header", "OFFICIAL"),
        ("footnote", "See the duty."),
        ("comment", "Check this date"),
    ]
    assert words(source) == ["a"]


def test_words_of_diagrams_stand_aside() -> None:
    drawn = (
        '<d xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:p><a:r><a:t>Board</a:t></a:r></a:p></d>'
    )
    content = with_part(docx(p("a")), "word/diagram.xml", drawn)
    content = with_part(content, "word/_rels/document.xml.rels", relationships(("diagramData", "diagram.xml")))
    assert asides(read_docx(content)) == [("diagram", "Board")]


def test_a_text_box_is_read_once_at_its_place() -> None:
    source = body(p(r("before") + BOX.format(p("in the box"))) + p("after"))
    assert words(source) == ["before", "in the box", "after"]
    assert source.blocks[1].place.part == "text box"  # type: ignore[union-attr]  # all are paragraphs


def test_a_text_box_in_a_cell_is_the_cells() -> None:
    found = table(tr(tc(p(r("cell") + BOX.format(p("box")))), "b"))
    assert texts(found) == [["cell\nbox", "b"]]


def test_nested_tables_lose_nothing() -> None:
    found = table(tr(tc(p("outer") + tbl(tr("a", "b"), tr(tc(tbl(tr("deep"))), "c")) + p("end")), "next"))
    assert texts(found) == [["outer\na\nb\ndeep\nc\nend", "next"]]


def test_a_frame_around_a_table_is_taken_off() -> None:
    source = body(tbl(tr(tc(p("Title") + tbl(tr("a", "b"), tr("c", "d")) + p("")))))
    assert words(source) == ["Title"]
    assert [texts(block) for block in source.blocks if isinstance(block, Table)] == [[["a", "b"], ["c", "d"]]]


def test_cells_that_span_columns_and_rows_know_their_anchor() -> None:
    restart, go_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    found = table(
        tr(tc("wide", '<w:gridSpan w:val="2"/>'), "c"),
        tr(tc("tall", restart), "b", "c"),
        tr(tc("", go_on), "e", "f"),
        grid=(1000, 1000, 1000),
    )
    assert texts(found) == [["wide", "", "c"], ["tall", "b", "c"], ["", "e", "f"]]
    assert (found.rows[0][0].columns, found.rows[0][1].anchor) == (2, (1, 1))
    assert (found.rows[1][0].rows, found.rows[2][0].anchor) == (2, (2, 1))
    assert found.rows[2][1].anchor is None


def test_words_under_a_merge_are_kept_with_it() -> None:
    found = table(tr(tc("tall", '<w:vMerge w:val="restart"/>'), "b"), tr(tc("buried", "<w:vMerge/>"), "e"))
    assert texts(found) == [["tall\nburied", "b"], ["", "e"]]


def test_a_merge_of_rows_and_columns_has_one_anchor() -> None:
    block = '<w:gridSpan w:val="2"/><w:vMerge{}/>'
    found = table(
        tr(tc("big", block.format(' w:val="restart"')), "c"),
        tr(tc("", block.format("")), "d"),
        tr("1", "2", "3"),
        grid=(1000, 1000, 1000),
    )
    assert [cell.anchor for cell in found.rows[1]] == [(1, 1), (1, 1), None]
    assert (found.rows[0][0].rows, found.rows[0][0].columns) == (2, 2)


def test_an_old_horizontal_merge_is_one_cell() -> None:
    found = table(tr(tc("wide", '<w:hMerge w:val="restart"/>'), tc("", '<w:hMerge w:val="continue"/>')), tr("a", "b"))
    assert found.rows[0][1].anchor == (1, 1)
    assert found.rows[0][0].columns == 2


def test_rows_may_begin_late_and_end_early() -> None:
    found = table(
        tr("a", "b", "c"),
        tr("middle", properties='<w:gridBefore w:val="1"/><w:gridAfter w:val="1"/>'),
        grid=(1000, 1000, 1000),
    )
    assert texts(found) == [["a", "b", "c"], ["", "middle", ""]]


def wide(text: str, width: int) -> str:
    return tc(text, f'<w:tcW w:w="{width}" w:type="dxa"/>')


def test_slivers_of_columns_vanish() -> None:
    """A border dragged by a millimetre gives Word four columns where people see three."""
    span = '<w:gridSpan w:val="2"/>'
    found = table(
        tr("a", tc("b", span), "c"), tr(tc("d", span), "e", "f"), tr(tc("All", '<w:gridSpan w:val="4"/>')),
        grid=(2000, 60, 3000, 1000),
    )  # fmt: skip
    assert texts(found) == [["a", "b", "c"], ["d", "e", "f"], ["All", "", ""]]


def test_rows_of_other_widths_line_up_by_what_they_cover() -> None:
    found = table(
        tr(wide("No", 500), wide("Action", 4000), wide("Lead", 2000)),
        tr(wide("1", 900), wide("Train", 3300), wide("Police", 2300)),
        tr(wide("2", 500), wide("Review", 4000), wide("Council", 2000)),
        tr(wide("Section", 6500)),
        grid=(1, 1),
    )
    head, *rest = texts(found)
    assert head == ["No", "Action", "Lead"]
    assert rest == [["1", "Train", "Police"], ["2", "Review", "Council"], ["Section", "", ""]]


def test_a_narrow_column_of_its_own_stays() -> None:
    found = table(tr("a", "", "c"), tr("d", "x", "f"), grid=(2000, 150, 2000))
    assert texts(found) == [["a", "", "c"], ["d", "x", "f"]]


def test_deleted_rows_are_gone_and_controlled_ones_are_there() -> None:
    control = "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>"
    found = table(
        tr("a", "b"),
        tr("gone", "gone", properties="<w:del/>"),
        control.format(tr("c", control.format(tc("d")))),
    )
    assert texts(found) == [["a", "b"], ["c", "d"]]


def test_only_first_rows_that_repeat_are_heads() -> None:
    head = "<w:tblHeader/>"
    found = table(tr("a", properties=head), tr("b"), tr("c", properties=head))
    assert found.header_rows == 1


def shaded(fill: str, more: str = "") -> str:
    return f'<w:shd w:val="clear" w:fill="{fill}"{more}/>'


@pytest.mark.parametrize(
    ("cell", "fill"),
    [
        pytest.param(tc("", shaded("FF0000")), "#FF0000", id="shading"),
        pytest.param(tc("", shaded("auto")), "", id="automatic"),
        pytest.param(tc("", shaded("FFFFFF")), "", id="white"),
        pytest.param(tc("", '<w:shd w:val="nil" w:fill="FF0000"/>'), "", id="switched off"),
        pytest.param(tc("", '<w:shd w:val="solid" w:color="00B050" w:fill="FFFFFF"/>'), "#00B050", id="solid"),
        pytest.param(tc(p("Red", shaded("FF0000"))), "#FF0000", id="shaded paragraph"),
        pytest.param(tc(p(r("Amber", '<w:highlight w:val="yellow"/>'))), "#FFFF00", id="highlighted word"),
        pytest.param(tc(p(r("   ", '<w:highlight w:val="red"/>'))), "#FF0000", id="highlighted blanks"),
        pytest.param(tc(p(r("■", '<w:color w:val="00B050"/>'))), "#00B050", id="coloured block"),
        pytest.param(tc(p(r("Green", '<w:color w:val="00B050"/>'))), "", id="coloured letters"),
        pytest.param(
            tc(p(r("To be confirmed by the group in June", '<w:highlight w:val="yellow"/>'))), "", id="marker pen"
        ),
        pytest.param(
            tc(p('<w:r><w:pict><v:oval fillcolor="#00b050 [3204]"/></w:pict></w:r>')), "#00B050", id="drawn circle"
        ),
        pytest.param(
            tc(p('<w:r><w:drawing><wps:wsp><wps:spPr><a:solidFill><a:srgbClr val="FFC000"/></a:solidFill></wps:spPr>'
                 "</wps:wsp></w:drawing></w:r>")), "#FFC000", id="drawn shape",
        ),
    ],
)  # fmt: skip
def test_colours_of_a_cell(cell: str, fill: str) -> None:
    assert table(tr(cell, "x")).rows[0][0].fill == fill


def test_colours_of_the_theme_are_looked_up() -> None:
    theme = (
        '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:clrScheme><a:accent2>'
        '<a:srgbClr val="C0504D"/></a:accent2></a:clrScheme></a:theme>'
    )
    content = docx(tbl(tr(tc("", shaded("auto", ' w:themeFill="accent2"')), "x")), styles="")
    content = with_part(content, "word/theme.xml", theme)
    content = with_part(content, "word/_rels/document.xml.rels", relationships(("theme", "theme.xml")))
    (found,) = read_docx(content).blocks
    assert isinstance(found, Table)
    assert found.rows[0][0].fill == "#C0504D"


def test_tables_are_numbered_and_cells_know_their_place() -> None:
    source = body(tbl(tr("")) + tbl(tr("a", "b")) + p("x") + tbl(tr("c"), tr("d")))
    tables = [block for block in source.blocks if isinstance(block, Table)]
    assert [found.number for found in tables] == [1, 2]
    assert tables[1].rows[1][0].place.words() == "table 2, row 2, column 1"


def test_the_title_of_the_properties_is_kept() -> None:
    document = Document()
    document.core_properties.title = "Prevent plan"
    file = io.BytesIO()
    document.save(file)
    assert read_docx(file.getvalue()).title == "Prevent plan"


def test_the_strict_form_is_read_too() -> None:
    content = docx(p("A plan"))
    strict = content_with(content, "http://schemas.openxmlformats.org/wordprocessingml/2006/main")
    assert words(read_docx(strict)) == ["A plan"]


def content_with(content: bytes, usual: str) -> bytes:
    document = f'<w:document xmlns:w="{usual}"><w:body><w:p><w:r><w:t>A plan</w:t></w:r></w:p></w:body></w:document>'
    return with_part(
        content, "word/document.xml", document.replace(usual, "http://purl.oclc.org/ooxml/wordprocessingml/main")
    )


def test_damaged_parts_are_named() -> None:
    with pytest.raises(Unreadable, match=r"word/document\.xml"):
        read_docx(with_part(docx(""), "word/document.xml", "<w:document"))
    with pytest.raises(Unreadable, match="no text"):
        read_docx(zipped({"[Content_Types].xml": "<a/>"}))
    with pytest.raises(Unreadable, match="damaged"):
        read_docx(b"no archive")


def test_a_plan_of_58_rows_is_read_whole() -> None:
    document = Document()
    rows = document.add_table(rows=58, cols=6).rows
    for row in rows:
        for cell in row.cells:
            cell.text = "Train front-line staff\nand report to the board each quarter"
    file = io.BytesIO()
    document.save(file)
    (found,) = read_docx(file.getvalue()).blocks
    assert isinstance(found, Table)
    assert len(found.rows) == 58
    assert len(found.rows) == 58


@pytest.mark.parametrize("number", ["", "soon", "1.5", "-1", "99999999999"])
def test_numbers_that_are_none_break_nothing(number: str) -> None:
    cell = tc("a", f'<w:gridSpan w:val="{number}"/><w:tcW w:w="{number}" w:type="dxa"/>')
    symbol = f'<w:r><w:sym w:char="{number}"/></w:r>'
    source = body(
        p("one", f'<w:numPr><w:ilvl w:val="{number}"/><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="{number}"/>')
        + p(r("two") + symbol)
        + tbl(tr(cell, "b")),
        numbering=f'<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num><w:abstractNum w:abstractNumId="1"><w:lvl '
        f'w:ilvl="{number}"><w:start w:val="{number}"/></w:lvl></w:abstractNum>',
    )
    assert words(source) == ["one", "two"]


def test_a_table_of_a_thousand_columns_is_refused() -> None:
    with pytest.raises(Unreadable, match="1000 columns"):
        body(tbl(tr(*["x"] * 1_000)))


def test_steps_of_cells_cannot_fill_the_memory() -> None:
    before = '<w:gridBefore w:val="{0}"/><w:gridAfter w:val="{0}"/>'
    with pytest.raises(Unreadable, match="columns"):
        body(tbl(*(tr("x", "y", properties=before.format(number)) for number in range(300))))
