"""Pages of a meeting's papers: each by its name, all in one archive, all as one PDF."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from partners.pages import TenantRequest, page
from partners.roles import Permission
from plans.views.evidence import CONTENT_SECURITY
from prevent_tracker.core.errors import Closed, NotFound

from ..filing import collection_name
from ..queries import boards as board_queries
from ..queries import bundles as reads
from ..queries import meetings as queries
from ..services import bundles as services


@page(Permission.VIEW_PACK)
def meeting_papers(request: TenantRequest, meeting_id: str) -> HttpResponse:
    """Every paper in the order of the agenda, what is still missing, and the one file of each part."""
    found = queries.meeting(request.access, meeting_id)
    lines = queries.agenda(request.access, found)
    parts = reads.parts(request.access, found, lines)
    context = {
        "meeting": found,
        "lines": lines,
        "parts": parts,
        "agenda_name": services.agenda_name(found),
        "papers_due": board_queries.papers_due(found),
        "is_making": any(part.making and part.making.is_running for part in parts),
        "may_make": request.access.may(Permission.RECORD_DECISION),
    }
    return render(request, "reporting/meetings/papers.html", context)


@page(Permission.RECORD_DECISION)
def make_bundle(request: TenantRequest, meeting_id: str) -> HttpResponse:
    """Have the papers of a part put together; the page of papers shows the progress."""
    found = queries.meeting(request.access, meeting_id)
    try:
        services.ask_for_bundle(by=request.access, meeting=found, is_private=request.POST.get("part") == "B")
    except Closed as error:
        messages.error(request, str(error))
    return redirect("meeting_papers", request.access.partnership.slug, found.pk)


make_bundle = require_POST(make_bundle)


@page(Permission.VIEW_PACK)
def papers_progress(request: TenantRequest, meeting_id: str) -> HttpResponse:
    """The fragment that a waiting page asks for; when all is done it has the page load again."""
    found = queries.meeting(request.access, meeting_id)
    parts = reads.parts(request.access, found, queries.agenda(request.access, found))
    context = {"meeting": found, "parts": parts}
    response = render(request, "reporting/meetings/_making.html", context)
    if not any(part.making and part.making.is_running for part in parts):
        response["HX-Refresh"] = "true"
    return response


@page(Permission.VIEW_PACK)
def bundle_pdf(request: TenantRequest, meeting_id: str, part: str) -> HttpResponse:
    found = queries.meeting(request.access, meeting_id)
    row = reads.bundle(request.access, found, is_private=_is_private(part))
    name = collection_name(found.held_on, found.board.short_name, _title(part), "pdf")
    return HttpResponse(bytes(row.pdf or b""), content_type="application/pdf", headers=_headers(name))


@page(Permission.VIEW_PACK)
def papers_zip(request: TenantRequest, meeting_id: str, part: str) -> HttpResponse:
    """All papers of a part as separate files in one archive."""
    found = queries.meeting(request.access, meeting_id)
    name = collection_name(found.held_on, found.board.short_name, _title(part), "zip")
    packed = services.archive(request.access, found, is_private=_is_private(part))
    return HttpResponse(packed, content_type="application/zip", headers=_headers(name))


@page(Permission.VIEW_PACK)
def meeting_paper(request: TenantRequest, meeting_id: str, reference: str) -> HttpResponse:
    """One paper under the name it is filed by; to be saved and not shown, since a file is handed on as it came."""
    found = queries.meeting(request.access, meeting_id)
    name, content, kind = services.paper_of(request.access, found, reference)
    return HttpResponse(content, content_type=kind, headers=_headers(name))


def _is_private(part: str) -> bool:
    """Which part an address names: "a" or "b"."""
    if part not in ("a", "b"):
        raise NotFound("There is no such part of the papers.")
    return part == "b"


def _title(part: str) -> str:
    return "Papers, Part B" if part == "b" else "Papers"


def _headers(name: str) -> dict[str, str]:
    return {
        "Content-Disposition": content_disposition_header(True, name) or "attachment",
        "Content-Security-Policy": CONTENT_SECURITY,
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
