"""PDF files with text in them: ruled tables, tables set by blanks, paragraphs in reading order. No Django."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.psexceptions import PSException
from pdfplumber.pdf import PDF
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from ..errors import Unreadable
from ..progress import Progress, silent
from ..source import Block, Line, Paragraph, Place, Source
from .pdf_boxes import bounds
from .pdf_furniture import furniture
from .pdf_headings import Headings
from .pdf_layout import Heads, Layout
from .pdf_page import PageText, page_text
from .pdf_tables import grid_of
from .pdf_turned import upright
from .pdf_words import TextLine, line_of, paragraphs

MOST_PAGES = 300
_FEW = 10  # letters: what a scan's own stamp may have
_CODE = re.compile(r"\(cid:\d+\)")
_PRODUCED = re.compile(r"^(?:Microsoft (?:Word|Excel|PowerPoint) - )|\.(?:docx?|xlsx?|pdf|rtf|odt)$", re.IGNORECASE)

_PASSWORD_WORDS = (
    "This PDF is protected by a password. Open it, print or save it as a PDF without one, and import that."  # noqa: S105
)
_PICTURE = (
    "This PDF is a picture of a document, with no text in it. Ask for the Word file it was made from, or run text"
    " recognition (OCR) on it first."
)
_CODES = (
    "This PDF does not say which letters its signs stand for, so it cannot be read. Ask for the Word file it was made"
    " from, or run text recognition (OCR) on it first."
)
_DAMAGED = "This PDF is damaged or was cut short. Open it in a PDF reader, save it again, and import the new copy."


def read_pdf(content: bytes, progress: Progress = silent) -> Source:
    """Tables and paragraphs, page by page; rows cut by a page's end are rows of two tables. What repeats at the head or
    foot of pages, and comments, are asides. Raises Unreadable for scans, passwords, damage and above 300 pages."""
    try:
        with pdfplumber.open(io.BytesIO(content)) as pdf:
            if len(pdf.pages) > MOST_PAGES:
                raise Unreadable(
                    f"This PDF has {len(pdf.pages)} pages, and {MOST_PAGES} are the most we read. Save the plan's own"
                    " pages as a file of their own, and import that."
                )
            pages = list(_pages(content, pdf, progress))
            title = str((pdf.metadata or {}).get("Title") or "")
    except (PdfminerException, PSException, MalformedPDFException) as error:
        locked = isinstance(error, PDFPasswordIncorrect) or any(isinstance(a, PDFPasswordIncorrect) for a in error.args)
        raise Unreadable(_PASSWORD_WORDS if locked else _DAMAGED) from error
    _check_words(pages)
    return _source(pages, _PRODUCED.sub("", _PRODUCED.sub("", title)).strip())


def _pages(content: bytes, pdf: PDF, progress: Progress) -> Iterator[PageText]:
    total = len(pdf.pages)
    text = None
    for page in pdf.pages:
        progress("Reading page", page.page_number, total)
        with upright(content, page) as turned:
            text = page_text(turned, page.page_number, text.tables if text else ())
        yield text
        page.close()


def _check_words(pages: Sequence[PageText]) -> None:
    text = "".join(word["text"] for page in pages for word in page.words)
    codes = len(_CODE.findall(text))
    if codes > 0.1 * len(_CODE.sub("x", text)) and codes > _FEW:
        raise Unreadable(_CODES)
    if len(text) < _FEW:
        raise Unreadable(_PICTURE)


def _source(pages: Sequence[PageText], title: str) -> Source:
    heads_and_feet = furniture(pages)
    headings = Headings([line for page in pages for line in page.lines if id(line) not in heads_and_feet])
    heads: Heads = {}
    blocks: list[Block] = []
    asides: list[Paragraph] = []
    for page in pages:
        blocks += _Reading(page, headings, heads_and_feet, heads, blocks).blocks()
        asides += (
            Paragraph(Line(line.text), Place(page=page.number, part=heads_and_feet[id(line)]))
            for line in page.lines
            if id(line) in heads_and_feet
        )
        asides += (Paragraph(Line(text), Place(page=page.number, part="comment")) for text in page.comments)
    pictures = [page.number for page in pages if page.is_picture]
    return Source("pdf", tuple(blocks), asides=tuple(asides), warnings=tuple(_pictures(pictures)), title=title)


def _pictures(numbers: Sequence[int]) -> Iterator[str]:
    if numbers:
        listed = ", ".join(map(str, numbers))
        yield (
            f"Page {listed} is a picture: the words in it were not read."
            if len(numbers) == 1
            else (f"Pages {listed} are pictures: the words in them were not read.")
        )


class _Reading:
    """Reads one page in order, top to bottom; `before` are the blocks of the pages before it, `heads`
    those of the tables met so far."""

    def __init__(
        self,
        page: PageText,
        headings: Headings,
        heads_and_feet: dict[int, str],
        heads: Heads,
        before: Sequence[Block],
    ) -> None:
        self.page = page
        self.heads = heads
        self.headings = headings
        self.lines = [line for line in page.lines if id(line) not in heads_and_feet]
        self.right = max((line.x1 for line in self.lines), default=0.0)
        self.tables = sum(not isinstance(block, Paragraph) for block in before)
        self.paragraphs = len(before) - self.tables

    def blocks(self) -> Iterator[Block]:
        done = 0
        for boxes in sorted(self.page.tables, key=lambda each: bounds(each)[1]):
            above = sum(line.top < bounds(boxes)[1] for line in self.lines[done:])
            yield from self._prose(self.lines[done : done + above])
            done += above
            self.tables += 1
            yield grid_of(boxes, self.page.words, self.page.fills, self.page.number, self.tables)
        yield from self._prose(self.lines[done:])

    def _prose(self, lines: Sequence[TextLine]) -> Iterator[Block]:
        """Lines between ruled tables: paragraphs, and tables set by blanks."""
        layout = Layout(lines, self.page.rules, self.heads)
        at = start = 0
        while at < len(lines):
            found = layout.table_at(at, self.page.number, self.tables + 1, self.page.fills)
            if not found:
                at += 1
                continue
            yield from self._paragraphs(lines[start:at])
            self.tables += 1
            yield found.table
            at = start = found.end
        yield from self._paragraphs(lines[start:])

    def _paragraphs(self, lines: Sequence[TextLine]) -> Iterator[Paragraph]:
        for group in paragraphs(lines, self.right):
            self.paragraphs += 1
            place = Place(page=self.page.number, line=self.paragraphs)
            yield Paragraph(line_of(group), place, self.headings.level(group))
