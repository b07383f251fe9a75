"""A document as a Word file: the same parts as the page, in Word's own styles, with heads that repeat."""

from __future__ import annotations

import datetime as dt
import io

import docx
import lxml.html
from docx.document import Document as Word
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.section import Section
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from plans.exporters.package import fixed
from prevent_tracker.core.word import LANGUAGE, add_field, add_table_style, set_language
from reporting.document import Document

from .docx_writer import Writer
from .html import render_body

_A4 = (Mm(210), Mm(297))
_MARGIN = Mm(17)
_INK = RGBColor(0x16, 0x19, 0x1C)


def render_docx(document: Document) -> bytes:
    """A .docx file; the same document gives the same bytes.

    It is made from the HTML of the pack, so that no part of a pack is put in words twice: headings become Word's
    headings, tables have heads that each page repeats, a chart is said in words above the table of its figures.
    """
    word = docx.Document()
    _styles(word)
    _page(word.sections[0], wide=document.layout.landscape)
    _head_and_foot(word.sections[0], document)
    _properties(word, document)
    body = lxml.html.fragment_fromstring(render_body(document), create_parent="div")
    Writer(word, lambda wide: _turn(word, wide=wide), wide=document.layout.landscape).write(body)
    target = io.BytesIO()
    word.save(target)
    return fixed(target.getvalue(), modified=f"{document.as_at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}")


def _styles(word: Word) -> None:
    add_table_style(word)
    set_language(word)
    normal = word.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(10.5)
    for name, size in (("Title", 22), ("Heading 1", 15), ("Heading 2", 12.5), ("Heading 3", 11), ("Heading 4", 10.5)):
        style = word.styles[name]
        style.font.name, style.font.size, style.font.bold = "Arial", Pt(size), True
        style.font.color.rgb = _INK
        fonts = style.element.rPr.rFonts
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(f"{{{fonts.nsmap['w']}}}{theme}", None)


def _page(section: Section, *, wide: bool) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = reversed(_A4) if wide else _A4
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = _MARGIN


def _turn(word: Word, *, wide: bool) -> None:
    """What follows stands on pages of the other way round; head and foot go on."""
    _page(word.add_section(WD_SECTION.NEW_PAGE), wide=wide)


def _head_and_foot(section: Section, document: Document) -> None:
    """The marking, centred at the head and foot, with version and page (domain.md, "Practice today")."""
    head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
    _centred(head, document.marking)
    _centred(foot, f"{document.marking}  |  {document.version}  |  Page ")
    add_field(foot, "PAGE")
    foot.add_run(" of ")
    add_field(foot, "NUMPAGES")


def _centred(paragraph: Paragraph, text: str) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run(text)


def _properties(word: Word, document: Document) -> None:
    facts = word.core_properties
    facts.title, facts.author, facts.last_modified_by = document.title, document.partnership, document.partnership
    facts.subject, facts.language, facts.comments = document.period.label, LANGUAGE, ""
    facts.created = facts.modified = document.as_at.astimezone(dt.UTC).replace(tzinfo=None)
