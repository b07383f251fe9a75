"""Pages outside any plan: the way in, and what belongs to the installation."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from partners.models import User
from partners.pages import TenantRequest, page
from partners.roles import ROLES, Permission
from partners.tenancy import memberships


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """The person's partnerships; straight into the only one."""
    assert isinstance(request.user, User)
    mine = memberships(request.user)
    if len(mine) == 1:
        return redirect("your_updates" if mine[0]["role"] == "contributor" else "partnership", mine[0]["slug"])
    return render(request, "partners/home.html", {"memberships": mine})


def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "partners/help.html", {"roles": ROLES.values()})


def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "partners/accessibility.html")


def health(request: HttpRequest) -> HttpResponse:
    """For the machine that watches: 200 when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")


@page(Permission.VIEW_PLAN)
def accent(request: TenantRequest) -> HttpResponse:
    """The partnership's colour as a style sheet of its own: the policy allows no inline style."""
    css = f":root {{ --app-accent: {request.access.partnership.accent}; }}\n"
    return HttpResponse(css, content_type="text/css", headers={"Cache-Control": "private, max-age=3600"})
