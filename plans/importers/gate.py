"""What stands before every parser of Office files: is this a real one, of a size we can hold, with nothing in it that
runs, hides, or reaches out? No Django.

Office Open XML (ECMA-376) and OpenDocument files are ZIP archives of XML. Every member is really decompressed here
once, because the sizes that an archive declares are claims. Where this says yes, readers still parse without entities
and without a network.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from lxml import etree

from .errors import Unreadable

MEBIBYTE = 2**20
FILE_LIMIT = 30 * MEBIBYTE
UNPACKED_LIMIT = 200 * MEBIBYTE
XML_LIMIT = 100 * MEBIBYTE
RATIO_LIMIT = 200  # a sheet of like rows comes to 30, a bomb to 1,000
RATIO_MATTERS = 10 * MEBIBYTE
MEMBER_LIMIT = 5_000
PARSED_LIMIT = 5 * MEBIBYTE  # of what is parsed here: types and relationships; a hundred pages have 0.1

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_XML_NAMES = (".xml", ".rels", ".vml")
_ENCODINGS = (b"utf-8", b"utf8", b"utf-16", b"us-ascii", b"ascii", b"iso-8859-1", b"windows-1252")
_PROGRAM_NAMES = re.compile(r"\.(exe|dll|com|bat|cmd|ps1|vbs|js|jar|scr|msi|hta|lnk)$", re.IGNORECASE)
_ON_THE_WEB = re.compile(r"\s*(https?|ftp):", re.IGNORECASE)
_OPEN_DOCUMENTS = {
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.text": "odt",
}
_KINDS = {
    "wordprocessingml.document.main+xml": "docx",
    "spreadsheetml.sheet.main+xml": "xlsx",
    "presentationml.presentation.main+xml": "pptx",
}
PLANS = frozenset({"docx", "xlsx", "ods"})  # what a plan is read from
OFFICE = PLANS | {"odt", "pptx"}  # what is kept unread, as evidence
# What else comes in the same wrapping: what to say of it.
_OTHERS = {
    "sheet.binary": "The file is a binary workbook (.xlsb): in Excel, use File, Save As, and choose .xlsx.",
    "macroenabled": "The file contains macros (small programs), which we do not accept: in Word or Excel, use File, "
    "Save As, and choose .docx or .xlsx without macros.",
    "template.main+xml": "The file is a template: open it, and save the document made from it as .docx or .xlsx.",
    "presentationml": "The file is a PowerPoint presentation: give us the plan as Word, Excel, PDF, CSV or text.",
}
_MACROS = _OTHERS["macroenabled"]
_DAMAGED = (
    "The file is damaged or was cut short: open it in the program it was made with, save it again and try that copy."
)
_NOT_OFFICE = (
    "The file is a ZIP archive but no Word, Excel or OpenDocument file: unpack it, and give us the document inside."
)
_LOCKED = (
    "The file is protected by a password: open it in Word or Excel, remove the password with File, Info, Protect, "
    "and save it again."
)
_BOMB = (
    "The file unpacks to far more than its size on disk, as no real document does: save it again, "
    "or copy what is in it into a new file."
)
_ENTITIES = (
    "The file holds XML declarations (DOCTYPE or ENTITY) that no Office program writes: "
    "save it again from Word or Excel."
)


def check_office(content: bytes, kinds: frozenset[str] = PLANS) -> str:
    """One of `kinds`. Raises `Unreadable` with the one thing that is wrong."""
    _check_wrapping(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _check_archive(archive, kinds)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, KeyError) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable(_DAMAGED) from error


def _check_wrapping(content: bytes) -> None:
    if not content:
        raise Unreadable("The file is empty: choose the file that holds the plan.")
    if len(content) > FILE_LIMIT:
        raise Unreadable(
            f"The file has {len(content) / MEBIBYTE:.0f} MB; the limit is {FILE_LIMIT // MEBIBYTE} MB. "
            "Take out pictures, or keep only the plan, and try again."
        )
    if content.startswith(_OLE):
        raise Unreadable(_old_or_locked(content))
    if not content.startswith(b"PK"):
        raise Unreadable("The file is no Word, Excel or OpenDocument file: save the plan as .docx, .xlsx or .ods.")


def _old_or_locked(content: bytes) -> str:
    """An OLE compound file names its streams in UTF-16 ([MS-CFB] 2.6.1): a locked new file has one of its own."""

    def has(stream: str) -> bool:
        return stream.encode("utf-16-le") in content

    if has("EncryptedPackage"):
        return _LOCKED
    if has("WordDocument"):
        return "The file is saved in the old Word format (.doc): open it in Word and save it as .docx."
    if has("Workbook") or has("Book"):
        return "The file is saved in the old Excel format (.xls): open it in Excel and save it as .xlsx."
    return "The file is saved in an old Office format: open it where it was made, and save it as .docx or .xlsx."


def _check_archive(archive: zipfile.ZipFile, kinds: frozenset[str]) -> str:
    members = archive.infolist()
    _check_names(members)
    _check_sizes(archive, members)
    names = {member.filename for member in members}
    if "mimetype" in names and "META-INF/manifest.xml" in names:
        return _check_open_document(archive, names, kinds)
    if "[Content_Types].xml" not in names:
        raise Unreadable(_NOT_OFFICE)
    types = _content_types(archive)
    _check_active(names, types)
    for name in sorted(names):
        if name.endswith(".rels"):
            _check_relationships(archive, name)
    if any(name.startswith("xl/externalLinks/") for name in names):
        raise Unreadable(_reaches_out("another workbook", ""))
    return _kind(types, kinds)


def _check_names(members: list[zipfile.ZipInfo]) -> None:
    names = [member.filename.casefold() for member in members]
    if len(names) > MEMBER_LIMIT or len(set(names)) < len(names):
        raise Unreadable(_DAMAGED)
    for member in members:
        name = member.filename.replace("\\", "/")
        if name.startswith("/") or ".." in name.split("/") or "\0" in name or re.match("[A-Za-z]:", name):
            raise Unreadable(
                f"The file holds a part with an unsafe name ({member.filename[:40]!r}): save it again from Word."
            )
        if member.flag_bits & 1:
            raise Unreadable(_LOCKED)
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Unreadable(
                "The file is compressed in a way no Office program uses: save it again from Word or Excel."
            )


def _check_sizes(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> None:
    total = 0
    for member in members:
        is_xml = member.filename.lower().endswith(_XML_NAMES)
        total += _measure(archive, member, UNPACKED_LIMIT - total, is_xml)


def _measure(archive: zipfile.ZipFile, member: zipfile.ZipInfo, room: int, is_xml: bool) -> int:
    """Bytes that really come out of one member, of which no more than `room` may."""
    limit = min(room, XML_LIMIT) if is_xml else room
    size, tail = 0, b""
    with archive.open(member) as stream:
        while chunk := stream.read(MEBIBYTE):
            if is_xml:
                _check_xml(tail + chunk, first=not size)
                tail = chunk[-40:]
            size += len(chunk)
            if size > limit or (size > RATIO_MATTERS and size > RATIO_LIMIT * max(member.compress_size, 1)):
                raise Unreadable(_BOMB)
    return size


def _check_xml(piece: bytes, first: bool) -> None:
    """No document type, in any encoding that could hide one (UTF-16 is seen by its zero bytes)."""
    plain = piece.replace(b"\0", b"") if b"\0" in piece else piece
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise Unreadable(_ENTITIES)
    if not first:
        return
    start = plain[:200].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    declared = re.match(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)", start)
    if start and (not start.startswith(b"<") or (declared and declared[1].lower() not in _ENCODINGS)):
        raise Unreadable(_DAMAGED)


def _parse(archive: zipfile.ZipFile, name: str) -> etree._Element:
    if archive.getinfo(name).file_size > PARSED_LIMIT:
        raise Unreadable(_BOMB)
    try:
        return etree.fromstring(archive.read(name), etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise Unreadable(_DAMAGED) from error


def _content_types(archive: zipfile.ZipFile) -> list[str]:
    root = _parse(archive, "[Content_Types].xml")
    return [str(each.get("ContentType", "")).lower() for each in root]


def _kind(types: list[str], kinds: frozenset[str]) -> str:
    for words, kind in _KINDS.items():
        if kind in kinds and any(words in each for each in types):
            return kind
    for words, sentence in _OTHERS.items():
        if any(words in each for each in types):
            raise Unreadable(sentence)
    raise Unreadable(_NOT_OFFICE)


def _check_active(names: set[str], types: list[str]) -> None:
    lowered = [name.lower() for name in names]
    if any("macroenabled" in each and "sheet.binary" not in each for each in types) or any(
        "vbaproject" in each or "vbadata" in each or "macrosheet" in each for each in (*lowered, *types)
    ):
        raise Unreadable(_MACROS)
    embedded = [each for each in (*lowered, *types) if "oleobject" in each or "activex" in each]
    if embedded or any(_PROGRAM_NAMES.search(name) for name in names):
        raise Unreadable(
            "The file has another program's object or control embedded in it: delete the embedded object "
            "(or paste it as a picture), save, and try again."
        )


def _check_relationships(archive: zipfile.ZipFile, name: str) -> None:
    for each in _parse(archive, name):
        if not isinstance(each.tag, str) or each.get("TargetMode", "").lower() != "external":
            continue
        what, target = str(each.get("Type", "")).rsplit("/", 1)[-1], str(each.get("Target", ""))
        # Word notes which template of the office's own disk a letter or report was begun from; we never look there.
        is_own_template = what == "attachedTemplate" and not _ON_THE_WEB.match(target)
        if what != "hyperlink" and not is_own_template:
            raise Unreadable(_reaches_out(_LINKED.get(what, "another file"), target))


_LINKED = {
    "image": "a picture that is kept elsewhere",
    "attachedTemplate": "a template that is kept elsewhere",
    "externalLinkPath": "another workbook",
    "oleObject": "another program's file",
    "frame": "another page",
    "subDocument": "another document",
}


def _reaches_out(what: str, target: str) -> str:
    where = f" ({target[:80]})" if target else ""
    return (
        f"The file links to {what}{where}, and we read nothing from outside a file: break the link in Word or Excel "
        "(File, Info, Edit Links to Files; for a template Developer, Document Template), save, and try again."
    )


def _check_open_document(archive: zipfile.ZipFile, names: set[str], kinds: frozenset[str]) -> str:
    said = archive.read("mimetype").decode("ascii", "replace").strip()
    kind = next((kind for words, kind in _OPEN_DOCUMENTS.items() if kind in kinds and said.startswith(words)), None)
    if kind is None:
        raise Unreadable(
            "The file is an OpenDocument file but no spreadsheet: save it as .docx (or as .ods from Calc)."
        )
    if b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise Unreadable(_LOCKED)
    if any(name.startswith(("Basic/", "Scripts/")) and not name.endswith("/") for name in names):
        raise Unreadable(_MACROS)
    if any(name.startswith("Object ") and name.endswith(".bin") for name in names):
        raise Unreadable(_NOT_OFFICE)
    linked = re.search(
        rb"<(?:table:(?:table-source|cell-range-source)|office:dde-source|draw:(?:image|object|object-ole|plugin))\b[^<>]*"
        rb"xlink:href=\"((?:[a-z]+:|//|\.\./)[^\"]*)",
        archive.read("content.xml"),
    )
    if linked:
        raise Unreadable(_reaches_out("another file", linked[1].decode("utf-8", "replace")))
    return kind
