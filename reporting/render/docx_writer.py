"""From the HTML of a pack to Word: knows the few elements that a pack is made of, and no others."""

from __future__ import annotations

import base64
import io
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Protocol

from docx.document import Document as Word
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, RGBColor
from docx.text.paragraph import Paragraph
from lxml.html import HtmlElement

from plans.exporters.wording import FILLS
from prevent_tracker.core.word import element

from .docx_table import add_table

_HEADINGS = {"h1": "Title", "h2": "Heading 1", "h3": "Heading 2", "h4": "Heading 3", "h5": "Heading 4"}
_BLOCKS = {
    "p",
    "ul",
    "ol",
    "dl",
    "table",
    "div",
    "section",
    "header",
    "article",
    "footer",
    "li",
    "dt",
    "dd",
    *_HEADINGS,
}
_SKIPPED = {"nav", "colgroup"}
_OWN_LINE = {"pack-note", "pack-flag", "pack-travel", "pack-silent"}  # shown as blocks on the page
_RUNNING = {"pack-marking", "pack-legend"}  # at the head and foot of each page; the key of a drawing
_RATING = re.compile(r"pack-rag--(\w+)")
_LIST_STYLES = {"ul": "List Bullet", "ol": "List Number"}
_SPACES = re.compile(r"[ \t\r\n\f]+")


class Container(Protocol):
    """A Word document, or a cell of a table."""

    def add_paragraph(self, text: str = "", style: str | None = None) -> Paragraph: ...


@dataclass(frozen=True)
class Look:
    """How a run of text is set: bold, and the status whose colour it stands on."""

    bold: bool = False
    rating: str = ""


class Writer:
    """Writes elements one after the other. `turn(wide)` begins pages the other way round."""

    def __init__(self, word: Word, turn: Callable[[bool], None], *, wide: bool) -> None:
        self.word, self.turn, self.wide = word, turn, wide
        self.is_wide = wide
        self.heading = ""  # the last one: what a table is about

    def write(self, body: HtmlElement) -> None:
        """The whole pack."""
        self.blocks(body, self.word)

    def blocks(self, parent: HtmlElement, into: Container, style: str = "", first: Paragraph | None = None) -> None:
        """The content of an element: text and what runs in it as paragraphs of `style`, the rest as what it is.

        `first`: the empty paragraph that a cell begins with.
        """
        line = Line(into, style, first)
        line.text(parent.text)
        for child in parent:
            if not isinstance(child.tag, str) or child.tag in _SKIPPED or _classes(child) & _RUNNING:
                line.text(child.tail)
                continue
            if child.tag in _BLOCKS:
                self.block(child, into, style, line.end())
            else:
                line.inline(child)
            line.text(child.tail)
        line.end()

    def block(self, child: HtmlElement, into: Container, style: str, first: Paragraph | None) -> None:
        """One element that stands by itself."""
        if child.tag == "table":
            add_table(self, child, into, self.heading)
        elif child.tag in _HEADINGS:
            self.heading = " ".join(child.text_content().split())
            self.blocks(child, into, _HEADINGS[child.tag], first)
        elif child.tag in _LIST_STYLES:
            self.listed(child, into, first)
        elif child.tag == "section":
            self.part(child, into)
        elif child.tag == "dl":
            self.terms(child, into)
        else:
            self.blocks(child, into, style, first)

    def part(self, section: HtmlElement, into: Container) -> None:
        """A part of the pack, on pages of its own where it has them on paper."""
        classes = _classes(section)
        wide = self.wide or "pack-part--wide" in classes
        if wide != self.is_wide:
            self.turn(wide)
            self.is_wide = wide
        elif "pack-part--new-page" in classes:
            self.word.add_page_break()  # type: ignore[no-untyped-call]  # python-docx leaves it untyped
        self.blocks(section, into)

    def listed(self, listing: HtmlElement, into: Container, first: Paragraph | None) -> None:
        """A list; a numbered one begins with 1."""
        restart = self.restarted() if listing.tag == "ol" else None
        for item in listing:
            before = _last_paragraph(into)
            self.blocks(item, into, _LIST_STYLES[listing.tag], first)
            first = None
            after = _last_paragraph(into)
            if restart is not None and after is not None and after is not before:
                properties: Any = after._p.get_or_add_pPr()  # python-docx makes its methods as it runs
                properties.get_or_add_numPr().get_or_add_numId().val = restart

    def terms(self, listing: HtmlElement, into: Container) -> None:
        """Terms and what they mean, a line each."""
        for term in listing.iter("dt"):
            line = Line(into, "", None)
            line.text(f"{' '.join(term.text_content().split())}: ", Look(bold=True))
            for meaning in term.itersiblings("dd"):
                if meaning.getprevious().tag == "dd":
                    break
                line.inline(meaning)
            line.end()

    def restarted(self) -> int:
        """A numbering of its own for a list, after the pattern of the style's."""
        style = self.word.styles["List Number"].element
        numbering = self.word.part.numbering_part.element
        pattern = numbering.num_having_numId(style.pPr.numPr.numId.val).abstractNumId.val
        number = numbering.add_num(pattern)
        number.add_lvlOverride(ilvl=0).add_startOverride(1)
        return int(number.numId)


class Line:
    """The paragraph that text is going into, begun when there is some."""

    def __init__(self, into: Container, style: str, first: Paragraph | None) -> None:
        self.into, self.style, self.first = into, style, first
        self.paragraph: Paragraph | None = None

    def end(self) -> Paragraph | None:
        """What comes next begins anew; returns the cell's first paragraph while nothing stands in it."""
        if self.paragraph is not None:
            _direct(self.paragraph)
        self.paragraph = None
        first, self.first = self.first, None
        return first

    def text(self, text: str | None, look: Look | None = None) -> None:
        """Words, their spaces as HTML has them."""
        words = _SPACES.sub(" ", text or "")
        if self.paragraph is None or not self.paragraph.text or self.paragraph.text.endswith((" ", "\n")):
            words = words.lstrip(" ")
        if not words:
            return
        run = self._begun().add_run(words)
        if look is not None and look.bold:
            run.bold = True
        if look is not None and look.rating in FILLS:
            fill, ink = FILLS[look.rating]
            run.bold, run.font.color.rgb = True, RGBColor.from_string(ink)
            run._r.get_or_add_rPr().append(element("w:shd", val="clear", color="auto", fill=fill))

    def inline(self, child: HtmlElement, look: Look = Look()) -> None:
        """An element within a line."""
        classes = _classes(child)
        if child.tag == "br":
            self._begun().add_run().add_break()
        elif child.tag == "svg":
            self._chart(child)
        elif child.tag == "img":
            self._picture(child)
        else:
            if classes & _OWN_LINE and self.paragraph is not None and self.paragraph.text:
                self.paragraph.add_run().add_break()
            rating = _RATING.search(child.get("class", ""))
            own = replace(look, bold=look.bold or child.tag in ("strong", "b"), rating=rating[1] if rating else "")
            self.text(child.text, own)
            for inner in child:
                if isinstance(inner.tag, str):
                    self.inline(inner, own)
                self.text(inner.tail, own)

    def _chart(self, drawing: HtmlElement) -> None:
        """What a drawing shows, in words; the table below it has the figures."""
        title = drawing.find("{*}title")
        if title is not None and title.text and self.into.__class__.__name__ == "Document":
            self.text(f"Chart: {title.text.rstrip('.:')}.")

    def _picture(self, picture: HtmlElement) -> None:
        """A picture that stands inside the page; nothing is ever fetched."""
        kind, _, data = picture.get("src", "").partition(";base64,")
        if kind.startswith("data:image/"):
            run = self._begun().add_run()
            shape = run.add_picture(io.BytesIO(base64.b64decode(data)), height=Mm(18))
            shape._inline.docPr.set("descr", picture.get("alt", ""))

    def _begun(self) -> Paragraph:
        if self.paragraph is None:
            first, self.first = self.first, None
            self.paragraph = first if first is not None else self.into.add_paragraph()
            if self.style:
                self.paragraph.style = self.style
        return self.paragraph


def _classes(child: HtmlElement) -> set[str]:
    return set(child.get("class", "").split())


def _last_paragraph(into: Container) -> Paragraph | None:
    paragraphs: list[Paragraph] = into.paragraphs  # type: ignore[attr-defined]  # both kinds of container have them
    return paragraphs[-1] if paragraphs else None


def _direct(paragraph: Paragraph) -> None:
    """A paragraph whose first letter is written from right to left is set so (UAX #9, P2)."""
    strong = next((kind for kind in map(unicodedata.bidirectional, paragraph.text) if kind in ("L", "R", "AL")), "L")
    if strong != "L":
        properties: BaseOxmlElement = paragraph._p.get_or_add_pPr()
        if properties.find(qn("w:bidi")) is None:
            properties.append(element("w:bidi"))
        for run in paragraph.runs:
            run._r.get_or_add_rPr().append(element("w:rtl"))
