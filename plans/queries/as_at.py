"""Rows as they stood at a moment, deleted ones included, later corrections left out: read from history alone."""

from __future__ import annotations

import datetime as dt
from typing import Any, TypeVar

from partners.tenancy import Access
from prevent_tracker.core.models import TenantModel

T = TypeVar("T", bound=TenantModel)


def as_at(access: Access, model: type[T], moment: dt.datetime, **filters: Any) -> list[T]:
    """Every row of `model` that existed at `moment`, as it was then, by key. One query.

    `filters` name columns that never change in a row's life (its plan, its action, its round).
    """
    history = model.history.model  # type: ignore[attr-defined]  # django-simple-history ships no types
    rows = (
        history.objects.filter(partnership_id=access.partnership_id, history_date__lte=moment, **filters)
        .order_by("id", "-history_id")
        .distinct("id")
    )
    return [row.instance for row in rows if row.history_type != "-"]
