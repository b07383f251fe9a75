"""Agencies with the people who are written to for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from partners.pages import TenantRequest, page
from partners.roles import Permission
from plans.forms.contacts import ContactForm
from plans.queries import agencies as queries
from plans.services import contacts as services
from prevent_tracker.core.errors import Closed, Invalid
from prevent_tracker.core.forms import show_errors

NEEDED = (Permission.MANAGE_ROUND, Permission.MANAGE_MEMBERS)


@page(*NEEDED)
def agencies(request: TenantRequest) -> HttpResponse:
    found = queries.agencies(request.access)
    context = {"rows": found, "unreachable": sum(1 for row in found if not row.is_reachable)}
    return render(request, "plans/agencies.html", context)


@page(*NEEDED)
def add_contact(request: TenantRequest, agency_id: str) -> HttpResponse:
    found = queries.agency(request.access, agency_id)
    form = ContactForm(request.POST) if request.method == "POST" else ContactForm()

    def add(**typed: Any) -> str:
        row = services.add_contact(by=request.access, agency=found, **typed)
        return f"{row.name} is a contact of {found.name} now."

    return _saved(request, form, add) or _form(request, form, f"Add a contact of {found.name}", "Add")


@page(*NEEDED)
def contact(request: TenantRequest, contact_id: str) -> HttpResponse:
    """Change a contact, or (button "end") write to them no more."""
    found = queries.contact(request.access, contact_id)
    if request.method == "POST" and "end" in request.POST:
        services.end_contact(by=request.access, contact=found)
        messages.success(request, f"{found.name} is not written to for {found.agency.name} any more.")
        return redirect("agencies", request.access.partnership.slug)
    initial = {"name": found.name, "email": found.email, "is_senior": "yes" if found.is_senior else "no"}
    form = ContactForm(request.POST) if request.method == "POST" else ContactForm(initial=initial)

    def change(**typed: Any) -> str:
        row = services.change_contact(by=request.access, contact=found, **typed)
        return f"{row.name} of {found.agency.name} is changed."

    end = ("end", "Write to them no more")
    return _saved(request, form, change) or _form(request, form, f"Contact of {found.agency.name}", "Save", end)


def _saved(request: TenantRequest, form: ContactForm, save: Callable[..., str]) -> HttpResponse | None:
    """Back to the list with what `save` says; None where the form is to be shown (again)."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        said = save(**form.cleaned_data)
    except Invalid as error:
        show_errors(form, error)
        return None
    except Closed as error:
        form.add_error(None, str(error))
        return None
    messages.success(request, said)
    return redirect("agencies", request.access.partnership.slug)


def _form(
    request: TenantRequest, form: ContactForm, heading: str, button: str, second: tuple[str, str] | None = None
) -> HttpResponse:
    back = reverse("agencies", args=[request.access.partnership.slug])
    context = {"form": form, "heading": heading, "button": button, "second": second, "back": back}
    return render(request, "plans/form.html", context, status=422 if form.errors else 200)
