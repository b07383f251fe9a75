"""Errors of the API as RFC 9457 problem details (application/problem+json), one shape for all of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import DatabaseError
from django.http import Http404
from django.urls import reverse
from django.utils.functional import Promise
from rest_framework import exceptions
from rest_framework.response import Response

from .errors import Closed, DomainError, Invalid, NotAllowed, NotFound, Stale

MEDIA_TYPE = "application/problem+json"
ABOUT_THE_WHOLE = "non_field_errors"
BUSY_FOR_SECONDS = 5


@dataclass(frozen=True)
class Problem:
    """A kind of problem. `type` in answers is the address of its entry on the page of docs; `help` stands there."""

    slug: str
    status: int
    title: str
    help: str


BAD_JSON = Problem("bad-json", 400, "The body is not JSON", "Send valid JSON in UTF-8, not nested deeper than needed.")
BAD_QUERY = Problem(
    "bad-query", 400, "A parameter is wrong", "`errors` names each parameter that is unknown or has no such value."
)
NO_KEY = Problem("no-key", 401, "A key is needed", "Send the header `Authorization: Bearer` with your agency’s key.")
NOT_ALLOWED = Problem("not-allowed", 403, "Not allowed", "You see it but may not do this; `detail` says why.")
NOT_FOUND = Problem("not-found", 404, "Not found", "It does not exist, or not for you: the two look the same.")
WRONG_METHOD = Problem("wrong-method", 405, "Wrong method", "The header `Allow` lists the methods of this address.")
NOT_ACCEPTABLE = Problem(
    "not-acceptable", 406, "No such format", "Answers are JSON: leave `Accept` out, or allow `application/json`."
)
CLOSED = Problem("closed", 409, "Closed", "The round or plan takes no changes now. Nothing was stored.")
STALE = Problem(
    "stale",
    412,
    "Somebody saved first",
    "`current` holds what is stored now. Compare, then send again with its `version`.",
)
TOO_LARGE = Problem("too-large", 413, "The body is too large", "Send less than 2 MB.")
WRONG_MEDIA_TYPE = Problem("wrong-media-type", 415, "Wrong media type", "Send `Content-Type: application/json`.")
INVALID = Problem(
    "invalid", 422, "What was sent is not right", "`errors` names each member of the body and what would be right."
)
TOO_MANY = Problem("too-many", 429, "Too many requests", "Wait for the seconds in the header `Retry-After`.")
BUSY = Problem(
    "busy",
    503,
    "Busy",
    "The database was too busy and nothing was stored. Send the same again after `Retry-After` seconds.",
)

PROBLEMS = (
    BAD_JSON, BAD_QUERY, NO_KEY, NOT_ALLOWED, NOT_FOUND, WRONG_METHOD, NOT_ACCEPTABLE, CLOSED, STALE, TOO_LARGE,
    WRONG_MEDIA_TYPE, INVALID, TOO_MANY, BUSY,
)  # fmt: skip

_KINDS: tuple[tuple[type[Exception], Problem], ...] = (
    (NotFound, NOT_FOUND),
    (NotAllowed, NOT_ALLOWED),
    (Closed, CLOSED),
    (Stale, STALE),
    (Invalid, INVALID),
    (exceptions.ValidationError, INVALID),
    (exceptions.ParseError, BAD_JSON),
    (exceptions.AuthenticationFailed, NO_KEY),
    (exceptions.NotAuthenticated, NO_KEY),
    (exceptions.PermissionDenied, NOT_ALLOWED),
    (PermissionDenied, NOT_ALLOWED),
    (exceptions.NotFound, NOT_FOUND),
    (Http404, NOT_FOUND),
    (exceptions.MethodNotAllowed, WRONG_METHOD),
    (exceptions.NotAcceptable, NOT_ACCEPTABLE),
    (exceptions.UnsupportedMediaType, WRONG_MEDIA_TYPE),
    (exceptions.Throttled, TOO_MANY),
    (RequestDataTooBig, TOO_LARGE),
)
# PT001 is the round's own (plans' migration 0002); the others are PostgreSQL's: deadlock, serialization, lock and
# statement time-outs (its manual, appendix A).
_DATABASE = {"PT001": CLOSED, "40P01": BUSY, "40001": BUSY, "55P03": BUSY, "57014": BUSY}


class BadQuery(exceptions.APIException):
    """Parameters of the address that are unknown or wrong. `errors`: sentences by parameter."""

    status_code = 400

    def __init__(self, errors: Mapping[str, Any]) -> None:
        self.errors = errors
        super().__init__("One or more parameters of the address are not right.")


def problem_handler(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """The answer for an error that the caller can act on; None for a fault of ours, which Django logs as a 500.

    REST framework's EXCEPTION_HANDLER. The middleware rolls the transaction back, so nothing half-done stays.
    """
    found = _kind(error)
    if found is None:
        return None
    body: dict[str, Any] = {
        "type": f"{reverse('api_docs')}#problem-{found.slug}",
        "title": found.title,
        "status": found.status,
        "detail": _detail(error, found),
    }
    errors = _errors(error)
    if errors:
        body["errors"] = errors
    if isinstance(error, Stale):
        body["current"] = error.current
    response = Response(body, status=found.status, headers=_headers(error, found), content_type=MEDIA_TYPE)
    response.domain_error = True  # type: ignore[attr-defined]  # read by TenantMiddleware, which rolls back
    return response


def _kind(error: Exception) -> Problem | None:
    if isinstance(error, BadQuery):
        return BAD_QUERY
    if isinstance(error, DatabaseError):
        return _DATABASE.get(getattr(error.__cause__, "pgcode", "") or "")
    return next((kind for raised, kind in _KINDS if isinstance(error, raised)), None)


def _detail(error: Exception, found: Problem) -> str:
    if isinstance(error, Invalid | exceptions.ValidationError):
        return "Nothing was stored: correct what “errors” lists and send it again."
    if isinstance(error, DatabaseError):
        return "The round closed at this very moment; nothing was stored." if found is CLOSED else found.help
    if isinstance(error, DomainError) or (
        isinstance(error, exceptions.APIException) and isinstance(error.detail, str | Promise)
    ):
        return str(error)
    return found.help


def _headers(error: Exception, found: Problem) -> dict[str, str]:
    """WWW-Authenticate (RFC 9110) and Retry-After, where the error carries them."""
    headers = {}
    if getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = str(error.auth_header)  # type: ignore[attr-defined]  # set by APIView
    wait = BUSY_FOR_SECONDS if found is BUSY else getattr(error, "wait", None)
    if wait is not None:
        headers["Retry-After"] = f"{wait:.0f}"
    return headers


def _errors(error: Exception) -> list[dict[str, str]]:
    if isinstance(error, Invalid | BadQuery):
        return list(_flat("", error.errors))
    return list(_flat("", error.detail)) if isinstance(error, exceptions.ValidationError) else []


def _flat(field: str, said: Any) -> Iterator[dict[str, str]]:
    """Sentences by field, however nested: members of members as `milestones_done.0`, the whole body as ""."""
    if isinstance(said, Mapping):
        for name, inner in said.items():
            below = "" if name == ABOUT_THE_WHOLE else str(name)[:100]
            yield from _flat(f"{field}.{below}" if field else below, inner)
    elif isinstance(said, list | tuple):
        for inner in said:
            yield from _flat(field, inner)
    else:
        yield {"field": field, "message": str(said)}
