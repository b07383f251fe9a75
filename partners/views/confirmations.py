"""What people said is not about a person: the record of it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from partners import queries
from partners.pages import TenantRequest, page
from partners.roles import Permission
from prevent_tracker.core.personal import KINDS


@page(Permission.VIEW_HISTORY)
def confirmations(request: TenantRequest) -> HttpResponse:
    before = request.GET.get("before", "")
    part = queries.confirmations(request.access, before=before)
    rows = [(row, KINDS.get(row.kind, row.kind)) for row in part.rows]
    context = {"rows": rows, "older": part.older, "is_first": not before}
    return render(request, "partners/confirmations.html", context)
