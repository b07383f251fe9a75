"""The demonstration's outbox: mails that never left, to be read and tried. It exists on a trial's own machine alone."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from plans.queries import kept_mail as queries
from prevent_tracker.core.errors import NotFound

# A mail's own styles are inline; its links open, and nothing else in it does anything.
MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none';"
    " sandbox allow-popups allow-popups-to-escape-sandbox"
)


def _of_a_trial(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view gets the folder of the mails; anywhere but on a trial's machine there is no such page."""

    @wraps(view)
    def checked(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not settings.LOCAL or not settings.EMAIL_FILE_PATH:
            raise Http404
        try:
            return view(request, Path(settings.EMAIL_FILE_PATH), **kwargs)
        except NotFound as error:
            raise Http404(str(error)) from None

    return checked


@_of_a_trial
def outbox(request: HttpRequest, folder: Path) -> HttpResponse:
    return render(request, "plans/outbox.html", {"mails": queries.kept_mails(folder)})


@_of_a_trial
def outbox_mail(request: HttpRequest, folder: Path, name: str) -> HttpResponse:
    return render(request, "plans/outbox_mail.html", {"mail": queries.kept_mail(folder, name)})


@_of_a_trial
def outbox_html(request: HttpRequest, folder: Path, name: str) -> HttpResponse:
    """The mail as a mail program shows it, shut off from the tracker's own pages."""
    html = queries.kept_mail(folder, name).html
    return HttpResponse(html, headers={"Content-Security-Policy": MAIL_POLICY})


@_of_a_trial
def outbox_file(request: HttpRequest, folder: Path, name: str, place: int) -> HttpResponse:
    found = queries.kept_mail(folder, name).attachments
    if place >= len(found):
        raise NotFound("There is no such file.")
    headers = {"Content-Disposition": f'attachment; filename="{Path(found[place].name).name}"'}
    return HttpResponse(found[place].content, content_type=found[place].content_type, headers=headers)
