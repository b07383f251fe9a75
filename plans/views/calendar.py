"""Calendars: a person's page about their secret address, the feed behind it, and one deadline as a file."""

from __future__ import annotations

import hashlib
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from partners.pages import TenantRequest, page
from partners.queries import calendar_address
from partners.roles import Permission
from partners.services import end_calendar_address, make_calendar_address
from partners.tenancy import enter_calendar
from plans import calendars
from plans.queries import calendar as queries
from prevent_tracker.core import clock
from prevent_tracker.core.errors import NotFound

SHOWN = 12  # of a person's next days, on the page
CONTENT_TYPE = "text/calendar; charset=utf-8"


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"


@never_cache
@page(Permission.VIEW_PLAN)
def calendar(request: TenantRequest) -> HttpResponse:
    """A person's own calendar address: make one, shown in that one answer, or make another in its place."""
    today = clock.today()
    coming = [entry for entry in queries.entries(request.access, today) if entry.day >= today]
    context: dict[str, Any] = {"entries": coming[:SHOWN]}
    if request.method == "POST":
        token = make_calendar_address(by=request.access)
        context["feed"] = settings.SITE_URL + reverse("calendar_feed", args=[token])
    context["stored"] = calendar_address(request.access)
    return render(request, "plans/calendar.html", context)


@page(Permission.VIEW_PLAN)
def end_calendar(request: TenantRequest) -> HttpResponse:
    end_calendar_address(by=request.access)
    messages.success(request, "The address is switched off: calendars that had it get nothing more.")
    return redirect("calendar", request.access.partnership.slug)


end_calendar = require_POST(end_calendar)


@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """The feed behind a secret address, for calendars that ask again every few hours. What is not one is not found."""
    access = enter_calendar(token)
    if access is None:
        return HttpResponseNotFound("There is no such calendar.\n", content_type="text/plain")
    found = queries.entries(access, clock.today())
    text = calendars.feed(found, host=_host(), name=f"{access.partnership.short_name}: delivery plans")
    return _calendar(request, text)


def _calendar(request: HttpRequest, text: str) -> HttpResponse:
    """The text, or 304 for who has it already."""
    etag = quote_etag(hashlib.sha256(text.encode()).hexdigest()[:32])
    headers = {"ETag": etag, "Cache-Control": "private, no-cache", "X-Robots-Tag": "noindex"}
    response = HttpResponse(text, content_type=CONTENT_TYPE, headers=headers)
    known = get_conditional_response(request, etag=etag, response=response)
    assert known is not None  # it is the response that it was given, or one made of it
    return known


@page(Permission.ANSWER)
def deadline(request: TenantRequest, plan: str, slug: str) -> HttpResponse:
    """The day by which the actor's agency has to answer in an open round, to add to a calendar once."""
    found = queries.deadlines(request.access, plan, slug)
    if not found:
        raise NotFound("There is nothing left to send in this round.")
    response = HttpResponse(calendars.download(found, host=_host()), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = 'attachment; filename="deadline.ics"'
    return response
