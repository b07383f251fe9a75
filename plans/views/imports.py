"""Bringing a plan in: upload, progress, preview, and the plan it becomes."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_POST

from partners.pages import TenantRequest, page
from partners.roles import Permission
from partners.tenancy import Access
from plans.forms.editing import VersionedForm
from plans.forms.imports import CommitForm, StartForm
from plans.forms.mending import ColumnsForm
from plans.importers.propose import OWN
from plans.models import ImportBatch, Plan
from plans.queries import imports as queries
from plans.queries import people as people_queries
from plans.queries import versions
from plans.queries.people import open_people
from plans.queries.preview import Preview
from plans.queries.shown import ListedAction, ListedSection
from plans.queries.wording import shown_changes
from plans.services import imports as services
from plans.services.committing import commit_import
from plans.services.people import confirm_people
from plans.services.reimport import apply_reimport
from prevent_tracker.core.errors import Closed, Invalid, Stale
from prevent_tracker.core.forms import show_errors, show_stale
from prevent_tracker.core.screening import NOT_ABOUT_A_PERSON

LISTED = 20  # imports on a page of the list
DOUBTFUL_ON_A_PAGE = 10
MANY_DOUBTS = 4  # from which it helps to look at those together that are doubted for the same reason
ACTIONS_ON_A_PAGE = 200
State = ImportBatch.State


@page(Permission.EDIT_PLAN)
def imports(request: TenantRequest) -> HttpResponse:
    """Start an import; below it those of before."""
    access = request.access
    plans = queries.plans_to_renew(access)
    if request.method == "POST":
        form = StartForm(request.POST, request.FILES, plans=plans)
    else:
        form = StartForm(plans=plans, initial={"into": request.GET.get("into")})
    if request.method == "POST" and form.is_valid():
        name, content = form.upload()
        options = {key: form.cleaned_data[key] for key in ("year_basis", "period")}
        try:
            batch = services.start_import(
                by=access, name=name, content=content, options=options, into=form.cleaned_data["into"]
            )
        except Invalid as error:
            show_errors(form, error)
        else:
            return redirect("import", access.partnership.slug, batch.pk)
    context = {
        "form": form,
        "page": Paginator(queries.imports(access), LISTED).get_page(request.GET.get("page")),
    }
    return render(request, "plans/imports/start.html", context, status=422 if form.errors else 200)


@page(Permission.EDIT_PLAN)
def import_page(request: TenantRequest, import_id: str) -> HttpResponse:
    """An import as it stands: being read, not readable, to be looked through, or done with."""
    batch = queries.batch(request.access, import_id)
    if batch.state == State.READ:
        return _preview(request, batch)
    context = {"batch": batch, "reading": queries.reading(batch)}
    return render(request, "plans/imports/state.html", context)


@page(Permission.EDIT_PLAN)
def import_progress(request: TenantRequest, import_id: str) -> HttpResponse:
    """The fragment that a waiting page asks for; when the file was read it has the page load again."""
    batch = queries.batch(request.access, import_id)
    reading = queries.reading(batch)
    response = render(request, "plans/imports/_reading.html", {"batch": batch, "reading": reading})
    if not reading.is_running:
        response["HX-Refresh"] = "true"
    return response


def _preview(request: TenantRequest, batch: ImportBatch) -> HttpResponse:
    found = queries.preview(request.access, batch)
    why = next((each for each in found.alike if each.name == request.GET.get("why")), None)
    doubtful = Paginator(why.doubts if why else found.doubts, DOUBTFUL_ON_A_PAGE).get_page(request.GET.get("doubtful"))
    pairs = [(section, action) for section in found.listed() for action in section.actions or (None,)]
    listed = Paginator(pairs, ACTIONS_ON_A_PAGE).get_page(request.GET.get("page"))
    asked = queries.asked_leads(batch, found, queries.parties(request.access))
    people = open_people(request.access, found.proposal)
    context = {
        **tabs(request, batch, found, "import"),
        "tiles": _tiles(request, batch, found, sum(1 for row in asked if row.is_unknown), len(people)),
        "people": people_queries.shown(people, found.proposal),
        "kinds_of_people": people_queries.kinds(people),
        "facts": found.facts(),
        "tables": [(table, ColumnsForm(table=table, initial={"version": batch.version})) for table in found.tables()],
        "warnings": [said for said in (batch.error, *found.source.warnings, *found.proposal.warnings) if said],
        "doubtful": doubtful,
        "alike": found.alike if len(found.doubts) >= MANY_DOUBTS else [],
        "why": why,
        "doubts": [found.doubt(keys) for keys in doubtful],
        "page": listed,
        "sections": _sections(listed),
        "same_title": queries.same_title(request.access, batch, found.proposal.plan.title),
        "same_file": queries.same_file(request.access, batch),
        "last_mend": queries.last_mend(batch),
        "mended": "mended" in request.GET,
    }
    return render(request, "plans/imports/preview.html", context)


def tabs(request: TenantRequest, batch: ImportBatch, found: Preview, current: str) -> dict[str, Any]:
    """What every page of a read import shows at its top."""
    labels: dict[str, tuple[str, int | None]] = {
        "import": ("Check", None),
        "import_leads": ("Names of leads", len(found.leads())),
    }
    if may_mend := batch.kind != OWN:  # the tracker's own export says outright what others must be asked for
        labels |= {"import_left_out": ("Left out", found.words_left_out), "import_source": ("The file as read", None)}
    shown = [
        {"label": label, "url": _url(request, name, batch), "active": name == current, "count": count}
        for name, (label, count) in labels.items()
    ]
    return {"batch": batch, "preview": found, "tabs": shown, "may_mend": may_mend}


def _url(request: TenantRequest, name: str, batch: ImportBatch) -> str:
    return reverse(name, args=[request.access.partnership.slug, batch.pk])


def _tiles(
    request: TenantRequest, batch: ImportBatch, found: Preview, unknown: int, people: int
) -> list[dict[str, Any]]:
    doubtful = len(found.doubts)
    about_people = [{"label": "About a person?", "count": people, "url": "#people", "asks": people}] if people else []
    return [
        {"label": "Sections", "count": len(found.proposal.sections), "url": "#plan"},
        {"label": "Actions", "count": len(found.proposal.actions), "url": "#plan"},
        *about_people,
        {"label": "To look at", "count": doubtful, "url": "#doubtful", "asks": doubtful},
        {"label": "Unknown leads", "count": unknown, "url": _url(request, "import_leads", batch), "asks": unknown},
        {
            "label": "Left out",
            "count": found.words_left_out,
            "url": _url(request, "import_left_out", batch),
        },
    ]


def _sections(
    listed: Page[tuple[ListedSection, ListedAction | None]],
) -> list[tuple[ListedSection, list[ListedAction]]]:
    """The sections of one page of the list, each with its actions on that page."""
    return [
        (section, [action for _, action in pairs if action is not None])
        for section, pairs in groupby(listed, key=lambda pair: pair[0])
    ]


@page(Permission.EDIT_PLAN)
def import_commit(request: TenantRequest, import_id: str) -> HttpResponse:
    """Name the plan and make it, or choose what a newer version changes; nothing is changed before."""
    access, batch = request.access, queries.batch(request.access, import_id)
    found = queries.preview(access, batch, beside_source=False)
    if batch.into is not None:
        return _renew(request, batch, batch.into, found)
    form = CommitForm(request.POST) if request.method == "POST" else CommitForm(initial=_initial(batch, found))
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        version = given.pop("version")
        try:
            plan = commit_import(by=access, batch=batch, expected_version=version, **given)
        except Invalid as error:
            show_errors(form, error)
        except Stale as error:
            show_stale(form, error)
        except Closed as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{plan.title} is now a plan. {_what_became_of_the_file(access, batch)}")
            return redirect("plan", access.partnership.slug, plan.slug)
    context = {
        **tabs(request, batch, found, ""),
        "form": form,
        "unknown": [
            row for row in queries.asked_leads(batch, found, queries.parties(request.access)) if row.is_unknown
        ],
        "doubtful": len(found.doubts),
        "people": sum(1 for each in open_people(access, found.proposal) if each.is_written),
    }
    return render(request, "plans/imports/commit.html", context, status=422 if form.errors else 200)


def _what_became_of_the_file(access: Access, batch: ImportBatch) -> str:
    if queries.is_kept(access, batch):
        return "Your file is kept with it."
    return "Your file is not kept, as it has words in it that look as if about a person."


def _renew(request: TenantRequest, batch: ImportBatch, plan: Plan, found: Preview) -> HttpResponse:
    """What a newer version adds, changes and prints no more, each with a box to tick."""
    access = request.access
    form = VersionedForm(request.POST if request.method == "POST" else None, initial={"version": batch.version})
    chosen = request.POST.getlist("chosen")
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            apply_reimport(by=access, batch=batch, plan=plan, chosen=chosen, expected_version=version)
        except Invalid as error:
            show_errors(form, error)
        except (Stale, Closed) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{plan.title}: {len(chosen)} change{'s' * (len(chosen) != 1)} taken over.")
            return redirect("plan", access.partnership.slug, plan.slug)
    differences = versions.differences(access, plan, found.proposal)
    context = {
        **tabs(request, batch, found, ""),
        "form": form,
        "differences": differences,
        "altered": [(each, shown_changes(each)) for each in differences.altered],
        "chosen": set(chosen) if request.method == "POST" else _usual(differences),
    }
    return render(request, "plans/imports/changes.html", context, status=422 if form.errors else 200)


def _usual(differences: versions.Differences) -> set[str]:
    """What is ticked at first: all that is printed; cancelling what is not needs a tick of its own."""
    return {each.key for each in differences.added} | {each.key for each in differences.altered}


def _initial(batch: ImportBatch, found: Preview) -> dict[str, Any]:
    plan = found.proposal.plan
    return {
        "title": plan.title,
        "slug": slugify(plan.title.replace("/", "-"))[:50].strip("-"),
        "starts_on": plan.starts_on,
        "ends_on": plan.ends_on,
        "year_basis": plan.year_basis,
        "version": batch.version,
    }


@page(Permission.EDIT_PLAN)
def import_people(request: TenantRequest, import_id: str) -> HttpResponse:
    """Say of the words in one place, or of all of a kind, that they are about no person."""
    batch = queries.batch(request.access, import_id)
    version = VersionedForm(request.POST)
    expected = version.cleaned_data["version"] if version.is_valid() else None
    digests = request.POST.get(NOT_ABOUT_A_PERSON, "").split()
    try:
        count = confirm_people(by=request.access, batch=batch, digests=digests, expected_version=expected)
    except (Invalid, Stale, Closed) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _confirmed(count))
    return redirect(f"{_url(request, 'import', batch)}#people")


import_people = require_POST(import_people)


def _confirmed(count: int) -> str:
    if not count:
        return "These words were confirmed already, or a mend has taken them out."
    return f"Kept on the record: {'this is' if count == 1 else f'these {count} are'} not about a person."


@page(Permission.EDIT_PLAN)
def import_discard(request: TenantRequest, import_id: str) -> HttpResponse:
    batch = queries.batch(request.access, import_id)
    try:
        services.discard_import(by=request.access, batch=batch)
    except (Closed, Invalid) as error:
        messages.error(request, str(error))
        return redirect("import", request.access.partnership.slug, batch.pk)
    messages.success(request, f"The import of {batch.name} is discarded. No plan was changed.")
    return redirect("imports", request.access.partnership.slug)


import_discard = require_POST(import_discard)


@page(Permission.EDIT_PLAN)
def import_file(request: TenantRequest, import_id: str) -> HttpResponse:
    """The file as it came, to keep or to compare."""
    batch = queries.batch(request.access, import_id)
    name = f"{slugify(batch.name.rpartition('.')[0] or batch.name) or 'plan'}.{batch.kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    content = queries.content(request.access, batch)
    return HttpResponse(content, content_type="application/octet-stream", headers=headers)
