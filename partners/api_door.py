"""The door of the API: calls are counted before the work and logged after it, each in its own transaction.

So a call that is refused, or whose work is rolled back, counts and shows in the key's log like any other. The log holds
addresses without their query strings, never bodies.
"""

from __future__ import annotations

import logging
import re
import time
import uuid
from collections.abc import Callable
from urllib.parse import quote

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from prevent_tracker.core.limits import WINDOW, Rate
from prevent_tracker.core.problem_handler import database_problem, problem_response
from prevent_tracker.core.problems import FAULT, MEDIA_TYPE, TOO_MANY

from .tenancy import count_call, log_call

log = logging.getLogger("django.request")
_SCHEME = re.compile(r"^(?:Bearer|Api-Key)\s+([\w.-]+)$", re.IGNORECASE | re.ASCII)


def token_of(request: HttpRequest) -> str:
    """The key that a request carries, good or not; "" without one."""
    found = _SCHEME.match(request.headers.get("Authorization", ""))
    return found[1] if found else ""


def through_the_door(request: HttpRequest, answer: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer to a call of the API, if its caller has not called too often, with the limit's headers."""
    started = time.perf_counter()
    key_id, rate = _count(request)
    response = problem_response(TOO_MANY) if rate.is_over else _whole(request, answer)
    for name, value in rate.headers().items():
        response.headers[name] = value
    if key_id is not None:
        took = round((time.perf_counter() - started) * 1000)
        log_call(key_id, request.method or "", quote(request.path), response.status_code, took)
    return response


def _count(request: HttpRequest) -> tuple[uuid.UUID | None, Rate]:
    key_id, used, resets = count_call(token_of(request), request.META.get("REMOTE_ADDR", ""), WINDOW)
    return key_id, Rate(settings.API_RATE_PER_MINUTE, used, resets)


def _whole(request: HttpRequest, answer: Callable[[], HttpResponse]) -> HttpResponse:
    """The work's own answer; where it failed, and where only its commit did, a problem like any other."""
    try:
        response = answer()
    except DatabaseError as error:
        found = database_problem(error)
        if found is None:
            log.exception("The transaction of %s %s could not be ended", request.method, request.path)
        return found or problem_response(FAULT)
    if response.status_code >= 500 and response.headers.get("Content-Type") != MEDIA_TYPE and not settings.DEBUG:
        return problem_response(FAULT)
    return response
