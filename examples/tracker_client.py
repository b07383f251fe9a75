"""A small client of the delivery plan tracker's API. Python 3.11, standard library only: copy it and change it.

    with Tracker.from_environment() as tracker:  # TRACKER and TRACKER_KEY
        for asked in tracker.requests_due():
            tracker.send_update({"action": asked["action"]["id"], "rag": "green", "narrative": "All teams trained."})

The API's reference is at /api/ of every installation; docs/api.md explains what stands behind it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import json
import os
import random
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any
from urllib.parse import urlencode, urlsplit

Row = dict[str, Any]
BUSY = (429, 503)  # nothing was stored: the same may be sent again
MOST_LINES = 500  # of a batch
LONGEST_WAIT = 60.0  # seconds between two tries, whatever is asked for


class Problem(Exception):
    """What the API refused (RFC 9457): `status`, `detail` in words, `errors` by field, and the whole `body`."""

    def __init__(self, status: int, body: Mapping[str, Any]) -> None:
        self.status, self.body = status, dict(body)
        self.detail = str(body.get("detail") or body.get("title") or "")
        self.errors = {each["field"]: each["message"] for each in body.get("errors", ())}
        fields = "".join(f" {field or 'the whole'}: {message}" for field, message in self.errors.items())
        super().__init__(f"{status}: {self.detail}{fields}")


@dataclass(frozen=True)
class Answer:
    """A good answer. `etag` goes into If-Match when what was read is to be replaced."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.content)

    @property
    def etag(self) -> str:
        return self.headers.get("etag", "")


@dataclass(frozen=True)
class Changes:
    """Some changes in order. Keep `next` once they are dealt with: it is where to go on, now or another day.

    `restored`: the installation went back to a back-up. Read everything once again, then go on with `next`.
    """

    lines: Sequence[Row]
    next: str
    has_more: bool
    restored: bool


class Tracker:
    """One installation, with one key. Calls that find it busy are tried again, `tries` times in all."""

    def __init__(self, address: str, key: str, *, timeout: float = 30, tries: int = 5) -> None:
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(f"The tracker’s address must begin with https://, not be “{address}”.")
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        self._connection = kind(parts.hostname, parts.port, timeout=timeout)
        self._base, self._key, self._tries = parts.path.rstrip("/"), key, tries

    @classmethod
    def from_environment(cls) -> Tracker:
        """The installation in TRACKER and the key in TRACKER_KEY, which belongs in no program."""
        missing = [name for name in ("TRACKER", "TRACKER_KEY") if not os.environ.get(name)]
        if missing:
            raise ValueError(f"Set {' and '.join(missing)} in the environment.")
        return cls(os.environ["TRACKER"], os.environ["TRACKER_KEY"])

    def __enter__(self) -> Tracker:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._connection.close()

    # Reading

    def get(self, path: str, **query: Any) -> Answer:
        """One address, such as "plans/"; several values of one parameter as a list. Raises `Problem`."""
        return self._call("GET", path + (f"?{urlencode(query, doseq=True)}" if query else ""))

    def rows(self, path: str, **query: Any) -> Iterator[Row]:
        """Every row of a list, page after page."""
        page = self.get(path, **{"page_size": 200, **query}).json
        yield from page["results"]
        while page["next"]:
            page = self._call("GET", page["next"]).json
            yield from page["results"]

    def requests_due(self) -> Iterator[Row]:
        """What this key's agency is asked and has not sent."""
        return self.rows("requests/")

    def changes(self, since: str = "") -> Changes:
        """What was written after `since`, the `next` of the page before; "" begins with everything."""
        page = self._call("GET", since or "changes/?page_size=200").json
        return Changes(page["results"], page["next"], page["has_more"], page["restored"])

    def changes_from_now(self) -> Changes:
        """No lines, but the place to go on from: ask first, then read everything, then follow."""
        return self.changes("changes/?cursor=now&page_size=200")

    # Writing

    def send_update(self, update: Mapping[str, Any], *, etag: str = "", once: str = "") -> Answer:
        """Answer about one action. `etag`: of the agency's own update that it replaces, if it has one.

        `once` names this very sending (Idempotency-Key): sent again under the same name, it is stored once only.
        """
        headers = {"Idempotency-Key": once or str(uuid.uuid4())} | ({"If-Match": etag} if etag else {})
        return self._call("POST", "updates/", update, headers)

    def replace_update(self, pk: str, update: Mapping[str, Any], etag: str) -> Answer:
        """Replace an update that was read with this `etag`; `Problem` 412 when somebody saved since."""
        return self._call("PUT", f"updates/{pk}/", update, {"If-Match": etag})

    def send_batch(
        self, updates: Sequence[Mapping[str, Any]], *, all_or_nothing: bool = False, once: str = ""
    ) -> list[Row]:
        """At most 500 updates at once; a result for each, in their order ("status", then "update" or "problem")."""
        if len(updates) > MOST_LINES:
            raise ValueError(f"A batch has at most {MOST_LINES} updates; this has {len(updates)}.")
        body = {"all_or_nothing": all_or_nothing, "updates": list(updates)}
        answer = self._call("POST", "updates/batch/", body, {"Idempotency-Key": once or str(uuid.uuid4())})
        results: list[Row] = answer.json["results"]
        return results

    # How calls are made

    def _call(
        self, method: str, path: str, body: Mapping[str, Any] | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        sent = {"Authorization": f"Bearer {self._key}", "Accept": "*/*", **(headers or {})}
        content = None if body is None else json.dumps(body).encode()
        if content is not None:
            sent["Content-Type"] = "application/json"
        # A PUT that got no answer may have been stored; what is sent under an Idempotency-Key is stored once anyhow.
        may_repeat = method == "GET" or "Idempotency-Key" in sent
        if not may_repeat:
            self._connection.close()  # one that the server has closed meanwhile would look like a lost answer
        for attempt in range(1, self._tries + 1):
            last = attempt == self._tries
            try:
                answer = self._once(method, self._path(path), content, sent)
            except (OSError, http.client.HTTPException):
                self._connection.close()
                if last or not may_repeat:
                    raise
                time.sleep(_wait(attempt, ""))
                continue
            if answer.status < 400:
                return answer
            if answer.status not in BUSY or last:
                raise _problem(answer)
            time.sleep(_wait(attempt, answer.headers.get("retry-after", "")))
        raise AssertionError("the last attempt returns or raises")

    def _once(self, method: str, path: str, content: bytes | None, headers: Mapping[str, str]) -> Answer:
        self._connection.request(method, path, content, dict(headers))
        response = self._connection.getresponse()
        found = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, found, response.read())

    def _path(self, path: str) -> str:
        """`next` and `Location` are whole addresses: only their path is used, the key goes to one installation."""
        parts = urlsplit(path)
        if parts.scheme:
            return parts.path + (f"?{parts.query}" if parts.query else "")
        return f"{self._base}/api/v1/{path}"


def _wait(attempt: int, retry_after: str) -> float:
    """Seconds before the next try: as asked for, or about 1, 2, 4, ...: by chance, so that not all come at once."""
    if retry_after.isdigit():
        return min(float(retry_after), LONGEST_WAIT)
    return min(2.0 ** (attempt - 1) * (0.5 + random.random()), LONGEST_WAIT)  # noqa: S311  no secret


def _problem(answer: Answer) -> Problem:
    try:
        body = answer.json
    except ValueError:
        body = {"detail": "The answer was no JSON: is this the tracker’s address?"}
    return Problem(answer.status, body if isinstance(body, dict) else {})


def verified_event(
    secret: str, headers: Mapping[str, str], body: bytes, *, now: float | None = None, tolerance: float = 300
) -> Row:
    """The event of a webhook, once its signature is checked (Standard Webhooks): `body` as it arrived, byte for byte.

    Raises `ValueError` where it is not signed with the secret, or not within `tolerance` seconds. The same event may
    arrive twice: keep its `id`, and do nothing the second time.
    """
    given = {name.lower(): value for name, value in headers.items()}
    event_id, at = given.get("webhook-id", ""), given.get("webhook-timestamp", "")
    if not at.isdigit() or abs((time.time() if now is None else now) - int(at)) > tolerance:
        raise ValueError("The webhook is not of this moment.")
    key = base64.b64decode(secret.removeprefix("whsec_"))
    digest = hmac.new(key, f"{event_id}.{at}.".encode() + body, hashlib.sha256).digest()
    wanted = "v1," + base64.b64encode(digest).decode()
    signatures = given.get("webhook-signature", "").split()
    if not any(hmac.compare_digest(wanted.encode(), each.encode()) for each in signatures):
        raise ValueError("The webhook is not signed with this secret.")
    event: Row = json.loads(body)
    return event
