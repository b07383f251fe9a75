"""Calls to the API as a partner's system makes them, each answer held against the OpenAPI document."""

from __future__ import annotations

import json
import re
import uuid
from functools import cache
from typing import Any

import jsonschema  # type: ignore[import-untyped]  # ships no types; it comes with drf-spectacular
from django.test import Client
from jsonschema import FormatChecker

from plans.api.docs import document

OF_ANY_ADDRESS = (405, 406)  # the docs list them once, under “Problems”
_ID = r"[0-9a-f]{8}-[0-9a-f-]{27}"


class Caller:
    """`Caller(key).get("/api/v1/plans/")`; without a key, nobody."""

    def __init__(self, key: str = "") -> None:
        self.headers = {"Authorization": f"Bearer {key}"} if key else {}
        self.client = Client(enforce_csrf_checks=True)

    def get(self, path: str, **query: Any) -> Answered:
        return self._checked("get", path, self.client.get(path, query, headers=self.headers))

    def post(self, path: str, body: Any, **headers: str) -> Answered:
        return self.send(path, json.dumps(body), **headers)

    def put(self, path: str, body: Any, **headers: str) -> Answered:
        return self.send(path, json.dumps(body), method="put", **headers)

    def delete(self, path: str, **headers: str) -> Answered:
        return self.send(path, b"", method="delete", **headers)

    def send(
        self,
        path: str,
        body: str | bytes,
        content_type: str = "application/json",
        *,
        method: str = "post",
        **headers: str,
    ) -> Answered:
        """`headers` by Python's names: `if_match='"…"'`. Each POST has a new Idempotency-Key unless one is given."""
        own = {name.replace("_", "-"): value for name, value in headers.items()}
        if method == "post":
            own = {"Idempotency-Key": str(uuid.uuid4())} | own
        asked = getattr(self.client, method)
        return self._checked(method, path, asked(path, body, content_type=content_type, headers=self.headers | own))

    def _checked(self, method: str, path: str, response: Any) -> Answered:
        answered = Answered(response)
        template = re.sub(_ID, "{id}", path.partition("?")[0])
        documented = document()["paths"].get(template, {}).get(method)
        if documented and response.status_code not in OF_ANY_ADDRESS:
            content = documented["responses"][str(response.status_code)].get("content")
            if content is None:
                assert not response.content
            else:
                check(answered.json, content[response.headers["Content-Type"]]["schema"])
        return answered


class Answered:
    """A status, headers and the body as JSON."""

    def __init__(self, response: Any) -> None:
        self.status, self.headers = response.status_code, response.headers
        self.json: Any = json.loads(response.content) if response.content else None

    @property
    def ids(self) -> list[str]:
        return [row["id"] for row in self.json["results"]]

    @property
    def errors(self) -> dict[str, str]:
        return {error["field"]: error["message"] for error in self.json["errors"]}


def check(value: Any, schema: dict[str, Any]) -> None:
    """Raise where a value has another shape than documented; members that the document does not name count."""
    jsonschema.validate(value, {**schema, "components": _closed()}, format_checker=FormatChecker())


@cache
def _closed() -> dict[str, Any]:
    components: dict[str, Any] = json.loads(json.dumps(document()["components"]))
    for schema in components["schemas"].values():
        if schema.get("type") == "object" and "properties" in schema and "allOf" not in schema:
            schema["additionalProperties"] = False
    return components
