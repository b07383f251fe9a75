"""Whoever has not answered: one agency's requests, a mail to it or to all, a later day."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from partners.models import Agency
from partners.pages import TenantRequest, page
from partners.roles import Permission
from plans.forms.rounds import ExtensionForm
from plans.models import Round
from plans.queries import chase as queries
from plans.queries import contradictions, mail
from plans.queries import rounds as round_queries
from plans.services import extensions, notices
from prevent_tracker.core import clock
from prevent_tracker.core.errors import Closed, Invalid
from prevent_tracker.core.forms import show_errors


@page(Permission.MANAGE_ROUND, Permission.VIEW_PACK)
def round_agency(request: TenantRequest, plan: str, slug: str, agency_id: uuid.UUID) -> HttpResponse:
    """Everything one agency is asked in a round, and how far each is."""
    found = round_queries.round_of(request.access, plan, slug)
    line = queries.of_agency(request.access, found, agency_id, clock.today())
    may_manage = request.access.may(Permission.MANAGE_ROUND)
    against = contradictions.of_updates(request.access, found)
    context = {
        "round": found,
        "line": line,
        "rows": [(row, against.get(row.update.pk, []) if row.update else []) for row in line.requests],
        "shares": queries.shares([line]),
        "people": _people(request, [line])[0][1] if may_manage else [],
        "may_manage": may_manage,
    }
    return render(request, "plans/round_agency.html", context)


@page(Permission.MANAGE_ROUND)
def chase_round(request: TenantRequest, plan: str, slug: str) -> HttpResponse:
    """Ask again, all agencies that have something outstanding or (`?agency=`) one; says first who will get mail."""
    found = round_queries.round_of(request.access, plan, slug)
    every = queries.of_round(request.access, found, clock.today(), with_mail=True)
    lines = [line for line in every if line.outstanding]
    one = None
    if "agency" in request.GET:
        one = next((line for line in lines if line.agency.slug == request.GET["agency"]), None)
        lines = [one] if one else []
    if request.method == "POST" and (one or "agency" not in request.GET):
        return _chase(request, found, one.agency if one else None)
    people = _people(request, lines)
    context = {"round": found, "lines": people, "one": one, "somebody": any(who for _, who in people)}
    return render(request, "plans/chase.html", context)


def _chase(request: TenantRequest, found: Round, agency: Agency | None) -> HttpResponse:
    try:
        written = notices.chase(by=request.access, round=found, agency=agency)
    except Closed as error:
        messages.warning(request, str(error))
    else:
        many = "1 message is" if len(written) == 1 else f"{len(written)} messages are"
        messages.success(request, f"{many} on the way.")
    return redirect("round", request.access.partnership.slug, found.plan.slug, found.slug)


def _people(request: TenantRequest, lines: list[queries.Chase]) -> list[tuple[queries.Chase, list[mail.Recipient]]]:
    found = mail.recipients(request.access, {line.agency.pk for line in lines})
    return [(line, found.get(line.agency.pk, [])) for line in lines]


@page(Permission.MANAGE_ROUND)
def extend(request: TenantRequest, plan: str, slug: str, agency_id: uuid.UUID) -> HttpResponse:
    """A later day for one agency, with the reason."""
    found = round_queries.round_of(request.access, plan, slug)
    line = queries.of_agency(request.access, found, agency_id, clock.today())
    initial = {"until": line.extension.until, "reason": line.extension.reason} if line.extension else {}
    form = ExtensionForm(request.POST) if request.method == "POST" else ExtensionForm(initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            given = extensions.extend(by=request.access, round=found, agency=line.agency, **form.cleaned_data)
        except Invalid as error:
            show_errors(form, error)
        except Closed as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{line.agency.name} may answer until {given.until:%-d %B %Y}.")
            return redirect("round_agency", request.access.partnership.slug, plan, slug, agency_id)
    context = {
        "form": form,
        "heading": f"Give {line.agency.name} more time",
        "text": f"{found.label} of {found.plan.title} is due on {found.closes_on:%-d %B %Y} from everybody else.",
        "button": "Give more time",
        "back": "../",
    }
    return render(request, "plans/form.html", context, status=422 if form.errors else 200)
