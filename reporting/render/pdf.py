"""A document as a tagged PDF (PDF/UA-1, ISO 14289-1): its sections drawn, joined and numbered."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pikepdf

from reporting.document import IDENTIFIED, Document, digest

from . import assets
from .cache import NoCache, SectionCache, key_of
from .errors import RenderCancelled, RenderError
from .joining import Part, destinations, join
from .pool import Cancelled, draw, stop_if
from .sections import FRONT, Section, cut, front, is_large
from .stamping import Place
from .typesetting import typeset
from .view import PackView

__all__ = ["RenderCancelled", "RenderError", "render_pdf"]

Progress = Callable[[str, int, int], None]  # what is done next, steps done, steps in all


@dataclass(frozen=True)
class _Drawing:
    """What a drawing is made with."""

    css: str
    tell: Progress
    cache: SectionCache
    cancelled: Cancelled
    processes: int


def render_pdf(
    document: Document,
    progress: Progress | None = None,
    *,
    cache: SectionCache | None = None,
    cancelled: Cancelled | None = None,
    processes: int = 1,
) -> bytes:
    """The pack as PDF: the same bytes for the same document, drawn side by side, alone or from the cache.

    `progress` is told each section by its heading, `cancelled` asked between them. A large pack is drawn in so many
    `processes`; a web request takes one. Raises `RenderError` and `RenderCancelled`.
    """
    drawing = _Drawing(
        assets.print_stylesheet(),
        progress or (lambda words, done, total: None),
        NoCache() if cache is None else cache,
        cancelled or (lambda: False),
        processes,
    )
    style = document.layout
    for limits in (None, style.tighter) if style.tighter else (None,):
        whole, pages = _render(PackView(document, limits), drawing)
        if style.page_limit is None or pages <= style.page_limit:
            return whole
    raise RenderError(f"The pack has {pages} pages; this board takes at most {style.page_limit}.")


def _render(view: PackView, drawing: _Drawing) -> tuple[bytes, int]:
    """The PDF and how many pages it has."""
    sections = cut(view)
    with_front = view.style.contents
    steps = len(sections) + with_front + 1
    drawn = _draw_sections(sections, drawing, steps, large=is_large(view))
    places = [_places(pdf) for pdf in drawn]
    if with_front:
        drawing.tell(FRONT, steps - 2, steps)
        pdf, place = _draw_front(view, places, drawing)
        drawn, places = [pdf, *drawn], [place, *places]
    drawing.tell("Joining the sections", steps - 1, steps)
    whole = _join(view, drawn)
    drawing.tell("Done", steps, steps)
    return whole, sum(place.pages for place in places)


def _draw_sections(sections: list[Section], drawing: _Drawing, steps: int, *, large: bool) -> list[bytes]:
    """The sections' PDFs in order, those that the cache knows as they were."""
    keys = [key_of(section.html, drawing.css) for section in sections]
    found = {place: drawing.cache.get(key) for place, key in enumerate(keys)}
    drawn = {place: pdf for place, pdf in found.items() if pdf is not None}
    missing = {place: section.html for place, section in enumerate(sections) if place not in drawn}
    told = iter(sections[place].heading for place in missing)
    drawing.tell(next(told, "Joining the sections"), len(drawn), steps)
    processes = drawing.processes if large else 1
    for place, pdf in draw(missing, drawing.css, processes=processes, cancelled=drawing.cancelled):
        drawn[place] = pdf
        drawing.cache.put(keys[place], pdf)
        drawing.tell(next(told, "Joining the sections"), len(drawn), steps)
    return [drawn[place] for place in range(len(sections))]


@dataclass(frozen=True)
class _Places:
    """How many pages a section has, and on which of them (from 0) each anchor lies."""

    pages: int
    anchors: Mapping[str, int]


def _places(pdf: bytes) -> _Places:
    with pikepdf.open(io.BytesIO(pdf)) as file:
        numbers = {page.obj.objgen: index for index, page in enumerate(file.pages)}
        anchors = {name: numbers[page.objgen] for name, (page, *_) in destinations(file).items()}
        return _Places(len(numbers), anchors)


def _draw_front(view: PackView, places: Sequence[_Places], drawing: _Drawing) -> tuple[bytes, _Places]:
    """Cover and contents, drawn when the pages of all else are known: again where they are more than was thought."""
    place = _Places(0, {})
    thought = 1
    while place.pages != thought:
        thought = place.pages or thought
        stop_if(drawing.cancelled)
        pdf = typeset(front(view, _page_numbers(thought, places)).html, drawing.css)
        place = _places(pdf)
    return pdf, place


def _page_numbers(before: int, places: Sequence[_Places]) -> dict[str, int]:
    """The printed page of each anchor, with so many pages before the first section."""
    numbers: dict[str, int] = {}
    for place in places:
        numbers |= {name: before + index + 1 for name, index in place.anchors.items()}
        before += place.pages
    return numbers


def _join(view: PackView, drawn: Sequence[bytes]) -> bytes:
    document = view.document
    head: dict[Place, str] = {"head-left": view.running, "head-centre": document.marking}
    foot: dict[Place, str] = {"foot-left": document.version, "foot-centre": document.marking}
    return join(
        [Part(pdf) for pdf in drawn],
        title=document.title,
        lang=document.language,
        author=document.partnership,
        subject=f"{view.running}: {document.plan.title}",
        identifier=f"{IDENTIFIED}{digest(document)}",
        lines=lambda page, pages: {**head, **foot, "foot-right": f"Page {page} of {pages}"},
    )
