"""The words of a pack: the partnership's own labels, and how long lists and texts may be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reporting import figures
from reporting.document import Document
from reporting.styles import Limits

# How the small mark beside an item says for whom it is.
MARKS: Mapping[str, str] = {"public": "Public", "partnership": "Partnership only", "restricted": "Restricted"}


@dataclass(frozen=True)
class Listing:
    """As many of a list as the style prints, and how many more there are."""

    items: Sequence[Any]
    more: int = 0

    def __iter__(self) -> Iterator[Any]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)


def listed(items: Iterable[Any], limit: int | None) -> Listing:
    """The first `limit` items; None keeps all."""
    every = list(items)
    kept = every if limit is None else every[:limit]
    return Listing(kept, len(every) - len(kept))


def cut(text: str, limit: int | None) -> str:
    """At most `limit` characters, cut between words where there is one, with an ellipsis."""
    if limit is None or len(text) <= limit:
        return text
    head = text[: limit - 1]
    words, between, _ = head.rpartition(" ")
    return f"{(words if between else head).rstrip(' ,;:.')}…"


@dataclass(frozen=True)
class Wording:
    """`labels`: the word of each status; `compares`: whether there is a round before to compare with; `usual`: the
    marking of the plan itself, which what belongs to it has unless marked otherwise."""

    labels: Mapping[str, str]
    limits: Limits
    compares: bool
    usual: str = ""

    def label(self, value: str) -> str:
        """The partnership's own word for a status."""
        return self.labels[value]

    def mark(self, marking: str) -> str:
        """The mark beside an item that is not for the same readers as the rest of the plan, else ""."""
        return "" if marking == self.usual else MARKS.get(marking, "")

    def mark_words(self, marking: str) -> str:
        """The same beside what somebody said: never public unless marked so, and that needs no mark."""
        return "" if self.usual == "public" and marking == "partnership" else self.mark(marking)


def wording_of(document: Document, limits: Limits) -> Wording:
    """The partnership's words where its key has them, ours for the rest."""
    own = {entry.value: entry.label for entry in document.rag_key}
    return Wording({**figures.LABELS, **own}, limits, bool(document.period.before), document.plan.marking)
