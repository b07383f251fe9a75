"""Documents of older schema versions, brought to the present one as they are read. Pure: plain JSON in and out.

A document that was issued stays as it is, byte for byte; only what is drawn from it is brought up. Each step gives
the shape of the next version as it was then, so that steps can be taken one after another.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from prevent_tracker.core.codec import CodecError

PRESENT = 2  # reporting.document.SCHEMA_VERSION
Json = dict[str, Any]
# The styles of version 1, as they were when it was given up: a document of that version only names its style.
LAYOUTS_1: Mapping[str, Json] = json.loads(Path(__file__).with_name("upgrading_v1.json").read_text(encoding="utf-8"))
_MARKED: Json = {"marking": "", "marking_reason": ""}
_DOCUMENT_2: Json = {
    "measures": [], "requirements": [], "removed": [], "comparison": None, "word_markings": [], "held_names": [],
    "redactions": [], "follows": "", "logo": "", "logo_alt": "",
}  # fmt: skip
_DECISION_2: Json = {"key": "", "owner": "", "due_on": None, "done_on": None, "put_to": "", **_MARKED}


def upgraded(plain: Json, version: int) -> Json:
    """A document of a version as one of the present version. Raises `CodecError` for another version, and for what
    cannot be brought up; what else is wrong stays so, for the reader to name the place."""
    if not 1 <= version <= PRESENT:
        raise CodecError(f"schema version {version}; this program reads 1 to {PRESENT}")
    return _from_1(plain) if version == 1 else plain


def _from_1(plain: Json) -> Json:
    name = plain.get("style")
    if not isinstance(name, str) or name not in LAYOUTS_1:
        raise CodecError(f"style: {name!r} is none of {', '.join(LAYOUTS_1)}")
    found = {key: value for key, value in plain.items() if key != "style"}
    found = {**_with(found, {"layout": LAYOUTS_1[name], **_DOCUMENT_2}, "document")}
    found["schema_version"] = 2
    found["objectives"] = _each(found.get("objectives"), _objective, "objectives")
    found["decisions"] = _each(found.get("decisions"), lambda each, place: _with(each, _DECISION_2, place), "decisions")
    found["plan"] = _plan(found.get("plan"))
    return found


def _plan(plan: Any) -> Any:
    found = _with(plan, _MARKED, "plan")
    if isinstance(found, dict):
        found["front_matter"] = _each(found.get("front_matter"), _marked, "plan.front_matter")
    return found


def _objective(objective: Any, place: str) -> Any:
    found = _with(objective, {"key": "", **_MARKED}, place)
    if isinstance(found, dict):
        found["actions"] = _each(found.get("actions"), _action, f"{place}.actions")
        found["children"] = _each(found.get("children"), _objective, f"{place}.children")
    return found


def _action(action: Any, place: str) -> Any:
    found = _with(action, {"key": "", "requirements": [], **_MARKED}, place)
    if isinstance(found, dict):
        for name in ("leads", "updates"):
            found[name] = _each(found.get(name), _of_agency, f"{place}.{name}")
    return found


def _of_agency(plain: Any, place: str) -> Any:
    return _with(plain, {"agency_key": "", **_MARKED}, place)


def _marked(plain: Any, place: str) -> Any:
    return _with(plain, _MARKED, place)


def _each(plain: Any, upgrade: Callable[[Any, str], Any], place: str) -> Any:
    if not isinstance(plain, list):
        return plain
    return [upgrade(item, f"{place}.{index}") for index, item in enumerate(plain)]


def _with(plain: Any, added: Json, place: str) -> Any:
    """With the fields that a version added, at their defaults; one that is there already was not of the version."""
    if not isinstance(plain, dict):
        return plain
    if foreign := sorted(plain.keys() & added.keys()):
        raise CodecError(f"{place}: version 1 has no {', '.join(foreign)}")
    return {**plain, **added}
