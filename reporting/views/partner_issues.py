"""Packs for an agency's contributors: the partners' edition, never the board's."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe

from partners.pages import TenantRequest, page
from partners.roles import Permission
from prevent_tracker.core.errors import NotFound

from ..document import from_json
from ..formats import FORMATS
from ..queries import partner_issues as queries
from ..render.html import render_body
from .issues import download, file_name


@page(Permission.VIEW_PARTNER_PACK)
def partner_packs(request: TenantRequest) -> HttpResponse:
    return render(request, "reporting/partner_packs.html", {"issues": queries.partner_issues(request.access)})


@page(Permission.VIEW_PARTNER_PACK)
def partner_pack(request: TenantRequest, partner_issue_id: str) -> HttpResponse:
    """The edition on the screen, with the agency's own restricted actions, which the files are without."""
    found = queries.partner_issue(request.access, partner_issue_id)
    document = queries.own_document(request.access, found)
    context = {
        "pack": found.pack,
        "issue": found,
        "body": mark_safe(render_body(document)),  # noqa: S308  the renderer escapes
        "has_own": document != from_json(found.document),
        "formats": FORMATS.values(),
    }
    return render(request, "reporting/partner_pack.html", context)


@page(Permission.VIEW_PARTNER_PACK)
def partner_file(request: TenantRequest, partner_issue_id: str, ending: str) -> HttpResponse:
    if ending not in FORMATS:
        raise NotFound(f"An issue is had as {', '.join(FORMATS)}.")
    found, form = queries.partner_issue(request.access, partner_issue_id), FORMATS[ending]
    assert found.pack is not None  # a plan by itself has a public edition only
    name = file_name(found.pack, f"issue {found.number} partner edition")
    return download(name, form.content(found), ending, form.content_type)
