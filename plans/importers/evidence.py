"""What a file given as evidence is, by its content; nothing in it is read. No Django.

What is refused here is what runs, hides or pretends: a file is kept and handed on as it came, so a reader's own program
will open it.
"""

from __future__ import annotations

import re
import struct

from .errors import Unreadable
from .gate import MEBIBYTE, OFFICE, check_office

FILE_LIMIT = 10 * MEBIBYTE
# What may be given, by the ending it is handed out under.
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "csv": "text/csv",
    "txt": "text/plain",
    "png": "image/png",
    "jpg": "image/jpeg",
}
_ALLOWED = "a PDF, Word, Excel, PowerPoint, OpenDocument, CSV or plain text file, or a PNG or JPEG picture"
_PIXELS = 20_000  # on one side; a scan of A3 at 600 dots an inch has 9,900
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PNG = b"\x89PNG\r\n\x1a\n"
_MARKUP = re.compile(r"\s*(?:<\?xml|<!|<(?:html|head|body|script|svg|table|iframe)\b|\{\\rtf|#!|%!PS)", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_RUNS = re.compile(rb"/(?:JavaScript|Launch)\b")
_DAMAGED = "The file is damaged or was cut short: open it, save it again, and try that copy."


def kind_of(content: bytes, name: str = "") -> str:
    """A key of `CONTENT_TYPES`. The name only tells CSV from other plain text.

    Raises `Unreadable` with what is wrong, and what would be right.
    """
    if not content:
        raise Unreadable("The file is empty: choose another.")
    if len(content) > FILE_LIMIT:
        raise Unreadable(
            f"The file has {len(content) / MEBIBYTE:.0f} MB, and {FILE_LIMIT // MEBIBYTE} MB is the most: "
            "make its pictures smaller, or give a link to it."
        )
    if content.startswith((b"PK", _OLE)):
        return check_office(content, OFFICE)
    if content.startswith(b"%PDF-"):
        return _check_pdf(content)
    if content.startswith(_PNG):
        return _check_png(content)
    if content.startswith(b"\xff\xd8\xff"):
        return _check_jpeg(content)
    return _check_text(content, name)


def _check_pdf(content: bytes) -> str:
    """ISO 32000: a version at its head, the mark of its end near its end. Compressed parts are not looked into."""
    if not re.match(rb"%PDF-[12]\.\d", content) or b"%%EOF" not in content[-2048:]:
        raise Unreadable(_DAMAGED)
    if _RUNS.search(content):
        raise Unreadable("The PDF holds a small program: print it to a new PDF, and give us that.")
    return "pdf"


def _check_png(content: bytes) -> str:
    """PNG (ISO/IEC 15948): IHDR first, IEND last."""
    if content[8:16] != b"\0\0\0\rIHDR" or len(content) < 45 or b"IEND" not in content[-64:]:
        raise Unreadable(_DAMAGED)
    _check_size(*struct.unpack(">II", content[16:24]))
    return "png"


def _check_jpeg(content: bytes) -> str:
    """JPEG (ISO/IEC 10918-1): segments up to a start of frame, which says the size."""
    place = 2
    while place + 9 < len(content) and content[place] == 0xFF:
        marker, length = content[place + 1], struct.unpack(">H", content[place + 2 : place + 4])[0]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[place + 5 : place + 9])
            _check_size(width, height)
            return "jpg"
        place += 1 if marker == 0xFF else 2 + length
    raise Unreadable(_DAMAGED)


def _check_size(width: int, height: int) -> None:
    if not (0 < width <= _PIXELS and 0 < height <= _PIXELS):
        raise Unreadable(f"The picture says it is {width:,} by {height:,} points: save it smaller, and try again.")


def _check_text(content: bytes, name: str) -> str:
    text = _decoded(content)
    if _CONTROL.search(text) or _MARKUP.match(text):
        raise Unreadable(f"This kind of file is not taken. Give {_ALLOWED}.")
    return "csv" if name.lower().endswith(".csv") else "txt"


def _decoded(content: bytes) -> str:
    """UTF-16 with its mark, UTF-8, else Windows-1252, which has five bytes that mean nothing."""
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable(f"This kind of file is not taken. Give {_ALLOWED}.")
