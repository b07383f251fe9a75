"""Evidence of an answer: its own page, for its agency, the coordinator or a single-use link; and its files, handed out
as downloads only."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header

from partners.pages import TenantRequest, page
from partners.roles import Permission
from plans.forms.evidence import FileForm, LinkForm, RemoveForm
from plans.models import UpdateRequest
from plans.queries import asked as asked_queries
from plans.queries import evidence as queries
from plans.services import evidence as services
from prevent_tracker.core.errors import Closed, Invalid, Stale
from prevent_tracker.core.forms import show_errors

from .answering import Places

CONTENT_SECURITY = "default-src 'none'; sandbox"


@dataclass(frozen=True)
class Forms:
    """The page's two forms; the one that was sent is bound."""

    file: FileForm
    link: LinkForm

    @property
    def sent(self) -> FileForm | LinkForm:
        return self.file if self.file.is_bound else self.link


def own_evidence(request: TenantRequest, request_id: str, places: Places) -> HttpResponse:
    """Evidence of what the actor's own agency is asked."""
    asked = asked_queries.your_request(request.access, request_id)
    return _evidence_page(request, asked, places, places.of("answer", asked))


@page(Permission.ANSWER, Permission.ANSWER_ANY)
def answer_evidence(request: TenantRequest, request_id: str) -> HttpResponse:
    """For the agency asked, and for the coordinator on its behalf."""
    slug = request.access.partnership.slug
    if request.access.agency_id is not None:
        return own_evidence(request, request_id, Places(slug))
    asked = queries.request_of_any(request.access, request_id)
    back = reverse("action", args=[slug, asked.round.plan.slug, asked.action.number])
    return _evidence_page(request, asked, Places(slug), back)


def _evidence_page(request: TenantRequest, asked: UpdateRequest, places: Places, back: str) -> HttpResponse:
    adding = request.POST.get("add") if request.method == "POST" else None
    found = Forms(
        FileForm(request.POST, request.FILES, auto_id="file_%s") if adding == "file" else FileForm(auto_id="file_%s"),
        LinkForm(request.POST, auto_id="link_%s") if adding == "link" else LinkForm(auto_id="link_%s"),
    )
    if adding:
        done = found.sent.is_valid() and _add(request, asked, found.sent)
    else:
        done = request.method == "POST" and _remove(request, asked)
    if done:
        return redirect(places.of("answer_evidence", asked))
    context = {"asked": asked, "back": back, "forms": found, "form": found.sent, "places": places}
    context["evidence"] = queries.of_request(request.access, asked)
    return render(request, "plans/evidence.html", context, status=200 if request.method == "GET" else 422)


def _add(request: TenantRequest, asked: UpdateRequest, form: FileForm | LinkForm) -> bool:
    title = form.cleaned_data["title"]
    try:
        if isinstance(form, FileForm):
            name, content = form.upload()
            row = services.add_file(by=request.access, request=asked, title=title, name=name, content=content)
        else:
            row = services.add_link(by=request.access, request=asked, title=title, url=form.cleaned_data["url"])
    except Invalid as error:
        show_errors(form, error)
        return False
    except Closed as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, f"Added: {row.title}.")
    return True


def _remove(request: TenantRequest, asked: UpdateRequest) -> bool:
    form = RemoveForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Nothing was removed: press Remove beside the piece that should go.")
        return False
    row = queries.one(request.access, form.cleaned_data["remove"], request=asked)
    try:
        services.remove(by=request.access, evidence=row, expected_version=form.cleaned_data["version"])
    except (Closed, Stale) as error:
        messages.error(request, str(error))
        return False
    messages.success(request, f"Removed: {row.title}. It stays on the record.")
    return True


@page(Permission.VIEW_PLAN, Permission.ANSWER)
def evidence_file(request: TenantRequest, evidence_id: str) -> HttpResponse:
    return download(request, evidence_id)


def download(request: TenantRequest, evidence_id: str) -> HttpResponse:
    """The file as it came, to be saved and not shown: its type is what it was found to be, and nothing in it runs."""
    row = queries.one(request.access, evidence_id)
    content = services.content(request.access, row)
    headers = {
        "Content-Disposition": content_disposition_header(True, queries.file_name(row)) or "attachment",
        "Content-Security-Policy": CONTENT_SECURITY,
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=row.content_type, headers=headers)
