"""How alike two readings are: texts compared without their dress, matched one to one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from html import unescape

ALIKE = 0.85
_DRESS = str.maketrans("‘’“”–—", "''\"\"--")


def bare(text: str) -> str:
    """Case, blanks, tags, kinds of quotes and what stands at the ends are no difference."""
    plain = unescape(re.sub(r"<[^>]*>", " ", text)).translate(_DRESS).casefold()
    return re.sub(r"\s+", "", plain).strip(".,;:•·*-")


def similarity(one: str, other: str) -> float:
    """From 0 to 1, of bare texts."""
    if one == other:
        return 1.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    bound = min(matcher.real_quick_ratio(), matcher.quick_ratio())
    return matcher.ratio() if bound >= ALIKE else bound


def pairs(found: Sequence[str], true: Sequence[str], least: float = ALIKE) -> list[tuple[int, int, float]]:
    """(index found, index true, similarity), one to one, the most alike first; ties go to those in the same order."""
    bare_found, bare_true = [bare(text) for text in found], [bare(text) for text in true]
    likeness = [
        (similarity(one, other), -abs(at - to), at, to)
        for at, one in enumerate(bare_found)
        for to, other in enumerate(bare_true)
    ]
    taken_found: set[int] = set()
    taken_true: set[int] = set()
    chosen = []
    for score, _, at, to in sorted(likeness, reverse=True):
        if score >= least and at not in taken_found and to not in taken_true:
            taken_found.add(at)
            taken_true.add(to)
            chosen.append((at, to, score))
    return chosen


def f1(matched: int, found: int, true: int) -> float:
    """The harmonic mean of precision and recall; 1 where there was nothing to find and nothing was found."""
    return 2 * matched / (found + true) if found + true else 1.0


def share(right: int, of: int) -> float:
    """A share; 1 of nothing."""
    return right / of if of else 1.0
