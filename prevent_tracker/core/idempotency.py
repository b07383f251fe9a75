"""Once only: a POST that carries an `Idempotency-Key` is done once, however often it arrives
(draft-ietf-httpapi-idempotency-key-header).

The key is claimed in the work's own transaction, which also stores the answer: either both stay or neither. Who comes
second waits for the first to commit and gets its answer. An error is rolled back with its claim, so what was put right
may be sent again under the same key.
"""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.response import Response

from .ids import new_id
from .models import Scope
from .problems import BAD_HEADER, KEY_REUSED, NO_IDEMPOTENCY_KEY, Refused

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
_KEPT = ("Content-Type", "Location", "ETag")
_KEY = re.compile(r'"([\x21\x23-\x5b\x5d-\x7e]{1,255})"|([\x21\x23-\x5b\x5d-\x7e]{1,255})', re.ASCII)


class Replay(Exception):
    """This was done before: `response` is the answer of then."""

    def __init__(self, response: HttpResponse) -> None:
        self.response = response
        super().__init__("answered before")


@dataclass(frozen=True)
class Claim:
    """A key that this transaction was first to use."""

    id: uuid.UUID

    def keep(self, response: Response) -> None:
        """Store a rendered answer, for whoever sends the same again."""
        headers = {name: response.headers[name] for name in _KEPT if name in response.headers}
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE core_idempotentcall SET status = %s, headers = %s, body = %s WHERE id = %s",
                [response.status_code, json.dumps(headers), response.content.decode(), self.id],
            )


def claim(request: Request, scope: Scope) -> Claim:
    """Take the request's key for this transaction, waiting for whoever has it.

    Raises `Replay` when the same was answered before, `Refused` without a key (400), with a malformed one (400) or
    with one that was used for something else (422).
    """
    key, digest, own = _key(request), _digest(request), new_id()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_idempotentcall"
            " (id, partnership_id, caller, key, request_sha256, headers, body, created_at)"
            " VALUES (%s, %s, app.setting('app.actor'), %s, %s, '{}', '', app.now()) ON CONFLICT DO NOTHING",
            [own, scope.partnership_id, key, digest],
        )
        if cursor.rowcount:
            return Claim(own)
        cursor.execute(
            "SELECT request_sha256, status, headers, body FROM core_idempotentcall"
            " WHERE partnership_id = %s AND caller = app.setting('app.actor') AND key = %s",
            [scope.partnership_id, key],
        )
        [(done, status, headers, body)] = cursor.fetchall()
    if done != digest:
        raise Refused(KEY_REUSED)
    raise Replay(HttpResponse(body, status=status, headers={**_loaded(headers), REPLAYED: "true"}))


def _loaded(headers: str | dict[str, str]) -> dict[str, str]:
    found: dict[str, str] = json.loads(headers) if isinstance(headers, str) else headers
    return found


def _key(request: Request) -> str:
    """The key, with or without the quotation marks that the draft's structured field has."""
    given = request.headers.get(HEADER)
    if given is None:
        raise Refused(NO_IDEMPOTENCY_KEY)
    found = _KEY.fullmatch(given)
    if found is None:
        raise Refused(BAD_HEADER, f"{HEADER} is 1 to 255 visible ASCII characters, such as a UUID; yours is not.")
    return found[1] or found[2]


def _digest(request: Request) -> str:
    """SHA-256 of method, address and body; of a form with files, of its parts, since its boundary changes."""
    found = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    if (request.content_type or "").startswith("multipart/"):
        form: Any = request.data
        for name, values in sorted(form.lists()):
            for value in values:
                found.update(json.dumps([name, _part(value)]).encode())
    else:
        found.update(request.body)
    return found.hexdigest()


def _part(value: Any) -> list[str]:
    if isinstance(value, str):
        return ["text", value]
    digest = hashlib.sha256()
    for chunk in value.chunks():
        digest.update(chunk)
    value.seek(0)
    return ["file", value.name or "", digest.hexdigest()]
