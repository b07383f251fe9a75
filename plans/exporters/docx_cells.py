"""Writes into cells of somebody's own Word file and leaves every other byte of its content as it is. No Django.

Cells are cut out of the part's XML by their place in its bytes and put back changed; all else is never parsed and
written again. Every other part of the package is copied.
"""

from __future__ import annotations

import copy
import io
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.parsers import expat

from lxml import etree

from plans.importers.readers.docx import tables_of
from plans.importers.readers.docx_grid import Placed, place
from plans.importers.readers.words_xml import child, w

Element = etree._Element
# A table's cell in the usual and in the strict form of ECMA-376.
_CELLS = {w("tc"), "{http://purl.oclc.org/ooxml/wordprocessingml/main}tc"}


@dataclass(frozen=True)
class CellChange:
    """What a cell is to say. `table`, `row` and `column` count from 1, as `plans.importers.source.Place` does.

    `text` replaces the cell's words, or with `is_added` stands in paragraphs below them. `fill`: "RRGGBB", "" for no
    colour, None to leave the colour as it is.
    """

    table: int
    row: int
    column: int
    text: str
    fill: str | None = None
    is_added: bool = False


def write_into(original: bytes, changes: Sequence[CellChange]) -> bytes:
    """The file with its cells changed; a merged cell is written where it starts. Every other part is the same bytes.

    Raises ValueError for a cell that is not there; Unreadable for what is no Word file. Give it only what
    `check_office` has let through.
    """
    main, tables = tables_of(original)
    if not changes:
        return original
    with zipfile.ZipFile(io.BytesIO(original)) as package:
        name = next(each for each in package.namelist() if each.casefold() == main.casefold())
        part = package.read(name)
        spans = list(_spans(part))
        cells = {element: ordinal for ordinal, element in enumerate(_all_cells(tables))}
        by_cell: dict[int, list[CellChange]] = defaultdict(list)
        for change in changes:
            by_cell[cells[_cell(tables, change)]].append(change)
        return _copied(package, name, _spliced(part, spans, by_cell))


def _all_cells(tables: Sequence[Element]) -> Iterator[Element]:
    """Every cell of the part in document order."""
    return tables[0].getroottree().getroot().iter(w("tc")) if tables else iter(())


def _cell(tables: Sequence[Element], change: CellChange) -> Element:
    """The cell at a place; the first one of those that are merged downward."""
    named = f"table {change.table}, row {change.row}, column {change.column}"
    if not 1 <= change.table <= len(tables):
        raise ValueError(f"The document has no {named}.")
    rows = [cells for _, cells in place(tables[change.table - 1])[0]]
    if not 1 <= change.row <= len(rows):
        raise ValueError(f"The document has no {named}.")
    found = None
    for cells in reversed(rows[: change.row]):
        found = next((each for each in cells if _covers(each, change.column - 1)), None)
        if found is None or not _goes_on(found.element):
            break
    if found is None:
        raise ValueError(f"The document has no {named}.")
    return found.element


def _covers(placed: Placed, column: int) -> bool:
    return placed.column <= column < placed.column + placed.span


def _goes_on(cell: Element) -> bool:
    merge = child(cell, "tcPr", "vMerge")
    return merge is not None and merge.get(w("val"), "continue") == "continue"


def _spans(part: bytes) -> Iterator[tuple[int, int]]:
    """Where each cell's element starts and ends in the part's bytes, in document order."""
    found: list[list[int]] = []
    unended: list[int] = []
    parser = expat.ParserCreate(namespace_separator="}")

    def start(name: str, _: object) -> None:
        if f"{{{name}" in _CELLS:
            unended.append(len(found))
            found.append([parser.CurrentByteIndex, 0])

    def end(name: str) -> None:
        if f"{{{name}" in _CELLS:
            found[unended.pop()][1] = part.index(b">", parser.CurrentByteIndex) + 1

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.Parse(part, True)
    return ((first, last) for first, last in found)


def _spliced(part: bytes, spans: Sequence[tuple[int, int]], by_cell: dict[int, list[CellChange]]) -> bytes:
    root = etree.fromstring(part)
    if (root.getroottree().docinfo.encoding or "UTF-8").upper() not in ("UTF-8", "US-ASCII", "ASCII"):
        raise ValueError(
            "The document is not stored as Word stores it, in UTF-8: save it again in Word, and try that copy."
        )
    cells = [each for each in root.iter() if each.tag in _CELLS]
    for ordinal in sorted(by_cell, reverse=True):
        first, last = spans[ordinal]
        changed = cells[ordinal]
        for change in by_cell[ordinal]:
            _write(changed, change)
        part = part[:first] + _bare(changed) + part[last:]
    return part


def _bare(cell: Element) -> bytes:
    """The element as it stands in its place, where its namespaces are declared already."""
    above = cell.getparent()
    assert above is not None, "a cell stands in a row"
    text = etree.tostring(cell, encoding="utf-8", with_tail=False)
    head, mark, rest = text.partition(b">")
    for prefix, uri in above.nsmap.items():
        name = f"xmlns:{prefix}" if prefix else "xmlns"
        head = head.replace(f' {name}="{uri}"'.encode(), b"")
    return head + mark + rest


def _write(cell: Element, change: CellChange) -> None:
    space = etree.QName(cell).namespace
    model = next((each for each in cell.iter(f"{{{space}}}p") if each.find(f"{{{space}}}r") is not None), None)
    if model is None:
        model = cell.find(f"{{{space}}}p")
    properties = cell.find(f"{{{space}}}tcPr")
    new = [_paragraph(model, text, f"{{{space}}}") for text in change.text.split("\n")]
    if not change.is_added:
        for each in list(cell):
            if each is not properties:
                cell.remove(each)
    cell.extend(new)
    if change.fill is not None:
        _fill(cell, properties, change.fill, f"{{{space}}}")


def _paragraph(model: Element | None, text: str, w: str) -> Element:
    """A paragraph that looks like the cell's own: its properties and those of its first words."""
    paragraph = etree.Element(f"{w}p")
    run = etree.SubElement(paragraph, f"{w}r")
    if model is not None:
        own, words = model.find(f"{w}pPr"), model.find(f"{w}r/{w}rPr")
        if own is not None:
            paragraph.insert(0, copy.deepcopy(own))
            words = words if words is not None else own.find(f"{w}rPr")
        if words is not None:
            run.append(copy.deepcopy(words))
    if text:
        written = etree.SubElement(run, f"{w}t")
        written.text = text
        written.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return paragraph


def _fill(cell: Element, properties: Element | None, fill: str, w: str) -> None:
    if properties is None:
        properties = etree.Element(f"{w}tcPr")
        cell.insert(0, properties)
    shading = properties.find(f"{w}shd")
    if shading is not None:
        properties.remove(shading)
    if not fill:
        return
    shading = etree.Element(f"{w}shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", fill)):
        shading.set(f"{w}{name}", value)
    after = ("cnfStyle", "tcW", "gridSpan", "hMerge", "vMerge", "tcBorders")  # what the schema wants before it
    at = sum(1 for each in properties if etree.QName(each).localname in after)
    properties.insert(at, shading)


def _copied(package: zipfile.ZipFile, name: str, part: bytes) -> bytes:
    """The package with one part changed: the same members in the same order, dates and all."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as copied:
        copied.comment = package.comment
        for member in package.infolist():
            copied.writestr(member, part if member.filename == name else package.read(member))
    return target.getvalue()
