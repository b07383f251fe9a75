"""Pages of a PDF on which everything stands on its side, as a broad table on a tall page. No Django."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pdfplumber
import pikepdf
from pdfplumber.page import Page

_MOST = 0.6  # of the letters


@contextmanager
def upright(content: bytes, page: Page) -> Iterator[Page]:
    """The page of that file, turned so that most of its letters stand upright."""
    degrees = _degrees(page)
    if not degrees:
        yield page
        return
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf, pikepdf.new() as single:
        single.pages.append(pdf.pages[page.page_number - 1])
        single.pages[0].rotate(degrees, relative=True)
        single.save(out)
    with pdfplumber.open(out) as turned:
        yield turned.pages[0]


def _degrees(page: Page) -> int:
    """How far to turn it clockwise: 90 where lines run upwards, 270 where downwards, 180 where it is upside down."""
    ways = Counter(_way(char["matrix"]) for char in page.chars)
    degrees, count = max(ways.items(), key=lambda each: each[1], default=(0, 0))
    return degrees if count > _MOST * len(page.chars) else 0


def _way(matrix: tuple[float, ...]) -> int:
    """From the direction (a, b) in which a letter's line runs (PDF 32000-1, 8.3.3)."""
    right, up = matrix[:2]
    if abs(right) >= abs(up):
        return 0 if right >= 0 else 180
    return 90 if up > 0 else 270
