"""Finding one row, or saying kindly that there is none."""

from __future__ import annotations

from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models

from .errors import NotFound
from .models import TenantModel

T = TypeVar("T", bound=TenantModel)


def get(rows: models.QuerySet[T], what: str, *, lock: bool = False, **by: Any) -> T:
    """One row that the actor sees, or `NotFound` in words ("There is no such action.").

    `lock` leaves the key free, so that rows which refer to this one can still be committed meanwhile.
    """
    if lock:
        rows = rows.select_for_update(of=("self",), no_key=True)
    try:
        return rows.get(**by)
    except (rows.model.DoesNotExist, ValidationError, ValueError):
        raise NotFound(f"There is no such {what}.") from None
