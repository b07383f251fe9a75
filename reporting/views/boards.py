"""Pages of boards: which there are, who sits on them, when they meet, how they work."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify

from partners import services as partner_services
from partners.models import Board, Meeting
from partners.pages import TenantRequest, page
from partners.roles import Permission
from prevent_tracker.core import clock
from prevent_tracker.core.errors import Closed, Invalid, Stale
from prevent_tracker.core.forms import show_errors, show_stale

from ..forms.meetings import BoardForm, MeetingForm, NewBoardForm, SeatForm
from ..queries import boards as queries
from ..queries import matters
from ..queries import meetings as meeting_queries
from ..services import boards as services

MANAGE = (Permission.EDIT_PACK, Permission.MANAGE_MEMBERS)


def may_manage(request: TenantRequest) -> bool:
    return any(request.access.may(permission) for permission in MANAGE)


@page(Permission.VIEW_PACK)
def boards(request: TenantRequest) -> HttpResponse:
    today = clock.today()
    context = {
        "boards": queries.boards(request.access, today),
        "today": today,
        "may_manage": may_manage(request),
    }
    return render(request, "reporting/meetings/boards.html", context)


@page(*MANAGE)
def add_board(request: TenantRequest) -> HttpResponse:
    form = NewBoardForm(request.POST if request.method == "POST" else None, access=request.access)
    if request.method == "POST" and form.is_valid():
        slug = slugify(form.cleaned_data["short_name"])[:50] or "board"
        try:
            board = partner_services.add_board(by=request.access, slug=slug, **form.cleaned_data)
        except Invalid as error:
            show_errors(form, error)
        else:
            messages.success(request, f"{board.name} added. Say next who sits on it, and when it meets.")
            return redirect("board", request.access.partnership.slug, board.slug)
    back = reverse("boards", args=[request.access.partnership.slug])
    return _form(request, form, "Add a board", "Add the board", back)


@page(Permission.VIEW_PACK)
def board(request: TenantRequest, board: str) -> HttpResponse:
    """A board: its meetings, who sits on it, what it decided and what others put to it."""
    access, today = request.access, clock.today()
    found = queries.board(access, board)
    rows = list(meeting_queries.meetings_of(access, found))
    coming = [row for row in reversed(rows) if row.held_on >= today]
    context = {
        "board": found,
        "coming": [(row, queries.papers_due(row)) for row in coming],
        "held": [row for row in rows if row.held_on < today],
        "seats": queries.seats(access, found),
        "put_here": matters.put_to_board(access, found),
        "decided": matters.decided_by(access, found),
        "today": today,
        "may_manage": may_manage(request),
        "may_record": access.may(Permission.RECORD_DECISION),
    }
    return render(request, "reporting/meetings/board.html", context)


@page(*MANAGE)
def edit_board(request: TenantRequest, board: str) -> HttpResponse:
    found = queries.board(request.access, board)
    form = BoardForm(request.POST if request.method == "POST" else None, access=request.access, board=found)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_board(by=request.access, board=found, **form.facts())
        except Invalid as error:
            show_errors(form, error)
        else:
            messages.success(request, "Board changed.")
            return redirect("board", request.access.partnership.slug, found.slug)
    return _form(request, form, f"Settings of {found.name}", "Save", _of(request, found))


@page(*MANAGE)
def board_seats(request: TenantRequest, board: str) -> HttpResponse:
    """Who sits on a board, a line each, three spare lines below."""
    found = queries.board(request.access, board)
    lines = forms.formset_factory(SeatForm, extra=3, max_num=services.MOST_SEATS)
    stored = [{"words": row.words, "agency": row.agency_id} for row in queries.seats(request.access, found)]
    options: dict[str, Any] = {"form_kwargs": {"agencies": queries.agencies(request.access)}, "initial": stored}
    formset = lines(request.POST, **options) if request.method == "POST" else lines(**options)
    if request.method == "POST" and formset.is_valid():
        seats = [seat for form in formset.forms if (seat := form.seat())]
        try:
            services.set_seats(by=request.access, board=found, seats=seats)
        except Invalid as error:
            show_errors(formset.forms[0], error)
        else:
            messages.success(request, "Membership saved.")
            return redirect("board", request.access.partnership.slug, found.slug)
    context = {"board": found, "formset": formset}
    return render(request, "reporting/meetings/seats.html", context, status=422 if formset.is_bound else 200)


@page(*MANAGE)
def add_meeting(request: TenantRequest, board: str) -> HttpResponse:
    found = queries.board(request.access, board)
    form = MeetingForm(request.POST if request.method == "POST" else None)
    del form.fields["version"]
    if request.method == "POST" and form.is_valid():
        try:
            row = partner_services.add_meeting(by=request.access, board=found, **form.cleaned_data)
        except Invalid as error:
            show_errors(form, error)
        else:
            messages.success(request, f"{row} added.")
            return redirect("meeting", request.access.partnership.slug, row.pk)
    return _form(request, form, f"Add a meeting of {found.name}", "Add the meeting", _of(request, found))


@page(*MANAGE)
def edit_meeting(request: TenantRequest, meeting_id: str) -> HttpResponse:
    """When and where a meeting is; one that nothing hangs on can be taken away."""
    found = meeting_queries.meeting(request.access, meeting_id)
    if "remove" in request.POST:
        return _remove_meeting(request, found)
    form = MeetingForm(request.POST if request.method == "POST" else None, initial=MeetingForm.initial_from(found))
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        try:
            services.change_meeting(by=request.access, meeting=found, expected_version=facts.pop("version"), **facts)
        except Invalid as error:
            show_errors(form, error)
        except Stale as error:
            show_stale(form, error)
        except Closed as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Meeting changed.")
            return redirect("meeting", request.access.partnership.slug, found.pk)
    back = reverse("meeting", args=[request.access.partnership.slug, found.pk])
    second = ("remove", "Remove this meeting")
    return _form(request, form, f"Change the meeting of {found}", "Save", back, second=second)


def _remove_meeting(request: TenantRequest, found: Meeting) -> HttpResponse:
    slug = request.access.partnership.slug
    try:
        services.remove_meeting(by=request.access, meeting=found)
    except Closed as error:
        messages.error(request, str(error))
        return redirect("edit_meeting", slug, found.pk)
    messages.success(request, f"{found} removed.")
    return redirect("board", slug, found.board.slug)


def _of(request: TenantRequest, board: Board) -> str:
    return reverse("board", args=[request.access.partnership.slug, board.slug])


def _form(request: TenantRequest, form: forms.Form, heading: str, button: str, back: str, **more: Any) -> HttpResponse:
    context = {"form": form, "heading": heading, "button": button, "back": back, **more}
    return render(request, "plans/form.html", context, status=422 if form.errors else 200)
