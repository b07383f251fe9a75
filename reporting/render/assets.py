"""The pack's own files: stylesheets and the shapes of the ratings. Nothing else is ever read."""

from __future__ import annotations

import base64
import functools
import re
from collections.abc import Callable
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "static" / "reporting"
PRINT_CSS = Path(__file__).resolve().parent.parent.parent / "templates" / "reporting" / "pack" / "print.css"
LOGO = re.compile(r"data:(image/(?:png|jpeg));base64,([A-Za-z0-9+/]+=*)")  # the picture itself, never an address
_URL = re.compile(r'url\("shapes/([a-z_]+)\.svg"\)')


@functools.cache
def shapes() -> dict[str, bytes]:
    """The SVG of each shape by its name ("green", "up")."""
    return {path.stem: path.read_bytes() for path in sorted((FOLDER / "shapes").glob("*.svg"))}


def data_uri(shape: str) -> str:
    """The shape inside the file itself, for HTML that stands alone."""
    return f"data:image/svg+xml;base64,{base64.b64encode(shapes()[shape]).decode()}"


def asset_uri(shape: str) -> str:
    """The address that the PDF's fetcher answers."""
    return f"asset:{shape}"


def stylesheet(name: str, address: Callable[[str], str]) -> str:
    """A stylesheet of this folder whose shapes have the addresses that `address` gives."""
    css = (FOLDER / name).read_text(encoding="utf-8")
    return _URL.sub(lambda found: f'url("{address(found[1])}")', css)


def print_stylesheet() -> str:
    """Screen styles and the pages' own, with the PDF's addresses."""
    return stylesheet("pack.css", asset_uri) + PRINT_CSS.read_text(encoding="utf-8")
