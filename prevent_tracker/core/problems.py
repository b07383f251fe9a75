"""Every kind of problem that the API answers with (RFC 9457), and how code raises one by its kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rest_framework import exceptions

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True)
class Problem:
    """A kind of problem. `type` in answers is the address of its entry on the page of docs; `help` stands there."""

    slug: str
    status: int
    title: str
    help: str


BAD_JSON = Problem(
    "bad-json",
    400,
    "The body cannot be read",
    "Send valid JSON in UTF-8, not nested deeper than needed; `detail` says where.",
)
BAD_QUERY = Problem(
    "bad-query", 400, "A parameter is wrong", "`errors` names each parameter that is unknown or has no such value."
)
NO_IDEMPOTENCY_KEY = Problem(
    "idempotency-key-missing",
    400,
    "An Idempotency-Key is needed",
    "Send the header `Idempotency-Key` with every POST: a new UUID for each thing you want done, and the same one when "
    "you send it again because no answer came.",
)
BAD_HEADER = Problem("bad-header", 400, "A header is wrong", "`detail` names the header and what would be right.")
NO_KEY = Problem("no-key", 401, "A key is needed", "Send the header `Authorization: Bearer` with your agency’s key.")
NOT_ALLOWED = Problem(
    "not-allowed", 403, "Not allowed", "You may not do this; `detail` says why, and which scope a key needs for it."
)
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
    "`current` holds what is stored now, the header `ETag` its tag. Compare, then send again with that in `If-Match`.",
)
NO_LENGTH = Problem(
    "no-length", 411, "The length is needed", "Send the header `Content-Length`: bodies in chunks are not read."
)
TOO_LARGE = Problem(
    "too-large", 413, "The body is too large", "Send less than 4 MB of JSON, or a file of at most 10 MB."
)
WRONG_MEDIA_TYPE = Problem(
    "wrong-media-type",
    415,
    "Wrong media type",
    "Send `Content-Type: application/json`; files as `multipart/form-data`.",
)
INVALID = Problem(
    "invalid", 422, "What was sent is not right", "`errors` names each member of the body and what would be right."
)
CASE_DATA = Problem(
    "case-data",
    422,
    "This looks like it is about a person",
    "The tracker holds no case data. Take out what `hits` names; or, where it is not about a person, send the same "
    "again with `not_about_a_person` holding each hit’s `confirm`: that is kept on the record.",
)
BATCH_REFUSED = Problem(
    "batch-refused",
    422,
    "A line of the batch is not right",
    "`lines` holds the result of each bad line; none was stored, as `all_or_nothing` asks.",
)
KEY_REUSED = Problem(
    "idempotency-key-reused",
    422,
    "This Idempotency-Key was used for something else",
    "Another body or address was answered under it in the last day. Take a new key for a new thing.",
)
NO_MATCH = Problem(
    "if-match-missing",
    428,
    "If-Match is needed",
    "It exists already. Read it, and send its `ETag` in the header `If-Match`, so that nobody’s words are lost.",
)
TOO_MANY = Problem("too-many", 429, "Too many requests", "Wait for the seconds in the header `Retry-After`.")
FAULT = Problem(
    "fault", 500, "A fault of ours", "Nothing was stored. It is in the installation’s log; try again later."
)
BUSY = Problem(
    "busy",
    503,
    "Busy",
    "The database was too busy and nothing was stored. Send the same again after `Retry-After` seconds.",
)

PROBLEMS = (
    BAD_JSON, BAD_QUERY, NO_IDEMPOTENCY_KEY, BAD_HEADER, NO_KEY, NOT_ALLOWED, NOT_FOUND, WRONG_METHOD, NOT_ACCEPTABLE,
    CLOSED, NO_LENGTH, STALE, TOO_LARGE, WRONG_MEDIA_TYPE, INVALID, CASE_DATA, BATCH_REFUSED, KEY_REUSED, NO_MATCH,
    TOO_MANY, FAULT, BUSY,
)  # fmt: skip


class Refused(exceptions.APIException):
    """A request refused with one kind of problem; `more`: further members of the answer."""

    def __init__(
        self, problem: Problem, detail: str = "", *, headers: Mapping[str, str] | None = None, **more: Any
    ) -> None:
        self.problem, self.headers, self.more = problem, dict(headers or {}), more
        self.status_code = problem.status
        super().__init__(detail or problem.help)


class BadQuery(exceptions.APIException):
    """Parameters of the address that are unknown or wrong. `errors`: sentences by parameter."""

    status_code = 400

    def __init__(self, errors: Mapping[str, Any]) -> None:
        self.errors = errors
        super().__init__("One or more parameters of the address are not right.")
