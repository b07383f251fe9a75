"""Word: the page, its styles, what stands at head and foot. No Django."""

from __future__ import annotations

import datetime as dt

from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from prevent_tracker.core.word import LANGUAGE, add_field, add_table_style, set_language

from . import wording
from .record import PlanRecord

WIDTH = Mm(267)  # of the text: A4 on its side, with margins of 15 mm
_MARGIN = Mm(15)


def set_up(document: Document, record: PlanRecord) -> None:
    """Landscape A4, the table's style, the language, the file's properties, head and foot."""
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = _MARGIN
    add_table_style(document)
    set_language(document)
    _properties(document, record)
    marking = wording.marking(record)
    _centred(section.header.paragraphs[0], marking)
    foot = _centred(section.footer.paragraphs[0], f"{marking}  |  {record.title}, {wording.as_at(record)}  |  Page ")
    add_field(foot, "PAGE")
    foot.add_run(" of ")
    add_field(foot, "NUMPAGES")


def _properties(document: Document, record: PlanRecord) -> None:
    facts = document.core_properties
    facts.title, facts.author, facts.last_modified_by = record.title, record.partnership, record.partnership
    facts.subject, facts.language, facts.comments = record.period_label, LANGUAGE, ""
    facts.created = facts.modified = record.as_at.astimezone(dt.UTC).replace(tzinfo=None)


def _centred(paragraph: Paragraph, text: str) -> Paragraph:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run(text)
    return paragraph
