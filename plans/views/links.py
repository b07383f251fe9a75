"""Answering by single-use link: the page that it opens, the pages of answering below it, and its end; and the
coordinator's list of a round's links."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from partners import link_door
from partners.pages import TenantRequest, page
from partners.roles import Permission
from plans.queries import links as queries
from plans.queries import rounds as round_queries
from plans.services import link_endings, links, new_links
from prevent_tracker.core import clock
from prevent_tracker.core.errors import Closed, NotFound

from . import answering, evidence
from .answering import Places

FRAME = "plans/links/frame.html"
View = Callable[..., HttpResponse]


def landing(request: TenantRequest, token: str) -> HttpResponse:
    """What a link is for, and "Continue". Looking writes nothing: programs that check mails follow every address."""
    if request.access is None:
        return _gone(request, token)
    link = queries.own(request.access)
    if link.used_at is not None:  # this browser's own: the door opens it to no other
        return redirect("linked_your_updates", link.pk)
    if request.method == "POST":
        return _use(request, token)
    progress, until = queries.progress(request.access, clock.today())
    context = {"link": link, "until": until, "progress": progress}
    return render(request, "plans/links/landing.html", context)


def _use(request: TenantRequest, token: str) -> HttpResponse:
    try:
        secret = links.start(request.access)
    except NotFound:  # somebody was a moment faster
        return _gone(request, token)
    link_door.hold(request, request.access, token, secret)
    return redirect("linked_your_updates", request.access.link_id)


def _gone(request: TenantRequest, token: str = "") -> HttpResponse:
    """The one page for every link that opens nothing, whatever the reason, with the way to a new one."""
    return render(request, "plans/links/gone.html", {"token": token}, status=404)


def send_again(request: TenantRequest, token: str) -> HttpResponse:
    """The same words for every token, known or not."""
    new_links.send_again(token)
    return render(request, "plans/links/sent_again.html")


send_again = require_POST(send_again)


def linked(view: View) -> View:
    """A page below /linked/<id>/, for the browser that uses the link. The view gets `places` for the link's id."""

    @wraps(view)
    def checked(request: TenantRequest, link: Any, **kwargs: Any) -> HttpResponse:
        if request.access is None:
            return _gone(request)
        return view(request, places=Places(link, "linked_", FRAME), **kwargs)

    return checked


@linked
def your_updates(request: TenantRequest, places: Places) -> HttpResponse:
    return answering.due_page(request, places)


@linked
def answer(request: TenantRequest, request_id: str, places: Places) -> HttpResponse:
    return answering.answer_page(request, request_id, places)


@linked
def answer_draft(request: TenantRequest, request_id: str, places: Places) -> HttpResponse:
    return answering.draft(request, request_id, places)


@linked
def answer_unchanged(request: TenantRequest, request_id: str, places: Places) -> HttpResponse:
    return answering.unchanged(request, request_id, places)


@linked
def answer_evidence(request: TenantRequest, request_id: str, places: Places) -> HttpResponse:
    return evidence.own_evidence(request, request_id, places)


@linked
def evidence_file(request: TenantRequest, evidence_id: str, places: Places) -> HttpResponse:
    return evidence.download(request, evidence_id)


@linked
def finish(request: TenantRequest, places: Places) -> HttpResponse:
    """What was sent and what was not; then the link ends, here and for good."""
    if request.method == "POST":
        link_endings.finish(request.access)
        link_door.let_go(request, request.access)
        return redirect("link_finished")
    progress, _ = queries.progress(request.access, clock.today())
    context = {"progress": progress, "places": places}
    return render(request, "plans/links/finish.html", context)


answer_draft, answer_unchanged = require_POST(answer_draft), require_POST(answer_unchanged)


def finished(request: TenantRequest) -> HttpResponse:
    return render(request, "plans/links/finished.html")


@page(Permission.MANAGE_ROUND)
def round_links(request: TenantRequest, plan: str, slug: str) -> HttpResponse:
    """Who can answer without an account in a round, by link."""
    found = round_queries.round_of(request.access, plan, slug)
    context = {"round": found, "links": queries.of_round(request.access, found), "now": clock.now()}
    return render(request, "plans/links/round.html", context)


@page(Permission.MANAGE_ROUND)
def revoke_link(request: TenantRequest, link_id: str) -> HttpResponse:
    link = queries.one(request.access, link_id)
    try:
        link_endings.revoke(by=request.access, link=link)
    except Closed as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, f"The link of {link.name} ({link.email}) opens nothing any more.")
    return redirect("round_links", request.access.partnership.slug, link.round.plan.slug, link.round.slug)


revoke_link = require_POST(revoke_link)
