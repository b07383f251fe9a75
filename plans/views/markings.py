"""Who may read what of a plan, and which community bodies the public reads by name."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from partners.pages import TenantRequest, page
from partners.roles import Permission
from plans.forms.markings import HoldForm, MarkingFilterForm, MarkingForm, ReleaseForm, SectionForm
from plans.models import Marking, Plan
from plans.queries import held_names as name_queries
from plans.queries import markings as queries
from plans.queries import plan as plan_queries
from plans.services import held_names as name_services
from plans.services import markings as services
from prevent_tracker.core import clock

from .editing import form_page


def _data(request: TenantRequest) -> dict[str, Any]:
    return {"data": request.POST} if request.method == "POST" else {}


def _url(request: TenantRequest, plan: Plan) -> str:
    return reverse("markings", args=[request.access.partnership.slug, plan.slug])


@page(Permission.VIEW_PLAN)
def markings(request: TenantRequest, plan: str) -> HttpResponse:
    """Everything of a plan with who may read it, as the address filters it."""
    found = plan_queries.plan(request.access, plan)
    form = MarkingFilterForm(request.GET)
    form.is_valid()
    readers, own = form.cleaned_data.get("readers", ""), form.cleaned_data.get("own", False)
    every = queries.of_plan(request.access, found)
    kept = [line for line in every if readers in ("", line.marking) and (line.thing.marking or not own)]
    counts = {label: sum(line.marking == value for line in every) for value, label in Marking.choices}
    context = {
        "plan": found,
        "lines": kept,
        "total": len(every),
        "counts": counts,
        "filter": form,
        "chips": _chips(readers, own),
        "may_edit": request.access.may(Permission.EDIT_PLAN),
    }
    return render(request, "plans/markings.html", context)


def _chips(readers: str, own: bool) -> list[dict[str, str]]:
    chips = []
    if readers:
        chips.append({"label": str(Marking(readers).label), "url": "?own=on" if own else "?"})
    if own:
        chips.append({"label": "A marking of its own", "url": f"?readers={readers}" if readers else "?"})
    return chips


@page(Permission.EDIT_PLAN)
def change_marking(request: TenantRequest, plan: str, kind: str, thing: str) -> HttpResponse:
    """Say who may read one thing; back to the page it stands on."""
    found = plan_queries.plan(request.access, plan)
    line = queries.one(request.access, found, kind, thing)
    row = line.thing
    initial = {"marking": row.marking, "reason": row.marking_reason, "version": getattr(row, "version", None)}
    form = MarkingForm(**_data(request), inherits=None if kind == "plan" else line.above, initial=initial)

    def save(given: dict[str, Any]) -> None:
        services.mark(
            by=request.access,
            thing=row,
            marking=given["marking"],
            reason=given["reason"],
            expected_version=given["version"],
        )

    back = _url(request, found)
    if line.action is not None and kind != "decision":
        back = reverse("action", args=[request.access.partnership.slug, plan, line.action.number])
    text = f"{line.name} {line.number}".strip() + f": {line.words}"
    return form_page(
        request, form, save, heading="Who may read this?", back=back, said="Marking changed.", more={"text": text}
    )


@page(Permission.EDIT_PLAN)
def mark_section(request: TenantRequest, plan: str) -> HttpResponse:
    """Say the same of a heading and everything below it."""
    found = plan_queries.plan(request.access, plan)
    form = SectionForm(**_data(request), access=request.access, plan=found)

    def save(given: dict[str, Any]) -> None:
        services.mark_section(
            by=request.access, objective=given["objective"], marking=given["marking"], reason=given["reason"]
        )

    text = "The heading you choose, the headings below it and all their actions are marked alike."
    return form_page(
        request,
        form,
        save,
        heading="Who may read a whole section?",
        back=_url(request, found),
        button="Mark the section",
        said="Section marked.",
        more={"text": text},
    )


@page(Permission.VIEW_PLAN)
def held_names(request: TenantRequest, plan: str) -> HttpResponse:
    """Community bodies with where the plan names them, and names in lead cells that are nobody the tracker knows."""
    found = plan_queries.plan(request.access, plan)
    context = {
        "plan": found,
        "bodies": name_queries.community_bodies(request.access, found),
        "unknown": name_queries.unknown_names(request.access, found),
        "may_release": request.access.may(Permission.EDIT_PACK),
        "may_edit": request.access.may(Permission.EDIT_PLAN),
    }
    return render(request, "plans/held_names.html", context)


@page(Permission.EDIT_PACK)
def release_name(request: TenantRequest, plan: str, body_id: str) -> HttpResponse:
    found = plan_queries.plan(request.access, plan)
    body = name_queries.community_body(request.access, body_id)
    form = ReleaseForm(**_data(request), initial={"on": clock.today()})

    def save(given: dict[str, Any]) -> None:
        name_services.release_name(by=request.access, agency=body, **given)

    return _name_page(request, found, form, save, f"Name {body.name} to the public?", "Release the name")


@page(Permission.EDIT_PACK)
def hold_name(request: TenantRequest, plan: str, body_id: str) -> HttpResponse:
    found = plan_queries.plan(request.access, plan)
    body = name_queries.community_body(request.access, body_id)
    form = HoldForm(**_data(request))

    def save(given: dict[str, Any]) -> None:
        name_services.hold_name(by=request.access, agency=body, **given)

    return _name_page(request, found, form, save, f"Hold the name of {body.name} back?", "Hold the name back")


def _name_page(request: TenantRequest, plan: Plan, form: Any, save: Any, heading: str, button: str) -> HttpResponse:
    back = reverse("held_names", args=[request.access.partnership.slug, plan.slug])
    return form_page(request, form, save, heading=heading, back=back, button=button, said="Saved.")
