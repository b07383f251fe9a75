"""Word's own structure where python-docx has no words for it: repeated heads, described tables, fields. No Django."""

from __future__ import annotations

from typing import cast

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import OxmlElement
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import RGBColor
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run

LANGUAGE = "en-GB"
TABLE_STYLE = "Plan Table"
# Small type in tables, a filled head row; the head's contrast is over 7 to 1.
_STYLE = f"""
<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="PlanTable">
  <w:name w:val="{TABLE_STYLE}"/><w:basedOn w:val="TableGrid"/><w:uiPriority w:val="59"/><w:qFormat/>
  <w:pPr><w:spacing w:before="20" w:after="40" w:line="240" w:lineRule="auto"/></w:pPr>
  <w:rPr><w:sz w:val="18"/><w:szCs w:val="18"/></w:rPr>
  <w:tblStylePr w:type="firstRow">
    <w:rPr><w:b/><w:bCs/><w:color w:val="FFFFFF"/></w:rPr>
    <w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="1D3557"/></w:tcPr>
  </w:tblStylePr>
</w:style>"""


def element(name: str, **attributes: str) -> BaseOxmlElement:
    """An element of Word's own, such as "w:tblHeader", with attributes of the same name space."""
    made = cast(BaseOxmlElement, OxmlElement(name))
    for attribute, value in attributes.items():
        made.set(qn(f"w:{attribute}"), value)
    return made


def set_language(document: Document) -> None:
    """All text is British English."""
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), LANGUAGE)


def add_table_style(document: Document) -> None:
    """The style TABLE_STYLE."""
    document.styles.element.append(parse_xml(_STYLE))


def flag(row: _Row, name: str) -> None:
    """Of a row: "w:tblHeader", its table's head, which every page repeats; "w:cantSplit", no page's end cuts it."""
    row._tr.get_or_add_trPr().append(element(name))


def describe(table: Table, caption: str, description: str) -> None:
    """What readers of the screen are told of the table before they enter it (Word's alt text)."""
    properties = table._tbl.tblPr
    properties.append(element("w:tblCaption", val=caption))
    properties.append(element("w:tblDescription", val=description))


def add_field(paragraph: Paragraph, code: str) -> None:
    """A field that Word works out, such as the page's number."""
    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("text", "1"), ("end", "")):
        run = paragraph.add_run()
        if kind == "text":
            run.text = text
        elif kind:
            run._r.append(element("w:fldChar", fldCharType=kind))
        else:
            instruction = OxmlElement("w:instrText")
            instruction.set(qn("xml:space"), "preserve")
            instruction.text = f" {text} "
            run._r.append(instruction)


def colour(cell: _Cell, run: Run, fill: str, ink: str) -> None:
    """A rating's words upon its colour ("B3261E"): never the colour alone (WCAG 2.2, 1.4.1)."""
    run.bold, run.font.color.rgb = True, RGBColor.from_string(ink)
    cell._tc.get_or_add_tcPr().append(element("w:shd", val="clear", color="auto", fill=fill))
