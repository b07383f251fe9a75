"""Any pack as at any past moment, and any two beside each other."""

from __future__ import annotations

from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.text import slugify

from partners.pages import TenantRequest, page
from partners.roles import Permission
from plans.forms.moments import MomentForm
from prevent_tracker.core.errors import Closed, Invalid, NotFound
from prevent_tracker.core.forms import show_errors

from ..comparing import HEADINGS
from ..document import ComparisonFacts, Document, digest, to_json
from ..forms.moments import SideForm
from ..models import Pack
from ..queries import packs as queries
from ..render.html import render_body
from ..services.moments import compare_sides, document_at


@page(Permission.VIEW_PACK)
def as_at(request: TenantRequest, pack_id: str) -> HttpResponse:
    """Ask for the moment; with one in the address, the pack as it stood, or its document as JSON."""
    pack = queries.pack(request.access, pack_id)
    form = MomentForm(request.GET) if request.GET else MomentForm()
    document = _drawn(request, pack, form) if form.is_bound and form.is_valid() else None
    if document is not None and "json" in request.GET:
        return _json(document)
    context = {"pack": pack, "form": form, "document": document, "address": request.GET.urlencode()}
    if document is not None:
        context |= {"digest": digest(document), "body": mark_safe(render_body(document))}  # noqa: S308  it escapes
    return render(request, "reporting/as_at.html", context, status=422 if form.errors else 200)


def _drawn(request: TenantRequest, pack: Pack, form: MomentForm) -> Document | None:
    try:
        return document_at(request.access, pack, form.moment())
    except Invalid as error:
        show_errors(form, error)
    except (NotFound, Closed) as error:
        form.add_error("on", str(error))
    return None


def _json(document: Document) -> HttpResponse:
    name = slugify(f"{document.period.slug} {document.board_short} as at {document.as_at:%Y-%m-%d %H%M}")
    headers = {"Content-Disposition": f'attachment; filename="{name}.json"', "Cache-Control": "private, no-store"}
    return HttpResponse(to_json(document), content_type="application/json", headers=headers)


@page(Permission.VIEW_PACK)
def compare(request: TenantRequest) -> HttpResponse:
    """Any two issues, or any two moments, beside each other."""
    packs = list(queries.packs(request.access))
    given = request.GET or None
    before, after = (SideForm(given, packs=packs, prefix=side) for side in ("before", "after"))
    found = _compared(request, before, after) if before.is_valid() & after.is_valid() else None
    context = {"packs": packs, "before": before, "after": after, "found": found}
    if found is not None:
        kinds = groupby(found.lines, key=lambda line: line.kind)
        context["groups"] = [(HEADINGS[kind], list(lines)) for kind, lines in kinds]
    failed = bool(before.errors or after.errors)
    return render(request, "reporting/compare.html", context, status=422 if failed else 200)


def _compared(request: TenantRequest, before: SideForm, after: SideForm) -> ComparisonFacts | None:
    try:
        return compare_sides(request.access, before.side(), after.side())
    except Invalid as error:
        show_errors(after, error)
    except (NotFound, Closed) as error:
        after.add_error("on", str(error))
    return None
