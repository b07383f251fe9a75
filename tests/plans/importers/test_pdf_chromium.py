"""PDF files as a browser prints them: borders are filled rectangles, colours one for each cell."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from plans.importers.readers.pdf import read_pdf
from tests.plans.importers.shown import prose, tables

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium: install it, or name one in CHROMIUM")

PAGE = """@page { size: A4 landscape; margin: 18mm } body { font: 10pt sans-serif }
table { border-collapse: collapse; width: 100% } td, th { padding: 4pt; text-align: left; vertical-align: top } """
STYLES = {
    "ruled": "td, th { border: 1px solid black }",
    "double": "td, th { border: 4px double black }",
    "dotted": "td, th { border: 1px dotted grey }",
    "spaced": "table { border-collapse: separate; border-spacing: 2pt } td, th { border: 1px solid black }",
    "rules below rows": "tr { border-bottom: 1px solid grey }",
    "every other row coloured": "th { background: #003366; color: white } tr:nth-child(even) { background: #EEEEEE }",
}
SECTION = "1. Raise awareness of how people are drawn in"
ROWS = [
    ["No", "Action", "Lead", "When"],
    [SECTION, "", "", ""],
    ["1.1", "Train everybody who works with the public in how to share concerns", "NHS; Police", "June 2017"],
    ["1.2", "Review the plan", "Council", "Ongoing"],
    ["1.3", "Meet", "Council", ""],
]


def printed(body: str, style: str, folder: Path) -> bytes:
    page, pdf = folder / "plan.html", folder / "plan.pdf"
    page.write_text(f"<!doctype html><meta charset=utf-8><style>{PAGE}{style}</style>{body}", encoding="utf-8")
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--user-data-dir={folder}/user"]
    subprocess.run(
        [str(CHROMIUM), *flags, f"--print-to-pdf={pdf}", page.as_uri()], check=True, capture_output=True, timeout=60
    )
    return pdf.read_bytes()


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)
def test_a_table_as_a_browser_prints_it(style: str, tmp_path: Path) -> None:
    head, _, *rows = ("".join(f"<td>{cell}</td>" for cell in row) for row in ROWS)
    body = "".join(f"<tr>{row}</tr>" for row in (f"<td colspan=4>{SECTION}</td>", *rows))
    table = f"<table><thead><tr>{head.replace('td>', 'th>')}</tr></thead><tbody>{body}</tbody></table>"
    source = read_pdf(printed(f"<h1>Plan</h1><p>Agreed by the board.</p>{table}<p>After it.</p>", style, tmp_path))
    assert tables(source) == [ROWS]
    assert prose(source) == ["# Plan", "Agreed by the board.", "After it."]
