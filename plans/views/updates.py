"""Answering: a coordinator about any action, a contributor about what their agency is asked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from partners.pages import TenantRequest, page
from partners.roles import Permission
from plans.forms.updates import AnswerForm, ForWhomForm, ReturnForm, rag_label
from plans.models import Plan, Update, UpdateRequest
from plans.queries import plan as queries
from plans.queries import rounds as round_queries
from plans.services import updates as services
from prevent_tracker.core.errors import Closed, Invalid, Stale
from prevent_tracker.core.forms import show_errors, show_stale

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
    form = _answer_form(request, asked)
    back = reverse("action", args=[request.access.partnership.slug, plan, number])
    if request.method == "POST" and form.is_valid():
        saved = _try_to_send(request, form, asked)
        if saved is not None:
            rating = rag_label(saved.rag, request.access.partnership.rag_key)
            said = f"Update to {action.number} saved: {rating or 'complete'}."
            if request.htmx:  # type: ignore[attr-defined]  # django-htmx sets it
                return row(request, found_plan, number, focus=True, said=said)
            messages.success(request, said)
            return redirect(back)
    template = "plans/_row_update.html" if request.htmx else "plans/action_update.html"  # type: ignore[attr-defined]  # as above
    context = _page(request, form, asked) | {
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


def _answer_form(request: TenantRequest, asked: UpdateRequest) -> AnswerForm:
    stored = round_queries.update_of(request.access, asked)
    milestones = list(asked.action.milestones.order_by("order"))
    options: dict[str, Any] = {"rag_key": request.access.partnership.rag_key, "milestones": milestones}
    if request.method == "POST":
        return AnswerForm(request.POST, **options)
    return AnswerForm(initial=AnswerForm.initial_from(stored), **options)


def _try_to_send(request: TenantRequest, form: AnswerForm, asked: UpdateRequest) -> Update | None:
    """Send what was typed; on a refusal the form says why and keeps every word."""
    version = form.cleaned_data["version"]
    try:
        if "draft" in request.POST:
            return services.save_draft(by=request.access, request=asked, answer=form.answer(), expected_version=version)
        return services.submit(by=request.access, request=asked, answer=form.answer(), expected_version=version)
    except Invalid as error:
        show_errors(form, error)
    except Stale as error:
        show_stale(form, error)
    except Closed as error:
        form.add_error(None, str(error))
    return None


def _page(request: TenantRequest, form: forms.Form, asked: UpdateRequest) -> dict[str, Any]:
    return {
        "form": form,
        "asked": asked,
        "last": round_queries.last_update(request.access, asked),
        "decisions": asked.action.decisions.select_related("meeting__board").order_by("-meeting__held_on")[:3],
    }


@page(Permission.ANSWER)
def your_updates(request: TenantRequest) -> HttpResponse:
    """Everything this contributor's agency is asked, by plan, and nothing else."""
    return render(request, "plans/your_updates.html", {"due": round_queries.your_updates(request.access)})


@page(Permission.ANSWER)
def answer(request: TenantRequest, request_id: str) -> HttpResponse:
    """One update due: last quarter's words beside the boxes, then on to the next."""
    asked = round_queries.your_request(request.access, request_id)
    form = _answer_form(request, asked)
    slug = request.access.partnership.slug
    if request.method == "POST" and form.is_valid():
        saved = _try_to_send(request, form, asked)
        if saved is not None:
            messages.success(request, f"{asked.action.number}: {'draft kept' if 'draft' in request.POST else 'sent'}.")
            following = round_queries.next_due(request.access, after=asked)
            onward = (
                reverse("answer", args=[slug, following.pk])
                if following and "draft" not in request.POST
                else reverse("your_updates", args=[slug])
            )
            return redirect(onward)
    return render(request, "plans/answer.html", _page(request, form, asked), status=422 if form.errors else 200)


@page(Permission.MANAGE_ROUND)
def accept(request: TenantRequest, update_id: str) -> HttpResponse:
    update = round_queries.update(request.access, update_id)
    services.accept(by=request.access, update=update)
    messages.success(request, f"Update to {update.action.number} accepted.")
    return redirect("round", request.access.partnership.slug, update.round.plan.slug, update.round.slug)


accept = require_POST(accept)


@page(Permission.MANAGE_ROUND)
def return_update(request: TenantRequest, update_id: str) -> HttpResponse:
    """Ask an agency again, with the reason."""
    update = round_queries.update(request.access, update_id)
    form = ReturnForm(request.POST) if request.method == "POST" else ReturnForm()
    if request.method == "POST" and form.is_valid():
        try:
            services.return_update(by=request.access, update=update, reason=form.cleaned_data["reason"])
        except Invalid as error:
            show_errors(form, error)
        else:
            messages.success(request, f"Update to {update.action.number} returned to {update.agency.name}.")
            return redirect("round", request.access.partnership.slug, update.round.plan.slug, update.round.slug)
    return render(request, "plans/return.html", {"form": form, "update": update}, status=422 if form.errors else 200)
