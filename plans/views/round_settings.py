"""How a partnership runs its rounds."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from partners.pages import TenantRequest, page
from partners.roles import Permission
from plans.forms.rounds import RoundSettingsForm
from plans.queries.round_settings import settings_of
from plans.services.round_settings import change_settings
from prevent_tracker.core.errors import Invalid, Stale
from prevent_tracker.core.forms import show_errors, show_stale


@page(Permission.MANAGE_ROUND)
def round_settings(request: TenantRequest) -> HttpResponse:
    """How answers become one status, when rounds open and close, and when mail goes out."""
    stored = settings_of(request.access)
    form = RoundSettingsForm(request.POST) if request.method == "POST" else RoundSettingsForm.of(stored)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        try:
            change_settings(by=request.access, expected_version=given.pop("version"), **given)
        except Invalid as error:
            show_errors(form, error)
        except Stale as error:
            show_stale(form, error)
        else:
            messages.success(request, "The settings of rounds are changed.")
            return redirect("rounds", request.access.partnership.slug)
    return render(request, "plans/round_settings.html", {"form": form}, status=422 if form.errors else 200)
