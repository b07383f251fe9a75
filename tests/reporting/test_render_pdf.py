"""The pack as PDF, read back: its pages, its words, its structure."""

from __future__ import annotations

import dataclasses
import functools
import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf
import pytest
from pypdf import PdfReader
from weasyprint.urls import FatalURLFetchingError

from reporting.document import ActionFacts, Document, ObjectiveFacts, UpdateFacts
from reporting.render import RenderError, pdf, render_pdf
from reporting.render.typesetting import OwnFilesOnly
from reporting.styles import STYLES

from .sample import document, worst

ALL = sorted(STYLES)


@functools.cache
def _drawn(style: str, actions: int = 30) -> bytes:
    return render_pdf(document(style, actions))


def _texts(drawn: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(drawn)).pages]


def _elements(node: Any) -> Iterator[Any]:
    yield node
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from _elements(kid)


@functools.cache
def _opened(drawn: bytes) -> Any:
    """Kept: the objects of a file die with it."""
    return pikepdf.open(io.BytesIO(drawn))


def _tree(drawn: bytes) -> list[Any]:
    return list(_elements(_opened(drawn).Root.StructTreeRoot.K[0]))


def _with(document_: Document, *actions: ActionFacts) -> Document:
    return dataclasses.replace(document_, objectives=(ObjectiveFacts("1", "One", actions=actions),))


@pytest.mark.parametrize("style", ALL)
def test_every_page_says_where_it_is_and_how_to_handle_it(style: str) -> None:
    texts = _texts(_drawn(style))
    for number, text in enumerate(texts, 1):
        assert f"Page {number} of {len(texts)}" in text
        assert text.count("OFFICIAL") >= 2  # head and foot
        assert "Wrenbridge · Prevent Delivery Group · Q2 2016/17" in text


@pytest.mark.parametrize("style", ALL)
def test_title_language_and_tags(style: str) -> None:
    root = _opened(_drawn(style)).Root
    assert str(root.Lang) == "en-GB"
    assert bool(root.MarkInfo.Marked)
    assert bool(root.ViewerPreferences.DisplayDocTitle)
    reader = PdfReader(io.BytesIO(_drawn(style)))
    assert reader.metadata is not None
    assert reader.metadata.title == "Prevent delivery plan: progress report"
    assert b"pdfuaid" in root.Metadata.read_bytes()


def test_bookmarks_name_the_parts() -> None:
    outline = PdfReader(io.BytesIO(_drawn("hpdg"))).outline
    titles = [entry.title for entry in outline if not isinstance(entry, list)]
    assert titles[:2] == ["1 What the group is asked to do", "2 The quarter at a glance"]
    assert "12 Glossary" in titles


def test_contents_give_the_page_of_each_part() -> None:
    texts = _texts(_drawn("hpdg"))
    printed = re.findall(r"(Exceptions and the path to green|Progress on every action|Glossary)\s+(\d+)", texts[0])
    assert len(printed) == 3
    for heading, page in printed:
        assert heading in texts[int(page) - 1]


@pytest.mark.parametrize("style", ["hpdg", "safer_harrow"])
def test_one_table_in_the_tree_though_it_runs_over_pages(style: str) -> None:
    """Its heads repeat for the eye; in the tree there is one table with one head, whose cells know their headings."""
    actions = tuple(document(actions=60).actions())
    drawn = render_pdf(_with(document(style, 0), *actions))
    tables = [node for node in _tree(drawn) if node.S == "/Table"]
    sizes = [sum(node.S == "/TR" for node in _elements(table)) for table in tables]
    assert max(sizes) == 61
    assert all(sum(node.S == "/THead" for node in _elements(table)) <= 1 for table in tables)
    names = {str(node.ID) for node in _tree(drawn) if "/ID" in node}
    assert {str(name) for node in _tree(drawn) if node.S == "/TD" for name in node.A.get("/Headers", [])} <= names
    pages = [text for text in _texts(drawn) if re.search(r"\bActions\b.*Agency/Lead", text, re.S)]
    assert len(pages) > 3


@pytest.mark.parametrize("style", ALL)
def test_all_marked_content_is_in_the_tree_or_an_artifact(style: str) -> None:
    file = _opened(_drawn(style))
    held = {node.objgen for node in _elements(file.Root.StructTreeRoot.K[0])}
    numbers = file.Root.StructTreeRoot.ParentTree.Nums
    by_key = {int(numbers[index]): numbers[index + 1] for index in range(0, len(numbers), 2)}
    for page in file.pages:
        content = page.obj.Contents.read_bytes()
        for mcid in re.findall(rb"<</MCID (\d+)>>\s+BDC", content):
            assert by_key[int(page.obj.StructParents)][int(mcid)].objgen in held
        assert content.count(b"/Artifact\n<</Type /Pagination>>") >= 4


@pytest.mark.parametrize("style", ALL)
def test_structure_is_as_the_standard_wants(style: str) -> None:
    tree = _tree(_drawn(style))
    assert [node.S for node in tree].count("/H1") == 1
    assert all(kid.S == "/LI" for node in tree if node.S == "/L" for kid in node.K if "/S" in kid)
    assert all(str(node.Alt) for node in tree if node.S == "/Figure")
    names = [str(node.ID) for node in tree if "/ID" in node]
    assert len(names) == len(set(names))


def test_links_say_where_they_lead() -> None:
    file = _opened(_drawn("hpdg"))
    words = [str(note.Contents) for page in file.pages for note in page.obj.get("/Annots", [])]
    assert words
    assert all(re.fullmatch(r"Go to page \d+", text) for text in words)


@pytest.mark.parametrize("made", [document("csp", 0), document("csp", 58), document("csp", 300), worst("csp")])
def test_the_csp_never_gets_more_than_four_pages(made: Document) -> None:
    assert len(PdfReader(io.BytesIO(render_pdf(made))).pages) <= 4


def test_a_pack_over_its_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    one = dataclasses.replace(STYLES["csp"], page_limit=1)
    monkeypatch.setattr(pdf, "style_named", lambda name: one)
    with pytest.raises(RenderError, match="takes at most 1"):
        render_pdf(document("csp", 58))


def test_a_cell_of_2000_words_runs_on_to_the_end() -> None:
    said = " ".join(f"word{number}" for number in range(2000))
    action = ActionFacts("1", "Long", "in_progress", "green", asked=("A",), updates=(UpdateFacts("A", "green", said),))
    whole = " ".join(_texts(render_pdf(_with(document("hpdg", 0), action))))
    assert set(re.findall(r"word\d+", whole)) == {f"word{number}" for number in range(2000)}


def test_an_unbroken_word_stays_on_the_page() -> None:
    drawn = render_pdf(_with(document("hpdg", 0), ActionFacts("1", "x" * 3000, "in_progress")))
    assert sum(text.count("x") for text in _texts(drawn)) >= 3000


def test_other_scripts_and_markup_survive() -> None:
    text = "نص عربي עברית 𝒜 <b>bold</b> & co"
    drawn = render_pdf(_with(document("plain", 0), ActionFacts("1", text, "in_progress")))
    words = " ".join(_texts(drawn))
    assert "<b>bold</b> & co" in words
    assert len(drawn) > 10_000


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


@pytest.mark.parametrize("address", ["file:///etc/passwd", "http://127.0.0.1:9/x"])
def test_a_refused_address_stops_the_drawing(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setattr(pdf, "page", lambda *args: f'<html lang="en"><title>x</title><img src="{address}" alt="x">')
    with pytest.raises(RenderError, match="refused"):
        render_pdf(document())


def test_progress_is_told_from_first_to_last() -> None:
    told: list[tuple[int, int]] = []
    render_pdf(document("csp", 3), lambda words, done, steps: told.append((done, steps)))
    assert told == sorted(told)
    assert (told[0], told[-1]) == ((0, 4), (4, 4))


def test_the_same_document_gives_the_same_bytes() -> None:
    assert render_pdf(document("csp", 10)) == render_pdf(document("csp", 10))
