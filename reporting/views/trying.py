"""A look at a style before it is saved, and the editor's steps in between; shared by styles and contents of packs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe

from partners.pages import TenantRequest

from ..document import Document
from ..logos import Logo
from ..models import Pack
from ..parts_editor import PartsEditor
from ..queries.styles import pack_settings, to_try_on
from ..render.html import render_body
from ..sample import sample_document
from ..services.drafting import draft_document
from ..styles import Style

SAMPLE = "sample"
_BUTTONS = ("csrfmiddlewaretoken", "preview", "back", "move", "pack")


def is_unfinished(request: TenantRequest) -> bool:
    """Whether a button was pressed that only goes on with what is typed."""
    return "move" in request.POST or "back" in request.POST


def fragment(request: TenantRequest, editor: PartsEditor) -> HttpResponse | None:
    """The parts alone, for a page that puts them in place of those it has; None for a browser that loads the page."""
    if not request.htmx:  # type: ignore[attr-defined]  # django-htmx sets it
        return None
    return render(request, "reporting/styles/_parts.html", {"editor": editor})


def try_style(request: TenantRequest, style: Style) -> HttpResponse:
    """A style as it was typed, on a pack that is chosen on the page; what was typed goes along, to be gone on with."""
    typed = [(name, value) for name, values in request.POST.lists() if name not in _BUTTONS for value in values]
    return look(request, style, request.POST.get("pack", ""), typed)


def try_contents(request: TenantRequest, pack: Pack, style: Style) -> HttpResponse:
    """A pack with contents as they were typed."""
    typed = [(name, value) for name, values in request.POST.lists() if name not in _BUTTONS for value in values]
    document = draft_document(request.access, pack)
    return _page(request, replace(document, layout=style), {"typed": typed, "pack": pack})


def look(request: TenantRequest, style: Style, chosen: str, typed: list[tuple[str, str]] | None = None) -> HttpResponse:
    """A style on one of the partnership's packs, by its key; on the first of them, or on the sample where none is."""
    packs = list(to_try_on(request.access))
    first = None if chosen == SAMPLE or not packs else packs[0]
    pack = next((row for row in packs if str(row.pk) == chosen), first)
    document = _sample(request, style) if pack is None else draft_document(request.access, pack)
    options = [(str(row.pk), f"{row.board.short_name}, {row.round.label}: {row.round.plan.title}") for row in packs]
    context = {
        "typed": typed,
        "options": [*options, (SAMPLE, "A sample, all of it invented")],
        "chosen": str(pack.pk) if pack else SAMPLE,
    }
    return _page(request, replace(document, layout=style), context)


def _sample(request: TenantRequest, style: Style) -> Document:
    settings = pack_settings(request.access)
    if settings.logo is None:
        return sample_document(style)
    return sample_document(style, logo=Logo(bytes(settings.logo), settings.logo_type).uri, logo_alt=settings.logo_alt)


def _page(request: TenantRequest, document: Document, context: Mapping[str, object]) -> HttpResponse:
    body = mark_safe(render_body(document))  # noqa: S308  the renderer escapes
    return render(request, "reporting/styles/preview.html", {"style": document.layout, "body": body, **context})
