"""Packs as they would have been drawn at a moment, and what differs between two of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from partners.roles import Permission
from partners.tenancy import Access
from prevent_tracker.core import clock
from prevent_tracker.core.errors import Invalid

from ..comparing import compare
from ..document import ComparisonFacts, Document, from_json
from ..models import Issue, Pack
from ..queries import issues, packs
from ..snapshot import snapshot


def document_at(access: Access, pack: Pack, moment: dt.datetime | None) -> Document:
    """A pack as it would have been drawn at a past moment, None for now: the same for ever, byte for byte.

    Deleted rows are there, later corrections are not. Raises `Invalid` for the future, `NotFound` and `Closed` as
    `snapshot` does.
    """
    access.require(Permission.VIEW_HISTORY)
    access.require(Permission.VIEW_PACK)
    now = clock.now()
    if moment is not None and moment > now and moment.date() > now.astimezone(moment.tzinfo).date():
        raise Invalid({"on": "Choose a day that has been: nobody knows yet how things will stand."})
    at = min(moment, now) if moment else now
    return snapshot(access, pack, moment=at, version=f"As at {timezone.localtime(at):%-d %B %Y, %H:%M}")


@dataclass(frozen=True)
class Side:
    """One side of a comparison: an issue, or a pack as at a moment (None: now)."""

    issue: str = ""
    pack: str = ""
    moment: dt.datetime | None = None


def compare_sides(access: Access, before: Side, after: Side) -> ComparisonFacts:
    """What differs between any two issues, or any two moments of packs."""
    (old, old_name), (new, new_name) = _drawn(access, before), _drawn(access, after)
    return compare(old, new, before_label=old_name, after_label=new_name)


def _drawn(access: Access, side: Side) -> tuple[Document, str]:
    if side.issue:
        issue = issues.issue(access, side.issue)
        return from_json(issue.document), issue_name(issue)
    pack = packs.pack(access, side.pack)
    document = document_at(access, pack, side.moment)
    return document, f"{pack_name(pack)}, {document.version[0].lower()}{document.version[1:]}"


def pack_name(pack: Pack) -> str:
    """ "HPDG, Q2 2016/17"."""
    return f"{pack.board.short_name}, {pack.round.label}"


def issue_name(issue: Issue) -> str:
    """ "HPDG, Q2 2016/17, issue 1"; the issue must be a pack's."""
    assert issue.pack is not None
    return f"{pack_name(issue.pack)}, issue {issue.number}"
