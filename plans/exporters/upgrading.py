"""Exported plans of older versions of the format, brought to the present one as they are read. Pure: plain JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Json = dict[str, Any]
_MARKED: Mapping[str, Any] = {"marking": "", "marking_reason": ""}


def from_1(plain: Json) -> Json:
    """Version 1 knew the marking of the plan and of actions alone, no reasons, and no requirement sets."""
    found = {"marking_reason": "", "requirement_sets": [], **plain, "version": 2}
    found["front_matter"] = _each(found.get("front_matter"), lambda part: {**_MARKED, **part})
    found["objectives"] = _each(found.get("objectives"), _objective)
    return found


def _objective(plain: Json) -> Json:
    found = {**_MARKED, **plain}
    found["actions"] = _each(found.get("actions"), _action)
    found["children"] = _each(found.get("children"), _objective)
    return found


def _action(plain: Json) -> Json:
    found = {"marking_reason": "", "requirement_codes": [], **plain}
    found["leads"] = _each(found.get("leads"), lambda lead: {**_MARKED, **lead})
    status = found.get("status")
    if isinstance(status, dict):
        reports = _each(status.get("reports"), lambda report: {**_MARKED, **report})
        found["status"] = {**status, "reports": reports}
    return found


def _each(plain: Any, change: Callable[[Json], Json]) -> Any:
    """What is no list of objects stays as it is, for the reader to name the place."""
    if not isinstance(plain, list):
        return plain
    return [change(each) if isinstance(each, dict) else each for each in plain]
