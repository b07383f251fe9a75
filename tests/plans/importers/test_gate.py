"""Hostile and unlucky Office files: each is refused with the sentence that helps, before any parser sees it."""

from __future__ import annotations

import io
import os
import time
import zipfile
from collections.abc import Mapping

import pytest
from docx import Document
from openpyxl import Workbook

from plans.importers.errors import Unreadable
from plans.importers.gate import FILE_LIMIT, check_office

from .office import content_types, docx, p, relationships, with_part, zipped

ODS = "application/vnd.oasis.opendocument.spreadsheet"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
DOCX = docx(p("A plan"))
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
MACRO_DOCX = "application/vnd.ms-word.document.macroEnabled.main+xml"
TEMPLATE = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
XLSB = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
LAUGHS = '<!DOCTYPE lol [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><w:document>&b;</w:document>'


def test_real_files_pass() -> None:
    word, sheet = io.BytesIO(), io.BytesIO()
    Document().save(word)
    Workbook().save(sheet)
    assert check_office(word.getvalue()) == "docx"
    assert check_office(sheet.getvalue()) == "xlsx"
    assert check_office(ods()) == "ods"


def ods(content: str = "<a/>", kind: str = ODS, parts: Mapping[str, str] | None = None) -> bytes:
    return zipped({"mimetype": kind, "META-INF/manifest.xml": "<m/>", "content.xml": content, **(parts or {})})


def ole(stream: str) -> bytes:
    return OLE + stream.encode("utf-16-le") + b"\0" * 100


def linked(kind: str, target: str) -> bytes:
    return with_part(DOCX, "word/_rels/document.xml.rels", relationships((kind, target), outside=True))


def marked_as_encrypted() -> bytes:
    """The flag of ZIP's own encryption on every entry, as an archiver with a password would leave it."""
    content = bytearray(DOCX)
    at = content.find(b"PK\x01\x02")
    while at >= 0:
        content[at + 8] |= 1
        at = content.find(b"PK\x01\x02", at + 4)
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(b"", "empty", id="empty"),
        pytest.param(b"\0" * (FILE_LIMIT + 1), "limit is 30 MB", id="too large"),
        pytest.param(b"%PDF-1.7", "no Word, Excel or OpenDocument", id="other type"),
        pytest.param(ole("EncryptedPackage"), "protected by a password", id="password"),
        pytest.param(ole("WordDocument"), "save it as .docx", id="doc"),
        pytest.param(ole("Workbook"), "save it as .xlsx", id="xls"),
        pytest.param(ole("PowerPoint Document"), "old Office format", id="ppt"),
        pytest.param(DOCX[: len(DOCX) // 2], "damaged or was cut short", id="truncated"),
        pytest.param(zipped({"plan.txt": "A plan"}), "ZIP archive", id="plain zip"),
        pytest.param(marked_as_encrypted(), "protected by a password", id="encrypted zip"),
        pytest.param(with_part(DOCX, "[Content_Types].xml", content_types(SLIDES)), "PowerPoint", id="pptx"),
        pytest.param(with_part(DOCX, "[Content_Types].xml", content_types("text/x")), "ZIP archive", id="wrong type"),
        pytest.param(with_part(DOCX, "[Content_Types].xml", content_types(TEMPLATE)), "template", id="template"),
        pytest.param(with_part(DOCX, "[Content_Types].xml", content_types(XLSB)), "binary workbook", id="xlsb"),
        pytest.param(with_part(DOCX, "[Content_Types].xml", content_types(MACRO_DOCX)), "macros", id="docm"),
        pytest.param(with_part(DOCX, "word/vbaProject.bin", b"x"), "macros", id="macro under a tame type"),
        pytest.param(with_part(DOCX, "xl/macrosheets/sheet1.xml", b"<a/>"), "macros", id="macro sheet"),
        pytest.param(with_part(DOCX, "word/embeddings/oleObject1.bin", b"x"), "embedded", id="ole object"),
        pytest.param(with_part(DOCX, "word/activeX/activeX1.xml", b"<a/>"), "embedded", id="activeX"),
        pytest.param(with_part(DOCX, "word/media/run.exe", b"MZ"), "embedded", id="program"),
        pytest.param(with_part(DOCX, "word/document.xml", LAUGHS), "DOCTYPE or ENTITY", id="billion laughs"),
        pytest.param(
            with_part(DOCX, "word/document.xml", LAUGHS.encode("utf-16")), "DOCTYPE or ENTITY", id="laughs in UTF-16"
        ),
        pytest.param(
            with_part(DOCX, "word/document.xml", b"<?xml version='1.0' encoding='cp037'?><a/>"), "damaged", id="EBCDIC"
        ),
        pytest.param(with_part(DOCX, "../../evil.xml", b"<a/>"), "unsafe name", id="path upwards"),
        pytest.param(with_part(DOCX, "C:/evil.xml", b"<a/>"), "unsafe name", id="path of a drive"),
        pytest.param(linked("image", "http://example.invalid/x.png"), "picture that is kept elsewhere", id="picture"),
        pytest.param(
            linked("attachedTemplate", "https://example.invalid/x.dotm"),
            "template that is kept elsewhere",
            id="template link",
        ),
        pytest.param(linked("externalLinkPath", "other.xlsx"), "another workbook (other.xlsx)", id="workbook link"),
        pytest.param(with_part(DOCX, "xl/externalLinks/externalLink1.xml", b"<a/>"), "another workbook", id="DDE link"),
        pytest.param(ods(kind="application/vnd.oasis.opendocument.text"), "no spreadsheet", id="odt"),
        pytest.param(ods(parts={"Basic/Standard/Module1.xml": "<a/>"}), "macros", id="ods macros"),
        pytest.param(
            ods(parts={"META-INF/manifest.xml": "<m><encryption-data/></m>"}),
            "protected by a password",
            id="ods password",
        ),
        pytest.param(
            ods('<draw:image xlink:href="https://example.invalid/x.png"/>'), "https://example.invalid", id="ods picture"
        ),
        pytest.param(ods('<table:table-source xlink:href="../other.ods"/>'), "../other.ods", id="ods link"),
    ],
)
def test_each_is_refused_with_its_sentence(content: bytes, words: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        check_office(content)
    sentence = str(refusal.value)
    assert words in sentence
    assert "\n" not in sentence
    assert sentence.endswith(".")


@pytest.mark.parametrize("name", ["word/document.xml", "word/media/image1.png"])
def test_a_bomb_is_refused_at_once(name: str) -> None:
    bomb = with_part(DOCX, name, b" " * (150 * 2**20))
    began = time.process_time()
    with pytest.raises(Unreadable, match="unpacks to far more"):
        check_office(bomb)
    assert time.process_time() - began < 30  # unpacking it all takes far longer


def test_many_small_bombs_are_counted_together() -> None:
    picture = os.urandom(20_000) * 300
    bomb = zipped({f"word/media/{number}.png": picture for number in range(40)} | {"[Content_Types].xml": "<a/>"})
    with pytest.raises(Unreadable, match="unpacks to far more"):
        check_office(bomb)


def test_many_members_are_refused() -> None:
    with pytest.raises(Unreadable, match="damaged"):
        check_office(zipped({f"word/{number}.xml": "<a/>" for number in range(5_001)}))


def test_a_size_that_lies_is_found_out() -> None:
    """The directory claims one byte; what comes out fails the check sum."""
    content = bytearray(with_part(DOCX, "word/document.xml", b" " * 1000))
    entry = content.rfind(b"PK\x01\x02", 0, content.rfind(b"word/document.xml"))
    content[entry + 24 : entry + 28] = (1).to_bytes(4, "little")
    with pytest.raises(Unreadable, match="damaged"):
        check_office(bytes(content))


def test_links_that_people_click_are_fine() -> None:
    assert check_office(linked("hyperlink", "https://www.gov.uk/")) == "docx"


def test_the_offices_own_template_is_fine() -> None:
    """Most reports of councils were begun from one on a drive of theirs."""
    assert check_office(linked("attachedTemplate", r"file:///S:\Templates\Committee%20report.dotx")) == "docx"


def test_a_large_file_of_pictures_is_fine() -> None:
    file = io.BytesIO(DOCX)
    with zipfile.ZipFile(file, "a") as archive:
        for number in range(29):
            archive.writestr(f"word/media/image{number}.jpeg", os.urandom(2**20))
    assert check_office(file.getvalue()) == "docx"
