"""The pages on which a party answers, wherever they stand: below its partnership for members, below a single-use link
for whoever has no account. `Places` knows the addresses; everything else is the same."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from partners.pages import TenantRequest
from partners.roles import Permission
from plans.forms.updates import AnswerForm
from plans.models import Update, UpdateRequest, UpdateState
from plans.models.quarter import ANSWERED
from plans.queries import asked as queries
from plans.queries import contradictions
from plans.queries import evidence as evidence_queries
from plans.queries import rounds as round_queries
from plans.services import updates as services
from prevent_tracker.core import clock
from prevent_tracker.core.errors import Closed, Invalid, Stale
from prevent_tracker.core.forms import show_errors, show_stale

from .versions import posted_version


@dataclass(frozen=True)
class Places:
    """Where the pages of answering are: `<prefix>your_updates`, `<prefix>answer`, `<prefix>answer_draft` and
    `<prefix>answer_unchanged`, each with `first` (a partnership's slug, a link's id) and, but the list, the request's
    id. `frame` is what their templates extend."""

    first: str | uuid.UUID
    prefix: str = ""
    frame: str = "base.html"

    @property
    def due(self) -> str:
        return reverse(f"{self.prefix}your_updates", args=[self.first])

    def of(self, name: str, request: UpdateRequest) -> str:
        return reverse(f"{self.prefix}{name}", args=[self.first, request.pk])


def due_page(request: TenantRequest, places: Places) -> HttpResponse:
    """Everything this agency is asked, by plan and round, and what is next."""
    rounds = [
        (item, _linked(item.open, places), _linked(item.sent, places))
        for item in queries.your_updates(request.access, clock.today())
    ]
    waiting = [row for _, rows, _ in rounds for row in rows]
    context = {
        "rounds": rounds,
        "next": waiting[0] if waiting else None,
        "decisions": queries.decisions_for(request.access),
        "today": clock.today(),
        "places": places,
    }
    return render(request, "plans/your_updates.html", context)


def _linked(rows: tuple[queries.Asked, ...], places: Places) -> list[dict[str, Any]]:
    return [{"asked": row, "url": places.of("answer", row.request)} for row in rows]


def answer_page(request: TenantRequest, request_id: str, places: Places) -> HttpResponse:
    """One update due: last quarter's words beside the boxes, then on to the next. What comes too late is refused on the
    page it was typed on, where every word still stands."""
    asked = queries.your_request(request.access, request_id, ended=request.method == "POST")
    services.mark_opened(by=request.access, request=asked)
    form = answer_form(request, asked)
    if request.method == "POST" and form.is_valid() and try_to_send(request, form, asked) is not None:
        return _onward(request, asked, places, "draft kept" if "draft" in request.POST else "sent")
    context = about(request, form, asked, places)
    return render(request, "plans/answer.html", context, status=422 if form.errors else 200)


def draft(request: TenantRequest, request_id: str, places: Places) -> HttpResponse:
    """Keep what is typed so far (htmx): a short status, and the version that the form carries on with.

    409 where somebody else saved meanwhile or the round has closed, 422 where a word cannot be kept as it is: either
    way the page keeps everything that is typed.
    """
    asked = queries.your_request(request.access, request_id, ended=True)
    form = answer_form(request, asked)
    saved, why, status = None, "", 422
    if form.is_valid():
        try:
            saved = services.save_draft(
                by=request.access, request=asked, answer=form.answer(), expected_version=form.cleaned_data["version"]
            )
            status = 200
        except Invalid as error:
            why = next(iter(error.errors.values()))[0]
        except Stale:
            why, status = "This answer was changed elsewhere. Press “Keep as a draft” to compare the two.", 409
        except Closed as error:
            why, status = str(error), 409
    else:
        why = str(next(iter(form.errors.values()))[0])
    at = timezone.localtime(clock.now())
    return render(request, "plans/_draft_saved.html", {"saved": saved, "why": why, "at": at}, status=status)


def unchanged(request: TenantRequest, request_id: str, places: Places) -> HttpResponse:
    """ "No change since last quarter", in one press. Words that were written meanwhile are never pushed aside: the page
    then shows them, and asks again."""
    asked = queries.your_request(request.access, request_id)
    try:
        services.submit_unchanged(by=request.access, request=asked, expected_version=posted_version(request) or 0)
    except (Invalid, Stale) as error:
        messages.warning(request, str(error))
        return HttpResponseRedirect(places.of("answer", asked))
    return _onward(request, asked, places, "sent as no change")


def _onward(request: TenantRequest, asked: UpdateRequest, places: Places, what: str) -> HttpResponse:
    """To the next that waits, or to the list when a draft was kept or nothing is left."""
    if request.POST.get("draft") == "evidence":  # kept on the way there, so that no typed word is lost
        return redirect(places.of("answer_evidence", asked))
    messages.success(request, f"{asked.action.number}: {what}.")
    following = queries.next_due(request.access, after=asked)
    if following is None or what == "draft kept":
        return redirect(places.due)
    return redirect(places.of("answer", following))


def answer_form(request: TenantRequest, asked: UpdateRequest) -> AnswerForm:
    """The form with what is stored, or with what was sent."""
    options: dict[str, Any] = {
        "rag_key": request.access.partnership.rag_key,
        "milestones": list(asked.action.milestones.order_by("order")),
    }
    if request.method == "POST":
        return AnswerForm(request.POST, **options)
    stored = round_queries.update_of(request.access, asked)
    return AnswerForm(initial=AnswerForm.initial_from(stored), **options)


def try_to_send(request: TenantRequest, form: AnswerForm, asked: UpdateRequest) -> Update | None:
    """Send what was typed; on a refusal the form says why and keeps every word."""
    version = form.cleaned_data["version"]
    try:
        if "draft" in request.POST:
            return services.save_draft(by=request.access, request=asked, answer=form.answer(), expected_version=version)
        return services.submit(by=request.access, request=asked, answer=form.answer(), expected_version=version)
    except Invalid as error:
        show_errors(form, error)
    except Stale as error:
        show_stale(form, error)
    except Closed as error:
        form.add_error(None, str(error))
    return None


def beside(request: TenantRequest, asked: UpdateRequest) -> dict[str, Any]:
    """What stands beside an answer: the last words, what boards decided or asked, when it is due."""
    said = queries.said_before(request.access, [asked]).get(asked.pk, queries.Said())
    return {
        "asked": asked,
        "said": said,
        "decisions": queries.decisions_about(asked),
        "milestones": asked.action.milestones.order_by("order"),
        "until": queries.deadline(request.access, asked),
        "today": clock.today(),
    }


def against(request: TenantRequest, update: Update | None) -> list[str]:
    """What speaks against an answer that was sent; only members may read what it is judged by."""
    if update is None or update.state not in ANSWERED or not request.access.may(Permission.VIEW_PLAN):
        return []
    return contradictions.of_updates(request.access, update.round).get(update.pk, [])


def about(request: TenantRequest, form: AnswerForm, asked: UpdateRequest, places: Places) -> dict[str, Any]:
    """Everything that the page of one answer shows."""
    stored = getattr(asked, "update", None)
    place = queries.place(request.access, asked)
    return beside(request, asked) | {
        "form": form,
        "stored": stored,
        "is_sent": stored is not None and stored.state in (UpdateState.SUBMITTED, UpdateState.ACCEPTED),
        "place": place,
        "previous_url": places.of("answer", place.previous) if place.previous else "",
        "following_url": places.of("answer", place.following) if place.following else "",
        "draft_url": places.of("answer_draft", asked),
        "unchanged_url": places.of("answer_unchanged", asked),
        "places": places,
        "contradictions": against(request, stored),
        "evidence": evidence_queries.of_request(request.access, asked),
        "evidence_url": places.of("answer_evidence", asked),
    }
