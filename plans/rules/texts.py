"""Every text of a frozen structure, and whether a term stands in it. Pure."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Collection, Iterator
from typing import Any


def texts(value: Any, codes: Collection[str]) -> Iterator[str]:
    """The texts of a dataclass, tuple or text, however deep, but for `codes`: names of fields that hold no words."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from texts(item, codes)
    elif dataclasses.is_dataclass(value):
        for each in dataclasses.fields(value):
            if each.name not in codes and f"{type(value).__name__}.{each.name}" not in codes:
                yield from texts(getattr(value, each.name), codes)


def uses(words: str, term: str) -> bool:
    """Whether a term starts a word somewhere: "CTLPs" uses "CTLP"."""
    return re.search(rf"(?<!\w){re.escape(term)}", words, re.IGNORECASE) is not None
