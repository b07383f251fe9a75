"""Pages of what came of a meeting: attendance, notes, decisions, and the minutes that are made of them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header

from partners.models import Meeting
from partners.pages import TenantRequest, page
from partners.roles import Permission
from plans.forms.rounds import DecisionForm
from plans.services.decisions import record_decision
from prevent_tracker.core import clock
from prevent_tracker.core.errors import Closed, Invalid, Stale
from prevent_tracker.core.forms import show_errors, show_stale

from ..filing import collection_name
from ..forms.meetings import AgreeForm, AttendanceForm, NotesForm, ReopenForm
from ..queries import boards as board_queries
from ..queries import meeting_papers as paper_queries
from ..queries import meetings as queries
from ..render.papers import minutes_pdf
from ..services import minutes as services

SPARE = 3  # lines for people beside the seats


@page(Permission.RECORD_DECISION)
def attendance(request: TenantRequest, meeting_id: str) -> HttpResponse:
    """Who came: the seats of the board, or what was recorded before, and spare lines."""
    found = queries.meeting(request.access, meeting_id)
    if found.held_on > clock.today():
        raise Closed("This meeting has not been held yet: its minutes begin on the day.")
    lines = forms.formset_factory(AttendanceForm, extra=SPARE, max_num=services.MOST_LINES)
    options: dict[str, Any] = {
        "form_kwargs": {"agencies": board_queries.agencies(request.access)}, "initial": _known(request, found),
    }  # fmt: skip
    formset = lines(request.POST, **options) if request.method == "POST" else lines(**options)
    if request.method == "POST" and formset.is_valid():
        given = [line for form in formset.forms if form.cleaned_data and (line := form.line())]
        try:
            services.record_attendance(by=request.access, meeting=found, lines=given)
        except Invalid as error:
            show_errors(formset.forms[0], error)
        else:
            messages.success(request, "Attendance recorded.")
            return redirect("meeting", request.access.partnership.slug, found.pk)
    context = {"meeting": found, "formset": formset}
    return render(request, "reporting/meetings/attendance.html", context, status=422 if formset.is_bound else 200)


def _known(request: TenantRequest, found: Meeting) -> list[dict[str, Any]]:
    """What is recorded, else the board's seats."""
    recorded = list(queries.attendance(request.access, found))
    if recorded:
        return [
            {"words": row.words, "agency": row.agency_id, "presence": row.presence, "note": row.note}
            for row in recorded
        ]
    return [{"words": row.words, "agency": row.agency_id} for row in queries.seats(request.access, found)]


@page(Permission.RECORD_DECISION)
def notes(request: TenantRequest, meeting_id: str) -> HttpResponse:
    """What was said, item by item; all are saved together, or none."""
    found = queries.meeting(request.access, meeting_id)
    if found.held_on > clock.today():
        raise Closed("This meeting has not been held yet: its minutes begin on the day.")
    data = request.POST if request.method == "POST" else None
    lines = queries.agenda(request.access, found)
    given = [NotesForm(data, item=line.item, number=line.number) for line in lines]
    checked = [form.is_valid() for form in given]  # each, so that each says what is wrong with it
    if data is not None and all(checked) and _saved(request, given):
        messages.success(request, "Notes saved.")
        return redirect("meeting", request.access.partnership.slug, found.pk)
    context = {"meeting": found, "forms": given, "lines": lines}
    return render(request, "reporting/meetings/notes.html", context, status=422 if data is not None else 200)


def _saved(request: TenantRequest, given: list[NotesForm]) -> bool:
    with transaction.atomic():
        for form in given:
            if form.has_changed():
                _save(request, form)
        is_saved = not any(form.errors for form in given)
        if not is_saved:
            transaction.set_rollback(True)
    return is_saved


def _save(request: TenantRequest, form: NotesForm) -> None:
    said = form.cleaned_data
    try:
        services.write_notes(by=request.access, item=form.item, text=said["minutes"], expected_version=said["version"])
    except Invalid as error:
        show_errors(form, error)
    except Stale as error:
        show_stale(form, error)
    except Closed as error:
        form.add_error(None, str(error))


@page(Permission.RECORD_DECISION)
def add_meeting_decision(request: TenantRequest, meeting_id: str) -> HttpResponse:
    """A decision of this meeting."""
    found = queries.meeting(request.access, meeting_id)
    form = DecisionForm(request.POST if request.method == "POST" else None, access=request.access, meeting=found)
    if request.method == "POST" and form.is_valid():
        try:
            record_decision(by=request.access, meeting=found, **form.cleaned_data)
        except Invalid as error:
            show_errors(form, error)
        except Closed as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Decision recorded. Its owner sees it in the next update request.")
            return redirect("meeting", request.access.partnership.slug, found.pk)
    return _form(request, form, f"Record a decision of {found}", "Record", found)


@page(Permission.RECORD_DECISION)
def agree_minutes(request: TenantRequest, meeting_id: str) -> HttpResponse:
    """Say on which day the board agreed the minutes; or, with a reason, open them again."""
    found = queries.meeting(request.access, meeting_id)
    data = request.POST if request.method == "POST" else None
    following = queries.after(request.access, found)
    form: forms.Form
    if found.minutes_agreed_on is None:
        held = following is not None and following.held_on <= clock.today()
        form = AgreeForm(data, initial={"agreed_on": following.held_on} if following and held else {})
        heading, button = f"Minutes of {found} agreed", "Save"
    else:
        form, heading, button = ReopenForm(data), f"Open the minutes of {found} again", "Open again"
    if data is not None and form.is_valid() and _agreed(request, found, form):
        return redirect("minutes", request.access.partnership.slug, found.pk)
    return _form(request, form, heading, button, found)


def _agreed(request: TenantRequest, found: Meeting, form: forms.Form) -> bool:
    try:
        if isinstance(form, AgreeForm):
            services.agree_minutes(by=request.access, meeting=found, **form.cleaned_data)
        else:
            services.open_minutes(by=request.access, meeting=found, **form.cleaned_data)
    except Invalid as error:
        show_errors(form, error)
    except Closed as error:
        form.add_error(None, str(error))
    else:
        messages.success(request, "Saved.")
        return True
    return False


@page(Permission.VIEW_PACK)
def minutes(request: TenantRequest, meeting_id: str) -> HttpResponse:
    """The minutes as they are read and printed."""
    found = queries.meeting(request.access, meeting_id)
    context = {
        "minutes": paper_queries.minutes(request.access, found),
        "meeting": found,
        "may_record": request.access.may(Permission.RECORD_DECISION),
        "is_held": found.held_on <= clock.today(),
    }
    return render(request, "reporting/meetings/minutes.html", context)


@page(Permission.VIEW_PACK)
def download_minutes(request: TenantRequest, meeting_id: str) -> HttpResponse:
    found = queries.meeting(request.access, meeting_id)
    name = collection_name(found.held_on, found.board.short_name, "Minutes", "pdf")
    headers = {
        "Content-Disposition": content_disposition_header(True, name) or "attachment",
        "Cache-Control": "private, no-store",
    }
    content = minutes_pdf(paper_queries.minutes(request.access, found))
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def _form(request: TenantRequest, form: forms.Form, heading: str, button: str, found: Meeting) -> HttpResponse:
    back = reverse("meeting", args=[request.access.partnership.slug, found.pk])
    context = {"form": form, "heading": heading, "button": button, "back": back}
    return render(request, "plans/form.html", context, status=422 if form.errors else 200)
