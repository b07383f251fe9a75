"""A pack as one would first set it: the baseline of bench_packs. The same words in the same design, drawn in one piece.

Columns are as wide as their words want, borders collapse, dots lead to page numbers in the contents, running heads are
margin boxes with "Page 3 of 40", nothing is held in processes or a cache, and the garbage collector runs as it likes.
"""

from __future__ import annotations

import re

from weasyprint import HTML

from reporting.document import Document
from reporting.render import assets
from reporting.render.html import page
from reporting.render.typesetting import OwnFilesOnly

PAGES = """
@page { size: A4 portrait; margin: 21mm 16mm 20mm;
  @top-left { content: string(running); } @top-center { content: string(marking); }
  @bottom-left { content: "Issue"; } @bottom-center { content: string(marking); }
  @bottom-right { content: "Page " counter(page) " of " counter(pages); } }
.pack { string-set: running attr(data-running), marking attr(data-marking); }
.pack table { table-layout: auto; border-collapse: collapse; }
.pack-contents a::after { position: static; content: leader(".") target-counter(attr(href), page); }
"""


def naive_pdf(document: Document) -> bytes:
    """The document as a tagged PDF."""
    without_columns = re.sub(r"<colgroup>.*?</colgroup>", "", page(document, assets.print_stylesheet() + PAGES))
    html = HTML(string=without_columns, base_url="asset:", url_fetcher=OwnFilesOnly())
    drawn: bytes = html.write_pdf(pdf_variant="pdf/ua-1")
    return drawn
