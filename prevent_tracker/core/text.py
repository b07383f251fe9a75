"""Text that people send: cleaned once, in one place, before any rule looks at it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from .errors import Invalid
from .screening import screen

WHOLE_CELL = 100_000  # characters of a printed cell or a paragraph, which may be long
_CONTROL = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]")


def clean_text(
    value: str, field: str, *, label: str, max_length: int, required: bool = False, is_contact: bool = False
) -> str:
    """Plain text with Unix line ends and no outer space.

    Raises `Invalid` naming `field` when it is blank though required, longer than `max_length` characters, or
    holds a NUL byte or another control character (PostgreSQL stores no NUL; none of them can be printed), and
    `CaseData` when it holds what looks like case data (core/screening.py). `is_contact`: the name, address or number
    of somebody who works on the plan, which belongs there and is not searched.
    """
    text = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if "\x00" in text:
        raise Invalid({field: f"{label} contains a NUL character, which cannot be stored. Remove it and try again."})
    if _CONTROL.search(text):
        raise Invalid({field: f"{label} contains a control character. Paste it as plain text and try again."})
    if required and not text:
        raise Invalid({field: f"Enter {label[0].lower()}{label[1:]}."})
    if len(text) > max_length:
        raise Invalid({field: f"{label} must be {max_length:,} characters or fewer; this has {len(text):,}."})
    if not is_contact:
        screen(text, field, label)
    return text


def clean_cells(cells: Mapping[str, Any], *, labels: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Values by field, each text in them cleaned however deep it stands in lists and mappings; what is no text stays.

    For facts that are kept as printed, of any length. Raises as `clean_text` does, naming the field; without a label
    of its own a field is called by its name ("leads_text": "Leads text").
    """
    known = labels or {}
    return {
        field: _clean_within(value, field, known.get(field) or field.replace("_", " ").capitalize())
        for field, value in cells.items()
    }


def _clean_within(value: Any, field: str, label: str) -> Any:
    if isinstance(value, str):
        cleaned = clean_text(value, field, label=label, max_length=WHOLE_CELL)
        return cleaned if cleaned != value else value  # a choice stays a member of its enumeration
    if isinstance(value, list | tuple):
        return [_clean_within(each, field, label) for each in value]
    if isinstance(value, Mapping):
        return {name: _clean_within(each, field, label) for name, each in value.items()}
    return value
