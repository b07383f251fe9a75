"""Papers joined into one file, as a meeting's bundle is: tags, bookmarks, links and page numbers."""

from __future__ import annotations

import functools
import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from reporting.render import RenderError
from reporting.render.joining import Part, join
from reporting.render.typesetting import typeset

from .pdf_read import bookmarks, count, destinations, kids, kind, opened, page_numbers, parents, texts, tree

PAPER = (
    '<html lang="en"><title>x</title><h1>Paper {0}</h1><h2 id="one">One</h2><p><a href="#two">Go</a>'
    '<h2 id="two" style="break-before: page">Two</h2><h3>Below</h3>'
    "<table><thead><tr><th>Head<tbody><tr><td>Cell</table>"
)


@functools.cache
def paper(name: str) -> bytes:
    """Two pages with a link, a table and headings."""
    return typeset(PAPER.format(name), "body { font-family: Liberation Sans } h1 { bookmark-level: none }")


@functools.cache
def bundle() -> bytes:
    """Two papers of their own, numbered on at the head."""
    return join(
        [Part(paper("A"), "Paper A, of May"), Part(paper("B"), "Paper B")],
        title="Board, 3 November",
        lang="en-GB",
        author="Wrenbridge",
        lines=lambda page, pages: {"head-right": f"Sheet {page} of {pages}", "foot-left": ""},
    )


def test_pages_count_on() -> None:
    pages = texts(bundle())
    assert len(pages) == 4
    assert all(f"Sheet {number} of 4" in text for number, text in enumerate(pages, 1))


def test_each_paper_is_a_part_with_all_its_tags() -> None:
    document = tree(bundle())[0]
    assert [(kind(part), str(part.T)) for part in kids(document)] == [("Part", "Paper A, of May"), ("Part", "Paper B")]
    assert count(bundle(), "Table") == count(bundle(), "Link") == 2
    assert str(opened(bundle()).Root.StructTreeRoot.ParentTreeNextKey) == str(len(parents(bundle())))


def test_bookmarks_nest_below_the_name_of_their_paper() -> None:
    own = [(2, "One", 0), (2, "Two", 1), (3, "Below", 1)]
    papers = [[(1, "Paper A, of May", 1)], [(1, "Paper B", 3)]]
    expected = [
        entry
        for first, paper in zip((1, 3), papers, strict=True)
        for entry in [*paper, *((level, title, first + page) for level, title, page in own)]
    ]
    assert bookmarks(bundle()) == expected


def test_links_stay_within_their_paper() -> None:
    numbers, places = page_numbers(bundle()), destinations(bundle())
    targets = [
        numbers[places[str(note.Dest)][0].objgen]
        for page in opened(bundle()).pages
        for note in page.obj.get("/Annots", ())
    ]
    assert targets == [2, 4]
    assert sorted(places) == ["1.one", "1.two", "2.one", "2.two"]


def test_metadata_says_what_the_bundle_is() -> None:
    with opened(bundle()).open_metadata() as metadata:
        assert metadata["dc:title"] == "Board, 3 November"
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:creator"] == ["Wrenbridge"]


def test_a_link_across_sections_leads_there() -> None:
    first = typeset('<html lang="en"><title>x</title><p><a href="section:two">Go</a>', "")
    joined = join([Part(first), Part(paper("A"))], title="x", lang="en")
    note = opened(joined).pages[0].obj.Annots[0]
    assert str(note.Dest) == "two"
    assert str(note.Contents) == "Go to page 3"
    assert "/A" not in note


def test_a_link_to_nowhere_is_refused() -> None:
    with pytest.raises(RenderError, match="nowhere in the pack"):
        join(
            [Part(typeset('<html lang="en"><title>x</title><a href="section:nowhere">Go</a>', ""))],
            title="x",
            lang="en",
        )


def _with_identifiers(pdf: bytes) -> bytes:
    """The same file as another program would tag it: its cells name their heads."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        cells = {str(node.S): node for node in file.objects if isinstance(node, Dictionary) and "/S" in node}
        cells["/TH"].ID = String("head")
        cells["/TD"].A = Dictionary(O=Name.Table, Headers=Array([String("head")]))
        root = file.Root.StructTreeRoot
        root.IDTree = Dictionary(Names=Array([String("head"), cells["/TH"]]))
        root.RoleMap = Dictionary(Clause=Name.P)
        out = io.BytesIO()
        file.save(out)
        return out.getvalue()


def test_identifiers_stay_unique_and_found() -> None:
    odd = _with_identifiers(paper("A"))
    joined = join([Part(odd, "One"), Part(odd, "Two")], title="x", lang="en")
    heads = [str(node.ID) for node in tree(joined) if "/ID" in node]
    named = [str(name) for node in tree(joined) if "/Headers" in node.get("/A", {}) for name in node.A.Headers]
    assert heads == named == ["1.head", "2.head"]
    assert list(pikepdf.NameTree(opened(joined).Root.StructTreeRoot.IDTree)) == heads
    assert opened(joined).Root.StructTreeRoot.RoleMap.Clause == Name.P


def test_a_paper_without_tags_takes_the_claim_away() -> None:
    with pikepdf.new() as plain:
        plain.add_blank_page()
        out = io.BytesIO()
        plain.save(out)
    joined = join([Part(paper("A"), "One"), Part(out.getvalue(), "Scan")], title="x", lang="en")
    with opened(joined).open_metadata() as metadata:
        assert "pdfuaid:part" not in metadata
    assert len(opened(joined).pages) == 3
    assert bookmarks(joined)[-1] == (1, "Scan", 3)


def test_the_same_papers_give_the_same_bytes() -> None:
    parts = [Part(paper("A"), "One"), Part(paper("B"))]
    assert join(parts, title="x", lang="en") == join(parts, title="x", lang="en")


def test_scripts_of_a_paper_stay_behind_and_bookmarks_in_a_circle_end() -> None:
    script = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    with pikepdf.open(io.BytesIO(paper("A"))) as file:
        file.pages[0].obj.AA = Dictionary(O=script)
        [link] = file.pages[0].obj.Annots
        link.A = Dictionary(S=Name.URI, URI=String("https://example.org"), Next=script)
        button = file.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0] * 4), A=script))
        file.pages[0].obj.Annots.append(button)
        first = file.Root.Outlines.First
        first.Next = first
        out = io.BytesIO()
        file.save(out)
    whole = opened(join([Part(out.getvalue(), "Paper")], title="All", lang="en-GB"))
    assert not [node for node in whole.objects if isinstance(node, Dictionary) and ("/JS" in node or "/AA" in node)]
    assert [str(note.get("/A", {}).get("/S", "")) for note in whole.pages[0].Annots] == ["/URI", ""]
