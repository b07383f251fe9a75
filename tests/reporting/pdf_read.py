"""Packs drawn once for all tests, and what can be read back from a tagged PDF."""

from __future__ import annotations

import dataclasses
import functools
import io
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from unittest import mock

import pikepdf
from pikepdf import NameTree, NumberTree
from pypdf import PdfReader

from reporting.document import Document
from reporting.render import render_html, render_pdf, sections

from .sample import document

ACTIONS = 10  # every rating, silence, delay and contradiction occurs
LARGE = "large"  # the whole report, cut as a plan of a hundred actions is
PACKS = ["csp", "public_plan", "safer_harrow", LARGE]


def pack(name: str) -> Document:
    """The document of one of `PACKS`."""
    made = document("hpdg" if name == LARGE else name, ACTIONS * 2 if name == LARGE else ACTIONS)
    return dataclasses.replace(made, version="Issue 2")


@functools.cache
def drawn(name: str) -> bytes:
    """The PDF of one of `PACKS`."""
    with cut_as_large(name == LARGE):
        return render_pdf(pack(name))


def cut_as_large(large: bool = True) -> mock._patch[int]:
    """While it lasts, small packs are cut as large ones are."""
    return mock.patch.object(sections, "LARGE", ACTIONS if large else 1000)


@functools.cache
def texts(pdf: bytes) -> list[str]:
    """The words of each page, as pypdf reads them."""
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


@functools.cache
def opened(pdf: bytes) -> Any:
    """Kept: the objects of a file die with it."""
    return pikepdf.open(io.BytesIO(pdf))


def kids(node: Any) -> list[Any]:
    """What is in a structure element: elements, marked content (numbers, or MCR), references to links (OBJR)."""
    held = node.get("/K", [])
    return list(held) if isinstance(held, pikepdf.Array) else [held]


def elements(node: Any) -> Iterator[Any]:
    """The element and all below it, in reading order."""
    yield node
    for kid in kids(node):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from elements(kid)


@functools.cache
def tree(pdf: bytes) -> list[Any]:
    """Every element of the file, in reading order."""
    return list(elements(opened(pdf).Root.StructTreeRoot.K[0]))


def kind(node: Any) -> str:
    """ "Table" and the like."""
    return str(node.S).removeprefix("/")


def count(pdf: bytes, wanted: str) -> int:
    """How many elements of that kind the file has."""
    return sum(kind(node) == wanted for node in tree(pdf))


def parents(pdf: bytes) -> dict[int, Any]:
    """The parent tree: elements of a page's marked content by number, the element of a link."""
    return dict(NumberTree(opened(pdf).Root.StructTreeRoot.ParentTree).items())


def destinations(pdf: bytes) -> dict[str, Any]:
    """Named places."""
    return {str(name): place for name, place in NameTree(opened(pdf).Root.Names.Dests).items()}


def page_numbers(pdf: bytes) -> dict[Any, int]:
    """The number of each page, from 1."""
    return {page.obj.objgen: number for number, page in enumerate(opened(pdf).pages, 1)}


def bookmarks(pdf: bytes) -> list[tuple[int, str, int]]:
    """(level, title, page) of each, in order."""
    numbers = page_numbers(pdf)

    def below(items: Any, level: int) -> Iterator[tuple[int, str, int]]:
        for item in items:
            yield level, item.title, numbers[item.destination[0].objgen]
            yield from below(item.children, level + 1)

    with opened(pdf).open_outline() as outline:
        return list(below(outline.root, 1))


class Html(HTMLParser):
    """Counts the elements of a pack's HTML and gathers the words that are printed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.counts: dict[str, int] = {}
        self.words: list[str] = []
        self.headings: list[tuple[str, str]] = []
        self._open: list[tuple[str, bool]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.counts[tag] = self.counts.get(tag, 0) + 1
        classes = (dict(attrs).get("class") or "").split()
        hidden = tag in ("style", "title", "svg") or {"pack-hidden", "pack-marking"} & set(classes)
        if tag not in ("meta", "br", "col", "img"):
            self._open.append((tag, bool(hidden)))
        if tag in ("h2", "h3") and "pack-contents__heading" not in classes:
            self.headings.append((tag, ""))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if any(hidden for _, hidden in self._open):
            return
        self.words += data.split()
        if self.headings and any(tag == self.headings[-1][0] for tag, _ in self._open):
            tag, text = self.headings[-1]
            self.headings[-1] = (tag, text + data)


@functools.cache
def html(name: str) -> Html:
    """The HTML of one of `PACKS`."""
    return Html(render_html(pack(name)))


def characters(words: str) -> str:
    """Without spaces: where lines end is no matter."""
    return re.sub(r"\s", "", words)
