"""A partnership's logo: only a picture that was decoded and drawn anew, so that nothing rides along in the file."""

from __future__ import annotations

import base64
import io
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NoReturn

from PIL import Image, ImageFile, ImageOps

from prevent_tracker.core.errors import Invalid

LARGEST_FILE = 2 * 2**20  # bytes, as sent
LARGEST_STORED = 200 * 1024  # bytes, as drawn anew: each pack carries it
LONGEST_SIDE = 2000  # pixels
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error)
_TOO_MANY_PIXELS = (
    f"The picture has too many pixels: {LONGEST_SIDE:,} by {LONGEST_SIDE:,} is the most. Save it smaller: 600 pixels "
    "wide prints well."
)
_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg"}


@dataclass(frozen=True)
class Logo:
    """A checked picture; `content_type` is "image/png" or "image/jpeg"."""

    content: bytes
    content_type: str

    @property
    def uri(self) -> str:
        """The picture as a data URI, as a document carries it."""
        return f"data:{self.content_type};base64,{base64.b64encode(self.content).decode()}"


def checked_logo(content: bytes) -> Logo:
    """A PNG or JPEG by its content, whatever its name, drawn anew without metadata, animation or trailing bytes.

    Raises `Invalid` naming "logo": no picture, cut short, too large in bytes (`LARGEST_FILE`, `LARGEST_STORED`) or in
    pixels (`LONGEST_SIDE`, read before anything is decoded). Nothing in the file is ever fetched.
    """
    if len(content) > LARGEST_FILE:
        _refuse(f"The file is too large: {len(content) / 2**20:.1f} MB, where 2 MB is the most. Save it smaller.")
    if not content.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
        _refuse(_what_it_is(content))
    try:
        with _whole_pictures_only(), Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as picture:
            kind = "PNG" if picture.format == "PNG" else "JPEG"
            if max(picture.size) > LONGEST_SIDE:
                _refuse(_TOO_MANY_PIXELS)
            picture.verify()
        with _whole_pictures_only(), Image.open(io.BytesIO(content), formats=(kind,)) as picture:
            drawn = _drawn_anew(picture, kind)
    except Image.DecompressionBombError:
        _refuse(_TOO_MANY_PIXELS)
    except _BROKEN:
        _refuse("The picture is damaged or cut short. Save it again as PNG or JPEG, and choose that file.")
    if len(drawn) > LARGEST_STORED:
        _refuse(
            f"The picture takes {len(drawn) / 1024:,.0f} KB; {LARGEST_STORED // 1024} KB is the most, since every pack "
            "carries it. Save it smaller: 600 pixels wide prints well."
        )
    return Logo(drawn, _TYPES[kind])


@contextmanager
def _whole_pictures_only() -> Iterator[None]:
    """WeasyPrint has Pillow fill in what a file lacks, for the whole process: here a picture cut short is none."""
    lenient = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = lenient


def _drawn_anew(picture: Image.Image, kind: str) -> bytes:
    upright = ImageOps.exif_transpose(picture)
    see_through = kind == "PNG" and upright.has_transparency_data
    pixels = upright.convert("RGBA" if see_through else "RGB")
    bare = Image.frombytes(pixels.mode, pixels.size, pixels.tobytes())  # without what else the file said
    out = io.BytesIO()
    bare.save(out, kind, optimize=True, **({"quality": 90} if kind == "JPEG" else {}))
    return out.getvalue()


def _what_it_is(content: bytes) -> str:
    start = content[:4096].lower()
    if not content.strip():
        return "The file is empty. Choose a PNG or JPEG picture."
    if b"<svg" in start or b"<html" in start or b"<!doctype" in start or b"<?xml" in start:
        return "SVG and HTML are not taken, since they can hold addresses and scripts. Save the logo as PNG."
    if b"http://" in start or b"https://" in start:
        return "This holds an address and no picture. Addresses are never fetched: choose the picture itself."
    return "The logo must be a PNG or JPEG picture; this file is something else, whatever its name says."


def _refuse(sentence: str) -> NoReturn:
    raise Invalid({"logo": sentence})
