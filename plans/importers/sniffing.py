"""What a file is, by what is in it. Its name only tells plain text from plain text. No Django."""

from __future__ import annotations

import json
import re

from .errors import Unreadable
from .gate import check_office
from .readers.csv import best_delimiter
from .readers.encoding import decode

MEBIBYTE = 2**20
FILE_LIMIT = 30 * MEBIBYTE
_OWN = re.compile(rb'"format"\s*:\s*"prevent-tracker-plan"')  # of the tracker's own JSON export
_BLANKS = "\ufeff\x00 \t\r\n\f\v\xa0"
_SAMPLE = 65_536  # bytes that tell one plain text from another
_PK = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FORMATS = "Word (.docx), Excel (.xlsx), OpenDocument (.ods), CSV, PDF with text, or plain text"
# First bytes of files that people pick by mistake: what they are, and what would be right.
_OTHERS: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"BM", "a picture (BMP)"),
    (b"II*\x00", "a picture (TIFF)"),
    (b"MM\x00*", "a picture (TIFF)"),
    (b"RIFF", "a picture or a recording"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"\x1f\x8b", "a compressed file (.gz)"),
    (b"7z\xbc\xaf", "a compressed file (.7z)"),
    (b"Rar!", "a compressed file (.rar)"),
    (b"BZh", "a compressed file (.bz2)"),
    (b"SQLite format 3", "a database"),
    (b"{\\rtf", "a rich-text document (.rtf)"),
)
_HTML = re.compile(
    r"\s*(?:Version:\d|<(?:!doctype\s+html|!--|html|head|meta|body|table|div|p|h[1-6]|ul|span)\b)", re.IGNORECASE
)
_MHTML = re.compile(r"(?:.*\n){0,30}?content-type:\s*multipart/related", re.IGNORECASE)


def sniff(content: bytes, name: str = "") -> str:
    """ "docx", "xlsx", "ods", "csv", "pdf", "text", "html", or "json" for the tracker's own export (which the caller
    takes in itself: it needs no reading). Raises `Unreadable` for everything else, saying what it is."""
    if not content:
        raise Unreadable("This file is empty. Choose the file that holds the plan.")
    if len(content) > FILE_LIMIT:
        raise Unreadable(
            f"This file has {len(content) / MEBIBYTE:.0f} MB, and {FILE_LIMIT // MEBIBYTE} MB is the most we read."
            " Take out its pictures, or save the plan's own pages as a file of their own."
        )
    if content.startswith((*_PK, _OLE)):
        return check_office(content)
    if b"%PDF-" in content[:1024]:
        return "pdf"
    _refuse_others(content)
    return _sniff_text(content, name)


def _refuse_others(content: bytes) -> None:
    wordy = content[:200].isascii() and 0 not in content[:200]
    for start, words in _OTHERS:
        if content.startswith(start) and not (wordy and len(start) == 2):  # a plan may well begin with "BM"
            raise Unreadable(f"This file is {words}, not a plan that can be read. Give {_FORMATS}.")
    if content[4:8] == b"ftyp":
        raise Unreadable(f"This file is a picture or a recording, not a plan that can be read. Give {_FORMATS}.")


def _sniff_text(content: bytes, name: str) -> str:
    text = decode(content[:_SAMPLE])[0]
    if not text.strip(_BLANKS):
        _refuse_blank(content)
    _refuse_binary(text)
    start = text.lstrip(_BLANKS)
    if start[:1] in ("{", "[") and _is_json(content):
        return "json"
    _refuse_archived(start)
    if _HTML.match(start) or _holds_table(text):
        return "html"
    return "csv" if _is_csv(text, name) else "text"


def _holds_table(text: str) -> bool:
    """HTML under words of its own, as in an e-mail; not a table of tabs with a converter's tags in it."""
    lower = text.lower()
    return "<table" in lower and "<tr" in lower and "</td>" in lower and "\t" not in text


def _refuse_binary(text: str) -> None:
    controls = sum(char < " " and char not in "\t\n\r\f\v\x1a\x1b" for char in text)
    if controls > 0.005 * len(text) + 2:
        raise Unreadable(f"This file is of a kind that cannot be read as a plan. Give {_FORMATS}.")


def _refuse_archived(start: str) -> None:
    if _MHTML.match(start) and "mime-version:" in start.casefold():
        raise Unreadable(
            "This file is a web page saved with its pictures (.mht). Open it in Word and save it as .docx."
        )
    if start.startswith("<?xml") and "<html" not in start.casefold():
        raise Unreadable(
            f"This file is XML, not a plan that can be read. Open it where it was made and save it as {_FORMATS}."
        )


def _refuse_blank(content: bytes) -> None:
    rest, _ = decode(content)
    if not rest.strip(_BLANKS):
        raise Unreadable("There are no words in this file, only blanks. Choose the file that holds the plan.")


def _is_json(content: bytes) -> bool:
    """True for what calls itself the tracker's own export; other JSON is refused; what only looks like JSON is text.

    Only a little is parsed here: the reading process, with its limits, sees whether it is an export indeed."""
    if _OWN.search(content):
        return True
    try:
        json.loads(content if len(content) <= MEBIBYTE else b"")
    except (ValueError, RecursionError):
        return False
    raise Unreadable(
        "This file is JSON, but not a plan exported from here. Export the plan as JSON again, or give it as a document."
    )


def _is_csv(text: str, name: str) -> bool:
    """Plain text is CSV when a comma or semicolon divides nearly all its rows alike into three or more; a file that is
    named so needs less. Tables of tabs and bars among paragraphs are `text`."""
    if re.match(r'"?sep=.', text, re.IGNORECASE):
        return True
    delimiter, agreement, width = best_delimiter(text)
    if name.lower().endswith((".csv", ".tsv")):
        return agreement >= 0.5
    return delimiter in ",;" and agreement >= 0.9 and width > 2
