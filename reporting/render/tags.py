"""Mends the structure tree that WeasyPrint 70 writes, so that the file keeps its promise of PDF/UA-1.

WeasyPrint starts every element afresh on each page, leaves running heads and feet out of the tree without saying that
they are artifacts, describes links by the name of their anchor, and puts the groups of a definition list as divisions.
Here the pieces of an article, and of a table that runs over pages, become one; what repeats (running heads, the heads
of tables) is marked as pagination (ISO 14289-1, 7.1 and 7.8), and a link says which page it leads to (7.18.5).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

_MARKED = re.compile(rb"/\w+\n<</MCID (\d+)>>\nBDC")
_ARTIFACT = b"/Artifact\n<</Type /Pagination>>\nBDC"

Node = Any  # a structure element; pikepdf gives its objects no narrower type


def mend(pdf: bytes, *, title: str) -> bytes:
    """The same pages with a mended structure tree and the title in the window's bar."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        document = file.Root.StructTreeRoot.K[0]
        _mend_lists(document)
        _join_pages(document)
        _mark_artifacts(file, document)
        _describe_links(file)
        file.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        file.docinfo[Name.Title] = String(title)
        out = io.BytesIO()
        file.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
        return out.getvalue()


def _kids(node: Node) -> list[Node]:
    """The structure elements right below a node; marked content and references to objects are none."""
    kids = node.get("/K")
    listed = kids if isinstance(kids, Array) else [] if kids is None else [kids]
    return [kid for kid in listed if isinstance(kid, Dictionary) and "/S" in kid]


def _walk(node: Node) -> Iterator[Node]:
    yield node
    for kid in _kids(node):
        yield from _walk(kid)


def _mend_lists(document: Node) -> None:
    """A list holds items and nothing else: L > Div > LI, from `dl > div`, becomes L > LI, and a list that stands
    beside the item it belongs to goes into that item's body."""
    for node in list(_walk(document)):
        if node.S == Name.L:
            _adopt(node, list(_items(node)))


def _items(node: Node) -> Iterator[Node]:
    item: Node = None
    for kid in _kids(node):
        if Name.L == kid.S and item is not None:
            body = _kids(item)[-1]
            kid.P = body
            body.K.append(kid)
        elif kid.S in (Name.Div, Name.L):  # a list whose item ended in the column before
            yield from _kids(kid)
        else:
            item = kid
            yield kid


def _adopt(parent: Node, kids: list[Node]) -> None:
    for kid in kids:
        kid.P = parent
    parent.K = Array(kids)


def _join_pages(document: Node) -> None:
    """The article's pieces, one a page, become one article; tables cut by a page's end are joined on the way."""
    pieces = _kids(document)
    whole = pieces[0]
    for piece in pieces[1:]:
        _join(whole, piece)
    _adopt(document, [whole])


def _join(first: Node, second: Node) -> None:
    """Moves what is in `second` into `first`, which ends where `second` begins."""
    before, after = _kids(first), _kids(second)
    if Name.Table == first.S:
        _point_to_first_head(first, second)
        after = [kid for kid in after if Name.THead != kid.S]  # the head is repeated for the eye only
    elif before and after and _table_runs_on(before[-1], after[0]):
        _join(before[-1], after[0])
        after = after[1:]
    _adopt(first, [*before, *after])


def _table_runs_on(last: Node, following: Node) -> bool:
    """Whether a page ends in a table and the next begins with one of the same head. Every table of a pack stands below
    a heading or a sentence, so a page can begin with a table only where one runs on."""
    while last.S == following.S and Name.Table != last.S:
        before, after = _kids(last), _kids(following)
        if not before or not after:
            return False
        last, following = before[-1], after[0]
    return bool(last.S == following.S == Name.Table and len(_head(last)) == len(_head(following)))


def _head(table: Node) -> list[Node]:
    return [cell for part in _kids(table) if Name.THead == part.S for row in _kids(part) for cell in _kids(row)]


def _point_to_first_head(first: Node, second: Node) -> None:
    """The cells of the second table name its own head as theirs: they get the names of the first."""
    names = {str(own.ID): kept.ID for own, kept in zip(_head(second), _head(first), strict=True)}
    for cell in _walk(second):
        if cell.S == Name.TD and "/Headers" in cell.A:
            cell.A.Headers = Array([names.get(str(header), header) for header in cell.A.Headers])


def _mark_artifacts(file: pikepdf.Pdf, document: Node) -> None:
    """Marked content that no element of the tree holds is pagination."""
    held = {node.objgen for node in _walk(document)}
    parents = file.Root.StructTreeRoot.ParentTree.Nums
    by_key = {int(parents[index]): parents[index + 1] for index in range(0, len(parents), 2)}
    for page in file.pages:
        elements = by_key[int(page.obj.StructParents)]
        loose = {mcid for mcid, element in enumerate(elements) if element.objgen not in held}
        for mcid in loose:
            elements[mcid] = None
        _rewrite(file, page, loose)


def _rewrite(file: pikepdf.Pdf, page: pikepdf.Page, loose: set[int]) -> None:
    content = page.obj.Contents.read_bytes()
    changed = _MARKED.sub(lambda found: _ARTIFACT if int(found[1]) in loose else found[0], content)
    page.obj.Contents = file.make_stream(changed)


def _describe_links(file: pikepdf.Pdf) -> None:
    numbers = {page.obj.objgen: number for number, page in enumerate(file.pages, 1)}
    targets = _destinations(file)
    for page in file.pages:
        for annotation in page.obj.get("/Annots", ()):
            target = targets.get(str(annotation.get("/Dest", "")))
            if target is not None:
                annotation.Contents = String(f"Go to page {numbers[target[0].objgen]}")


def _destinations(file: pikepdf.Pdf) -> dict[str, Any]:
    if "/Names" not in file.Root or "/Dests" not in file.Root.Names:
        return {}
    names = file.Root.Names.Dests.Names
    return {str(names[index]): names[index + 1] for index in range(0, len(names), 2)}
