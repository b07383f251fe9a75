"""The fonts that packs are set in, and what an operator reads where they are missing."""

from __future__ import annotations

import functools
import logging
import unicodedata
from typing import Any

from weasyprint.text.ffi import ffi, fontconfig

WANTED = "Liberation Sans"
logger = logging.getLogger(__name__)


class NoFonts(RuntimeError):
    """This machine has no font at all. Drawing would end the process without a word."""


@functools.cache
def require() -> None:
    """Raises `NoFonts`. WeasyPrint only warns, when it is imported, and Pango then crashes on the first word."""
    found = ffi.gc(fontconfig.FcInitLoadConfigAndFonts(), fontconfig.FcConfigDestroy)
    fonts = fontconfig.FcConfigGetFonts(found, fontconfig.FcSetSystem)
    if fonts == ffi.NULL or not fonts.nfont:
        raise NoFonts("This machine has no fonts. Install fonts-liberation (Debian) or the like.")


def check(document: Any) -> None:
    """Logs what a drawn document says in another way than it should: characters that no font has, other fonts."""
    drawn = document.fonts.values()
    missing = sorted({code for font in drawn for code in font.missing})
    if missing:
        names = ", ".join(f"U+{code:04X} {unicodedata.name(chr(code), '')}".strip() for code in missing)
        logger.warning("No font of this machine has these characters; they are drawn as boxes: %s", names)
    families = sorted({str(font.family) for font in drawn})
    if families and WANTED not in families:
        _warn_of_others(", ".join(families))


@functools.cache
def _warn_of_others(families: str) -> None:
    """Once a process."""
    logger.warning(
        "%s is not installed: packs are set in %s, and their pages end elsewhere than on other machines. "
        "Install fonts-liberation (Debian) or the like.",
        WANTED,
        families,
    )
