"""Errors of the API as RFC 9457 problem details (application/problem+json), one shape for all of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import DatabaseError
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from rest_framework import exceptions
from rest_framework.response import Response

from .errors import Closed, DomainError, Invalid, NotAllowed, NotFound, Stale
from .personal import CaseData, HitSentence
from .problems import (
    BAD_JSON,
    BAD_QUERY,
    BUSY,
    CASE_DATA,
    CLOSED,
    INVALID,
    MEDIA_TYPE,
    NO_KEY,
    NOT_ACCEPTABLE,
    NOT_ALLOWED,
    NOT_FOUND,
    STALE,
    TOO_LARGE,
    TOO_MANY,
    WRONG_MEDIA_TYPE,
    WRONG_METHOD,
    BadQuery,
    Problem,
    Refused,
)

ABOUT_THE_WHOLE = "non_field_errors"
BUSY_FOR_SECONDS = 5

_KINDS: tuple[tuple[type[Exception], Problem], ...] = (
    (NotFound, NOT_FOUND),
    (NotAllowed, NOT_ALLOWED),
    (Closed, CLOSED),
    (Stale, STALE),
    (CaseData, CASE_DATA),
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
    (SuspiciousOperation, BAD_JSON),
)
# PT001 is the round's own (plans' migration 0002); the others are PostgreSQL's: deadlock, serialization, lock and
# statement time-outs (its manual, appendix A).
_DATABASE = {"PT001": CLOSED, "40P01": BUSY, "40001": BUSY, "55P03": BUSY, "57014": BUSY}


def problem_handler(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """The answer for an error that the caller can act on; None for a fault of ours, which Django logs as a 500.

    REST framework's EXCEPTION_HANDLER. The middleware rolls the transaction back, so nothing half-done stays.
    """
    found = _kind(error)
    if found is None:
        return None
    body = _body(error, found)
    response = Response(body, status=found.status, headers=_headers(error, found), content_type=MEDIA_TYPE)
    response.domain_error = True  # type: ignore[attr-defined]  # read by TenantMiddleware, which rolls back
    return response


def problem_of(error: Exception) -> dict[str, Any]:
    """The same members for an error that is one of several: a line's of a batch. A fault of ours is raised."""
    found = _kind(error)
    if found is None:
        raise error
    return _body(error, found)


def problem_response(found: Problem, detail: str = "", *, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """A problem where no view answers: in middleware."""
    body = _members(found, detail or found.help)
    return HttpResponse(json.dumps(body), status=found.status, headers=dict(headers or {}), content_type=MEDIA_TYPE)


def database_problem(error: DatabaseError) -> HttpResponse | None:
    """The answer for an error that came as the transaction ended; None for a fault of ours."""
    found = _kind(error)
    return None if found is None else problem_response(found, _detail(error, found), headers=_headers(error, found))


def _body(error: Exception, found: Problem) -> dict[str, Any]:
    body = _members(found, _detail(error, found))
    errors = _errors(error)
    if errors:
        body["errors"] = errors
    hits = _hits(error)
    if hits:
        body["hits"] = hits
    if isinstance(error, Stale):
        body["current"] = error.current
    if isinstance(error, Refused):
        body |= error.more
    return body


def _members(found: Problem, detail: str) -> dict[str, Any]:
    return {
        "type": f"{reverse('api_docs')}#problem-{found.slug}",
        "title": found.title,
        "status": found.status,
        "detail": detail,
    }


def _kind(error: Exception) -> Problem | None:
    if isinstance(error, Refused):
        return error.problem
    if isinstance(error, BadQuery):
        return BAD_QUERY
    if isinstance(error, Invalid) and error.errors and all(_is_hit(said) for _, said in _sentences(error)):
        return CASE_DATA
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
    """WWW-Authenticate, Retry-After and ETag (RFC 9110), where the error carries them."""
    headers = dict(error.headers) if isinstance(error, Refused) else {}
    if getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = str(error.auth_header)  # type: ignore[attr-defined]  # set by APIView
    if getattr(error, "tag", None):
        headers["ETag"] = str(error.tag)  # type: ignore[attr-defined]  # of conditional.Mismatch
    wait = BUSY_FOR_SECONDS if found is BUSY else getattr(error, "wait", None)
    if wait is not None:
        headers["Retry-After"] = f"{wait:.0f}"
    return headers


def _errors(error: Exception) -> list[dict[str, str]]:
    if isinstance(error, Invalid | BadQuery):
        return list(_flat("", error.errors))
    return list(_flat("", error.detail)) if isinstance(error, exceptions.ValidationError) else []


def _sentences(error: Invalid) -> Iterator[tuple[str, str]]:
    return ((field, said) for field, sentences in error.errors.items() for said in sentences)


def _is_hit(said: str) -> bool:
    return isinstance(said, HitSentence)


def _hits(error: Exception) -> list[dict[str, Any]]:
    """What looks like case data: where it stands, in characters of the text sent, and how to say that it is none."""
    if not isinstance(error, Invalid):
        return []
    return [
        {
            "field": field,
            "kind": said.hit.kind,
            "words": said.hit.words,
            "start": said.hit.start,
            "end": said.hit.end,
            "confirm": said.hit.digest,
        }
        for field, said in _sentences(error)
        if isinstance(said, HitSentence)
    ]


def _flat(field: str, said: Any) -> Iterator[dict[str, str]]:
    """Sentences by field, however nested: members of members as `milestones_done.0`, the whole body as ""."""
    if isinstance(said, Mapping):
        for name, inner in said.items():
            below = "" if name == ABOUT_THE_WHOLE else _sendable(str(name)[:100])
            yield from _flat(f"{field}.{below}" if field else below, inner)
    elif isinstance(said, list | tuple):
        for inner in said:
            yield from _flat(field, inner)
    else:
        yield {"field": field, "message": _sendable(str(said))}


def _sendable(text: str) -> str:
    """A client's words with "?" for half a character ("\\ud800" alone in JSON), which UTF-8 cannot write."""
    return text.encode(errors="replace").decode()
