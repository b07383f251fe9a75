"""A pack as one would first write it: the baseline of bench_packs. The same words, the simplest way to set them."""

from __future__ import annotations

from weasyprint import HTML

from reporting.document import Document
from reporting.render.html import page
from reporting.render.typesetting import OwnFilesOnly

# Columns as wide as their words want, borders that collapse, dots to the page numbers, "Page 3 of 40" at the foot.
CSS = """
@page { size: A4 landscape; margin: 20mm 16mm;
  @top-left { content: string(running); } @top-center { content: string(marking); }
  @bottom-left { content: "Issue"; } @bottom-right { content: "Page " counter(page) " of " counter(pages); } }
html { font: 9.5pt/1.35 "Liberation Sans", arial, sans-serif; }
.pack { string-set: running attr(data-running), marking attr(data-marking); }
.pack-marking, .pack-hidden { display: none; }
h1 { font-size: 24pt; } h2 { font-size: 15pt; border-bottom: 2px solid; } h3 { font-size: 12pt; }
h1, h2, h3, h4 { break-after: avoid; }
table { width: 100%; border-collapse: collapse; margin-bottom: 1em; }
th, td { border: 1px solid #999; padding: 0.4em 0.5em; text-align: left; vertical-align: top; }
tr { break-inside: avoid; } .pack-long { break-inside: auto; }
thead { display: table-header-group; }
.pack-part--new-page { break-before: page; }
.pack-contents a::after { content: leader(".") target-counter(attr(href), page); }
"""


def naive_pdf(document: Document) -> bytes:
    """The document as a tagged PDF, drawn in one piece."""
    html = HTML(string=page(document, CSS), base_url="asset:", url_fetcher=OwnFilesOnly())
    drawn: bytes = html.write_pdf(pdf_variant="pdf/ua-1")
    return drawn
