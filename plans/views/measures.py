"""A plan's measures: a page of them, and a form for each thing that can be said."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from partners.pages import TenantRequest, page
from partners.roles import Permission
from plans.forms.measures import MeasureForm, NewMeasureForm, ReadingForm
from plans.models import Plan
from plans.queries import measures as queries
from plans.queries import plan as plan_queries
from plans.services import measures as services

from .editing import form_page


def _url(request: TenantRequest, plan: Plan) -> str:
    return reverse("measures", args=[request.access.partnership.slug, plan.slug])


def _data(request: TenantRequest) -> dict[str, Any]:
    return {"data": request.POST} if request.method == "POST" else {}


@page(Permission.VIEW_PLAN)
def measures(request: TenantRequest, plan: str) -> HttpResponse:
    """Every measure of a plan with its figures, quarter by quarter."""
    found = plan_queries.plan(request.access, plan)
    takes_changes = found.stage != Plan.Stage.CLOSED
    rounds = queries.opened_rounds(request.access, found)
    context = {
        "plan": found,
        "measures": queries.measures(request.access, found),
        "may_edit": takes_changes and request.access.may(Permission.EDIT_PLAN),
        "may_record": takes_changes and bool(rounds) and request.access.may(Permission.MANAGE_ROUND),
    }
    return render(request, "plans/measures.html", context)


@page(Permission.EDIT_PLAN)
def add_measure(request: TenantRequest, plan: str) -> HttpResponse:
    found = plan_queries.plan(request.access, plan)
    form = NewMeasureForm(**_data(request), access=request.access, plan=found)

    def save(given: dict[str, Any]) -> None:
        services.add_measure(by=request.access, plan=found, **form.facts())

    return form_page(
        request, form, save, heading="Add a measure", back=_url(request, found), button="Add", said="Measure added."
    )


@page(Permission.EDIT_PLAN)
def change_measure(request: TenantRequest, plan: str, measure_id: str) -> HttpResponse:
    found = plan_queries.plan(request.access, plan)
    row = queries.measure(request.access, found, measure_id)
    form = MeasureForm(**_data(request), initial=MeasureForm.initial_from(row))

    def save(given: dict[str, Any]) -> None:
        services.change_measure(by=request.access, measure=row, expected_version=given.pop("version"), **given)

    return form_page(
        request, form, save, heading=f"Change “{row.name}”", back=_url(request, found), said="Measure changed."
    )


@page(Permission.MANAGE_ROUND)
def record_reading(request: TenantRequest, plan: str, measure_id: str) -> HttpResponse:
    found = plan_queries.plan(request.access, plan)
    row = queries.measure(request.access, found, measure_id)
    form = ReadingForm(**_data(request), access=request.access, measure=row)

    def save(given: dict[str, Any]) -> None:
        services.record_reading(by=request.access, measure=row, **given)

    more = {"text": f"{row.name}{f', in {row.unit}' if row.unit else ''}. A figure given before is replaced."}
    return form_page(
        request, form, save, heading="Record a figure", back=_url(request, found), said="Figure recorded.", more=more
    )
