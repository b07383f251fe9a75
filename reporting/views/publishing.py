"""The public page of a plan or a pack, for those who decide about it: what a reader would see, before it goes."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST

from partners.pages import TenantRequest, page
from partners.roles import Permission
from partners.tenancy import Access
from plans.models import Plan
from plans.queries import plan as plan_queries
from prevent_tracker.core.errors import Closed, Invalid, Stale
from prevent_tracker.core.forms import show_errors, show_stale

from ..forms.publishing import IndexingForm, ReleaseForm, WithdrawForm
from ..models import Pack, Publication
from ..queries import packs as pack_queries
from ..queries import publishing as queries
from ..render.html import render_body
from ..services import publishing as services
from ..services.proposing import Proposed, proposed
from ..services.publishing import Reviewed

_OWN = "withdraw_%s"  # two forms of the page ask for a reason


@page(Permission.EDIT_PACK)
def public_pack(request: TenantRequest, pack_id: str) -> HttpResponse:
    """Review a pack for the public, and release it."""
    found = pack_queries.pack(request.access, pack_id)
    return _reviewed(request, found.round.plan, found)


@page(Permission.EDIT_PACK)
def public_plan(request: TenantRequest, plan: str) -> HttpResponse:
    """Review a plan by itself for the public, and release it."""
    return _reviewed(request, plan_queries.plan(request.access, plan), None)


@page(Permission.EDIT_PACK)
def withdraw(request: TenantRequest, publication_id: str) -> HttpResponse:
    """Take a page away from the public."""
    found, form = queries.publication(request.access, publication_id), WithdrawForm(request.POST, auto_id=_OWN)
    if form.is_valid() and _done(
        form, lambda: services.withdraw(by=request.access, publication=found, reason=form.cleaned_data["reason"])
    ):
        messages.success(request, "The page is withdrawn. Nobody outside the partnership can read it any more.")
        return _back(request, found)
    return _review(request, found.plan, found.pack, withdraw=form)


@page(Permission.EDIT_PACK)
def republish(request: TenantRequest, publication_id: str) -> HttpResponse:
    """Put a page back as it was."""
    found = queries.publication(request.access, publication_id)
    services.republish(by=request.access, publication=found)
    messages.success(request, "The page is public again, as it was.")
    return _back(request, found)


@page(Permission.EDIT_PACK)
def set_indexable(request: TenantRequest, publication_id: str) -> HttpResponse:
    """Say whether search engines may list a page."""
    found = queries.publication(request.access, publication_id)
    form = IndexingForm(request.POST, publication=found)
    if form.is_valid() and _done(
        form,
        lambda: services.set_indexable(
            by=request.access,
            publication=found,
            is_indexable=form.wants_indexing() is True,
            expected_version=form.cleaned_data["version"],
        ),
    ):
        messages.success(request, "Saved.")
        return _back(request, found)
    return _review(request, found.plan, found.pack, indexing=form)


withdraw, republish, set_indexable = (require_POST(view) for view in (withdraw, republish, set_indexable))


def _done(form: forms.Form, verb: Callable[[], object]) -> bool:
    """Whether it was done; else the form says why not."""
    try:
        verb()
    except Invalid as error:
        show_errors(form, error)
    except Stale as error:
        show_stale(form, error)
    except Closed as error:
        form.add_error(None, str(error))
    return not form.errors


def _back(request: TenantRequest, found: Publication) -> HttpResponse:
    slug = request.access.partnership.slug
    if found.pack_id:
        return redirect("public_pack", slug, found.pack_id)
    return redirect("public_plan", slug, found.plan.slug)


def _reviewed(request: TenantRequest, plan: Plan, pack: Pack | None) -> HttpResponse:
    if request.method != "POST":
        return _review(request, plan, pack)
    stands = queries.standing(request.access, plan, pack)
    form = ReleaseForm(request.POST, publication=stands.publication, supersedes=stands.last is not None)
    if form.is_valid():
        given = form.cleaned_data
        seen = Reviewed(given["sha256"], given["moment"], given.get("reason", ""), form.wants_indexing())
        if _done(form, lambda: services.ask_for_release(by=request.access, plan=plan, pack=pack, reviewed=seen)):
            return redirect(request.path)
    return _review(request, plan, pack, release=form)


def _review(
    request: TenantRequest,
    plan: Plan,
    pack: Pack | None,
    *,
    release: ReleaseForm | None = None,
    withdraw: WithdrawForm | None = None,
    indexing: IndexingForm | None = None,
) -> HttpResponse:
    """How it stands, and what would be released now, drawn as a reader would see it."""
    access = request.access
    stands = queries.standing(access, plan, pack)
    found, nothing = _proposed(access, stands)
    page = stands.publication
    context = {
        "plan": plan,
        "pack": pack,
        "stands": stands,
        "proposed": found,
        "nothing": nothing,
        "body": mark_safe(render_body(found.document)) if found else "",  # noqa: S308  the renderer escapes
        "release": release or ReleaseForm(publication=page, supersedes=stands.last is not None),
        "withdraw": withdraw or WithdrawForm(auto_id=_OWN),
        "indexing": indexing or IndexingForm(publication=page),
        "site": request.build_absolute_uri("/public/"),
    }
    wrong = next((form for form in (release, withdraw, indexing) if form is not None), None)
    return render(request, "reporting/public.html", {**context, "form": wrong}, status=422 if wrong else 200)


def _proposed(access: Access, stands: queries.Standing) -> tuple[Proposed | None, str]:
    """What would be released now, or why there is nothing."""
    if stands.is_being_made:
        return None, ""
    try:
        return proposed(access, stands.plan, stands.pack), ""
    except Closed as error:
        return None, str(error)
