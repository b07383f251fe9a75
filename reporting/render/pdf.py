"""A document as a tagged PDF (PDF/UA-1, ISO 14289-1)."""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from reporting.document import Document

from . import assets
from .html import page
from .tags import mend

Progress = Callable[[str, int, int], None]  # what is done, steps done, steps in all
STEPS = 4
VARIANT = "pdf/ua-1"
logger = logging.getLogger(__name__)


class RenderError(RuntimeError):
    """The pack could not be drawn, or came out longer than its board allows."""


class OwnFilesOnly(URLFetcher):  # type: ignore[misc]  # WeasyPrint ships no types
    """Answers `asset:<shape>` from memory and refuses everything else: no network, no files, no redirects.

    A refusal stops the drawing: an issued pack must not silently lack a picture.
    """

    def __init__(self) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
        """The shape's bytes. Raises `FatalURLFetchingError` for any other address."""
        scheme, _, shape = url.partition(":")
        if scheme == "asset" and shape in assets.shapes():
            return URLFetcherResponse(url, assets.shapes()[shape], {"Content-Type": "image/svg+xml"})
        raise FatalURLFetchingError(f"refused: {url[:200]}")


def render_pdf(document: Document, progress: Progress | None = None) -> bytes:
    """The pack as PDF. `progress` is told each finished step. Raises `RenderError`."""
    tell = progress or _say_nothing
    tell("Reading the document", 0, STEPS)
    style = document.layout
    drawn, pages = _draw(page(document, assets.print_stylesheet()), tell)
    if style.page_limit is not None and pages > style.page_limit:
        drawn, pages = _draw(page(document, assets.print_stylesheet(), style.tighter), tell)
        if pages > style.page_limit:
            raise RenderError(f"The pack has {pages} pages; this board takes at most {style.page_limit}.")
    finished = mend(drawn, title=document.title)
    tell("Done", STEPS, STEPS)
    return finished


def _draw(html: str, tell: Progress) -> tuple[bytes, int]:
    tell("Setting the pages", 1, STEPS)
    try:
        with _no_garbage_collection():
            laid_out = HTML(string=html, base_url="asset:", url_fetcher=OwnFilesOnly()).render(pdf_variant=VARIANT)
            tell("Writing the PDF", 2, STEPS)
            drawn: bytes = laid_out.write_pdf(pdf_variant=VARIANT)
            tell("Checking the tags", 3, STEPS)
            return drawn, len(laid_out.pages)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a refused address derives from BaseException
        logger.exception("A pack could not be drawn")
        raise RenderError(f"The pack could not be drawn: {error}") from error


def _say_nothing(words: str, done: int, steps: int) -> None:
    """For a caller who does not listen."""


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
