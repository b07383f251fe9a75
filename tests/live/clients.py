"""Clients that ask a running server: a browser's form as somebody signed in, and a partner's system with a key."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.test import Client
from urllib3 import BaseHTTPResponse

from partners.models import User

from .conftest import Tracker

T = TypeVar("T")
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_VERSION = re.compile(r'name="version" value="(\d+)"')


def together(count: int, do: Callable[[int], T]) -> list[T]:
    """What `do(0)` to `do(count - 1)` give, asked at the same time."""
    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(do, range(count)))


class Caller:
    """A partner's system: `post("/api/v1/updates/", body)`."""

    def __init__(self, tracker: Tracker, key: str) -> None:
        self.tracker, self.key = tracker, key

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> BaseHTTPResponse:
        sent = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        if method == "POST":
            sent["Idempotency-Key"] = str(uuid.uuid4())
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        content = None if body is None else json.dumps(body)
        return self.tracker.http.request(method, self.tracker.url + path, body=content, headers=sent)


class Person:
    """Somebody signed in, in a browser without JavaScript."""

    def __init__(self, tracker: Tracker, user: User) -> None:
        client = Client()
        client.force_login(user)
        self.tracker = tracker
        self.cookie = "; ".join(f"{name}={found.value}" for name, found in client.cookies.items())
        self.csrf = "c" * 32

    def get(self, path: str) -> str:
        return self._ask("GET", path).data.decode()

    def post(self, path: str, form: dict[str, Any] | Sequence[tuple[str, Any]] = ()) -> BaseHTTPResponse:
        fields = [*(form.items() if isinstance(form, dict) else form), ("csrfmiddlewaretoken", self.csrf)]
        return self._ask("POST", path, urlencode(fields))

    def _ask(self, method: str, path: str, body: str | None = None) -> BaseHTTPResponse:
        headers = {
            "Cookie": f"{self.cookie}; csrftoken={self.csrf}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        return self.tracker.http.request(method, self.tracker.url + path, body=body, headers=headers, redirect=False)


def version_in(page: str) -> str:
    """The version that a form carries."""
    found = _VERSION.search(page)
    assert found is not None, page[:2000]
    return found[1]
