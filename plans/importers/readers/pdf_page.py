"""One page of a PDF, taken apart: its words in lines, its ruled tables, its colours and its rules. No Django."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from pdfplumber.page import Page

from .pdf_tables import Box, Fills, bounds, fills_of, holds, ruled_tables
from .pdf_words import TextLine, Word, text_lines

_RULE = 0.5  # of the width of the words: what a horizontal rule spans at least
_THIN = 3.0  # points


@dataclass(frozen=True)
class PageText:
    """`lines` are outside the ruled `tables`; `words` are all. `rules` are heights of horizontal rules."""

    number: int
    height: float
    words: tuple[Word, ...]
    lines: tuple[TextLine, ...]
    tables: tuple[tuple[Box, ...], ...]
    fills: Fills
    rules: tuple[float, ...]
    comments: tuple[str, ...]
    is_picture: bool


def page_text(page: Page) -> PageText:
    """The page's own rotation is undone by pdfplumber; letters printed twice for boldness count once."""
    words = _words(page)
    tables = ruled_tables(page, words)
    outside = [word for word in words if not any(holds(bounds(boxes), word) for boxes in tables)]
    return PageText(
        number=page.page_number,
        height=float(page.height),
        words=tuple(words),
        lines=tuple(text_lines(outside)),
        tables=tuple(tuple(boxes) for boxes in tables),
        fills=fills_of(page),
        rules=tuple(_rules(page, words)),
        comments=tuple(text for note in page.annots if (text := (note.get("contents") or "").strip())),
        is_picture=not words and bool(page.images),
    )


def _words(page: Page) -> list[Word]:
    """Words as printed; those turned by a quarter are read along their own direction."""
    words: list[Word] = page.dedupe_chars().extract_words(extra_attrs=["fontname", "size"], expand_ligatures=True)
    return [word for word in words if word["text"].strip()]


def _rules(page: Page, words: list[Word]) -> list[float]:
    """Heights at which thin shapes together span most of the width of the words, and edges of broad fills."""
    if not words:
        return []
    width = max(word["x1"] for word in words) - min(word["x0"] for word in words)
    spans: dict[int, float] = defaultdict(float)
    for edge in page.horizontal_edges:
        spans[round(edge["top"] / _THIN)] += edge["x1"] - edge["x0"]
    return sorted(at * _THIN for at, span in spans.items() if span > _RULE * width)
