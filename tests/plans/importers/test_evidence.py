"""What is taken as evidence, by its content: each kind once, and what pretends to be one."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pytest
from docx import Document
from openpyxl import Workbook

from plans.importers.errors import Unreadable
from plans.importers.evidence import CONTENT_TYPES, FILE_LIMIT, kind_of

from .office import content_types, docx, p, relationships, with_part, zipped

DOCX = docx(p("Minutes"))
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
TEXT = "application/vnd.oasis.opendocument.text"
SHEET = "application/vnd.oasis.opendocument.spreadsheet"
MACRO_SLIDES = "application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml"
PDF = b"%PDF-1.7\n1 0 obj\n<</Type /Catalog>>\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF\n"


def png(width: int = 2, height: int = 2) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 6)) + chunk(b"IEND", b"")


def jpeg(width: int = 2, height: int = 2) -> bytes:
    app = b"\xff\xe0" + struct.pack(">H", 16) + b"JFIF\0\1\1\0\0\1\0\1\0\0"
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\1\x11\0"
    return b"\xff\xd8" + app + b"\xff" + frame + b"\xff\xda\0\2\0\xff\xd9"


def office(kind: str) -> bytes:
    made = io.BytesIO()
    if kind == "xlsx":
        Workbook().save(made)
    else:
        Document().save(made)
    return made.getvalue()


def open_document(kind: str, **parts: str) -> bytes:
    return zipped({"mimetype": kind, "META-INF/manifest.xml": "<m/>", "content.xml": "<a/>", **parts})


GOOD = {
    "pdf": PDF,
    "docx": office("docx"),
    "xlsx": office("xlsx"),
    "pptx": with_part(DOCX, "[Content_Types].xml", content_types(SLIDES)),
    "odt": open_document(TEXT),
    "ods": open_document(SHEET),
    "txt": "Attended: 31 of 40. £12 left.".encode("cp1252"),
    "png": png(),
    "jpg": jpeg(),
}


def test_every_kind_is_known_by_its_content_whatever_its_name() -> None:
    assert {kind: kind_of(content, "x.exe") for kind, content in GOOD.items()} == {kind: kind for kind in GOOD}
    assert kind_of(b"ward,trained\nNorth,12\n", "figures.CSV") == "csv"
    assert {*GOOD, "csv"} == set(CONTENT_TYPES)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_decodes(encoding: str) -> None:
    assert kind_of("Café – £3".encode(encoding)) == "txt"


def bomb() -> bytes:
    made = io.BytesIO(DOCX)
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/x.bin", b"\0" * (30 * 2**20))
    return made.getvalue()


def linked(kind: str) -> bytes:
    target = (kind, "https://outside.example/x")
    return with_part(DOCX, "word/_rels/document.xml.rels", relationships(target, outside=True))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(b"", "empty", id="empty"),
        pytest.param(b"a" * (FILE_LIMIT + 1), "10 MB is the most", id="oversize"),
        pytest.param(b"MZ\x90\0\3\0\0\0", "kind of file is not taken", id="program"),
        pytest.param(b"\x7fELF\2\1\1\0", "kind of file is not taken", id="elf"),
        pytest.param(b"GIF89a\1\0\1\0\0\0\0", "kind of file is not taken", id="gif"),
        pytest.param(b"<html><script>alert(1)</script>", "kind of file is not taken", id="html"),
        pytest.param(b"\xef\xbb\xbf <svg onload='x'>", "kind of file is not taken", id="svg"),
        pytest.param(b"<?xml version='1.0'?><a/>", "kind of file is not taken", id="xml"),
        pytest.param(b"{\\rtf1 hello}", "kind of file is not taken", id="rtf"),
        pytest.param(b"#!/bin/sh\nrm -rf /", "kind of file is not taken", id="script"),
        pytest.param(b"\x81\x8d\x8f\x90", "kind of file is not taken", id="no text"),
        pytest.param(b"\xff\xfea", "kind of file is not taken", id="half a UTF-16"),
        pytest.param(b"PK\x03\x04 nothing more", "damaged", id="cut zip"),
        pytest.param(zipped({"a.txt": "x"}), "ZIP archive", id="plain zip"),
        pytest.param(with_part(DOCX, "word/vbaProject.bin", "x"), "macros", id="macros"),
        pytest.param(
            with_part(DOCX, "[Content_Types].xml", content_types(MACRO_SLIDES)), "macros", id="macros in slides"
        ),
        pytest.param(open_document(TEXT, **{"Basic/x.xml": "<a/>"}), "macros", id="macros in odt"),
        pytest.param(linked("image"), "kept elsewhere", id="reaches out"),
        pytest.param(bomb(), "unpacks", id="bomb"),
        pytest.param(PDF[:-7], "damaged", id="cut pdf"),
        pytest.param(b"%PDF-x" + PDF[6:], "damaged", id="pdf of no version"),
        pytest.param(PDF.replace(b"/Root", b"/S /JavaScript /Root"), "small program", id="pdf with a program"),
        pytest.param(png()[:40], "damaged", id="cut png"),
        pytest.param(png(60_000, 60_000), "60,000 by 60,000", id="png bomb"),
        pytest.param(jpeg()[:10], "damaged", id="cut jpeg"),
        pytest.param(jpeg(0, 4), "0 by 4", id="jpeg of no width"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old Office format", id="doc"),
    ],
)
def test_what_is_not_taken_says_why(content: bytes, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        kind_of(content, "minutes.pdf")
