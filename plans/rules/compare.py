"""A newer version of a plan beside the one that stands: what was added, what changed, what is gone. Pure: no Django.

An action is the same one when its printed number is, or else its words; one to one, and never by force: an action that
resembles nothing was added, one that nothing resembles is gone.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

ALIKE = 0.6  # share of words in common from which two actions may be one, reworded
RARE = 6  # words of an action by which its like is looked for
HELD = 200  # actions at most that one word brings
Value = str | tuple[str, ...]


@dataclass(frozen=True)
class Stated:
    """An action as one version states it. `key` names it there. `number` is "" where it was generated: only what is
    printed says that two actions are one. `fields`: what is compared, by name, in the order it is shown."""

    key: str
    number: str
    text: str
    fields: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class FieldChange:
    field: str
    old: Value
    new: Value


@dataclass(frozen=True)
class Changed:
    """One action in both versions, with what differs; `old` and `new` are their keys."""

    old: str
    new: str
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True)
class Comparison:
    """Keys of the newer version in `added`, of the older in `gone`, pairs with differences in `changed`, without any in
    `same`; each in its version's own order."""

    added: tuple[str, ...]
    changed: tuple[Changed, ...]
    gone: tuple[str, ...]
    same: tuple[tuple[str, str], ...]


def compare(old: Sequence[Stated], new: Sequence[Stated]) -> Comparison:
    """Match two versions' actions and say how they differ. Near-linear: thousands of actions take seconds."""
    pairs = _match(old, new)
    rows = [(pairs[each.key], each) for each in new if each.key in pairs]
    changed = [Changed(before.key, after.key, _changes(before, after)) for before, after in rows]
    found = {before.key for before, _ in rows}
    return Comparison(
        added=tuple(each.key for each in new if each.key not in pairs),
        changed=tuple(each for each in changed if each.changes),
        gone=tuple(each.key for each in old if each.key not in found),
        same=tuple((each.old, each.new) for each in changed if not each.changes),
    )


def _changes(old: Stated, new: Stated) -> tuple[FieldChange, ...]:
    """Differences in words; blanks, capitals and the shapes of quotes and dashes make none."""
    names = ("text", *new.fields)
    before, after = {"text": old.text, **old.fields}, {"text": new.text, **new.fields}
    pairs = ((name, before.get(name, ""), after[name]) for name in names)
    return tuple(FieldChange(name, left, right) for name, left, right in pairs if _plain(left) != _plain(right))


_MARKS = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\xa0": " "})


def _plain(value: Value) -> str:
    text = value if isinstance(value, str) else "\n".join(value)
    return " ".join(text.translate(_MARKS).casefold().split())


def _match(old: Sequence[Stated], new: Sequence[Stated]) -> dict[str, Stated]:
    """For each key of the newer version the older action that it is: the surest pairs first, so that a number which
    moved to another action takes nobody's place."""
    older, newer = ({each.key: _words(each.text) for each in rows} for rows in (old, new))
    pairs: dict[str, Stated] = {}
    taken: set[str] = set()

    def pair(candidates: Pairs) -> None:
        for before, after in candidates:
            if after.key not in pairs and before.key not in taken:
                pairs[after.key] = before
                taken.add(before.key)

    numbered = list(_same_number(old, new))
    pair(each for each in numbered if _likeness(older[each[0].key], newer[each[1].key]) >= ALIKE)
    pair(_same_words(old, new, older, newer))
    left = [each for each in old if each.key not in taken], [each for each in new if each.key not in pairs]
    pair(_alike(*left, older, newer))
    pair(numbered)
    return pairs


Words = Mapping[str, Counter[str]]
Pairs = Iterable[tuple[Stated, Stated]]


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.casefold()))


def _same_number(old: Sequence[Stated], new: Sequence[Stated]) -> Pairs:
    """A number counts where each version prints it once."""
    before, after = (dict(_once(rows)) for rows in (old, new))
    return ((before[number], row) for number, row in after.items() if number in before)


def _once(rows: Sequence[Stated]) -> Iterable[tuple[str, Stated]]:
    count = Counter(row.number for row in rows if row.number)
    return ((row.number, row) for row in rows if count[row.number] == 1)


def _same_words(old: Sequence[Stated], new: Sequence[Stated], older: Words, newer: Words) -> Pairs:
    """The very same words: in printed order where a version says them several times."""
    before: dict[frozenset[tuple[str, int]], list[Stated]] = defaultdict(list)
    for row in old:
        before[frozenset(older[row.key].items())].append(row)
    for row in new:
        for found in before.get(frozenset(newer[row.key].items()), ()):
            yield found, row


def _alike(old: Sequence[Stated], new: Sequence[Stated], older: Words, newer: Words) -> Pairs:
    """Pairs with most words in common, the most alike first. Only actions that share a rare word are held together."""
    holders: dict[str, list[Stated]] = defaultdict(list)
    for row in old:
        for word in older[row.key]:
            holders[word].append(row)
    found = []
    for place, row in enumerate(new):
        rare = sorted((word for word in newer[row.key] if word in holders), key=lambda word: len(holders[word]))[:RARE]
        near = {each.key: each for word in rare for each in holders[word][:HELD]}
        for each in near.values():
            likeness = _likeness(older[each.key], newer[row.key])
            if likeness >= ALIKE:
                found.append((-likeness, place, each, row))
    return [(before, after) for _, _, before, after in sorted(found, key=lambda each: each[:2])]


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """Words in common as a share of both, from 0 to 1 (Dice's coefficient)."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 1.0
