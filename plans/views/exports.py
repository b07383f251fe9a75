"""Giving a plan back: as a file of its own, or within the Word file that people work in."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify

from partners.pages import TenantRequest, page
from partners.roles import Permission
from plans.exporters import FORMATS
from plans.exporters.into_docx import into_docx
from plans.forms.exports import DownloadForm, OwnWordForm
from plans.models import Plan
from plans.queries import export as queries
from plans.queries import imports as import_queries
from plans.queries import plan as plan_queries
from prevent_tracker.core.errors import Invalid, NotFound
from prevent_tracker.core.forms import show_errors


@page(Permission.VIEW_PLAN)
def plan_download(request: TenantRequest, plan: str) -> HttpResponse:
    """Ask what to download; with a form chosen in the address, the file."""
    found = plan_queries.plan(request.access, plan)
    form = DownloadForm(request.GET) if "format" in request.GET else DownloadForm(initial=_USUAL)
    if form.is_bound and form.is_valid():
        given, moment = form.cleaned_data, form.moment()
        try:
            record = queries.plan_record(request.access, found, moment=moment, edition=given["edition"])
        except Invalid as error:
            show_errors(form, error)
        except NotFound as error:
            form.add_error("on", str(error))
        else:
            edition = "" if given["edition"] == "board" else given["edition"]
            content = FORMATS[given["format"]].write(record)
            return _file(content, found, edition, given["format"], moment)
    return _ask(request, found, form, _own_form(request, found))


_USUAL = {"format": "docx", "edition": "board"}


@page(Permission.VIEW_PLAN)
def plan_word(request: TenantRequest, plan: str) -> HttpResponse:
    """Write ratings and updates into one column of a Word file; every other part of it stays."""
    found = plan_queries.plan(request.access, plan)
    form = _own_form(request, found)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        upload = given["file"]
        content = upload.read() if upload else import_queries.kept_file(request.access, given["kept"])
        record = queries.plan_record(request.access, found)
        try:
            written = into_docx(record, content, given["column"], given["what"])
        except ValueError as error:
            form.add_error("file" if upload else None, str(error))
        else:
            return _file(written, found, "in your file", "docx", None)
    return _ask(request, found, DownloadForm(initial=_USUAL), form)


def _own_form(request: TenantRequest, plan: Plan) -> OwnWordForm:
    kept = import_queries.kept_word_files(request.access, plan)
    headings = {column["field"]: column["heading"] for column in plan.columns}
    initial = {
        "column": headings.get("rag") or headings.get("progress") or "",
        "kept": kept[0] if kept else None,
        "what": "",
    }
    if request.method == "POST":
        return OwnWordForm(request.POST, request.FILES, kept=kept, headings=list(headings.values()))
    return OwnWordForm(kept=kept, headings=list(headings.values()), initial=initial)


def _ask(request: TenantRequest, plan: Plan, form: DownloadForm, own: OwnWordForm) -> HttpResponse:
    context: dict[str, Any] = {"plan": plan, "form": form, "own": own}
    return render(request, "plans/download.html", context, status=422 if form.errors or own.errors else 200)


def _file(content: bytes, plan: Plan, edition: str, ending: str, moment: dt.datetime | None) -> HttpResponse:
    """A file whose name says the plan, the edition and the day as at which it is drawn."""
    day = f"{timezone.localtime(moment):%Y-%m-%d}" if moment else ""
    name = slugify(f"{plan.slug} {edition} {day}")
    headers = {"Content-Disposition": f'attachment; filename="{name}.{ending}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=FORMATS[ending].media_type, headers=headers)
