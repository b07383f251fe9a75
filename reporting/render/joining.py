"""Joins tagged PDFs into one tagged PDF (PDF/UA-1): a pack from its sections, a meeting's bundle from its papers.

The usual tools put pages together and drop the tags. Here the structure trees become one tree, their marked content
keeps its elements (the parent tree's keys move up), bookmarks nest by their level, and links lead across the parts.
The same parts give the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, NameTree, NumberTree, OutlineItem, String

from .errors import RenderError
from .stamping import Lines, stamp

# A link into another section of the same document is drawn as a link to "section:<anchor>", and led there here.
ACROSS = "section:"
LEVEL = "/Level"  # our own key of a section's bookmark: its level in the whole document
FOLLOWED = (Name.GoTo, Name.URI)  # actions of links
PDF_VERSION = "1.7"  # what PDF/UA-1 builds on (ISO 32000-1)

Node = Any  # an object of a PDF; pikepdf gives its objects no narrower type


@dataclass(frozen=True)
class Part:
    """One PDF of those to be joined. With a title it is a document of its own: a bookmark of that title stands above
    its bookmarks, and its links stay within it. Without, it is a section of one document and shares its anchors."""

    pdf: bytes
    title: str = ""


@dataclass(frozen=True)
class Bookmark:
    level: int
    title: str
    page: int
    left: float
    top: float


@dataclass
class _Whole:
    """What is gathered while the parts are put together."""

    file: pikepdf.Pdf
    tree: Node
    document: Node
    parents: list[Node] = field(default_factory=list)
    next_key: int = 0
    names: dict[str, Node] = field(default_factory=dict)
    bookmarks: list[Bookmark] = field(default_factory=list)
    ids: dict[str, Node] = field(default_factory=dict)
    tagged: bool = True


def join(
    parts: Sequence[Part],
    *,
    title: str,
    lang: str,
    author: str = "",
    subject: str = "",
    identifier: str = "",
    lines: Lines | None = None,
) -> bytes:
    """The parts' pages one after the other, as one tagged PDF with that title, language ("en-GB") and metadata.

    `identifier` says which document it was drawn from (Dublin Core; reporting.verifying reads it back).

    `lines` are stamped on its pages: see `stamping`. Papers with feet of their own are numbered on at "head-right".
    """
    with ExitStack() as open_files:
        whole = _begin(open_files.enter_context(pikepdf.new()))
        for index, part in enumerate(parts):
            source = open_files.enter_context(pikepdf.open(io.BytesIO(part.pdf)))
            _append(whole, source, part, f"{index + 1}.")
        _lead_links(whole)
        _finish_tree(whole)
        _write_bookmarks(whole)
        _describe(whole, title=title, lang=lang, author=author, subject=subject, identifier=identifier)
        if lines is not None:
            stamp(whole.file, lines)
        return _saved(whole.file)


def _saved(file: pikepdf.Pdf) -> bytes:
    """The file's bytes: the same for the same content."""
    out = io.BytesIO()
    file.save(
        out, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True, force_version=PDF_VERSION
    )
    return out.getvalue()


def _begin(file: pikepdf.Pdf) -> _Whole:
    document = file.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, K=Array()))
    tree = file.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=Array([document])))
    document.P = tree
    return _Whole(file, tree, document)


def _append(whole: _Whole, source: pikepdf.Pdf, part: Part, prefix: str) -> None:
    first = len(whole.file.pages)
    numbers = {page.obj.objgen: first + index for index, page in enumerate(source.pages)}
    if "/StructTreeRoot" in source.Root and "/IDTree" in source.Root.StructTreeRoot:
        _prefix_ids(source, prefix)
    for page in source.pages:
        _quiet(page.obj)
        whole.file.pages.append(page)
    pages = [page.obj for page in whole.file.pages[first:]]
    _append_tree(whole, source, part, pages)
    _append_names(whole, source, pages, numbers, prefix if part.title else "")
    if part.title:
        whole.bookmarks.append(Bookmark(1, part.title, first, *_corner([pages[0]])))
    whole.bookmarks += _bookmarks(source, numbers, moved=1 if part.title else 0)


def _quiet(page: Node) -> None:
    """Links stay, scripts and whatever else a file would do by itself do not: a paper may come from anywhere."""
    for node in (page, *page.get("/Annots", ())):
        if "/AA" in node:
            del node.AA
        if "/A" in node and not (isinstance(node.A, Dictionary) and node.A.get("/S") in FOLLOWED):
            del node.A
        if isinstance(node.get("/A"), Dictionary) and "/Next" in node.A:
            del node.A.Next


def _prefix_ids(source: pikepdf.Pdf, prefix: str) -> None:
    """Elements' identifiers are unique within one file only."""
    for node in source.objects:
        if not isinstance(node, Dictionary) or "/S" not in node or "/P" not in node:
            continue
        if "/ID" in node:
            node.ID = String(prefix + str(node.ID))
        attributes = node.get("/A", Dictionary())
        for owner in attributes if isinstance(attributes, Array) else [attributes]:
            if isinstance(owner, Dictionary) and "/Headers" in owner:
                owner.Headers = Array([String(prefix + str(header)) for header in owner.Headers])


def _append_tree(whole: _Whole, source: pikepdf.Pdf, part: Part, pages: list[Node]) -> None:
    if "/StructTreeRoot" not in source.Root:
        whole.tagged = False
        return
    tree = whole.file.copy_foreign(source.Root.StructTreeRoot)
    _adopt(whole, tree, part)
    _keep_roles(whole, tree)
    last = -1
    for key, elements in NumberTree(tree.ParentTree).items():
        whole.parents += [whole.next_key + key, elements]
        last = max(last, key)
    for page in pages:
        if "/StructParents" in page:
            page.StructParents += whole.next_key
        for annotation in page.get("/Annots", ()):
            if "/StructParent" in annotation:
                annotation.StructParent += whole.next_key
    whole.next_key += last + 1


def _keep_roles(whole: _Whole, tree: Node) -> None:
    """What elements of other names mean; where two parts differ, the first is right for both."""
    roles = whole.tree.get("/RoleMap", Dictionary())
    for name, role in tree.get("/RoleMap", Dictionary()).items():
        if name not in roles:
            roles[name] = role
    if roles:
        whole.tree.RoleMap = roles


def _adopt(whole: _Whole, tree: Node, part: Part) -> None:
    """A document's elements go below a Part of their own, a section's straight below the document."""
    above = whole.document
    if part.title:
        above = Dictionary(Type=Name.StructElem, S=Name.Part, K=Array(), P=whole.document, T=String(part.title))
        above = whole.file.make_indirect(above)
        whole.document.K.append(above)
    for root in tree.K if isinstance(tree.K, Array) else [tree.K]:
        for kid in _kids(root) if Name.Document == root.S else [root]:
            kid.P = above
            above.K.append(kid)
    for node in _identified(tree):
        whole.ids[str(node.ID)] = node


def _kids(node: Node) -> list[Node]:
    kids = node.get("/K", Array())
    return list(kids) if isinstance(kids, Array) else [kids]


def _identified(tree: Node) -> Iterator[Node]:
    if "/IDTree" in tree:
        for _, node in NameTree(tree.IDTree).items():
            yield node


def _append_names(
    whole: _Whole, source: pikepdf.Pdf, pages: list[Node], numbers: dict[tuple[int, int], int], prefix: str
) -> None:
    """Named destinations, and the links to them, under names that mean one place in the whole file."""
    for name, (page, *place) in destinations(source).items():
        target = whole.file.pages[numbers[page.objgen]].obj
        whole.names.setdefault(prefix + name, Array([target, *place]))
    for page in pages:
        for note in page.get("/Annots", ()):
            holder, key = _pointer(note)
            if isinstance(holder.get(key), String):
                holder[key] = String(prefix + str(holder[key]))


def destinations(file: pikepdf.Pdf) -> dict[str, list[Node]]:
    """Each named destination: its page and the place on it."""
    if "/Names" not in file.Root or "/Dests" not in file.Root.Names:
        return {}
    named = NameTree(file.Root.Names.Dests).items()
    return {str(name): list(target.D if isinstance(target, Dictionary) else target) for name, target in named}


def _pointer(node: Node) -> tuple[Node, str]:
    """Where a link or bookmark says which place of its file it leads to: in itself, or in an action."""
    action = node.get("/A")
    if isinstance(action, Dictionary) and action.get("/S") == Name.GoTo:
        return action, "/D"
    return node, "/Dest"


def _bookmarks(source: pikepdf.Pdf, numbers: dict[tuple[int, int], int], moved: int) -> Iterator[Bookmark]:
    """The file's own, `moved` down so many levels. A section's say at which level they stand in the whole document
    (LEVEL); one that leads nowhere is left out."""
    named = destinations(source)
    seen: set[tuple[int, int]] = set()  # a damaged file may lead round in a circle; what stands inside cannot

    def below(parent: Node, depth: int) -> Iterator[Bookmark]:
        item = parent.get("/First")
        while item is not None and item.objgen not in seen:
            if item.is_indirect:
                seen.add(item.objgen)
            holder, key = _pointer(item)
            target = holder.get(key)
            place = named.get(str(target), []) if isinstance(target, String) else list(target or ())
            if place:
                left, top = _corner(place)
                level = int(item.get(LEVEL, depth)) + moved
                yield Bookmark(level, str(item.Title), numbers[place[0].objgen], left, top)
            yield from below(item, depth + 1)
            item = item.get("/Next")

    yield from below(source.Root.get("/Outlines", Dictionary()), 1)


def _corner(place: list[Node]) -> tuple[float, float]:
    """The point of a destination, or the head of its page where it names none."""
    if len(place) >= 4 and place[1] == Name.XYZ and place[2] is not None and place[3] is not None:
        return float(place[2]), float(place[3])
    return 0.0, float(place[0].MediaBox[3])


def _lead_links(whole: _Whole) -> None:
    """Links between sections lead to their place, and every link within the file says to which page it goes."""
    numbers = {page.obj.objgen: number for number, page in enumerate(whole.file.pages, 1)}
    for page in whole.file.pages:
        for note in page.obj.get("/Annots", ()):
            address = str(note.A.get("/URI", "")) if "/A" in note else ""
            if address.startswith(ACROSS):
                del note.A
                note.Dest = String(_existing(whole, address.removeprefix(ACROSS)))
            holder, key = _pointer(note)
            target = whole.names.get(str(holder[key])) if isinstance(holder.get(key), String) else None
            if target is not None:
                note.Contents = String(f"Go to page {numbers[target[0].objgen]}")


def _existing(whole: _Whole, name: str) -> str:
    if name not in whole.names:
        raise RenderError(f"A link leads to {name!r}, which is nowhere in the pack.")
    return name


def _finish_tree(whole: _Whole) -> None:
    whole.tree.ParentTree = whole.file.make_indirect(Dictionary(Nums=Array(whole.parents)))
    whole.tree.ParentTreeNextKey = whole.next_key
    if whole.ids:
        named = [item for name in sorted(whole.ids) for item in (String(name), whole.ids[name])]
        whole.tree.IDTree = whole.file.make_indirect(Dictionary(Names=Array(named)))
    whole.file.Root.StructTreeRoot = whole.tree
    if whole.names:
        named = [item for name in sorted(whole.names) for item in (String(name), whole.names[name])]
        whole.file.Root.Names = Dictionary(Dests=whole.file.make_indirect(Dictionary(Names=Array(named))))


def _write_bookmarks(whole: _Whole) -> None:
    with whole.file.open_outline() as outline:
        open_items: list[tuple[int, list[OutlineItem]]] = [(0, outline.root)]
        for mark in whole.bookmarks:
            while open_items[-1][0] >= mark.level:
                open_items.pop()
            target = whole.file.pages[mark.page].obj
            item = OutlineItem(mark.title, Array([target, Name.XYZ, mark.left, mark.top, 0]))
            open_items[-1][1].append(item)
            open_items.append((mark.level, item.children))


def _describe(whole: _Whole, *, title: str, lang: str, author: str, subject: str, identifier: str) -> None:
    root = whole.file.Root
    root.Lang = String(lang)
    root.MarkInfo = Dictionary(Marked=True)
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    with whole.file.open_metadata(set_pikepdf_as_editor=False) as metadata:
        metadata["dc:title"] = title
        metadata["dc:language"] = {lang}
        if author:
            metadata["dc:creator"] = [author]
        if subject:
            metadata["dc:description"] = subject
        if identifier:
            metadata["dc:identifier"] = identifier
        if whole.tagged:
            metadata["pdfuaid:part"] = "1"
