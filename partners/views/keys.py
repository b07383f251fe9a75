"""API keys: who has one, what it may do, what it did."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from partners import queries, services
from partners.forms import KeyForm
from partners.pages import TenantRequest, page
from partners.roles import Permission
from prevent_tracker.core.errors import Invalid
from prevent_tracker.core.forms import show_errors


@page(Permission.MANAGE_MEMBERS, Permission.MANAGE_ROUND)
def settings(request: TenantRequest) -> HttpResponse:
    """The ways on to whatever a partnership sets for itself."""
    return render(
        request,
        "partners/settings.html",
        {
            "may_keys": request.access.may(Permission.MANAGE_MEMBERS),
            "may_rounds": request.access.may(Permission.MANAGE_ROUND),
        },
    )


@page(Permission.MANAGE_MEMBERS)
def keys(request: TenantRequest) -> HttpResponse:
    rows = [(row, queries.state_of(row), queries.scopes_in_words(row)) for row in queries.keys(request.access)]
    return render(request, "partners/keys.html", {"rows": rows})


@never_cache
@page(Permission.MANAGE_MEMBERS)
def add_key(request: TenantRequest) -> HttpResponse:
    """Make a key. Its token is in this one answer and nowhere else: not in an address, a session or a log."""
    form = KeyForm(**({"data": request.POST} if request.method == "POST" else {}), access=request.access)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            key, token = services.create_key(
                by=request.access, agency=given["agency"], name=given["name"], scopes=given["scopes"],
                expires_at=form.expires_at(),
            )  # fmt: skip
        except Invalid as error:
            show_errors(form, error)
        else:
            context = {"key": key, "token": token, "scopes": queries.scopes_in_words(key)}
            return render(request, "partners/key_made.html", context)
    return render(request, "partners/add_key.html", {"form": form}, status=422 if form.errors else 200)


@page(Permission.MANAGE_MEMBERS)
def key(request: TenantRequest, key_id: uuid.UUID) -> HttpResponse:
    """One key, and what it did, newest first."""
    found = queries.key(request.access, key_id)
    shown, before = request.GET.get("show", ""), request.GET.get("before", "")
    context = {
        "key": found,
        "state": queries.state_of(found),
        "scopes": queries.scopes_in_words(found),
        "calls": queries.calls(request.access, found, before=before, status=shown),
        "is_first": not before,
        "shown": shown if shown in queries.STATUSES else "",
        "tabs": [
            {"label": label, "url": f"?show={value}" if value else "?", "active": value == shown}
            for value, label in {"": "Everything", **queries.STATUSES}.items()
        ],
    }
    return render(request, "partners/key.html", context)


@page(Permission.MANAGE_MEMBERS)
def revoke_key(request: TenantRequest, key_id: uuid.UUID) -> HttpResponse:
    """Ask once, then revoke."""
    found = queries.key(request.access, key_id)
    if request.method == "POST":
        services.revoke_key(by=request.access, key=found)
        messages.success(request, f"The key “{found.name}” is revoked: it opens nothing any more.")
        return redirect("keys", request.access.partnership.slug)
    return render(request, "partners/revoke_key.html", {"key": found})
