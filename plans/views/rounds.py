"""Home, rounds and decisions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from partners.pages import TenantRequest, page
from partners.roles import Permission
from plans.forms.rounds import DecisionForm, DoneForm
from plans.forms.updates import DecideForm
from plans.models import Plan, StatusRule
from plans.queries import chase as chase_queries
from plans.queries import contradictions, review
from plans.queries import home as home_queries
from plans.queries import plan as plan_queries
from plans.queries import rounds as queries
from plans.queries.round_settings import settings_of
from plans.rules.chasing import SILENT
from plans.services import decisions as decision_services
from plans.services import rounds as services
from plans.services.agreeing import by_each_rule
from prevent_tracker.core import clock
from prevent_tracker.core.errors import Closed, Invalid
from prevent_tracker.core.forms import show_errors
from prevent_tracker.core.rows import get


@page(Permission.VIEW_PACK)
def home(request: TenantRequest) -> HttpResponse:
    """Where the quarter stands, what is late, who is silent, which board is next."""
    today = clock.today()
    context = {
        "now": home_queries.current(request.access, today),
        "meetings": home_queries.next_meetings(request.access, today),
        "may_manage": request.access.may(Permission.MANAGE_ROUND),
        "may_edit": request.access.may(Permission.EDIT_PLAN),
        "today": today,
    }
    return render(request, "plans/home.html", context)


@page(Permission.MANAGE_ROUND, Permission.VIEW_PACK)
def rounds(request: TenantRequest) -> HttpResponse:
    may_manage = request.access.may(Permission.MANAGE_ROUND)
    context = {
        "rounds": queries.rounds(request.access),
        "plans": plan_queries.plans(request.access).exclude(stage=Plan.Stage.CLOSED) if may_manage else [],
        "may_manage": may_manage,
    }
    return render(request, "plans/rounds.html", context)


@page(Permission.MANAGE_ROUND, Permission.VIEW_PACK)
def round_page(request: TenantRequest, plan: str, slug: str) -> HttpResponse:
    """A round: who has answered, what waits to be looked at, what does not fit together, what was agreed."""
    found = queries.round_of(request.access, plan, slug)
    lines = chase_queries.of_round(request.access, found, clock.today(), with_mail=True)
    may_manage = request.access.may(Permission.MANAGE_ROUND)
    waiting = review.to_review(request.access, found) if may_manage else []
    against = contradictions.of_round(request.access, found)
    actions = {row.request.action_id: row.request.action for line in lines for row in line.requests}
    narrowed = request.GET.get("show", "")
    _, wanted = chase_queries.NARROWED.get(narrowed, chase_queries.NARROWED[""])
    context = {
        "round": found,
        "every": lines,
        "chase": [line for line in lines if wanted(line)],
        "tabs": _tabs(lines, narrowed, may_manage=may_manage),
        "totals": chase_queries.totals(lines),
        "shares": chase_queries.shares(lines),
        "to_review": waiting,
        "routine": sum(1 for line in waiting if line.is_routine),
        "against": [(actions[pk], said) for pk, said in against.items() if pk in actions],
        "agreed": queries.agreed(request.access, found),
        "may_manage": may_manage,
        "days_left": queries.days_left(found, clock.today()),
    }
    return render(request, "plans/round.html", context)


def _tabs(lines: list[chase_queries.Chase], chosen: str, *, may_manage: bool) -> list[dict[str, Any]]:
    """Ways to narrow the table, those that would leave nothing left out; mail is the coordinator's."""
    counted = {name: sum(map(wanted, lines)) for name, (_, wanted) in chase_queries.NARROWED.items()}
    return [
        {
            "label": label,
            "url": f"?show={name}#who" if name else "?#who",
            "active": name == chosen,
            "count": counted[name],
        }
        for name, (label, _) in chase_queries.NARROWED.items()
        if (counted[name] or name in ("", chosen)) and (may_manage or name != "undelivered")
    ]


@page(Permission.MANAGE_ROUND)
def open_round(request: TenantRequest, plan: str, slug: str) -> HttpResponse:
    found = services.open_round(by=request.access, round=queries.round_of(request.access, plan, slug))
    messages.success(request, f"{found.label} is open: every lead agency has been asked.")
    return redirect("round", request.access.partnership.slug, plan, slug)


open_round = require_POST(open_round)


@page(Permission.MANAGE_ROUND)
def close_round(request: TenantRequest, plan: str, slug: str) -> HttpResponse:
    """Ask once whether to close, naming who is silent; then close."""
    found = queries.round_of(request.access, plan, slug)
    if request.method == "POST":
        services.close_round(by=request.access, round=found)
        messages.success(request, f"{found.label} is closed. Draft the packs next.")
        return redirect("round", request.access.partnership.slug, plan, slug)
    today = clock.today()
    context = {
        "round": found,
        "chase": chase_queries.of_round(request.access, found, today),
        "days_left": queries.days_left(found, today),
    }
    return render(request, "plans/close_round.html", context)


@page(Permission.MANAGE_ROUND)
def decide(request: TenantRequest, plan: str, slug: str, number: str) -> HttpResponse:
    """The coordinator's own status for an action, with a reason."""
    found = queries.round_of(request.access, plan, slug)
    action = plan_queries.action(request.access, number, found.plan)
    data = request.POST if request.method == "POST" else None
    form = DecideForm(data, rag_key=request.access.partnership.rag_key)
    if request.method == "POST" and form.is_valid():
        try:
            services.decide_status(by=request.access, round=found, action=action, **form.cleaned_data)
        except Invalid as error:
            show_errors(form, error)
        except Closed as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Status of {number} decided.")
            return redirect("round", request.access.partnership.slug, plan, slug)
    positions = queries.positions(request.access, found, action)
    given, own = by_each_rule(request.access, found, action), settings_of(request.access).status_rule
    context = {
        "form": form,
        "round": found,
        "action": action,
        "said": [row for row in positions if row.update],
        "returned": [row for row in positions if row.is_returned],
        "silent": [row for row in positions if row.stand in SILENT],
        "rules": [(label, given[value], value == own) for value, label in StatusRule.choices],
        "against": contradictions.of_round(request.access, found).get(action.pk, []),
    }
    return render(request, "plans/decide.html", context, status=422 if form.errors else 200)


@page(Permission.VIEW_PACK)
def decisions(request: TenantRequest) -> HttpResponse:
    context = {
        "decisions": home_queries.decisions(request.access),
        "today": clock.today(),
        "may_record": request.access.may(Permission.RECORD_DECISION),
    }
    return render(request, "plans/decisions.html", context)


@page(Permission.RECORD_DECISION)
def add_decision(request: TenantRequest) -> HttpResponse:
    form = DecisionForm(request.POST if request.method == "POST" else None, access=request.access)
    if request.method == "POST" and form.is_valid():
        try:
            decision_services.record_decision(by=request.access, **form.cleaned_data)
        except Invalid as error:
            show_errors(form, error)
        except Closed as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Decision recorded.")
            return redirect("decisions", request.access.partnership.slug)
    context = {"form": form, "heading": "Record a decision", "button": "Record", "back": "../"}
    return render(request, "plans/form.html", context, status=422 if form.errors else 200)


@page(Permission.RECORD_DECISION)
def close_decision(request: TenantRequest, decision_id: str) -> HttpResponse:
    """Say when what was decided was done, or that it is open after all."""
    found = get(home_queries.decisions(request.access), "decision", pk=decision_id)
    data = request.POST if request.method == "POST" else None
    form = DoneForm(data, initial={"done_on": found.done_on or clock.today()})
    if data is not None and form.is_valid():
        try:
            decision_services.close_decision(by=request.access, decision=found, done_on=form.cleaned_data["done_on"])
        except Invalid as error:
            show_errors(form, error)
        else:
            messages.success(request, "Saved.")
            return redirect("meeting", request.access.partnership.slug, found.meeting_id)
    back = reverse("meeting", args=[request.access.partnership.slug, found.meeting_id])
    context = {"form": form, "heading": "Has this been done?", "text": found.text, "button": "Save", "back": back}
    return render(request, "plans/form.html", context, status=422 if form.errors else 200)
