"""Which terms of the plan's glossary a document uses."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from typing import Any

from reporting.document import Document

# What no reader sees, and the glossary itself.
_NOT_READ = frozenset({"layout", "glossary", "key", "agency_key", "logo", "held_names", "schema_version", "language"})
_WORD = re.compile(r"\w+")


def used_terms(document: Document) -> tuple[tuple[str, str], ...]:
    """The (term, meaning) pairs of the glossary whose term stands in the document as a word or words of its own.

    A term may give alternatives ("CONEL / HENEL"); a plural counts, and capitals count ("Channel" is not "channel").
    """
    found = set(_WORD.findall("\n".join(_texts(document))))
    text = " ".join(_texts(document))
    return tuple((term, meaning) for term, meaning in document.plan.glossary if _is_used(term, found, text))


def _is_used(term: str, words: set[str], text: str) -> bool:
    for name in re.split(r"\s*[/;,(]\s*|\s+or\s+", term.rstrip(")")):
        parts = _WORD.findall(name)
        if not parts or not _are_words(parts, words):
            continue
        if len(parts) == 1 or re.search(r"\W+".join(map(re.escape, parts)), text):
            return True
    return False


def _are_words(parts: list[str], words: set[str]) -> bool:
    *first, last = parts
    return all(part in words for part in first) and (last in words or f"{last}s" in words)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            if field.name not in _NOT_READ:
                yield from _texts(getattr(value, field.name))
