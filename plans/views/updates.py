"""Answering: a coordinator about any action, a contributor about what their agency is asked."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from partners.pages import TenantRequest, page
from partners.roles import Permission
from plans.forms.updates import ForWhomForm, rag_label
from plans.models import Plan, UpdateRequest
from plans.queries import plan as queries
from plans.queries import rounds as round_queries
from prevent_tracker.core.errors import Closed

from . import answering
from .answering import Places, answer_form, beside, try_to_send
from .plans import row


@page(Permission.ANSWER_ANY)
def action_update(request: TenantRequest, plan: str, number: str) -> HttpResponse:
    """Update an action on behalf of an agency: a page of its own, and (htmx) a form in the plan's table."""
    found_plan = queries.plan(request.access, plan)
    action = queries.action(request.access, number, found_plan)
    requests = round_queries.open_requests(request.access, action)
    if not requests:
        raise Closed("No round is open for this action, so nothing can be reported now.")
    chooser = ForWhomForm(
        request.POST or request.GET or None, requests=requests, initial={"agency": requests[0].agency.slug}
    )
    asked = _chosen(chooser, requests)
    form = answer_form(request, asked)
    back = reverse("action", args=[request.access.partnership.slug, plan, number])
    if request.method == "POST" and form.is_valid():
        saved = try_to_send(request, form, asked)
        if saved is not None:
            rating = rag_label(saved.rag, request.access.partnership.rag_key)
            said = f"Update to {action.number} saved: {rating or 'complete'}."
            if request.htmx:  # type: ignore[attr-defined]  # django-htmx sets it
                return row(request, found_plan, number, focus=True, said=said)
            messages.success(request, said)
            return redirect(back)
    template = "plans/_row_update.html" if request.htmx else "plans/action_update.html"  # type: ignore[attr-defined]  # as above
    context = beside(request, asked) | {
        "form": form,
        "plan": found_plan,
        "action": action,
        "requests": requests,
        "chooser": chooser,
        "back": back,
        "columns": _width(found_plan),
    }
    return render(request, template, context, status=422 if form.errors else 200)


def _width(plan: Plan) -> int:
    return len(plan.columns) + 3  # number, status and update besides


def _chosen(chooser: ForWhomForm, requests: list[UpdateRequest]) -> UpdateRequest:
    wanted = chooser.cleaned_data["agency"] if chooser.is_bound and chooser.is_valid() else requests[0].agency
    return next((request for request in requests if request.agency_id == wanted.pk), requests[0])


def _places(request: TenantRequest) -> Places:
    return Places(request.access.partnership.slug)


@page(Permission.ANSWER)
def your_updates(request: TenantRequest) -> HttpResponse:
    return answering.due_page(request, _places(request))


@page(Permission.ANSWER)
def answer(request: TenantRequest, request_id: str) -> HttpResponse:
    return answering.answer_page(request, request_id, _places(request))


@page(Permission.ANSWER)
def answer_draft(request: TenantRequest, request_id: str) -> HttpResponse:
    return answering.draft(request, request_id, _places(request))


@page(Permission.ANSWER)
def answer_unchanged(request: TenantRequest, request_id: str) -> HttpResponse:
    return answering.unchanged(request, request_id, _places(request))


answer_draft, answer_unchanged = require_POST(answer_draft), require_POST(answer_unchanged)
