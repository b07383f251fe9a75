"""Domain errors as pages: what no form caught still ends in kind words and the right code."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from prevent_tracker.core import hits
from prevent_tracker.core.errors import Closed, DomainError, Invalid, NotAllowed, NotFound, Stale
from prevent_tracker.core.govuk import component
from prevent_tracker.core.personal import HitSentence, hit_sentences
from prevent_tracker.core.screening import NOT_ABOUT_A_PERSON

_STATUS: dict[type[DomainError], int] = {NotFound: 404, NotAllowed: 403, Closed: 409, Stale: 409}


def error_page(request: HttpRequest, error: DomainError) -> HttpResponse | None:
    """The page for a domain error that no form caught; None for one that is a fault of ours."""
    if isinstance(error, Invalid) and (sentences := hit_sentences(error)):
        return _case_data_page(request, sentences)
    status = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), None)
    if status is None:
        return None
    return render(request, f"{status}.html", {"message": str(error)}, status=status)


def _case_data_page(request: HttpRequest, sentences: list[HitSentence]) -> HttpResponse:
    """What looks like case data in a form that shows no errors of its own, with the same form to be sent again."""
    given = request.POST.getlist(NOT_ABOUT_A_PERSON)
    kept = [(name, value) for name, values in request.POST.lists() if name not in _NOT_KEPT for value in values]
    found = {said.hit.digest: said.hit for said in sentences}
    context = {
        "sentences": [hits.marked(said) for said in sentences],
        "boxes": component("checkboxes", **hits.boxes(found.values(), given, "sent")),
        "kept": kept + [(NOT_ABOUT_A_PERSON, digest) for digest in given if digest not in found],
        "files": list(request.FILES),
        "again": {"text": "Choose the file again", "classes": "govuk-label--s"},
    }
    return render(request, "case_data.html", context, status=422)


_NOT_KEPT = ("csrfmiddlewaretoken", NOT_ABOUT_A_PERSON)
