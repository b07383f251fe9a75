"""The JSON Schema of an exported plan (docs/plan.schema.json), made from the record's types so that it cannot drift."""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
import json
import sys
import types
import typing
from typing import Any

from .record import FORMAT, VERSION, PlanRecord

Json = dict[str, Any]
_PLAIN: dict[Any, Json] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    dt.date: {"type": "string", "format": "date"},
    dt.datetime: {"type": "string", "format": "date-time"},
}


def plan_schema() -> Json:
    """JSON Schema, draft 2020-12, of what `record.to_json` writes."""
    definitions: dict[str, Json] = {}
    plan = _described(PlanRecord, definitions)
    plan["properties"] |= {"format": {"const": FORMAT}, "version": {"const": VERSION}}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"{FORMAT}, version {VERSION}",
        **plan,
        "$defs": dict(sorted(definitions.items())),
    }


def plan_schema_json() -> str:
    """The schema as docs/plan.schema.json holds it."""
    return json.dumps(plan_schema(), indent=2, ensure_ascii=False) + "\n"


def _described(cls: type, definitions: dict[str, Json]) -> Json:
    hints = typing.get_type_hints(cls)
    names = [field.name for field in dataclasses.fields(cls)]
    return {
        "description": _sentence(cls),
        "type": "object",
        "properties": {name: _schema(hints[name], definitions) for name in names},
        "required": names,
        "additionalProperties": False,
    }


def _sentence(cls: type) -> str:
    """A class's own docstring; a dataclass without one is given its signature, which says nothing here."""
    text = " ".join((cls.__doc__ or "").split())
    return "" if text.startswith(f"{cls.__name__}(") else text


def _schema(hint: Any, definitions: dict[str, Json]) -> Json:
    args = typing.get_args(hint)
    if typing.get_origin(hint) is types.UnionType:
        return {"anyOf": [_schema(args[0], definitions), {"type": "null"}]}
    if typing.get_origin(hint) is tuple:
        return {"type": "array", "items": _schema(args[0], definitions)}
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return _reference(hint, definitions)
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        return {"enum": [member.value for member in hint]}
    return dict(_PLAIN[hint])


def _reference(cls: type, definitions: dict[str, Json]) -> Json:
    name = cls.__name__.removesuffix("Record")
    if name not in definitions:
        definitions[name] = {}  # a tree refers to itself
        definitions[name] = _described(cls, definitions)
    return {"$ref": f"#/$defs/{name}"}


if __name__ == "__main__":
    sys.stdout.write(plan_schema_json())
