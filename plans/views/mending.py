"""Mending what was read from a file, beside the file's own rows. Every mend is kept and can be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from partners.pages import TenantRequest, page
from partners.roles import Permission
from plans.forms.editing import VersionedForm
from plans.forms.imports import LeadsForm
from plans.forms.mending import ActionForm, ColumnsForm, FactsForm, RowForm, SectionForm, SplitForm
from plans.importers.proposal import Correction
from plans.models import ImportBatch
from plans.queries import imports as queries
from plans.queries.preview import Preview
from plans.queries.shown import Item
from plans.services import imports as services
from prevent_tracker.core.errors import Closed, Invalid, NotFound, Stale
from prevent_tracker.core.forms import show_errors, show_stale

from .imports import tabs

ROWS_ON_A_PAGE = 100
NAMES_ON_A_PAGE = 200


def _back(request: TenantRequest, batch: ImportBatch, name: str = "import") -> HttpResponse:
    """To the page that shows what the mend did, and the doubts that were looked at; focus goes to what is said."""
    url = reverse(name, args=[request.access.partnership.slug, batch.pk])
    kept = {given: request.POST[given] for given in ("why", "doubtful") if request.POST.get(given)}
    return redirect(f"{url}?{urlencode({'mended': 1, **kept})}#mended")


def _press(
    request: TenantRequest, batch: ImportBatch, corrections: Sequence[Correction], name: str = "import"
) -> HttpResponse:
    """A mend by one press of a button: nothing was typed that could be lost, so a refusal is said above the page."""
    version = VersionedForm(request.POST)
    expected = version.cleaned_data["version"] if version.is_valid() else None
    try:
        if not corrections:
            raise Invalid({"": "Nothing was changed: an earlier mend has changed this row already."})
        services.mend(by=request.access, batch=batch, corrections=corrections, expected_version=expected)
    except (Invalid, Stale, Closed) as error:
        messages.error(request, str(error))
    return _back(request, batch, name)


def _save(
    request: TenantRequest, batch: ImportBatch, form: forms.Form, corrections: Sequence[Correction]
) -> HttpResponse | None:
    """A mend by a form: a refusal comes back beside what was typed, and None is returned."""
    expected = form.cleaned_data["version"]
    try:
        if corrections:
            services.mend(by=request.access, batch=batch, corrections=corrections, expected_version=expected)
    except Invalid as error:
        show_errors(form, error)
    except Stale as error:
        show_stale(form, error)
    except Closed as error:
        form.add_error(None, str(error))
    else:
        return _back(request, batch)
    return None


@page(Permission.EDIT_PLAN)
def import_item(request: TenantRequest, import_id: str, item: str) -> HttpResponse:
    """One section or action beside its source: a press of a button, other words, or several actions of one."""
    batch = queries.batch(request.access, import_id)
    found = queries.preview(request.access, batch)
    shown = found.item(item)
    if shown is None:
        raise NotFound("There is no such action or section in this import now: a later mend may have changed it.")
    if request.method == "POST" and "mend" in request.POST:
        return _press(request, batch, _pressed(found, shown, request.POST["mend"]))
    given = request.POST if request.method == "POST" else None
    splits = given is not None and "split" in given
    words = _words_form(found, shown, None if splits else given, batch)
    initial = {"texts": SplitForm.parts(shown.text), "version": batch.version}
    split = SplitForm(given if splits else None, initial=initial)
    form = split if splits else words
    if given is not None and form.is_valid():
        changes = (
            [Correction("split", {"key": item, "texts": split.cleaned_data["texts"]})]
            if splits
            else words.corrections()
        )
        if saved := _save(request, batch, form, changes):
            return saved
    context = {**tabs(request, batch, found, "import"), "item": shown, "form": form, "words": words, "split": split}
    return render(request, "plans/imports/item.html", context, status=422 if form.errors else 200)


def _pressed(found: Preview, shown: Item, name: str) -> list[Correction]:
    """What a button does; "agree to all" speaks for every action that is looked at together with this one, "alike" for
    all that is doubted for nothing but the reason named after it."""
    kind, _, why = name.partition(":")
    if kind == "agree_all":
        together = next((keys for keys in found.doubts if shown.key in keys), ())
        return [Correction("agree", {"key": key}) for key in together]
    if kind == "alike":
        return [Correction("agree", {"key": key}) for each in found.alike if each.name == why for key in each.only]
    mend = shown.mend(name)
    return [mend.correction] if mend else []


def _words_form(found: Preview, item: Item, given: Any, batch: ImportBatch) -> ActionForm | SectionForm:
    initial = {"version": batch.version}
    if action := found.action(item.key):
        return ActionForm(given, action=action, sections=found.proposal.sections, initial=initial)
    section = found.section(item.key)
    assert section is not None  # an item is the one or the other
    return SectionForm(given, section=section, initial=initial)


@page(Permission.EDIT_PLAN)
def import_columns(request: TenantRequest, import_id: str, table: int) -> HttpResponse:
    """What the columns of one table are."""
    batch = queries.batch(request.access, import_id)
    found = queries.preview(request.access, batch)
    shown = next((each for each in found.tables() if table in each.numbers), None)
    if shown is None:
        raise NotFound("There is no such table in this import.")
    form = ColumnsForm(request.POST if request.method == "POST" else None, table=shown)
    form.initial["version"] = batch.version
    if request.method == "POST" and form.is_valid() and (saved := _save(request, batch, form, form.corrections())):
        return saved
    context = {**tabs(request, batch, found, "import"), "form": form, "table": shown}
    return render(request, "plans/imports/columns.html", context, status=422 if form.errors else 200)


@page(Permission.EDIT_PLAN)
def import_facts(request: TenantRequest, import_id: str) -> HttpResponse:
    """What the plan says of itself."""
    batch = queries.batch(request.access, import_id)
    plan = queries.preview(request.access, batch, beside_source=False).proposal.plan
    names = [name for name in FactsForm.base_fields if name not in ("version", "period")]
    initial = {name: getattr(plan, name) for name in names} | {"version": batch.version, "period": plan.period_label}
    form = FactsForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid() and (saved := _save_facts(request, batch, form)):
        return saved
    back = reverse("import", args=[request.access.partnership.slug, batch.pk])
    context = {"form": form, "heading": "What the plan says of itself", "back": back, "button": "Save"}
    return render(request, "plans/form.html", context, status=422 if form.errors else 200)


@transaction.atomic
def _save_facts(request: TenantRequest, batch: ImportBatch, form: FactsForm) -> HttpResponse | None:
    saved = _save(request, batch, form, form.corrections())
    if saved and (options := form.options()):
        services.set_options(by=request.access, batch=batch, options=options)
        messages.success(request, "The file is read again with this period. Look at its timescales.")
    return saved


@page(Permission.EDIT_PLAN)
def import_source(request: TenantRequest, import_id: str) -> HttpResponse:
    """The file as it was read, with what each row was taken for."""
    batch = queries.batch(request.access, import_id)
    found = queries.preview(request.access, batch)
    if request.method == "POST":
        form = RowForm(request.POST)
        correction = form.correction() if form.is_valid() else None
        place = {name: form.cleaned_data.get(name) or 0 for name in ("table", "row", "line")}
        if correction and not found.holds(**place):
            raise NotFound("There is no such row in this file.")
        return _press(request, batch, [correction] if correction else [], "import_source")
    shown = Paginator(found.printed(), ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    printed = [found.printed_row(*place) for place in shown]
    rows = [(each, RowForm.of(each, number, batch.version)) for number, each in enumerate(printed)]
    context = {
        **tabs(request, batch, found, "import_source"),
        "page": shown,
        "groups": [
            (table, _table_form(found, batch, table), list(group))
            for table, group in groupby(rows, key=lambda row: row[0].table)
        ],
        "mended": "mended" in request.GET,
        "last_mend": queries.last_mend(batch),
    }
    return render(request, "plans/imports/source.html", context)


def _table_form(found: Preview, batch: ImportBatch, table: int) -> RowForm | None:
    """The form above a table; None for paragraphs."""
    is_plan = any(layout.table == table for layout in found.proposal.layouts)
    return RowForm.of_table(table, batch.version, is_plan=is_plan) if table else None


@page(Permission.EDIT_PLAN)
def import_left_out(request: TenantRequest, import_id: str) -> HttpResponse:
    """What stands in the file and not in the plan, why, and how it can be taken in."""
    batch = queries.batch(request.access, import_id)
    found = queries.preview(request.access, batch)
    rows = found.left_out
    if request.method == "POST":
        name, _, number = request.POST.get("mend", "").partition(":")
        chosen = [
            mend.correction for row in rows for mend in row.mends if str(row.number) == number and mend.name == name
        ]
        return _press(request, batch, chosen, "import_left_out")
    context = {
        **tabs(request, batch, found, "import_left_out"),
        "page": Paginator(rows, ROWS_ON_A_PAGE).get_page(request.GET.get("page")),
        "mended": "mended" in request.GET,
        "last_mend": queries.last_mend(batch),
    }
    return render(request, "plans/imports/left_out.html", context)


@page(Permission.EDIT_PLAN)
def import_leads(request: TenantRequest, import_id: str) -> HttpResponse:
    """Who each name is: nothing is merged, and no agency made, by itself."""
    batch = queries.batch(request.access, import_id)
    found = queries.preview(request.access, batch, beside_source=False)
    known = queries.parties(request.access)
    shown = Paginator(queries.asked_leads(batch, found, known), NAMES_ON_A_PAGE).get_page(request.GET.get("page"))
    leads = list(shown)
    data = request.POST if request.method == "POST" else None
    form = LeadsForm(data, leads=leads, parties=known, initial={"version": batch.version})
    if request.method == "POST" and form.is_valid():
        try:
            services.set_parties(
                by=request.access, batch=batch, choices=form.choices(), expected_version=form.cleaned_data["version"]
            )
        except Invalid as error:
            show_errors(form, error)
        except Stale as error:
            show_stale(form, error)
        except Closed as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Kept. Agencies that are new will be made together with the plan.")
            if shown.has_next():
                return redirect(f"{request.path}?page={shown.next_page_number()}")
            return redirect("import", request.access.partnership.slug, batch.pk)
    context = {**tabs(request, batch, found, "import_leads"), "form": form, "page": shown, **_leads(form)}
    return render(request, "plans/imports/leads.html", context, status=422 if form.errors else 200)


def _leads(form: LeadsForm) -> dict[str, Any]:
    """The names that ask something, and those that are known, which need no look."""
    rows = form.rows()
    return {
        "asked": [row for row in rows if row[0].exact is None],
        "known": [row for row in rows if row[0].exact is not None],
    }


@page(Permission.EDIT_PLAN)
def import_undo(request: TenantRequest, import_id: str) -> HttpResponse:
    """Take back the last mend."""
    batch = queries.batch(request.access, import_id)
    try:
        services.undo_mend(by=request.access, batch=batch)
    except (Invalid, Stale, Closed) as error:
        messages.error(request, str(error))
    return _back(request, batch)


import_undo = require_POST(import_undo)
