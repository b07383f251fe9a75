"""Changing a plan: one form a page, one service a form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from partners.pages import TenantRequest, page
from partners.roles import Permission
from plans.forms import editing
from plans.models import Action, Lead, Milestone
from plans.queries import plan as queries
from plans.services import actions as services
from prevent_tracker.core.errors import Closed, Invalid, Stale
from prevent_tracker.core.forms import show_errors, show_stale
from prevent_tracker.core.rows import get


def _find(request: TenantRequest, plan: str, number: str) -> Action:
    return queries.action(request.access, number, queries.plan(request.access, plan))


def _url(request: TenantRequest, action: Action) -> str:
    return reverse("action", args=[request.access.partnership.slug, action.plan.slug, action.number])


def form_page(
    request: TenantRequest,
    form: forms.Form,
    save: Callable[[dict[str, Any]], Any],
    *,
    heading: str,
    back: str,
    button: str = "Save",
    said: str = "Saved.",
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    """Show a form, or do what it says: a service's refusal comes back on the field it names, with every word kept."""
    if request.method == "POST" and form.is_valid():
        try:
            save(form.cleaned_data)
        except Invalid as error:
            show_errors(form, error)
        except Stale as error:
            show_stale(form, error)
        except Closed as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, said)
            return redirect(back)
    context = {"form": form, "heading": heading, "back": back, "button": button, **(more or {})}
    return render(request, "plans/form.html", context, status=422 if form.errors else 200)


def _data(request: TenantRequest) -> dict[str, Any]:
    return {"data": request.POST} if request.method == "POST" else {}


@page(Permission.EDIT_PLAN)
def add_action(request: TenantRequest, plan: str) -> HttpResponse:
    access, found = request.access, queries.plan(request.access, plan)
    form = editing.ActionForm(
        **_data(request), access=access, plan=found, initial={"objective": request.GET.get("objective")}
    )

    def save(given: dict[str, Any]) -> None:
        agency = given["agency"]
        leads = [services.LeadWords(agency.name, agency=agency)] if agency else []
        services.add_action(
            by=access, objective=given["objective"], text=given["text"], timescale_text=given["timescale_text"],
            leads=leads, leads_text=agency.name if agency else "",
        )  # fmt: skip

    back = reverse("plan", args=[access.partnership.slug, found.slug])
    return form_page(request, form, save, heading="Add an action", back=back, button="Add action", said="Action added.")


@page(Permission.EDIT_PLAN)
def reword(request: TenantRequest, plan: str, number: str) -> HttpResponse:
    action = _find(request, plan, number)
    form = editing.RewordForm(**_data(request), initial={"text": action.text, "version": action.version})

    def save(given: dict[str, Any]) -> None:
        services.reword_action(by=request.access, action=action, text=given["text"], expected_version=given["version"])

    return form_page(
        request, form, save, heading=f"Reword action {number}", back=_url(request, action), said="Action reworded."
    )


@page(Permission.EDIT_PLAN)
def move(request: TenantRequest, plan: str, number: str) -> HttpResponse:
    action = _find(request, plan, number)
    initial = {"objective": action.objective_id, "place": action.order + 1, "version": action.version}
    form = editing.MoveForm(**_data(request), access=request.access, plan=action.plan, initial=initial)

    def save(given: dict[str, Any]) -> None:
        services.move_action(
            by=request.access,
            action=action,
            objective=given["objective"],
            place=given["place"] - 1,
            expected_version=given["version"],
        )

    return form_page(
        request,
        form,
        save,
        heading=f"Move action {number}",
        back=_url(request, action),
        button="Move",
        said="Action moved.",
    )


@page(Permission.EDIT_PLAN)
def split(request: TenantRequest, plan: str, number: str) -> HttpResponse:
    action = _find(request, plan, number)
    form = editing.SplitForm(**_data(request), initial={"texts": action.text, "version": action.version})

    def save(given: dict[str, Any]) -> None:
        services.split_action(
            by=request.access, action=action, texts=given["texts"].splitlines(), expected_version=given["version"]
        )

    return form_page(
        request,
        form,
        save,
        heading=f"Split action {number}",
        back=_url(request, action),
        button="Split",
        said="Action split.",
    )


@page(Permission.EDIT_PLAN)
def state(request: TenantRequest, plan: str, number: str) -> HttpResponse:
    action = _find(request, plan, number)
    form = editing.StateForm(**_data(request), action=action, initial={"version": action.version})

    def save(given: dict[str, Any]) -> None:
        services.change_state(
            by=request.access,
            action=action,
            state=given["state"],
            reason=given["reason"],
            expected_version=given["version"],
        )

    heading = f"Complete, pause or cancel action {number}"
    return form_page(request, form, save, heading=heading, back=_url(request, action), said="State changed.")


@page(Permission.EDIT_PLAN)
def deadline(request: TenantRequest, plan: str, number: str) -> HttpResponse:
    action = _find(request, plan, number)
    initial = {"timescale_text": action.timescale_text, "version": action.version}
    form = editing.DeadlineForm(**_data(request), access=request.access, initial=initial)

    def save(given: dict[str, Any]) -> None:
        services.change_deadline(
            by=request.access, action=action, timescale_text=given["timescale_text"], reason=given["reason"],
            agreed_by=given["agreed_by"], board=given["board"], expected_version=given["version"],
        )  # fmt: skip

    heading = f"Change the timescale of action {number}"
    return form_page(request, form, save, heading=heading, back=_url(request, action), said="Timescale changed.")


@page(Permission.EDIT_PLAN)
def leads(request: TenantRequest, plan: str, number: str) -> HttpResponse:
    """Who leads and who helps, a line each, three spare lines below."""
    action = _find(request, plan, number)
    stored = list(Lead.objects.within(request.access).filter(action=action).order_by("order"))
    make = forms.formset_factory(editing.LeadForm, extra=3, max_num=40, absolute_max=60)
    options: dict[str, Any] = {
        "form_kwargs": {"parties": editing.parties(request.access)},
        "initial": [_line(lead) for lead in stored],
    }
    formset = make(request.POST, **options) if request.method == "POST" else make(**options)
    version = editing.VersionedForm(**_data(request), initial={"version": action.version})
    if request.method == "POST" and formset.is_valid() and version.is_valid():
        wanted = [lead for form in formset if (lead := form.lead()) is not None]
        try:
            services.set_leads(
                by=request.access, action=action, leads=wanted, expected_version=version.cleaned_data["version"]
            )
        except Invalid as error:
            show_errors(version, error)
        except Stale as error:
            show_stale(version, error)
        else:
            messages.success(request, "Leads changed.")
            return redirect(_url(request, action))
    context = {"formset": formset, "form": version, "action": action, "back": _url(request, action)}
    return render(request, "plans/leads.html", context, status=422 if formset.is_bound else 200)


def _line(lead: Lead) -> dict[str, str]:
    party = f"agency:{lead.agency_id}" if lead.agency_id else f"post:{lead.post_id}" if lead.post_id else ""
    return {"words": lead.words, "kind": lead.kind, "party": party}


@page(Permission.EDIT_PLAN)
def add_milestone(request: TenantRequest, plan: str, number: str) -> HttpResponse:
    action = _find(request, plan, number)

    def save(given: dict[str, Any]) -> None:
        services.add_milestone(by=request.access, action=action, text=given["text"], due_text=given["due_text"])

    form = editing.MilestoneForm(**_data(request))
    heading = f"Add a milestone to action {number}"
    return form_page(request, form, save, heading=heading, back=_url(request, action), said="Milestone added.")


@page(Permission.EDIT_PLAN)
def milestone(request: TenantRequest, plan: str, number: str, milestone_id: str) -> HttpResponse:
    """Say when a milestone was reached, or take it off."""
    action = _find(request, plan, number)
    found = get(Milestone.objects.within(request.access), "milestone", action=action, pk=milestone_id)

    def save(given: dict[str, Any]) -> None:
        if "remove" in request.POST:
            services.remove_milestone(by=request.access, milestone=found)
        else:
            services.mark_milestone(by=request.access, milestone=found, done_on=given["done_on"])

    form = editing.ReachedForm(**_data(request), initial={"done_on": found.done_on})
    more = {"text": found.text, "second": ("remove", "Remove this milestone")}
    return form_page(
        request,
        form,
        save,
        heading="When was it reached?",
        back=_url(request, action),
        said="Milestone changed.",
        more=more,
    )
