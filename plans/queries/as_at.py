"""Rows as they stood at a moment, deleted ones included, later corrections left out: read from history alone."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from partners.tenancy import Access
from prevent_tracker.core.models import TenantModel

T = TypeVar("T", bound=TenantModel)
K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True)
class Version(Generic[T]):
    """A row as it last was, when it was written so, and whether it was deleted by that."""

    row: T
    at: dt.datetime
    is_deleted: bool


def as_at(access: Access, model: type[T], moment: dt.datetime, **filters: Any) -> list[T]:
    """Every row of `model` that existed at `moment`, as it was then, by key. One query.

    `filters` name columns that never change in a row's life (its plan, its action, its round).
    """
    return [found.row for found in versions(access, model, moment, **filters) if not found.is_deleted]


def versions(access: Access, model: type[T], moment: dt.datetime, **filters: Any) -> list[Version[T]]:
    """The same with the rows that had been deleted by then, as they were before. One query."""
    names = [field.attname for field in model._meta.concrete_fields]
    rows = _latest(access, model, moment, filters).values_list("history_date", "history_type", *names)
    return [Version(model.from_db(None, names, values), at, kind == "-") for at, kind, *values in rows]


def overlay(access: Access, rows: Sequence[T], moment: dt.datetime, fields: Iterable[str]) -> None:
    """Give rows of one model the values that some of their fields had at `moment`; a row that was not there then keeps
    its own. One query, none without rows."""
    if not rows:
        return
    names = list(fields)
    found = _latest(access, type(rows[0]), moment, {"id__in": [row.pk for row in rows]})
    latest: dict[uuid.UUID, tuple[Any, ...]] = {pk: values for pk, *values in found.values_list("id", *names)}
    for row in rows:
        for name, value in zip(names, latest.get(row.pk, ()), strict=False):
            setattr(row, name, value)


def _latest(access: Access, model: type[T], moment: dt.datetime, filters: dict[str, Any]) -> Any:
    """The last history row of each key; of two in one instant the one written last."""
    history = model.history.model  # type: ignore[attr-defined]  # django-simple-history ships no types
    return (
        history.objects.filter(partnership_id=access.partnership_id, history_date__lte=moment, **filters)
        .order_by("id", "-history_id")
        .distinct("id")
    )


def states(
    access: Access, model: type[T], field: str, moments: Mapping[K, dt.datetime], **filters: Any
) -> dict[K, dict[uuid.UUID, Any]]:
    """What one field held at several moments: by the key of the moment, the value of each row that existed.

    One query.
    """
    history = model.history.model  # type: ignore[attr-defined]  # django-simple-history ships no types
    rows = history.objects.filter(partnership_id=access.partnership_id, **filters).order_by("history_id")
    changes = list(rows.values_list("id", "history_date", "history_type", field)) if moments else []
    found: dict[K, dict[uuid.UUID, Any]] = {}
    for key, moment in moments.items():
        values = {pk: (kind, value) for pk, at, kind, value in changes if at <= moment}
        found[key] = {pk: value for pk, (kind, value) in values.items() if kind != "-"}
    return found
