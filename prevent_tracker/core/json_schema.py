"""JSON Schema (draft 2020-12) of what `codec` writes, made from the dataclasses so that the two cannot drift. Pure."""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
import json
import types
import typing
from typing import Any

Json = dict[str, Any]
_PLAIN: dict[Any, Json] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    dt.date: {"type": "string", "format": "date"},
    dt.datetime: {"type": "string", "format": "date-time"},
}


def schema_of(cls: type, *, title: str, suffix: str, constants: Json | None = None) -> Json:
    """The schema of a dataclass and of all it holds. `suffix` is cut off the names of their definitions; `constants`
    are fields that only ever have one value."""
    definitions: dict[str, Json] = {}
    described = _described(cls, definitions, suffix)
    described["properties"] |= {name: {"const": value} for name, value in (constants or {}).items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        **described,
        "$defs": dict(sorted(definitions.items())),
    }


def as_text(schema: Json) -> str:
    """A schema as docs/ holds it."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _described(cls: type, definitions: dict[str, Json], suffix: str) -> Json:
    hints = typing.get_type_hints(cls)
    names = [field.name for field in dataclasses.fields(cls)]
    return {
        "description": _sentence(cls),
        "type": "object",
        "properties": {name: _schema(hints[name], definitions, suffix) for name in names},
        "required": names,
        "additionalProperties": False,
    }


def _sentence(cls: type) -> str:
    """A class's own docstring; a dataclass without one is given its signature, which says nothing here."""
    text = " ".join((cls.__doc__ or "").split())
    return "" if text.startswith(f"{cls.__name__}(") else text


def _schema(hint: Any, definitions: dict[str, Json], suffix: str) -> Json:
    args = typing.get_args(hint)
    if typing.get_origin(hint) is types.UnionType:
        return {"anyOf": [_schema(args[0], definitions, suffix), {"type": "null"}]}
    if typing.get_origin(hint) is tuple:
        return _array(args, definitions, suffix)
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return _reference(hint, definitions, suffix)
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        return {"enum": [member.value for member in hint]}
    return dict(_PLAIN[hint])


def _array(args: tuple[Any, ...], definitions: dict[str, Json], suffix: str) -> Json:
    if args[-1] is Ellipsis:
        return {"type": "array", "items": _schema(args[0], definitions, suffix)}
    items = [_schema(each, definitions, suffix) for each in args]
    return {"type": "array", "prefixItems": items, "items": False, "minItems": len(items)}


def _reference(cls: type, definitions: dict[str, Json], suffix: str) -> Json:
    name = cls.__name__.removesuffix(suffix)
    if name not in definitions:
        definitions[name] = {}  # a tree refers to itself
        definitions[name] = _described(cls, definitions, suffix)
    return {"$ref": f"#/$defs/{name}"}
