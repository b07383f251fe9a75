"""Finds the party that words mean, and those they may mean. It never takes two bodies for one by itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_TAKEN = 3
_NEAR_WORDS = 0.6
_LEAST_ACRONYM = 4  # of three letters, one that differs makes another body
_SMALL = frozenset({"the", "a", "an", "of", "and", "for", "in", "to"})


@dataclass(frozen=True)
class Party:
    """An agency or a post of a partnership, with every name it goes by."""

    slug: str
    name: str
    short_name: str = ""
    aliases: tuple[str, ...] = ()
    is_post: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for name in (self.name, self.short_name, *self.aliases) if name.strip())


@dataclass(frozen=True)
class Match:
    """`exact` is the one party that goes by the words; `near` are others worth asking about, most alike first."""

    exact: Party | None = None
    near: tuple[Party, ...] = ()


def key(words: str) -> str:
    """A name without what writers vary: case, "the", "&" or "and", apostrophes, hyphens, marks and doubled blanks."""
    text = words.casefold().replace("&", " and ")
    text = re.sub(r"(?<=\w)['’`]s?(?=\W|$)|['’`]", lambda found: "s" if "s" in found[0] else "", text)
    text = re.sub(r"(?<=\w)[-‐–]\s*(?=\w)", "", text)
    return " ".join(word for word in re.sub(r"[^\w]+", " ", text).split() if word != "the")


def match(words: str, parties: Sequence[Party]) -> Match:
    """The party that goes by the words, or at most three near ones. Two parties of one name are both only near."""
    said = _keys(words)
    if not said:
        return Match()
    exact = [party for party in parties if said & _all_keys(party)]
    if len(exact) == 1:
        return Match(exact[0])
    if exact:
        return Match(None, tuple(exact[:_TAKEN]))
    scored = [(max(_likeness(words, name) for name in party.names), party) for party in parties if party.names]
    ranked = sorted((pair for pair in scored if pair[0] >= _NEAR_WORDS), key=lambda pair: -pair[0])
    return Match(None, tuple(party for _, party in ranked[:_TAKEN]))


def _keys(words: str) -> frozenset[str]:
    """The ways to say a name: as it stands, in the singular, without "LA", without its bracket, and that alone."""
    outside = re.sub(r"\([^()]*\)", " ", words)
    inside = re.findall(r"\(([A-Z][A-Za-z&]{1,7})\)", words)
    plain = {key(each) for each in (words, outside, *inside)}
    plain |= {each.removeprefix("la ").removeprefix("local authority ") for each in plain}
    return frozenset(_singular(each) for each in plain if each)


def _singular(name: str) -> str:
    """The last word without its plural "s": "PEOs" is a PEO. "Services" and "Police Services" stay alike."""
    return re.sub(r"(?<=[a-z])(?<!s)s$", "", name)


def _all_keys(party: Party) -> frozenset[str]:
    return frozenset().union(*(_keys(name) for name in party.names))


def _likeness(words: str, name: str) -> float:
    """0 to 1: the words they share, or how near one's acronym is to the other."""
    return max(_shared(words, name), _contained(words, name), _as_acronyms(words, name))


def _tokens(name: str) -> frozenset[str]:
    return frozenset(_singular(word) for word in key(name).split() if word not in _SMALL)


def _shared(words: str, name: str) -> float:
    one, other = _tokens(words), _tokens(name)
    return len(one & other) / len(one | other) if one and other else 0.0


def _contained(words: str, name: str) -> float:
    """One name inside the other, as "Homes for Haringey Board" holds "Homes for Haringey"."""
    one, other = sorted((_tokens(words), _tokens(name)), key=len)
    if len(one) < 2 or not one <= other:
        return 0.0
    return max(_NEAR_WORDS, len(one) / len(other))


def _as_acronyms(words: str, name: str) -> float:
    """How alike two acronyms are, or an acronym and the initials of a name: CoHNEL, HENEL and CONEL are near."""
    best = 0.0
    for one in _acronyms(words):
        for other in _acronyms(name):
            distance, shortest = _distance(one, other), min(len(one), len(other))
            if shortest >= _LEAST_ACRONYM or (distance == 0 and shortest > 2):
                best = max(best, 1.0 - distance / max(len(one), len(other)))
    return best


def _acronyms(name: str) -> Iterable[str]:
    """Those printed in a name, and the one that its initials make."""
    tokens = re.findall(r"[\w&'’]+", name)
    yield from {token.casefold().replace("&", "") for token in tokens if sum(letter.isupper() for letter in token) > 1}
    initials = [token[0].casefold() for token in tokens if token[0].isupper()]
    if len(initials) > 2:
        yield "".join(initials)


def _distance(one: str, other: str) -> int:
    """Levenshtein's edit distance."""
    row = list(range(len(other) + 1))
    for count, letter in enumerate(one, start=1):
        before, row[0] = row[0], count
        for at, against in enumerate(other, start=1):
            before, row[at] = row[at], min(row[at] + 1, row[at - 1] + 1, before + (letter != against))
    return row[-1]
