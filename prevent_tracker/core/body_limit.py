"""Pages refuse a body that is too large before any of it is kept. The API has its own answer (RFC 9457)."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import render

MEBIBYTE = 2**20
_PIECE = 64 * 1024
_PATIENCE = 100 * MEBIBYTE  # read and dropped, so that the browser hears the answer; a longer one is cut off


class BodyLimitMiddleware:
    """413 for what says it is larger than `settings.BODY_LIMITS` (pattern of a path: bytes; the first that fits)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        limit = next(
            (most for pattern, most in settings.BODY_LIMITS.items() if re.match(pattern, request.path_info)), None
        )
        length = request.META.get("CONTENT_LENGTH") or "0"
        if limit is None or not length.isdecimal() or int(length) <= limit:
            return self.get_response(request)
        _drop(request)
        context = {"limit": limit // MEBIBYTE - 1, "sent": int(length) // MEBIBYTE}
        return render(request, "413.html", context, status=413)


def _drop(request: HttpRequest) -> None:
    """A browser that is still sending when the connection closes shows an error of its own instead of our page."""
    dropped = 0
    try:
        while dropped < _PATIENCE and (piece := request.read(_PIECE)):
            dropped += len(piece)
    except UnreadablePostError:  # it went away: nobody reads the answer
        return
