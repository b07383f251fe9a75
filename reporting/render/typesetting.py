"""One HTML document set as a tagged PDF. Knows no Django: this is what the processes that draw sections run."""

from __future__ import annotations

import base64
import functools
import gc
import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from PIL import Image
from weasyprint import CSS, HTML
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from . import assets, fonts
from .errors import RenderError
from .tags import mend

VARIANT = "pdf/ua-1"
# Characters of HTML whose drawing leaves some 100 MB of garbage. A look for it takes a seventh of the time of drawing.
LITTER = 150_000
logger = logging.getLogger(__name__)


class OwnFilesOnly(URLFetcher):  # type: ignore[misc]  # WeasyPrint ships no types
    """Answers `asset:<shape>` from memory, and a logo that stands in the document itself; refuses everything else: no
    network, no files, no redirects.

    A refusal stops the drawing: an issued pack must not silently lack a picture.
    """

    def __init__(self) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
        """The picture's bytes. Raises `FatalURLFetchingError` for any other address."""
        scheme, _, shape = url.partition(":")
        if scheme == "asset" and shape in assets.shapes():
            return URLFetcherResponse(url, assets.shapes()[shape], {"Content-Type": "image/svg+xml"})
        if logo := assets.LOGO.fullmatch(url):
            return URLFetcherResponse(url, _picture(logo[2]), {"Content-Type": logo[1]})
        raise FatalURLFetchingError(f"refused: {url[:200]}")


def _picture(encoded: str) -> bytes:
    """A PNG or JPEG. Raises `FatalURLFetchingError` where it is none: WeasyPrint would leave it out and go on."""
    try:
        content = base64.b64decode(encoded, validate=True)
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as picture:
            picture.load()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise FatalURLFetchingError("refused: the logo is not a picture") from error
    return content


def typeset(html: str, css: str) -> bytes:
    """The HTML with those styles as a tagged PDF; the same for the same. Raises `RenderError`."""
    _tidy_up(len(html))
    try:
        with _no_garbage_collection():
            fonts.require()
            source = HTML(string=html, base_url="asset:", url_fetcher=OwnFilesOnly())
            laid_out = source.render(stylesheets=[_styles(css)], pdf_variant=VARIANT)
            drawn: bytes = laid_out.write_pdf(pdf_variant=VARIANT, finisher=mend)
            fonts.check(laid_out)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a refused address derives from BaseException
        logger.exception("A section of a pack could not be drawn")
        raise RenderError(f"The pack could not be drawn: {error}") from error
    return drawn


_littered = 0


def _tidy_up(characters: int) -> None:
    """Looks for garbage before a section of so many characters of HTML, where there may be much (`LITTER`)."""
    global _littered
    _littered += characters
    if _littered > LITTER:
        gc.collect()
        _littered = characters


@functools.lru_cache(maxsize=4)
def _styles(css: str) -> CSS:
    """The stylesheet, read once for all sections."""
    return CSS(string=css, base_url="asset:", url_fetcher=OwnFilesOnly())


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """Laying out makes millions of objects that live until the end: looking for garbage among them costs 4 to 24 %."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
