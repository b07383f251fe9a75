"""The logo that packs carry."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from partners.pages import TenantRequest, page
from partners.roles import Permission
from prevent_tracker.core.errors import Invalid, NotFound, Stale
from prevent_tracker.core.forms import show_errors, show_stale

from ..forms.styles import LogoForm
from ..queries.styles import pack_settings
from ..services.logos import remove_logo, set_logo


@page(Permission.EDIT_PACK)
def logo(request: TenantRequest) -> HttpResponse:
    stored = pack_settings(request.access)
    form = LogoForm(initial={"version": stored.version, "alt": stored.logo_alt})
    if request.method == "POST":
        if "remove" in request.POST:
            remove_logo(by=request.access)
            messages.success(request, "Packs carry no logo from now on. What was issued keeps its own.")
            return redirect("pack_logo", request.access.partnership.slug)
        form = LogoForm(request.POST, request.FILES)
        if _set(request, form):
            messages.success(request, "Packs carry this logo from now on.")
            return redirect("pack_logo", request.access.partnership.slug)
    status = 422 if form.errors else 200
    return render(request, "reporting/styles/logo.html", {"form": form, "settings": stored}, status=status)


def _set(request: TenantRequest, form: LogoForm) -> bool:
    if not form.is_valid():
        return False
    given = form.cleaned_data
    try:
        set_logo(by=request.access, content=form.content(), alt=given["alt"], expected_version=given["version"])
    except Invalid as error:
        show_errors(form, error)
    except Stale as error:
        show_stale(form, Stale(str(error), {"alt": error.current["logo_alt"], "version": error.current["version"]}))
    return not form.errors


@page(Permission.EDIT_PACK)
def logo_picture(request: TenantRequest) -> HttpResponse:
    """The picture as it is kept: pixels that were drawn anew, of the type that it is."""
    stored = pack_settings(request.access)
    if stored.logo is None:
        raise NotFound("There is no logo.")
    headers = {"Cache-Control": "private, no-cache", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(bytes(stored.logo), content_type=stored.logo_type, headers=headers)
