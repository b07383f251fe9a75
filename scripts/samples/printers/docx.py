"""Word: merged cells, Word's own lists and numbers, tracked changes, headers and footers, fills."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph as WordParagraph

from plans.importers.source import Cell, Line, Paragraph, Source, Table

from .docx_quirks import quirky
from .zipped import settled

BY = 'w:id="9" w:author="Clerk" w:date="2025-04-01T09:00:00Z"'
COUNTED = 41  # the number of the list that counts sections and actions by itself
LEVELS = (("%1.", 0), ("%1.%2", 1))


@dataclass(frozen=True)
class Word:
    """What else the document has. `own_lists`: items are Word's lists, not typed marks; `own_numbers`: Word counts the
    first column; `deleted`: words that a tracked change takes out of each long line; `quirks`: runs, links, content
    controls, breaks instead of paragraphs, hard blanks and soft hyphens."""

    own_lists: bool = False
    own_numbers: bool = False
    deleted: str = ""
    quirks: bool = False
    header: str = ""
    footer: str = ""


PLAIN = Word()


def print_docx(source: Source, word: Word = PLAIN) -> bytes:
    """The source as a document in landscape."""
    document = docx.Document()
    page = document.sections[0]
    page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, page.page_height, page.page_width
    document.core_properties.title = source.title
    page.header.paragraphs[0].text = word.header
    page.footer.paragraphs[0].text = word.footer
    if word.own_numbers:
        _define_numbers(document)
    for block in source.blocks:
        if isinstance(block, Paragraph):
            _paragraph(document, block, word)
        else:
            _table(document, block, word)
    out = io.BytesIO()
    document.save(out)
    return settled(out.getvalue())


def _paragraph(document: Document, block: Paragraph, word: Word) -> None:
    if block.heading:
        document.add_heading(block.line.text, min(block.heading, 9))
    else:
        _line(document.add_paragraph(), block.line, word)


def _table(document: Document, table: Table, word: Word) -> None:
    made = document.add_table(len(table.rows), len(table.rows[0]), "Table Grid")
    grid = [list(row.cells) for row in made.rows]
    for at, row in enumerate(table.rows):
        for column, cell in enumerate(row):
            if cell.anchor is None:
                square = grid[at][column]
                if cell.columns > 1 or cell.rows > 1:
                    square = square.merge(grid[at + cell.rows - 1][column + cell.columns - 1])
                counted = word.own_numbers and column == 0 and at >= table.header_rows
                _cell(square, cell, word, counted)
    for row in made.rows[: table.header_rows]:
        row._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))


def _cell(square: Any, cell: Cell, word: Word, counted: bool) -> None:
    if cell.fill:
        shade = f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{cell.fill.strip("#")}"/>'
        square._tc.get_or_add_tcPr().append(parse_xml(shade))
    if counted and not cell.is_blank:
        _count(square.paragraphs[0], level=0 if cell.text.count(".") == 0 else 1)
        return
    if word.quirks:
        quirky(square.paragraphs[0], cell.lines)
        return
    for at, line in enumerate(cell.lines):
        _line(square.paragraphs[0] if at == 0 else square.add_paragraph(), line, word)


def _line(paragraph: WordParagraph, line: Line, word: Word) -> None:
    if line.bullet and word.own_lists:
        paragraph.style = "List Bullet"
        paragraph.add_run(line.text)
    else:
        paragraph.add_run(f"{line.bullet} {line.text}".strip())
    if word.deleted and len(line.text.split()) > 8:
        _track(paragraph, word.deleted)


def _track(paragraph: WordParagraph, deleted: str) -> None:
    """Marks the paragraph's words as put in, and other words as taken out."""
    run = paragraph.runs[0]._r
    put_in = parse_xml(f"<w:ins {nsdecls('w')} {BY}/>")
    run.addprevious(put_in)
    put_in.append(run)
    gone = f'<w:del {nsdecls("w")} {BY}><w:r><w:delText xml:space="preserve">{deleted}</w:delText></w:r></w:del>'
    put_in.addprevious(parse_xml(gone))


def _define_numbers(document: Document) -> None:
    """A list of two levels, "1." and "1.1", as Word stores it: the numbers are in no paragraph's text."""
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="{text}"/></w:lvl>'
        for text, level in LEVELS
    )
    numbering = document.part.numbering_part.element
    abstract = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{COUNTED}">{levels}</w:abstractNum>'
    numbering.find(qn("w:num")).addprevious(parse_xml(abstract))
    numbering.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="{COUNTED}"><w:abstractNumId w:val="{COUNTED}"/></w:num>')
    )


def _count(paragraph: WordParagraph, level: int) -> None:
    paragraph._p.get_or_add_pPr().append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{COUNTED}"/></w:numPr>')
    )
