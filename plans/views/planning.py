"""Rounds to come: proposed from the plan's year and its boards' meetings, planned, changed, removed."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from partners.pages import TenantRequest, page
from partners.roles import Permission
from plans.forms.rounds import RoundForm
from plans.queries import plan as plan_queries
from plans.queries import proposed as queries
from plans.queries import rounds as round_queries
from plans.services import rounds as services
from prevent_tracker.core.errors import Closed, Invalid
from prevent_tracker.core.forms import show_errors


@page(Permission.MANAGE_ROUND)
def plan_rounds(request: TenantRequest, plan: str) -> HttpResponse:
    """What the rules propose for a plan, beside the rounds that are there; planned in one press."""
    found = plan_queries.plan(request.access, plan)
    if request.method == "POST":
        planned = services.plan_rounds(by=request.access, plan=found)
        many = "1 round is" if len(planned) == 1 else f"{len(planned)} rounds are"
        messages.success(
            request, f"{many} planned. Change the dates of any of them here." if planned else "Nothing new to plan."
        )
        return redirect("plan_rounds", request.access.partnership.slug, plan)
    lines = queries.proposed_rounds(request.access, found)
    context = {
        "plan": found,
        "lines": lines,
        "new": sum(1 for line in lines if line.state == "new"),
        "rounds": round_queries.rounds(request.access).filter(plan=found).order_by("starts_on"),
    }
    return render(request, "plans/plan_rounds.html", context)


@page(Permission.MANAGE_ROUND)
def round_dates(request: TenantRequest, plan: str, slug: str) -> HttpResponse:
    """The days of one round."""
    found = round_queries.round_of(request.access, plan, slug)
    form = RoundForm(request.POST if request.method == "POST" else None, round=found)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_round(by=request.access, round=found, **form.cleaned_data)
        except Invalid as error:
            show_errors(form, error)
        except Closed as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"The days of {found.label} are changed.")
            return redirect("plan_rounds", request.access.partnership.slug, plan)
    context = {"form": form, "round": found}
    return render(request, "plans/round_dates.html", context, status=422 if form.errors else 200)


@page(Permission.MANAGE_ROUND)
def remove_round(request: TenantRequest, plan: str, slug: str) -> HttpResponse:
    found = round_queries.round_of(request.access, plan, slug)
    services.remove_round(by=request.access, round=found)
    messages.success(request, f"{found.label} is no longer planned.")
    return redirect("plan_rounds", request.access.partnership.slug, plan)


remove_round = require_POST(remove_round)
