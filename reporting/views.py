"""Pages of packs: drafted, written, previewed, issued, downloaded."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.text import slugify
from django.views.decorators.http import require_POST

from partners.models import Board
from partners.pages import TenantRequest, page
from partners.roles import Permission
from plans.models import Round
from prevent_tracker.core.errors import Closed, Invalid, Stale
from prevent_tracker.core.forms import show_errors, show_stale
from prevent_tracker.core.rows import get

from . import document, queries, services
from .forms import IssueForm, PackForm
from .models import Issue
from .render.html import render_body


@page(Permission.VIEW_PACK)
def packs(request: TenantRequest) -> HttpResponse:
    may_edit = request.access.may(Permission.EDIT_PACK)
    context = {
        "packs": queries.packs(request.access),
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
    pack = services.draft_pack(by=access, board=board, round=found, meeting=queries.next_meeting(access, board, found))
    return redirect("edit_pack", access.partnership.slug, pack.pk)


draft = require_POST(draft)


@page(Permission.VIEW_PACK)
def pack(request: TenantRequest, pack_id: str) -> HttpResponse:
    """A pack: what is left to do, its issues, and how far one in the making is."""
    found = queries.pack(request.access, pack_id)
    context = {
        "pack": found,
        "issues": found.issues.all(),
        "making": queries.making(request.access, found),
        "may_edit": request.access.may(Permission.EDIT_PACK),
        "form": IssueForm(),
    }
    return render(request, "reporting/pack.html", context)


@page(Permission.EDIT_PACK)
def edit(request: TenantRequest, pack_id: str) -> HttpResponse:
    found = queries.pack(request.access, pack_id)
    options: dict[str, Any] = {"access": request.access, "pack": found, "initial": PackForm.initial_from(found)}
    form = PackForm(request.POST, **options) if request.method == "POST" else PackForm(**options)
    if request.method == "POST" and form.is_valid():
        try:
            version = form.cleaned_data["version"]
            services.write_pack(by=request.access, pack=found, expected_version=version, **form.words())
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
    body = mark_safe(render_body(services.draft_document(request.access, found)))  # noqa: S308  the renderer escapes
    return render(request, "reporting/read.html", {"pack": found, "body": body})


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
    making = queries.making(request.access, found)
    response = render(request, "reporting/_making.html", {"pack": found, "making": making})
    if making is None or not making.is_running:
        response["HX-Refresh"] = "true"
    return response


@page(Permission.VIEW_PACK)
def read_issue(request: TenantRequest, issue_id: str) -> HttpResponse:
    """An issue on the screen, drawn from what was frozen."""
    found = queries.issue(request.access, issue_id)
    body = mark_safe(render_body(document.from_json(found.document)))  # noqa: S308  the renderer escapes
    return render(request, "reporting/read.html", {"pack": found.pack, "issue": found, "body": body})


@page(Permission.VIEW_PACK)
def download_html(request: TenantRequest, issue_id: str) -> HttpResponse:
    found = queries.issue(request.access, issue_id)
    return _download(found, found.html.encode(), "html", "text/html; charset=utf-8")


@page(Permission.VIEW_PACK)
def download_pdf(request: TenantRequest, issue_id: str) -> HttpResponse:
    found = queries.issue(request.access, issue_id)
    return _download(found, bytes(found.pdf), "pdf", "application/pdf")


def _download(issue: Issue, content: bytes, ending: str, kind: str) -> HttpResponse:
    """A frozen file, by a name that a committee's secretary can file."""
    pack = issue.pack
    name = slugify(f"{pack.round.slug} {pack.board.short_name} {pack.round.plan.slug} issue {issue.number}")
    headers = {"Content-Disposition": f'attachment; filename="{name}.{ending}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=kind, headers=headers)
