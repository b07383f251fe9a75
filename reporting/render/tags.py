"""Mends the structure tree that WeasyPrint 70 writes, so that the file keeps its promise of PDF/UA-1 (ISO 14289-1).

WeasyPrint starts every element afresh on each page and column, ties cells to their heads by identifiers that it lists
nowhere, and leaves what repeats at the head of a page out of the tree without saying that it is an artifact. Here the
pieces of an element become one again (one Table however many pages it runs over), a head cell says whether it heads a
column or a row (7.5), what repeats is an artifact (7.1, 7.8), a list holds items and nothing else, a picture's box is
in the page's own units, and elements that say nothing (Div, Span, NonStruct) give way to what they hold.

It is done in WeasyPrint's own objects before they are written: reading the file back took a tenth of all the time.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pydyf  # type: ignore[import-untyped]  # comes with WeasyPrint and ships no types
from weasyprint.css import AnonymousStyle
from weasyprint.pdf import tags as drawn

from .joining import LEVEL

Node = Any  # a structure element or other dictionary of pydyf's; WeasyPrint and pydyf ship no types

EMPTY = ("Div", "Span", "NonStruct")  # elements that only hold others
HOLDERS = ("Document", "Part", "Art", "Sect")  # elements that hold no text themselves
_build = drawn._build_box_tree


def _remembering(box: Any, *rest: Any) -> Iterator[Node]:
    """WeasyPrint's own function, which forgets whose element it made: each element keeps its box."""
    for element in _build(box, *rest):
        if not hasattr(element, "box"):
            element.box = getattr(box, "_box", box)
        yield element


drawn._build_box_tree = _remembering


def mend(document: Any, pdf: pydyf.PDF) -> None:
    """The finisher of `weasyprint.Document.write_pdf`."""
    _Tree(document, pdf).mend()


class _Tree:
    def __init__(self, document: Any, pdf: pydyf.PDF) -> None:
        self.drawn, self.pdf = document, pdf
        self.pages = {reference: index for index, reference in enumerate(pdf.page_references)}
        self.root = self.at(pdf.catalog["StructTreeRoot"])
        self.document = self.at(self.root["K"][0])
        self.first: dict[tuple[int, str], Node] = {}
        self.wholes: list[Node] = []

    def at(self, reference: bytes) -> Node:
        """The object that a reference means."""
        return self.pdf.objects[int(reference.split(b" ", 1)[0])]

    def mend(self) -> None:
        self.document.kept = pydyf.Array()
        self._gather(self.document, self.document)
        for whole in self.wholes:
            whole["K"] = whole.kept
        self._simplify(self.document)
        self._write_parents()
        self._mark_levels()

    def _kids(self, node: Node) -> Iterator[tuple[Any, Node | None]]:
        """What a node holds, and the element it is, if it is one and not marked content or a reference to a link."""
        for kid in node["K"]:
            found = self.at(kid) if isinstance(kid, bytes) else None
            yield kid, found if found is not None and found.get("Type") == "/StructElem" else None

    # Pieces

    def _gather(self, node: Node, whole: Node) -> None:
        """Puts what is in a piece of an element into its first piece, `whole`, in the order of the pages; heads of
        tables that repeat fall away. A column is a piece of the element it stands in."""
        for kid, element in self._kids(node):
            if element is None:
                whole.kept.append(self._content(node, kid))
                continue
            key = _key(element)
            first: Node = self.first.setdefault(key, element) if key else element
            if first is element:
                element.kept = pydyf.Array()
                whole.kept.append(kid)
                self._gather(element, element)
            elif element["S"] != "/THead":
                self._gather(element, first)
        if whole is node:
            self.wholes.append(whole)

    def _content(self, node: Node, kid: Any) -> Any:
        """Marked content with its page, so that it can go to an element of another page."""
        if isinstance(kid, int):
            return pydyf.Dictionary({"Type": "/MCR", "Pg": node["Pg"], "MCID": kid})
        return kid

    # Elements

    def _simplify(self, node: Node) -> None:
        """Below `node`, elements that say nothing give way to what they hold, and the others say what they must."""
        kept: list[Any] = []
        for kid, element in self._kids(node):
            if element is None:
                kept.append(kid)
                continue
            self._simplify(element)
            if _kind(element) in EMPTY and self._holds_text(element) and _kind(node) in HOLDERS:
                element["S"] = "/P"
            if _kind(element) not in EMPTY:
                self._describe(element)
                kept.append(kid)
            else:
                kept += element["K"]
        node["K"] = pydyf.Array(kept)
        if _kind(node) == "L":
            self._mend_list(node)

    def _holds_text(self, element: Node) -> bool:
        return any(kid is None for _, kid in self._kids(element))

    def _describe(self, element: Node) -> None:
        kind = _kind(element)
        if kind in ("TH", "TD"):
            self._describe_cell(element)
        elif kind == "Figure":
            element["A"]["BBox"] = self._box(element)

    def _describe_cell(self, cell: Node) -> None:
        """Scope says of which cells a head is the head; identifiers are not needed beside it (7.5)."""
        attributes = cell["A"]
        attributes.pop("Headers", None)
        cell.pop("ID", None)
        if _kind(cell) == "TH":
            in_head = _kind(self.at(self.at(cell["P"])["P"])) == "THead"
            attributes["Scope"] = "/Column" if in_head else "/Row"
        if set(attributes) == {"O"}:
            del cell["A"]

    def _box(self, figure: Node) -> pydyf.Array:
        """Where a picture lies, in points from the page's lower left corner."""
        left, top, right, bottom = (float(edge) * 0.75 for edge in figure["A"]["BBox"])
        height = float(self.drawn.pages[self.pages[figure["Pg"]]].height) * 0.75
        return pydyf.Array([left, height - bottom, right, height - top])

    def _mend_list(self, node: Node) -> None:
        """A term and its definition are one item; a list that belongs to an item goes into that item's body."""
        items: list[Any] = []
        for kid, element in self._kids(node):
            last = self.at(items[-1]) if items else None
            if element is not None and _kind(element) == "L" and last is not None:
                last["K"].append(kid)
            elif last is not None and _tag(element) == "dd" and _tag(last) == "dt":
                last["K"] += element["K"] if element is not None else []
            else:
                items.append(kid)
        for item in items:
            self._mend_item(self.at(item))
        node["K"] = pydyf.Array(items)

    def _mend_item(self, item: Node) -> None:
        """An item holds a label, if any, and one body."""
        kinds = ["Lbl"] if _tag(item) == "dt" else []
        kept: list[Any] = []
        body: Node = None
        for kid, element in self._kids(item):
            if kinds and element is not None:
                element["S"] = f"/{kinds.pop()}"
            elif body is None or element is None or _kind(element) == "Lbl":
                body = element if element is not None and _kind(element) == "LBody" else body
            else:
                body["K"] += element["K"] if _kind(element) == "LBody" else [kid]
                continue
            kept.append(kid)
        item["K"] = pydyf.Array(kept)

    # The parent tree, which leads from marked content and links to their elements

    def _write_parents(self) -> None:
        parents = self.at(self.root["ParentTree"])
        keys = parents["Nums"][::2]
        held: list[Any] = [
            pydyf.Array([b"null"] * len(parents["Nums"][2 * index + 1])) for index in self.pages.values()
        ]
        links = dict(zip(keys[len(held) :], parents["Nums"][1::2][len(held) :], strict=True))
        self._hold(self.document, held, links)
        self._mark_artifacts(held)
        numbers = [*zip(keys, held, strict=False), *links.items()]
        parents["Nums"] = pydyf.Array([each for pair in numbers for each in pair])

    def _hold(self, node: Node, held: list[Any], links: dict[int, bytes]) -> None:
        """Every element knows the one above it; what it holds on its own page is named by number only."""
        kept: list[Any] = []
        for kid, element in self._kids(node):
            if element is not None:
                element["P"] = node.reference
                self._hold(element, held, links)
            elif isinstance(kid, bytes):
                links[self.at(self.at(kid)["Obj"])["StructParent"]] = node.reference
            else:
                held[self.pages[kid["Pg"]]][kid["MCID"]] = node.reference
                kid = kid["MCID"] if kid["Pg"] == node["Pg"] else kid
            kept.append(kid)
        node["K"] = pydyf.Array(kept)

    def _mark_artifacts(self, held: list[Any]) -> None:
        """Marked content that no element holds is pagination: heads of tables on their later pages."""
        for reference, index in self.pages.items():
            content = self.at(self.at(reference)["Contents"]).stream
            for place, item in enumerate(content):
                if isinstance(item, pydyf.Dictionary) and "MCID" in item and held[index][item["MCID"]] == b"null":
                    content[place - 1 : place + 1] = ["/Artifact", "<</Type /Pagination>>"]

    # Bookmarks

    def _mark_levels(self) -> None:
        """Each bookmark says its level, which a section that begins below the first cannot show by nesting."""
        levels = [bookmark[0] for page in self.drawn.pages for bookmark in page.bookmarks]
        marks = [item for item in self.pdf.objects if isinstance(item, pydyf.Dictionary) and "Title" in item]
        for mark, level in zip((mark for mark in marks if "Dest" in mark), levels, strict=True):
            mark[LEVEL.removeprefix("/")] = level


def _kind(element: Node) -> str:
    return str(element["S"])[1:]


def _tag(element: Node) -> str:
    """The HTML element that an element stands for ("dt"), "" for none."""
    box = getattr(element, "box", None)
    return str(box.element_tag) if box is not None else ""


def _key(element: Node) -> tuple[int, str] | None:
    """Names the HTML element whose piece this is; None for what stands for no element of its own."""
    box = getattr(element, "box", None)
    if box is None or box.element is None:
        return None
    if isinstance(box.style, AnonymousStyle) and element["S"] not in ("/Table", "/L"):
        return None  # a line's or a cell's own box; a table's is the wrapper of its grid, a list's a column of it
    return id(box.element), element["S"]
