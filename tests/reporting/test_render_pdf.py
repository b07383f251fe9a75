"""The pack as PDF, read back: its pages and their words, and what it refuses."""

from __future__ import annotations

import dataclasses
import io
import re

import pytest
from pypdf import PdfReader
from weasyprint.urls import FatalURLFetchingError

from reporting.document import Document
from reporting.render import RenderError, render_pdf
from reporting.render.typesetting import OwnFilesOnly, typeset
from reporting.styles import STYLES

from .pdf_read import LARGE, PACKS, drawn, pack, texts
from .sample import document, worst


@pytest.mark.parametrize("name", PACKS)
def test_every_page_says_where_it_is_and_how_to_handle_it(name: str) -> None:
    pages = texts(drawn(name))
    for number, text in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in text
        assert text.count("OFFICIAL") >= 2  # head and foot
        assert "Wrenbridge · Prevent Delivery Group · Q2 2016/17" in text
        assert "Issue 2" in text


def test_contents_give_the_page_of_each_part() -> None:
    pages = texts(drawn(LARGE))
    printed = re.findall(r"(Exceptions and the path to green|Progress on every action|Glossary)\s+(\d+)", pages[0])
    assert len(printed) == 3
    for heading, page in printed:
        assert heading in pages[int(page) - 1]


def _pages(made: Document) -> int:
    return len(PdfReader(io.BytesIO(render_pdf(made))).pages)


@pytest.mark.parametrize("made", [document("csp", 0), document("csp", 300), worst("csp")])
def test_the_csp_never_gets_more_than_four_pages(made: Document) -> None:
    assert _pages(made) <= 4


def test_a_pack_over_its_limit_is_refused() -> None:
    one = dataclasses.replace(STYLES["csp"], page_limit=1, tighter=None)
    with pytest.raises(RenderError, match="takes at most 1"):
        render_pdf(dataclasses.replace(pack("csp"), layout=one))


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "http://127.0.0.1/x",
        "https://example.org/x.svg",
        "ftp://example.org/x",
        "data:text/css,body{}",
        "asset:../../settings",
        "asset:",
    ],
)
def test_the_fetcher_answers_for_our_own_shapes_only(address: str) -> None:
    with pytest.raises(FatalURLFetchingError):
        OwnFilesOnly().fetch(address)


def test_the_fetcher_knows_our_shapes() -> None:
    assert b"<svg" in OwnFilesOnly().fetch("asset:red").read()


@pytest.mark.parametrize("address", ["file:///etc/passwd", "http://127.0.0.1:9/x", "section:x"])
def test_a_refused_address_stops_the_drawing(address: str) -> None:
    with pytest.raises(RenderError, match="refused"):
        typeset(f'<html lang="en"><title>x</title><img src="{address}" alt="x">', "")
