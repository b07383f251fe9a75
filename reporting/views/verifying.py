"""Is this file what was issued? For members, against all that their partnership issued; for anybody, against what is
published. What is sent is read and not kept."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from partners.pages import TenantRequest, page
from partners.roles import Permission

from ..forms.verifying import FileToCheckForm
from ..queries import verifying as queries
from ..verifying import Clue, Verdict, read_clue


@page(Permission.VIEW_PACK)
def check_pack(request: TenantRequest) -> HttpResponse:
    return _check(request, lambda clue: queries.check_file(request.access, clue))


def check_public_pack(request: HttpRequest) -> HttpResponse:
    return _check(request, queries.check_public_file)


def _check(request: HttpRequest, held_against: Callable[[Clue], Verdict]) -> HttpResponse:
    form = FileToCheckForm(request.POST, request.FILES) if request.method == "POST" else FileToCheckForm()
    found = held_against(read_clue(form.cleaned_data["file"].read())) if form.is_bound and form.is_valid() else None
    context = {"form": form, "found": found, "name": form.cleaned_data["file"].name if found else ""}
    return render(request, "reporting/check.html", context, status=422 if form.errors else 200)
