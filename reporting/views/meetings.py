"""Pages of a meeting: its agenda, put in order, and the papers of each item."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from partners.pages import TenantRequest, page
from partners.roles import Permission
from prevent_tracker.core import clock
from prevent_tracker.core.errors import Closed, Invalid, Stale
from prevent_tracker.core.forms import show_errors, show_stale
from prevent_tracker.core.rows import get

from ..forms.meetings import ItemForm, NewItemForm, PaperForm
from ..models import AgendaItem, Paper
from ..queries import boards as board_queries
from ..queries import meetings as queries
from ..services import agenda as services
from ..services import papers as paper_services
from .boards import may_manage


@page(Permission.VIEW_PACK)
def meeting(request: TenantRequest, meeting_id: str) -> HttpResponse:
    """A meeting: agenda and papers before it, attendance, notes and decisions after it."""
    access, today = request.access, clock.today()
    found = queries.meeting(access, meeting_id)
    lines = queries.agenda(access, found)
    context = {
        "meeting": found,
        "board": found.board,
        "lines": lines,
        "lacking": [line.lacks for line in lines if line.lacks],
        "papers_due": board_queries.papers_due(found),
        "previous": queries.before(access, found),
        "following": queries.after(access, found),
        "attendance": queries.attendance_by_presence(access, found),
        "decisions": queries.decisions(access, found),
        "is_held": found.held_on <= today,
        "today": today,
        "may_manage": may_manage(request),
        "may_record": access.may(Permission.RECORD_DECISION),
        "may_change": access.may(Permission.RECORD_DECISION) and found.minutes_agreed_on is None,
    }
    return render(request, "reporting/meetings/meeting.html", context)


@page(Permission.RECORD_DECISION)
def prepare_agenda(request: TenantRequest, meeting_id: str) -> HttpResponse:
    """Put the standing items, matters of other boards and packs on the agenda; again: what has come since."""
    found = queries.meeting(request.access, meeting_id)
    try:
        services.prepare_agenda(by=request.access, meeting=found)
    except Closed as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "The agenda is prepared. Change what is different this time.")
    return _to_meeting(request, found.pk)


prepare_agenda = require_POST(prepare_agenda)


@page(Permission.RECORD_DECISION)
def add_item(request: TenantRequest, meeting_id: str) -> HttpResponse:
    found = queries.meeting(request.access, meeting_id)
    form = NewItemForm(request.POST if request.method == "POST" else None, access=request.access, meeting=found)
    if request.method == "POST" and form.is_valid():
        facts = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        if _tried(form, lambda: services.add_item(by=request.access, meeting=found, **facts)):
            messages.success(request, "Item added.")
            return _to_meeting(request, found.pk)
    return _form(request, form, f"Add an item: {found}", "Add the item", found.pk)


@page(Permission.RECORD_DECISION)
def edit_item(request: TenantRequest, item_id: str) -> HttpResponse:
    """An item's words; one without papers and notes can be taken off."""
    found = queries.item(request.access, item_id)
    if "remove" in request.POST:
        return _remove_item(request, found)
    form = ItemForm(request.POST if request.method == "POST" else None, initial=ItemForm.initial_from(found))
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        version = facts.pop("version")
        if _tried(form, lambda: services.change_item(by=request.access, item=found, expected_version=version, **facts)):
            messages.success(request, "Item changed.")
            return _to_meeting(request, found.meeting_id)
    heading = f"Change item {found.order + 1}"
    second = ("remove", "Take it off the agenda")
    return _form(request, form, heading, "Save", found.meeting_id, second=second)


def _remove_item(request: TenantRequest, found: AgendaItem) -> HttpResponse:
    try:
        services.remove_item(by=request.access, item=found)
    except Closed as error:
        messages.error(request, str(error))
        return redirect("edit_item", request.access.partnership.slug, found.pk)
    messages.success(request, f"“{found.title}” is off the agenda.")
    return _to_meeting(request, found.meeting_id)


@page(Permission.RECORD_DECISION)
def move_item(request: TenantRequest, item_id: str) -> HttpResponse:
    """One place up (`direction` "up") or down."""
    found = queries.item(request.access, item_id)
    try:
        services.move_item(by=request.access, item=found, up=request.POST.get("direction") == "up")
    except Closed as error:
        messages.error(request, str(error))
    address = reverse("meeting", args=[request.access.partnership.slug, found.meeting_id])
    return redirect(f"{address}#item-{found.pk}")


move_item = require_POST(move_item)


@page(Permission.RECORD_DECISION)
def item_papers(request: TenantRequest, item_id: str) -> HttpResponse:
    """The files of an item: added, and taken off."""
    found = queries.item(request.access, item_id)
    is_adding = request.method == "POST" and "remove" not in request.POST
    form = PaperForm(request.POST, request.FILES) if is_adding else PaperForm()
    if "remove" in request.POST:
        return _remove_paper(request, found)
    if is_adding and form.is_valid():
        name, content = form.upload()
        facts = {"title": form.cleaned_data["title"], "name": name, "content": content}
        if _tried(form, lambda: paper_services.add_paper(by=request.access, item=found, **facts)):
            messages.success(request, "Paper added.")
            return redirect("item_papers", request.access.partnership.slug, found.pk)
    line = next(line for line in queries.agenda(request.access, found.meeting) if line.item.pk == found.pk)
    context = {"form": form, "item": found, "line": line, "meeting": found.meeting}
    return render(request, "reporting/meetings/papers_of_item.html", context, status=422 if form.errors else 200)


def _remove_paper(request: TenantRequest, found: AgendaItem) -> HttpResponse:
    rows = Paper.objects.within(request.access).filter(item=found, removed_at=None)
    row = get(rows, "paper", pk=request.POST.get("remove"))
    try:
        paper_services.remove_paper(by=request.access, paper=row)
    except Closed as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Removed: {row.title}. It stays on the record.")
    return redirect("item_papers", request.access.partnership.slug, found.pk)


def _tried(form: forms.Form, write: Any) -> bool:
    """Whether a write went through; else its refusal stands on the form."""
    try:
        write()
    except Invalid as error:
        show_errors(form, error)
    except Stale as error:
        show_stale(form, error)
    except Closed as error:
        form.add_error(None, str(error))
    else:
        return True
    return False


def _to_meeting(request: TenantRequest, pk: object) -> HttpResponse:
    return redirect("meeting", request.access.partnership.slug, pk)


def _form(
    request: TenantRequest, form: forms.Form, heading: str, button: str, meeting_id: object, **more: Any
) -> HttpResponse:
    back = reverse("meeting", args=[request.access.partnership.slug, meeting_id])
    context = {"form": form, "heading": heading, "button": button, "back": back, **more}
    return render(request, "plans/form.html", context, status=422 if form.errors else 200)
