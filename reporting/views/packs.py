"""Pages of packs: drafted, written, previewed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST

from partners.models import Board
from partners.pages import TenantRequest, page
from partners.roles import Permission
from plans.models import Round
from prevent_tracker.core import clock
from prevent_tracker.core.errors import Invalid, Stale
from prevent_tracker.core.forms import show_errors, show_stale
from prevent_tracker.core.rows import get

from ..forms.packs import IssueForm, PackForm
from ..models import Pack
from ..queries import packs as queries
from ..queries.deadlines import papers_due_from
from ..queries.drafts import drafted
from ..queries.issues import issued
from ..queries.making import making
from ..render.html import render_body
from ..services.drafting import draft_document, draft_pack, write_pack


@page(Permission.VIEW_PACK)
def packs(request: TenantRequest) -> HttpResponse:
    may_edit = request.access.may(Permission.EDIT_PACK)
    context = {
        "lines": queries.lines(request.access, clock.today()),
        "choices": queries.to_draft(request.access) if may_edit else [],
        "may_edit": may_edit,
    }
    return render(request, "reporting/packs.html", context)


@page(Permission.EDIT_PACK)
def draft(request: TenantRequest) -> HttpResponse:
    """Start a pack for a board about a round, for the board's next meeting."""
    access = request.access
    board = get(Board.objects.within(access), "board", pk=request.POST.get("board"))
    found = get(Round.objects.within(access).select_related("plan"), "round", pk=request.POST.get("round"))
    pack = draft_pack(by=access, board=board, round=found, meeting=queries.next_meeting(access, board, found))
    return redirect("edit_pack", access.partnership.slug, pack.pk)


draft = require_POST(draft)


@page(Permission.VIEW_PACK)
def pack(request: TenantRequest, pack_id: str) -> HttpResponse:
    """A pack: what is left to do, its issues, and how far one in the making is."""
    found = queries.pack(request.access, pack_id)
    return render(request, "reporting/pack.html", shown(request, found, IssueForm(initial=next_number(found))))


def next_number(found: Pack) -> dict[str, int]:
    """What the form for an issue says that it is about to make."""
    last = found.issues.first()
    return {"number": last.number + 1 if last else 1}


def shown(request: TenantRequest, found: Pack, form: IssueForm) -> dict[str, Any]:
    """All that the page of a pack shows."""
    access = request.access
    may_edit = access.may(Permission.EDIT_PACK)
    return {
        "pack": found,
        "issued": issued(access, found),
        "making": making(access, found),
        "drafted": drafted(access, found) if may_edit else None,
        "papers": papers_due_from(clock.today(), found.meeting),
        "may_edit": may_edit,
        "form": form,
    }


@page(Permission.EDIT_PACK)
def edit(request: TenantRequest, pack_id: str) -> HttpResponse:
    found = queries.pack(request.access, pack_id)
    options: dict[str, Any] = {"access": request.access, "pack": found, "initial": PackForm.initial_from(found)}
    form = PackForm(request.POST, **options) if request.method == "POST" else PackForm(**options)
    if request.method == "POST" and form.is_valid():
        try:
            version = form.cleaned_data["version"]
            write_pack(by=request.access, pack=found, expected_version=version, **form.words())
        except Invalid as error:
            show_errors(form, error)
        except Stale as error:
            show_stale(form, error)
        else:
            messages.success(request, "Pack saved.")
            name = "preview_pack" if "preview" in request.POST else "pack"
            return redirect(name, request.access.partnership.slug, pack_id)
    return render(request, "reporting/edit.html", {"form": form, "pack": found}, status=422 if form.errors else 200)


@page(Permission.EDIT_PACK)
def preview(request: TenantRequest, pack_id: str) -> HttpResponse:
    """The pack as it would be issued now."""
    found = queries.pack(request.access, pack_id)
    body = mark_safe(render_body(draft_document(request.access, found)))  # noqa: S308  the renderer escapes
    return render(request, "reporting/read.html", {"pack": found, "body": body})
