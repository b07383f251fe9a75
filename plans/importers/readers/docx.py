"""A .docx into a `Source`: the body in document order, and beside it what hangs on the pages. No Django.

Tracked insertions are in, deletions out; hidden words, prompts of empty controls, tables of contents, headers, footers,
notes and comments become asides. Pages are Word's own business: their numbers are not in the file.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ..errors import Unreadable
from ..source import Block, Line, Paragraph, Place, Source
from .colours import A, Theme
from .docx_styles import Styles
from .docx_tables import read_table
from .docx_text import Reader, Said
from .numbering import Numbering
from .package import Element, Package
from .words_xml import blocks, cells, child, w

_NOTES = {"footnotes": "footnote", "endnotes": "endnote", "comments": "comment"}
_DRAWN = {"diagramData": "diagram", "chart": "chart"}


def read_docx(content: bytes) -> Source:
    """Raises `Unreadable` where a part is missing or no XML. Give it only what `check_office` has let through."""
    package, main, document, body = _read(content)
    asides = [*body.asides, *_pages(package, main, body), *_notes(package, main, body)]
    return Source("docx", tuple(body.blocks), tuple(asides), tuple(_warnings(document)), package.title())


def tables_of(content: bytes) -> tuple[str, list[Element]]:
    """The part that holds the body, and its tables as `read_docx` counts them: whoever writes into a table must find
    the one that was read. Raises as `read_docx` does."""
    _, main, _, body = _read(content)
    return main, body.elements


def _read(content: bytes) -> tuple[Package, str, Element, _Body]:
    package = Package.open(content)
    main = package.first("", "officeDocument")
    document = child(package.xml(main), "body") if main else None
    if document is None:
        raise Unreadable("The Word file has no text in it: choose the file that holds the plan.")
    styles_part, lists_part = package.first(main, "styles"), package.first(main, "numbering")
    styles = Styles.read(package.xml(styles_part) if styles_part else None)
    numbering = Numbering.read(package.xml(lists_part), styles.lists()) if lists_part else Numbering()
    body = _Body(Reader(styles, numbering), Theme(package, main))
    body.read(document)
    return package, main, document, body


def _pages(package: Package, main: str, body: _Body) -> list[Paragraph]:
    """Headers, footers, and the words of charts and diagrams, each wording once."""
    asides: dict[tuple[str, str], Paragraph] = {}
    for each in package.related(main):
        if not package.has(each.target):
            continue
        if each.kind in ("header", "footer"):
            for aside in body.apart(package.xml(each.target), Place(part=each.kind)):
                asides.setdefault((each.kind, aside.line.text), aside)
        elif each.kind in _DRAWN:
            for paragraph in package.xml(each.target).iter(f"{A}p"):
                if text := "".join(run.text or "" for run in paragraph.iter(f"{A}t")).strip():
                    place = Place(part=_DRAWN[each.kind])
                    asides.setdefault((each.kind, text), Paragraph(Line(text), place))
    return list(asides.values())


def _notes(package: Package, main: str, body: _Body) -> list[Paragraph]:
    asides = []
    for kind, name in _NOTES.items():
        part = package.first(main, kind)
        notes = package.xml(part).findall(w(name)) if part else []
        # Separators between text and notes are notes of a type of their own.
        for number, note in enumerate((each for each in notes if not each.get(w("type"))), start=1):
            asides += body.apart(note, Place(line=number, part=name))
    return asides


def _warnings(document: Element) -> list[str]:
    warnings = []
    if next(document.iter(w("ins"), w("del"), w("moveFrom"), w("moveTo")), None) is not None:
        warnings.append("The document has tracked changes: what was inserted is read, what was deleted is not.")
    if next(document.iter(w("altChunk")), None) is not None:
        warnings.append("The document holds another document that Word shows inside it; that one is not read.")
    if next(document.iter(w("object")), None) is not None:
        warnings.append("The document holds an embedded object, such as a chart or a sheet; its inside is not read.")
    return warnings


@dataclass
class _Body:
    """Blocks and asides as they come; counts paragraphs and tables over the document."""

    reader: Reader
    theme: Theme
    blocks: list[Block] = field(default_factory=list)
    asides: list[Paragraph] = field(default_factory=list)
    lines: int = 0
    tables: int = 0
    elements: list[Element] = field(default_factory=list)  # of the tables, in the order in which they are counted

    def read(self, container: Element, part: str = "") -> None:
        for group in blocks(container):
            if group[-1].tag == w("tbl"):
                self.table(group[-1], part)
            else:
                self.paragraph(group, part)

    def paragraph(self, group: list[Element], part: str) -> None:
        said = self.reader.say(group)
        heading = self.reader.styles.heading(group[-1])
        contents = self.reader.styles.name(group[-1]).startswith(("toc ", "table of figures"))
        for line in self.reader.lines(group, said):
            if contents:
                self.aside(line, Place(part="table of contents"))
            else:
                self.lines += 1
                self.blocks.append(Paragraph(line, Place(line=self.lines, part=part), heading))
        self.hang(said, Place(line=self.lines))
        for box in said.boxes:
            self.read(box, "text box")

    def table(self, table: Element, part: str) -> None:
        if frame := _frame(table):
            for cell in frame:
                self.read(cell, part)
            return
        found = read_table(table, self.tables + 1, self.theme, self.cell_lines)
        if any(not cell.is_blank or cell.fill for row in found.rows for cell in row):
            self.tables += 1
            self.elements.append(table)
            self.blocks.append(found)

    def cell_lines(self, container: Element, place: Place) -> tuple[list[Line], list[Said]]:
        """Every line of a cell: of its paragraphs, of tables nested in it and of text boxes."""
        lines: list[Line] = []
        heard: list[Said] = []
        for group in blocks(container):
            if group[-1].tag == w("tbl"):
                containers = [cell for row in cells(group[-1]) for cell in row]
            else:
                said = self.reader.say(group)
                heard.append(said)
                lines += self.reader.lines(group, said)
                self.hang(said, place)
                containers = said.boxes
            for each in containers:
                more, _ = self.cell_lines(each, place)
                lines += more
        return lines, heard

    def hang(self, said: Said, place: Place) -> None:
        for words, part in ((said.hidden, "hidden text"), (said.prompts, "prompt")):
            if text := " ".join("".join(words).split()):
                self.aside(Line(text), replace(place, part=part))

    def aside(self, line: Line, place: Place) -> None:
        self.asides.append(Paragraph(line, place))

    def apart(self, container: Element, place: Place) -> list[Paragraph]:
        """The lines of what is no part of the body: a header, a note."""
        lines, _ = self.cell_lines(container, place)
        return [Paragraph(line, place) for line in lines]


def _frame(table: Element) -> list[Element]:
    """The cells of a table that only frames another one: one column, and a table in it; [] for any other."""
    rows = cells(table)
    if all(len(row) == 1 for row in rows) and any(child(row[0], "tbl") is not None for row in rows):
        return [row[0] for row in rows]
    return []
