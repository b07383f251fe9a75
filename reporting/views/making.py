"""An issue or a draft is asked for, its page tells how far it is, and it can be called off."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from partners.pages import TenantRequest, page
from partners.roles import Permission
from prevent_tracker.core.errors import Closed, Invalid
from prevent_tracker.core.forms import show_errors

from ..forms.packs import IssueForm
from ..models import Pack
from ..queries import making as reads
from ..queries import packs as queries
from ..queries.drafts import draft as drafted
from ..services import making as services
from .issues import download, file_name
from .packs import next_number, shown


@page(Permission.EDIT_PACK)
def ask_for_issue(request: TenantRequest, pack_id: str) -> HttpResponse:
    """Have the issue made; the pack's page shows the progress."""
    found = queries.pack(request.access, pack_id)
    form = IssueForm(request.POST)

    def ask() -> None:
        given = form.cleaned_data
        services.ask_for_issue(by=request.access, pack=found, reason=given["reason"], expected=given["number"])

    return _ask(request, found, form, ask)


ask_for_issue = require_POST(ask_for_issue)


@page(Permission.EDIT_PACK)
def ask_for_draft(request: TenantRequest, pack_id: str) -> HttpResponse:
    """Have a draft made as a file."""
    found = queries.pack(request.access, pack_id)
    form = IssueForm(next_number(found))
    return _ask(request, found, form, lambda: services.ask_for_draft(by=request.access, pack=found))


ask_for_draft = require_POST(ask_for_draft)


def _ask(request: TenantRequest, found: Pack, form: IssueForm, ask: Callable[[], object]) -> HttpResponse:
    """To the pack's page, with what is wrong where it is not taken."""
    if form.is_valid():
        try:
            ask()
        except Invalid as error:
            show_errors(form, error)
        except Closed as error:
            form.add_error(None, str(error))
        else:
            return redirect("pack", request.access.partnership.slug, found.pk)
    return render(request, "reporting/pack.html", shown(request, found, form), status=422)


@page(Permission.EDIT_PACK)
def cancel(request: TenantRequest, pack_id: str) -> HttpResponse:
    """Call off what is being made."""
    found = queries.pack(request.access, pack_id)
    try:
        services.cancel_making(by=request.access, pack=found)
    except Closed as error:
        messages.info(request, str(error))
    return redirect("pack", request.access.partnership.slug, pack_id)


cancel = require_POST(cancel)


@page(Permission.VIEW_PACK)
def progress(request: TenantRequest, pack_id: str) -> HttpResponse:
    """The fragment that a waiting page asks for; when all is done it has the page load again."""
    found = queries.pack(request.access, pack_id)
    making = reads.making(request.access, found)
    response = render(request, "reporting/_making.html", {"pack": found, "making": making})
    if making is None or not making.is_running:
        response["HX-Refresh"] = "true"
    return response


@page(Permission.EDIT_PACK)
def download_draft(request: TenantRequest, pack_id: str) -> HttpResponse:
    found = drafted(request.access, pack_id)
    return download(file_name(found.pack, "draft"), bytes(found.pdf), "pdf", "application/pdf")
