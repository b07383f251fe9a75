"""Bytes of a text file into characters. No Django."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LEGACY = ["cp1252", "mac_roman", "cp850"]  # what Windows, old Macs and DOS programs wrote in this country
_SAMPLE = 100_000  # bytes that a guess looks at
_LETTERS_AND_MARKS = re.compile(r"[A-Za-z0-9\s’‘“”–—…•·£€éèêëáàâäãåæçñóòôöøíìîïúùûüßÉÖÜÄ°½¼¾©®™«»§±×\xa0]")


def decode(content: bytes) -> tuple[str, str]:
    """(text, name of the encoding). Every byte string has an answer; what a legacy code page leaves undefined
    becomes U+FFFD. A byte-order mark decides, then UTF-8 if it fits, then the code page that reads best."""
    for mark, name in _BOMS:
        if content.startswith(mark):
            return content.decode(name, "replace"), name
    if name := _unmarked_utf16(content):
        return content.decode(name, "replace"), name
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        name = _legacy(content)
        return content.decode(name, "replace"), name


def _unmarked_utf16(content: bytes) -> str:
    """UTF-16 of western text has a zero in every second byte."""
    sample = content[:2000]
    half = len(sample) // 2
    if half < 2:
        return ""
    if sample[1::2].count(0) > 0.6 * half and sample[0::2].count(0) == 0:
        return "utf-16-le"
    if sample[0::2].count(0) > 0.6 * half and sample[1::2].count(0) == 0:
        return "utf-16-be"
    return ""


def _legacy(content: bytes) -> str:
    """The code page under which the bytes above ASCII are such as English plans use: Windows unless another reads
    clearly better. Where none reads well, what charset-normalizer thinks."""
    high = bytes(byte for byte in content if byte > 0x7F)[:_SAMPLE]
    marks = {name: len(_LETTERS_AND_MARKS.findall(high.decode(name, "replace"))) / len(high) for name in _LEGACY}
    best = max(_LEGACY, key=lambda name: marks[name])
    if marks[best] < 0.5:
        guess = from_bytes(content[:_SAMPLE]).best()
        return guess.encoding if guess else "cp1252"
    return best if marks[best] > marks["cp1252"] + 0.1 else "cp1252"
