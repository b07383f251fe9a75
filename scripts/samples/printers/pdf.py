"""PDF with text, through the tracker's own renderer: ruled or unruled tables, running heads and feet."""

from __future__ import annotations

import os
from typing import cast

from weasyprint import HTML

from plans.importers.source import Source

from .html import print_html

PAGE = """
@page { size: A4 landscape; margin: 16mm 14mm;
  @top-center { content: %s; font-size: 8pt }
  @bottom-center { content: "Page " counter(page) " of " counter(pages); font-size: 8pt } }
body { font: 9pt/1.3 sans-serif }
table { width: 100%%; border-spacing: 0; margin-bottom: 5mm }
tr { break-inside: avoid }
td, th { padding: 2mm; vertical-align: top; text-align: left }
ul { margin: 0; padding-left: 4mm }
p { margin: 0 0 2mm }
h1 { font-size: 15pt } h2 { font-size: 12pt } h3 { font-size: 10pt }
"""
RULES = {
    # As Word prints them: what a page's end cuts is ruled off on both pages.
    "closed": "table { border-left: 0.5pt solid; border-top: 0.5pt solid } td, th { box-decoration-break: clone;"
    " border-right: 0.5pt solid; border-bottom: 0.5pt solid }",
    # As browsers do: no rule where a page's end cuts.
    "open": "table { border-collapse: collapse } td, th { border: 0.5pt solid }",
    # As accessible documents have them: lines below rows, none between columns.
    "rows": "table { border-collapse: collapse } td, th { border-bottom: 0.5pt solid }",
    "none": "",
}


def print_pdf(source: Source, *, rules: str = "closed", running: str = "OFFICIAL", height_mm: int = 0) -> bytes:
    """The source on A4 landscape. `rules` around cells: "closed", "open", "rows" or "none". `height_mm` makes pages
    lower, and rows break over them."""
    css = PAGE % f'"{running}"' + RULES[rules]
    if height_mm:
        css += f"@page {{ size: 297mm {height_mm}mm }} tr {{ break-inside: auto }}"
    os.environ.setdefault("SOURCE_DATE_EPOCH", "1743498000")
    return cast(bytes, HTML(string=print_html(source, css=css).decode()).write_pdf())
