"""How far a plan is: a draft, endorsed, published, closed."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from partners.pages import TenantRequest, page
from partners.roles import Permission
from plans.forms.stage import StageForm
from plans.queries import plan as queries
from plans.services.plans import set_stage
from prevent_tracker.core import clock


@page(Permission.EDIT_PLAN)
def plan_stage(request: TenantRequest, plan: str) -> HttpResponse:
    """Say how far a plan is, and since when."""
    found = queries.plan(request.access, plan)
    back = reverse("plan", args=[request.access.partnership.slug, found.slug])
    now = {"stage": found.stage, "on": found.stage_on or clock.today()}
    form = StageForm(request.POST) if request.method == "POST" else StageForm(initial=now)
    if request.method == "POST" and form.is_valid():
        set_stage(by=request.access, plan=found, stage=form.cleaned_data["stage"], on=form.cleaned_data["on"])
        messages.success(request, "Saved.")
        return redirect(back)
    context = {"form": form, "heading": "How far is this plan?", "button": "Save", "back": back}
    return render(request, "plans/form.html", context, status=422 if form.errors else 200)
