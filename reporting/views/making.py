"""An issue is asked for, and the page tells how far it is."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from partners.pages import TenantRequest, page
from partners.roles import Permission
from prevent_tracker.core.errors import Closed, Invalid
from prevent_tracker.core.forms import show_errors

from ..forms import IssueForm
from ..queries import making as reads
from ..queries import packs as queries
from ..services import making as services


@page(Permission.EDIT_PACK)
def ask_for_issue(request: TenantRequest, pack_id: str) -> HttpResponse:
    """Have the issue made; the pack's page shows the progress."""
    found = queries.pack(request.access, pack_id)
    form = IssueForm(request.POST)
    if form.is_valid():
        try:
            services.ask_for_issue(by=request.access, pack=found, reason=form.cleaned_data["reason"])
        except Invalid as error:
            show_errors(form, error)
        except Closed as error:
            form.add_error(None, str(error))
        else:
            return redirect("pack", request.access.partnership.slug, pack_id)
    context = {"pack": found, "issues": found.issues.all(), "making": None, "may_edit": True, "form": form}
    return render(request, "reporting/pack.html", context, status=422)


ask_for_issue = require_POST(ask_for_issue)


@page(Permission.VIEW_PACK)
def progress(request: TenantRequest, pack_id: str) -> HttpResponse:
    """The fragment that a waiting page asks for; when all is done it has the page load again."""
    found = queries.pack(request.access, pack_id)
    making = reads.making(request.access, found)
    response = render(request, "reporting/_making.html", {"pack": found, "making": making})
    if making is None or not making.is_running:
        response["HX-Refresh"] = "true"
    return response
