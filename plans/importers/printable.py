"""Words that can be stored and printed. No Django."""

from __future__ import annotations

import re
from typing import Any

from .codec import source_from_json, source_to_json
from .source import Source

# What nobody can print: control characters, and halves of characters, which no database stores.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def printable(source: Source) -> Source:
    """The source with a blank for each character that cannot be printed; itself where there is none."""
    beside = (*source.warnings, source.title, *source.names.values())
    if not any(map(_UNPRINTABLE.search, (*beside, *(text for _, text in source.pieces())))):
        return source
    return source_from_json(_printable(source_to_json(source)))


def _printable(plain: Any) -> Any:
    if isinstance(plain, str):
        return _UNPRINTABLE.sub(" ", plain)
    if isinstance(plain, dict):
        return {name: _printable(value) for name, value in plain.items()}
    return [_printable(each) for each in plain] if isinstance(plain, list) else plain
