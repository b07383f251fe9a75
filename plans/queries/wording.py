"""Two wordings beside each other, with what differs marked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from plans.rules.compare import Value

from .versions import Altered

LONGEST = 2_000  # words; beyond, a comparison word by word costs more than it tells


@dataclass(frozen=True)
class Piece:
    """Some words; `differs` where the other wording has others."""

    text: str
    differs: bool


@dataclass(frozen=True)
class Wordings:
    old: tuple[Piece, ...]
    new: tuple[Piece, ...]


def wordings(old: Value, new: Value) -> Wordings:
    """Both texts in pieces that are in both or in one only; lists are compared line by line."""
    before, after = _words(old), _words(new)
    if len(before) + len(after) > LONGEST:
        return Wordings((Piece("".join(before), True),), (Piece("".join(after), True),))
    left, right = [], []
    for kind, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        left.append(Piece("".join(before[i:j]), kind != "equal"))
        right.append(Piece("".join(after[k:m]), kind != "equal"))
    return Wordings(tuple(each for each in left if each.text), tuple(each for each in right if each.text))


LABELS = {
    "text": "Action",
    "section": "Section",
    "steps": "Steps",
    "leads_text": "Leads",
    "timescale_text": "Timescale",
    "milestones": "Milestones",
    "outcomes": "Outcomes",
    "progress_text": "Progress",
}


def shown_changes(altered: Altered) -> list[tuple[str, Wordings]]:
    """What a newer version changes about one action: the field's name, and both wordings."""
    return [(LABELS[change.field], wordings(change.old, change.new)) for change in altered.changes]


def _words(value: Value) -> list[str]:
    text = value if isinstance(value, str) else "\n".join(value)
    return re.findall(r"\s+|[^\s]+", text)
