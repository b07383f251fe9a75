"""Small Office files made in a test: of XML by hand where a library could not make what Word makes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SPACES = (
    f'xmlns:w="{W}" xmlns:r="{_R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"

Parts = Mapping[str, str | bytes]


def zipped(parts: Parts) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def with_part(content: bytes, name: str, part: str | bytes) -> bytes:
    """The archive with one part put in or in another's place."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {each: archive.read(each) for each in archive.namelist()}
    return zipped({**parts, name: part.encode() if isinstance(part, str) else part})


def content_types(main: str = _WORD, *others: str) -> str:
    parts = "".join(f'<Override PartName="/x{at}" ContentType="{each}"/>' for at, each in enumerate((main, *others)))
    return f'<Types xmlns="{_TYPES}">{parts}</Types>'


def relationships(*related: tuple[str, str], outside: bool = False) -> str:
    """Of (kind, target) pairs, numbered rId1 and so on."""
    mode = ' TargetMode="External"' if outside else ""
    each = "".join(
        f'<Relationship Id="rId{at}" Type="{_R}/{kind}" Target="{target}"{mode}/>'
        for at, (kind, target) in enumerate(related, start=1)
    )
    return f'<Relationships xmlns="{_RELS}">{each}</Relationships>'


def docx(body: str, **parts: str) -> bytes:
    """A Word file of that body. Other parts by their kind: styles="<w:style ...>", numbering, header, comments."""
    roots = {"styles": "styles", "numbering": "numbering", "header": "hdr", "footer": "ftr"}
    files: dict[str, str] = {
        "[Content_Types].xml": content_types(),
        "_rels/.rels": relationships(("officeDocument", "word/document.xml")),
        "word/document.xml": f"<w:document {_SPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": relationships(*((kind, f"{kind}.xml") for kind in parts)),
    }
    for kind, inside in parts.items():
        root = roots.get(kind, kind)
        files[f"word/{kind}.xml"] = f"<w:{root} {_SPACES}>{inside}</w:{root}>"
    return zipped(files)


def p(inside: str, properties: str = "") -> str:
    """A paragraph: of runs where `inside` is XML, else of one run of that text."""
    runs = inside if inside.startswith("<") else r(inside)
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def tc(inside: str = "", properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside if inside.startswith('<w:') else p(inside)}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    inside = "".join(each if each.startswith("<") else tc(each) for each in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inside}</w:tr>"


def tbl(*rows: str, grid: tuple[int, ...] = ()) -> str:
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in grid)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
