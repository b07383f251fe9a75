"""No case data: what core/personal.py finds in a text that arrives is refused, unless somebody says, by name and for
the record, that it is not about a person.

A confirmation is about words, not about a place: said once by anybody of a partnership, it holds there for the same
words wherever they are written again (docs/adr/0009-no-case-data.md).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from . import clock
from .models import Confirmation
from .personal import CaseData, Hit, find

# The name of the form field, and of the member of API bodies, that holds the digests of what was confirmed.
NOT_ABOUT_A_PERSON = "not_about_a_person"


class Writer(Protocol):
    """Whoever writes: `partners.tenancy.Access`."""

    @property
    def partnership_id(self) -> UUID: ...
    @property
    def actor_name(self) -> str: ...


@dataclass(frozen=True)
class _Screen:
    by: Writer
    confirmed: frozenset[str]


_current: ContextVar[_Screen | None] = ContextVar("screen", default=None)


@contextmanager
def screened(by: Writer, confirmed: Collection[str] = ()) -> Iterator[None]:
    """Inside it, `by` writes, and says of `confirmed` (digests of hits) that they are not about a person.

    Only what is really met in a text is recorded, in the transaction that stores the text. Outside any such block
    every hit is refused.
    """
    token = _current.set(_Screen(by, frozenset(confirmed)))
    try:
        yield
    finally:
        _current.reset(token)


def screen(text: str, field: str, label: str) -> None:
    """Raise `CaseData` naming `field` for the hits in `text` that nobody has confirmed; record those confirmed now."""
    hits = find(text)
    if not hits:
        return
    current = _current.get()
    if current is None:
        raise CaseData(field, label, hits)
    new = unconfirmed(current.by, hits)
    refused = [hit for hit in new if hit.digest not in current.confirmed]
    if refused:
        raise CaseData(field, label, refused)
    confirm(current.by, new, label)


def unconfirmed(by: Writer, hits: Sequence[Hit]) -> list[Hit]:
    """The hits of which nobody in the partnership has said yet that they are not about a person."""
    wanted = {hit.digest for hit in hits}
    known = set(
        Confirmation.objects.filter(partnership_id=by.partnership_id, digest__in=wanted).values_list(
            "digest", flat=True
        )
    )
    return [hit for hit in hits if hit.digest not in known]


def confirm(by: Writer, hits: Sequence[Hit], label: str) -> None:
    """Put on record that these hits are not about a person: who says so, when, where they stood, the words masked."""
    distinct = {hit.digest: hit for hit in hits}
    Confirmation.objects.bulk_create(
        Confirmation(
            partnership_id=by.partnership_id,
            at=clock.now(),
            by=by.actor_name[:200],
            kind=hit.kind,
            label=label[:100],
            shown=hit.masked[:200],
            digest=hit.digest,
        )
        for hit in distinct.values()
    )
