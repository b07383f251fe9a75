"""A logo is only what was decoded and drawn anew: nothing else in the file is kept, nothing is fetched."""

from __future__ import annotations

import base64
import io
import os
import re

import pytest
from PIL import Image, ImageFile, PngImagePlugin

from prevent_tracker.core.errors import Invalid
from reporting.logos import LARGEST_FILE, LARGEST_STORED, Logo, checked_logo

from .pictures import bomb, picture


@pytest.fixture(autouse=True)
def lenient(monkeypatch: pytest.MonkeyPatch) -> None:
    """As WeasyPrint sets it for the whole process."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)


SECRET = b"Taken at 10 Example Road"


def _with_text() -> bytes:
    said = PngImagePlugin.PngInfo()
    said.add_text("Comment", SECRET.decode())
    return picture(pnginfo=said)


def _with_exif() -> bytes:
    exif = Image.Exif()
    exif[270] = SECRET.decode()  # ImageDescription
    return picture("JPEG", exif=exif)


GOOD = {
    "PNG": (picture(), "image/png"),
    "transparent": (picture(mode="RGBA"), "image/png"),
    "palette": (picture(mode="P"), "image/png"),
    "grey": (picture(mode="L"), "image/png"),
    "16 bits": (picture(mode="I;16"), "image/png"),
    "JPEG": (picture("JPEG"), "image/jpeg"),
    "CMYK": (picture("JPEG", mode="CMYK"), "image/jpeg"),
    "words inside": (_with_text(), "image/png"),
    "camera's words": (_with_exif(), "image/jpeg"),
    "something after its end": (picture() + SECRET + b"<script>", "image/png"),
    "the largest": (picture(size=(2000, 2000)), "image/png"),
}


@pytest.mark.parametrize("name", GOOD)
def test_a_picture_is_kept_by_its_pixels_alone(name: str) -> None:
    content, kind = GOOD[name]
    kept = checked_logo(content)
    assert kept.content_type == kind
    assert SECRET not in kept.content
    with Image.open(io.BytesIO(kept.content)) as drawn, Image.open(io.BytesIO(content)) as given:
        drawn.load()
        assert drawn.size == given.size
        assert set(drawn.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert kept == checked_logo(content)


def test_transparency_stays() -> None:
    with Image.open(io.BytesIO(checked_logo(picture(mode="RGBA")).content)) as drawn:
        assert (drawn.mode, drawn.getpixel((0, 0))) == ("RGBA", (0, 0, 0, 0))


def test_a_camera_that_was_held_upright_gives_an_upright_logo() -> None:
    exif = Image.Exif()
    exif[274] = 6  # Orientation: turn it by a quarter
    with Image.open(io.BytesIO(checked_logo(picture("JPEG", exif=exif)).content)) as drawn:
        assert drawn.size == (20, 60)


def _noise() -> bytes:
    out = io.BytesIO()
    Image.frombytes("RGB", (400, 400), os.urandom(480_000)).save(out, "PNG")
    return out.getvalue()


SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><image href="http://example.org/logo.png"/></svg>'
BAD = {
    "nothing": (b"", "empty"),
    "no picture": (b"Our logo is blue.", "something else, whatever its name"),
    "a program named .png": (b"MZ\x90\x00\x03" + bytes(200), "something else, whatever its name"),
    "a PDF": (b"%PDF-1.7\n", "something else"),
    "a GIF": (picture("GIF"), "something else"),
    "SVG": (SVG, "SVG and HTML are not taken"),
    "HTML": (b"<!DOCTYPE html><img src='https://example.org/logo.png'>", "SVG and HTML are not taken"),
    "an address": (b"https://example.org/logo.png", "Addresses are never fetched"),
    "a PNG cut short": (picture(size=(300, 300))[:-40], "damaged or cut short"),
    "a PNG's beginning": (picture()[:12], "damaged or cut short"),
    "a JPEG cut short": (picture("JPEG", size=(300, 300))[:-300], "damaged or cut short"),
    "a PNG's name with other content": (b"\x89PNG\r\n\x1a\n" + b"MZ" * 100, "damaged or cut short"),
    "a bomb": (bomb(), "too many pixels"),
    "a smaller bomb": (bomb(4_000, 4_000), "too many pixels"),
    "a picture of few bytes that says more": (bomb(1_900, 1_900), "damaged or cut short"),
    "too wide": (picture(size=(2001, 10)), "too many pixels"),
    "too large as it would be stored": (_noise(), f"{LARGEST_STORED // 1024} KB is the most"),
    "too large": (b"\x89PNG\r\n\x1a\n" + bytes(LARGEST_FILE), "2 MB is the most"),
}


@pytest.mark.parametrize("name", BAD)
def test_anything_else_is_refused_in_a_sentence(name: str) -> None:
    content, said = BAD[name]
    with pytest.raises(Invalid, match=re.escape(said)) as refused:
        checked_logo(content)
    assert list(refused.value.errors) == ["logo"]


def test_a_logo_goes_into_a_document_as_it_is() -> None:
    logo = Logo(b"\x00\xff", "image/png")
    assert logo.uri == "data:image/png;base64," + base64.b64encode(b"\x00\xff").decode()
