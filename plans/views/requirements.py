"""What a plan is held against: coverage and gaps, and forms for what serves a requirement and how well it is met."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from partners.pages import TenantRequest, page
from partners.roles import Permission
from plans.forms.requirements import RatingForm, ServingForm, SetsForm
from plans.models import Plan
from plans.queries import plan as plan_queries
from plans.queries import requirements as queries
from plans.queries.measures import opened_rounds
from plans.rules.requirements import Requirement, RequirementSet, requirement_of
from plans.services import requirements as services
from prevent_tracker.core.errors import NotFound

from .editing import form_page


def _url(request: TenantRequest, plan: Plan) -> str:
    return reverse("requirements", args=[request.access.partnership.slug, plan.slug])


def _data(request: TenantRequest) -> dict[str, Any]:
    return {"data": request.POST} if request.method == "POST" else {}


def _requirement(plan: Plan, code: str) -> tuple[RequirementSet, Requirement]:
    found = requirement_of(code)
    if found is None or found[0].slug not in plan.requirement_sets:
        raise NotFound("This plan is not held against such a requirement.")
    return found


@page(Permission.VIEW_PLAN)
def requirements(request: TenantRequest, plan: str) -> HttpResponse:
    """Every requirement with the actions that serve it, gaps first said."""
    found = plan_queries.plan(request.access, plan)
    takes_changes = found.stage != Plan.Stage.CLOSED
    rounds = opened_rounds(request.access, found)
    context = {
        "plan": found,
        "sets": queries.coverage(request.access, found),
        "may_edit": takes_changes and request.access.may(Permission.EDIT_PLAN),
        "may_rate": takes_changes and bool(rounds) and request.access.may(Permission.MANAGE_ROUND),
    }
    return render(request, "plans/requirements.html", context)


@page(Permission.EDIT_PLAN)
def choose_sets(request: TenantRequest, plan: str) -> HttpResponse:
    found = plan_queries.plan(request.access, plan)
    form = SetsForm(**_data(request), initial={"sets": found.requirement_sets})

    def save(given: dict[str, Any]) -> None:
        services.choose_sets(by=request.access, plan=found, sets=given["sets"])

    heading = "Choose requirement sets"
    return form_page(request, form, save, heading=heading, back=_url(request, found), said="Requirement sets chosen.")


@page(Permission.EDIT_PLAN)
def map_requirement(request: TenantRequest, plan: str, code: str) -> HttpResponse:
    found = plan_queries.plan(request.access, plan)
    _, requirement = _requirement(found, code)
    form = ServingForm(**_data(request), access=request.access, plan=found, code=code)

    def save(given: dict[str, Any]) -> None:
        services.map_requirement(by=request.access, plan=found, code=code, actions=list(given["actions"]))

    said = f"Actions for “{requirement.title}” saved."
    return form_page(request, form, save, heading=requirement.title, back=_url(request, found), said=said)


@page(Permission.MANAGE_ROUND)
def rate_requirement(request: TenantRequest, plan: str, code: str) -> HttpResponse:
    found = plan_queries.plan(request.access, plan)
    held_against, requirement = _requirement(found, code)
    form = RatingForm(**_data(request), access=request.access, plan=found, held_against=held_against, code=code)

    def save(given: dict[str, Any]) -> None:
        services.rate_requirement(by=request.access, plan=found, code=code, **given)

    more = {"text": "The scale runs from the worst to the best. A rating given before for the quarter is replaced."}
    return form_page(
        request, form, save, heading=f"Rate “{requirement.title}”", back=_url(request, found), said="Rated.", more=more
    )
