"""HTML: tables pasted from Word, Excel or LibreOffice, and web pages. Nothing it points to is fetched. No Django."""

from __future__ import annotations

import codecs
import re

from lxml import etree, html
from lxml.html import HtmlElement

from ..errors import Unreadable
from ..source import Block, Line, Paragraph, Place, Source, Table
from .css import Styles
from .encoding import decode
from .grid import refuse_long
from .html_flow import Flow, Words
from .html_table import table_of_html

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_DOWNLEVEL = re.compile(
    r"<!\[\s*(?:if\b[^\]]*|endif)\s*\]>", re.IGNORECASE
)  # Word's conditions, which browsers pass over
_XML = re.compile(r"^\s*<\?xml[^>]*\?>")


def read_html(content: bytes) -> Source:
    """Tables and paragraphs in printed order. What is hidden, and what only leads elsewhere, are asides. Raises
    Unreadable where there is no page in it, and above 10,000 rows."""
    text, encoding = _text(content)
    root = _root(text)
    styles = Styles("\n".join(element.text or "" for element in root.iter("style")))
    flow = Flow(styles)
    flow.walk(root)
    refuse_long(sum(1 for _ in root.iter("tr")), "rows")
    blocks, hidden = _blocks(flow, styles)
    title = " ".join((root.findtext(".//title") or "").split())
    asides = tuple(Paragraph(line, Place(line=at, part="hidden")) for at, line in enumerate(hidden, 1))
    return Source("html", tuple(blocks), asides=asides, title=title, names={"encoding": encoding})


def _text(content: bytes) -> tuple[str, str]:
    """UTF-8 where it is that (the clipboard always is, whatever the page in it declares), else what is declared."""
    text, encoding = decode(content)
    declared = _CHARSET.search(content[:4096])
    if declared and not encoding.startswith("utf"):
        name = declared[1].decode("ascii")
        try:
            encoding = codecs.lookup(name).name
        except LookupError:
            return text, encoding
        text = content.decode(encoding, "replace")
    return text, encoding


def _root(text: str) -> HtmlElement:
    text = _XML.sub("", _DOWNLEVEL.sub("", text))
    start = text.find("<")  # the clipboard has a head of its own before the page
    parser = html.HTMLParser(no_network=True, remove_pis=True, encoding="utf-8")
    try:
        root = html.document_fromstring(text[max(start, 0) :].encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise Unreadable(
            "This HTML has no page in it. Copy the table again, or save the plan as a document."
        ) from error
    if any(entry.level == etree.ErrorLevels.FATAL for entry in parser.error_log):  # libxml2 stopped there
        raise Unreadable(
            "This page is nested too deep, or has too long a text in one place, to be read whole. Copy the plan's table"
            " alone, or save the plan as a document."
        )
    return root


def _blocks(flow: Flow, styles: Styles) -> tuple[list[Block], list[Line]]:
    """The items of the page with their places; and every hidden line."""
    blocks: list[Block] = []
    hidden = list(flow.hidden)
    lines = tables = 0
    for item in flow.items:
        if isinstance(item, Words):
            lines += 1
            blocks.append(Paragraph(item.line, Place(line=lines), item.heading))
            continue
        table, more = table_of_html(item, tables + 1, styles)
        hidden += more
        if isinstance(table, Table):
            tables += 1
            blocks.append(table)
    return blocks, hidden
