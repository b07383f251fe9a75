"""Frozen dataclasses to canonical JSON and back, by their type hints alone. Pure: no Django."""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
import functools
import json
import types
import typing
from typing import Any, TypeVar

T = TypeVar("T")


class CodecError(ValueError):
    """JSON that is not what the dataclass says; the message names the place ("objectives.0.title")."""


def encode(value: Any) -> str:
    """A dataclass as JSON with sorted keys and no spaces: equal values give equal text."""
    return json.dumps(to_plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def decode(cls: type[T], text: str) -> T:
    """The inverse of `encode`. Raises `CodecError` for anything missing, unknown or of another type."""
    return from_plain(cls, parse(text))


def parse(text: str) -> Any:
    """JSON as what it holds. Raises `CodecError` for what is none."""
    try:
        plain = json.loads(text)
        if "\\u" in text:  # half a character, written as an escape, can be stored nowhere
            json.dumps(plain, ensure_ascii=False).encode()
        return plain
    except ValueError as error:  # a number of thousands of digits, too
        raise CodecError(f"not JSON: {error}") from error
    except RecursionError as error:
        raise CodecError("not JSON that is meant: it is nested too deeply") from error


def from_plain(cls: type[T], plain: Any) -> T:
    """The inverse of `to_plain`. Raises `CodecError` for anything missing, unknown or of another type."""
    return typing.cast(T, _typed(cls, plain, ""))


def to_plain(value: Any) -> Any:
    """A dataclass as what JSON knows, its fields in their own order; dates as ISO 8601."""
    if dataclasses.is_dataclass(value):
        return {field.name: to_plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, tuple):
        return [to_plain(item) for item in value]
    if isinstance(value, dt.date):  # a datetime is a date, too
        return value.isoformat()
    return value


@functools.cache
def _fields(cls: type) -> dict[str, Any]:
    hints = typing.get_type_hints(cls)
    return {field.name: hints[field.name] for field in dataclasses.fields(cls)}


def _typed(hint: Any, plain: Any, place: str) -> Any:
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin is types.UnionType:  # only "X | None" is used
        return None if plain is None else _typed(args[0], plain, place)
    if origin is tuple:
        return _tuple(args, plain, place)
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return _dataclass(hint, plain, place)
    if hint in (dt.date, dt.datetime):
        return _moment(hint, plain, place)
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        return _member(hint, plain, place)
    if type(plain) is not hint:
        raise CodecError(f"{place}: expected {hint.__name__}, found {type(plain).__name__}")
    return plain


def _tuple(args: tuple[Any, ...], plain: Any, place: str) -> tuple[Any, ...]:
    if not isinstance(plain, list):
        raise CodecError(f"{place}: expected a list")
    hints = (args[0],) * len(plain) if args[-1] is Ellipsis else args
    if len(hints) != len(plain):
        raise CodecError(f"{place}: expected {len(hints)} values, found {len(plain)}")
    return tuple(
        _typed(hint, item, f"{place}.{index}") for index, (hint, item) in enumerate(zip(hints, plain, strict=True))
    )


def _dataclass(cls: type, plain: Any, place: str) -> Any:
    fields = _fields(cls)
    if not isinstance(plain, dict) or plain.keys() != fields.keys():
        found = plain.keys() if isinstance(plain, dict) else set()
        raise CodecError(f"{place or cls.__name__}: fields differ: {sorted(fields.keys() ^ found)}")
    return cls(**{name: _typed(hint, plain[name], f"{place}.{name}".lstrip(".")) for name, hint in fields.items()})


def _member(hint: type[enum.Enum], plain: Any, place: str) -> Any:
    try:
        return hint(plain)
    except ValueError as error:
        raise CodecError(f"{place}: {plain!r} is none of {', '.join(str(each.value) for each in hint)}") from error


def _moment(hint: type[dt.date], plain: Any, place: str) -> dt.date:
    try:
        return hint.fromisoformat(plain)
    except (TypeError, ValueError) as error:
        raise CodecError(f"{place}: expected a date or time, found {plain!r}") from error
