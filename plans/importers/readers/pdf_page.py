"""One page of a PDF, taken apart: its words in lines, its ruled tables, its colours and its rules. No Django."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from pdfplumber.page import Page

from .pdf_boxes import Box, Fills, holds
from .pdf_tables import fills_of, ruled_tables
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


def page_text(page: Page, number: int, before: Sequence[Sequence[Box]] = ()) -> PageText:
    """`before` are the ruled tables of the page before. pdfplumber has undone the page's rotation; letters that are
    printed twice for boldness count once."""
    words = _words(page)
    tables = ruled_tables(page, words, before)
    cells = [box for boxes in tables for box in boxes]
    outside = [word for word in words if not any(holds(box, word) for box in cells)]
    return PageText(
        number=number,
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
    """Words as printed; what stands on its side is one word, read along its own direction."""
    page = page.dedupe_chars()
    turned = [char["matrix"][1] for char in page.chars if not char["upright"]]
    upwards = sum(slope > 0 for slope in turned) * 2 >= len(turned)
    found = page.extract_words(
        extra_attrs=["upright"],
        return_chars=True,
        char_dir_rotated="btt" if upwards else "ttb",
        line_dir_rotated="ltr" if upwards else "rtl",
    )
    words = [_word(word) for word in found if word["text"].strip()]
    return [word for word in words if word["upright"]] + _columns([w for w in words if not w["upright"]], upwards)


def _word(found: Word) -> Word:
    """With the font of its first letter, and its size."""
    size = found["bottom"] - found["top"] if found["upright"] else found["x1"] - found["x0"]
    return {**found, "fontname": found["chars"][0]["fontname"], "size": size, "chars": None}


def _columns(words: list[Word], upwards: bool) -> list[Word]:
    """Words on their side that follow each other, as one."""
    joined: list[Word] = []
    for word in sorted(words, key=lambda each: (round(each["x0"]), -each["bottom"] if upwards else each["top"])):
        last = joined[-1] if joined else None
        if last and abs(last["x0"] - word["x0"]) < 2 and abs(_gap(last, word, upwards)) < word["x1"] - word["x0"]:
            edges = {"top": min(last["top"], word["top"]), "bottom": max(last["bottom"], word["bottom"])}
            joined[-1] = {**last, **edges, "text": f"{last['text']} {word['text']}"}
        else:
            joined.append(word)
    return joined


def _gap(first: Word, second: Word, upwards: bool) -> float:
    return float(first["top"] - second["bottom"] if upwards else second["top"] - first["bottom"])


def _rules(page: Page, words: list[Word]) -> list[float]:
    """Heights at which thin shapes together span most of the width of the words, and edges of broad fills."""
    if not words:
        return []
    width = max(word["x1"] for word in words) - min(word["x0"] for word in words)
    spans: dict[int, float] = defaultdict(float)
    for edge in page.horizontal_edges:
        spans[round(edge["top"] / _THIN)] += edge["x1"] - edge["x0"]
    return sorted(at * _THIN for at, span in spans.items() if span > _RULE * width)
