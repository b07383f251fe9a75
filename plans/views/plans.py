"""The partnership's plans, one plan under its own headings, one action with its history."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse

from partners.pages import TenantRequest, page
from partners.roles import Permission
from plans.filters import ActionFilter
from plans.forms.editing import ActionFilterForm
from plans.models import Marking, Plan
from plans.queries import evidence, figures, history
from plans.queries import plan as queries
from plans.services.requests import open_round
from prevent_tracker.core import clock
from prevent_tracker.core.charts import LABELS, VALUES

# What a plan's table can show in a column of its own; the rest stands in headings above it.
_ALWAYS = {"number", "action", "leads", "timescale"}
_OPTIONAL = {"steps": "steps", "outcomes": "outcomes", "progress": "progress_text"}  # field: the action's column
_WIDTHS = {"number": "ref", "action": "title"}


@page(Permission.VIEW_PLAN)
def plans(request: TenantRequest) -> HttpResponse:
    may_edit = request.access.may(Permission.EDIT_PLAN)
    return render(request, "plans/plans.html", {"plans": queries.plans(request.access), "may_edit": may_edit})


@page(Permission.VIEW_PLAN)
def plan(request: TenantRequest, plan: str) -> HttpResponse:
    """A plan under its own headings, filtered as the address says."""
    found = queries.plan(request.access, plan)
    today = clock.today()
    lines = queries.lines(request.access, found, today=today)
    agencies = list(queries.agencies(request.access, found))
    form = _filter_form(request, agencies)
    wanted = _wanted(form)
    kept = wanted.keep(lines)
    context = {
        "plan": found,
        "tree": queries.tree(request.access, found, kept),
        "columns": columns(found, lines),
        "outcomes_heading": {column["field"]: column["heading"] for column in found.columns}.get("outcomes", ""),
        "lines": kept,
        "total": len(lines),
        "tiles": [
            {"value": value, "label": _label(request, value), "count": count, "url": f"?status={value}"}
            for value, count in figures.counts(lines).items()
        ],
        "filter": form,
        "chips": _chips(request, wanted, {agency.slug: agency.name for agency in agencies}),
        "is_filtered": wanted.is_set,
        "may_edit": request.access.may(Permission.EDIT_PLAN) and found.stage != Plan.Stage.CLOSED,
        "may_say_stage": request.access.may(Permission.EDIT_PLAN),
        "may_update": _may_update(request, found),
        "front_matter": found.front_matter.order_by("order"),
        "glossary": found.glossary.order_by("order"),
    }
    return render(request, "plans/plan.html", context)


def _may_update(request: TenantRequest, found: Plan) -> bool:
    return request.access.may(Permission.ANSWER_ANY) and open_round(request.access, found.pk) is not None


def columns(found: Plan, lines: Sequence[queries.ActionLine]) -> list[dict[str, str]]:
    """The printed headings that have a column on screen, in printed order; a number column where none is printed.

    What no action of the plan fills stands in the headings above the table, not in an empty column.
    """
    actions = [line.action for line in lines]
    filled = {field for field, column in _OPTIONAL.items() if any(getattr(action, column) for action in actions)}
    if any(line.milestones for line in lines):
        filled.add("milestones")
    fields = _ALWAYS | filled
    shown = [dict(column) for column in found.columns if column["field"] in fields]
    if not any(column["field"] == "number" for column in shown):
        shown.insert(0, {"field": "number", "heading": "No."})
    for column in shown:
        column["heading"] = column["heading"] or "No."
        column["template"] = f"plans/cells/{column['field']}.html"
        column["css"] = f"app-col-{_WIDTHS[column['field']]}" if column["field"] in _WIDTHS else ""
    return shown


def _label(request: TenantRequest, value: str) -> str:
    own = request.access.partnership.rag_key.get(value, {}).get("label")
    return str(own or LABELS[value])


def _filter_form(request: TenantRequest, agencies: Sequence[Any]) -> ActionFilterForm:
    statuses = [(value, _label(request, value)) for value in VALUES if value != "in_progress"]
    return ActionFilterForm(request.GET, agencies=agencies, statuses=statuses)


def _wanted(form: ActionFilterForm) -> ActionFilter:
    """What was asked for; a value that is no choice filters nothing, and the form says so beside its field."""
    form.is_valid()
    given = form.cleaned_data
    return ActionFilter(
        status=frozenset(given.get("status", ())),
        agency=given.get("agency", ""),
        overdue=bool(given.get("overdue")),
        words=given.get("words", ""),
    )


def _chips(request: HttpRequest, wanted: ActionFilter, agencies: dict[str, str]) -> list[dict[str, str]]:
    """What narrows the list, each with the address without it."""
    chosen = [("status", value, LABELS[value]) for value in VALUES if value in wanted.status]
    if wanted.agency:
        chosen.append(("agency", wanted.agency, agencies[wanted.agency]))
    if wanted.overdue:
        chosen.append(("overdue", "on", "Overdue"))
    if wanted.words:
        chosen.append(("words", wanted.words, f"“{wanted.words}”"))
    chips = []
    for name, value, label in chosen:
        query = request.GET.copy()
        query.setlist(name, [kept for kept in query.getlist(name) if kept != value])
        chips.append({"label": label, "url": f"?{query.urlencode()}"})
    return chips


@page(Permission.VIEW_PLAN)
def action(request: TenantRequest, plan: str, number: str) -> HttpResponse:
    """One action: what is promised, where it stands, all that happened."""
    access = request.access
    found_plan = queries.plan(access, plan)
    found = queries.action(access, number, found_plan)
    line = queries.lines(access, found_plan, today=clock.today(), only=[found.pk])[0]
    url = reverse("action", args=[access.partnership.slug, plan, number])
    context = {
        "plan": found_plan,
        "action": found,
        "line": line,
        "answers": queries.answers(access, found),
        "evidence": evidence.of_action(access, found),
        "events": history.of_action(access, found) if access.may(Permission.VIEW_HISTORY) else [],
        "as_table": request.GET.get("history") == "table",
        "tabs": [
            {"label": "As sentences", "url": url, "active": request.GET.get("history") != "table", "count": None},
            {
                "label": "As a table of changes",
                "url": f"{url}?history=table",
                "active": request.GET.get("history") == "table",
                "count": None,
            },
        ],
        "deadline_changes": found.deadline_changes.select_related("board"),
        "decisions": found.decisions.select_related("meeting__board", "owner", "for_board"),
        "may_edit": access.may(Permission.EDIT_PLAN) and found_plan.stage != Plan.Stage.CLOSED,
        "may_update": _may_update(request, found_plan),
        "may_mark": access.may(Permission.EDIT_PLAN),
        "readers": Marking(found.effective_marking).label,
    }
    return render(request, "plans/action.html", context)


def row(request: TenantRequest, found_plan: Plan, number: str, *, focus: bool = False, said: str = "") -> HttpResponse:
    """One row of a plan's table, for htmx: what replaces a form after it was saved or left."""
    found = queries.action(request.access, number, found_plan)
    lines = queries.lines(request.access, found_plan, today=clock.today())
    context = {
        "plan": found_plan,
        "line": next(line for line in lines if line.action.pk == found.pk),
        "columns": columns(found_plan, lines),
        "may_update": _may_update(request, found_plan),
        "focus": focus,
        "said": said,
    }
    return HttpResponse(render_to_string("plans/_row_swapped.html", context, request=request))


@page(Permission.VIEW_PLAN)
def action_row(request: TenantRequest, plan: str, number: str) -> HttpResponse:
    return row(request, queries.plan(request.access, plan), number, focus=True)
