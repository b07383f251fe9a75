"""RAG: what a rating needs, how several become one, and what contradicts itself.

Sources: domain.md, "Practice today" and design.md, "A quarter"; a rating's words are the partnership's own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from enum import StrEnum


class Rag(StrEnum):
    GREEN = "green"
    AMBER = "amber"
    RED = "red"


class Rule(StrEnum):
    """How the ratings of several parties become one (design.md, "A quarter", 4: per partnership)."""

    WORST = "worst"
    LEAD = "lead"
    MAJORITY = "majority"


_WORST_FIRST = (Rag.RED, Rag.AMBER, Rag.GREEN)


def needs_path_to_green(rag: str) -> bool:
    """Red and amber are exceptions: each says how it gets back."""
    return rag in (Rag.RED, Rag.AMBER)


def worst(ratings: Iterable[str]) -> str:
    """The worst rating given, or "" when nobody gave one: green is never carried forward."""
    given = set(ratings)
    return next((rag.value for rag in _WORST_FIRST if rag in given), "")


def direction(before: str, now: str) -> str:
    """Direction of travel between two quarters: "improved", "worsened", "same", or "" where one is missing."""
    if not before or not now:
        return ""
    was, is_now = _WORST_FIRST.index(Rag(before)), _WORST_FIRST.index(Rag(now))
    if is_now == was:
        return "same"
    return "improved" if is_now > was else "worsened"


def contradiction(rag: str, *, overdue_since: dt.date | None, says_complete: bool, open_milestones: int) -> str:
    """A sentence where what was said does not fit what is known, or ""."""
    if rag == Rag.GREEN and overdue_since is not None and not says_complete:
        return f"Rated green, but overdue since {overdue_since:%-d %B %Y}."
    if says_complete and open_milestones:
        left = "1 milestone is" if open_milestones == 1 else f"{open_milestones} milestones are"
        return f"Said to be complete, but {left} still open."
    return ""
