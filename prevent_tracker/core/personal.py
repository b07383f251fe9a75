"""What in a text looks as if it were about a person who was referred. Pure.

The tracker holds plans and what agencies do, never a case. Every text that arrives is searched by plain rules
(core/personal_rules.py); a person decides what a hit is: whoever writes takes it out, or says that it is not about a
person.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from .errors import Invalid
from .folding import fold
from .personal_rules import RULES

# What a kind of hit is called in a sentence: "looks like ...".
KINDS = {
    "nhs_number": "an NHS number",
    "ni_number": "a National Insurance number",
    "birth_date": "a date of birth",
    "email": "an e-mail address",
    "phone": "a phone number",
    "address": "a home address",
    "reference": "a reference to a case",
}


@dataclass(frozen=True)
class Hit:
    """Words that look like case data: text[start:end], in characters of the text searched. `kind`: of `KINDS`.

    `digest` is the SHA-256 of the words as folded (core/folding.py), lower case and without spaces: the same number
    written in another way has the same one.
    """

    kind: str
    start: int
    end: int
    words: str
    digest: str

    @property
    def looks_like(self) -> str:
        return KINDS[self.kind]

    @property
    def masked(self) -> str:
        """The words with all but their first and last two characters hidden: for records and logs."""
        if len(self.words) <= 6:
            return "•" * len(self.words)
        return f"{self.words[:2]}{'•' * min(len(self.words) - 4, 40)}{self.words[-2:]}"


_WORTH_A_LOOK = re.compile("[0-9@]")


def find(text: str) -> tuple[Hit, ...]:
    """Every hit in the order of the text; none overlaps another. Where two rules want the same words, the surer has
    them (`RULES` is in that order)."""
    if text.isascii() and not _WORTH_A_LOOK.search(text):
        return ()
    folded = fold(text)
    digits = sum(map(folded.text.count, "0123456789"))
    if not digits and "@" not in folded.text:
        return ()
    taken: list[tuple[int, int, str]] = []
    for kind, fewest_digits, rule in RULES:
        for start, end in rule(folded.text) if digits >= fewest_digits else ():
            if not any(start < other_end and other_start < end for other_start, other_end, _ in taken):
                taken.append((start, end, kind))
    hits = []
    for first, last, kind in sorted(taken):
        start, end = folded.place(first, last)
        hits.append(Hit(kind, start, end, text[start:end], _digest(folded.text[first:last])))
    return tuple(hits)


def digest_of(words: str) -> str:
    """The digest that a hit of these very words has."""
    return _digest(fold(words).text)


def _digest(words: str) -> str:
    return hashlib.sha256("".join(words.lower().split()).encode()).hexdigest()


class HitSentence(str):
    """A sentence of `Invalid` about one hit; it carries the hit, wherever the sentence is passed on to."""

    hit: Hit
    shown: str  # the words as they stand in it, between quotation marks

    def __new__(cls, label: str, hit: Hit) -> HitSentence:
        words = " ".join(hit.words.split())
        sentence = super().__new__(
            cls,
            f"{label} has “{words}”, which looks like {hit.looks_like}. Take it out, or say that it is not about a"
            " person.",
        )
        sentence.hit, sentence.shown = hit, words
        return sentence


def hit_sentences(error: Invalid) -> list[HitSentence]:
    """Those of an error's sentences that are about hits; it may hold others, and those of several fields."""
    return [said for sentences in error.errors.values() for said in sentences if isinstance(said, HitSentence)]


class CaseData(Invalid):
    """A text that holds what looks like case data, and that nobody has said to be about no person."""

    def __init__(self, field: str, label: str, hits: Sequence[Hit]) -> None:
        self.hits = tuple(hits)
        super().__init__({field: [HitSentence(label, hit) for hit in hits]})
