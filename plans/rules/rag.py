"""RAG: what a rating needs, how several become one, and what contradicts itself.

Sources: domain.md, "Practice today" and design.md, "A quarter"; a rating's words are the partnership's own.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from enum import StrEnum
from typing import TypeVar

Party = TypeVar("Party", bound=Hashable)


class Rag(StrEnum):
    GREEN = "green"
    AMBER = "amber"
    RED = "red"


class Rule(StrEnum):
    """How the ratings of several parties become one (design.md, "A quarter", 4: per partnership)."""

    WORST = "worst"
    LEAD = "lead"
    MAJORITY = "majority"


LONG_AMBER = 3  # quarters
_WORST_FIRST = (Rag.RED, Rag.AMBER, Rag.GREEN)


def needs_path_to_green(rag: str) -> bool:
    """Red and amber are exceptions: each says how it gets back."""
    return rag in (Rag.RED, Rag.AMBER)


def worst(ratings: Iterable[str]) -> str:
    """The worst rating given, or "" when nobody gave one: green is never carried forward."""
    given = set(ratings)
    return next((rag.value for rag in _WORST_FIRST if rag in given), "")


def majority(ratings: Iterable[str]) -> str:
    """The rating that most gave, the worse where several were given as often; "" when nobody gave one."""
    given = Counter(rag for rag in ratings if rag)
    return worst(rag for rag, count in given.items() if count == max(given.values()))


def combine(rule: str, answers: Sequence[tuple[Party, str]], lead: Party | None) -> str:
    """One rating of an action from its parties' (party, rating), by a partnership's `Rule`; "" is "not reported".

    `lead`: the first of the action's lead parties that is asked. Under `Rule.LEAD` its answer is the only one that
    counts: while it has not answered the action is not reported, whatever partners said of their part.
    """
    if rule == Rule.LEAD:
        return worst(rag for party, rag in answers if party == lead)
    ratings = [rag for _, rag in answers]
    return majority(ratings) if rule == Rule.MAJORITY else worst(ratings)


def direction(before: str, now: str) -> str:
    """Direction of travel between two quarters: "improved", "worsened", "same", or "" where one is missing."""
    if not before or not now:
        return ""
    was, is_now = _WORST_FIRST.index(Rag(before)), _WORST_FIRST.index(Rag(now))
    if is_now == was:
        return "same"
    return "improved" if is_now > was else "worsened"


def contradictions(
    rag: str,
    *,
    overdue_since: dt.date | None = None,
    says_complete: bool = False,
    open_milestones: int = 0,
    others_deny: Sequence[str] = (),
    quarters_amber: int = 0,
) -> list[str]:
    """Sentences, one for each way in which what was said does not fit what is known.

    `others_deny`: parties that answered in the same round that their part is not complete. `quarters_amber`: for how
    many quarters running, this one included, the answer has been amber with one path to green (`stuck_at_amber`).
    """
    said = []
    if rag == Rag.GREEN and overdue_since is not None and not says_complete:
        said.append(f"Rated green, but overdue since {overdue_since:%-d %B %Y}.")
    if says_complete and open_milestones:
        left = "1 milestone is" if open_milestones == 1 else f"{open_milestones} milestones are"
        said.append(f"Said to be complete, but {left} still open.")
    if says_complete and others_deny:
        said.append(f"Said to be complete, but not by {' or '.join(others_deny)}.")
    if quarters_amber >= LONG_AMBER:
        said.append(f"Amber {quarters_amber} quarters running without a new path to green.")
    return said


def stuck_at_amber(answers: Sequence[tuple[str, str]]) -> int:
    """For how many quarters running a party's answer has been amber with the same path to green, at the end.

    `answers`: (rating, path to green) of each quarter, oldest first; ("", "") where it was silent, which breaks the
    run. Two paths are the same whatever their case and spaces.
    """
    count = 0
    for rag, path in reversed(answers):
        if rag != Rag.AMBER or _folded(path) != _folded(answers[-1][1]):
            break
        count += 1
    return count


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def is_routine(rag: str, *, says_complete: bool, contradicted: bool) -> bool:
    """Whether an answer may be accepted together with others: green, work goes on, and nothing speaks against it."""
    return rag == Rag.GREEN and not says_complete and not contradicted
