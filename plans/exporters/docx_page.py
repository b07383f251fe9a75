"""Word: the page, its styles, what stands at head and foot. No Django."""

from __future__ import annotations

import datetime as dt

from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import OxmlElement
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from . import wording
from .record import PlanRecord

LANGUAGE = "en-GB"
TABLE_STYLE = "Plan Table"
WIDTH = Mm(267)  # of the text: A4 on its side, with margins of 15 mm
_MARGIN = Mm(15)
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


def set_up(document: Document, record: PlanRecord) -> None:
    """Landscape A4, the table's style, the language, the file's properties, head and foot."""
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = _MARGIN
    document.styles.element.append(parse_xml(_STYLE))
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), LANGUAGE)
    _properties(document, record)
    marking = wording.marking(record)
    _centred(section.header.paragraphs[0], marking)
    foot = _centred(section.footer.paragraphs[0], f"{marking}  |  {record.title}, {wording.as_at(record)}  |  Page ")
    _field(foot, "PAGE")
    foot.add_run(" of ")
    _field(foot, "NUMPAGES")


def _properties(document: Document, record: PlanRecord) -> None:
    facts = document.core_properties
    facts.title, facts.author, facts.last_modified_by = record.title, record.partnership, record.partnership
    facts.subject, facts.language, facts.comments = record.period_label, LANGUAGE, ""
    facts.created = facts.modified = record.as_at.astimezone(dt.UTC).replace(tzinfo=None)


def _centred(paragraph: Paragraph, text: str) -> Paragraph:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run(text)
    return paragraph


def _field(paragraph: Paragraph, code: str) -> None:
    """A field that Word works out, such as the page's number."""
    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("text", "1"), ("end", "")):
        run = paragraph.add_run()
        if kind == "text":
            run.text = text
        elif kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
        else:
            instruction = OxmlElement("w:instrText")
            instruction.set(qn("xml:space"), "preserve")
            instruction.text = f" {text} "
            run._r.append(instruction)
