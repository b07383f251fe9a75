"""Names and small questions of WordprocessingML, asked everywhere in the reader of .docx files. No Django."""

from __future__ import annotations

from collections.abc import Iterator

from .package import Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

# What only wraps the words that people see ...
_WRAPS = {f"{_W}{name}" for name in ("sdtContent", "smartTag", "customXml", "ins", "moveTo", "dir", "bdo")}
# ... and what tracked changes have taken away.
_GONE = {f"{_W}del", f"{_W}moveFrom"}


def w(name: str) -> str:
    return _W + name


def child(element: Element, *path: str) -> Element | None:
    """The first element at that path of W names."""
    for name in path:
        found = element.find(_W + name)
        if found is None:
            return None
        element = found
    return element


def value(element: Element, *path: str) -> str:
    """The `val` of the element at that path, "" where there is none."""
    found = child(element, *path)
    return found.get(f"{_W}val", "") if found is not None else ""


def is_on(element: Element) -> bool:
    """A switch without a value is on (17.17.4)."""
    return element.get(f"{_W}val", "true") not in ("0", "false", "off", "none")


def flag(element: Element, *path: str) -> bool | None:
    """Whether a switch such as `b` is on; None where it is not there."""
    found = child(element, *path)
    return None if found is None else is_on(found)


def content(element: Element) -> Iterator[Element]:
    """The children that are in force: wrappers opened, tracked deletions left out, one of each choice of drawings."""
    for each in element:
        if each.tag in _WRAPS:
            yield from content(each)
        elif each.tag == f"{_W}sdt":
            yield from _controlled(each)
        elif each.tag == f"{_MC}AlternateContent":
            yield from _chosen(each)
        elif each.tag not in _GONE:
            yield each


def _controlled(control: Element) -> Iterator[Element]:
    """The content of a content control; a prompt such as "Choose an item." is nobody's words, so it goes out whole."""
    inside = child(control, "sdtContent")
    if inside is not None and flag(control, "sdtPr", "showingPlcHdr"):
        yield control
    elif inside is not None:
        yield from content(inside)


def _chosen(alternatives: Element) -> Iterator[Element]:
    for branch in (f"{_MC}Choice", f"{_MC}Fallback"):
        found = alternatives.find(branch)
        if found is not None:
            yield from content(found)
            return


def blocks(container: Element) -> Iterator[list[Element]]:
    """The paragraphs and tables of a body or cell in order, each in a list of its own; a paragraph whose mark tracked
    changes have taken away stands in one list with the paragraph that it runs on into."""
    group: list[Element] = []
    for each in content(container):
        if each.tag == w("p"):
            group.append(each)
            if not _runs_on(each):
                yield group
                group = []
        elif each.tag == w("tbl"):
            if group:
                yield group
                group = []
            yield [each]
    if group:
        yield group


def _runs_on(paragraph: Element) -> bool:
    mark = child(paragraph, "pPr", "rPr")
    return mark is not None and (child(mark, "del") is not None or child(mark, "moveFrom") is not None)


def cells(table: Element) -> list[list[Element]]:
    """The cells of each row that is in force."""
    rows = [row for row in content(table) if row.tag == w("tr") and child(row, "trPr", "del") is None]
    return [[cell for cell in content(row) if cell.tag == w("tc")] for row in rows]
