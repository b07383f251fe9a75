"""Text that people send: cleaned once, in one place, before any rule looks at it."""

from __future__ import annotations

import re
import unicodedata

from .errors import Invalid
from .screening import screen

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
