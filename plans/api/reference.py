"""The OpenAPI document taken apart for the page of docs: what each operation takes, answers, and how to call it."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Schema = Mapping[str, Any]


@dataclass(frozen=True)
class Field:
    """A parameter or a member. `name` of a member of a member: `status.value`, in a list `leads[].agency`."""

    name: str
    kind: str
    required: bool
    help: str


@dataclass(frozen=True)
class Answer:
    """What comes back with one status: its shape's members and an example as JSON, "" where there is none."""

    status: str
    words: str
    fields: tuple[Field, ...]
    example: str

    @property
    def is_good(self) -> bool:
        return self.status.startswith("2")


@dataclass(frozen=True)
class Operation:
    """One method of one address. `curl` calls it with the key in `$TRACKER_KEY` at `$TRACKER`, the installation.

    `headers`: those that a write takes beside the key.
    """

    name: str
    method: str
    path: str
    summary: str
    description: str
    parameters: tuple[Field, ...]
    body: tuple[Field, ...]
    body_example: str
    answers: tuple[Answer, ...]
    address: str
    curl: str
    headers: tuple[str, ...]

    @property
    def takes_id(self) -> bool:
        return "{id}" in self.path

    @property
    def takes_query(self) -> bool:
        return self.method == "GET" and any(field.name not in _OUTSIDE_QUERY for field in self.parameters)

    @property
    def query_example(self) -> str:
        return self.address.partition("?")[2]


def operations(document: Schema, queries: Mapping[str, str], ids: Mapping[str, str]) -> list[Operation]:
    """Every operation of an OpenAPI 3.1 document in its order.

    `queries`: an example query string by operation; `ids`: an example id by collection, such as "plans".
    """
    reader = _Reader(document, ids)
    return [
        reader.operation(path, method, found, queries.get(found["operationId"], ""))
        for path, methods in document["paths"].items()
        for method, found in methods.items()
    ]


_OUTSIDE_QUERY = ("id", "If-None-Match")


class _Reader:
    def __init__(self, document: Schema, ids: Mapping[str, str]) -> None:
        self.components: Schema = document["components"]["schemas"]
        self.ids = ids

    def operation(self, path: str, method: str, found: Schema, query: str) -> Operation:
        content = found.get("requestBody", {}).get("content", {}).get("application/json", {})
        collection = path.split("/")[3]
        address = path.replace("{id}", self.ids.get(collection, "")) + query
        body = _example(content)
        return Operation(
            name=found["operationId"],
            method=method.upper(),
            path=path,
            summary=found["summary"],
            description=found["description"],
            parameters=tuple(self._parameter(each) for each in found.get("parameters", ())),
            body=tuple(self.fields(content.get("schema", {}))),
            body_example=body,
            answers=tuple(self._answer(status, each) for status, each in found["responses"].items()),
            address=address,
            curl=_curl(method, address, _headers(found), body),
            headers=tuple(
                each["name"]
                for each in found.get("parameters", ())
                if each["in"] == "header" and each["name"] not in _OUTSIDE_QUERY
            ),
        )

    def _parameter(self, found: Schema) -> Field:
        text = found.get("description", "") or ("The id." if found["in"] == "path" else "")
        return Field(found["name"], self.words(found["schema"]), found.get("required", False), text)

    def _answer(self, status: str, found: Schema) -> Answer:
        media: Schema = next(iter(found.get("content", {"": {}}).values()))
        fields = tuple(self.fields(media.get("schema", {}))) if status.startswith("2") else ()
        return Answer(status, found.get("description", ""), fields, _example(media))

    def resolve(self, schema: Schema) -> Schema:
        """The schema itself: a reference followed, what stands beside it kept."""
        inner = schema.get("allOf", [schema])[0] if len(schema.get("allOf", [schema])) == 1 else schema
        if "$ref" in inner:
            target = self.resolve(self.components[inner["$ref"].rsplit("/", 1)[1]])
            return {**target, **{name: value for name, value in schema.items() if name not in ("allOf", "$ref")}}
        return schema

    def fields(self, schema: Schema, above: str = "") -> Iterator[Field]:
        found = self.resolve(schema)
        for name, inner in found.get("properties", {}).items():
            member = self.resolve(inner)
            path = f"{above}{name}"
            yield Field(path, self.words(inner), name in found.get("required", ()), member.get("description", ""))
            listed = member.get("items")
            yield from self.fields(listed, f"{path}[].") if listed else self.fields(self._object(member), f"{path}.")

    def _object(self, schema: Schema) -> Schema:
        """The object among the alternatives of a schema that may be null; the schema itself where it has none."""
        return next((each for each in map(self.resolve, schema.get("oneOf", ())) if "properties" in each), schema)

    def words(self, schema: Schema) -> str:
        """A type as people say it: "date or null", "list of text", "one of green, amber, red"."""
        found = self.resolve(schema)
        alternatives = found.get("oneOf") or found.get("anyOf")
        if alternatives:
            parts = [self.words(each) for each in alternatives]
            return " or ".join(dict.fromkeys(part for part in parts if part))
        if "enum" in found:
            return _choices(found["enum"])
        types = found.get("type", "anything")
        names = types if isinstance(types, list) else [types]
        return " or ".join(self._type(name, found) for name in names)

    def _type(self, name: str, schema: Schema) -> str:
        if name == "array":
            items = self.words(schema.get("items", {}))
            return "list" if items == "anything" else f"list of {_PLURALS.get(items, items)}"
        if name == "string" and schema.get("format") in _FORMATS:
            return _FORMATS[schema["format"]]
        return _TYPES.get(name, name)


_TYPES = {"string": "text", "integer": "whole number", "boolean": "true or false"}
_PLURALS = {"object": "objects", "id": "ids", "date": "dates"}
_FORMATS = {"date": "date", "date-time": "moment", "uuid": "id", "uri": "address"}


def _choices(values: list[Any]) -> str:
    named = [str(value) for value in values if value not in (None, "")]
    ends = ["empty" for value in values if value == ""] + ["null" for value in values if value is None]
    return " or ".join((["one of " + ", ".join(named)] if named else []) + ends)


def _example(media: Schema) -> str:
    example = next(iter(media.get("examples", {}).values()), None)
    return json.dumps(example["value"], indent=2, ensure_ascii=False) if example else ""


def _headers(found: Schema) -> list[str]:
    """The headers that a call must have, each with its example."""
    needed = (each for each in found.get("parameters", ()) if each["in"] == "header" and each.get("required"))
    return [f"{each['name']}: {each['example']}" for each in needed]


def _curl(method: str, address: str, headers: list[str], body: str) -> str:
    lines = [f'curl "$TRACKER{address}"', '--header "Authorization: Bearer $TRACKER_KEY"']
    if method in ("put", "delete"):
        lines[0] = f'curl --request {method.upper()} "$TRACKER{address}"'
    lines += [f"--header {shlex.quote(each)}" for each in headers]
    if body:
        lines += ['--header "Content-Type: application/json"', f"--data {shlex.quote(body)}"]
    return " \\\n  ".join(lines)
