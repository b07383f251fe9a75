"""The coordinator looks at answers: takes one or returns it with a reason, or takes all that are plain."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from partners.pages import TenantRequest, page
from partners.roles import Permission
from plans.forms.updates import ReturnForm
from plans.models import Update
from plans.queries import review as queries
from plans.queries import rounds as round_queries
from plans.services import reviewing as services
from prevent_tracker.core.errors import Invalid, Stale
from prevent_tracker.core.forms import show_errors

from .versions import posted_version


def _to_round(request: TenantRequest, update: Update) -> HttpResponse:
    return redirect("round", request.access.partnership.slug, update.round.plan.slug, update.round.slug)


@page(Permission.MANAGE_ROUND)
def accept(request: TenantRequest, update_id: str) -> HttpResponse:
    update = round_queries.update(request.access, update_id)
    try:
        services.accept(by=request.access, update=update, expected_version=posted_version(request))
    except Stale:
        messages.warning(
            request, f"{update.agency.name} has sent another answer to {update.action.number}: look again."
        )
    else:
        messages.success(request, f"Update to {update.action.number} accepted.")
    return _to_round(request, update)


accept = require_POST(accept)


@page(Permission.MANAGE_ROUND)
def return_update(request: TenantRequest, update_id: str) -> HttpResponse:
    """Ask an agency again, with the reason."""
    update = round_queries.update(request.access, update_id)
    form = ReturnForm(request.POST) if request.method == "POST" else ReturnForm()
    if request.method == "POST" and form.is_valid():
        try:
            services.return_update(
                by=request.access, update=update, expected_version=posted_version(request), **form.cleaned_data
            )
        except Invalid as error:
            show_errors(form, error)
        except Stale:
            form.add_error(None, "A later answer has come: it stands above now.")
        else:
            messages.success(request, f"Update to {update.action.number} returned to {update.agency.name}.")
            return _to_round(request, update)
    context = {"form": form, "line": queries.of_update(request.access, update), "update": update}
    return render(request, "plans/return.html", context, status=422 if form.errors else 200)


@page(Permission.MANAGE_ROUND)
def accept_all(request: TenantRequest, plan: str, slug: str) -> HttpResponse:
    """Those that are green and that nothing speaks against, each with its words: untick, then take the rest at once.

    Only what was on the page when it was looked at is taken; an answer sent or changed since waits for another look.
    """
    found = round_queries.round_of(request.access, plan, slug)
    lines = [line for line in queries.to_review(request.access, found) if line.is_routine]
    nothing = False
    if request.method == "POST":
        ticked = set(request.POST.getlist("update"))
        chosen = [line.update for line in lines if line.mark in ticked]
        if chosen:
            count = services.accept_all(by=request.access, round=found, updates=chosen)
            messages.success(request, f"{count} update{'' if count == 1 else 's'} accepted.")
            return redirect("round", request.access.partnership.slug, plan, slug)
        nothing = True
    context = {"round": found, "lines": lines, "nothing": nothing}
    return render(request, "plans/accept_all.html", context, status=422 if nothing else 200)
