"""What years of editing leave in Word's cells: the same words, stored in many ways."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.text.paragraph import Paragraph as WordParagraph

from plans.importers.source import Line

SOFT_HYPHEN, HARD_BLANK = "\u00ad", "\u00a0"
WRAPPED = (
    "{run}",
    "<w:hyperlink w:anchor='note' {names}>{run}</w:hyperlink>",
    "<w:sdt {names}><w:sdtPr><w:alias w:val='Words'/></w:sdtPr><w:sdtContent>{run}</w:sdtContent></w:sdt>",
    "<w:smartTag w:element='place' {names}>{run}</w:smartTag>",
)


def quirky(paragraph: WordParagraph, lines: Sequence[Line]) -> None:
    """Puts the lines into one paragraph: a break between them, every third word wrapped in something else."""
    names = nsdecls("w")
    turn = 0
    for at, line in enumerate(lines):
        if at:
            paragraph._p.append(parse_xml(f"<w:r {names}><w:br/></w:r>"))
        for piece in _pieces(f"{line.bullet} {line.text}".strip()):
            run = f'<w:r {names}><w:t xml:space="preserve">{escape(piece)}</w:t></w:r>'
            paragraph._p.append(parse_xml(WRAPPED[turn % len(WRAPPED)].format(run=run, names=names)))
            turn += 1


def _pieces(text: str) -> list[str]:
    """The text in runs of three words; the first blank is a hard one, a long word has a soft hyphen."""
    words = [f"{word[:5]}{SOFT_HYPHEN}{word[5:]}" if len(word) > 11 else word for word in text.split(" ")]
    runs = [" ".join(words[at : at + 3]) for at in range(0, len(words), 3)]
    return [
        (run if at == len(runs) - 1 else run + " ").replace(" ", HARD_BLANK, 1) if at == 0 else f"{run} "
        for at, run in enumerate(runs)
    ]
