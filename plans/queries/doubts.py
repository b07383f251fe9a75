"""What is doubted, by its reason: what is doubted for the same is looked through, and agreed to, together. Pure."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Keys = tuple[str, ...]  # of the sections or actions that are looked at together
UNSAID = "The file does not say it plainly."
_SENTENCE_ENDS = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")


@dataclass(frozen=True)
class Alike:
    """Doubts for one reason. `name` stands in addresses; `only` are the keys that are doubted for nothing else."""

    name: str
    words: str
    doubts: tuple[Keys, ...]
    only: Keys


def by_reason(doubts: Sequence[Keys], reasons: Callable[[str], Sequence[str]]) -> list[Alike]:
    """The doubts under each of their reasons, the commonest reason first. `reasons` are those of a key, in sentences.

    Numbers of rows and tables do not make another reason: where they differ, the words leave them out.
    """
    found: dict[str, list[tuple[Keys, str, bool]]] = defaultdict(list)
    for keys in doubts:
        said = [sentence for reason in reasons(keys[0]) for sentence in _SENTENCE_ENDS.split(reason)] or [UNSAID]
        kinds = {re.sub(r"\d+", "…", sentence): sentence for sentence in said}
        for kind, sentence in kinds.items():
            found[kind].append((keys, sentence, len(kinds) == 1))
    return sorted((_alike(kind, rows) for kind, rows in found.items()), key=lambda each: -len(each.doubts))


def _alike(kind: str, rows: Sequence[tuple[Keys, str, bool]]) -> Alike:
    sentences = {sentence for _, sentence, _ in rows}
    return Alike(
        name=hashlib.sha256(kind.encode()).hexdigest()[:8],
        words=sentences.pop() if len(sentences) == 1 else kind,
        doubts=tuple(keys for keys, _, _ in rows),
        only=tuple(key for keys, _, is_only in rows if is_only for key in keys),
    )
