"""YAML with places: every mapping knows its file and line, so that a mistake is named where it stands."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Collection
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from django.conf import settings

LONDON = ZoneInfo(settings.TIME_ZONE)


class FileError(Exception):
    """A mistake in a file, as one sentence that starts with the file and the line."""


class Entry(dict[str, Any]):
    """One mapping of a file. Its readers check what they return, and raise `FileError` naming the place."""

    def __init__(self, file: str, line: int) -> None:
        super().__init__()
        self.file, self.line = file, line

    def error(self, sentence: str) -> FileError:
        return FileError(f"{self.file}, line {self.line}: {sentence}")

    def allow(self, *names: str) -> None:
        """Refuse fields that nobody reads: most are slips of the keyboard."""
        for name in self:
            if name not in names:
                raise self.error(f"there is no field “{name}” here{nearest(name, names)}.")

    def text(self, name: str, *, required: bool = False) -> str:
        """A text, or "" for a missing or empty one."""
        value = self.get(name)
        if value is None:
            value = ""
        if not isinstance(value, str):
            raise self.error(f"{name} must be text; put {value!r} in quotes.")
        if required and not value.strip():
            raise self.error(f"{name} is missing.")
        return value

    def flag(self, name: str) -> bool:
        value = self.get(name)
        if value not in (None, True, False):
            raise self.error(f"{name} must be true or false, not {value!r}.")
        return bool(value)

    def whole(self, name: str) -> int:
        value = self.get(name)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.error(f"{name} must be a whole number, not {value!r}.")
        return value

    def day(self, name: str) -> dt.date:
        found = self.day_or_none(name)
        if found is None:
            raise self.error(f"{name} is missing; write a day as 2016-10-14.")
        return found

    def day_or_none(self, name: str) -> dt.date | None:
        value = self.get(name)
        if value is None:
            return None
        if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
            raise self.error(f"{name} must be a day such as 2016-10-14, not {value!r}.")
        return value

    def time_or_none(self, name: str) -> dt.time | None:
        value = self.get(name)
        if value is None:
            return None
        try:
            return dt.time.fromisoformat(value)
        except (TypeError, ValueError):
            raise self.error(f'{name} must be a time in quotes such as "14:00", not {value!r}.') from None

    def moment(self, name: str, usual: dt.time) -> dt.datetime:
        """A moment in London; a day alone is taken at its `usual` time."""
        value = self.get(name)
        if isinstance(value, str):
            value = _moment(value) or value
        if isinstance(value, dt.datetime):
            return value.replace(tzinfo=LONDON) if value.tzinfo is None else value.astimezone(LONDON)
        if isinstance(value, dt.date):
            return dt.datetime.combine(value, usual, tzinfo=LONDON)
        raise self.error(f"{name} must be a day (2016-10-14) or a moment (2016-10-14 09:30), not {value!r}.")

    def texts(self, name: str) -> list[str]:
        value = self._list(name)
        for item in value:
            if not isinstance(item, str):
                raise self.error(f"each of {name} must be text; put {item!r} in quotes.")
        return value

    def entries(self, name: str) -> list[Entry]:
        value = self._list(name)
        for item in value:
            if not isinstance(item, Entry):
                raise self.error(f"each of {name} must be fields and values, not {item!r}.")
        return value

    def entry(self, name: str) -> Entry:
        value = self.get(name)
        if not isinstance(value, Entry):
            raise self.error(f"{name} is missing, or is not fields and values.")
        return value

    def one_of(self, name: str, known: Collection[str], what: str) -> str:
        """A required text that names something known: "“x” is no agency; did you mean “y”?"."""
        value = self.text(name, required=True)
        if value not in known:
            raise self.error(f"{name}: “{value}” is no {what}{nearest(value, known)}.")
        return value

    def one_of_or_none(self, name: str, known: Collection[str], what: str) -> str | None:
        return self.one_of(name, known, what) if self.get(name) else None

    def _list(self, name: str) -> list[Any]:
        value = self.get(name)
        if value is None:
            return []
        if not isinstance(value, list):
            raise self.error(f"{name} must be a list, each line of which starts with a hyphen.")
        return value


def nearest(value: str, known: Collection[str]) -> str:
    """The end of a sentence that helps: the likeliest name, else the first few."""
    close = difflib.get_close_matches(value, known, n=1)
    if close:
        return f"; did you mean “{close[0]}”?".removesuffix("?") + "?"
    shown = ", ".join(sorted(known)[:12])
    return f"; known: {shown}{' …' if len(known) > 12 else ''}" if known else ""


def _moment(text: str) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError:
        return None


class _Loader(yaml.CSafeLoader):
    """The safe loader, with `Entry` for a mapping; each key once."""

    shown = ""


def _construct_entry(loader: _Loader, node: yaml.MappingNode) -> Entry:
    loader.flatten_mapping(node)
    entry = Entry(loader.shown, node.start_mark.line + 1)
    for key_node, value_node in node.value:
        name = str(key_node.value)  # as written: YAML 1.1 would read the field “on” as true
        place = Entry(loader.shown, key_node.start_mark.line + 1)
        if name in entry:
            raise place.error(f"the field “{name}” stands here twice.")
        entry[name] = loader.construct_object(value_node, deep=True)
    return entry


def _construct_day(loader: _Loader, node: yaml.ScalarNode) -> Any:
    try:
        return loader.construct_yaml_timestamp(node)
    except ValueError as error:
        place = Entry(loader.shown, node.start_mark.line + 1)
        raise place.error(f"there is no such day as {node.value} ({error}).") from error


_Loader.add_constructor("tag:yaml.org,2002:map", _construct_entry)
_Loader.add_constructor("tag:yaml.org,2002:timestamp", _construct_day)


def read(path: Path) -> Entry:
    """The one mapping that a file holds. Raises `FileError` for what is no YAML, or something else than a mapping."""
    shown = str(path.relative_to(settings.BASE_DIR)) if path.is_relative_to(settings.BASE_DIR) else str(path)
    try:
        loader = _Loader(path.read_text(encoding="utf-8"))
        loader.shown = shown
        found = loader.get_single_data()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise FileError(f"{shown}, line {line}: this is not YAML: {error.problem}.") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise FileError(f"{shown}, line 1: this cannot be read as YAML in UTF-8: {error}.") from error
    if not isinstance(found, Entry):
        raise FileError(f"{shown}, line 1: the file must hold fields and values.")
    return found
